package frameworkimport

import (
	"regexp"
	"slices"
	"strings"

	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// A grid is a table in which each further column is a step and each row an area,
// or the other way round; a cell holds one example or a list of them.

// What the columns of a grid are.
const (
	stepsAcross = "steps"
	areasAcross = "areas"
)

var stepLike = regexp.MustCompile(`(?i)\d|\b(junior|mid|senior|staff|principal|lead|associate|intern|expert|awareness|working|practitioner|individual|squad|tribe|company|[ivx]+)\b`)

// gridHeader finds the row that names the columns of a grid; -1 when it is none.
// Where somebody said which column holds the text, it is none.
func gridHeader(t table, asked map[Field]string) (at int, across string) {
	if asked[TextField] != "" && asked[TextField] != FromNowhere {
		return -1, ""
	}
	for i, r := range t.rows[:min(len(t.rows), headerSeek)] {
		named := 0
		for _, cell := range r.cells[min(1, len(r.cells)):] {
			if strings.TrimSpace(cell) != "" {
				named++
			}
		}
		if named < 2 || i+1 == len(t.rows) {
			continue
		}
		m := mapColumns(r.cells, nil)
		column, area := m.columns[AreaField]
		_, step := m.columns[StepField]
		switch {
		case area && column == 0 && !step:
			return i, stepsAcross
		case step && m.columns[StepField] == 0 && !area:
			return i, areasAcross
		case strings.TrimSpace(r.cell(0)) == "" && stepLike.MatchString(r.cell(1)) && stepLike.MatchString(r.cell(2)):
			return i, stepsAcross
		}
	}
	return -1, ""
}

func (c *collector) grid(t table, header int, across string) {
	head := t.rows[header]
	m := mapping{columns: map[Field]int{}, around: map[Field]string{}}
	if across == stepsAcross {
		m.columns[AreaField] = 0
	} else {
		m.columns[StepField] = 0
	}
	all := mapColumns(head.cells, c.options.Columns)
	if i, ok := all.columns[DisciplineField]; ok && i > 0 && (c.options.Columns[DisciplineField] != "" || strings.HasPrefix(foldHeading(head.cell(i)), "discipline")) {
		m.columns[DisciplineField] = i
	}
	if source := c.options.Columns[DisciplineField]; strings.HasPrefix(source, "@") {
		m.around[DisciplineField] = source
	} else if t.sheet != "" && t.several && source == "" {
		m.around[DisciplineField] = FromSheet
	}
	m.scored = all.scored
	c.tables = append(c.tables, c.view(t, header, m, across))
	for _, i := range m.scored {
		c.skip(t.place(head, i).says(head.cell(i)), "column", lang.Tell("The column {column} is refused. {why}", "column", lang.Quoted(head.cell(i)), "why", scoredWhy))
	}
	l := listReader{collector: c, table: t, m: m, head: head}
	for _, r := range t.rows[header+1:] {
		l.gridRow(r, across)
	}
}

// noFirst says what a row of a grid has not.
func noFirst(across string) lang.Told {
	if across == stepsAcross {
		return lang.Tell("It names no area in its first column.")
	}
	return lang.Tell("It names no step in its first column.")
}

func (l *listReader) gridRow(r row, across string) {
	first := r.cell(0)
	if frameworkfile.Placeholder(first) {
		l.skip(l.place(r, 0).says(strings.Join(r.cells, " ")), "row", noFirst(across))
		return
	}
	taken := 0
	discipline, marked := l.m.columns[DisciplineField]
	for i := 1; i < max(len(r.cells), len(l.head.cells)); i++ {
		if marked && i == discipline || slices.Contains(l.m.scored, i) {
			continue
		}
		taken += l.gridCell(r, i, first, across)
	}
	if taken == 0 {
		l.skip(l.place(r, 0).says(first), "row", lang.Tell("Its cells hold no text."))
	}
}

// gridCell takes each line of the cell as an example, unless the lines are those
// of one text.
func (l *listReader) gridCell(r row, i int, first, across string) int {
	text, at := r.cell(i), l.place(r, i)
	if frameworkfile.Placeholder(text) {
		if text != "" {
			l.skip(at.says(text), "cell", lang.Tell("It has no text yet, or says that it is not in use."))
		}
		return 0
	}
	name := l.head.cell(i)
	if name == "" {
		l.note(Undecided, at.says(text), "cell", lang.Tell("The column has no heading, so nobody can tell what this belongs to. It was not taken."))
		return 0
	}
	area, step := first, name
	if across == areasAcross {
		area, step = name, first
	}
	items := cellItems(text)
	for _, item := range items {
		e := example{at: at.says(item), text: item, area: l.areas.get(area, l.place(r, 0))}
		if !everyone(step) {
			e.step = l.step(step, l.place(l.head, i))
		}
		for _, d := range several(l.value(r, DisciplineField)) {
			e.disciplines = append(e.disciplines, l.disciplines.get(d, at))
		}
		l.add(e)
	}
	return len(items)
}

// cellItems gives the items of a list, or the paragraphs of a text.
func cellItems(text string) []string {
	var items []string
	listed := false
	for line := range strings.Lines(text) {
		item, ok := bullet(line)
		switch {
		case item == "":
			listed = false
		case ok || !listed || len(items) == 0:
			items = append(items, item)
			listed = ok
		default: // goes on with the item above
			items[len(items)-1] += " " + item
		}
	}
	return items
}
