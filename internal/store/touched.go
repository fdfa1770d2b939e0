package store

import (
	"slices"
	"strings"
)

var (
	takeTouched = statement(`DELETE FROM private_touched RETURNING tab, row_key`)
	touchedRows = statement(`SELECT DISTINCT tab, row_key FROM private_touched`)
	eachTouched = statement(`SELECT tab, row_key FROM private_touched`)
	forgetAll   = statement(`DELETE FROM private_touched`)
	forgetOne   = statement(`DELETE FROM private_touched WHERE tab = $1 AND row_key = $2`)
	marksOf     = statement(`SELECT row_key, mark FROM private_rows WHERE tab = $1 AND row_key IN ($2)`)
	dropMark    = statement(`DELETE FROM private_rows WHERE tab = $1 AND row_key = $2`)
	stateOf     = statement(`SELECT position, state FROM private_states WHERE tab = $1`)
	keepState   = statement(`INSERT INTO private_states (tab, position, state) VALUES ($1, $2, $3)
		ON CONFLICT (tab) DO UPDATE SET position = excluded.position, state = excluded.state`)
)

// touched returns the rows that triggers have noted.
func (t *Tx) touched() (map[rowRef]bool, error) {
	return t.touchedBy(touchedRows)
}

func (t *Tx) touchedBy(query string) (map[rowRef]bool, error) {
	list, err := all(t.Reader, func(s scanner) (ref rowRef, err error) { return ref, s.Scan(&ref.table, &ref.key) }, query)
	refs := make(map[rowRef]bool, len(list))
	for _, ref := range list {
		if refs[ref] && t.ledger != nil {
			t.ledger.touchedAgain(ref)
		}
		refs[ref] = true
	}
	return refs, err
}

func (l *ledger) touchedAgain(ref rowRef) {
	if l.again == nil {
		l.again = map[rowRef]bool{}
	}
	l.again[ref] = true
}

// touchedByItself returns the rows that this transaction touched, where all that are noted
// are its own, and empties the notes: one by one, or many at once.
func (t *Tx) touchedByItself() (refs map[rowRef]bool, err error) {
	if !t.ledger.many {
		return t.touchedBy(takeTouched)
	}
	if refs, err = t.touchedBy(eachTouched); err == nil {
		err = t.exec(forgetAll)
	}
	return refs, err
}

// markTouched marks every private row that this transaction touched anew, and
// returns what that makes of their tables. Rows that were touched past Cairn stay
// as they are noted, and so verify finds them; settled are such that a migration
// touched.
func (t *Tx) markTouched(settled map[rowRef]bool) (string, error) {
	own := t.touchedByItself
	if len(t.ledger.foreign) > 0 {
		own, t.ledger.written = t.touched, nil // how often, these do not tell
	}
	refs, err := own()
	if err != nil || len(refs) == 0 {
		return "", err
	}
	byTable := map[string][]string{}
	for ref := range refs {
		if settled[ref] || !t.ledger.foreign[ref] {
			byTable[ref.table] = append(byTable[ref.table], ref.key)
		}
	}
	if len(t.ledger.foreign) > 0 {
		err = t.forget(refs, settled)
	}
	if err != nil || len(byTable) == 0 {
		return "", err
	}
	tables, err := t.db.tablesFor(t.Reader, byTable)
	if err != nil {
		return "", err
	}
	var states []string
	for _, name := range tableNames(tables) {
		keys := byTable[name]
		if len(keys) == 0 {
			continue
		}
		slices.Sort(keys)
		state, err := t.markRows(tables[name], keys)
		if err != nil {
			return "", err
		}
		states = append(states, name+"="+state)
	}
	return joinStates(states), nil
}

// forget empties the notes of the triggers, but for what others touched.
func (t *Tx) forget(refs, settled map[rowRef]bool) error {
	if len(settled) > 0 && len(settled) == len(t.ledger.foreign) {
		return t.exec(forgetAll)
	}
	for ref := range refs {
		if settled[ref] || !t.ledger.foreign[ref] {
			if err := t.exec(forgetOne, ref.table, ref.key); err != nil {
				return err
			}
		}
	}
	return nil
}

// markRows marks the rows of these keys as they stand, forgets the marks of those
// that are gone, and returns the state of their table.
func (t *Tx) markRows(p privateTable, keys []string) (string, error) {
	state, err := t.stateOf(p.name)
	if err != nil {
		return "", err
	}
	rows, err := t.rowsToMark(p, keys)
	if err != nil {
		return "", err
	}
	marks, err := t.marks(p.name, keys)
	if err != nil {
		return "", err
	}
	return t.changeMarks(p, keys, rows, marks, state)
}

func (t *Tx) changeMarks(p privateTable, keys []string, rows map[string]privateRow, marks map[string]string, state tableState) (string, error) {
	s, position := t.db.stamps.Load(), t.ledger.before+1
	var fresh [][]any
	for _, key := range keys {
		old, had := marks[key]
		if had {
			state.remove(s, p.name, key, old)
		}
		row, there := rows[key]
		if !there {
			if err := t.exec(dropMark, p.name, key); err != nil {
				return "", err
			}
			continue
		}
		mark := s.text(s.markOf(p, row, len(p.columns), position))
		state.add(s, p.name, key, mark)
		fresh = append(fresh, []any{p.name, key, int64(len(p.columns)), mark})
	}
	if err := t.keepMarks(fresh); err != nil {
		return "", err
	}
	text := state.seal(s.mask, p.name, position)
	t.ledger.states[p.name] = stateAt{state, position, text}
	return text, nil
}

var markColumns = []string{"tab", "row_key", "width", "mark"}

func (t *Tx) keepMarks(rows [][]any) error {
	return t.insertOr("private_rows", markColumns, rows, " ON CONFLICT (tab, row_key) DO UPDATE SET width = excluded.width, mark = excluded.mark")
}

// marks returns the marks of these keys, as far as there are any.
func (r *Reader) marks(table string, keys []string) (map[string]string, error) {
	found := make(map[string]string, len(keys))
	for some := range slices.Chunk(keys, r.atOnce(1)) {
		some = filled(some)
		args := []any{table}
		for _, key := range some {
			args = append(args, key)
		}
		list, err := all(r, func(s scanner) (m [2]string, err error) { return m, s.Scan(&m[0], &m[1]) },
			keep(strings.Replace(marksOf, "IN ($2)", "IN "+tuple(1, len(some)), 1)), args...)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			found[m[0]] = m[1]
		}
	}
	return found, nil
}

func (t *Tx) stateOf(table string) (tableState, error) {
	if state, here := t.ledger.states[table]; here {
		return state.tableState, nil
	}
	var position int64
	text, ok, err := optional(t.Reader, func(s scanner) (text string, err error) { return text, s.Scan(&position, &text) }, stateOf, table)
	if err != nil || !ok {
		return tableState{}, err
	}
	state, ok := openState(text, t.db.stamps.Load().mask, table, position)
	if !ok {
		return state, errChainBroken
	}
	return state, nil
}
