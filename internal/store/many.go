package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// insertMany writes many rows in statements of a good size. Columns are the
// table's, never a person's words.
func (t *Tx) insertMany(table string, columns []string, rows [][]any) error {
	return t.insertOr(table, columns, rows, "")
}

// insertOr is insertMany with what is done where a row is there already.
func (t *Tx) insertOr(table string, columns []string, rows [][]any, otherwise string) error {
	if err := t.insertRows(table, columns, rows, otherwise); err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	if otherwise != "" {
		return nil
	}
	return t.remember(table, columns, rows)
}

func (t *Tx) insertRows(table string, columns []string, rows [][]any, otherwise string) error {
	if len(rows) > t.db.engine.few() {
		return t.execEach(keep(insertText(table, columns, 1)+otherwise), rows)
	}
	text, room := "", 0
	for chunk := range slices.Chunk(rows, t.atOnce(len(columns))) {
		if len(chunk) != room {
			room = len(chunk)
			text = keep(insertText(table, columns, room) + otherwise)
		}
		if err := t.exec(text, slices.Concat(chunk...)...); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is how many rows of that width one statement takes.
func (r *Reader) atOnce(width int) int { return max(1, r.db.engine.bound()/width) }

func insertText(table string, columns []string, rows int) string {
	tuples := make([]string, rows)
	for i := range tuples {
		tuples[i] = tuple(i*len(columns), len(columns))
	}
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + strings.Join(tuples, ", ")
}

// changeEach is each for a change.
func changeEach[K ~string](t *Tx, change string, keys []K, fixed ...any) error {
	for some := range slices.Chunk(keys, t.atOnce(1)) {
		text, args := listTextOf(change, some, fixed)
		if err := t.exec(text, args...); err != nil {
			return err
		}
	}
	return nil
}

// listTextOf is the query for these keys with its values; the last key comes again where there
// is room for more, and finds nothing more.
func listTextOf[K ~string](query string, keys []K, fixed []any) (text string, args []any) {
	text, room := listText(query, len(fixed), len(keys))
	args = append(make([]any, 0, len(fixed)+room), fixed...)
	for i := range room {
		args = append(args, string(keys[min(i, len(keys)-1)]))
	}
	return text, args
}

// each runs a query whose text says IN ($1) for many values of that list, or the
// number after those of the fixed values.
func each[T any, K ~string](r *Reader, scan func(scanner) (T, error), query string, keys []K, fixed ...any) ([]T, error) {
	var out []T
	for len(keys) > 0 {
		n := min(r.atOnce(1), len(keys))
		text, args := listTextOf(query, keys[:n], fixed)
		found, err := all(r, scan, text, args...)
		if err != nil {
			return nil, err
		}
		out, keys = append(out, found...), keys[n:]
	}
	return out, nil
}

// listSizes are how many values the texts of short lists have room for: so few that each
// text comes again and stays prepared, where preparing it takes longer than running it.
var listSizes = []int{1, 2, 4, 8, 16, 32, 64}

// listTexts are the texts of short lists by query and room. keptTexts are all that were
// made for lists and rows of a size that comes again.
var listTexts, keptTexts sync.Map

// keep has the text stay prepared where statements do.
func keep(text string) string {
	if _, known := keptTexts.Load(text); !known {
		keptTexts.Store(text, true)
	}
	return text
}

// filled are the keys, the last one again until they are as many as one of the texts has
// room for: it finds nothing more.
func filled[K ~string](keys []K) []K {
	if at, _ := slices.BinarySearch(listSizes, len(keys)); at < len(listSizes) && len(keys) > 0 {
		last := keys[len(keys)-1]
		for keys = slices.Clone(keys); len(keys) < listSizes[at]; {
			keys = append(keys, last)
		}
	}
	return keys
}

type listOf struct {
	query       string
	fixed, room int
}

// listText is the query for n values or more, and how many it has room for.
func listText(query string, fixed, n int) (text string, room int) {
	at, _ := slices.BinarySearch(listSizes, n)
	short := at < len(listSizes)
	if room = n; short {
		room = listSizes[at]
	}
	key := listOf{query, fixed, room}
	if known, ok := listTexts.Load(key); ok {
		return known.(string), room
	}
	text = strings.Replace(query, "IN "+tuple(fixed, 1), "IN "+tuple(fixed, room), 1)
	if short && registered()[query] {
		listTexts.Store(key, keep(text))
	}
	return text, room
}

// distinct returns each key once, without the empty one. The list stays as it is.
func distinct[K ~string](keys []K) []K {
	return slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(keys))), func(k K) bool { return k == "" })
}

// eachValues runs a change whose text holds one row after VALUES for many such
// rows; the row's placeholders follow those of the fixed values. All values of
// rows are texts: PostgreSQL takes them for nothing else.
func (t *Tx) eachValues(change string, fixed []any, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	if len(rows) > t.db.engine.few() {
		whole := make([][]any, len(rows))
		for i, row := range rows {
			whole[i] = slices.Concat(fixed, row)
		}
		return t.execEach(change, whole)
	}
	width := len(rows[0])
	one := "VALUES " + tuple(len(fixed), width)
	for per := t.atOnce(width); len(rows) > 0; {
		n := min(per, len(rows))
		lists, args := make([]string, n), append(make([]any, 0, len(fixed)+n*width), fixed...)
		for i, row := range rows[:n] {
			lists[i] = tuple(len(args), width)
			args = append(args, row...)
		}
		if err := t.exec(keep(strings.Replace(change, one, "VALUES "+strings.Join(lists, ", "), 1)), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// tuple gives "($3, $4)" for two placeholders after the second.
func tuple(after, n int) string {
	var b strings.Builder
	b.WriteByte('(')
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(after+i+1))
	}
	return b.String() + ")"
}
