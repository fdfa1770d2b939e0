package lang

import (
	"reflect"
	"testing"
	"testing/fstest"
	"time"
)

func TestChoose(t *testing.T) {
	all, swedish := NewOffer(English, Swedish, German), NewOffer(Swedish, German)
	for _, c := range []struct {
		offer Offer
		own   Language
		asked string
		want  Language
	}{
		{Offer{}, "", "", English},
		{Offer{}, Swedish, "sv", English},
		{all, "", "", English},
		{swedish, "", "", Swedish},
		{swedish, German, "sv", German},
		{all, "", "sv-SE,sv;q=0.9,en;q=0.5", Swedish},
		{all, "", "fr-FR, de-AT;q=0.8", German},
		{swedish, "", "fr, es", Swedish},
		{swedish, "", "en-GB", Swedish},
		{all, "", "nonsense;;q", English},
		{all, "tlh", "sv", Swedish},
		{all, "", "en-GB", English},
	} {
		if got := c.offer.Choose(c.own, c.asked); got != c.want {
			t.Errorf("%v: %q, asked %q: %q, not %q", c.offer.Languages(), c.own, c.asked, got, c.want)
		}
	}
}

func TestDirection(t *testing.T) {
	for l, want := range map[Language]string{English: "ltr", Swedish: "ltr", "ar": "rtl", "he": "rtl", "fa-IR": "rtl", "az-Arab": "rtl", "?": "ltr"} {
		if got := l.Direction(); got != want {
			t.Errorf("%s is written %s", l, got)
		}
	}
}

func TestFill(t *testing.T) {
	for _, c := range []struct {
		text string
		with []any
		want string
	}{
		{"Hello, {name}", []any{"name", "Ada"}, "Hello, Ada"},
		{"{a} and {b}", []any{"b", 2, "a", "{b}"}, "{b} and 2"},
		{"{a} stays", nil, "{a} stays"},
		{"{a} stays", []any{"a"}, "{a} stays"},
		{"{b} stays, {a} goes, {a} again", []any{"a", 1.5}, "{b} stays, 1.5 goes, 1.5 again"},
		{"{open {a} and {", []any{"a", "one"}, "{open one and {"},
	} {
		if got := Fill(c.text, c.with...); got != c.want {
			t.Errorf("%q with %v: %q", c.text, c.with, got)
		}
	}
}

func TestCountAndDates(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	now := time.Date(2026, 5, 12, 14, 3, 0, 0, zone)
	for l, want := range map[Language][]string{
		English: {"1 minute ago", "in 2 hours", "in 3 weeks", "12 May 2026", "Tuesday, 12 May 2026, 14:03 CET", "yesterday"},
		Swedish: {"för 1 minut sedan", "om 2 timmar", "om 3 veckor", "12 maj 2026", "tisdag 12 maj 2026 kl. 14:03 CET", "i går"},
		German:  {"vor 1 Minute", "in 2 Stunden", "in 3 Wochen", "12. Mai 2026", "Dienstag, 12. Mai 2026, 14:03 CET", "gestern"},
	} {
		ctx := With(t.Context(), l)
		got := []string{
			Apart(ctx, now, now.Add(-time.Minute)), Apart(ctx, now, now.Add(2*time.Hour)), Apart(ctx, now, now.AddDate(0, 0, 21)),
			Date(ctx, now), At(ctx, now), Apart(ctx, now, now.AddDate(0, 0, -1)),
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q", l, got)
		}
	}
}

func TestParts(t *testing.T) {
	got := Split("Since {when} it is <there>a {kind} page</there>; a < b {x y} <i>")
	want := []Part{{Text: "Since "}, {Name: "when"}, {Text: " it is "}, {Text: "a {kind} page", Name: "there"}, {Text: "; a <"}, {Text: " b {"}, {Text: "x y} <"}, {Text: "i>"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestAHintIsNotSaid(t *testing.T) {
	for text, want := range map[string]string{"Open##still going on": "Open", "C# and Go": "C# and Go", "Open": "Open"} {
		if got := English.Say(text); got != want {
			t.Errorf("%q is said as %q", text, got)
		}
	}
}

func TestOneTextIsSaidInOneWay(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	if _, err := read(fstest.MapFS{"sv/a.json": file(`{"Yes": "Ja"}`), "sv/b.json": file(`{"Yes": "Jo"}`)}, Swedish); err == nil {
		t.Error("two ways to say Yes were taken")
	}
	if _, err := read(fstest.MapFS{"sv/a.json": file(`{"Yes": 1}`)}, Swedish); err == nil {
		t.Error("a number was taken for a text")
	}
}
