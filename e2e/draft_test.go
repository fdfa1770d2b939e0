package e2e

import "testing"

// openDraft starts an evaluation of somebody who has none open. Each test takes
// somebody else, as all share one demo.
func openDraft(t *testing.T, who string) (d demo, address string) {
	t.Helper()
	d = theDemo(t)
	b := d.as(t, who)
	b.Goto("/")
	b.Follow(`form[action="/evaluations"] button`)
	return d, b.Path()
}

func TestWordsSurviveALostConnection(t *testing.T) {
	d, address := openDraft(t, "paula.schmidt")
	b := d.as(t, "paula.schmidt")
	b.Goto(address)
	b.Fill(firstWords, "Saved while the line is up.")
	b.WaitText("[data-autosave-status]", "Saved just now")
	b.Offline(true)
	b.Fill(firstWords, "Written in a tunnel.")
	b.WaitText("[data-autosave-status]", "kept in this browser")
	b.Offline(false)
	b.WaitText("[data-autosave-status]", "Saved just now")
	b.Reload()
	if got := b.Value(firstWords); got != "Written in a tunnel." {
		t.Errorf("after the tunnel: %q", got)
	}
	b.ConsoleErrors() // the failed requests were meant
}

func TestASecondTabIsNeverOverwritten(t *testing.T) {
	d, address := openDraft(t, "noor.rahman")
	first := d.as(t, "noor.rahman")
	first.Goto(address)
	second := first.NewTab()
	second.Goto(address)
	first.Fill(firstWords, "From the first tab.")
	first.WaitText("[data-autosave-status]", "Saved just now")
	second.Fill(firstWords, "From the second tab.")
	second.WaitText("[data-autosave-status]", "Not saved. This ")
	if got := second.Value(firstWords); got != "From the second tab." {
		t.Errorf("the second tab lost its words: %q", got)
	}
	first.Reload()
	if got := first.Value(firstWords); got != "From the first tab." {
		t.Errorf("the first tab's words were overwritten: %q", got)
	}
	second.ConsoleErrors() // a refused save answers 409
}

func TestNothingIsLeftAfterSigningOut(t *testing.T) {
	d, address := openDraft(t, "grace.kim")
	b := d.as(t, "grace.kim")
	b.Goto(address)
	b.Fill(firstWords, "For nobody else's eyes.")
	b.WaitText("[data-autosave-status]", "Saved just now")
	b.Resize(1280, 900)
	b.Follow(`.nav-account form[action="/sign-out"] button`)
	b.Run("history.back()")
	b.WaitFor(`form[action="/sign-in"]`)
	if b.Has(firstWords) {
		t.Error("the words are still there after signing out and going back")
	}
	b.ConsoleErrors() // going back is answered by a redirect
}
