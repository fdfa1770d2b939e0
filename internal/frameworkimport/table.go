package frameworkimport

import (
	"slices"
	"strings"

	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// table is one table of any file.
type table struct {
	file, sheet, heading string
	rows                 []row
	// several is true where the file has more tables, told apart by sheet or heading.
	several bool
}

type row struct {
	line  int
	cells []string
	at    []int // columns in the file, where they are known
}

func (r row) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r row) empty() bool {
	return !slices.ContainsFunc(r.cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func (t table) place(r row, column int) Place {
	p := Place{File: t.file, Sheet: t.sheet, Line: r.line}
	switch {
	case column < 0:
	case r.at != nil && column < len(r.at):
		p.Column = r.at[column]
	case t.sheet != "":
		p.Column = column + 1
	}
	return p
}

// TableView is how a table was understood, to be shown.
type TableView struct {
	File    string           `json:"file"`
	Sheet   string           `json:"sheet,omitempty"`
	Heading string           `json:"heading,omitempty"`
	Header  []string         `json:"header"`
	First   [][]string       `json:"first"`          // the first rows below the header
	Columns map[Field]string `json:"columns"`        // the heading of the column, or @sheet and the like
	Grid    string           `json:"grid,omitempty"` // what the columns are, where each is a step or an area
	Rows    int              `json:"rows"`
}

const (
	firstRows  = 5
	headerSeek = 25
	mostRows   = 20_000
	mostCells  = 120
)

// table finds the header and takes the rows below it.
func (c *collector) table(t table) {
	if len(t.rows) > mostRows {
		c.note(Undecided, t.place(t.rows[mostRows], -1), "table", lang.Tell("There are more than 20,000 rows; what stands from here on was not read."))
		t.rows = t.rows[:mostRows]
	}
	t.rows = slices.DeleteFunc(t.rows, func(r row) bool { return r.empty() })
	if len(t.rows) == 0 {
		c.skip(Place{File: t.file, Sheet: t.sheet}, "table", lang.Tell("The table is empty."))
		return
	}
	at, m := c.header(t)
	if at < 0 {
		if at, across := gridHeader(t, c.options.Columns); at >= 0 {
			c.before(t, at)
			c.grid(t, at, across)
			return
		}
		c.noHeader(t)
		return
	}
	c.before(t, at)
	c.list(t, at, m)
}

// before reports what stands above the header.
func (c *collector) before(t table, header int) {
	for _, r := range t.rows[:header] {
		c.skip(t.place(r, -1).says(strings.Join(r.cells, " ")), "row", lang.Tell("It stands above the headings of the table."))
	}
}

// header finds the first row that names most of the columns needed; -1 when none
// names the text and its place.
func (c *collector) header(t table) (at int, m mapping) {
	at, most := -1, 0
	for i, r := range t.rows[:min(len(t.rows), headerSeek)] {
		found := mapColumns(r.cells, c.options.Columns)
		score := len(found.columns)
		if _, ok := found.columns[TextField]; !ok || score+len(found.around) < 2 || score <= most {
			continue
		}
		at, m, most = i, found, score
	}
	if at < 0 {
		return at, m
	}
	c.fromAround(t, &m)
	return at, m
}

// fromAround takes what no column says from the heading or the sheet.
func (c *collector) fromAround(t table, m *mapping) {
	free := map[string]bool{FromHeading: t.heading != "", FromSheet: t.sheet != "" && t.several}
	for _, source := range m.around {
		free[source] = false
	}
	for _, f := range []Field{AreaField, StepField, DisciplineField} {
		if m.has(f) || c.options.Columns[f] == FromNowhere {
			continue
		}
		for _, source := range []string{FromHeading, FromSheet} {
			if free[source] && (f != DisciplineField || source == FromSheet) {
				m.around[f], free[source] = source, false
				break
			}
		}
	}
}

// reasons are sentences that follow each other.
type reasons []lang.Told

// In says all of them in the language.
func (all reasons) In(l lang.Language) string {
	said := ""
	for _, t := range all {
		said += t.In(l)
	}
	return said
}

func (all reasons) String() string { return all.In(lang.English) }

func (c *collector) noHeader(t table) {
	first := t.rows[0]
	message := reasons{lang.Tell("No row names the columns that are needed: at least the text of the examples and their area.")}
	m := mapColumns(first.cells, c.options.Columns)
	for _, f := range []Field{TextField, AreaField} {
		if near := nearHeading(first.cells, f); near != "" && !m.has(f) {
			message = append(message, lang.Tell(" Is the {field} in the column {column}?", "field", string(f), "column", near))
		}
	}
	c.note(Undecided, t.place(first, -1).says(strings.Join(first.cells, " ")), "table", lang.Tell("{why} Say which column is which; nothing of this table was taken.", "why", message))
	c.tables = append(c.tables, c.view(t, 0, mapping{}, ""))
}

func (c *collector) view(t table, header int, m mapping, grid string) TableView {
	v := TableView{File: t.file, Sheet: t.sheet, Heading: t.heading, Header: t.rows[header].cells, Columns: map[Field]string{}, Grid: grid, Rows: len(t.rows) - header - 1}
	for _, r := range t.rows[header+1 : min(len(t.rows), header+1+firstRows)] {
		v.First = append(v.First, r.cells)
	}
	for f, i := range m.columns {
		if v.Columns[f] = tidy(t.rows[header].cell(i)); v.Columns[f] == "" {
			v.Columns[f] = sheet.ColumnName(i)
		}
	}
	for f, source := range m.around {
		v.Columns[f] = source
	}
	return v
}

// list reads one example from each row.
func (c *collector) list(t table, header int, m mapping) {
	c.tables = append(c.tables, c.view(t, header, m, ""))
	head := t.rows[header]
	c.unusedColumns(t, head, m)
	if !m.has(AreaField) {
		c.note(Undecided, t.place(head, -1).says(strings.Join(head.cells, " ")), "table", lang.Tell("No column names the area.{meant} Nothing of this table was taken.", "meant", didYouMean(nearHeading(head.cells, AreaField))))
		return
	}
	if !m.has(StepField) {
		c.note(Undecided, t.place(head, -1).says(strings.Join(head.cells, " ")), "table", lang.Tell("No column names the step.{meant} Each example is taken as one for everyone at any step.", "meant", didYouMean(nearHeading(head.cells, StepField))))
	}
	l := listReader{collector: c, table: t, m: m, head: head}
	for _, r := range t.rows[header+1:] {
		l.row(r)
	}
}

func didYouMean(near string) lang.Told {
	if near == "" {
		return lang.Told{}
	}
	return lang.Tell(" Did you mean {word}?", "word", near)
}

func (c *collector) unusedColumns(t table, head row, m mapping) {
	used := map[int]bool{}
	for _, i := range m.columns {
		used[i] = true
	}
	for _, i := range m.scored {
		used[i] = true
		c.skip(t.place(head, i).says(head.cell(i)), "column", lang.Tell("The column {column} is refused. {why}", "column", lang.Quoted(head.cell(i)), "why", scoredWhy))
	}
	for i, h := range head.cells {
		if !used[i] && tidy(h) != "" {
			c.skip(t.place(head, i).says(h), "column", lang.Tell("The column {column} is none of those an example has ({fields}). Map it if it is one.", "column", lang.Quoted(tidy(h)), "fields", fieldNames()))
		}
	}
	if t.heading != "" && !slices.Contains(around(m), FromHeading) {
		c.skip(t.place(head, -1).says(t.heading), "heading", lang.Tell("The heading above the table was not needed. Map a field to @heading if it names one."))
	}
}

func around(m mapping) (all []string) {
	for _, s := range m.around {
		all = append(all, s)
	}
	return all
}

func fieldNames() string {
	var all []string
	for _, f := range Fields() {
		all = append(all, string(f))
	}
	return strings.Join(all, ", ")
}

// listReader remembers what stood above, for cells that are left empty because
// they would only repeat it.
type listReader struct {
	*collector
	table
	m                    mapping
	head                 row
	areaAbove, stepAbove carried
}

type carried struct {
	name string
	line int
}

func (l *listReader) row(r row) {
	if slices.EqualFunc(r.cells, l.head.cells, func(a, b string) bool { return fold(a) == fold(b) }) {
		l.skip(l.place(r, -1), "row", lang.Tell("It repeats the headings."))
		return
	}
	column := func(f Field) int {
		if i, ok := l.m.columns[f]; ok {
			return i
		}
		return -1
	}
	text := r.cell(column(TextField))
	at := l.place(r, column(TextField)).says(text)
	if frameworkfile.Placeholder(text) {
		l.carry(r)
		l.skip(at.says(strings.Join(r.cells, " ")), "row", lang.Tell("It has no text yet, or says that it is not in use."))
		return
	}
	area := l.carriedName(r, AreaField, &l.areaAbove)
	if area == "" {
		l.note(Undecided, at, "example", lang.Tell("It names no area, and none stands above it. It was not taken."))
		return
	}
	e := example{at: at, id: r.cell(column(IDField)), area: l.areas.get(area, l.place(r, column(AreaField)))}
	if step := l.carriedName(r, StepField, &l.stepAbove); l.m.has(StepField) && !everyone(step) {
		e.step = l.step(step, l.place(r, column(StepField)))
	}
	for _, d := range several(l.value(r, DisciplineField)) {
		e.disciplines = append(e.disciplines, l.disciplines.get(d, l.place(r, column(DisciplineField))))
	}
	var inner []string
	e.text, inner = splitText(text)
	e.details = append(inner, lines(r.cell(column(DetailsField)))...)
	for _, i := range l.m.scored {
		if v := r.cell(i); v != "" {
			e.notes = append(e.notes, l.head.cell(i)+": "+v)
		}
	}
	l.add(e)
}

// value is what the column says, or what stands around the table.
func (l *listReader) value(r row, f Field) string {
	switch l.m.around[f] {
	case FromSheet:
		return l.table.sheet
	case FromHeading:
		return l.table.heading
	case FromFile:
		return stem(l.file)
	}
	if i, ok := l.m.columns[f]; ok {
		return r.cell(i)
	}
	return ""
}

func (l *listReader) carry(r row) {
	for f, to := range map[Field]*carried{AreaField: &l.areaAbove, StepField: &l.stepAbove} {
		if v := l.value(r, f); v != "" && !frameworkfile.Placeholder(v) {
			*to = carried{v, r.line}
		}
	}
}

// carriedName is the name in the cell, or the one above it where the cell is empty.
func (l *listReader) carriedName(r row, f Field, above *carried) string {
	if v := l.value(r, f); v != "" {
		*above = carried{v, r.line}
		return v
	}
	if above.name == "" || !l.m.has(f) {
		return ""
	}
	at := l.place(r, l.m.columns[f])
	if l.question(Question{ID: "empty " + string(f), At: at,
		Ask:     lang.Tell("Some rows leave the {field} empty. Does it repeat what stands above?", "field", string(f)),
		Choices: []Choice{{"above", lang.Tell("Yes, it repeats what stands above")}, {"empty", lang.Tell("No, it is empty on purpose")}}, Answer: "above"}) == "empty" {
		return ""
	}
	l.note(Undecided, at, string(f), lang.Tell("The cell is empty; {text} of row {n} above is assumed.", "text", lang.Quoted(shorten(above.name)), "n", above.line))
	return above.name
}

// several takes names of disciplines in one cell apart.
func several(cell string) (all []string) {
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";|\n,", r) }) {
		part, _ = bullet(part)
		if everyone(part) {
			continue
		}
		if !slices.ContainsFunc(all, func(s string) bool { return fold(s) == fold(part) }) {
			all = append(all, tidy(part))
		}
	}
	return all
}

// lines takes a cell apart, one item a line, without the marks of a list.
func lines(cell string) (all []string) {
	for line := range strings.Lines(cell) {
		if text, _ := bullet(line); text != "" && !frameworkfile.Placeholder(text) {
			all = append(all, text)
		}
	}
	return all
}

// splitText takes list items below a first line as details of it.
func splitText(cell string) (text string, details []string) {
	all := strings.Split(cell, "\n")
	for i, line := range all {
		if inner, ok := bullet(line); ok && i > 0 {
			details = append(details, inner)
		} else if ok {
			text = inner
		} else if len(details) > 0 && strings.TrimSpace(line) != "" {
			details[len(details)-1] += " " + strings.TrimSpace(line)
		} else {
			text = strings.TrimRight(text, "\n") + "\n" + strings.TrimRight(line, " \t")
		}
	}
	return strings.TrimSpace(text), details
}
