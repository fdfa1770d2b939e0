package framework

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func searchable() *Framework {
	return New(Framework{
		Steps: []Step{{ID: "wide", Order: 2}, {ID: "near", Order: 1}},
		Areas: []Area{{ID: "second", Order: 2}, {ID: "first", Order: 1}},
		Examples: []Example{
			{ID: "a", Area: "second", Step: "near", Text: "Leads the café's Größe, naïvely."},
			{ID: "b", Area: "first", Step: "wide", Text: "Explains a plan.", Details: []string{"Leads by example.", "Art is not start."}},
			{ID: "c", Area: "first", Step: "near", Text: "Explains it in quality work.", Disciplines: []DisciplineID{"quality"}},
			{ID: "d", Area: "first", Step: EveryStep, Text: "说明计划 and ＷＩＤＥ e\u0301tudes."},
		},
	})
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		search Search
		want   string
	}{
		{Search{Words: "lead"}, "b a"},
		{Search{Words: "LEADS"}, "b a"},
		{Search{Words: "cafe"}, "a"},
		{Search{Words: "CAFÉ"}, "a"},
		{Search{Words: "cafe\u0301"}, "a"},
		{Search{Words: "grosse"}, "a"},
		{Search{Words: "GRÖSSE"}, "a"},
		{Search{Words: "art"}, "b"},
		{Search{Words: "tart"}, ""},
		{Search{Words: "  plan,  leads!"}, "b"},
		{Search{Words: "leads explains cafe"}, ""},
		{Search{Words: "计划"}, "d"},
		{Search{Words: "wide etude"}, "d"},
		{Search{Words: "explains"}, "c b"},
		{Search{Words: "explains", Discipline: "toys"}, "b"},
		{Search{Words: "explains", Discipline: "quality"}, "c b"},
		{Search{Words: "explains", Step: "wide"}, "b"},
		{Search{Step: "near"}, "c a"},
		{Search{Area: "first"}, "d c b"},
		{Search{Words: "?! --"}, "d c b a"},
		{Search{Words: "\xff\x00"}, "d c b a"},
	} {
		var got []string
		for _, h := range searchable().Find(c.search) {
			got = append(got, string(h.ID))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v finds %q, want %q", c.search, got, c.want)
		}
	}
}

func TestFindSaysWhere(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"cafe gros le", "[Leads] the [café]'s [Größe], naïvely."},
		{"naive", "Leads the café's Größe, [naïve]ly."},
	} {
		hits := searchable().Find(Search{Words: c.words, Area: "second"})
		if len(hits) != 1 {
			t.Fatalf("%q: %d hits", c.words, len(hits))
		}
		marked := mark(hits[0].Example.Text, hits[0].Text)
		if c.words == "cafe gros le" {
			c.want = "[Le]ads the [café]'s [Größ]e, naïvely." // ß is two letters, and cannot be marked by half
		}
		if marked != c.want {
			t.Errorf("%q marks %q, want %q", c.words, marked, c.want)
		}
	}
	hit := searchable().Find(Search{Words: "example art"})[0]
	if got := mark("Leads by example.", hit.Details[0]) + mark("Art is not start.", hit.Details[1]); got != "Leads by [example].[Art] is not start." || hit.Text != nil {
		t.Errorf("details are marked %q, the text %v", got, hit.Text)
	}
	if hit := searchable().Find(Search{Words: "etude"})[0]; mark(hit.Example.Text, hit.Text) != "说明计划 and ＷＩＤＥ [e\u0301tude]s." {
		t.Errorf("a combining mark is cut off: %q", mark(hit.Example.Text, hit.Text))
	}
}

func mark(s string, at []Extent) string {
	for _, e := range slices.Backward(at) {
		s = s[:e.From] + "[" + s[e.From:e.To] + "]" + s[e.To:]
	}
	return s
}

func TestSuggest(t *testing.T) {
	for words, want := range map[string]string{
		"explians":          "explains",
		"leeds plan":        "leads plan",
		"leads":             "",
		"zzzzzzzzz":         "",
		"qualitty":          "quality",
		"explains zzzzzzzz": "",
		"":                  "",
	} {
		if got := searchable().Suggest(words); strings.Join(got[:min(len(got), 1)], "") != want {
			t.Errorf("%q suggests %q, want %q", words, got, want)
		}
	}
}

// FuzzFind: whatever is searched in whatever text, what is marked lies within
// it and between whole letters.
func FuzzFind(f *testing.F) {
	f.Add("Größe café", "gross cafe")
	f.Add("\xffe\u0301", "e")
	f.Fuzz(func(t *testing.T, text, words string) {
		frame := New(Framework{Examples: []Example{{ID: "a", Text: text, Details: []string{words}}}})
		for _, h := range frame.Find(Search{Words: words}) {
			last := 0
			for _, e := range h.Text {
				if e.From < last || e.To <= e.From || e.To > len(text) {
					t.Errorf("%v in %q", h.Text, text)
				}
				last = e.To
			}
		}
		frame.Suggest(words)
	})
}

func BenchmarkFindInLargeFramework(b *testing.B) {
	var f Framework
	for i := range 2000 {
		f.Examples = append(f.Examples, Example{ID: ExampleID(fmt.Sprint(i)), Area: "a", Step: "s",
			Text: strings.Repeat(fmt.Sprintf("Explains plan %d to everybody who wants to hear it, and listens. ", i), 3)})
	}
	large := New(f)
	for b.Loop() {
		large.Find(Search{Words: "plan lis"})
		large.Suggest("plann")
	}
}
