package store

import (
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/fault"
)

// statements holds every query text; a test prepares them all on both engines.
var statements []string

// statement registers a query text. Placeholders are PostgreSQL's.
func statement(text string) string {
	statements = append(statements, text)
	return text
}

// scanner is a row being read.
type scanner interface{ Scan(...any) error }

// all returns every row of the query.
func all[T any](r *Reader, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	if err := onlyText(args); err != nil {
		return nil, err
	}
	return found(r, scan, query, args...)
}

// found is all with arguments that came from the database itself: in a damaged
// file they may be no text.
func found[T any](r *Reader, scan func(scanner) (T, error), query string, args ...any) (out []T, err error) {
	err = r.rows(query, args, func(row scanner) error {
		v, err := scan(row)
		out = append(out, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// rows asks and calls for each row. It is what found needs of no type: found is compiled anew
// for each.
func (r *Reader) rows(query string, args []any, each func(scanner) error) error {
	if err := r.ctx.Err(); err != nil {
		return r.fail(err) // nobody waits for it any more
	}
	r.watch(query, args)
	rows, err := r.q.QueryContext(r.asks, query, args...)
	if err != nil {
		return r.fail(fmt.Errorf("query: %w", err))
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return r.fail(rows.Err())
}

// fail notes that a statement failed.
func (r *Reader) fail(err error) error {
	if r.failed == nil {
		r.failed = err
	}
	return err
}

// one returns the single row of the query, or the one answer for what is absent.
func one[T any](r *Reader, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	found, err := all(r, scan, query, args...)
	if err != nil || len(found) == 0 {
		var none T
		if err == nil {
			err = fault.NotFound()
		}
		return none, err
	}
	return found[0], nil
}

// optional is one, with ok false in place of the failure for what is absent.
func optional[T any](r *Reader, scan func(scanner) (T, error), query string, args ...any) (v T, ok bool, err error) {
	found, err := all(r, scan, query, args...)
	if err != nil || len(found) == 0 {
		return v, false, err
	}
	return found[0], true, nil
}

// opened reads sealed rows and opens each.
func opened[R interface{ open(*Reader) (V, error) }, V any](r *Reader, scan func(scanner) (R, error), query string, args ...any) (list []V, err error) {
	rows, err := all(r, scan, query, args...)
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var v V
		v, err = row.open(r)
		list = append(list, v)
	}
	return list, err
}

func (t *Tx) exec(query string, args ...any) error {
	_, err := t.changed(query, args...)
	return err
}

// manyTimes runs a change for each of many rows, quicker than one after the other.
type manyTimes interface {
	execEach(query string, rows [][]any) error
}

// execEach runs a change for each of the rows.
func (t *Tx) execEach(query string, rows [][]any) error {
	for some := range slices.Chunk(rows, manyRows) {
		for _, row := range some {
			if err := onlyText(row); err != nil {
				return err
			}
			t.watch(query, row)
		}
		if err := t.ctx.Err(); err != nil {
			return t.fail(err)
		}
		if err := t.execSome(query, some); err != nil {
			return t.fail(err)
		}
	}
	return nil
}

func (t *Tx) execSome(query string, rows [][]any) error {
	if on, ok := t.q.(transaction); ok {
		if quick, ok := on.begun.(manyTimes); ok {
			return quick.execEach(query, rows)
		}
	}
	for _, row := range rows {
		if _, err := t.q.ExecContext(t.asks, query, row...); err != nil {
			return err
		}
	}
	return nil
}

// onlyText refuses bytes that SQLite would keep and PostgreSQL would not.
func onlyText(args []any) error {
	for _, a := range args {
		text, plain := a.(string)
		if v := reflect.ValueOf(a); !plain && v.Kind() == reflect.String {
			text = v.String()
		}
		if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
			return fault.New(fault.Invalid, "Some of what was given is not text (it is not valid UTF-8). Nothing was changed; write it again as plain text.")
		}
	}
	return nil
}

// changed runs a change and tells how many rows it touched.
func (t *Tx) changed(query string, args ...any) (int64, error) {
	if err := onlyText(args); err != nil {
		return 0, err
	}
	if err := t.ctx.Err(); err != nil {
		return 0, t.fail(err)
	}
	t.watch(query, args)
	res, err := t.q.ExecContext(t.asks, query, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	return res.RowsAffected()
}

// swap runs a change that names the version it read, and fails when another
// change came first.
func (t *Tx) swap(query string, args ...any) error {
	n, err := t.changed(query, args...)
	if err == nil && n == 0 {
		err = fault.Stale()
	}
	return err
}

// text scans a row of one text column.
func text[T ~string](s scanner) (v T, err error) { return v, s.Scan(&v) }

// count scans a row of one number.
func count(s scanner) (n int64, err error) { return n, s.Scan(&n) }

// nullable turns an empty text into NULL, for references.
func nullable[T ~string](v T) any {
	if v == "" {
		return nil
	}
	return string(v)
}

// scanNull reads a reference that may be NULL.
func scanNull[T ~string](n sql.NullString) T { return T(n.String) }
