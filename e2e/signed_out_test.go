package e2e

import (
	"fmt"
	"net/http"
	"testing"

	"cairn/internal/testkit/browser"
)

// privatePages are one of each kind of page that holds something private, as the person
// it is about finds them.
var privatePages = []page{
	{"step", "yara.nasser", "/", `.home-links a[href^="/people/"]`},
	{"evaluation", "yara.nasser", "/evaluations", `section[aria-labelledby="agreed"] .line a`},
	{"promotion", "yara.nasser", "/promotions", `main a[href^="/promotions/"]`},
	{"growth", "yara.nasser", "/growth", ""},
	{"journal", "yara.nasser", "/journal", ""},
	{"pay", "yara.nasser", "/pay", ""},
	{"readers", "yara.nasser", "/account/readers", ""},
	{"inbox", "yara.nasser", "/inbox", ""},
}

// signedOutAt waits until the address is answered by the page for signing in. A page that
// the browser shows as it was kept stays where it is, and the wait ends in vain.
func signedOutAt(t *testing.T, b *browser.Browser, path string) {
	t.Helper()
	form := `document.querySelector('form[action="/sign-in"]') !== null && document.querySelector(".nav-account") === null`
	b.WaitEval(fmt.Sprintf("location.pathname === '/sign-in' && new URLSearchParams(location.search).get('next') === %q && document.readyState === 'complete' && %s", path, form))
}

// TestNoPrivatePageIsThereAfterSigningOut walks through a page of each kind, signs out,
// and then goes back through all of them, forward, and to each in a tab that is opened
// anew; and back to one of them in a tab in which nobody signed out.
func TestNoPrivatePageIsThereAfterSigningOut(t *testing.T) {
	d := theDemo(t)
	b := d.as(t, "yara.nasser")
	b.Resize(1280, 900)
	var paths []string
	for _, p := range privatePages {
		open(t, b, p)
		if b.Status() != http.StatusOK || b.Has(`form[action="/sign-in"]`) {
			t.Fatalf("%s: %d", p.name, b.Status())
		}
		if p.link != "" {
			paths = append(paths, p.path)
		}
		paths = append(paths, b.Path())
	}
	other := b.NewTab()
	other.Goto(paths[1])
	other.Goto("/framework")
	b.Follow(`.nav-account form[action="/sign-out"] button`)
	for i := len(paths) - 1; i >= 0; i-- {
		b.Run("history.back()")
		signedOutAt(t, b, paths[i])
	}
	for _, path := range paths[1:] {
		b.Run("history.forward()")
		signedOutAt(t, b, path)
	}
	other.Run("history.back()")
	signedOutAt(t, other, paths[1])
	again := b.NewTab()
	for _, path := range paths {
		again.Goto(path)
		signedOutAt(t, again, path)
	}
	for _, tab := range []*browser.Browser{b, other, again} {
		tab.ConsoleErrors()
	}
}

// TestABrowserKeepsNoPrivatePage: it is told not to, and a page to which somebody goes
// back is asked for again, not shown as it was kept.
func TestABrowserKeepsNoPrivatePage(t *testing.T) {
	d := theDemo(t)
	b := d.as(t, "yara.nasser")
	for _, p := range privatePages[:2] {
		open(t, b, p)
		at := b.Path()
		b.Run("window.kept = 'as it was'")
		b.Goto("/framework")
		b.Back()
		b.WaitEval("location.pathname === " + fmt.Sprintf("%q", at) + " && document.readyState === 'complete' && window.kept === undefined")
	}
}

// TestPaperHoldsNoStepThatIsHidden: what is shown on purpose only is not printed before.
func TestPaperHoldsNoStepThatIsHidden(t *testing.T) {
	d := theDemo(t)
	b := d.as(t, "yara.nasser")
	open(t, b, privatePages[0])
	visible := func(what string) bool {
		return browser.Eval[bool](b, "document.querySelector('"+what+"').checkVisibility()")
	}
	b.OnPaper(true)
	if visible(".step-name") || visible("section[aria-labelledby=step] .step-history") {
		t.Error("the Step is on paper although it is hidden on the screen")
	}
	b.OnPaper(false)
	b.Click(".private-value > summary")
	b.OnPaper(true)
	if !visible(".step-name") {
		t.Error("the Step that is shown is not on paper")
	}
}
