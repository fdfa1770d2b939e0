package store

import (
	"testing"
	"time"

	"cairn/internal/aggregate"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/standing"
)

// There is one of each quarter, by its primary key.
func init() {
	wholeAllTheSame = append(wholeAllTheSame, "FROM statistics ORDER BY quarter")
}

func TestStatisticsAreKeptAsTheyWereTold(t *testing.T) {
	onBoth(t, func(s *suite) {
		p := aggregate.Publication{Quarter: "2026-Q4", Day: "2026-09-03", At: s.now, Steps: []aggregate.Name{{ID: "a", Name: "Größe"}},
			Lines: []aggregate.Line{{Group: aggregate.Group{Kind: aggregate.Whole}, Day: "2026-09-03", Cells: []aggregate.Cell{{About: 471599}, {Few: true}}, Promotions: aggregate.Cell{About: 10}}}}
		older := aggregate.Publication{Quarter: "2026-Q3", Day: "2026-06-03", At: s.now}
		s.update(func(tx *Tx) error { s.must(tx.AddStatistics(p)); return tx.AddStatistics(older) })
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddStatistics(older) }); !IsDuplicate(err) {
			s.Errorf("a quarter is told twice: %v", err)
		}
		s.view(func(r *Reader) error {
			list, err := r.Statistics()
			equal(s, "what was told", list, []aggregate.Publication{older, p})
			s.must(err)
			for q, want := range map[aggregate.Quarter]bool{"2026-Q4": true, "2027-Q1": false} {
				kept, err := r.StatisticsIn(q)
				same(s, "kept of "+string(q), kept, want)
				s.must(err)
			}
			s.unreadable(r, `SELECT sealed FROM statistics`, "471599")
			return nil
		})
		s.wantWhole()
	})
}

func TestWhoWasHereAndWhereTheyStood(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Ben")
		noor, mats, ben := people[0].ID, people[1].ID, people[2].ID
		began := s.now
		s.update(func(tx *Tx) error {
			s.must(tx.BeginLines([]org.Line{{Person: noor, Manager: mats}}))
			s.must(tx.HoldDisciplines([]org.DisciplineHeld{{Person: noor, Discipline: "quality"}}))
			for i, who := range []id.Person{noor, noor, mats} {
				s.must(tx.AddStanding(standing.Standing{ID: id.New[id.Standing](), Subject: who, Since: began.Add(time.Duration(i) * time.Hour), Step: framework.StepID([]string{"a", "b", "c"}[i])}))
			}
			return nil
		})
		s.now = s.now.Add(48 * time.Hour)
		s.update(func(tx *Tx) error { return tx.EndLines([]org.Line{{Person: noor, Manager: mats}}) })
		s.view(func(r *Reader) error {
			here, err := r.PeopleAt(began)
			same(s, "people who are here", len(here), 3)
			s.must(err)
			here, err = r.PeopleAt(began.Add(-time.Hour))
			same(s, "people before", len(here), 0)
			s.must(err)
			lines, err := r.LinesAt(began.Add(time.Hour))
			same(s, "the manager then", lines[noor].Manager, mats)
			s.must(err)
			lines, err = r.LinesAt(s.now)
			same(s, "the manager now", lines[noor].Manager, "")
			s.must(err)
			held, err := r.DisciplinesAt(began.Add(time.Hour))
			same(s, "the discipline", held[noor].Discipline, "quality")
			s.must(err)
			all, err := r.EveryStanding()
			same(s, "Steps of the one", len(all[noor]), 2)
			same(s, "Steps of the other", all[mats][0].Step, framework.StepID("c"))
			same(s, "Steps of whoever has none", len(all[ben]), 0)
			return err
		})
	})
}
