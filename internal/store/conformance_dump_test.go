package store

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/backup"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/testkit/postgres"
)

type dumped struct {
	key  backup.Key
	file []byte
}

func (s *suite) dump() dumped {
	s.Helper()
	key, err := backup.NewKey()
	s.must(err)
	var file bytes.Buffer
	sealer, err := backup.Seal(&file, key.Lock())
	s.must(err)
	_, v, err := s.db.Dump(s.Context(), s.now, "test", sealer, nil)
	s.must(err)
	if len(v.Discrepancies) > 0 || v.Rows == 0 {
		s.Fatalf("what was backed up: %+v", v)
	}
	return dumped{key, file.Bytes()}
}

func (d dumped) reader(s *suite) *backup.Reader {
	s.Helper()
	plain, err := backup.Unseal(bytes.NewReader(d.file), d.key)
	s.must(err)
	r, err := backup.NewReader(plain)
	s.must(err)
	return r
}

// fresh is an empty database of the same engine.
func (s *suite) fresh(master *seal.Master) *DB {
	s.Helper()
	address := filepath.Join(s.TempDir(), "empty.db")
	if s.db.Engine() == "postgres" {
		address = postgres.URL(s.T)
	}
	db, err := Open(s.Context(), address, master)
	s.must(err)
	s.Cleanup(func() { _ = db.Close() })
	return db
}

func (s *suite) everything(db *DB) (texts []string) {
	s.Helper()
	s.must(db.View(s.Context(), 0, func(r *Reader) error {
		tables, err := r.allTables()
		if err != nil {
			return err
		}
		for _, t := range tables {
			p := privateTable{name: t.name, columns: t.columns}
			rows, err := found(r, p.scan, p.selection())
			if err != nil {
				return err
			}
			for _, row := range rows {
				line := t.name
				for _, v := range row.values {
					line += "|" + v.String
				}
				texts = append(texts, line)
			}
		}
		return nil
	}))
	return texts
}

func TestABackupHoldsEverythingAndIsPutBackAsItWas(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada, ben := id.New[id.Person](), id.New[id.Person]()
		s.update(func(tx *Tx) error {
			if err := tx.Record(audit.Entry{Act: audit.Initialised}); err != nil {
				return err
			}
			return tx.AddPeople([]org.Person{{ID: ada, Name: "Wombat Ada", Email: "ada@example.org", StartDate: "2019-03-04"}, {ID: ben, Name: "Ben", Email: "ben@example.org"}}, nil)
		})
		d := s.dump()
		if bytes.Contains(d.file, []byte("Wombat")) || bytes.Contains(d.file, []byte("example.org")) {
			s.Error("a name stands in the backup in clear")
		}
		other := s.fresh(testMaster(s.T))
		s.must(other.Load(s.Context(), d.reader(s), nil))
		s.must(other.Migrate(s.Context()))
		a, b := s.everything(s.db), s.everything(other)
		if strings.Join(a, "\n") != strings.Join(b, "\n") {
			s.Errorf("%d rows became %d, or others", len(a), len(b))
		}
		v, err := other.Verify(s.Context(), nil, nil)
		s.must(err)
		if len(v.Discrepancies) > 0 {
			s.Errorf("not as it was: %+v", v.Discrepancies)
		}
		if wrong, err := other.Integrity(s.Context()); err != nil || len(wrong) > 0 {
			s.Errorf("the file: %v %v", wrong, err)
		}
		s.must(other.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SetLeft(ben, s.now) }))
		if err := raw(other, "DELETE FROM audit_entries"); err == nil {
			s.Error("the journal of what was put back is not append-only")
		}
		if err := other.Load(s.Context(), d.reader(s), nil); err == nil || !strings.Contains(err.Error(), "not empty") {
			s.Errorf("put back over something: %v", err)
		}
	})
}

func raw(db *DB, query string) error {
	_, err := db.write.ExecContext(context.Background(), query)
	return err
}

func TestABackupThatIsNotOursIsRefusedWhole(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.update(func(tx *Tx) error {
			return tx.AddPeople([]org.Person{{ID: id.New[id.Person](), Name: "Ada", Email: "ada@example.org"}}, nil)
		})
		d := s.dump()
		master, err := seal.NewMaster()
		s.must(err)
		other := s.fresh(master)
		if err := other.Load(s.Context(), d.reader(s), nil); err == nil || !strings.Contains(err.Error(), testMaster(s.T).ID()) {
			s.Errorf("another master key: %v", err)
		}
		if held, err := other.Holds(s.Context()); err != nil || held {
			s.Errorf("something of it stayed: %v", err)
		}
		forged := d.reader(s)
		for err == nil {
			_, _, err = forged.Next()
		}
		if _, sum := forged.Mark(); s.db.signedBy(testMaster(s.T).ID()+".0000", sum) == nil {
			s.Error("a backup without the mark of the master key is taken")
		}
		h := d.reader(s).Header
		h.Schema += 1000
		if err := other.Fits(h); err == nil || !strings.Contains(err.Error(), "newer Cairn") {
			s.Errorf("of a newer one: %v", err)
		}
		h = d.reader(s).Header
		h.Engine = "other"
		if err := other.Fits(h); err == nil {
			s.Error("of another engine")
		}
		cut := dumped{d.key, d.file[:len(d.file)-40]}
		plain, err := backup.Unseal(bytes.NewReader(cut.file), cut.key)
		s.must(err)
		if r, err := backup.NewReader(plain); err == nil {
			err = s.fresh(testMaster(s.T)).Load(s.Context(), r, nil)
			if !errors.Is(err, backup.ErrDamaged) {
				s.Errorf("cut off: %v", err)
			}
		} else if !errors.Is(err, backup.ErrDamaged) {
			s.Errorf("cut off: %v", err)
		}
	})
}
