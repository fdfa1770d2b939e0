package store

import (
	"slices"

	"cairn/internal/arrange"
)

var (
	marksAfter = statement(`SELECT row_key, width, mark FROM private_rows WHERE tab = $1 AND row_key > $2 ORDER BY row_key LIMIT $3`)
	markedTabs = statement(`SELECT DISTINCT tab FROM private_rows ORDER BY tab`)
	allStates  = statement(`SELECT tab, position, state FROM private_states ORDER BY tab`)
)

// keptMark is a mark as it is kept.
type keptMark struct {
	key   string
	width int
	mark  string
}

// verifyRows holds every private row to its mark, and all marks to what the chain
// says they make together.
func (r *Reader) verifyRows(v *Verification, chained map[string]statedAt) error {
	tables, err := r.db.privateTables(r.ctx, r.q)
	if err != nil {
		return err
	}
	foreign, err := (&Tx{r}).touched()
	if err != nil {
		return err
	}
	for _, ref := range sortedRefs(foreign) {
		v.add("private row", shown(ref.table, ref.key), "was changed past Cairn, which noticed")
	}
	kept, err := r.keptStates()
	if err != nil {
		return err
	}
	for _, name := range tableNames(tables) {
		state, err := r.verifyTable(v, tables[name], foreign)
		if err != nil {
			if err := r.unread(v, "private row", name, err); err != nil {
				return err
			}
			continue
		}
		r.verifyState(v, name, state, kept, chained)
	}
	for table := range kept {
		if _, there := tables[table]; !there {
			v.add("private row", table, "the whole table is gone")
		}
	}
	marked, err := all(r, text[string], markedTabs)
	for _, table := range marked {
		if _, there := tables[table]; !there {
			v.add("private row", table, "is marked, and no such table holds anything sealed")
		}
	}
	return err
}

func sortedRefs(refs map[rowRef]bool) []rowRef {
	list := make([]rowRef, 0, len(refs))
	for ref := range refs {
		list = append(list, ref)
	}
	arrange.By(list, func(a, b rowRef) int {
		if shown(a.table, a.key) < shown(b.table, b.key) {
			return -1
		}
		return 1
	})
	return list
}

func (r *Reader) keptStates() (map[string]statedAt, error) {
	kept := map[string]statedAt{}
	_, err := all(r, func(s scanner) (none struct{}, err error) {
		var table string
		var at statedAt
		err = s.Scan(&table, &at.position, &at.state)
		kept[table] = at
		return none, err
	}, allStates)
	return kept, err
}

// verifyTable goes over the marks of a table and its rows.
func (r *Reader) verifyTable(v *Verification, p privateTable, foreign map[rowRef]bool) (tableState, error) {
	state, marked := tableState{}, map[string]bool{}
	for after := ""; ; {
		list, err := found(r, func(s scanner) (m keptMark, err error) { return m, s.Scan(&m.key, &m.width, &m.mark) }, marksAfter, p.name, after, adoptRows)
		if err != nil || len(list) == 0 {
			if err == nil {
				err = r.verifyUnmarked(v, p, marked, foreign)
			}
			return state, err
		}
		if err := r.verifyMarks(v, p, list, foreign); err != nil {
			return state, err
		}
		for _, m := range list {
			marked[m.key] = true
			state.add(r.db.stamps.Load(), p.name, m.key, m.mark)
		}
		after = list[len(list)-1].key
	}
}

func (r *Reader) verifyMarks(v *Verification, p privateTable, list []keptMark, foreign map[rowRef]bool) error {
	keys := make([]string, len(list))
	for i, m := range list {
		keys[i] = m.key
	}
	rows, err := r.privateRows(p, keys)
	if err != nil {
		return err
	}
	s := r.db.stamps.Load()
	v.step(int64(len(list)))
	for _, m := range list {
		row, there := rows[m.key]
		mark, clean := s.parse(m.mark)
		switch {
		case foreign[rowRef{p.name, m.key}]: // named already
		case !there:
			v.add("private row", shown(p.name, m.key), "is missing")
			continue
		case !clean || m.width < 1 || m.width > len(p.columns) || !s.fits(p, row, m.width, mark):
			v.add("private row", shown(p.name, m.key), "was changed, swapped or put back as it once was")
		}
		v.Rows++
	}
	return nil
}

// verifyUnmarked looks for rows that have no mark.
func (r *Reader) verifyUnmarked(v *Verification, p privateTable, marked map[string]bool, foreign map[rowRef]bool) error {
	keys, err := r.keysOf(p)
	slices.Sort(keys)
	for _, key := range keys {
		if !marked[key] && !foreign[rowRef{p.name, key}] {
			v.add("private row", shown(p.name, key), "was added past Cairn")
		}
	}
	return err
}

// verifyState holds what the marks make together to what is kept of it, and that
// to the chain.
func (r *Reader) verifyState(v *Verification, name string, state tableState, kept, chained map[string]statedAt) {
	at, there := kept[name]
	open, clean := openState(at.state, r.db.stamps.Load().mask, name, at.position)
	switch {
	case !there || !clean:
		v.add("private row", name, "no sum is kept of this table")
	case chained[name] != at:
		v.add("private row", name, "the sum of this table is not the one the journal tells of")
	case open != state:
		v.add("private row", name, "rows of this table were put back as they once were, taken out or added, with their marks")
	}
}
