package e2e

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"cairn/internal/testkit/browser"
)

// today is the day as a date field takes it.
func today() string { return time.Now().UTC().Format("2006-01-02") }

const (
	firstWords  = "section.area textarea"
	selfSays    = "I wrote the runbook for the refund queue, and Wei used it at night."
	managerSays = "You ask early now. In spring you did not."
)

// evaluate takes the evaluation at the address from two empty sides to both
// signatures, by what the two see and press.
func evaluate(t *testing.T, self, manager *browser.Browser, address, step string) {
	t.Helper()
	self.Goto(address)
	self.Fill(firstWords, selfSays)
	self.Follow("text=Hand in my side")
	manager.Goto(address)
	if manager.Has(".own") || manager.Has(".sides") {
		t.Error("the manager sees a side before both are in")
	}
	manager.Fill(firstWords, managerSays)
	manager.Follow("text=Hand in my side and open both")
	manager.WaitText(".sides", selfSays)

	self.Goto(address)
	self.WaitText(".sides", managerSays)
	self.Fill(`textarea[name="message"]`, "Thank you. I had not seen it that way.")
	self.Follow(`form[action$="/messages"] button`)
	self.WaitText(".thread", "I had not seen it that way.")
	self.Fill(`input[name="talked_on"]`, today())
	self.Follow("text=Note that we have talked")

	self.Fill(`textarea[name="summary"]`, "Others rely on what she writes down.")
	self.Fill(`textarea[name="focus:0"]`, "Lead one small effort to its end.")
	if step != "" {
		self.Check(`input[name="step"][value="` + step + `"]`)
	}
	self.Follow("text=Keep this text")
	self.Follow("text=I agree: sign this result")
	manager.Goto(address)
	manager.Follow("text=I agree: sign this result")
	manager.WaitText(".turn-whose", "agreed")
}

func TestAFirstEvaluationSetsAStepThatNobodyElseSees(t *testing.T) {
	d := theDemo(t)
	elin, priya := d.as(t, "elin.dahl"), d.as(t, "priya.raman")
	elin.Follow(".next-act a")
	address := elin.Path()
	evaluate(t, elin, priya, address, "individual")
	for _, b := range []*browser.Browser{elin, priya} {
		b.Goto(address)
		b.Click(".private-value summary")
		b.WaitText(".result-step-name", "Individual")
	}
	for _, who := range []string{"malik.johnson", "rafael.costa", "ingrid.solheim", "maria.lindgren", "nikolai.berg", "helena.weiss"} {
		if status := d.as(t, who).Goto(address); status != http.StatusNotFound {
			t.Errorf("%s gets status %d", who, status)
		}
	}
}

func TestAGrowthEvaluationWithoutJavaScript(t *testing.T) {
	d := theDemo(t)
	priya, rafael := d.as(t, "priya.raman"), d.as(t, "rafael.costa")
	priya.DisableJavaScript()
	rafael.DisableJavaScript()
	priya.Goto("/")
	priya.Follow(`form[action="/evaluations"] button`)
	evaluate(t, priya, rafael, priya.Path(), "")
}

// TestADisagreementWithTheTribeLeadBesideIt: both sides are open, Jonas is asked to
// join, and each of the two keeps their own words.
func TestADisagreementWithTheTribeLeadBesideIt(t *testing.T) {
	d := theDemo(t)
	bilal, oksana, jonas := d.as(t, "bilal.aydin"), d.as(t, "oksana.bondarenko"), d.as(t, "jonas.lindqvist")
	bilal.Goto("/evaluations")
	bilal.Follow(`main a[href^="/evaluations/"]`)
	address := bilal.Path()
	bilal.Click("text=Ask Jonas Lindqvist to join")
	bilal.Follow(`form[action$="/joining"] button`)
	bilal.WaitText(".evaluation-facts", "Jonas Lindqvist can read it")
	jonas.Goto("/")
	jonas.Follow(`main a[href="` + address + `"]`)
	jonas.Fill(`textarea[name="message"]`, "You agree on more than you think. Write the rest down.")
	jonas.Follow(`form[action$="/messages"] button`)
	oksana.Goto(address)
	oksana.WaitText(".thread", "You agree on more than you think.")
	oksana.Fill(`input[name="talked_on"]`, today())
	oksana.Fill(`textarea[name="notes"]`, "We did not agree about the night on call.")
	oksana.Follow("text=Note that we have talked")
	bilal.Goto(address)
	bilal.WaitText(".thread", "We did not agree about the night on call.")
	bilal.Click("text=Put down where I do not agree")
	bilal.Fill(`textarea[name="statement"]`, "The decision that night was mine.")
	bilal.Follow("text=Keep my statement")
	oksana.Goto(address)
	oksana.Fill(`textarea[name="statement"]`, "It was the squad's.")
	oksana.Follow("text=Keep my statement and end without agreement")
	for _, b := range []*browser.Browser{bilal, oksana} {
		b.Goto(address)
		b.WaitText("main", "The decision that night was mine.")
		b.WaitText("main", "It was the squad's.")
		b.OnPaper(true)
		for _, screenOnly := range []string{".trail", ".turn", ".site-head nav", "time > .near", "main form"} {
			if browser.Eval[bool](b, fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) => e.getClientRects().length)`, screenOnly)) {
				t.Errorf("%s is on paper", screenOnly)
			}
		}
		b.WaitFor(".print-signatures")
		b.OnPaper(false)
	}
	if status := jonas.Goto(address); status != http.StatusNotFound {
		t.Errorf("Jonas still reads: status %d", status)
	}
	jonas.ConsoleErrors() // what is not there any more answers 404
}

// TestAMoveToAnotherDisciplineWithoutJavaScript: both sign in their own words, and
// the discipline is another one for everybody to see.
func TestAMoveToAnotherDisciplineWithoutJavaScript(t *testing.T) {
	d := theDemo(t)
	oksana, jonas := d.as(t, "oksana.bondarenko"), d.as(t, "jonas.lindqvist")
	oksana.DisableJavaScript()
	jonas.DisableJavaScript()
	oksana.Goto("/")
	oksana.Follow("text=Choose what to look at")
	oksana.Check(`input[name="looks"][value="discipline"]`)
	oksana.Follow(`main form[action="/evaluations"] button`)
	oksana.WaitText(".error-summary", "Choose the discipline")
	oksana.Fill(`select[name="toward"]`, "agile-coaching")
	oksana.Follow(`main form[action="/evaluations"] button`)
	address := oksana.Path()
	for _, b := range []*browser.Browser{oksana, jonas} {
		b.Goto(address)
		b.Fill(firstWords, selfSays)
		b.Follow(`button[formaction$="/hand-in"]`)
	}
	jonas.Fill(`input[name="talked_on"]`, today())
	jonas.Follow("text=Note that we have talked")
	jonas.Fill(`textarea[name="summary"]`, "She coaches already, and would like to do it whole.")
	jonas.Fill(`textarea[name="focus:0"]`, "Coach two squads, with Sofia beside her.")
	jonas.Fill(`textarea[name="pay"]`, "Stays as it is until the yearly review.")
	jonas.Check(`input[name="step"][value="squad-chapter"]`)
	jonas.Follow("text=Keep this text")
	for _, b := range []*browser.Browser{jonas, oksana} {
		b.Goto(address)
		b.Fill(`textarea[name="agreeing"]`, "I want this, and I stand behind it.")
		b.Follow("text=I agree: sign this result")
	}
	oksana.WaitText(".turn-whose", "agreed")
	malik := d.as(t, "malik.johnson")
	malik.Goto("/people?q=Oksana")
	malik.Follow(`main a[href^="/people/"]`)
	malik.WaitText("main", "Agile coaching")
}
