package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"cairn/internal/backup"
	"cairn/internal/clock"
	"cairn/internal/fault"
)

// A backup holds every row of one instant, as it is: what is sealed stays sealed.
// Tables and columns are read from the schema, so a new one is in it by itself.

var schemaNow = statement(`SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`)

// notOurs are tables that the engine or the migrations keep for themselves.
func notOurs(table string) bool {
	return strings.HasPrefix(table, "sqlite_") || strings.HasPrefix(table, "goose_")
}

// Dump writes all rows as they are at one instant, and looks in the same instant
// whether the journal and the private rows are as Cairn left them. What is not is in
// the verification; the backup is written all the same, for it may be the last one.
func (db *DB) Dump(ctx context.Context, now clock.Instant, version string, to io.WriteCloser, progress func(done, total int64)) (h backup.Header, v Verification, err error) {
	if err := db.loadRoots(ctx); err != nil {
		return h, v, err
	}
	v.Discrepancies = []Discrepancy{}
	err = db.once(ctx, db.read, db.engine.readOptions(), now, func(r *Reader) error {
		tables, err := r.allTables()
		if err != nil {
			return err
		}
		if h, err = r.header(tables); err != nil {
			return err
		}
		h.Version, h.MadeAt = version, int64(now)
		w, err := backup.NewWriter(to, h)
		if err != nil {
			return err
		}
		if err := r.dump(w, tables, h.Total(), progress); err != nil {
			return err
		}
		if err := w.Close(r.signature()); err != nil {
			return err
		}
		return r.verify(&v)
	})
	return h, v, err
}

// signature is made by the master key: whoever has the lock alone can write a file,
// and no backup.
func (r *Reader) signature() func(sum []byte) string {
	return func(sum []byte) string { return r.master.ID() + "." + r.master.Mark("backup", sum) }
}

// signedBy tells whether a master key that is known made the mark.
func (db *DB) signedBy(mark string, sum []byte) error {
	name, made, _ := strings.Cut(mark, ".")
	if !db.master.Knows(name) {
		return fault.New(fault.Unavailable, fmt.Sprintf("The backup was made under the master key %s, and the one that is here is %s. Put that key in its place first: nothing else opens what is in the backup.", name, db.master.ID()))
	}
	if db.master.By(name).Mark("backup", sum) != made {
		return fault.New(fault.Invalid, "The backup was not written by a Cairn that holds the master key. Nothing of it was used.")
	}
	return nil
}

// tableShape is a table and its columns.
type tableShape struct {
	name    string
	columns []string
}

func (r *Reader) allTables() (tables []tableShape, err error) {
	type column struct {
		table, name string
		place       int
	}
	list, err := found(r, func(s scanner) (c column, err error) { return c, s.Scan(&c.table, &c.name, &c.place) }, r.db.engine.columns())
	for _, c := range list {
		if notOurs(c.table) {
			continue
		}
		if len(tables) == 0 || tables[len(tables)-1].name != c.table {
			tables = append(tables, tableShape{name: c.table})
		}
		last := &tables[len(tables)-1]
		last.columns = append(last.columns, c.name)
	}
	return tables, err
}

func (r *Reader) header(tables []tableShape) (h backup.Header, err error) {
	h = backup.Header{Engine: r.db.engine.name(), Rows: map[string]int64{}}
	if h.Schema, err = one(r, count, schemaNow); err != nil {
		return h, err
	}
	var seal string
	var at, touched int64
	if _, err := all(r, func(s scanner) (none struct{}, err error) {
		return none, s.Scan(&h.Position, &seal, &h.MAC, &at, &touched, &h.Schema)
	}, headNow); err != nil {
		return h, err
	}
	for _, t := range tables {
		if h.Rows[t.name], err = one(r, count, "SELECT COUNT(*) FROM "+t.name); err != nil {
			return h, err
		}
	}
	return h, nil
}

func (r *Reader) dump(w *backup.Writer, tables []tableShape, total int64, progress func(done, total int64)) error {
	var done int64
	for _, t := range tables {
		if err := w.Table(t.name, t.columns); err != nil {
			return err
		}
		if err := r.dumpTable(w, t, func() {
			if done++; progress != nil && done%500 == 0 {
				progress(done, total)
			}
		}); err != nil {
			return fmt.Errorf("back up %s: %w", t.name, err)
		}
	}
	return nil
}

func (r *Reader) dumpTable(w *backup.Writer, t tableShape, step func()) (err error) {
	rows, err := r.q.QueryContext(r.asks, selectWord+strings.Join(t.columns, ", ")+" FROM "+t.name)
	if err != nil {
		return r.fail(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := w.Row(values); err != nil {
			return err
		}
		step()
	}
	return r.fail(rows.Err())
}
