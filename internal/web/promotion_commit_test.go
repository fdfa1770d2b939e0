package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
)

var pledge = []string{"challenges", "The billing move.", "support", "Time for it.", "person", "Leads the talks.", "pay", "Two steps in the range."}

// changed is the pledge with another first line and the revision that was read.
func changed(challenges, read string) []string {
	return append([]string{"read", read, "challenges", challenges}, pledge[2:]...)
}

// TestBothCommitAndSign goes from the decision to the wider Step on the page.
func TestBothCommitAndSign(t *testing.T) {
	s, path := caseAt(t, promotion.Deciding)
	noor, mats, tove := s.as("noor"), s.as("mats"), s.as("tove")
	tove.post(path+"/decision", "verdict", "yes", "reasons", "Seen for a year.")
	mats.get(path).has(t, `form[action$="/commitment"] textarea[name="challenges"]`, `form[action$="/commitment"] textarea[name="pay"]`)
	noor.get(path).has(t, `form[action$="/commitment"]`)
	half := mats.post(path+"/commitment", "read", "0", "challenges", "The billing move.", "person", "Leads the talks.", "pay", " ")
	if half.status != http.StatusUnprocessableEntity || half.Find("#challenges").Text() != "The billing move." {
		t.Errorf("%d, %q", half.status, half.text("#challenges"))
	}
	half.has(t, `a[href="#pay"]`)
	if kept := mats.post(path+"/commitment", changed("The billing move.", "0")...); kept.status != http.StatusSeeOther {
		t.Fatal(kept.status, kept.text("main"))
	}
	page := noor.get(path)
	page.has(t, `form[action$="/signature"] input[name="read"][value="1"]`)
	if text := page.text("#commitment, main"); !strings.Contains(text, "Two steps in the range.") || !strings.Contains(text, "Leads the talks.") {
		t.Error("Noor does not read what both commit to")
	}
	noor.post(path+"/signature", "read", "1")
	noor.get(path).has(t, `form[action$="/signature/withdrawal"]`)
	if text := mats.get(path).text("main"); !strings.Contains(text, "Noor Lindqvist has signed this text") && !strings.Contains(text, "has signed this text.") {
		t.Error("Mats is not told that Noor has signed")
	}
	noor.post(path + "/signature/withdrawal")
	if again := noor.post(path + "/signature/withdrawal"); again.status != http.StatusConflict {
		t.Errorf("a signature is withdrawn twice: %d", again.status)
	}
	noor.post(path+"/signature", "read", "1")
	mats.get(path+"?edit=commitment").has(t, `form[action$="/commitment"] input[name="read"][value="1"]`)
	mats.post(path+"/commitment", changed("The billing move, with Ola.", "1")...)
	if old := noor.post(path+"/signature", "read", "1"); old.status != http.StatusConflict {
		t.Errorf("a text that was not read is signed: %d", old.status)
	}
	noor.get(path).has(t, `form[action$="/signature"] input[name="read"][value="2"]`) // the change withdrew it
	noor.post(path+"/signature", "read", "2")
	mats.post(path+"/signature", "read", "2")
	if text := noor.get(path).text("main"); !strings.Contains(text, "This has taken effect.") || !strings.Contains(text, "Signed by both") {
		t.Errorf("in the end Noor reads %q", text)
	}
	if text := tove.get(path).text("main"); strings.Contains(text, "Two steps in the range.") {
		t.Error("whoever decided reads what the two commit to")
	}
}

// TestAStaleCommitmentLosesNoText: both texts are on the page, and what comes after
// both have signed stands there to copy from.
func TestAStaleCommitmentLosesNoText(t *testing.T) {
	s, path := caseAt(t, promotion.Committing)
	noor, mats := s.as("noor"), s.as("mats")
	mats.post(path+"/commitment", changed("Of the manager.", "1")...)
	stale := noor.post(path+"/commitment", changed("Of the person.", "1")...)
	if stale.status != http.StatusConflict || stale.Find("#challenges").Text() != "Of the person." {
		t.Errorf("%d, %q", stale.status, stale.text("#challenges"))
	}
	stale.has(t, ".case-kept", `form[action$="/commitment"] input[name="read"][value="2"]`)
	if kept := stale.text(".case-kept"); !strings.Contains(kept, "Of the manager.") {
		t.Errorf("what is kept is not shown: %q", kept)
	}
	if noor.get(path+"?edit=commitment").Find(".case-kept").Length() > 0 {
		t.Error("shown without a reason")
	}
	noor.post(path+"/signature", "read", "2")
	mats.post(path+"/signature", "read", "2")
	late := noor.post(path+"/commitment", changed("Too late, and not lost.", "2")...)
	if late.status != http.StatusConflict || !strings.Contains(late.text(".case-typed"), "Too late, and not lost.") {
		t.Errorf("%d, %q", late.status, late.text(".case-typed"))
	}
	if strings.Contains(noor.get(path).text("main"), "Too late") {
		t.Error("it was kept")
	}
}

// TestWhatWasTypedStaysWhenTheCaseMovedOn in another tab or by the other.
func TestWhatWasTypedStaysWhenTheCaseMovedOn(t *testing.T) {
	for name, c := range map[string]struct {
		stage promotion.Stage
		move  func(s *testSite, path string)
		who   string
		act   string
		typed []string
	}{
		"a text after the offer": {promotion.Drafting, func(s *testSite, path string) {
			s.as("mats").post(path+"/offer", "to", "tribe-guild", "read", "1", "summary", "Leads.", "reason", "Known.")
		}, "mats", "/text", []string{"to", "tribe-guild", "read", "1", "summary", "A longer text.", "area:team", "With others."}},
		"a question after the handover": {promotion.Consulting, func(s *testSite, path string) { handOnAll(s, path) }, "mats", "/consultations", []string{"who", "x", "ask", "A longer text.", "note", "With others."}},
		"a decision after a withdrawal": {promotion.Deciding, func(s *testSite, path string) {
			s.as("tove").post(path+"/decision", "verdict", "yes", "reasons", "Seen.")
		},
			"tove", "/decision", []string{"verdict", "not-yet", "reasons", "A longer text.", "focus:0", "With others.", "talk", "In June."}},
		"an answer after the offer was taken back": {promotion.Offered, func(s *testSite, path string) { s.as("mats").post(path + "/offer/withdrawal") }, "noor", "/consent", []string{"read", "1", "words", "A longer text. With others."}},
	} {
		t.Run(name, func(t *testing.T) {
			s, path := caseAt(t, c.stage)
			c.move(s, path)
			late := s.as(c.who).post(path+c.act, c.typed...)
			if text := late.text(".case-typed"); late.status != http.StatusConflict || !strings.Contains(text, "A longer text.") || !strings.Contains(text, "With others.") {
				t.Errorf("%d: %q", late.status, text)
			}
		})
	}
}

// handOnAll hands the case on with a reason for each gap.
func handOnAll(s *testSite, path string) {
	fields := []string{"reply", "As you asked."}
	for _, r := range []string{"same-squad", "same-chapter", "other-squad", "other-tribe", "other-discipline", "leads-in-tribe"} {
		fields = append(fields, "gap:"+r, "Nobody there.")
	}
	s.as("mats").post(path+"/handover", fields...)
}

func TestNotNowIsAGoodAnswer(t *testing.T) {
	s, path := caseAt(t, promotion.Offered)
	noor, mats := s.as("noor"), s.as("mats")
	noor.get(path).has(t, `button[formaction$="/decline"]`)
	long := strings.Repeat("Not now. ", 1300)
	if refused := noor.post(path+"/decline", "words", long); refused.status != http.StatusUnprocessableEntity || refused.Find("#words").Text() != long {
		t.Errorf("%d, and what was typed is lost", refused.status)
	}
	if done := noor.post(path+"/decline", "read", "1", "words", ""); done.status != http.StatusSeeOther {
		t.Fatal(done.status)
	}
	for _, v := range []*visitor{noor, mats} {
		if text := v.get(path).text("main"); !strings.Contains(text, "Declined. That is respected") || strings.Contains(text, "Withdraw") {
			t.Errorf("the two read %q", text)
		}
	}
	for _, name := range []string{"tove", "fia", "cai", "pia"} {
		if got := s.as(name).get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if late := noor.post(path+"/consent", "read", "1"); late.status != http.StatusConflict {
		t.Errorf("consent afterwards: %d", late.status)
	}
	if again := mats.post("/promotions", "subject", string(s.Person("noor")), "to", "tribe-guild"); again.status != http.StatusSeeOther {
		t.Errorf("a new one cannot begin: %d", again.status)
	}
}

func TestANewManagerIsAskedToTakeItUp(t *testing.T) {
	s, path := caseAt(t, promotion.Consulting)
	noor, mats, mira := s.as("noor"), s.as("mats"), s.as("mira")
	mats.get(path).has(t, `form[action$="/consultations"]`)
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	foreign, absent := mats.get(path), mats.get("/promotions/"+string(id.New[id.Promotion]()))
	if foreign.status != http.StatusNotFound || foreign.text("main") != absent.text("main") {
		t.Errorf("the manager before: %d", foreign.status)
	}
	if text := noor.get(path).text("main"); !strings.Contains(text, "Your manager is another one now") {
		t.Errorf("Noor reads %q", text)
	}
	mira.get(path).has(t, `form[action$="/sponsorship"] textarea[name="words"]`, `form[action$="/withdrawal"]`)
	long := strings.Repeat("I see it. ", 1100)
	if refused := mira.post(path+"/sponsorship", "words", long); refused.status != http.StatusUnprocessableEntity || refused.Find("#words").Text() != long {
		t.Errorf("%d, and what was typed is lost", refused.status)
	}
	if done := mira.post(path+"/sponsorship", "words", "I see it too."); done.status != http.StatusSeeOther {
		t.Fatal(done.status)
	}
	page := noor.get(path)
	page.has(t, `form[action$="/consent"]`)
	if !strings.Contains(page.text("main"), "I see it too.") {
		t.Error("Noor does not read what the new manager says")
	}
	if late := mira.post(path + "/sponsorship"); late.status != http.StatusConflict {
		t.Errorf("taken up twice: %d", late.status)
	}
}

func TestAWithdrawalClosesEverything(t *testing.T) {
	s, path := caseAt(t, promotion.Deciding)
	noor, tove, ola := s.as("noor"), s.as("tove"), s.as("ola")
	tove.post(path+"/consultations", "who", string(s.Person("ola")), "label", "peer", "ask", "How do you work together?")
	question, ok := ola.get("/promotions").Find(`section[aria-labelledby="questions"] a`).Attr("href")
	if !ok {
		t.Fatal("Ola was not asked")
	}
	noor.get(path).has(t, `form[action$="/withdrawal"] textarea`)
	long := strings.Repeat("For now. ", 1200)
	refused := noor.post(path+"/withdrawal", "words", long)
	if refused.status != http.StatusUnprocessableEntity || refused.Find("details[open] #withdrawal-words").Text() != long {
		t.Errorf("%d, and what was typed is lost", refused.status)
	}
	if done := noor.post(path+"/withdrawal", "words", "For now I stay."); done.status != http.StatusSeeOther || done.to != "/promotions" {
		t.Fatal(done.status, done.to)
	}
	if got := tove.get(path); got.status != http.StatusNotFound {
		t.Errorf("who was to decide: %d", got.status)
	}
	if got := ola.get(question); got.status != http.StatusNotFound {
		t.Errorf("a question nobody answered: %d", got.status)
	}
	if text := s.as("fia").get("/promotions").text("main"); !strings.Contains(text, "You have answered.") {
		t.Errorf("Fia's own words are gone: %q", text)
	}
	if text := s.as("mats").get(path).text("main"); !strings.Contains(text, "For now I stay.") || !strings.Contains(text, "Withdrawn.") {
		t.Errorf("Mats reads %q", text)
	}
}

// TestTheNoteOfATalkIsConfirmedOrNot by the one it names.
func TestTheNoteOfATalkIsConfirmedOrNot(t *testing.T) {
	for name, c := range map[string]struct{ button, words, reads, manager string }{
		"that is what I said":   {"confirm", "", "She gathers people.", "was heard"},
		"I said something else": {"dispute", "She asks first.", "She asks first.", "remembers the talk otherwise"},
		"leave me out of it":    {"pass", "", "You would rather not answer.", "would rather not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			s, path := caseAt(t, promotion.Offered)
			s.as("noor").post(path+"/consent", "read", "1")
			mats, ola := s.as("mats"), s.as("ola")
			if asked := mats.post(path+"/consultations", "who", string(s.Person("ola")), "label", "peer", "note", "She gathers people."); asked.status != http.StatusSeeOther {
				t.Fatal(asked.status, asked.text("main"))
			}
			question, _ := ola.get("/promotions").Find(`section[aria-labelledby="questions"] a`).Attr("href")
			page := ola.get(question)
			page.has(t, `button[name="confirm"]`, `button[name="dispute"]`, `button[name="pass"]`)
			if !strings.Contains(page.text("main"), "She gathers people.") {
				t.Error("the note is not shown")
			}
			if mute := ola.post(question+"/reply", "dispute", "yes", "text", " "); mute.status != http.StatusUnprocessableEntity {
				t.Errorf("something else, and not what: %d", mute.status)
			}
			if done := ola.post(question+"/reply", c.button, "yes", "text", c.words); done.status != http.StatusSeeOther {
				t.Fatal(done.status)
			}
			if text := ola.get(question).text("main"); !strings.Contains(text, c.reads) || ola.get(question).Find("form[action$='/reply']").Length() > 0 {
				t.Errorf("afterwards Ola reads %q", text)
			}
			if text := mats.get(path).text("main"); !strings.Contains(text, c.manager) {
				t.Errorf("Mats reads %q", text)
			}
			if text := s.as("noor").get(path).text("main"); strings.Contains(text, "Ola") {
				t.Error("before the decision Noor reads who was asked")
			}
		})
	}
}

// TestAfterTheDecisionThePersonReadsAllOfIt: who was asked what, what was said, and
// why others were not heard.
func TestAfterTheDecisionThePersonReadsAllOfIt(t *testing.T) {
	s, path := caseAt(t, promotion.Deciding)
	noor := s.as("noor")
	before := noor.get(path).text("main")
	s.as("tove").post(path+"/decision", "verdict", "not-yet", "reasons", "Not across.", "focus:0", "Across.", "talk", "In June.")
	after := noor.get(path).text("main")
	for _, words := range []string{"Fia", world.PlainCase.Answer, "How do you work together?", "Nobody there works with them."} {
		if strings.Contains(before, words) || !strings.Contains(after, words) {
			t.Errorf("%q: before the decision %v, after it %v", words, strings.Contains(before, words), strings.Contains(after, words))
		}
	}
}
