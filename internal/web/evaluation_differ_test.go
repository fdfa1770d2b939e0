package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// agreedSite is a site on which Noor's first evaluation is agreed.
func agreedSite(t *testing.T) *testSite {
	t.Helper()
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	s.Clock.Advance(time.Hour)
	return s
}

func TestEitherChoosesWhatToLookAt(t *testing.T) {
	s := agreedSite(t)
	address := "/people/" + string(s.Person("noor")) + "/evaluations/new"
	for _, who := range []string{"noor", "mats"} {
		page := s.as(who).get(address)
		page.has(t, `input[name="looks"][value="both"][checked]`, `select[name="toward"] option[value="quality"]`, `input[name="looks"][value="next"]`, `input[name="looks"][value="discipline"]`)
		if page.Find(`option[value="software-development"]`).Length() > 0 {
			t.Error("the present discipline is offered as another one")
		}
	}
	for _, who := range []string{"ben", "tove", "cai", "pia", "odd"} {
		real, none := s.as(who).get(address), s.as(who).get("/people/00000000000000000000000000/evaluations/new")
		if real.status != http.StatusNotFound || real.body != none.body {
			t.Errorf("%s: status %d, same as absent: %v", who, real.status, real.body == none.body)
		}
	}
	mats := s.as("mats")
	wrong := mats.submit(t, mats.get(address), `form[action="/evaluations"]`, "looks", "discipline")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a move to no discipline: %d", wrong.status)
	}
	wrong.has(t, `input[value="discipline"][checked]`, `.error-summary a[href="#toward"]`)
	page := mats.follow(t, mats.submit(t, wrong, `form[action="/evaluations"]`, "toward", "quality"))
	if got := page.text(".evaluation-facts"); !strings.Contains(got, "a move to Quality") || !strings.Contains(got, "respected path") {
		t.Errorf("the move says of itself: %q", got)
	}
	again := s.as("noor").get(address)
	again.has(t, `main a[href^="/evaluations/"]`)
	if again.Find(`form[action="/evaluations"]`).Length() > 0 {
		t.Error("a second one can be started beside the open one")
	}
}

func TestAResultWithMistakesKeepsWhatWasTyped(t *testing.T) {
	s := agreedSite(t)
	noor := s.as("noor")
	page := noor.follow(t, noor.submit(t, noor.get("/people/"+string(s.Person("noor"))+"/evaluations/new"), `form[action="/evaluations"]`, "looks", "narrower"))
	address := strings.TrimSuffix(page.Find("form[data-autosave]").AttrOr("action", ""), "/draft")
	noor.submit(t, page, "form[data-autosave]", "text:team/individual", "I need less.", "formaction", address+"/hand-in")
	mats := s.as("mats")
	mats.submit(t, mats.get(address), "form[data-autosave]", "text:team/individual", "I see why.", "formaction", address+"/hand-in")

	late := mats.submit(t, mats.get(address), `form[action="`+address+`/talk"]`, "talk_way", "met", "talked_on", "2026-06-30", "notes", "We said <i>little</i>.")
	if late.status != http.StatusUnprocessableEntity || late.text(`textarea[name="notes"]`) != "We said <i>little</i>." {
		t.Errorf("a talk still to come: %d, notes %q", late.status, late.text(`textarea[name="notes"]`))
	}
	page = mats.follow(t, mats.submit(t, late, `form[action="`+address+`/talk"]`, "talked_on", "2026-05-12"))
	if got := page.text(".thread"); !strings.Contains(got, "We said <i>little</i>.") || !strings.Contains(got, "notes from the talk on 12 May 2026") {
		t.Errorf("the notes: %q", got)
	}

	wrong := mats.submit(t, page, `form[action="`+address+`/result"]`, "summary", "Wants less for now.", "reason", "A year at home.", "strength", "team", "focus:0", "Rest.", "focus-area:0", "business")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Fatalf("without a Step and a note on pay: %d", wrong.status)
	}
	wrong.has(t, "#step-error", "#pay-error", "#pay_from-error", ".error-summary", `select[name="strength"] option[value="team"][selected]`, `select[name="focus-area:0"] option[value="business"][selected]`)
	for name, want := range map[string]string{"summary": "Wants less for now.", "reason": "A year at home.", "focus:0": "Rest."} {
		if got := wrong.text(`textarea[name="` + name + `"]`); got != want {
			t.Errorf("%s was lost: %q", name, got)
		}
	}
	if wrong.Find(`input[name="step"]`).Length() != 1 {
		t.Errorf("%d steps can be chosen for a narrower one than the second", wrong.Find(`input[name="step"]`).Length())
	}
	page = mats.follow(t, mats.submit(t, wrong, `form[action="`+address+`/result"]`, "pay", "Stays until May.", "pay_from", "2026-09-01", "step", "individual"))
	wordless := mats.submit(t, page, `form[action="`+address+`/signature"]`, "agreeing", "  ")
	if wordless.status != http.StatusUnprocessableEntity {
		t.Errorf("signed without words: %d", wordless.status)
	}
	mats.follow(t, mats.submit(t, wordless, `form[action="`+address+`/signature"]`, "agreeing", "It is right for her."))
	stale := noor.get(address)
	mats.submit(t, mats.get(address+"?edit=result"), `form[action="`+address+`/result"]`, "summary", "Wants less.")
	kept := noor.submit(t, stale, `form[action="`+address+`/signature"]`, "agreeing", "I want it.")
	if kept.status != http.StatusConflict || kept.text(`textarea[name="agreeing"]`) != "I want it." {
		t.Errorf("signed what changed meanwhile: %d, kept %q", kept.status, kept.text(`textarea[name="agreeing"]`))
	}
	noor.follow(t, noor.submit(t, kept, `form[action="`+address+`/signature"]`))
	done := mats.follow(t, mats.submit(t, mats.get(address), `form[action="`+address+`/signature"]`, "agreeing", "It still is."))
	if got := done.text(".result"); !strings.Contains(got, "I want it.") || !strings.Contains(got, "It still is.") || !strings.Contains(got, "Stays until May.") || strings.Contains(got, "right for her") {
		t.Errorf("what was agreed reads %q", got)
	}
}

func TestStatementsAndJoiningOnThePage(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Talked, world.Plain)
	address, noor, mats, tove := "/evaluations/"+string(ref), s.as("noor"), s.as("mats"), s.as("tove")
	tab := noor.get(address) // a second tab, from before
	page := noor.follow(t, noor.submit(t, noor.get(address), `form[action="`+address+`/joining"]`))
	page.has(t, `form[action="`+address+`/joining/end"]`)
	if got := mats.get(address); got.Find(`form[action="`+address+`/joining/end"]`).Length() > 0 || !strings.Contains(got.text(".evaluation-facts"), "Tove Lund can read it") {
		t.Errorf("the manager reads %q", got.text(".evaluation-facts"))
	}
	if a := noor.submit(t, tab, `form[action="`+address+`/joining"]`, "key", "another"); a.status != http.StatusConflict {
		t.Errorf("asked twice from two tabs: %d", a.status)
	}
	hers := tove.get(address)
	hers.has(t, `form[action="`+address+`/messages"]`, ".sides")
	if n := hers.Find("main form[method=post]").Length(); n != 1 {
		t.Errorf("whoever joined finds %d forms, want the conversation's only", n)
	}
	for _, act := range []string{"statement", "signature", "result", "joining", "joining/end", "ending", "plan", "talk"} {
		if a := tove.post(address+"/"+act, "statement", "x", "read", "1", "planned_on", "2026-05-20", "planned_at", "14:30"); a.status != http.StatusNotFound {
			t.Errorf("whoever joined posts %s: %d", act, a.status)
		}
	}
	empty := noor.submit(t, noor.get(address), `form[action="`+address+`/statement"]`, "statement", " ")
	if empty.status != http.StatusUnprocessableEntity || empty.Find("#statement-error").Length() != 1 || empty.Find("details[open] #statement").Length() != 1 {
		t.Errorf("an empty statement: %d", empty.status)
	}
	page = noor.follow(t, noor.submit(t, empty, `form[action="`+address+`/statement"]`, "statement", "More <b>than</b> that."))
	if got := page.text(".statement"); !strings.Contains(got, "More <b>than</b> that.") {
		t.Errorf("the statement reads %q", got)
	}
	if page.Find(`form[action="`+address+`/statement"], form[action="`+address+`/ending"]`).Length() > 0 {
		t.Error("it can be stated again, or ended at once")
	}
	twice := noor.submit(t, tab, `form[action="`+address+`/statement"]`, "statement", "From the other tab.")
	if twice.status != http.StatusConflict || strings.Contains(twice.text(".statement"), "other tab") {
		t.Errorf("stated from a second tab: %d", twice.status)
	}
	s.Clock.Advance(evaluation.TimeToAnswer)
	noor, mats, tove = s.as("noor"), s.as("mats"), s.as("tove") // signed in anew, two weeks later
	mats.get(address).has(t, `form[action="`+address+`/statement"]`)
	page = noor.follow(t, noor.submit(t, noor.get(address), `form[action="`+address+`/ending"]`))
	if got := page.text("main"); !strings.Contains(got, "ended without agreement") || page.Find("main form[method=post]").Length() != 0 {
		t.Errorf("after the end: %q", got)
	}
	if a := tove.get(address); a.status != http.StatusNotFound {
		t.Errorf("Tove reads on: %d", a.status)
	}
}

// TestExamplesThatDifferNameTheirArea: where the two differ about an example and not
// about its area, the example stands under the area's name.
func TestExamplesThatDifferNameTheirArea(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	address, noor, mats := "/evaluations/"+string(ref), s.as("noor"), s.as("mats")
	page := noor.get(address)
	example := page.Find(`section[aria-labelledby="area-business"] select.example-word`).First().AttrOr("name", "")
	noor.submit(t, page, "form[data-autosave]", example, "describes", "formaction", address+"/hand-in")
	mats.submit(t, mats.get(address), "form[data-autosave]", example, "not-yet", "mark:team/individual", "sometimes", "formaction", address+"/hand-in")
	page = noor.get(address + "?show=differences")
	rows := page.Find(".sides-row")
	if rows.Length() != 1 || rows.Find(".sides-title").Text() != "Business impact" || rows.Find(".sides-detail").Text() == "" {
		t.Errorf("%d rows differ: %q", rows.Length(), rows.Text())
	}
}

func TestTheCalendarSaysNothing(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	address, noor, mats := "/evaluations/"+string(ref), s.as("noor"), s.as("mats")
	if a := noor.get(address + "/talk.ics"); a.status != http.StatusNotFound {
		t.Errorf("nothing is planned: %d", a.status)
	}
	wrong := noor.submit(t, noor.get(address), `form[action="`+address+`/plan"]`, "planned_on", "2026-05-20", "planned_at", "half two")
	if wrong.status != http.StatusUnprocessableEntity || wrong.Find("#planned_at-error").Length() != 1 || wrong.Find(`input[name="planned_on"]`).AttrOr("value", "") != "2026-05-20" {
		t.Errorf("a wrong time: %d", wrong.status)
	}
	page := noor.follow(t, noor.submit(t, wrong, `form[action="`+address+`/plan"]`, "planned_at", "14:30"))
	page.has(t, `a[href="`+address+`/talk.ics"]`)
	if err := s.AskToJoin(t.Context(), s.Actor("noor"), workflow.Once{}, ref); err != nil {
		t.Fatal(err)
	}
	file := mats.get(address + "/talk.ics")
	if file.status != http.StatusOK || strings.Contains(strings.ReplaceAll(file.body, "\r\n", ""), "\n") || !strings.Contains(file.body, "DTSTART:20260520T143000Z\r\n") {
		t.Errorf("the file: %d %q", file.status, file.body)
	}
	for _, line := range strings.Split(strings.TrimSpace(file.body), "\r\n") {
		if !regexp.MustCompile(`^(BEGIN|END|VERSION|PRODID|METHOD|UID|DTSTAMP|SEQUENCE|DTSTART|DTEND|SUMMARY:Time set aside in Cairn$|CLASS:PRIVATE$)`).MatchString(line) {
			t.Errorf("the calendar says %q", line)
		}
	}
	if strings.Contains(file.body, string(ref)) || strings.Contains(file.body, "Noor") {
		t.Error("the calendar leads to the evaluation")
	}
	for _, who := range []string{"tove", "ben", "cai", "pia"} { // Tove has joined
		if a := s.as(who).get(address + "/talk.ics"); a.status != http.StatusNotFound {
			t.Errorf("%s gets the calendar: %d", who, a.status)
		}
	}
	noor.follow(t, noor.submit(t, noor.get(address), `form[action="`+address+`/plan"]`, "drop", "yes"))
	if a := mats.get(address + "/talk.ics"); a.status != http.StatusNotFound {
		t.Errorf("taken back, and still there: %d", a.status)
	}
}

func TestThePersonTakesTheEvaluationAway(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.NotAgreed, world.Plain)
	address := "/evaluations/" + string(ref)
	s.as("noor").get(address).has(t, `a[href="`+address+`/export"][download]`)
	file := s.as("noor").get(address + "/export")
	for _, want := range []string{world.Plain.Self, world.Plain.Manager, world.Plain.Statement, world.Plain.ManagerStatement, world.Plain.Summary} {
		if !strings.Contains(file.body, want) {
			t.Errorf("the file does not hold %q", want)
		}
	}
	absent := s.as("mats").get("/evaluations/00000000000000000000000000/export")
	for _, who := range []string{"mats", "tove", "ben", "pia", "odd"} {
		if a := s.as(who).get(address + "/export"); a.status != http.StatusNotFound || who == "mats" && a.body != absent.body {
			t.Errorf("%s takes it away: %d", who, a.status)
		}
	}
}
