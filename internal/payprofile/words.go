package payprofile

import (
	"bytes"
	"embed"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v4"

	"cairn/internal/lang"
)

// words are what a profile says in another language. Numbers are in the profile alone.
type words struct {
	Country string   `yaml:"country"`
	Name    string   `yaml:"name"`
	Law     string   `yaml:"law"`
	State   string   `yaml:"state"`
	Reports []string `yaml:"reports"` // of each report, in the profile's order
	Small   string   `yaml:"small"`
	Notes   []string `yaml:"notes"`
}

//go:embed profiles.*.yaml
var otherFiles embed.FS

// spoken are the words of each language, by the profile's key; a language without a
// file has none.
var spoken = map[lang.Language]func() (map[string]words, error){
	lang.Swedish: sync.OnceValues(func() (map[string]words, error) { return readWords(lang.Swedish) }),
	lang.German:  sync.OnceValues(func() (map[string]words, error) { return readWords(lang.German) }),
}

func readWords(in lang.Language) (map[string]words, error) {
	text, err := otherFiles.ReadFile("profiles." + string(in) + ".yaml")
	if err != nil {
		return nil, err
	}
	var list []words
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("profiles of countries in %s: %w", in, err)
	}
	byCountry := map[string]words{}
	for _, w := range list {
		byCountry[w.Country] = w
	}
	return byCountry, nil
}

// In is the profile in the words of the language, and as it is where there are none.
func (p Profile) In(in lang.Language) Profile {
	read, ok := spoken[in]
	if !ok {
		return p
	}
	all, err := read()
	w, ok := all[p.Country]
	if err != nil || !ok || len(w.Reports) != len(p.Reports) || len(w.Notes) != len(p.Notes) {
		return p // a test holds the files
	}
	p.Name, p.Law, p.State, p.Small, p.Notes = w.Name, w.Law, w.State, w.Small, w.Notes
	reports := make([]Report, len(p.Reports))
	for i, r := range p.Reports {
		r.Words = w.Reports[i]
		reports[i] = r
	}
	p.Reports = reports
	return p
}

// Words are those of the report in the profile, which may be in another language than
// the report is.
func (p Profile) Words(of Report) string {
	for _, r := range p.Reports {
		if r.From == of.From {
			return r.Words
		}
	}
	return of.Words
}
