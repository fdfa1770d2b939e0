package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/internal/id"
	"cairn/internal/org"
)

// oddNames sort differently by language than by bytes.
var oddNames = []string{
	"Åsa", "Asa", "asa", "Zoë", "Zoe", "zoe B", "de Boer", "De Boer", "Deboer", "ab-c", "abc", "abd", "ab c", "a b", "ab", "a_b",
	"Ärla", "Øyvind", "Ola", "øyvind", "Straße", "Strasse", "Łukasz", "Lukas", "İpek", "Ipek", "ipek", "ñandu", "nandu", "O'Neil", "Oneil",
	"O’Neil", "李", "Ли", "10 Ann", "9 Ann", "same", "same", "Same", "é", "e\u0301", "🦊", "aa", "az", "Chr", "Cz", "llama", "lz", "", "~", "A",
}

// byName is the order in which people are shown: org.Compare, then the id.
func byName(people []org.Person) []id.Person {
	sorted := slices.SortedFunc(slices.Values(people), func(a, b org.Person) int {
		return cmp.Or(org.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return idsOf(sorted)
}

func idsOf(people []org.Person) []id.Person {
	ids := make([]id.Person, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return ids
}

func shuffled(names []string) []string {
	names = slices.Clone(names)
	rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

func wantOrder(s *suite, what string, names map[id.Person]string, got, want []id.Person) {
	s.Helper()
	if slices.Equal(got, want) {
		return
	}
	show := func(ids []id.Person) (out []string) {
		for _, p := range ids {
			out = append(out, names[p])
		}
		return out
	}
	s.Errorf("%s:\n got %q\nwant %q", what, show(got), show(want))
}

func TestPeopleAreInTheSameOrderOnBothEngines(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people(shuffled(oddNames)...)
		lead := s.people("the lead")[0]
		unit := org.Unit{ID: id.New[id.Unit](), Kind: org.Guild, Name: "all"}
		names := map[id.Person]string{}
		var members []org.Membership
		var lines []org.Line
		for _, p := range people {
			names[p.ID] = p.Name
			members = append(members, org.Membership{Person: p.ID, Unit: unit.ID})
			lines = append(lines, org.Line{Person: p.ID, Manager: lead.ID, Reason: org.LineSet})
		}
		s.update(func(tx *Tx) error {
			if err := tx.AddUnits([]org.Unit{unit}); err != nil {
				return err
			}
			if err := tx.Join(members); err != nil {
				return err
			}
			return tx.BeginLines(lines)
		})
		want := byName(people)
		for size := 1; size <= len(oddNames); size += 6 {
			wantOrder(s, fmt.Sprintf("pages of %d", size), names, s.pages(PeopleFilter{Unit: unit.ID, Limit: size}), want)
		}
		s.view(func(r *Reader) error {
			found, err := r.MembersOf(unit.ID)
			wantOrder(s, "members", names, idsOf(found), want)
			s.must(err)
			reports, err := r.ReportsOf(lead.ID)
			wantOrder(s, "reports", names, reports, want)
			s.must(err)
			accounts, err := r.Uninvited()
			var uninvited []id.Person
			for _, a := range accounts {
				uninvited = append(uninvited, a.Person)
			}
			wantOrder(s, "uninvited", names, uninvited, byName(append(people, lead)))
			return err
		})
	})
}

// pages reads the directory to its end, one page after another.
func (s *suite) pages(filter PeopleFilter) (all []id.Person) {
	s.Helper()
	for more := true; more && len(all) < 1_000; {
		s.view(func(r *Reader) error {
			page, err := r.People(filter)
			more = page.More
			if more != (len(all)+len(page.People) < page.Total) {
				s.Errorf("after %d of %d more is %v", len(all)+len(page.People), page.Total, more)
			}
			all = append(all, idsOf(page.People)...)
			if len(page.People) > 0 {
				filter.After = page.People[len(page.People)-1].ID
			}
			return err
		})
	}
	return all
}

func TestUnitsAreInTheSameOrderOnBothEngines(t *testing.T) {
	onBoth(t, func(s *suite) {
		folded := map[string]bool{}
		var units []org.Unit
		for _, name := range shuffled(oddNames) {
			if !folded[org.Fold(name)] { // a name is there once for each kind
				units = append(units, org.Unit{ID: id.New[id.Unit](), Kind: org.Guild, Name: name})
			}
			folded[org.Fold(name)] = true
		}
		s.update(func(tx *Tx) error { return tx.AddUnits(units) })
		slices.SortFunc(units, func(a, b org.Unit) int { return org.Compare(a.Name, b.Name) })
		s.view(func(r *Reader) error {
			got, err := r.Units()
			if !slices.Equal(got, units) {
				s.Errorf("got %v\nwant %v", got, units)
			}
			return err
		})
	})
}

// An index over text that is sorted by language is silently wrong after the
// system's language tables change; bytes stay as they are.
func TestEveryTextColumnOfPostgreSQLIsOrderedByBytes(t *testing.T) {
	s := newSuite(t, "postgres")
	rows, err := s.db.read.Query(`SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'character') AND collation_name IS DISTINCT FROM 'C'`)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var column string
		s.must(rows.Scan(&column))
		t.Errorf("%s is ordered by language", column)
	}
	s.must(rows.Err())
	if n := s.number(`SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND collation_name = 'C'`); n < 60 {
		t.Errorf("only %d columns of text were looked at", n)
	}
}

// Candidates are paged by their id alone; ids of the alphabet's both ends.
func TestCandidatesAreReadInPages(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people(oddNames...)
		lead := s.people("lead")[0]
		var lines []org.Line
		for _, p := range people {
			lines = append(lines, org.Line{Person: p.ID, Manager: lead.ID, Reason: org.LineSet})
		}
		s.update(func(tx *Tx) error { return tx.BeginLines(lines) })
		var got []id.Person
		for after, more := id.Person(""), true; more; {
			s.view(func(r *Reader) error {
				list, err := r.FirstCandidates(after, 7)
				for _, c := range list {
					same(s, "manager", c.Manager, lead.ID)
					same(s, "added", c.Added, s.now)
					got, after = append(got, c.Person), c.Person
				}
				more = len(list) == 7 && len(got) < 1_000
				return err
			})
		}
		want := idsOf(people)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			s.Errorf("got %v\nwant %v", got, want)
		}
	})
}
