// Package payprofile holds what the law of countries asks about pay and sex, as data:
// who may ask for what, how often an employer reports, and who is told of groups that
// are too small. It is a help and no legal advice.
package payprofile

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
)

// Profile is what is asked in one country, or where no country is named: in the
// European Union, or elsewhere.
type Profile struct {
	Country   string   `yaml:"country"` // two letters; EU and ** stand for those not named
	Name      string   `yaml:"name"`
	Law       string   `yaml:"law"`
	State     string   `yaml:"state"`  // how the law stands, in a sentence
	Inform    bool     `yaml:"inform"` // people may ask for the averages of their category
	Remind    bool     `yaml:"remind"` // they are told so every year
	Answer    int      `yaml:"answer"` // within so many months; 0 where the law says nothing
	Least     int      `yaml:"least"`  // of each sex, before an average is told
	Threshold int      `yaml:"threshold"`
	Reports   []Report `yaml:"reports"` // from the largest employers on
	Small     string   `yaml:"small"`   // who is told of groups that are too small
	Notes     []string `yaml:"notes"`
}

// Report is how often employers of a size report.
type Report struct {
	From  int        `yaml:"from"`  // so many people or more
	Every int        `yaml:"every"` // years
	First clock.Date `yaml:"first"` // empty: already
	Words string     `yaml:"words"`
}

//go:embed profiles.yaml
var file []byte

// The keys of profiles that stand for many countries.
const (
	Union     = "EU"
	Elsewhere = "**"
)

// members are the states of the European Union.
const members = " AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "

// InUnion tells whether the country is one of the Union's.
func InUnion(country string) bool {
	return len(country) == 2 && strings.Contains(members, " "+country+" ")
}

var all = sync.OnceValues(func() ([]Profile, error) { return read(file) })

// For is the profile of a country: its own, or the Union's, or the one of elsewhere.
func For(country string) (Profile, error) {
	list, err := all()
	if err != nil {
		return Profile{}, err
	}
	keys := []string{country, Elsewhere}
	if InUnion(country) {
		keys = []string{country, Union}
	}
	for _, key := range keys {
		if i := slices.IndexFunc(list, func(p Profile) bool { return p.Country == key }); i >= 0 {
			return list[i], nil
		}
	}
	return Profile{}, fault.NotFound()
}

// All are the profiles there are, by name.
func All() ([]Profile, error) { return all() }

// Due is how often an employer of so many people reports; ok is false where none is
// asked for.
func (p Profile) Due(people int) (r Report, ok bool) {
	for _, one := range p.Reports {
		if people >= one.From && (!ok || one.From > r.From) {
			r, ok = one, true
		}
	}
	return r, ok
}

// read reads and checks profiles.
func read(text []byte) ([]Profile, error) {
	var list []Profile
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("profiles of countries: %w", err)
	}
	var wrong []error
	seen := map[string]bool{}
	for _, p := range list {
		if err := p.check(); err != nil {
			wrong = append(wrong, fmt.Errorf("profile of %q: %w", p.Country, err))
		}
		if seen[p.Country] {
			wrong = append(wrong, fmt.Errorf("profile of %q: it is there twice", p.Country))
		}
		seen[p.Country] = true
	}
	for _, key := range []string{Union, Elsewhere} {
		if !seen[key] {
			wrong = append(wrong, fmt.Errorf("profile of %q: it is missing", key))
		}
	}
	arrange.By(list, func(a, b Profile) int { return strings.Compare(a.Name, b.Name) })
	return list, errors.Join(wrong...)
}

// leastOfAll is below what no profile may go: Cairn tells no average of fewer.
const leastOfAll = 6

func (p Profile) check() error {
	switch {
	case p.Country != Union && p.Country != Elsewhere && (len(p.Country) != 2 || strings.ToUpper(p.Country) != p.Country):
		return errors.New("a country has two letters")
	case p.Name == "" || p.Law == "" || p.State == "" || p.Small == "":
		return errors.New("name, law, state and small are needed")
	case p.Least < leastOfAll:
		return fmt.Errorf("least is %d or more", leastOfAll)
	case p.Threshold < 1 || p.Threshold > 1000:
		return errors.New("threshold is in tenths of a per cent, from 1 to 1000")
	case p.Answer < 0 || p.Remind && !p.Inform:
		return errors.New("whoever is reminded of a right has it")
	}
	for i, r := range p.Reports {
		if r.From < 1 || r.Every < 1 || r.Words == "" || i > 0 && r.From >= p.Reports[i-1].From {
			return errors.New("reports go from the largest employers to the smallest, each with years and words")
		}
		if _, err := clock.ParseDate(string(r.First)); r.First.IsSet() && err != nil {
			return err
		}
	}
	return nil
}
