package web

import (
	"strings"
	"testing"
)

func TestSearchFindsWhatIsOpenToAll(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	noor.get("/").has(t, `.nav-account a[href="/search"]`)
	noor.get("/search").has(t, `form[role="search"] input[type="search"]`)
	for words, want := range map[string]string{
		"mats": "/people/", "MÀTS holm": "/people/", "hol": "/people/", "mats@example.org": "/people/", "rivers": "/organisation/units/", "quality": "/framework/disciplines/quality",
		"tribe": "/framework/steps/", "ﬁa": "/people/",
	} {
		page := noor.get("/search?q=" + strings.ReplaceAll(words, " ", "+"))
		if page.Find(`.search-found a[href^="`+want+`"]`).Length() == 0 {
			t.Errorf("%q finds %q", words, page.text("main"))
		}
		if page.Find(`.search-found a[href=""]`).Length() > 0 {
			t.Errorf("%q finds what leads nowhere", words)
		}
	}
	page := noor.get("/search?q=mtas")
	if got := page.text(`[role="status"]`); !strings.Contains(got, "Nothing is found") || page.Find(`[role="status"] a[href="/search?q=mats"]`).Length() != 1 {
		t.Errorf("nearly a name: %q", got)
	}
	if got := noor.get("/search?q=olm").text("main"); !strings.Contains(got, "Nothing is found") {
		t.Errorf("the middle of a word: %q", got)
	}
	if page := noor.get("/search?q=%F0%28"); page.status != 200 {
		t.Errorf("what is no text: %d", page.status)
	}
	example := noor.get("/search?q=pair").Find(`.section:last-of-type .search-found a`).First().AttrOr("href", "")
	if path, anchor, ok := strings.Cut(example, "#"); !ok || noor.get(path).Find("#"+anchor).Length() != 1 {
		t.Errorf("the example leads to %q", example)
	}
}
