package web

import (
	"strings"
	"testing"
)

// TestAllStepsTogetherSayWhyThereIsNothing: in a small organisation the page is there,
// tells nothing and says why; the organisation leads to it.
func TestAllStepsTogetherSayWhyThereIsNothing(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	page := noor.get("/statistics")
	if page.status != 200 {
		t.Fatalf("answered with %d", page.status)
	}
	for _, want := range []string{"Nothing is told yet", "from 50 people with a step on", "The next come on"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("does not say %q", want)
		}
	}
	if n := page.Find("main form, main select, main input").Length(); n > 0 {
		t.Errorf("%d things can be chosen", n)
	}
	if noor.get("/organisation").Find("main a[href='/statistics']").Length() != 1 {
		t.Error("the organisation does not lead to it")
	}
}
