package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
)

// full lets the file of the database grow no more.
func full(t *testing.T, db *DB, is bool) {
	t.Helper()
	pages := "PRAGMA max_page_count = 1000000"
	if is {
		pages = "PRAGMA max_page_count = 1" // as many as there are
	}
	if _, err := db.write.ExecContext(t.Context(), pages); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskIsToldAndIsOverByItself(t *testing.T) {
	t.Parallel()
	s := newSuite(t, "sqlite")
	var told []Trouble
	s.db.OnTrouble(func(kind Trouble, _ error) { told = append(told, kind) })
	write := func() error {
		return s.db.Update(t.Context(), s.now, func(tx *Tx) error {
			for range 400 { // more than free pages hold
				if err := tx.Record(audit.Entry{Act: audit.Read, Item: strings.Repeat("x", 400)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	full(t, s.db, true)
	err := write()
	message, _ := fault.Safe(err)
	if fault.KindOf(err) != fault.NoRoom || !strings.Contains(message, "not saved") {
		t.Errorf("%v is told as %q", err, message)
	}
	if kind, cause := s.db.Trouble(); kind != NoRoom || cause == nil {
		t.Error(kind, cause)
	}
	if err := s.db.Ready(t.Context()); err != nil { // what is read is read
		t.Error(err)
	}
	full(t, s.db, false)
	if err := s.db.Probe(t.Context()); err != nil {
		t.Error(err)
	}
	if kind, _ := s.db.Trouble(); kind != NoTrouble {
		t.Error(kind)
	}
	if err := write(); err != nil {
		t.Error(err)
	}
	if len(told) != 2 || told[0] != NoRoom || told[1] != NoTrouble {
		t.Errorf("told of %v", told)
	}
}

// TestAConnectionThatTheDiskFailedIsLetGo: no transaction follows on it.
func TestAConnectionThatTheDiskFailedIsLetGo(t *testing.T) {
	t.Parallel()
	s := newSuite(t, "sqlite")
	conn, err := s.db.write.Conn(t.Context())
	s.must(err)
	var first *rememberingConn
	s.must(conn.Raw(func(c any) error { first = c.(*rememberingConn); return nil }))
	first.shaken = true
	s.must(conn.Close())
	conn, err = s.db.write.Conn(t.Context())
	s.must(err)
	defer conn.Close()
	s.must(conn.Raw(func(c any) error {
		if c == any(first) {
			return errors.New("the same connection goes on")
		}
		return nil
	}))
}

func TestAClockSetBackIsALine(t *testing.T) {
	onBoth(t, func(s *suite) {
		lines := func() (n int) {
			s.must(s.db.View(s.Context(), s.now, func(r *Reader) error {
				list, err := all(r, scanEntry, `SELECT id, at, actor, via, hat, act, item, subject, object FROM audit_entries WHERE act = 'clock.set-back'`)
				n = len(list)
				return err
			}))
			return n
		}
		act := func(at clock.Instant) {
			s.must(s.db.Update(s.Context(), at, func(tx *Tx) error { return tx.Record(audit.Entry{Act: audit.Initialised}) }))
		}
		act(s.now)
		for _, c := range []struct {
			by   time.Duration
			want int
		}{{-time.Second, 0}, {-4 * time.Minute, 0}, {-time.Hour, 1}, {-time.Hour, 1}, {-24 * time.Hour, 2}, {365 * 24 * time.Hour, 2}, {0, 3}} {
			act(s.now.Add(c.by))
			if got := lines(); got != c.want {
				s.Errorf("after %v there are %d lines, want %d", c.by, got, c.want)
			}
		}
		v, err := s.db.Verify(s.Context(), nil, nil)
		if err != nil || len(v.Discrepancies) > 0 {
			s.Errorf("%+v, %v", v.Discrepancies, err)
		}
	})
}

func TestADatabaseIsLookedOver(t *testing.T) {
	t.Parallel()
	s := newSuite(t, "sqlite")
	for range 3 {
		s.must(s.db.Update(t.Context(), s.now, func(tx *Tx) error { return tx.Record(audit.Entry{Act: audit.Initialised}) }))
	}
	if found, err := s.db.LookOver(t.Context()); err != nil || len(found.File)+len(found.Links) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
	for _, change := range []string{"DROP TRIGGER audit_links_stay", "UPDATE audit_links SET at = at + 1 WHERE position = 2"} {
		if _, err := s.db.write.ExecContext(t.Context(), change); err != nil && !strings.HasPrefix(change, "DROP") {
			t.Fatal(err)
		}
	}
	if found, err := s.db.LookOver(t.Context()); err != nil || len(found.Links) == 0 {
		t.Errorf("a changed link is not seen: %+v, %v", found, err)
	}
}
