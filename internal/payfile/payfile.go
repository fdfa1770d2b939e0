// Package payfile reads and writes the files of the pay part: ranges, where people
// are paid, salaries and benchmarks. It judges what a line says by itself; whether
// there is such a market or person is for the acts to say.
package payfile

import (
	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// column is one of a file whose lines become R. put reads a cell and answers what
// is wrong with it.
type column[R any] struct {
	name, also string
	required   bool
	put        func(r *R, t sheet.Table, cell string) lang.Told
}

// text is a column that is taken as it is written.
func text[R any](name, also string, required bool, field func(*R) *string) column[R] {
	return column[R]{name, also, required, func(r *R, _ sheet.Table, cell string) lang.Told {
		*field(r) = cell
		return lang.Told{}
	}}
}

func day[R any](name, also string, required bool, field func(*R) *clock.Date) column[R] {
	return column[R]{name, also, required, func(r *R, t sheet.Table, cell string) (wrong lang.Told) {
		if cell != "" {
			*field(r), wrong = t.Date(cell)
		}
		return wrong
	}}
}

// read reads a whole file. Every line is judged; where there are problems, the
// lines are not to be used.
func read[R any](name string, data []byte, most int, columns []column[R], at func(*R) *int) (rows []R, problems []sheet.Problem) {
	t, problems := sheet.Read(name, data, most)
	if len(problems) > 0 {
		return nil, problems
	}
	place, problems := t.Place(named(columns))
	if len(problems) > 0 {
		return nil, problems
	}
	for _, line := range t.Rows {
		var row R
		*at(&row) = line.Line
		for i, cell := range line.Cells {
			if i >= len(place) || place[i] < 0 {
				if i >= len(place) && cell != "" {
					problems = append(problems, sheet.Problem{Line: line.Line, Value: sheet.Shown(cell), Message: lang.Tell("the line has more cells than the first line names columns; put cells that contain the separator in quotation marks")})
					break
				}
				continue
			}
			c := columns[place[i]]
			wrong := sheet.Judge(cell)
			if wrong.None() {
				wrong = c.put(&row, t, cell)
			}
			if !wrong.None() {
				problems = append(problems, sheet.Problem{Line: line.Line, Column: c.name, Value: sheet.Shown(cell), Message: wrong})
			}
		}
		rows = append(rows, row)
	}
	return rows, problems
}

func named[R any](columns []column[R]) (all []sheet.Column) {
	for _, c := range columns {
		all = append(all, sheet.Column{Name: c.name, Also: c.also, Required: c.required})
	}
	return all
}

func heads[R any](columns []column[R]) (all []string) {
	for _, c := range columns {
		all = append(all, c.name)
	}
	return all
}
