package trust

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/internal/testkit/world"
)

// attacker holds the database and not the key: triggers, references and checks do
// not stop them.
type attacker struct {
	*testing.T
	conn   *sql.Conn
	sqlite bool
	random *rand.Rand
}

func attack(t *testing.T, w *world.World) *attacker {
	t.Helper()
	conn, err := w.Raw(t).Conn(t.Context())
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	a := &attacker{T: t, conn: conn, sqlite: w.DB.Engine() == "sqlite", random: rand.New(rand.NewPCG(1, 2))}
	if !a.sqlite {
		a.exec("SET session_replication_role = replica")
		return a
	}
	a.exec("PRAGMA ignore_check_constraints = ON")
	for _, name := range a.texts("SELECT name FROM sqlite_master WHERE type = 'trigger'") {
		a.exec("DROP TRIGGER " + name)
	}
	return a
}

func (a *attacker) exec(query string, args ...any) {
	a.Helper()
	if err := a.try(query, args...); err != nil {
		a.Fatalf("%s: %v", query, err)
	}
}

func (a *attacker) try(query string, args ...any) error {
	_, err := a.conn.ExecContext(context.Background(), query, args...)
	return err
}

func (a *attacker) texts(query string) (list []string) {
	a.Helper()
	rows, err := a.conn.QueryContext(context.Background(), query)
	must(a.T, err)
	defer rows.Close()
	for rows.Next() {
		var text string
		must(a.T, rows.Scan(&text))
		list = append(list, text)
	}
	must(a.T, rows.Err())
	return list
}

// table is one whose rows the attacker changes.
type table struct {
	name    string
	columns []string
	key     []string
}

// row is one row with its values as the driver gives them.
type row []any

func (a *attacker) rows(t table) (list []row) {
	a.Helper()
	rows, err := a.conn.QueryContext(context.Background(), "SELECT "+strings.Join(t.columns, ", ")+" FROM "+t.name)
	must(a.T, err)
	defer rows.Close()
	for rows.Next() {
		r := make(row, len(t.columns))
		into := make([]any, len(r))
		for i := range r {
			into[i] = &r[i]
		}
		must(a.T, rows.Scan(into...))
		list = append(list, r)
	}
	must(a.T, rows.Err())
	return list
}

// where names a row by its key.
func (t table) where(r row, after int) (string, []any) {
	var parts []string
	var args []any
	for _, k := range t.key {
		args = append(args, r[slices.Index(t.columns, k)])
		parts = append(parts, fmt.Sprintf("%s = $%d", k, after+len(args)))
	}
	return strings.Join(parts, " AND "), args
}

// set writes a value of a row; it tells whether the database took it.
func (a *attacker) set(t table, r row, column int, value any) bool {
	a.Helper()
	where, args := t.where(r, 1)
	written, place := value, "$1"
	if text, ok := value.(string); ok && a.sqlite {
		written, place = []byte(text), "CAST($1 AS TEXT)" // whatever its bytes are
	}
	return a.try("UPDATE "+t.name+" SET "+t.columns[column]+" = "+place+" WHERE "+where, append([]any{written}, args...)...) == nil
}

func (a *attacker) remove(t table, r row) {
	a.Helper()
	where, args := t.where(r, 0)
	a.exec("DELETE FROM "+t.name+" WHERE "+where, args...)
}

func (a *attacker) putBack(t table, r row) {
	a.Helper()
	places := make([]string, len(r))
	for i := range r {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	a.exec("INSERT INTO "+t.name+" ("+strings.Join(t.columns, ", ")+") VALUES ("+strings.Join(places, ", ")+")", r...)
}

// flip turns one bit of a value over.
func (a *attacker) flip(v any) (any, bool) {
	switch v := v.(type) {
	case int64:
		return v ^ 1<<a.random.IntN(48), true
	case bool:
		return !v, true
	case string:
		if v == "" {
			return nil, false
		}
		b := []byte(v)
		b[a.random.IntN(len(b))] ^= 1 << a.random.IntN(8)
		return string(b), a.sqlite || utf8.Valid(b) && !slices.Contains(b, 0) // PostgreSQL keeps nothing else
	}
	return nil, false
}

// The kinds of attack; each returns how to undo it, and false when nothing of the
// kind can be done to that row.
func (a *attacker) deletion(t table, list []row) (func(), bool) {
	r := list[a.random.IntN(len(list))]
	a.remove(t, r)
	return func() { a.putBack(t, r) }, true
}

func (a *attacker) edit(t table, list []row) (func(), bool) {
	r, column := list[a.random.IntN(len(list))], a.random.IntN(len(t.columns))
	value, ok := a.flip(r[column])
	if !ok || !a.set(t, r, column, value) {
		return nil, false
	}
	now := slices.Clone(r)
	now[column] = value
	return func() {
		a.Helper()
		if slices.Contains(t.key, t.columns[column]) { // it is named otherwise now
			a.rename(t, now, r)
			return
		}
		if !a.set(t, r, column, r[column]) {
			a.Fatal("not undone")
		}
	}, true
}

// rename gives a row its key back.
func (a *attacker) rename(t table, now, was row) {
	a.Helper()
	var set []string
	var args []any
	for _, k := range t.key {
		args = append(args, was[slices.Index(t.columns, k)])
		set = append(set, fmt.Sprintf("%s = $%d", k, len(args)))
	}
	where, more := t.where(now, len(args))
	for i, m := range more {
		if text, ok := m.(string); ok && a.sqlite {
			where = strings.Replace(where, fmt.Sprintf("$%d", len(args)+i+1), fmt.Sprintf("CAST($%d AS TEXT)", len(args)+i+1), 1)
			more[i] = []byte(text)
		}
	}
	a.exec("UPDATE "+t.name+" SET "+strings.Join(set, ", ")+" WHERE "+where, append(args, more...)...)
}

func (a *attacker) swap(t table, list []row) (func(), bool) {
	one, other, column := list[a.random.IntN(len(list))], list[a.random.IntN(len(list))], a.random.IntN(len(t.columns))
	if one[column] == other[column] || slices.Contains(t.key, t.columns[column]) {
		return nil, false
	}
	if !a.set(t, one, column, other[column]) {
		return nil, false
	}
	if !a.set(t, other, column, one[column]) {
		a.set(t, one, column, one[column])
		return nil, false
	}
	return func() { // as whole rows: each holds what may be there once
		a.remove(t, one)
		a.remove(t, other)
		a.putBack(t, one)
		a.putBack(t, other)
	}, true
}

// attacks is how many of each kind are made: few in every run, 1,000 with
// CAIRN_ATTACKS=1000.
func attacks(t *testing.T, few int) int {
	n, err := strconv.Atoi(os.Getenv("CAIRN_ATTACKS"))
	if os.Getenv("CAIRN_ATTACKS") != "" {
		must(t, err)
		return n
	}
	return few
}
