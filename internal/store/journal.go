package store

import (
	"cairn/internal/audit"
	"cairn/internal/id"
)

var subjectsOpen = statement(`SELECT subject FROM evaluations WHERE stage <> 'agreed'`)

// RecordAll writes many lines of the journal, in the transaction of what they
// tell.
func (t *Tx) RecordAll(entries []audit.Entry) error {
	rows := make([][]any, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, []any{string(id.New[id.Entry]()), int64(t.now), string(e.Actor), e.Via, e.Hat,
			string(e.Act), e.Item, string(e.Subject), e.Object})
	}
	return t.insertMany("audit_entries", []string{"id", "at", "actor", "via", "hat", "act", "item", "subject", "object"}, rows)
}

// PeopleInEvaluation returns everybody who has an open evaluation.
func (r *Reader) PeopleInEvaluation() ([]id.Person, error) {
	return all(r, text[id.Person], subjectsOpen)
}
