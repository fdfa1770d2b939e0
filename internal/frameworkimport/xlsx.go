package frameworkimport

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"cairn/internal/lang"
)

// xlsx reads every sheet of a workbook as a table.
func (c *collector) xlsx(f File) {
	at := Place{File: f.Name}
	book, err := excelize.OpenReader(bytes.NewReader(f.Data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		c.note(Undecided, at, "file", lang.Tell("The workbook cannot be opened: {why}. Open it in a spreadsheet and save it anew, without a password.", "why", err))
		return
	}
	defer func() { _ = book.Close() }()
	formulas := hasFormulas(f.Data)
	var tables []table
	for _, name := range book.GetSheetList() {
		at := Place{File: f.Name, Sheet: name}
		if visible, err := book.GetSheetVisible(name); err == nil && !visible {
			if c.question(Question{ID: "hidden " + name, At: at, Ask: lang.Tell("The sheet {sheet} of {file} is hidden. Does it belong to the framework?", "sheet", name, "file", f.Name),
				Choices: []Choice{{"no", lang.Tell("No, leave it out")}, {"yes", lang.Tell("Yes, read it")}}, Answer: "no"}) == "no" {
				c.skip(at, "sheet", lang.Tell("The sheet is hidden and was left out."))
				continue
			}
		}
		t, ok := c.sheet(book, at, formulas)
		if ok {
			tables = append(tables, t)
		}
	}
	for _, t := range tables {
		t.several = len(tables) > 1
		c.table(t)
	}
}

func (c *collector) sheet(book *excelize.File, at Place, formulas bool) (table, bool) {
	t := table{file: at.File, sheet: at.Sheet}
	rows, err := book.Rows(at.Sheet)
	if err != nil {
		c.skip(at, "sheet", lang.Tell("The sheet holds no table: {why}.", "why", err))
		return t, false
	}
	defer func() { _ = rows.Close() }()
	filled := 0
	for line := 1; rows.Next() && filled <= mostRows && line <= 10*mostRows; line++ {
		cells, err := rows.Columns()
		if err != nil {
			at.Line = line
			c.note(Undecided, at, "row", lang.Tell("The row cannot be read: {why}. It was not taken.", "why", err))
			continue
		}
		if len(cells) > mostCells {
			c.note(Undecided, Place{File: at.File, Sheet: at.Sheet, Line: line}, "row", lang.Tell("It has more than {n} cells; the rest was not read.", "n", mostCells))
			cells = cells[:mostCells]
		}
		made := row{line: line, cells: make([]string, len(cells))}
		for i, cell := range cells {
			made.cells[i] = breaks.Replace(cell)
		}
		if !made.empty() || formulas {
			filled++
			t.rows = append(t.rows, made)
		}
	}
	if formulas {
		c.formulas(book, &t)
	}
	c.spread(book, &t)
	if len(t.rows) == 0 {
		c.skip(at, "sheet", lang.Tell("The sheet is empty."))
		return t, false
	}
	return t, true
}

var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "_x000D_\n", "\n", "_x000D_", "\n", "\u00a0", " ", "\x0b", "\n")

// hasFormulas looks for any formula at all, as asking cell by cell takes long.
func hasFormulas(data []byte) bool {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	for _, entry := range r.File {
		if !strings.HasPrefix(strings.ToLower(entry.Name), "xl/worksheets/") {
			continue
		}
		in, err := entry.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(in, maxUnpacked))
		_ = in.Close()
		if bytes.Contains(text, []byte("<f>")) || bytes.Contains(text, []byte("<f ")) || bytes.Contains(text, []byte(":f>")) {
			return true
		}
	}
	return false
}

// formulas are taken as the text they showed last, or as they are written where
// they showed nothing. Nothing is computed.
func (c *collector) formulas(book *excelize.File, t *table) {
	for i := range t.rows {
		r := &t.rows[i]
		for col := 0; col < min(max(len(r.cells), 12), mostCells); col++ {
			name, err := excelize.CoordinatesToCellName(col+1, r.line)
			if err != nil {
				continue
			}
			formula, err := book.GetCellFormula(t.sheet, name)
			if err != nil || formula == "" {
				continue
			}
			for len(r.cells) <= col {
				r.cells = append(r.cells, "")
			}
			at := Place{File: t.file, Sheet: t.sheet, Line: r.line, Column: col + 1, Text: shorten("=" + formula)}
			if r.cells[col] != "" {
				c.note(Undecided, at, "cell", lang.Tell("The cell is a formula. The text it showed last, {text}, was taken.", "text", lang.Quoted(shorten(r.cells[col]))))
				continue
			}
			r.cells[col] = "=" + formula
			c.note(Undecided, at, "cell", lang.Tell("The cell is a formula that showed nothing. It was taken as text, as it is written."))
		}
	}
}

// spread gives each cell of a merged range what the range says.
func (c *collector) spread(book *excelize.File, t *table) {
	merged, err := book.GetMergeCells(t.sheet, true)
	if err != nil {
		return
	}
	at := map[int]*row{}
	for i := range t.rows {
		at[t.rows[i].line] = &t.rows[i]
	}
	for _, m := range merged {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || at[r1] == nil {
			continue
		}
		text := at[r1].cell(c1 - 1)
		if text == "" || c2 > mostCells || r2-r1 > mostRows || c2 > c1 && r2 == r1 {
			continue // a title across columns says nothing about each of them
		}
		for line := r1; line <= r2; line++ {
			if r := at[line]; r != nil {
				r.put(c1-1, text)
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
