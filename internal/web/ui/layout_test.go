package ui

import (
	"bytes"
	"strings"
	"testing"
)

func TestLayout(t *testing.T) {
	p := samplePage()
	p.AssetCSS, p.AssetJS, p.Zone = "/assets/a.css", "/assets/a.js", "Europe/Stockholm"
	doc := render(t, Layout(p))
	for selector, want := range map[string]int{
		`html[lang=en][data-theme=auto][data-zone="Europe/Stockholm"]`: 1,
		`meta[name=robots][content=noindex]`:                           1,
		`link[rel=icon][href^="data:image/svg+xml;base64,"]`:           1,
		`meta[property]`:       0,
		`a.skip[href="#main"]`: 1,
		`main#main`:            1,
		`link[rel=stylesheet][href="/assets/a.css"]`:                    1,
		`script[src="/assets/a.js"][defer]`:                             1,
		`nav[aria-label=Main] a[aria-current]`:                          1,
		`details.nav-fold form[action="/sign-out"][method=post]`:        1,
		`form[action="/theme"] button[name=theme]`:                      3,
		`form[action="/theme"] input[name=return_to][value="/gallery"]`: 1,
		`.demo a[href="/demo"]`:                                         1,
		`.flash[role=status][data-done]`:                                1,
	} {
		if got := doc.Find(selector).Length(); got != want {
			t.Errorf("%s is there %d times, want %d", selector, got, want)
		}
	}
	if got := doc.Find("title").Text(); got != "Gallery · Cairn" {
		t.Errorf("the title is %q", got)
	}
	if !strings.Contains(doc.Find("footer").Text(), "Your Step is private to you and your manager.") {
		t.Error("the footer does not keep the oath")
	}
}

func TestLayoutForNobody(t *testing.T) {
	doc := render(t, Layout(Page{}))
	if n := doc.Find("nav, .demo, .flash, form[action='/sign-out']").Length(); n > 0 {
		t.Errorf("%d parts are there that need somebody", n)
	}
}

func TestTheme(t *testing.T) {
	for given, want := range map[string]string{"": "auto", "dark": "dark", "light": "light", "x": "auto"} {
		if got := render(t, Layout(Page{Theme: given})).Find("html").AttrOr("data-theme", ""); got != want {
			t.Errorf("theme %q gives %q", given, got)
		}
	}
}

func TestBundleIsNamedByItsContent(t *testing.T) {
	a, b := Bundle(), Bundle([]byte(".page-x{}"))
	if a.Name == b.Name {
		t.Error("another content has the same name")
	}
	if a.Name != Bundle().Name {
		t.Error("the same content has another name")
	}
	if !bytes.HasSuffix(b.Body, []byte(".page-x{}")) || !strings.HasSuffix(a.Name, ".css") {
		t.Errorf("unexpected bundle %s", b.Name)
	}
	if s := ScriptBundle("en"); !strings.HasSuffix(s.Name, ".js") || !strings.HasPrefix(s.Type, "text/javascript") {
		t.Errorf("unexpected script %s %s", s.Name, s.Type)
	}
}

func TestAssetsAreSmall(t *testing.T) {
	if n := len(Stylesheet()); n > 30<<10 {
		t.Errorf("the style sheet has %d bytes", n)
	}
	if n := len(Script("en")); n > 11<<10 {
		t.Errorf("the script has %d bytes", n)
	}
}

func TestCompactKeepsWhatMatters(t *testing.T) {
	got := string(Compact([]byte("/* a\n b */\n  x { y: z; }\n\n// c\n  f(\"//d\");\n")))
	if want := "x { y: z; }\nf(\"//d\");"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Ada Lindqvist": "AL", "ada": "A", "": "·", "Noor van der Berg": "NB", "Åsa Öberg": "ÅÖ", "李 小龙": "李小", "42": "·"} {
		if got := Initials(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}

// Where a table becomes a list on a narrow page its numbers and what they are of begin at
// one edge, as words do.
func TestNumbersOfANarrowTableStandWithTheirWords(t *testing.T) {
	_, narrow, found := bytes.Cut(Stylesheet(), []byte("@container table"))
	if !found || !bytes.Contains(narrow, []byte(".table tbody :is(th,td,.number){padding:0.125rem 0;border:0;text-align:start;}")) {
		t.Error("numbers go to the other edge")
	}
}
