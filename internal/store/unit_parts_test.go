package store

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/id"
	"cairn/internal/org"
)

// TestUnitsInPagesAreCountedAsAllAre: what a page tells of a unit is what the whole tells.
func TestUnitsInPagesAreCountedAsAllAre(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Bo", "Cy")
		var units []org.Unit
		var members []org.Membership
		for i := range 5 {
			tribe := org.Unit{ID: id.New[id.Unit](), Kind: org.Tribe, Name: fmt.Sprint("Coast ", i)}
			squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: fmt.Sprint("Boat ", i), Tribe: tribe.ID}
			chapter := org.Unit{ID: id.New[id.Unit](), Kind: org.Chapter, Name: fmt.Sprint("Harbour ", i), Tribe: tribe.ID}
			units = append(units, tribe, squad, chapter)
			members = append(members, org.Membership{Person: people[0].ID, Unit: squad.ID}, org.Membership{Person: people[0].ID, Unit: chapter.ID},
				org.Membership{Person: people[1].ID, Unit: tribe.ID}, org.Membership{Person: people[i%3].ID, Unit: chapter.ID})
			if i%3 == 0 {
				members = members[:len(members)-1]
			}
		}
		units = append(units, org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "Alone"})
		members = append(members, org.Membership{Person: people[2].ID, Unit: units[len(units)-1].ID})
		s.update(func(tx *Tx) error {
			s.must(tx.AddUnits(units))
			return tx.Join(members)
		})
		s.view(func(r *Reader) error {
			counts, err := r.MemberCounts()
			s.must(err)
			first, err := r.UnitsOnTop(org.Tribe, "", 3)
			s.must(err)
			rest, err := r.UnitsOnTop(org.Tribe, first[2].ID, 9)
			s.must(err)
			tribes := append(first, rest...)
			same(s, "tribes", len(tribes), 5)
			got, err := r.CountsOf(tribes)
			s.must(err)
			parts, err := r.PartsOf(tribes)
			s.must(err)
			for i, tribe := range tribes {
				same(s, "the order", tribe.Name, fmt.Sprint("Coast ", i))
				same(s, "who belongs to "+tribe.Name, got[tribe.ID], counts[tribe.ID])
				same(s, "squads", parts[tribe.ID][org.Squad], 1)
			}
			alone, err := r.UnitsOnTop(org.Squad, "", 9)
			s.must(err)
			same(s, "squads of no tribe", len(alone), 1)
			got, err = r.CountsOf(alone)
			same(s, "who belongs to it", got[alone[0].ID], 1)
			more, err2 := r.MoreUnitsThan(15)
			s.must(err2)
			same(s, "more than fifteen", more, true)
			return err
		})
	})
}

// TestUnitsOnTopAreFoundByTheirIndex: without looking at those that belong to a tribe.
func TestUnitsOnTopAreFoundByTheirIndex(t *testing.T) {
	onBoth(t, func(s *suite) {
		if s.db.engine.name() != "sqlite" {
			return // PostgreSQL decides by what is in the table
		}
		s.view(func(r *Reader) error {
			for query, args := range map[string][]any{topUnits: {"squad", "x", 101}, topUnitIDs: {"squad"}} {
				plan, err := found(r, func(row scanner) (line string, err error) {
					var a, b, c int64
					return line, row.Scan(&a, &b, &c, &line)
				}, `EXPLAIN QUERY PLAN `+query, args...)
				s.must(err)
				if got := strings.Join(plan, "\n"); !strings.Contains(got, "units_on_top (kind=?") || strings.Contains(got, "TEMP B-TREE") {
					s.Errorf("%s\nis asked by\n%s", query, got)
				}
			}
			return nil
		})
	})
}
