package ui

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"cairn/internal/lang"
)

func TestSay(t *testing.T) {
	for _, c := range []struct {
		said templ.Component
		want string
	}{
		{Say("A < b & {name}", "name", "<i>Ada</i>"), "A &lt; b &amp; &lt;i&gt;Ada&lt;/i&gt;"},
		{Say("Since {when} <there>read {what}</there>.", "when", Strong(), "there", To("/a"), "what", "it"), `Since <strong></strong> <a href="/a">read it</a>.`},
		{SayCount(1, "<b>1</b> egg", "{n} eggs", "b", Strong()), "<strong>1</strong> egg"},
		{SayCount(2, "<b>1</b> egg", "<b>{n}</b> eggs", "b", Strong()), "<strong>2</strong> eggs"},
		{Say("<there>out</there>", "there", To("javascript:alert(1)")), `<a href="about:invalid#TemplFailedSanitizationURL">out</a>`},
		{Say("nobody filled {this}"), "nobody filled {this}"},
	} {
		var b strings.Builder
		if err := c.said.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%s, not %s", b.String(), c.want)
		}
	}
}

func TestThePageIsInTheLanguageThatIsSpoken(t *testing.T) {
	for in, want := range map[lang.Language]string{lang.English: "Sign out", lang.Swedish: "Logga ut", lang.German: "Abmelden"} {
		doc := renderIn(t, in, Layout(Page{Viewer: &Viewer{Name: "Ada"}, Languages: lang.Languages(), Path: "/growth"}))
		if got := doc.Find("html").AttrOr("lang", "") + " " + doc.Find("html").AttrOr("dir", ""); got != string(in)+" ltr" {
			t.Errorf("the page is %s", got)
		}
		if got := strings.TrimSpace(doc.Find(".account button").First().Text()); got != want {
			t.Errorf("in %s one signs out by %q", in.Name(), got)
		}
		if got := doc.Find(`form[action="/language"] [aria-pressed=true]`).Text(); got != in.Name() {
			t.Errorf("in %s %q is chosen", in.Name(), got)
		}
	}
	if doc := render(t, Layout(Page{})); doc.Find(`form[action="/language"]`).Length() > 0 {
		t.Error("where one language is spoken there is a choice")
	}
}
