package frameworkimport

import (
	"strconv"
	"strings"

	"cairn/internal/sheet"
)

// xlsx reads every sheet of a workbook as a table.
func (c *collector) xlsx(f File) {
	at := Place{File: f.Name}
	book, err := sheet.OpenBook(f.Data, maxUnpacked)
	if err != nil {
		c.note(Undecided, at, "file", "The workbook cannot be opened: %v. Open it in a spreadsheet and save it anew, without a password.", err)
		return
	}
	var tables []table
	for _, leaf := range book.Leaves {
		at := Place{File: f.Name, Sheet: leaf.Name}
		if leaf.Hidden {
			if c.question(Question{ID: "hidden " + leaf.Name, At: at, Ask: "The sheet " + leaf.Name + " of " + f.Name + " is hidden. Does it belong to the framework?",
				Choices: []Choice{{"no", "No, leave it out"}, {"yes", "Yes, read it"}}, Answer: "no"}) == "no" {
				c.skip(at, "sheet", "The sheet is hidden and was left out.")
				continue
			}
		}
		t, ok := c.sheet(leaf, at)
		if ok {
			tables = append(tables, t)
		}
	}
	for _, t := range tables {
		t.several = len(tables) > 1
		c.table(t)
	}
}

func (c *collector) sheet(leaf sheet.Leaf, at Place) (table, bool) {
	t := table{file: at.File, sheet: at.Sheet}
	err := leaf.Each(func(l sheet.Line) bool {
		at.Line = l.Number
		if n := len(l.Cells); n > 0 && l.Cells[n-1].Column >= mostCells {
			c.note(Undecided, at, "row", "It has more than %d cells; the rest was not read.", mostCells)
		}
		made := row{line: l.Number, cells: l.Texts(mostCells)}
		for i, cell := range made.cells {
			made.cells[i] = breaks.Replace(shown(cell))
		}
		c.formulas(l, &made, at)
		if !made.empty() {
			t.rows = append(t.rows, made)
		}
		return len(t.rows) <= mostRows && l.Number <= 10*mostRows
	})
	if err != nil {
		c.note(Undecided, at, "row", "What follows this row cannot be read: %v. It was not taken.", err)
	}
	at.Line = 0
	c.spread(leaf, &t)
	if len(t.rows) == 0 {
		c.skip(at, "sheet", "The sheet is empty.")
		return t, false
	}
	return t, true
}

var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "_x000D_\n", "\n", "_x000D_", "\n", "\u00a0", " ", "\x0b", "\n")

// shown is a number as a sheet shows it, without what reckoning left behind, as in
// 1.1000000000000001.
func shown(cell string) string {
	if len(cell) > 16 && strings.Contains(cell, ".") {
		if number, err := strconv.ParseFloat(cell, 64); err == nil {
			return strconv.FormatFloat(number, 'g', 15, 64)
		}
	}
	return cell
}

// formulas are taken as the text they showed last, or as they are written where
// they showed nothing. Nothing is computed.
func (c *collector) formulas(l sheet.Line, r *row, at Place) {
	for _, cell := range l.Cells {
		if cell.Formula == "" || cell.Column >= mostCells {
			continue
		}
		at.Column, at.Text = cell.Column+1, shorten("="+cell.Formula)
		if shown := r.cells[cell.Column]; shown != "" {
			c.note(Undecided, at, "cell", "The cell is a formula. The text it showed last, %q, was taken.", shorten(shown))
			continue
		}
		r.cells[cell.Column] = "=" + cell.Formula
		c.note(Undecided, at, "cell", "The cell is a formula that showed nothing. It was taken as text, as it is written.")
	}
}

// spread gives each cell of a merged range what the range says.
func (c *collector) spread(leaf sheet.Leaf, t *table) {
	merged, err := leaf.Merged()
	if err != nil {
		return
	}
	at := map[int]*row{}
	for i := range t.rows {
		at[t.rows[i].line] = &t.rows[i]
	}
	for _, m := range merged {
		if at[m.FirstRow] == nil {
			continue
		}
		text := at[m.FirstRow].cell(m.FirstColumn)
		if text == "" || m.LastColumn >= mostCells || m.LastRow-m.FirstRow > mostRows || m.LastColumn > m.FirstColumn && m.LastRow == m.FirstRow {
			continue // a title across columns says nothing about each of them
		}
		for line := m.FirstRow; line <= m.LastRow; line++ {
			if r := at[line]; r != nil {
				r.put(m.FirstColumn, text)
			}
		}
	}
}

func (r *row) put(i int, text string) {
	for len(r.cells) <= i {
		r.cells = append(r.cells, "")
	}
	if r.cells[i] == "" {
		r.cells[i] = text
	}
}
