package store

import (
	"fmt"

	"cairn/internal/clock"
)

// spans are the dated facts of one table: two names that belong together from
// an instant to another, 0 being "still".
type spans struct {
	table   string
	columns []string
	undo    string
	close   string
}

// newSpans registers the texts for a table whose first two columns are given.
// Further columns stand between those two and the dates.
func newSpans(table, first, second string, further ...string) spans {
	open := fmt.Sprintf("until = 0 AND (%s, %s) IN (VALUES ($2, $3))", first, second)
	return spans{
		table:   table,
		columns: append(append([]string{first, second}, further...), "since", "until"),
		undo:    statement(fmt.Sprintf("DELETE FROM %s WHERE since >= $1 AND %s", table, open)),
		close:   statement(fmt.Sprintf("UPDATE %s SET until = $1 WHERE %s", table, open)),
	}
}

// end closes what is open of the pairs, now. What began at this very instant,
// or would have begun later, never was and goes without a trace.
func (t *Tx) end(s spans, pairs [][]any) error {
	for _, change := range []string{s.undo, s.close} {
		if err := t.eachValues(change, []any{int64(t.Now())}, pairs); err != nil {
			return fmt.Errorf("%s: %w", s.table, err)
		}
	}
	return nil
}

// begin opens spans; each row holds the values of the columns before the dates,
// and the instant since when.
func (t *Tx) begin(s spans, rows [][]any) error {
	for i := range rows {
		rows[i] = append(rows[i], int64(0))
	}
	return t.insertMany(s.table, s.columns, rows)
}

func pair[A, B ~string](a A, b B) []any { return []any{string(a), string(b)} }

// sinceOr is the span's beginning, or now where none is given.
func (t *Tx) sinceOr(since clock.Instant) int64 {
	if !since.IsSet() {
		since = t.Now()
	}
	return int64(since)
}
