package sheet

import (
	"fmt"
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
			problems = append(problems, Problem{t.Head.Line, Shown(cell), "", "there is no such column; the columns are " + names(columns)})
		case i >= 0 && seen[i]:
			problems = append(problems, Problem{t.Head.Line, Shown(cell), "", lang.Later("this column is there twice; keep one of them")})
			i = -1
		case i >= 0:
			seen[i] = true
		}
		at = append(at, i)
	}
	for i, c := range columns {
		if c.Required && !seen[i] {
			problems = append(problems, Problem{t.Head.Line, c.Name, "", lang.Later("this column is missing; the first line must name the columns")})
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

// Judge tells what no cell may be, whatever its column; empty when it is fine.
func Judge(cell string) string {
	if n := utf8.RuneCountInString(cell); n > maxCell {
		return fmt.Sprintf("there are %d characters; at most %d are kept", n, maxCell)
	}
	if visible(cell) != cell {
		return lang.Later("there is an invisible character; type the text again by hand")
	}
	return ""
}
