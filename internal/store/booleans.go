package store

import (
	"regexp"
	"sync"
)

var (
	madeTable  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	addedFlag  = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+) BOOLEAN`)
	flagColumn = regexp.MustCompile(`(?m)^\s+(\w+) BOOLEAN`)
)

// booleans are the columns, "table.column", that PostgreSQL keeps as true or false and
// SQLite as 1 or 0, as the migrations name them.
var booleans = sync.OnceValue(func() map[string]bool {
	named := map[string]bool{}
	files, _ := migrations.ReadDir("migrations") // embedded: it is there
	for _, f := range files {
		text, _ := migrations.ReadFile("migrations/" + f.Name())
		for _, table := range madeTable.FindAllSubmatch(text, -1) {
			for _, column := range flagColumn.FindAllSubmatch(table[2], -1) {
				named[string(table[1])+"."+string(column[1])] = true
			}
		}
		for _, m := range addedFlag.FindAllSubmatch(text, -1) {
			named[string(m[1])+"."+string(m[2])] = true
		}
	}
	return named
})

// asBoolean makes a value of such a column what both engines take.
func asBoolean(v any) any {
	if n, ok := v.(int64); ok {
		return n != 0
	}
	return v
}

// elsewhere is how the words of such a column are on the other engine.
var elsewhere = map[string]string{"true": "1", "1": "true", "false": "0", "0": "false"}

// asElsewhere is the row as the other engine would show it; there is none where both
// show the same.
func (p privateTable) asElsewhere(row privateRow) (other privateRow, differs bool) {
	for i, c := range p.columns {
		if booleans()[p.name+"."+c] && row.values[i].Valid {
			if !differs {
				other = privateRow{key: row.key, values: append(row.values[:0:0], row.values...)}
			}
			other.values[i].String, differs = elsewhere[row.values[i].String], true
		}
	}
	return other, differs
}

// fits holds a row to its mark. The mark of a row that came from the other engine is
// that of its form there.
func (s *stamps) fits(p privateTable, row privateRow, width int, mark rowMark) bool {
	if s.markOf(p, row, width, mark.position) == mark {
		return true
	}
	other, differs := p.asElsewhere(row)
	return differs && s.markOf(p, other, width, mark.position) == mark
}
