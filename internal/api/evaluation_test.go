package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
)

// open opens an evaluation of the person by the caller and returns its path.
func (c caller) open(subject string) string {
	c.Helper()
	a := c.post("/evaluations", fmt.Sprintf(`{"subject":%q}`, c.Person(subject))).is(201)
	path := "/evaluations/" + read[Opened](a).ID
	if a.header.Get("Location") != Prefix+path {
		c.Errorf("it is said to be at %s", a.header.Get("Location"))
	}
	return path
}

const side = `{"revision":%d,"areas":[{"area":%q,"step":"squad-chapter","mark":"sometimes","text":%q}],"examples":[{"example":%q,"mark":"describes"}]}`

func (c caller) side(revision int, text string) string {
	f := read[Framework](c.get("/framework"))
	examples := read[Examples](c.get("/framework/examples?step=squad-chapter"))
	return fmt.Sprintf(side, revision, f.Areas[0].ID, text, examples.Examples[0].ID)
}

func (c caller) result(revision int, step string) string {
	f := read[Framework](c.get("/framework"))
	return fmt.Sprintf(`{"revision":%d,"areas":[{"area":%q,"step":"squad-chapter","mark":"describes"}],"summary":"Helps the squad.","reason":"","step":%q,"focus":[{"area":%q,"text":"Lead something small."}]}`,
		revision, f.Areas[0].ID, step, f.Areas[0].ID)
}

func TestAWholeEvaluation(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	path := noor.open("noor")
	noor.post("/evaluations", fmt.Sprintf(`{"subject":%q}`, s.Person("noor"))).is(409)

	a := noor.put(path+"/side", noor.side(0, "I paired."))
	if a.is(200); a.header.Get("ETag") != `"1"` || read[Saved](a).Revision != 1 {
		t.Errorf("saved as %v %s", a.header, a.body)
	}
	mats.put(path+"/side", mats.side(0, "She pairs.")).is(200)
	noor.post(path+"/hand-in", "").is(204)
	noor.post(path+"/take-back", "").is(204)
	noor.put(path+"/side", noor.side(1, "I paired and wrote.")).is(200)
	noor.post(path+"/hand-in", "").is(204)
	if whose := read[Evaluations](mats.get("/evaluations")).Reports; !slices.ContainsFunc(whose, func(r Report) bool {
		return r.Person.Name == "Noor Said" && r.Open != nil && r.Open.Turn.Whose == "yours" && r.Open.Stage == "writing"
	}) {
		t.Errorf("the manager's list: %+v", whose)
	}
	mats.post(path+"/hand-in", "").is(204)

	e := read[Evaluation](noor.get(path).is(200))
	if e.Stage != "opened" || e.Theirs == nil || e.Theirs.Areas[0].Text != "She pairs." || e.Theirs.Examples[0].Mark != "describes" || e.Yours.Areas[0].Text != "I paired and wrote." {
		t.Errorf("opened: %+v", e)
	}
	noor.post(path+"/messages", `{"text":"Thank you."}`).is(204)
	mats.post(path+"/messages", `{"text":"And you."}`).is(204)
	first := read[Messages](mats.get(path + "/messages?limit=1").is(200))
	second := read[Messages](mats.get(path + "/messages?limit=1&cursor=" + first.Next).is(200))
	if first.Messages[0].Text != "Thank you." || first.Messages[0].Author.Name != "Noor Said" || second.Messages[0].Text != "And you." || second.Next != "" {
		t.Errorf("messages %+v %+v", first, second)
	}
	mats.post(path+"/talk", `{"way":"written"}`).is(204)
	mats.put(path+"/result", mats.result(0, "squad-chapter")).is(200)
	noor.post(path+"/signature", `{"revision":1}`).is(204)
	noor.ask(http.MethodDelete, path+"/signature", "").is(204)
	noor.post(path+"/signature", `{"revision":1}`).is(204)
	if v := read[Standing](noor.get("/people/" + string(s.Person("noor")) + "/step")); v.Set {
		t.Error("one signature set the Step")
	}
	mats.post(path+"/signature", `{"revision":1}`).is(204)

	e = read[Evaluation](noor.get(path).is(200))
	if e.Stage != "agreed" || e.Result == nil || e.Result.Step != "squad-chapter" || e.Result.Signed.Self == nil || e.Result.Signed.Manager == nil || e.Turn.Whose != "nobody" || e.Result.Focus[0].Text == "" || e.Talk.Way != "written" {
		t.Errorf("agreed: %+v", e)
	}
	if v := read[Standing](mats.get("/people/" + string(s.Person("noor")) + "/step")); !v.Set || v.Current.Step.ID != "squad-chapter" {
		t.Errorf("the Step: %+v", v)
	}
	again := read[Evaluation](noor.get(noor.open("noor")))
	if again.Kind != "growth" || again.LastTime == nil || again.LastTime.Summary != "Helps the squad." || len(again.Yours.Areas) != 0 {
		t.Errorf("the next one: %+v", again)
	}
}

func TestNeitherSeesTheOthersSideBeforeBothHandIn(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	path := noor.open("noor")
	// Whether the other has begun does not show.
	before := mats.get(path).is(200)
	noor.put(path+"/side", noor.side(0, "pebble")).is(200)
	if after := mats.get(path); !after.same(before) {
		t.Errorf("%s shows that the other has begun: %s", before.body, after.body)
	}
	mats.put(path+"/side", mats.side(0, "lichen")).is(200)
	noor.post(path+"/hand-in", "").is(204)
	blind := func(c caller, theirs string) {
		t.Helper()
		for _, at := range []string{path, path + "/messages", "/evaluations"} {
			if a := c.get(at).is(200); strings.Contains(a.body, theirs) || strings.Contains(a.body, `"theirs":{`) {
				t.Errorf("%s shows the other's side: %s", at, a.body)
			}
		}
	}
	blind(noor, "lichen")
	blind(mats, "pebble")
	mats.post(path+"/hand-in", "").is(204)
	if !strings.Contains(noor.get(path).body, "lichen") || !strings.Contains(mats.get(path).body, "pebble") {
		t.Error("opened, and still not shown")
	}
	for _, c := range []caller{noor, mats} {
		if strings.Count(c.get(path).body, `"saved_at"`) != 1 {
			t.Error("when the other saved is shown")
		}
	}
}

// Whoever is not one of the two is answered as if there were none, whatever they
// ask and however wrong.
func TestWithheldIsAbsent(t *testing.T) {
	s := newSite(t)
	bodies := map[string][]string{
		"save-side":          {`{"revision":0,"areas":[]}`, `{"areas":[]}`, `{"revision":0,"areas":[{"area":"x","step":"y"}]}`, `{`, `{"x":1}`, ""},
		"hand-in-side":       {""},
		"add-message":        {`{"text":"x"}`, `{"text":""}`, `{"text":" "}`, ""},
		"record-talk":        {`{"way":"met","on":"2026-05-12"}`, `{"way":"met","on":"2030-01-01"}`, `{"way":"met"}`, `{"way":"flown"}`},
		"save-result":        {`{"revision":0,"summary":"x","focus":[{"text":"x"}]}`, `{"revision":7,"summary":"","focus":[]}`, `{}`},
		"sign-result":        {`{"revision":1}`, `{"revision":9}`, `{"revision":-1}`},
		"plan-talk":          {`{"at":"2026-05-13T10:00:00Z"}`, `{"at":"1999-01-01T00:00:00Z"}`, `{"at":"soon"}`, `{}`},
		"state-disagreement": {`{"text":"x"}`, `{"text":""}`, ""},
		"unplan-talk":        {""}, "ask-to-join": {""}, "end-joining": {""}, "end-evaluation": {""},
		"get-evaluation": {""}, "list-messages": {""}, "take-back-side": {""}, "withdraw-signature": {""},
	}
	for _, stage := range evaluation.Stages() {
		ref := string(s.Evaluate("noor", "mats", stage, world.Plain))
		for _, name := range []string{"tove", "ben", "pia", "cai"} {
			c := s.as(name)
			for _, op := range evaluationOperations() {
				for _, body := range bodies[op.ID] {
					ask := func(id string) answer {
						return c.ask(op.Method, strings.ReplaceAll(op.Path, "{id}", id), body, "Idempotency-Key", "k")
					}
					there, absent, malformed := ask(ref), ask(string(id.New[id.Evaluation]())), ask("x")
					if !there.same(absent) || !there.same(malformed) || there.code < 400 {
						t.Errorf("%s by %s with %s: there %d %s, absent %d %s, malformed %d %s", op.ID, name, body, there.code, there.body, absent.code, absent.body, malformed.code, malformed.body)
					}
				}
			}
		}
		if stage != evaluation.Agreed && stage != evaluation.NotAgreed {
			finish(s, ref)
		}
	}
}

// finish agrees an open evaluation, so that the next can begin.
func finish(s *site, ref string) {
	noor, mats := s.as("noor"), s.as("mats")
	path := "/evaluations/" + ref
	noor.post(path+"/hand-in", "")
	mats.post(path+"/hand-in", "")
	noor.post(path+"/talk", `{"way":"met","on":"2026-05-12"}`)
	e := read[Evaluation](noor.get(path))
	revision, step := 0, ""
	if e.Result != nil {
		revision = int(e.Result.Revision)
	}
	if e.Kind == "first" {
		step = "squad-chapter"
	}
	noor.put(path+"/result", noor.result(revision, step))
	sign := fmt.Sprintf(`{"revision":%d}`, revision+1)
	noor.post(path+"/signature", sign)
	mats.post(path+"/signature", sign).is(204)
}

func TestOpeningForAnotherIsAbsent(t *testing.T) {
	s := newSite(t)
	ben := s.as("ben")
	nowhere := ben.get("/nothing")
	for _, subject := range []string{string(s.Person("noor")), string(s.Person("mats")), string(id.New[id.Person]()), "x"} {
		if a := ben.post("/evaluations", fmt.Sprintf(`{"subject":%q}`, subject)); !a.same(nowhere) {
			t.Errorf("of %s: %d %s", subject, a.code, a.body)
		}
	}
}

func TestAFormerManagerLosesSight(t *testing.T) {
	s := newSite(t)
	ref := "/evaluations/" + string(s.Evaluate("noor", "mats", evaluation.Opened, world.Plain))
	mats := s.as("mats")
	mats.get(ref).is(200)
	s.as("noor").post(ref+"/messages", `{"text":"Thank you."}`).is(204)
	mats.post(ref+"/messages", `{"text":"From before."}`).is(204)
	command := access.System(access.ViaCommand)
	if err := s.SetManager(t.Context(), command, s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	nowhere := mats.get("/nothing")
	for _, path := range []string{ref, ref + "/messages", "/people/" + string(s.Person("noor")) + "/step"} {
		if a := mats.get(path); !a.same(nowhere) {
			t.Errorf("%s: %d", path, a.code)
		}
	}
	s.as("mira").get(ref).is(200)
	said := read[Messages](s.as("noor").get(ref + "/messages")).Messages
	if last := said[len(said)-1]; last.Author.ID != "" || last.Author.Name == "" || said[0].Author.ID != string(s.Person("noor")) {
		t.Errorf("messages by %+v", said)
	}
}

func TestATextSavedElsewhereStays(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	path := noor.open("noor")
	noor.put(path+"/side", noor.side(0, "one")).is(200)
	noor.put(path+"/side", noor.side(1, "two")).is(200)
	noor.put(path+"/side", noor.side(1, "three")).is(409)
	noor.put(path+"/side", noor.side(0, "three")).is(409)
	unnumbered := strings.Replace(noor.side(0, "three"), `"revision":0,`, "", 1)
	noor.put(path+"/side", unnumbered, "If-Match", `"1"`).is(409)
	if e := read[Evaluation](noor.get(path)); e.Yours.Areas[0].Text != "two" || e.Yours.Revision != 2 {
		t.Errorf("kept %+v", e.Yours)
	}
	for name, a := range map[string]answer{
		"none":      noor.put(path+"/side", unnumbered).is(422),
		"two":       noor.put(path+"/side", noor.side(2, "x"), "If-Match", `"1"`).is(422),
		"a star":    noor.put(path+"/side", unnumbered, "If-Match", "*").is(422),
		"weak":      noor.put(path+"/side", unnumbered, "If-Match", `W/"2"`).is(422),
		"two marks": noor.put(path+"/side", unnumbered, "If-Match", `"2", "3"`).is(422),
	} {
		if got := a.places(); len(got) != 1 || got[0] != "body.revision" && got[0] != "header.If-Match" {
			t.Errorf("%s: mistakes at %v", name, got)
		}
	}
	if a := noor.put(path+"/side", unnumbered, "If-Match", `"2"`).is(200); a.header.Get("ETag") != `"3"` {
		t.Errorf("now at %s", a.header.Get("ETag"))
	}

	mats.put(path+"/side", mats.side(0, "x")).is(200)
	noor.post(path+"/hand-in", "").is(204)
	mats.post(path+"/hand-in", "").is(204)
	noor.post(path+"/talk", `{"way":"met","on":"2026-05-12"}`).is(204)
	noor.put(path+"/result", noor.result(0, "individual")).is(200)
	mats.put(path+"/result", mats.result(0, "squad-chapter")).is(409)
	mats.put(path+"/result", mats.result(1, "squad-chapter"), "If-Match", `"1"`).is(200)
	noor.post(path+"/signature", `{"revision":1}`).is(409)
	noor.put(path+"/side", noor.side(3, "late")).is(409)
}

func TestASideSentAgainIsSavedOnce(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	path := noor.open("noor")
	once := noor.put(path+"/side", noor.side(0, "one")).is(200)
	if again := noor.put(path+"/side", noor.side(0, "one")); again.body != once.body || again.code != 200 {
		t.Errorf("first %s, again %d %s", once.body, again.code, again.body)
	}
	noor.put(path+"/side", noor.side(0, "two")).is(409)
	if e := read[Evaluation](noor.get(path)); e.Yours.Revision != 1 {
		t.Errorf("at revision %d", e.Yours.Revision)
	}
}

func TestAnActSentAgainHasOneEffect(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	open := fmt.Sprintf(`{"subject":%q}`, s.Person("noor"))
	one := noor.post("/evaluations", open, "Idempotency-Key", "a").is(201)
	if two := noor.post("/evaluations", open, "Idempotency-Key", "a"); !two.same(one) {
		t.Errorf("first %s, again %d %s", one.body, two.code, two.body)
	}
	other := fmt.Sprintf(`{"subject":%q}`, s.Person("ben"))
	if got := noor.post("/evaluations", other, "Idempotency-Key", "a").is(422).places(); !slices.Equal(got, []string{"header.Idempotency-Key"}) {
		t.Errorf("another body: mistakes at %v", got)
	}
	path := "/evaluations/" + read[Opened](one).ID
	noor.put(path+"/side", noor.side(0, "x"))
	mats.put(path+"/side", mats.side(0, "x"))
	for _, act := range []struct {
		c                  caller
		method, path, body string
		code               int
	}{
		{noor, "POST", "/hand-in", "", 204}, {mats, "POST", "/hand-in", "", 204}, {noor, "POST", "/messages", `{"text":"x"}`, 204},
		{noor, "POST", "/talk", `{"way":"met","on":"2026-05-12"}`, 204}, {noor, "PUT", "/result", noor.result(0, "individual"), 200},
		{noor, "POST", "/signature", `{"revision":1}`, 204}, {noor, "DELETE", "/signature", "", 204},
	} {
		key := strings.ReplaceAll(act.method+act.path, "/", "-")
		first := act.c.ask(act.method, path+act.path, act.body, "Idempotency-Key", key).is(act.code)
		if again := act.c.ask(act.method, path+act.path, act.body, "Idempotency-Key", key); !again.same(first) {
			t.Errorf("%s: first %d, again %d %s", key, first.code, again.code, again.body)
		}
	}
	noor.post(path+"/messages", `{"text":"another"}`, "Idempotency-Key", "POST-messages").is(422)
	if m := read[Messages](noor.get(path + "/messages")); len(m.Messages) != 1 {
		t.Errorf("messages %+v", m)
	}
	for _, key := range []string{strings.Repeat("k", 101), "a b", "\xff", "ä"} {
		a := noor.post(path+"/messages", `{"text":"y"}`, "Idempotency-Key", key).is(422)
		if got := a.places(); !slices.Equal(got, []string{"header.Idempotency-Key"}) {
			t.Errorf("the key %q: mistakes at %v", key, got)
		}
	}
}

func TestManyAtOnceHaveOneEffect(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	seen := map[string]bool{}
	for _, a := range noor.atOnce(50, "POST", "/evaluations", fmt.Sprintf(`{"subject":%q}`, s.Person("noor")), "Idempotency-Key", "a") {
		seen[a.is(201).body] = true
	}
	home := read[Evaluations](noor.get("/evaluations"))
	if len(seen) != 1 || len(home.Mine) != 1 {
		t.Fatalf("answers %v, evaluations %+v", seen, home.Mine)
	}
	path := "/evaluations/" + home.Mine[0].ID
	mats := s.as("mats")
	noor.put(path+"/side", noor.side(0, "x"))
	mats.put(path+"/side", mats.side(0, "x"))
	noor.post(path+"/hand-in", "")
	mats.post(path+"/hand-in", "")
	for _, a := range noor.atOnce(50, "POST", path+"/messages", `{"text":"hello"}`, "Idempotency-Key", "b") {
		a.is(204)
	}
	if m := read[Messages](mats.get(path + "/messages")); len(m.Messages) != 1 {
		t.Errorf("%d messages", len(m.Messages))
	}
	handed := 0
	for _, a := range mats.atOnce(20, "POST", path+"/talk", `{"way":"met","on":"2026-05-12"}`) {
		switch a.code {
		case 204:
			handed++
		case 409:
		default:
			t.Errorf("answered %d %s", a.code, a.body)
		}
	}
	if handed != 1 {
		t.Errorf("noted %d times", handed)
	}
}
