package e2e

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/testkit/browser"
)

// visit signs each person of the pages in once and shows what they come to.
func (d demo) visit(t *testing.T, pages []page, look func(*testing.T, *browser.Browser, page)) {
	t.Helper()
	var order []string
	of := map[string][]page{}
	for _, p := range pages {
		if _, known := of[p.who]; !known {
			order = append(order, p.who)
		}
		of[p.who] = append(of[p.who], p)
	}
	for _, who := range order {
		t.Run(who, func(t *testing.T) {
			b := browser.OpenAt(t, d.url)
			if who != "" {
				b = d.as(t, who)
			}
			for _, p := range of[who] {
				open(t, b, p)
				look(t, b, p)
			}
		})
	}
}

func open(t *testing.T, b *browser.Browser, p page) {
	t.Helper()
	if status := b.Goto(p.path); status != http.StatusOK {
		t.Fatalf("%s answers %d", p.path, status)
	}
	if p.link == "" {
		return
	}
	for link := range strings.SplitSeq(p.link, " then ") {
		b.Follow(link)
	}
}
