package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"cairn/internal/backup"
	"cairn/internal/fault"
)

var (
	anyPerson  = statement(`SELECT COUNT(*) FROM people`)
	linesThere = statement(`SELECT COUNT(*) FROM audit_entries`)
)

// Holds tells whether there is anything of anybody in the database.
func (db *DB) Holds(ctx context.Context) (bool, error) {
	p, err := db.provider()
	if err != nil {
		return false, err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil || have == 0 {
		return false, err
	}
	if have < chainSchema {
		return true, nil
	}
	held := false
	err = db.View(ctx, 0, func(r *Reader) error {
		people, err := one(r, count, anyPerson)
		if err != nil {
			return err
		}
		lines, err := one(r, count, linesThere)
		held = people > 0 || lines > 0
		return err
	})
	return held, err
}

// Fits tells whether this program and this database can take the backup.
func (db *DB) Fits(h backup.Header) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	switch {
	case h.Engine != "sqlite" && h.Engine != "postgres":
		return fault.New(fault.Invalid, fmt.Sprintf("The backup is of a database that this program does not know: %.40q.", h.Engine))
	case h.Schema > newest(p):
		return fault.New(fault.Unavailable, fmt.Sprintf("The backup was made by a newer Cairn (%s): it has schema %d, and this program knows %d. Use that one.", h.Version, h.Schema, newest(p)))
	case h.Schema < chainSchema:
		return fault.New(fault.Unavailable, "The backup is from before backups were made this way.")
	}
	return nil
}

// Load fills an empty database with the rows of a backup, all of them or none, as they
// were: with the schema they had. Migrate comes after it.
func (db *DB) Load(ctx context.Context, in *backup.Reader, progress func(done, total int64)) error {
	if err := db.Fits(in.Header); err != nil {
		return err
	}
	if held, err := db.Holds(ctx); err != nil || held {
		return errors.Join(err, fault.New(fault.Conflict, "The database is not empty. A backup is put back into an empty one only; nothing was changed."))
	}
	p, err := db.provider()
	if err != nil {
		return err
	}
	if _, err := p.UpTo(ctx, in.Header.Schema); err != nil {
		return fmt.Errorf("make the schema of the backup: %w", err)
	}
	return db.once(ctx, db.write, nil, 0, func(r *Reader) error {
		t := &Tx{r}
		again, err := db.engine.unguard(t)
		if err != nil {
			return err
		}
		if err := t.load(in, progress); err != nil {
			return err
		}
		for _, text := range again {
			if err := t.exec(text); err != nil {
				return fmt.Errorf("after the rows were put back: %w", err)
			}
		}
		return db.signedBy(in.Mark())
	})
}

func (t *Tx) load(in *backup.Reader, progress func(done, total int64)) error {
	shapes, err := t.allTables()
	if err != nil {
		return err
	}
	known := map[string][]string{}
	for _, s := range shapes {
		known[s.name] = s.columns
		if err := t.exec("DELETE FROM " + s.name); err != nil { // what migrations put there
			return err
		}
	}
	l := loader{t: t, known: known}
	for total := in.Header.Total(); ; {
		table, values, err := in.Next()
		if errors.Is(err, io.EOF) {
			return l.flush()
		}
		if err == nil {
			err = l.add(table, values)
		}
		if err != nil {
			return err
		}
		if l.done++; progress != nil && l.done%500 == 0 {
			progress(l.done, total)
		}
	}
}

// loader puts rows back, many at once.
type loader struct {
	t     *Tx
	known map[string][]string
	table backup.Table
	args  []any
	rows  int
	done  int64
}

func (l *loader) add(table backup.Table, values []any) error {
	if table.Name != l.table.Name || l.rows >= max(1, 20_000/len(l.table.Columns)) || l.rows >= 1000 {
		if err := l.flush(); err != nil {
			return err
		}
	}
	if table.Name != l.table.Name {
		if err := l.fits(table); err != nil {
			return err
		}
		l.table = table
	}
	for i, c := range table.Columns {
		if booleans()[table.Name+"."+c] {
			values[i] = asBoolean(values[i])
		}
	}
	l.args, l.rows = append(l.args, values...), l.rows+1
	return nil
}

// fits refuses names that the schema does not have: they go into a statement.
func (l *loader) fits(table backup.Table) error {
	have := map[string]bool{}
	for _, c := range l.known[table.Name] {
		have[c] = true
	}
	for _, c := range table.Columns {
		if !have[c] {
			return fault.New(fault.Invalid, fmt.Sprintf("The backup holds %.60q, which the schema %.60q does not have. Nothing of it was used.", c, table.Name))
		}
	}
	return nil
}

func (l *loader) flush() error {
	if l.rows == 0 {
		return nil
	}
	tuples := make([]string, l.rows)
	for i := range tuples {
		tuples[i] = tuple(i*len(l.table.Columns), len(l.table.Columns))
	}
	_, err := l.t.q.ExecContext(l.t.asks, insertWord+l.table.Name+" ("+strings.Join(l.table.Columns, ", ")+") VALUES "+strings.Join(tuples, ", "), l.args...)
	if err != nil {
		return l.t.fail(fmt.Errorf("put back %s: %w", l.table.Name, err))
	}
	l.args, l.rows = nil, 0
	return nil
}

const insertWord = "INSERT INTO "

// Integrity asks the engine whether its own file is whole. PostgreSQL keeps that to
// itself.
func (db *DB) Integrity(ctx context.Context) (wrong []string, err error) {
	err = db.View(ctx, 0, func(r *Reader) error {
		wrong = nil
		for _, check := range db.engine.integrity() {
			list, err := found(r, func(s scanner) (string, error) { var n sql.NullString; err := s.Scan(&n); return n.String, err }, check)
			if db.engine.trouble(err) == Damaged { // it ran into the damage itself
				wrong = append(wrong, "not all of it can be read: "+err.Error())
				r.failed, err = nil, nil
			}
			if err != nil {
				return err
			}
			for _, line := range list {
				if line != "ok" {
					wrong = append(wrong, line)
				}
			}
		}
		if len(wrong) > 0 {
			return errUnread // SQLite does not end this well by itself
		}
		return nil
	})
	if errors.Is(err, errUnread) {
		err = nil
	}
	return wrong, err
}
