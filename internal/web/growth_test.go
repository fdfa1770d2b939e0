package web

import (
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestAFocusAreaFromASuggestionToItsWords(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	plan := "/people/" + string(s.Person("noor")) + "/growth"
	page := mats.get(plan)
	page.has(t, `form[action="`+plan+`"]`, ".notice-private, .notice")
	page = mats.submit(t, page, `form[action="`+plan+`"]`, "text", "Hold the retrospective.", "aim", "role", "role", "", "review:0", "soon", "actions", "Watch one\n\nHold one")
	if page.status != http.StatusUnprocessableEntity || page.text(`textarea[name="text"]`) != "Hold the retrospective." || !strings.Contains(page.text(`textarea[name="actions"]`), "Watch one") {
		t.Errorf("a mistake: status %d, kept %q", page.status, page.text(`textarea[name="text"]`))
	}
	page.has(t, ".error-summary a", "details[open] form", `input[name="review:0"][value="soon"]`)
	page = mats.submit(t, page, `form[action="`+plan+`"]`, "review:0", "2026-05-20")
	page.has(t, "#role-error")
	page = mats.follow(t, mats.submit(t, page, `form[action="`+plan+`"]`, "role", "Agile coach", "support", "An hour a week."))
	if got := page.text("#suggested ~ .section-body, .focus"); !strings.Contains(got, "Towards another role: Agile coach") {
		t.Errorf("the plan reads %q", got)
	}

	home := noor.get("/")
	if !strings.Contains(home.text("main"), "Something is suggested for it.") || strings.Contains(home.body, "retrospective") {
		t.Errorf("home reads %q", home.text("main"))
	}
	page = noor.get("/growth")
	page.has(t, ".turn-yours", `form[action$="/agreement"]`, `input[value="not-taken-up"]`)
	page = noor.follow(t, noor.submit(t, page, `form[action$="/agreement"]`))
	address := strings.TrimSuffix(page.Find(`form[action$="/notes"]`).AttrOr("action", ""), "/notes")
	if got := page.text(".focus"); !strings.Contains(got, "Mats Holm committed to this") || !strings.Contains(got, "20 May 2026") {
		t.Errorf("the focus area reads %q", got)
	}
	page = noor.submit(t, page, `form[action="`+address+`"]`, "support", "A day a week.", "text", "Hold two.")
	if page.status != http.StatusUnprocessableEntity || page.text(`textarea[name="text"]`) != "Hold two." {
		t.Errorf("the person changes the manager's commitment: %d", page.status)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`"]`, "support", "An hour a week."))
	if got := page.text(".focus-history"); !strings.Contains(got, "You changed the words") || !strings.Contains(got, "Hold the retrospective.") {
		t.Errorf("what happened reads %q", got)
	}
	stale := mats.get(address)
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`/notes"]`, "words", "The <i>first</i> went well."))
	if !strings.Contains(page.text(".focus-history"), "The <i>first</i> went well.") {
		t.Error("the note is not as written")
	}
	late := mats.submit(t, stale, `form[action="`+address+`/notes"]`, "words", "Typed meanwhile.")
	if late.status != http.StatusConflict || late.text("#words") != "Typed meanwhile." || !strings.Contains(late.text(".focus-history"), "went well") {
		t.Errorf("a stale note: %d, kept %q", late.status, late.text("#words"))
	}
	page = noor.submit(t, page, `form[action="`+address+`/state"]`, "state", "done")
	if page.status != http.StatusUnprocessableEntity {
		t.Errorf("done without words: %d", page.status)
	}
	page.has(t, "#move-words-error")
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`/state"]`, "state", "done", "words", "I hold them now."))
	if got := page.text("main"); !strings.Contains(got, "This is done, in your own words.") || strings.Contains(got, "Keep these words") {
		t.Errorf("when it is done it reads %q", got)
	}
}

func TestADayThatHasComeIsSaidAsAWish(t *testing.T) {
	s := newSite(t)
	content := growth.Content{Aim: growth.Deeper, Text: "Read one design a week.", Reviews: nil}
	content.Reviews = append(content.Reviews, "2026-05-20")
	ref, err := s.SuggestFocus(t.Context(), s.Actor("mats"), workflow.Once{}, s.Person("noor"), content)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AgreeFocus(t.Context(), s.Actor("noor"), workflow.Once{}, ref, 1); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(30 * 24 * time.Hour)
	noor := s.as("noor")
	page := noor.get("/growth")
	if got := page.text(".focus-wish"); got != "You wanted to look at this on 20 May 2026." && got != "You wanted to look at this on 20 May 2026 ." {
		t.Errorf("it reads %q", got)
	}
	for _, word := range []string{"overdue", "late.", "%", "progress"} {
		if strings.Contains(strings.ReplaceAll(page.text("main"), "nothing is late.", ""), word) {
			t.Errorf("the page says %q", word)
		}
	}
	if page.Find("progress, meter, [role=progressbar]").Length() > 0 {
		t.Error("something fills up")
	}
	page = noor.follow(t, noor.submit(t, noor.get("/growth/"+string(ref)), `form[action$="/notes"]`, "words", "We looked."))
	if page.Find(".focus-wish").Length() > 0 {
		t.Error("the day is still said after somebody wrote")
	}
}

func TestNotAimingAtAWiderStepIsThePersonsOwn(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	plan := "/people/" + string(s.Person("noor")) + "/growth"
	if mats.get(plan).Find(`form[action="/growth/staying"]`).Length() > 0 {
		t.Error("the manager can answer for the person")
	}
	page := noor.submit(t, noor.get("/growth"), `form[action="/growth/staying"]`, "words", "I like it here.")
	if page.status != http.StatusUnprocessableEntity || page.text("#staying-words") != "I like it here." {
		t.Errorf("without an answer: %d", page.status)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action="/growth/staying"]`, "staying", "yes"))
	if got := page.text(".focus-answer"); !strings.HasPrefix(got, "You are not aiming at a wider step now.") {
		t.Errorf("the answer reads %q", got)
	}
	for name, page := range map[string]answer{"her own": page, "the manager's": mats.get(plan)} {
		if page.Find("#aim-wider").Length() > 0 {
			t.Errorf("%s page offers a wider step all the same", name)
		}
		page.has(t, "#aim-role", "#aim-discipline", "#aim-deeper")
	}
	s.Clock.Advance(time.Second)
	page = noor.follow(t, noor.submit(t, page, `form[action="/growth/staying"]`, "staying", "no", "words", ""))
	if !strings.Contains(page.text(".focus-history"), "not aiming at a wider step now") {
		t.Error("the earlier answer is lost")
	}
	page.has(t, "#aim-wider")
}

// TestNothingLooksWiderUnasked: of somebody who is not aiming at a wider step, an
// evaluation looks at the present one, and the next can still be chosen.
func TestNothingLooksWiderUnasked(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats := s.as("noor"), s.as("mats")
	address := "/people/" + string(s.Person("noor")) + "/evaluations/new"
	noor.get(address).has(t, `input[name="looks"][value="both"]:checked, input[name="looks"][value="both"][checked]`)
	noor.submit(t, noor.get("/growth"), `form[action="/growth/staying"]`, "staying", "yes")
	for name, page := range map[string]answer{"her": noor.get(address), "the manager's": mats.get(address)} {
		if got := page.Find(`input[name="looks"][checked]`).AttrOr("value", ""); got != "present" {
			t.Errorf("%s page puts %q forward", name, got)
		}
		page.has(t, `input[name="looks"][value="next"]`, `input[name="looks"][value="both"]`)
	}
	made := noor.submit(t, noor.get("/"), `form[action="/evaluations"]`)
	e, err := s.Evaluation(t.Context(), s.Actor("noor"), id.Evaluation(path.Base(made.to)))
	if err != nil || len(e.Steps) != 1 {
		t.Errorf("an evaluation opened without a choice looks at %v, %v", e.Steps, err)
	}
}

func TestSharingShowsFirstWhatOthersWouldSee(t *testing.T) {
	s := newSite(t)
	noor, ola := s.as("noor"), s.as("ola")
	ref, err := s.SuggestFocus(t.Context(), s.Actor("mats"), workflow.Once{}, s.Person("noor"), growth.Content{Aim: growth.Deeper, Text: "Read one design a week.", Support: "Between us."})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AgreeFocus(t.Context(), s.Actor("noor"), workflow.Once{}, ref, 1); err != nil {
		t.Fatal(err)
	}
	plan := "/people/" + string(s.Person("noor")) + "/growth"
	if got := ola.get(plan).status; got != http.StatusNotFound {
		t.Errorf("before it is shared: %d", got)
	}
	page := noor.get("/growth/shares")
	if got := page.text("main"); !strings.Contains(got, "Others may guess your Step from it") || !strings.Contains(got, "Read one design a week.") || strings.Contains(got, "Between us.") {
		t.Errorf("the preview reads %q", got)
	}
	form := `form[action="/growth/shares"]`
	page = noor.submit(t, page, form, "with", "ola@example.org")
	if page.status != http.StatusUnprocessableEntity || page.Find(`input[name="with"]`).AttrOr("value", "") != "ola@example.org" {
		t.Errorf("without having read it: %d", page.status)
	}
	for _, wrong := range []string{"nobody@example.org", "noor@example.org", "pia@example.org", ""} {
		page = noor.submit(t, page, form, "with", wrong, "read", "yes")
		if page.status != http.StatusUnprocessableEntity {
			t.Errorf("shared with %q: %d", wrong, page.status)
		}
		page.has(t, "#with-error")
	}
	page = noor.follow(t, noor.submit(t, page, form, "with", "Ola Finn", "read", "yes"))
	shown := ola.get(plan)
	if got := shown.text("main"); shown.status != http.StatusOK || !strings.Contains(got, "Read one design a week.") || strings.Contains(got, "Between us.") || shown.Find("main form, a[href^='/growth/']").Length() > 0 {
		t.Errorf("Ola reads %q", got)
	}
	if !strings.Contains(ola.get("/growth").text("#with-me ~ .section-body, main"), "Noor Said") {
		t.Error("Ola does not find what is shared with him")
	}
	noor.follow(t, noor.submit(t, page, `form[action$="/withdrawal"]`))
	if got := ola.get(plan).status; got != http.StatusNotFound {
		t.Errorf("after it was taken back: %d", got)
	}
}
