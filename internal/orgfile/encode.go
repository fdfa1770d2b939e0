package orgfile

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Encode writes rows in the form that Read reads. Cells that a spreadsheet
// would run as a formula get a leading apostrophe, which Read takes away.
func Encode(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	if err := out.Write(headerCells()); err != nil {
		return err
	}
	for _, row := range rows {
		cells, err := rowCells(row)
		if err != nil {
			return err
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func headerCells() []string {
	var cells []string
	for _, c := range columns {
		cells = append(cells, c.name)
	}
	return cells
}

func rowCells(row Row) ([]string, error) {
	var cells []string
	for _, c := range columns {
		values := []string{}
		if c.several {
			values = *c.list(&row)
		} else if v := *c.read(&row); v != "" {
			values = []string{v}
		}
		cell, err := joinValues(c, values)
		if err != nil {
			return nil, err
		}
		cells = append(cells, cell)
	}
	return cells, nil
}

// joinValues guards each value, because another separator may split the cell.
func joinValues(c column, values []string) (string, error) {
	var guarded []string
	for _, v := range values {
		if strings.Contains(v, ";") {
			return "", fmt.Errorf("the %s %q contains a semicolon, which separates values in this file; rename it first", c.name, v)
		}
		if v = visible(v); v != "" {
			guarded = append(guarded, guard(v))
		}
	}
	return strings.Join(guarded, ";"), nil
}

// visible turns hidden characters into spaces, which Read would refuse.
func visible(text string) string {
	return tidy(strings.Map(func(r rune) rune {
		if hidden(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " ")))
}

// formula tells whether a spreadsheet would take the text for a formula, also
// behind apostrophes that are part of the text.
func formula(text string) bool {
	text = strings.TrimLeft(text, "'")
	return text != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(text)[0])
}

func guard(text string) string {
	if formula(text) {
		return "'" + text
	}
	return text
}

func unguard(text string) string {
	if strings.HasPrefix(text, "'") && formula(text) {
		return strings.TrimLeftFunc(text[1:], unicode.IsSpace)
	}
	return text
}
