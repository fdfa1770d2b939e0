package orgfile

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// Mapping says which columns of a file are ours, where their headings do not.
type Mapping struct {
	Columns  map[string]string // our column: a heading of the file, its letter as in a spreadsheet or its number from 1, or None
	LeaveOut bool              // columns that are not ours are no mistake
}

// None is a column that is not to be read, though it is there.
const None = "-"

// Columns are the names of all columns, in the order in which files are written.
func Columns() (names []string) {
	for _, c := range columns {
		names = append(names, c.name)
	}
	return names
}

// Needed tells whether a file must have the column.
func Needed(name string) bool {
	c := columnNamed(name)
	return c != nil && c.required
}

// IsDay tells whether the column holds days.
func IsDay(name string) bool {
	c := columnNamed(name)
	return c != nil && c.day
}

// column is which of ours the file's column is; told is true when the mapping says
// so, or says that it is to be left out.
func (m Mapping) column(at int, heading string) (c *column, told bool) {
	for i := range columns {
		if where, named := m.Columns[columns[i].name]; named && isAt(where, at, heading) {
			return &columns[i], true
		}
	}
	if c = columnNamed(heading); c == nil {
		return nil, false
	}
	if _, elsewhere := m.Columns[c.name]; elsewhere {
		return nil, true
	}
	return c, false
}

// isAt tells whether the words mean this column of the file.
func isAt(where string, at int, heading string) bool {
	if key := sheet.Letters(where); key != "" && key == sheet.Letters(heading) {
		return true
	}
	where = strings.TrimSpace(where)
	return where == strconv.Itoa(at+1) || strings.EqualFold(where, sheet.ColumnName(at))
}

// check finds what the mapping names and nobody has.
func (m Mapping) check(line int, cells []string) (problems []Problem) {
	for _, name := range slices.Sorted(maps.Keys(m.Columns)) {
		where := m.Columns[name]
		switch {
		case columnNamed(name) == nil || columnNamed(name).name != name:
			problems = append(problems, Problem{Column: sheet.Shown(name), Message: lang.Tell("there is no such column to read into; the columns are {columns}", "columns", columnNames())})
		case strings.TrimSpace(where) == None:
		case !isIn(cells, where):
			problems = append(problems, Problem{Line: line, Column: name, Value: sheet.Shown(where), Message: lang.Tell("the file has no such column; name one by its heading, its letter or its number")})
		}
	}
	return problems
}

func isIn(cells []string, where string) bool {
	for i, cell := range cells {
		if isAt(where, i, cell) {
			return true
		}
	}
	return false
}

// Heading is a column of a file, with what it would be read as.
type Heading struct {
	Text   string // as it stands in the file
	Letter string
	Column string // ours; empty when it is none of them
}

// Headings are the columns of a file, with the first line of text as their names.
func Headings(name string, data []byte, m Mapping) ([]Heading, []Problem) {
	f := &file{mapping: Mapping{Columns: m.Columns, LeaveOut: true}}
	cells, problems := f.firstLine(name, data)
	if cells == nil {
		return nil, problems
	}
	all := make([]Heading, 0, len(cells))
	for i, cell := range cells {
		h := Heading{Text: sheet.Shown(tidy(cell)), Letter: sheet.ColumnName(i)}
		if c, _ := m.column(i, cell); c != nil {
			h.Column = c.name
		}
		all = append(all, h)
	}
	return all, nil
}
