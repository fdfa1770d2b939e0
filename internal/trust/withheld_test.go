package trust

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/role"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// thirdPersons are neither of the two, with every sort of standing there is.
var thirdPersons = []string{"ben", "ola", "tove", "timo", "cai", "pia", "kim", "odd", "mira"}

// closed are the ids of each kind that exist and are nobody's of the third
// persons; nil where everybody sees all of a kind.
func closedIDs(t *testing.T, s *site) ids {
	t.Helper()
	gone := s.Person("gil")
	must(t, s.Leave(t.Context(), access.System(access.ViaCommand), gone))
	askAboutData(s.World)
	found := idsOf(t, s.World)
	sessions, err := s.Sessions(t.Context(), s.Actor("noor"))
	must(t, err)
	tokens, err := s.Tokens(t.Context(), s.Actor("noor"))
	must(t, err)
	inbox, err := s.Inbox(t.Context(), s.Actor("noor"))
	must(t, err)
	draft, err := s.StartDraft(t.Context(), s.Actor("pia"), workflow.Once{})
	must(t, err)
	asked := askFeedback(s.World, "noor", "noor", "fia", "What?", "")
	return ids{
		"extract":     {string(extractOf(s.World))},
		"restriction": found["restriction"], "erasure": found["erasure"], "hold": found["hold"], "glass": {string(breakGlassOf(s.World))},
		"rollout":  {string(prepare(s.World, "", false))},
		"feedback": {string(asked)}, "note": {string(writeNote(s.World, "noor", "Mine."))}, "memo": {string(writeMemo(s.World, "mats", "noor", "Mine."))}, "note-file": {string(writeFileOfNote(s.World, "noor", "a.txt", "Mine.").ID)},
		"version": {draft.Slug()},
		"passkey": {passkeyOf(s.World)}, "delivery": {string(givenUp(s.World))},
		"notice": {string(inbox.New[0].ID)}, "evaluation": found["evaluation"], "person": {string(gone)}, "role-request": found["role-request"], "session": {string(sessions[0].ID)}, "token": {string(tokens[0].ID)},
		"focus": found["focus"], "share": found["share"], "priority": found["priority"], "priority-share": found["priority-share"],
		"title": {string(proposeTitle(s.World, "noor", "noor", "Builder", ""))}, "recognition": {string(takenOff(s.World))}, "report": {string(id.New[id.Report]())},
		"promotion": found["promotion"], "consultation": found["consultation"], "market": found["market"], "benchmark": found["benchmark"],
		"gap-report": found["gap-report"], "pay-review": found["pay-review"], "pay-proposal": eachOf(found["pay-review"], func(r string) string { return r + "/people/" + string(s.Person("noor")) }), // not begun
		"unit": nil, "step": nil, "area": nil, "discipline": nil, "nothing": nil, "extension": nil, "guide": nil,
		"example": found["example"][:1], "role": found["role"][:1], // of the draft
	}
}

// strangers are ids that belong to nothing: one that could, and some that could not.
func strangers() []string {
	return []string{string(id.New[id.Evaluation]()), string(id.New[id.Evaluation]()), "x", strings.Repeat("0", 26), strings.Repeat("U", 26), "%F0%28%8C%28", "%00", "null"}
}

// forms and documents are what acts are sent with: nothing, nonsense, and what would be right.
var forms = []url.Values{
	{},
	{"role": {"chapter-lead"}, "discipline": {"quality"}, "why": {"Why."}, "answer": {"No."}, "reason": {"It fits."}, "ask": {"yes"}, "agreed": {"yes"},
		"manager": {"mats@example.org"}, "aim": {"deeper"}, "text": {"words"}, "state": {"done"}, "words": {"words"}, "with": {"ben@example.org"}, "message": {"Hello."}, "read": {"1"}, "revision": {"0"}, "talk_way": {"met"}, "talked_on": {"2026-05-12"},
		"summary": {"s"}, "focus:0": {"f"}, "step": {"individual"}, "text:team/individual": {"words"}, "idempotency_key": {"k"}},
	{"talk_way": {"met"}, "talked_on": {"tomorrow"}, "more": {"focus"}, "mark:nothing": {"perhaps"}},
	{"idempotency_key": {strings.Repeat("k", 101)}},
}

var documents = []string{"", "{}", "[", `{"revision":1,"read":1,"text":"Hello.","way":"met","on":"2026-05-12"}`}

// TestForeignIsLikeAbsent asks every address with an identifier of somebody else's
// thing, of nothing, and with none at all: the answers are the same bytes.
func TestForeignIsLikeAbsent(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	populate(t, w)
	s := serve(t, w)
	s.signIn(t)
	foreign, compared := closedIDs(t, s), 0
	for _, e := range endpoints() {
		if !variable.MatchString(e.pattern) || e.public {
			continue
		}
		theirs, ok := foreign[kinds[e.pattern]]
		if !ok {
			t.Errorf("%s: say in closedIDs which %s is nobody's here", e.pattern, kinds[e.pattern])
		}
		for _, name := range thirdPersons {
			if name == "mira" && kinds[e.pattern] == "evaluation" {
				continue // one of them is hers
			}
			if name == "kim" && slices.Contains([]string{"market", "benchmark", "gap-report", "pay-review", "pay-proposal"}, kinds[e.pattern]) {
				continue // she looks after them
			}
			if name == "odd" && kinds[e.pattern] == "delivery" {
				continue // he looks after them
			}
			if name == "pia" && slices.Contains([]string{"version", "example", "role", "rollout", "restriction", "erasure", "hold", "glass", "gap-report"}, kinds[e.pattern]) {
				continue // she writes it
			}
			compared += s.compare(t, e, name, theirs)
		}
	}
	if compared < 6_000 {
		t.Errorf("only %d answers were compared", compared)
	}
	t.Log(compared, "answers compared")
}

// populate makes something of every kind that others must not find.
func populate(t *testing.T, w *world.World) {
	t.Helper()
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	w.Promote("noor", "mats", "asa", "tove", "tribe-guild", promotion.Consulting, world.PlainCase)
	w.Evaluate("asa", "mats", evaluation.Opened, world.Plain)
	w.Evaluate("fia", "mira", evaluation.Writing, world.Plain)
	_, err := w.AskRole(t.Context(), w.Actor("noor"), workflow.Once{}, w.Person("noor"), workflow.RoleWish{Kind: role.TakeUp, Role: "chapter-lead"})
	must(t, err)
	grow(w, "noor", "mats", plainPlan)
	prioritise(w, "noor", "mats", plainPriorities)
	sharePriorities(w, "noor", "mats")
	payAll(w)
	openReview(w, "2027-01-01")
}

// compare holds all answers of an address against that to an id of nothing.
func (s *site) compare(t *testing.T, e endpoint, name string, theirs []string) (compared int) {
	t.Helper()
	ask := func(ref string, n int) answer {
		if strings.Contains(e.pattern, "{person}") && !strings.Contains(ref, "/people/") {
			ref += "/people/" + ref
		}
		path := variable.ReplaceAllLiteralString(e.pattern, ref)
		switch {
		case e.method == "GET":
			return s.get(t, name, path)
		case strings.HasPrefix(path, "/api/"):
			return s.send(t, name, e.method, path, documents[n])
		}
		return s.post(t, name, path, forms[n])
	}
	rounds := len(forms)
	if strings.HasPrefix(e.pattern, "/api/") {
		rounds = len(documents)
	}
	if e.method == "GET" {
		rounds = 1
	}
	for n := range rounds {
		want := ask(string(id.New[id.Evaluation]()), n)
		others := strangers()
		if n == len(forms)-1 && e.method == "POST" && !strings.HasPrefix(e.pattern, "/api/") {
			others = others[:2] // a key too long is told before an id that cannot be one
		}
		for _, ref := range append(others, theirs...) {
			got := ask(ref, n)
			compared++
			if got.plain() != want.plain() {
				t.Errorf("%s %s as %s, body %d: %q is answered with %d and an id of nothing with %d\n%s\n%s", e.method, e.pattern, name, n, ref,
					got.status, want.status, got.header, want.header)
			}
		}
		if want.status < 400 {
			t.Errorf("%s %s as %s, body %d: an id of nothing is answered with %d", e.method, e.pattern, name, n, want.status)
		}
	}
	return compared
}

// TestActsNameNobodyElse: an id in the body of an act answers like one of nothing.
func TestActsNameNobodyElse(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	s.signIn(t)
	noor, asa, nobody := string(s.Person("noor")), string(s.Person("asa")), string(id.New[id.Person]())
	for _, name := range thirdPersons {
		want := s.post(t, name, "/evaluations", url.Values{"subject": {nobody}})
		overAPI := s.send(t, name, "POST", "/api/v1/evaluations", `{"subject":"`+nobody+`"}`)
		for _, subject := range []string{noor, asa, "x", ""} {
			if got := s.post(t, name, "/evaluations", url.Values{"subject": {subject}}); got.plain() != want.plain() || got.status != 404 {
				t.Errorf("%s opens one of %q: %d, and of nobody %d", name, subject, got.status, want.status)
			}
			if got := s.send(t, name, "POST", "/api/v1/evaluations", `{"subject":"`+subject+`"}`); got != overAPI || got.status != 404 {
				t.Errorf("%s opens one of %q over the API: %d, and of nobody %d", name, subject, got.status, overAPI.status)
			}
		}
	}
}

// twin is two worlds that differ in one private thing of Noor's, with every id
// the same.
type twin struct {
	before func(*world.World) id.Evaluation
	a, b   func(*world.World, id.Evaluation)
	step   bool
}

// thirds are who looks at the twins: where a Step is at stake everybody, and
// otherwise one of each sort.
func (w twin) thirds() []string {
	if w.step {
		return append(thirdPersons, "")
	}
	return []string{"ben", "tove", "pia"}
}

func result(step, text string) workflow.Proposal {
	return workflow.Proposal{Result: evaluation.Result{Summary: text, Step: framework.StepID(step), Focus: []evaluation.Focus{{Text: text}}}}
}

func agree(step, text string) func(*world.World, id.Evaluation) {
	return func(w *world.World, ref id.Evaluation) {
		noor, mats := w.Actor("noor"), w.Actor("mats")
		must(w.T, w.WriteResult(w.Context(), mats, workflow.Once{}, ref, result(step, text)))
		must(w.T, w.Sign(w.Context(), noor, workflow.Once{}, ref, 1))
		must(w.T, w.Sign(w.Context(), mats, workflow.Once{}, ref, 1))
	}
}

func nothing(*world.World, id.Evaluation) {}

func draftOf(text string) func(*world.World, id.Evaluation) {
	return func(w *world.World, ref id.Evaluation) {
		key := evaluation.Key("team/individual")
		body := evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{key: {Text: text}}}
		_, err := w.SaveDraft(w.Context(), w.Actor("noor"), ref, workflow.Draft{Body: body, Revision: 1})
		must(w.T, err)
	}
}

func reach(stage evaluation.Stage) func(*world.World) id.Evaluation {
	return func(w *world.World) id.Evaluation {
		if stage != evaluation.Talked {
			return w.Evaluate("noor", "mats", stage, world.Plain)
		}
		ref := w.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
		must(w.T, w.RecordTalk(w.Context(), w.Actor("mats"), workflow.Once{}, ref, evaluation.Met, "2026-05-11"))
		return ref
	}
}

var twins = map[string]twin{
	"the Step set or not":         {reach(evaluation.Talked), nothing, agree("squad-chapter", "words"), true},
	"one Step or another":         {reach(evaluation.Talked), agree("individual", "words"), agree("technology-company", "words"), true},
	"a short text or a long one":  {reach(evaluation.Writing), draftOf("a"), draftOf(strings.Repeat("long ", 1900)), false},
	"handed in or not":            {reach(evaluation.Writing), nothing, handIn("noor"), false},
	"opened or not":               {reach(evaluation.Writing), nothing, both, false},
	"feedback asked or not":       {func(w *world.World) id.Evaluation { return "" }, nothing, askFia, false},
	"an evaluation or none":       {func(w *world.World) id.Evaluation { return "" }, nothing, openOne, false},
	"a message or none":           {reach(evaluation.Opened), nothing, say, false},
	"read by the manager or not":  {reach(evaluation.Agreed), nothing, readByManager, false},
	"a growth plan or none":       {reach(evaluation.Agreed), nothing, growPlainly, false},
	"aiming wider or not":         {reach(evaluation.Agreed), sayStaying(false), sayStaying(true), true},
	"a case or none":              {reachCase(""), nothing, beginCase(promotion.Consulting), true},
	"a draft of a case or none":   {reachCase(""), nothing, beginCase(promotion.Drafting), true},
	"a wish to talk or none":      {reachCase(""), nothing, askToTalk, true},
	"a second evaluation or none": {reach(evaluation.Agreed), nothing, openOne, false},
}

func handIn(name string) func(*world.World, id.Evaluation) {
	return func(w *world.World, ref id.Evaluation) {
		must(w.T, w.HandIn(w.Context(), w.Actor(name), workflow.Once{}, ref, nil))
	}
}

func both(w *world.World, ref id.Evaluation) { handIn("noor")(w, ref); handIn("mats")(w, ref) }

func askFia(w *world.World, _ id.Evaluation) { askFeedback(w, "noor", "noor", "fia", "What?", "") }

func openOne(w *world.World, _ id.Evaluation) {
	_, err := w.OpenEvaluation(w.Context(), w.Actor("mats"), workflow.Once{}, w.Person("noor"))
	must(w.T, err)
}

func say(w *world.World, ref id.Evaluation) {
	must(w.T, w.Say(w.Context(), w.Actor("noor"), workflow.Once{}, ref, "Between us."))
}

func readByManager(w *world.World, ref id.Evaluation) {
	_, err := w.Standing(w.Context(), w.Actor("mats"), w.Person("noor"))
	must(w.T, err)
	_, err = w.Evaluation(w.Context(), w.Actor("mats"), ref)
	must(w.T, err)
}

// TestTwinWorldsLookAlike: two worlds that differ in one private thing of Noor's
// are the same, byte for byte and header for header, to everybody but her and
// her manager, wherever they look.
func TestTwinWorldsLookAlike(t *testing.T) {
	t.Parallel() // in a world of its own
	first := serve(t, world.New(t, "sqlite"))
	first.extend(t)
	payAll(first.World)
	first.signIn(t)
	for name, twin := range twins {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := first.again(t)
			ref := twin.before(before.World)
			a, b := before.again(t), before.again(t)
			twin.a(a.World, ref)
			twin.b(b.World, ref)
			found := idsOf(t, b.World) // b has what a has, and perhaps more
			compared := 0
			for _, third := range twin.thirds() {
				there := map[string]answer{}
				a.crawl(t, third, found, func(path string, got answer) { there[path] = got.plain() })
				compared += b.crawl(t, third, found, func(path string, got answer) {
					if want, ok := there[path]; (!ok || want != got.plain()) && !tellsWhen(path) {
						t.Errorf("%q sees the difference at %s: %d and %d: %s", third, path, want.status, got.status, parting(want.plain(), got.plain()))
					}
				})
			}
			if compared < 450 {
				t.Errorf("only %d pages were compared", compared)
			}
			differs(t, a, b, found)
		})
	}
}

// extend publishes what the tribe Rivers adds to the framework, and leaves a draft.
func (s *site) extend(t *testing.T) {
	t.Helper()
	tree, err := s.Organisation(t.Context(), s.Actor("tove"))
	must(t, err)
	unit, tove := tree.Tribes[0].ID, s.Actor("tove")
	_, err = s.StartExtension(t.Context(), tove, workflow.Once{}, unit, "We run boats.")
	must(t, err)
	must(t, s.ChangeExtension(t.Context(), tove, workflow.Once{}, unit, 1, framework.ExtensionChange{Example: &framework.Example{Area: "team", Step: "individual", Text: "Rows along."}}))
	must(t, s.PublishExtension(t.Context(), tove, workflow.Once{}, unit, 2))
	_, err = s.StartExtension(t.Context(), tove, workflow.Once{}, unit, "")
	must(t, err)
}

// parting is where two answers begin to differ.
func parting(a, b answer) string {
	x, y := a.header+a.body, b.header+b.body
	i := 0
	for i < min(len(x), len(y)) && x[i] == y[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-60):min(len(s), i+60)] }
	return fmt.Sprintf("%q and %q", cut(x), cut(y))
}

// differs makes sure that the twins are no twins to those who may look.
func differs(t *testing.T, a, b *site, found ids) {
	t.Helper()
	there, different := map[string]answer{}, 0
	a.crawl(t, "noor", found, func(path string, got answer) { there[path] = got.plain() })
	b.crawl(t, "noor", found, func(path string, got answer) {
		if there[path] != got.plain() {
			different++
		}
	})
	if different == 0 {
		t.Error("Noor herself sees no difference: the twins differ in nothing")
	}
}
