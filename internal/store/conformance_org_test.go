package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

func TestAPersonIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		for i, text := range texts() {
			name := string([]rune(text)[:min(200, len([]rune(text)))])
			p := org.Person{ID: id.New[id.Person](), Name: name, Email: string(id.New[id.Entry]()) + "@Exämple.org", Title: text, Zone: text}
			p.LeftAt = instants()[i]
			if i%2 == 0 {
				p.StartDate = "2024-02-29"
			}
			s.update(func(tx *Tx) error { return tx.AddPeople([]org.Person{p}, nil) })
			s.wantPerson(p)
			p.Name, p.Zone, p.Title, p.StartDate = "New "+name, "Europe/Oslo", "", "1970-01-01"
			s.update(func(tx *Tx) error {
				if err := tx.SavePeople([]org.Person{p}); err != nil {
					return err
				}
				return tx.SetLeft(p.ID, 0)
			})
			p.LeftAt = 0
			s.wantPerson(p)
			s.update(func(tx *Tx) error { return tx.SetZone(p.ID, "") })
			p.Zone = ""
			s.wantPerson(p)
		}
	})
}

func (s *suite) wantPerson(p org.Person) {
	s.Helper()
	s.view(func(r *Reader) error {
		dates, err := r.StartDates([]id.Person{p.ID})
		s.must(err)
		for _, load := range []func() (org.Person, error){
			func() (org.Person, error) { return r.Person(p.ID) },
			func() (found org.Person, err error) { found, _, err = r.PersonByEmail(p.Email); return found, err },
			func() (org.Person, error) { found, err := r.PeopleByID([]id.Person{p.ID}); return found[p.ID], err },
			func() (org.Person, error) { c, err := r.Chart(s.now); return c.People[p.ID], err },
		} {
			got, err := load()
			got.StartDate = dates[p.ID]
			same(s, "person", got, p)
			s.must(err)
		}
		return nil
	})
}

func TestAUnitIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		tribe := org.Unit{ID: id.New[id.Unit](), Kind: org.Tribe, Name: "Money €"}
		units := []org.Unit{{ID: id.New[id.Unit](), Kind: org.Guild, Name: "money €"}}
		for _, k := range []org.UnitKind{org.Squad, org.Chapter} {
			units = append(units, org.Unit{ID: id.New[id.Unit](), Kind: k, Name: "", Tribe: tribe.ID})
		}
		s.update(func(tx *Tx) error { return tx.AddUnits(append(slices.Clone(units), tribe)) })
		want := func(u org.Unit) {
			s.view(func(r *Reader) error {
				got, err := r.Unit(u.ID)
				same(s, "unit", got, u)
				return err
			})
		}
		for _, u := range append(units, tribe) {
			want(u)
		}
		units[1].Tribe, units[2].Name = "", "Wëb"
		s.update(func(tx *Tx) error { return tx.SaveUnits(units[1:]) })
		want(units[1])
		want(units[2])
		s.update(func(tx *Tx) error { return tx.SaveUnits([]org.Unit{{ID: units[2].ID, Name: "Wëb"}}) }) // nothing but NULL
		units[2].Tribe = ""
		want(units[2])
	})
}

// Each dated fact is begun at an instant given, begun now, and ended.
func TestDatedFactsAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Bo")
		ada, bo := people[0].ID, people[1].ID
		unit := org.Unit{ID: id.New[id.Unit](), Kind: org.Guild, Name: "Craft"}
		s.update(func(tx *Tx) error { return tx.AddUnits([]org.Unit{unit}) })
		past := org.Span{Since: clock.Date("1999-12-31").Start() + 1}
		member := org.Membership{Person: ada, Unit: unit.ID, Span: past}
		lead := org.Lead{Unit: unit.ID, Person: bo, Span: past}
		held := org.DisciplineHeld{Person: ada, Discipline: "user research & “UX”", Span: past}
		roles := []org.RoleTaken{{Person: ada, Role: "Tester", Catalogue: true, Span: past}, {Person: ada, Role: "", Span: past}}
		line := org.Line{Person: ada, Manager: bo, Reason: org.LineTribe, Span: past}
		set := org.SetManager{Person: ada, Manager: bo}
		s.update(func(tx *Tx) error {
			for _, err := range []error{
				tx.Join([]org.Membership{member}), tx.BeginLeads([]org.Lead{lead}), tx.HoldDisciplines([]org.DisciplineHeld{held}),
				tx.TakeRoles(roles), tx.BeginLines([]org.Line{line}), tx.SetManagers([]org.SetManager{set}),
				tx.GrantOffice(bo, org.CTO), tx.GrantOffice(bo, org.Operator), tx.GrantOffice(ada, org.Operator),
			} {
				s.must(err)
			}
			return nil
		})
		s.view(func(r *Reader) error {
			members, err := r.Memberships([]id.Person{ada, bo})
			s.must(err)
			equal(s, "memberships", members, map[id.Person][]org.Membership{ada: {member}})
			leads, err := r.Leads()
			s.must(err)
			equal(s, "leads", leads, map[id.Unit]id.Person{unit.ID: bo})
			disciplines, err := r.DisciplinesOf(ada)
			s.must(err)
			equal(s, "disciplines", disciplines, []org.DisciplineHeld{held})
			discipline, err := r.DisciplineOf(bo)
			s.must(err)
			same(s, "no discipline", discipline, "")
			taken, err := r.Roles([]id.Person{ada})
			s.must(err)
			equal(s, "roles", taken, map[id.Person][]org.RoleTaken{ada: {roles[1], roles[0]}})
			lines, err := r.OpenLines()
			s.must(err)
			equal(s, "lines", lines, map[id.Person]org.Line{ada: line})
			named, err := r.ManagersSet()
			s.must(err)
			equal(s, "managers set", named, map[id.Person]id.Person{ada: bo})
			offices, err := r.OfficesOf(bo)
			s.must(err)
			equal(s, "offices", offices, []org.Office{org.CTO, org.Operator})
			holders, err := r.HoldersOf(org.Operator)
			s.must(err)
			equal(s, "holders", holders, slices.Sorted(slices.Values([]id.Person{ada, bo})))
			return nil
		})
		s.endFacts(member, lead, held, roles, line, set)
	})
}

func (s *suite) endFacts(member org.Membership, lead org.Lead, held org.DisciplineHeld, roles []org.RoleTaken, line org.Line, set org.SetManager) {
	ada, bo := line.Person, line.Manager
	s.now = s.now.Add(time.Hour)
	s.update(func(tx *Tx) error {
		for _, err := range []error{
			tx.Part([]org.Membership{member}), tx.EndLeads([]org.Lead{lead}), tx.PutDownDisciplines([]org.DisciplineHeld{held}),
			tx.PutDownRoles(roles[1:]), tx.EndLines([]org.Line{line}), tx.UnsetManagers([]org.SetManager{set}),
			tx.EndOffice(bo, org.CTO), tx.EndOffice(bo, org.CompensationPartner), // which nobody held
		} {
			s.must(err)
		}
		return nil
	})
	s.view(func(r *Reader) error {
		held.Until, line.Until = s.now, s.now
		disciplines, err := r.DisciplinesOf(ada)
		s.must(err)
		equal(s, "disciplines after", disciplines, []org.DisciplineHeld{held})
		lines, err := r.LinesOf(ada)
		s.must(err)
		equal(s, "lines after", lines, []org.Line{line})
		taken, err := r.Roles([]id.Person{ada})
		s.must(err)
		equal(s, "roles after", taken, map[id.Person][]org.RoleTaken{ada: roles[:1]})
		offices, err := r.OfficesOf(bo)
		s.must(err)
		equal(s, "offices after", offices, []org.Office{org.Operator})
		c, err := r.Chart(s.now)
		s.must(err)
		if len(c.Member)+len(c.LeadOf)+len(c.SetManager) > 0 || c.CTO != "" {
			s.Errorf("the chart still holds %+v", c)
		}
		then, err := r.Chart(s.now - 1)
		if len(then.Member) != 1 || then.LeadOf[member.Unit] != bo || then.SetManager[ada] != bo || then.CTO != bo {
			s.Errorf("the chart before held %+v", then)
		}
		return err
	})
}

// One engine would keep these bytes, the other fail.
func TestWhatIsNoTextIsRefusedByBothEngines(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0]
		for _, words := range []string{"\x00", "Ada\x00", "\xff", "a\xc3"} {
			filters := []PeopleFilter{{Words: "Ada\x00"}, {Discipline: words}, {Unit: id.Unit(words)}, {After: id.Person(words)}}
			for i, f := range filters {
				err := s.db.View(s.Context(), s.now, func(r *Reader) error { _, err := r.People(f); return err })
				if !fault.Is(err, fault.Invalid) {
					s.Errorf("%q, filter %d: %v", words, i, err)
				}
			}
			for what, f := range map[string]func(*Tx) error{
				"a zone":   func(tx *Tx) error { return tx.SetZone(ada.ID, words) },
				"a person": func(tx *Tx) error { return tx.AddPeople([]org.Person{{ID: "p", Title: words}}, nil) },
				"a hash":   func(tx *Tx) error { return tx.SavePassword(ada.ID, words) },
			} {
				if err := s.try(f); !fault.Is(err, fault.Invalid) {
					s.Errorf("%q as %s: %v", words, what, err)
				}
			}
		}
	})
}

// TestWhoLeadsSomething: a lead does until another one follows, and members do not.
func TestWhoLeadsSomething(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Bo")
		squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "Otter"}
		leads := func() (list []bool) {
			s.view(func(r *Reader) error {
				for _, p := range people {
					some, err := r.LeadsSomething(p.ID)
					s.must(err)
					list = append(list, some)
				}
				return nil
			})
			return list
		}
		s.update(func(tx *Tx) error {
			s.must(tx.AddUnits([]org.Unit{squad}))
			return tx.Join([]org.Membership{{Person: people[1].ID, Unit: squad.ID}})
		})
		same(s, "at first", fmt.Sprint(leads()), "[false false]")
		s.update(func(tx *Tx) error { return tx.BeginLeads([]org.Lead{{Unit: squad.ID, Person: people[0].ID}}) })
		same(s, "with a lead", fmt.Sprint(leads()), "[true false]")
		s.now = s.now.Add(time.Hour)
		s.update(func(tx *Tx) error { return tx.EndLeads([]org.Lead{{Unit: squad.ID, Person: people[0].ID}}) })
		same(s, "after it", fmt.Sprint(leads()), "[false false]")
	})
}
