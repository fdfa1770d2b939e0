package e2e

import (
	"net/http"
	"testing"

	"cairn/internal/testkit/browser"
)

// visit opens the page as its person.
func (d demo) visit(t *testing.T, p page) *browser.Browser {
	t.Helper()
	b := browser.OpenAt(t, d.url)
	if p.who != "" {
		b = d.as(t, p.who)
	}
	if status := b.Goto(p.path); status != http.StatusOK {
		t.Fatalf("%s answers %d", p.path, status)
	}
	if p.link != "" {
		b.Follow(p.link)
	}
	return b
}
