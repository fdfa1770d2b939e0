package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func TestAJourneyIsAPictureAndTheSameInWords(t *testing.T) {
	s := newSite(t)
	words := world.Plain
	words.Step = "tribe-guild"
	s.Evaluate("noor", "mats", evaluation.Agreed, words)
	noor, mats, ben := s.as("noor"), s.as("mats"), s.as("ben")
	page := noor.get("/journey")
	page.has(t, `svg[role="img"][aria-label]`, ".journey-year ol time[datetime]", `.journey-moment[data-sort="evaluation"] a[href^="/evaluations/"]`,
		`a[href="/journey/steps"]`, `a[href="/journey/file"]`, `a[href="/journey/extracts/new"]`)
	if strings.Contains(page.body, "Tribe/Guild") {
		t.Error("the path without the Step names it")
	}
	if got := noor.get("/journey/steps").text(`.journey-moment[data-sort="step"]`); !strings.Contains(got, "Tribe/Guild") {
		t.Errorf("the path with the Step reads %q", got)
	}
	of := "/people/" + string(s.Person("noor")) + "/journey"
	if page = mats.get(of + "/steps"); !strings.Contains(page.text("main"), "Tribe/Guild") || page.Find(`a[href*="/extracts"], a[href$="/file"]`).Length() > 0 {
		t.Errorf("the manager reads %q", page.text("main"))
	}
	for _, path := range []string{of, of + "/steps"} {
		if page = ben.get(path); page.status != http.StatusNotFound {
			t.Errorf("%s as a colleague: %d", path, page.status)
		}
	}
	var file struct{ Moments []struct{ Words string } }
	if err := json.Unmarshal([]byte(noor.get("/journey/steps/file").body), &file); err != nil || len(file.Moments) < 5 {
		t.Errorf("the file: %v, %d moments", err, len(file.Moments))
	}
}

func TestAnExtractFromTheChoiceToItsEnd(t *testing.T) {
	s := newSite(t)
	words := world.Plain
	words.Step = "tribe-guild"
	s.Evaluate("noor", "mats", evaluation.Agreed, words)
	noor, nobody := s.as("noor"), s.as("")
	if page := noor.get("/journey/extracts"); page.Find(".empty").Length() != 1 {
		t.Error("nothing is shown and nothing says so")
	}
	form := `form[action="/journey/extracts"]`
	step := noor.get("/journey/extracts/new/steps")
	step.has(t, ".notice", "#certain", ".journey-tells")
	key := step.Find(".journey-line-choice:has(.journey-tells) input").AttrOr("value", "")
	wrong := noor.submit(t, step, form, "line", key, "words", "Hello.")
	if wrong.status != http.StatusUnprocessableEntity || wrong.text("#words") != "Hello." {
		t.Errorf("a Step by mistake: %d, kept %q", wrong.status, wrong.text("#words"))
	}
	wrong.has(t, "#certain-error", ".journey-line-choice:has(.journey-tells) input[checked]", `.error-summary a[href="#certain"]`)
	if made := noor.submit(t, wrong, form, "certain", "yes"); made.status != http.StatusOK || made.text("code") == "" {
		t.Errorf("a Step on purpose: %d", made.status)
	}

	s.Clock.Advance(time.Hour) // so that the next one is the newest
	choice := noor.get("/journey/extracts/new")
	empty := noor.submit(t, choice, form)
	empty.has(t, "#line-error", `.error-summary a[href="#line"]`)
	made := noor.submit(t, choice, form, "line", choice.Find(".journey-line-choice input").AttrOr("value", ""), "words", "My <b>way</b>.", "days", "7")
	_, secret, _ := strings.Cut(made.text("code"), "/journey/shared/")
	if made.status != http.StatusOK || len(secret) < 26 {
		t.Fatalf("the link: %d, %q", made.status, made.text("code"))
	}
	again := noor.submit(t, choice, form, "line", choice.Find(".journey-line-choice input").AttrOr("value", ""), "words", "My <b>way</b>.", "days", "7")
	if again.status != http.StatusConflict {
		t.Errorf("the same form sent again: %d", again.status)
	}
	shown := nobody.get("/journey/shared/" + secret)
	if got := shown.text("main"); !strings.Contains(got, "My <b>way</b>.") || !strings.Contains(got, "Noor Said") || shown.Find(".journey-moment").Length() != 1 {
		t.Errorf("the extract reads %q", got)
	}
	list := noor.get("/journey/extracts")
	one := noor.get(list.Find(".line a").First().AttrOr("href", ""))
	one.has(t, ".journey-openings time", `form[action$="/end"]`)
	noor.follow(t, noor.submit(t, one, `form[action$="/end"]`))
	gone, never := nobody.get("/journey/shared/"+secret), nobody.get("/journey/shared/"+strings.Repeat("0", len(secret)))
	if gone.status != http.StatusNotFound || gone.body != never.body {
		t.Errorf("withdrawn: %d, and never made: %d", gone.status, never.status)
	}
}
