package payprofile

import (
	"strings"
	"testing"
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
