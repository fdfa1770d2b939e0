package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

// submit sends the form that the selector finds, as a browser would, with the
// given fields typed over.
func (v *visitor) submit(t *testing.T, page answer, selector string, typed ...string) answer {
	t.Helper()
	form := page.Find(selector).First()
	if form.Length() == 0 {
		t.Fatalf("no form %s on the page (status %d): %s", selector, page.status, page.text("main"))
	}
	fields, action := formFields(form), form.AttrOr("action", "")
	for i := 0; i+1 < len(typed); i += 2 {
		if typed[i] == "formaction" {
			action = typed[i+1]
			continue
		}
		fields.Set(typed[i], typed[i+1])
	}
	return v.send(http.MethodPost, action, fields)
}

func (v *visitor) follow(t *testing.T, a answer) answer {
	t.Helper()
	if a.status != http.StatusSeeOther {
		t.Fatalf("status %d, want a redirect: %s", a.status, a.text("main"))
	}
	to, _, _ := strings.Cut(a.to, "#")
	return v.get(to)
}

func TestAnEvaluationFromFirstWordToAgreedStep(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	page := noor.follow(t, noor.submit(t, noor.get("/"), `form[action="/evaluations"]`))
	page.has(t, "form[data-autosave]", ".turn-yours", `textarea[name="text:team/individual"]`, `[aria-current="step"]`)
	address := strings.TrimSuffix(page.Find("form[data-autosave]").AttrOr("action", ""), "/draft")

	page = noor.follow(t, noor.submit(t, page, "form[data-autosave]", "text:team/individual", "I paired <b>with</b> Ben.", "mark:team/individual", "sometimes", "go", "squad-chapter"))
	page.has(t, `textarea[name="text:team/squad-chapter"]`)
	page = noor.follow(t, noor.submit(t, page, "form[data-autosave]", "mark:team/squad-chapter", "not-yet", "formaction", address+"/hand-in"))
	page.has(t, `form[action="`+address+`/take-back"]`)
	if got := page.text(".own"); !strings.Contains(got, "I paired <b>with</b> Ben.") || !strings.Contains(got, "not yet") {
		t.Errorf("what was handed in reads %q", got)
	}

	his := mats.get(address)
	if strings.Contains(his.body, "paired") || strings.Contains(his.body, "sometimes</p>") {
		t.Error("the manager reads the employee's side before handing in his own")
	}
	page = mats.follow(t, mats.submit(t, his, "form[data-autosave]", "text:team/individual", "She asks Asa.", "mark:team/individual", "describes", "formaction", address+"/hand-in"))
	page.has(t, ".sides-differ", ".mark-differ", `form[action="`+address+`/messages"]`)

	page = noor.follow(t, noor.submit(t, noor.get(address), `form[action="`+address+`/messages"]`, "message", "Let us meet."))
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`/talk"]`, "talk_way", "met", "talked_on", "2026-05-12"))
	page = noor.submit(t, page, `form[action="`+address+`/result"]`, "summary", "Learns fast.", "focus:0", "")
	if page.status != http.StatusUnprocessableEntity || page.text(`textarea[name="summary"]`) != "Learns fast." {
		t.Errorf("an incomplete result: status %d, kept %q", page.status, page.text(`textarea[name="summary"]`))
	}
	page.has(t, ".error-summary a", "#step-error")
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`/result"]`, "focus:0", "Lead something.", "focus-area:0", "business", "step", "squad-chapter", "result:team/individual", "describes"))
	page.has(t, ".private-value", "svg")
	noor.follow(t, noor.submit(t, page, `form[action="`+address+`/signature"]`))
	page = mats.follow(t, mats.submit(t, mats.get(address), `form[action="`+address+`/signature"]`))
	if got := page.text(".result-step-name"); got != "Squad/Chapter" {
		t.Errorf("the Step reads %q", got)
	}
	view, err := s.Standing(t.Context(), s.Actor("noor"), s.Person("noor"))
	if err != nil || !view.Set || view.Step.ID != "squad-chapter" {
		t.Errorf("standing %+v, %v", view, err)
	}
}

func TestNobodyElseFindsAnEvaluation(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	absent := "/evaluations/00000000000000000000000000"
	for _, who := range []string{"ben", "tove", "cai", "pia", "kim", "odd", "mira"} {
		v := s.as(who)
		real, none := v.get("/evaluations/"+string(ref)), v.get(absent)
		if real.status != http.StatusNotFound || real.body != none.body {
			t.Errorf("%s: status %d, same as absent: %v", who, real.status, real.body == none.body)
		}
		for _, act := range []string{"draft", "hand-in", "take-back", "messages", "talk", "result", "signature", "signature/withdrawal"} {
			if a := v.post("/evaluations/"+string(ref)+"/"+act, "message", "x"); a.status != http.StatusNotFound {
				t.Errorf("%s posts %s: status %d", who, act, a.status)
			}
		}
	}
	if a := s.as("").get("/evaluations/" + string(ref)); a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, "/sign-in") {
		t.Errorf("signed out: %d to %s", a.status, a.to)
	}
}

// autosave sends a draft the way the script does.
func (v *visitor) autosave(path string, fields url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Autosave", "1")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.handler.ServeHTTP(w, r)
	return w
}

func TestTwoTabsNeverOverwriteEachOther(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	address, noor := "/evaluations/"+string(ref), s.as("noor")
	tab := noor.get(address)
	fields := formFields(tab.Find("form[data-autosave]"))
	fields.Set("text:team/individual", "From the first tab.")
	if w := noor.autosave(address+"/draft", fields); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"revision":"2"`) {
		t.Fatalf("autosave: %d %s", w.Code, w.Body)
	}
	fields.Set("text:team/individual", "From the second tab.")
	if w := noor.autosave(address+"/draft", fields); w.Code != http.StatusConflict {
		t.Errorf("a stale autosave: %d %s", w.Code, w.Body)
	}
	clash := noor.submit(t, tab, "form[data-autosave]", "text:team/individual", "From the second tab.")
	if clash.status != http.StatusConflict || clash.text(`textarea[name="text:team/individual"]`) != "From the second tab." || !strings.Contains(clash.text(".quote"), "From the first tab.") {
		t.Errorf("the clash: %d, form %q, beside it %q", clash.status, clash.text(`textarea[name="text:team/individual"]`), clash.text(".quote"))
	}
	after := noor.follow(t, noor.submit(t, clash, "form[data-autosave]"))
	if got := after.text(`textarea[name="text:team/individual"]`); got != "From the second tab." {
		t.Errorf("after keeping the form's text: %q", got)
	}
}

func TestADraftSavedAfterHandInIsGivenBack(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	address, noor := "/evaluations/"+string(ref), s.as("noor")
	tab := noor.get(address)
	noor.submit(t, tab, "form[data-autosave]", "formaction", address+"/hand-in")
	late := noor.submit(t, tab, "form[data-autosave]", "text:business/individual", "Too late <i>but</i> kept.")
	if late.status != http.StatusConflict || !strings.Contains(late.text(".notice"), "Too late <i>but</i> kept.") {
		t.Errorf("status %d, notice %q", late.status, late.text(".notice"))
	}
}

func TestAFormSentTwiceActsOnce(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	address, noor := "/evaluations/"+string(ref), s.as("noor")
	page := noor.get(address)
	for range 3 {
		if a := noor.submit(t, page, `form[action="`+address+`/messages"]`, "message", "Once."); a.status != http.StatusSeeOther {
			t.Fatalf("status %d", a.status)
		}
	}
	if n := noor.get(address).Find(".message:contains('Once.')").Length(); n != 1 {
		t.Errorf("%d messages", n)
	}
	if a := noor.submit(t, page, `form[action="`+address+`/messages"]`, "message", "Something else."); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the same key for another text: status %d", a.status)
	}
}

func TestBadFormsLoseNothing(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	address, noor := "/evaluations/"+string(ref), s.as("noor")
	long := strings.Repeat("a", evaluation.MaxMessage+1)
	a := noor.post(address+"/messages", "message", long)
	if a.status != http.StatusUnprocessableEntity || a.text(`textarea[name="message"]`) != long {
		t.Errorf("a long message: status %d, kept %d bytes", a.status, len(a.text(`textarea[name="message"]`)))
	}
	cases := map[string]struct {
		path   string
		pairs  []string
		status int
	}{
		"not text":        {"/messages", []string{"message", "a\xff"}, http.StatusUnprocessableEntity},
		"a NUL":           {"/messages", []string{"message", "a\x00b"}, http.StatusUnprocessableEntity},
		"far too large":   {"/messages", []string{"message", strings.Repeat("a", evaluationBody+1)}, http.StatusRequestEntityTooLarge},
		"no date":         {"/talk", []string{"talk_way", "met", "talked_on", "12.05.2026"}, http.StatusUnprocessableEntity},
		"tomorrow":        {"/talk", []string{"talk_way", "met", "talked_on", "2026-05-14"}, http.StatusUnprocessableEntity},
		"not talked yet":  {"/signature", []string{"read", "1"}, http.StatusConflict},
		"nothing to undo": {"/take-back", nil, http.StatusConflict},
	}
	for name, c := range cases {
		if a := noor.post(address+c.path, c.pairs...); a.status != c.status {
			t.Errorf("%s: status %d, want %d", name, a.status, c.status)
		}
	}
}

func TestOnlyDifferencesWhenAskedFor(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	page := s.as("noor").get("/evaluations/" + string(ref) + "?show=differences")
	if n := page.Find(".sides-row").Length(); n != page.Find(".sides-differ").Length() || n != 1 {
		t.Errorf("%d rows, %d differ", n, page.Find(".sides-differ").Length())
	}
}

func TestHomeSaysWhoseTurnItIs(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	home := s.as("mats").get("/")
	if got := home.text(".next-act h2"); got != "Noor Said’s first evaluation" {
		t.Errorf("the manager's next act is %q", got)
	}
	if n := home.Find("#reports ~ * .line, .section:has(#reports) .line").Length(); n != 3 {
		t.Errorf("%d reports listed, want 3", n)
	}
	if got := s.as("ola").get("/").text("main"); !strings.Contains(got, "Nothing waits for you") {
		t.Errorf("somebody for whom nothing waits reads %q", got)
	}
}

func TestAPersonIsToldOfANewManager(t *testing.T) {
	s := newSite(t)
	if got := s.as("noor").get("/").text(".notice"); got != "" {
		t.Errorf("told before anything changed: %q", got)
	}
	s.Clock.Advance(time.Hour)
	if err := s.SetManager(t.Context(), access.System(access.ViaCommand), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	if got := s.as("noor").get("/").text(".notice"); !strings.Contains(got, "Your manager is Mira Wolf now") {
		t.Errorf("told %q", got)
	}
	s.Clock.Advance(31 * 24 * time.Hour)
	if got := s.as("noor").get("/").text(".notice"); got != "" {
		t.Errorf("still told a month later: %q", got)
	}
}
