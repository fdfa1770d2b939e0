package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
)

// caseAt is a site with a case of Noor's at the stage, and its address.
func caseAt(t *testing.T, stage promotion.Stage) (*testSite, string) {
	t.Helper()
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	return s, "/promotions/" + string(s.Promote("noor", "mats", "fia", "tove", "tribe-guild", stage, world.PlainCase))
}

func TestAPromotionIsAskedForFromOnesOwnPage(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	own := "/people/" + string(s.Person("noor"))
	long := strings.Repeat("Very much ", 1200)
	refused := noor.post("/promotions/requests", "words", long)
	if refused.status != http.StatusConflict && refused.status != http.StatusUnprocessableEntity || refused.Find("#words").Text() != long {
		t.Errorf("%d, and what was typed is lost", refused.status)
	}
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor.get(own).has(t, `a[href="/promotions#ask"]`)
	mats.get(own).has(t, `a[href^="/promotions/new?subject="]`)
	for _, name := range []string{"tove", "ben", "pia"} {
		if strings.Contains(s.as(name).get(own).text("main"), "wider step") {
			t.Errorf("%s reads of a wider step on Noor's page", name)
		}
	}
	asked := noor.post("/promotions/requests", "words", "I think so.")
	if asked.status != http.StatusSeeOther {
		t.Fatal(asked.status)
	}
	mats.get("/").has(t, `main a[href="`+asked.to+`"]`)
	mats.get(own).has(t, `a[href="`+asked.to+`"]`)
	for _, name := range []string{"tove", "ben", "pia"} {
		v := s.as(name)
		if v.get("/").Find(`a[href^="/promotions/"]`).Length() > 0 {
			t.Errorf("%s's home tells of promotions", name)
		}
		if foreign, absent := v.get(asked.to), v.get("/promotions/"+strings.Repeat("0", 26)); foreign.status != http.StatusNotFound || foreign.text("main") != absent.text("main") {
			t.Errorf("%s: %d, %q", name, foreign.status, foreign.text("main"))
		}
	}
}

func TestTheCaseKeepsWhatWasTyped(t *testing.T) {
	s, path := caseAt(t, promotion.Drafting)
	mats := s.as("mats")
	mats.get(path).has(t, `form[action$="/text"]`, `input[name="read"]`, `textarea[name="summary"]`, `button[formaction$="/offer"]`)
	empty := mats.post(path+"/offer", "to", "tribe-guild", "read", "1", "summary", " ", "reason", "Known for long.")
	if empty.status != http.StatusUnprocessableEntity || empty.Find("#reason").Text() != "Known for long." {
		t.Errorf("%d, reason %q", empty.status, empty.text("#reason"))
	}
	empty.has(t, `a[href="#summary"]`)
	// Two tabs: the second, which read the older text, keeps its own words and sees that others are kept.
	if first := mats.post(path+"/text", "to", "tribe-guild", "read", "1", "summary", "Of the first tab."); first.status != http.StatusSeeOther {
		t.Fatal(first.status)
	}
	second := mats.post(path+"/text", "to", "tribe-guild", "read", "1", "summary", "Of the second tab.")
	if second.status != http.StatusConflict || second.Find("#summary").Text() != "Of the second tab." {
		t.Errorf("%d, %q", second.status, second.text("#summary"))
	}
	second.has(t, ".case-kept")
	if kept := second.text(".case-kept"); !strings.Contains(kept, "Of the first tab.") {
		t.Errorf("what is kept is not shown: %q", kept)
	}
	if mats.get(path).Find(".case-kept").Length() > 0 {
		t.Error("shown without a reason")
	}
}

func TestTheDecisionKeepsWhatWasTyped(t *testing.T) {
	s, path := caseAt(t, promotion.Deciding)
	tove := s.as("tove")
	tove.get(path).has(t, `form[action$="/decision"]`, `button[value="yes"]`, `button[value="not-yet"]`, `button[value="question"]`)
	half := tove.post(path+"/decision", "verdict", "not-yet", "reasons", "Not across squads.", "focus:0", "Lead across squads.")
	if half.status != http.StatusUnprocessableEntity || half.Find("#reasons").Text() != "Not across squads." || half.Find("#focus").Text() != "Lead across squads." {
		t.Errorf("%d, %q", half.status, half.text("#reasons"))
	}
	half.has(t, `details[open] #talk`, `a[href="#talk"]`)
	if done := tove.post(path+"/decision", "verdict", "not-yet", "reasons", "Not across squads.", "focus:0", "Lead across squads.", "talk", "In spring."); done.status != http.StatusSeeOther {
		t.Errorf("%d", done.status)
	}
	if read := s.as("noor").get(path).text("main"); !strings.Contains(read, "Not across squads.") || !strings.Contains(read, "In spring.") {
		t.Error("the reasons do not reach the person")
	}
	if again := tove.post(path+"/decision", "verdict", "yes", "reasons", "After all."); again.status != http.StatusConflict && again.status != http.StatusNotFound {
		t.Errorf("decided twice: %d", again.status)
	}
}

func TestWhoIsAskedSeesTheQuestionOnly(t *testing.T) {
	s, path := caseAt(t, promotion.Offered)
	noor, mats, ola := s.as("noor"), s.as("mats"), s.as("ola")
	noor.post(path+"/consent", "read", "1", "words", "Gladly.")
	named := mats.post(path+"/consultations", "who", string(s.Person("ola")), "label", "peer", "ask", "Is she ready for Tribe/Guild?")
	if named.status != http.StatusUnprocessableEntity || named.Find("#ask").Text() != "Is she ready for Tribe/Guild?" {
		t.Errorf("%d, %q", named.status, named.text("#ask"))
	}
	mats.post(path+"/consultations", "who", string(s.Person("ola")), "label", "peer", "ask", "How do you work together?")
	question, _ := ola.get("/promotions").Find(`section[aria-labelledby="questions"] a`).Attr("href")
	page := ola.get(question)
	page.has(t, `form[action$="/reply"]`, `textarea[name="text"]`, `button[name="pass"]`)
	if text := page.text("main"); strings.Contains(text, "Tribe/Guild") || strings.Contains(text, world.PlainCase.Summary) || !strings.Contains(text, "Who reads what you write") {
		t.Errorf("Ola reads %q", text)
	}
	if nothing := ola.post(question+"/reply", "text", " "); nothing.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing was taken: %d", nothing.status)
	}
	ola.post(question+"/reply", "text", "She asks first.")
	if late := ola.post(question+"/reply", "text", "And more."); late.status != http.StatusConflict {
		t.Errorf("answered twice: %d", late.status)
	}
	if status := ola.get(path).status; status != http.StatusNotFound {
		t.Errorf("Ola gets the case: %d", status)
	}
	for named, status := range map[string]int{"Nobody of the name": http.StatusUnprocessableEntity, "gil@example.org": http.StatusSeeOther} {
		if a := mats.post(path+"/consultations", "named", named, "label", "peer", "ask", "How do you work together?"); a.status != status {
			t.Errorf("%q is named: %d", named, a.status)
		}
	}
	gaps := mats.post(path + "/handover")
	if gaps.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", gaps.status)
	}
	gaps.has(t, `details[open] [id^="gap:"]`)
}
