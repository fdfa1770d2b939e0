package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
)

// orgWorld is a database on SQLite with a clock the test moves.
type orgWorld struct {
	t   *testing.T
	db  *DB
	now clock.Instant
}

func newOrgWorld(t *testing.T) *orgWorld {
	t.Helper()
	master, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "cairn.db"), master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &orgWorld{t: t, db: db, now: clock.At(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))}
}

func (w *orgWorld) update(f func(*Tx) error) {
	w.t.Helper()
	if err := w.db.Update(w.t.Context(), w.now, f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *orgWorld) view(f func(*Reader) error) {
	w.t.Helper()
	if err := w.db.View(w.t.Context(), w.now, f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *orgWorld) add(names ...string) []org.Person {
	w.t.Helper()
	var people []org.Person
	for _, n := range names {
		people = append(people, org.Person{ID: id.New[id.Person](), Name: n, Email: n + "@Example.org", StartDate: "2026-01-15"})
	}
	w.update(func(tx *Tx) error { return tx.AddPeople(people, nil) })
	return people
}

func TestAPersonIsFoundByIDAndByAddressInAnyCase(t *testing.T) {
	w := newOrgWorld(t)
	ada := w.add("Ada")[0]
	w.view(func(r *Reader) error {
		p, err := r.Person(ada.ID)
		if err != nil || p.Name != "Ada" || p.Email != "Ada@Example.org" || p.StartDate.IsSet() {
			t.Errorf("by id: %+v, %v", p, err)
		}
		p, ok, err := r.PersonByEmail(" ada@EXAMPLE.org ")
		if err != nil || !ok || p.ID != ada.ID {
			t.Errorf("by address: %+v, %v, %v", p, ok, err)
		}
		if _, ok, err := r.PersonByEmail("nobody@example.org"); ok || err != nil {
			t.Errorf("an unknown address is there: %v, %v", ok, err)
		}
		if _, err := r.Person(id.New[id.Person]()); !fault.Is(err, fault.Absent) {
			t.Errorf("unknown person: %v", err)
		}
		return nil
	})
}

func TestStartDatesAreSealedAndOpenAgain(t *testing.T) {
	w := newOrgWorld(t)
	people := w.add("Ada", "Bo")
	people[1].StartDate = ""
	w.update(func(tx *Tx) error { return tx.SavePeople(people[1:]) })
	w.view(func(r *Reader) error {
		dates, err := r.StartDates([]id.Person{people[0].ID, people[1].ID})
		if err != nil || dates[people[0].ID] != "2026-01-15" || dates[people[1].ID] != "" {
			t.Errorf("%v, %v", dates, err)
		}
		return nil
	})
	var sealed [2]string
	for i, p := range people {
		if err := w.db.read.QueryRow(`SELECT start_sealed FROM people WHERE id = $1`, p.ID).Scan(&sealed[i]); err != nil {
			t.Fatal(err)
		}
	}
	if len(sealed[0]) != len(sealed[1]) {
		t.Errorf("the length tells whether a date is known: %d and %d", len(sealed[0]), len(sealed[1]))
	}
}

func TestTheDirectoryIsReadInPages(t *testing.T) {
	w := newOrgWorld(t)
	var names []string
	for i := range 23 {
		names = append(names, fmt.Sprintf("Person %02d", 22-i))
	}
	people := w.add(names...)
	w.update(func(tx *Tx) error { return tx.SetLeft(people[0].ID, w.now) })
	var got []string
	var after id.Person
	for more := true; more; {
		w.view(func(r *Reader) error {
			page, err := r.People(PeopleFilter{After: after, Limit: 10})
			if err != nil || page.Total != 22 {
				t.Fatalf("total %d, %v", page.Total, err)
			}
			for _, p := range page.People {
				got = append(got, p.Name)
			}
			after, more = page.People[len(page.People)-1].ID, page.More
			return nil
		})
	}
	want := slices.Sorted(slices.Values(names[1:]))
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestTheDirectoryIsNarrowed(t *testing.T) {
	w := newOrgWorld(t)
	people := w.add("Åsa Öberg", "Asa Berg", "Straße Weiß", "O'Neil_50% Ann")
	tribe := org.Unit{ID: id.New[id.Unit](), Kind: org.Tribe, Name: "Money"}
	squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "Pay", Tribe: tribe.ID}
	w.update(func(tx *Tx) error {
		if err := tx.AddUnits([]org.Unit{squad, tribe}); err != nil {
			return err
		}
		if err := tx.HoldDisciplines([]org.DisciplineHeld{{Person: people[2].ID, Discipline: "testing"}}); err != nil {
			return err
		}
		return tx.Join([]org.Membership{{Person: people[1].ID, Unit: squad.ID}, {Person: people[2].ID, Unit: tribe.ID}})
	})
	for _, c := range []struct {
		filter PeopleFilter
		want   []string
	}{
		{PeopleFilter{Words: "ÖBERG"}, []string{"Åsa Öberg"}},
		{PeopleFilter{Words: "berg  ASA"}, []string{"Asa Berg", "Åsa Öberg"}},
		{PeopleFilter{Words: "strasse WEISS"}, []string{"Straße Weiß"}},
		{PeopleFilter{Words: "%"}, []string{"O'Neil_50% Ann"}},
		{PeopleFilter{Words: "_"}, []string{"O'Neil_50% Ann"}},
		{PeopleFilter{Words: "' OR 1=1 --"}, nil},
		{PeopleFilter{Words: "a s a berg"}, []string{"Asa Berg", "Åsa Öberg"}},
		{PeopleFilter{Words: "one two three four five"}, nil},
		{PeopleFilter{Unit: squad.ID}, []string{"Asa Berg"}},
		{PeopleFilter{Unit: tribe.ID}, []string{"Asa Berg", "Straße Weiß"}},
		{PeopleFilter{Discipline: "testing"}, []string{"Straße Weiß"}},
		{PeopleFilter{Discipline: "testing", Unit: squad.ID}, nil},
		{PeopleFilter{After: "nobody", Unit: squad.ID}, []string{"Asa Berg"}},
	} {
		c.filter.Limit = 10
		w.view(func(r *Reader) error {
			page, err := r.People(c.filter)
			var got []string
			for _, p := range page.People {
				got = append(got, p.Name)
			}
			if err != nil || !slices.Equal(got, c.want) || page.Total != len(c.want) {
				t.Errorf("%+v: %q of %d, %v", c.filter, got, page.Total, err)
			}
			return nil
		})
	}
}

func TestSpansCloseAndOpen(t *testing.T) {
	w := newOrgWorld(t)
	people := w.add("Ada", "Bo", "Cy")
	ada, bo, cy := people[0].ID, people[1].ID, people[2].ID
	w.update(func(tx *Tx) error { return tx.BeginLines([]org.Line{{Person: ada, Manager: bo, Reason: org.LineSet}}) })
	w.now = w.now.Add(time.Hour)
	w.update(func(tx *Tx) error {
		if err := tx.EndLines([]org.Line{{Person: ada, Manager: bo}}); err != nil {
			return err
		}
		return tx.BeginLines([]org.Line{{Person: ada, Manager: cy, Reason: org.LineChapter}})
	})
	// Back and forth within one instant leaves no empty stretch behind.
	w.update(func(tx *Tx) error {
		if err := tx.EndLines([]org.Line{{Person: ada, Manager: cy}}); err != nil {
			return err
		}
		return tx.BeginLines([]org.Line{{Person: ada, Manager: bo, Reason: org.LineSet}})
	})
	w.view(func(r *Reader) error {
		manager, ok, err := r.ManagerOf(ada)
		if err != nil || !ok || manager != bo {
			t.Errorf("manager %v %v %v", manager, ok, err)
		}
		lines, err := r.LinesOf(ada)
		if err != nil || len(lines) != 2 || lines[1].Until != w.now || !lines[0].Open() {
			t.Errorf("lines %+v, %v", lines, err)
		}
		reports, err := r.ReportsOf(cy)
		if err != nil || len(reports) != 0 {
			t.Errorf("the former manager still has %v, %v", reports, err)
		}
		return nil
	})
}

func TestTheChartIsThatOfTheInstant(t *testing.T) {
	w := newOrgWorld(t)
	people := w.add("Ada", "Bo")
	ada, bo := people[0].ID, people[1].ID
	tribe := org.Unit{ID: id.New[id.Unit](), Kind: org.Tribe, Name: "Money"}
	first := org.Unit{ID: id.New[id.Unit](), Kind: org.Chapter, Name: "Web", Tribe: tribe.ID}
	second := org.Unit{ID: id.New[id.Unit](), Kind: org.Chapter, Name: "Apps", Tribe: tribe.ID}
	before := w.now
	w.update(func(tx *Tx) error {
		if err := tx.AddUnits([]org.Unit{first, second, tribe}); err != nil {
			return err
		}
		if err := tx.Join([]org.Membership{{Person: ada, Unit: second.ID, Span: org.Span{Since: w.now - 5}}, {Person: ada, Unit: first.ID}}); err != nil {
			return err
		}
		if err := tx.GrantOffice(bo, org.CTO); err != nil {
			return err
		}
		return tx.BeginLeads([]org.Lead{{Unit: first.ID, Person: bo}})
	})
	w.now = w.now.Add(time.Hour)
	w.update(func(tx *Tx) error {
		if err := tx.EndLeads([]org.Lead{{Unit: first.ID, Person: bo}}); err != nil {
			return err
		}
		if err := tx.EndOffice(bo, org.CTO); err != nil {
			return err
		}
		return tx.SetManagers([]org.SetManager{{Person: ada, Manager: bo}})
	})
	w.view(func(r *Reader) error {
		then, err := r.Chart(before)
		if err != nil || then.CTO != bo || then.LeadOf[first.ID] != bo || len(then.SetManager) != 0 {
			t.Errorf("then: %+v, %v", then, err)
		}
		now, err := r.Chart(w.now)
		if err != nil || now.CTO != "" || len(now.LeadOf) != 0 || now.SetManager[ada] != bo {
			t.Errorf("now: %+v, %v", now, err)
		}
		if got := now.Member[ada]; !slices.Equal(got, []id.Unit{second.ID, first.ID}) {
			t.Errorf("the oldest membership is not first: %v", got)
		}
		counts, err := r.MemberCounts()
		if err != nil || counts[tribe.ID] != 1 || counts[first.ID] != 1 {
			t.Errorf("counts %v, %v", counts, err)
		}
		return nil
	})
}

func TestManyRowsAreChangedInFewStatements(t *testing.T) {
	w := newOrgWorld(t)
	var names []string
	for i := range 6_001 {
		names = append(names, fmt.Sprintf("Person %04d", i))
	}
	people := w.add(names...)
	var ids []id.Person
	var held []org.DisciplineHeld
	for i := range people {
		people[i].Title = "Title " + people[i].Name
		ids = append(ids, people[i].ID)
		held = append(held, org.DisciplineHeld{Person: people[i].ID, Discipline: "coaching"})
	}
	w.update(func(tx *Tx) error {
		if err := tx.HoldDisciplines(held); err != nil {
			return err
		}
		return tx.SavePeople(people)
	})
	w.now++
	w.update(func(tx *Tx) error { return tx.PutDownDisciplines(held[1:]) })
	w.view(func(r *Reader) error {
		found, err := r.PeopleByID(ids)
		if err != nil || len(found) != len(people) || found[ids[6000]].Title != "Title Person 6000" {
			t.Errorf("%d people, %v", len(found), err)
		}
		still, err := r.Disciplines(ids)
		if err != nil || len(still) != 1 || still[ids[0]].Discipline != "coaching" {
			t.Errorf("%d disciplines, %v", len(still), err)
		}
		return nil
	})
}
