package e2e

import (
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
	evaluate(t, elin, priya, address, "squad-chapter")
	for _, b := range []*browser.Browser{elin, priya} {
		b.Goto(address)
		b.Click(".private-value summary")
		b.WaitText(".result-step-name", "Squad/Chapter")
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
