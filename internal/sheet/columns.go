package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/lang"
)

// Column is one that a file can have. Its name is what we write; also are other
// names that people give it, letters alone, parted by spaces.
type Column struct {
	Name, Also string
	Required   bool
}

// Place finds the columns in the head of the table: for each cell of a line, which
// column it is, or -1.
func (t Table) Place(columns []Column) (at []int, problems []Problem) {
	seen := map[int]bool{}
	for _, cell := range t.Head.Cells {
		i := named(columns, cell)
		switch {
		case i < 0 && strings.TrimSpace(cell) != "":
			problems = append(problems, Problem{t.Head.Line, Shown(cell), "", lang.Tell("there is no such column; the columns are {columns}", "columns", names(columns))})
		case i >= 0 && seen[i]:
			problems = append(problems, Problem{t.Head.Line, Shown(cell), "", lang.Tell("this column is there twice; keep one of them")})
			i = -1
		case i >= 0:
			seen[i] = true
		}
		at = append(at, i)
	}
	for i, c := range columns {
		if c.Required && !seen[i] {
			problems = append(problems, Problem{t.Head.Line, c.Name, "", lang.Tell("this column is missing; the first line must name the columns")})
		}
	}
	return at, problems
}

func names(columns []Column) string {
	var all []string
	for _, c := range columns {
		all = append(all, c.Name)
	}
	return strings.Join(all, ", ")
}

func named(columns []Column, cell string) int {
	key := Letters(cell)
	for i, c := range columns {
		if key != "" && (key == Letters(c.Name) || strings.Contains(" "+c.Also+" ", " "+key+" ")) {
			return i
		}
	}
	return -1
}

// ColumnName names the column at the place, from 0, as spreadsheets do: A to Z, then AA.
func ColumnName(at int) string {
	name := ""
	for ; at >= 0; at = at/26 - 1 {
		name = string(rune('A'+at%26)) + name
	}
	return name
}

// Letters leaves only letters and digits of a column's name.
func Letters(cell string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, cell)
}

// Judge tells what no cell may be, whatever its column; nothing when it is fine.
func Judge(cell string) lang.Told {
	if n := utf8.RuneCountInString(cell); n > maxCell {
		return lang.Tell("there are {n} characters; at most {most} are kept", "n", n, "most", maxCell)
	}
	if visible(cell) != cell {
		return lang.Tell("there is an invisible character; type the text again by hand")
	}
	return lang.Told{}
}
