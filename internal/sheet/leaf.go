package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Line is a row of a sheet: the cells that are there.
type Line struct {
	Number int // from 1
	Cells  []Entry
}

// Entry is a cell: the text or the digits kept in it, and the formula that gave them.
type Entry struct {
	Column  int // from 0
	Text    string
	Formula string
}

// Texts are the cells of the first so many columns.
func (l Line) Texts(most int) (texts []string) {
	for _, c := range l.Cells {
		if c.Column >= most {
			continue
		}
		for len(texts) <= c.Column {
			texts = append(texts, "")
		}
		texts[c.Column] = c.Text
	}
	return texts
}

// Range is where cells were made one, columns from 0 and rows from 1.
type Range struct{ FirstColumn, FirstRow, LastColumn, LastRow int }

// What a workbook can hold, and more than any that people write.
const (
	mostColumns = 16_384
	mostRows    = 1 << 20
)

var errPlace = errors.New("a cell is nowhere")

// keptCell is a cell as a workbook keeps it.
type keptCell struct {
	Place   string `xml:"r,attr"`
	Kind    string `xml:"t,attr"`
	Value   string `xml:"v"`
	Words   words  `xml:"is"`
	Formula *struct {
		Text  string `xml:",chardata"`
		Group string `xml:"si,attr"`
	} `xml:"f"`
}

// Each hands over one line after the other until take has enough. Values are as they
// are kept, not as they are shown: a shown amount may be rounded.
func (l Leaf) Each(take func(Line) bool) error {
	formulas := map[string]string{} // that several cells share
	last := 0
	return l.book.walk(l.file, func(d *xml.Decoder, e xml.StartElement) (bool, error) {
		if e.Name.Local != "row" {
			return true, nil
		}
		var kept struct {
			Number int        `xml:"r,attr"`
			Cells  []keptCell `xml:"c"`
		}
		if err := d.DecodeElement(&kept, &e); err != nil {
			return false, fmt.Errorf("row %d: %w", last+1, err)
		}
		last = max(last+1, kept.Number)
		if last > mostRows {
			return false, errPlace
		}
		line, err := l.book.line(last, kept.Cells, formulas)
		return err == nil && take(line), err
	})
}

func (b *Book) line(number int, cells []keptCell, formulas map[string]string) (line Line, err error) {
	line, column := Line{Number: number}, -1
	for _, c := range cells {
		column++
		if c.Place != "" {
			if column, _, err = place(c.Place); err != nil {
				return line, err
			}
		}
		entry := Entry{Column: column, Text: b.text(c)}
		if f := c.Formula; f != nil {
			if f.Text != "" && f.Group != "" {
				formulas[f.Group] = f.Text
			}
			if entry.Formula = f.Text; f.Text == "" {
				entry.Formula = formulas[f.Group]
			}
		}
		line.Cells = append(line.Cells, entry)
	}
	return line, nil
}

func (b *Book) text(c keptCell) string {
	switch c.Kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(c.Value)); err == nil && i >= 0 && i < len(b.texts) {
			return b.texts[i]
		}
		return ""
	case "inlineStr":
		return c.Words.String()
	case "str":
		return unescape(c.Value)
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[c.Value]
	}
	return c.Value
}

// Merged are the ranges whose cells were made one.
func (l Leaf) Merged() (all []Range, err error) {
	return all, l.book.walk(l.file, func(_ *xml.Decoder, e xml.StartElement) (bool, error) {
		if e.Name.Local != "mergeCell" {
			return true, nil
		}
		for _, a := range e.Attr {
			from, to, both := strings.Cut(a.Value, ":")
			if a.Name.Local != "ref" || !both {
				continue
			}
			var r Range
			var wrong, wrongToo error
			r.FirstColumn, r.FirstRow, wrong = place(from)
			if r.LastColumn, r.LastRow, wrongToo = place(to); wrong == nil && wrongToo == nil {
				all = append(all, r)
			}
		}
		return true, nil
	})
}

// place reads a name of a cell such as B7: the column from 0, the row from 1.
func place(name string) (column, row int, err error) {
	letters := strings.TrimRight(name, "0123456789")
	row, err = strconv.Atoi(name[len(letters):])
	for _, r := range letters {
		if r < 'A' || r > 'Z' || column > mostColumns {
			return 0, 0, errPlace
		}
		column = column*26 + int(r-'A') + 1
	}
	if err != nil || column == 0 || column > mostColumns || row < 1 || row > mostRows {
		return 0, 0, errPlace
	}
	return column - 1, row, nil
}
