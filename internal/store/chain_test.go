package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/fault"
)

func (s *suite) verified() []Discrepancy {
	s.Helper()
	v, err := s.db.Verify(s.Context(), nil, nil)
	s.must(err)
	return v.Discrepancies
}

func (s *suite) wantWhole() {
	s.Helper()
	if found := s.verified(); len(found) > 0 {
		s.Errorf("not whole: %v", found)
	}
}

// TestAnOlderDatabaseBeginsItsChain: what was there before is taken into the first
// link, and found when it is changed later; marks made before still hold.
func TestAnOlderDatabaseBeginsItsChain(t *testing.T) {
	onBothEmpty(t, func(s *suite) {
		p, err := s.db.provider()
		s.must(err)
		_, err = p.UpTo(s.Context(), chainSchema-1)
		s.must(err)
		_, wrapped, err := testMaster(s.T).NewKey("ada")
		s.must(err)
		s.must(s.raw(`INSERT INTO people (id, name, name_folded, email, email_folded, zone, title, start_sealed, added_at, left_at)
			VALUES ('ada', 'Ada', 'ada', 'a@example.org', 'a@example.org', '', '', 'old', 1, 0)`))
		s.must(s.raw(`INSERT INTO person_keys (person, wrapped) VALUES ('ada', $1)`, wrapped))
		for _, id := range []string{"c", "a", "b"} {
			s.must(s.raw(`INSERT INTO audit_entries (id, at, actor, via, hat, act, item, subject, object) VALUES ($1, 7, '', '', '', 'read', '', 'ada', '')`, id))
		}
		before := testMaster(s.T).Mark("disclosure reader", []byte("ada"))
		s.must(s.db.Migrate(s.Context()))
		same(s, "a mark from before", s.db.marks.Load().Mark("disclosure reader", []byte("ada")), before)
		s.wantWhole()
		s.update(func(tx *Tx) error { return tx.Record(audit.Entry{Act: audit.Read}) })
		s.wantWhole()
		v, err := s.db.Verify(s.Context(), nil, nil)
		s.must(err)
		same(s, "lines", v.Lines, 4)
		s.unguarded(`UPDATE audit_entries SET act = 'seen' WHERE id = 'b'`)
		if found := s.verified(); len(found) != 1 || found[0].Name != "link 0" {
			s.Errorf("a line from before the chain was changed: %v", found)
		}
	})
}

// unguarded runs a change as somebody does who takes the triggers away first.
func (s *suite) unguarded(query string, args ...any) {
	s.Helper()
	conn, err := s.db.write.Conn(s.Context())
	s.must(err)
	defer conn.Close()
	ctx := context.Background()
	if s.db.Engine() == "postgres" {
		_, err := conn.ExecContext(ctx, "SET session_replication_role = replica")
		s.must(err)
		defer func() { _, _ = conn.ExecContext(ctx, "SET session_replication_role = DEFAULT") }()
	} else {
		rows, err := conn.QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
		s.must(err)
		var names []string
		for rows.Next() {
			var name string
			s.must(rows.Scan(&name))
			names = append(names, name)
		}
		s.must(rows.Close())
		for _, name := range names {
			_, err := conn.ExecContext(ctx, "DROP TRIGGER "+name)
			s.must(err)
		}
	}
	_, err = conn.ExecContext(ctx, query, args...)
	s.must(err)
}

// TestATableThatComesLaterIsWatched, with the rows it has already, and without a
// word in the program that names it.
func TestATableThatComesLaterIsWatched(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.must(s.raw(`CREATE TABLE wishes (who TEXT NOT NULL, n TEXT NOT NULL, open BOOLEAN NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (n, who))`))
		s.must(s.raw(`INSERT INTO wishes (who, n, open, sealed) VALUES ('ada', '1', TRUE, 'old')`))
		s.must(s.db.Migrate(s.Context()))
		s.wantWhole()
		s.update(func(tx *Tx) error {
			return tx.exec(`INSERT INTO wishes (who, n, open, sealed) VALUES ('ada', '2', FALSE, 'new'), ('ben', '2', FALSE, 'new')`)
		})
		s.update(func(tx *Tx) error { return tx.exec(`UPDATE wishes SET open = TRUE`) })
		s.update(func(tx *Tx) error { return tx.exec(`UPDATE wishes SET n = '3' WHERE n = '1'`) })
		s.update(func(tx *Tx) error { return tx.exec(`DELETE FROM wishes WHERE who = 'ben'`) })
		s.wantWhole()
		s.must(s.raw(`ALTER TABLE wishes ADD COLUMN why TEXT NOT NULL DEFAULT ''`))
		s.wantWhole()
		s.unguarded(`UPDATE wishes SET open = FALSE WHERE n = '3'`)
		if found := s.verified(); len(found) != 1 || found[0].Name != "wishes/3/ada" {
			s.Errorf("found %v", found)
		}
	})
}

// TestARowThatAMigrationChangesIsTakenIn, and one that somebody else changed is not.
func TestARowThatAMigrationChangesIsTakenIn(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Ben")
		s.must(s.raw(`UPDATE people SET title = 'Queen' WHERE id = $1`, people[1].ID))
		before, err := s.db.touchedBefore(s.Context(), ProgramSchema())
		s.must(err)
		s.must(s.raw(`UPDATE people SET zone = 'Europe/Oslo' WHERE id = $1`, people[0].ID)) // as a migration would
		s.must(s.db.chain(s.Context(), true, before))
		if found := s.verified(); len(found) != 1 || found[0].Name != "people/"+string(people[1].ID) {
			s.Errorf("found %v", found)
		}
	})
}

// TestTheChainHasOneEnd however many write at once, as replicas do.
func TestTheChainHasOneEnd(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0].ID
		dbs := []*DB{s.db, s.open(testMaster(s.T)), s.open(testMaster(s.T))}
		links := s.number(`SELECT position FROM audit_head`)
		for _, err := range atOnce(24, func(i int) error {
			return dbs[i%len(dbs)].Update(s.Context(), s.now, func(tx *Tx) error {
				return errors.Join(tx.SetZone(ada, "Europe/Oslo"), tx.Record(audit.Entry{Act: audit.ZoneChanged, Subject: ada}))
			})
		}) {
			s.must(err)
		}
		same(s, "links", s.number(`SELECT position FROM audit_head`), links+24)
		s.wantWhole()
	})
}

// TestNothingIsPutIntoTheChainButAtItsEnd holds the triggers.
func TestNothingIsPutIntoTheChainButAtItsEnd(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.people("Ada")
		s.update(func(tx *Tx) error { return tx.Record(audit.Entry{Act: audit.Read}) })
		entry := `INSERT INTO audit_entries (id, at, actor, via, hat, act, item, subject, object, link, place) VALUES ('x', 1, '', '', '', 'read', '', '', '', `
		changes := []string{
			entry + `0, 0)`, entry + `1, 99)`, `INSERT INTO audit_links (position, at, lines, states, mac) VALUES (99, 1, 0, '', '')`,
			`UPDATE audit_links SET mac = ''`, `DELETE FROM audit_links`, `DELETE FROM audit_head`,
			`UPDATE audit_head SET position = position - 1`, `UPDATE audit_head SET seal = ''`,
		}
		if s.db.Engine() == "postgres" {
			changes = append(changes, `TRUNCATE audit_links`, `TRUNCATE audit_head`)
		}
		for _, change := range changes {
			if s.raw(change) == nil {
				s.Errorf("%s was let through", change)
			}
		}
		s.wantWhole()
	})
}

// TestAChangedEndClosesCairn to whatever would be written, and not to reading.
func TestAChangedEndClosesCairn(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.people("Ada")
		s.unguarded(`UPDATE audit_head SET seal = 'x'`)
		err := s.db.Update(s.Context(), s.now, func(*Tx) error { return nil })
		if message, _ := fault.Safe(err); !fault.Is(err, fault.Unavailable) || !strings.Contains(message, "cairn audit verify") {
			s.Errorf("written on: %v", err)
		}
		s.view(func(r *Reader) error { _, err := r.Everybody(); return err })
	})
}

type memory struct {
	lines []string
	fail  error
}

func (m *memory) Keep(line []byte) error {
	m.lines = append(m.lines, string(line))
	return m.fail
}

// TestTheWitnessIsToldOfEveryLink before it is kept: a witness that fails keeps it out.
func TestTheWitnessIsToldOfEveryLink(t *testing.T) {
	onBoth(t, func(s *suite) {
		m := &memory{}
		s.db.CopyTo(m)
		ada := s.people("Ada")[0].ID
		s.update(func(tx *Tx) error {
			return tx.RecordAll([]audit.Entry{{Act: audit.Read, Subject: ada}, {Act: audit.Read}})
		})
		same(s, "links told", len(m.lines), 2)
		if !strings.Contains(m.lines[1], `"act":"read"`) || !strings.Contains(m.lines[1], string(ada)) {
			s.Errorf("told %s", m.lines[1])
		}
		m.fail = errors.New("full")
		err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.Record(audit.Entry{Act: audit.Read}) })
		if !fault.Is(err, fault.Unavailable) {
			s.Errorf("kept without the copy: %v", err)
		}
		same(s, "lines", s.number(`SELECT count(*) FROM audit_entries WHERE act = 'read'`), 2)
		s.update(func(tx *Tx) error { return nil }) // what writes nothing tells nothing
		m.fail = nil
		if slices.ContainsFunc(m.lines[:2], func(l string) bool { return strings.Contains(l, `"void"`) }) {
			s.Error("a link that was kept is taken back")
		}
		s.wantWhole()
	})
}

func init() {
	wholeAllTheSame = append(wholeAllTheSame, "FROM audit_links WHERE position > $1 ORDER BY position LIMIT", "AND link <= $2 ORDER BY link, place",
		"WHERE tab = $1 AND row_key > $2 ORDER BY row_key LIMIT", "SELECT DISTINCT tab FROM private_rows ORDER BY tab", "FROM private_states ORDER BY tab")
}
