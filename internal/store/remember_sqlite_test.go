package store

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"cairn/internal/id"
	"cairn/internal/org"
)

// TestStatementsThatStayPreparedAnswerAnew: one that is asked again while its rows are
// read, by many at once, after a failure and after the schema has changed.
func TestStatementsThatStayPreparedAnswerAnew(t *testing.T) {
	s := newSuite(t, "sqlite")
	people := s.people("Ada", "Ben", "Cleo")
	s.view(func(r *Reader) error {
		rows, err := r.q.QueryContext(r.ctx, personByID, people[0].ID)
		s.must(err)
		defer rows.Close()
		if !rows.Next() {
			s.Fatal("nobody")
		}
		for _, p := range people { // within the reading of the first
			got, err := r.Person(p.ID)
			s.must(err)
			same(s, "within another", got.ID, p.ID)
		}
		first, err := person(rows)
		same(s, "the first", first.ID, people[0].ID)
		return err
	})
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			want := people[i%3]
			s.view(func(r *Reader) error {
				got, err := r.Person(want.ID)
				if err == nil && got.Name != want.Name {
					s.Errorf("asked for %s and got %s", want.Name, got.Name)
				}
				return err
			})
		})
	}
	all.Wait()
	twice := []org.Person{{ID: id.New[id.Person](), Name: "Ada", Email: people[0].Email}}
	for range 3 {
		if err := s.try(func(tx *Tx) error { return tx.AddPeople(twice, nil) }); !IsDuplicate(err) {
			s.Errorf("one address twice: %v", err)
		}
	}
	s.must(s.raw(`ALTER TABLE people ADD COLUMN another TEXT NOT NULL DEFAULT ''`))
	s.view(func(r *Reader) error {
		got, err := r.Everybody()
		same(s, "after a change of the schema", fmt.Sprint(len(got)), "3")
		return err
	})
	ctx, stop := context.WithCancel(s.Context())
	stop()
	if err := s.db.View(ctx, s.now, func(r *Reader) error { _, err := r.Everybody(); return err }); err == nil {
		s.Error("asked for by nobody any more, and answered")
	}
	s.view(func(r *Reader) error {
		got, err := r.Everybody()
		same(s, "after somebody left", len(got), 3)
		return err
	})
}

// TestRestingConnectionsLetGo: whoever asks afterwards is answered, and until then no
// reader is open.
func TestRestingConnectionsLetGo(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Ada")[0]
		s.db.Rest(s.Context())
		if n := s.db.read.Stats().OpenConnections; s.db.Engine() == "sqlite" && n != 0 {
			s.Errorf("%d readers are open", n)
		}
		s.view(func(r *Reader) error {
			got, err := r.Person(who.ID)
			same(s, "afterwards", got.Name, who.Name)
			return err
		})
		s.people("Ben")
	})
}

// TestRoomForAnotherStatement: a connection that keeps as many as it may gives up one
// that is not in use.
func TestRoomForAnotherStatement(t *testing.T) {
	s := newSuite(t, "sqlite")
	s.update(func(tx *Tx) error {
		for i := range remembered + 50 {
			if err := tx.exec(keep(fmt.Sprintf("DELETE FROM people WHERE name = $1 AND left_at = %d", i)), "nobody"); err != nil {
				return err
			}
		}
		return nil
	})
	s.people("Ada")
}
