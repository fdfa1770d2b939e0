package payprofile

import (
	"strings"
	"testing"

	"cairn/internal/lang"
)

func TestTheProfilesAreWhole(t *testing.T) {
	list, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 8 {
		t.Errorf("only %d profiles", len(list))
	}
}

func TestWhichProfile(t *testing.T) {
	for country, want := range map[string]string{"SE": "SE", "DE": "DE", "NL": Union, "IT": Union, "GB": "GB", "US": Elsewhere, "": Elsewhere, "EU": Union} {
		if p, err := For(country); err != nil || p.Country != want {
			t.Errorf("%s: %s, %v; want %s", country, p.Country, err, want)
		}
	}
}

func TestHowOftenAnEmployerReports(t *testing.T) {
	eu, err := For("NL")
	if err != nil {
		t.Fatal(err)
	}
	for people, every := range map[int]int{99: 0, 100: 3, 149: 3, 150: 3, 249: 3, 250: 1, 5000: 1} {
		if r, ok := eu.Due(people); ok != (every > 0) || r.Every != every {
			t.Errorf("%d people: every %d years, %v", people, r.Every, ok)
		}
	}
	if a, _ := eu.Due(100); a.First != "2031-06-07" {
		t.Errorf("100 people: first on %s", a.First)
	}
	if b, _ := eu.Due(150); b.First != "2027-06-07" {
		t.Errorf("150 people: first on %s", b.First)
	}
}

func TestAProfileIsChecked(t *testing.T) {
	const good = "{country: XX, name: N, law: L, state: S, small: T, least: 6, threshold: 50}"
	both := "- {country: EU, name: N, law: L, state: S, small: T, least: 6, threshold: 50}\n- {country: \"**\", name: N, law: L, state: S, small: T, least: 6, threshold: 50}\n- "
	for change, want := range map[[2]string]string{
		{"", ""}:                               "",
		{"least: 6", "least: 5"}:               "least is 6 or more",
		{"threshold: 50", "threshold: 0"}:      "threshold",
		{"country: XX", "country: xx"}:         "two letters",
		{"country: XX", "country: EU"}:         "twice",
		{"small: T", "small: ''"}:              "needed",
		{"small: T", "small: T, colour: red"}:  "colour",
		{"small: T", "small: T, remind: true"}: "has it",
		{"small: T", "small: T, reports: [{from: 50, every: 1, words: w}, {from: 100, every: 1, words: w}]"}: "largest",
		{"small: T", "small: T, reports: [{from: 50, every: 1, first: soon, words: w}]"}:                     "soon",
	} {
		_, err := read([]byte(both + strings.Replace(good, change[0], change[1], 1)))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%v: %v, want %q", change, err, want)
		}
	}
	if _, err := read([]byte("- " + good)); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("without the Union: %v", err)
	}
}

// TestTheProfilesAreInEveryLanguage: whole, and about nothing else.
func TestTheProfilesAreInEveryLanguage(t *testing.T) {
	list, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range lang.Languages()[1:] {
		has, err := readWords(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(has) != len(list) {
			t.Errorf("%s has %d profiles of %d", in, len(has), len(list))
		}
		for _, p := range list {
			w := has[p.Country]
			if w.Name == "" || w.Law == "" || w.State == "" || w.Small == "" || len(w.Notes) != len(p.Notes) || len(w.Reports) != len(p.Reports) {
				t.Errorf("%s: the profile of %q is not whole", in, p.Country)
			}
			if said := p.In(in); said.State == p.State || said.Least != p.Least || len(p.Reports) > 0 && said.Words(p.Reports[0]) != w.Reports[0] {
				t.Errorf("%s: the profile of %q reads as %+v", in, p.Country, said)
			}
		}
	}
	if p, _ := For("SE"); p.In(lang.English).State != p.State {
		t.Error("English is not the profile itself")
	}
}
