package web

import (
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/priority"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// TestHomeSaysOneNextThingAndEverythingOnce: what waits for the viewer first, one
// line for each report, and nothing twice.
func TestHomeSaysOneNextThingAndEverythingOnce(t *testing.T) {
	s := newSite(t)
	ctx, once, noor, mats := t.Context(), workflow.Once{}, s.Actor("noor"), s.Actor("mats")
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	if err := s.HandIn(ctx, mats, once, ref, nil); err != nil { // now it is hers alone
		t.Fatal(err)
	}
	if _, err := s.SuggestPriority(ctx, noor, once, noor.Person, priority.Content{Text: "Ship.", Period: priority.Period{Name: "Autumn", From: "2026-09-01", Until: "2026-12-20"}}); err != nil {
		t.Fatal(err)
	}
	page := s.as("noor").get("/")
	if got := page.text(".next-act h2"); page.Find(".next-act").Length() != 1 || !strings.Contains(got, "Your first evaluation") {
		t.Errorf("next for Noor: %q", got)
	}
	page = s.as("mats").get("/")
	if got := page.text(".next-act"); !strings.Contains(got, "Noor Said’s priorities") || !strings.Contains(got, "It is your turn.") {
		t.Errorf("next for Mats: %q", got)
	}
	if got := page.text(".section:has(#reports)"); strings.Count(got, "Noor Said’s") != 1 || !strings.Contains(got, "Nothing waits for either of you") {
		t.Errorf("his reports: %q", got)
	}
	if n := page.Find(".section:has(#reports) .line").Length(); n != 3 {
		t.Errorf("%d lines for three reports", n)
	}
	if got := page.text(".section:has(#waiting)"); !strings.Contains(got, "Noor Said’s first evaluation") {
		t.Errorf("with somebody else: %q", got)
	}
	links := map[string]int{}
	for _, a := range page.Find(".next-act a, .section:has(#next) .line > a, .section:has(#waiting) .line > a").EachIter() {
		links[a.AttrOr("href", "")]++
	}
	for href, n := range links {
		if n > 1 {
			t.Errorf("%s stands %d times", href, n)
		}
	}
	if err := s.SetManager(ctx, s.Actor("pia"), s.Person("asa"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	if got := s.as("asa").get("/").text(".section:has(#new)"); !strings.Contains(got, "Your manager has changed.") {
		t.Errorf("new for Asa: %q", got)
	}
}
