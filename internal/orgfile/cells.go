package orgfile

import (
	"strings"

	"cairn/internal/lang"
)

// splitCells takes a line apart. A cell is either bare or wholly in quotation
// marks, with "" for a mark inside. Cells do not go over line ends, so that one
// forgotten mark spoils one line and not the rest of the file.
func splitCells(line string, separator byte) (cells []string, mistake lang.Told) {
	for {
		cell, rest, more, mistake := nextCell(line, separator)
		if !mistake.None() {
			return nil, mistake
		}
		cells = append(cells, cell)
		if !more {
			return cells, mistake
		}
		line = rest
	}
}

func nextCell(line string, separator byte) (cell, rest string, more bool, mistake lang.Told) {
	if quoted, found := strings.CutPrefix(strings.TrimLeft(line, " "), `"`); found {
		return quotedCell(quoted, separator)
	}
	cell, rest, more = strings.Cut(line, string(separator))
	if strings.Contains(cell, `"`) {
		return "", "", false, lang.Tell(`a quotation mark stands inside a cell; put the whole cell in marks and double those inside: "Anna ""Ann"" Berg"`)
	}
	return cell, rest, more, mistake
}

func quotedCell(line string, separator byte) (cell, rest string, more bool, mistake lang.Told) {
	var b strings.Builder
	for {
		before, after, closed := strings.Cut(line, `"`)
		b.WriteString(before)
		if !closed {
			return "", "", false, lang.Tell("a quotation mark is opened and not closed on this line; close it, and keep each person on one line")
		}
		if !strings.HasPrefix(after, `"`) {
			return endQuoted(b.String(), strings.TrimLeft(after, " "), separator)
		}
		b.WriteByte('"')
		line = after[1:]
	}
}

func endQuoted(cell, after string, separator byte) (string, string, bool, lang.Told) {
	switch {
	case after == "":
		return cell, "", false, lang.Told{}
	case after[0] == separator:
		return cell, after[1:], true, lang.Told{}
	}
	return "", "", false, lang.Tell("there is text after a closing quotation mark; put the whole cell in marks, or none of it")
}

// separatorOf finds what separates the cells: that by which the first line
// names the most columns, and of those that by which it has the most cells.
func separatorOf(line string) byte {
	best, most := byte(','), 0
	for _, separator := range []byte{',', ';', '\t'} {
		cells, _ := splitCells(line, separator)
		known := len(cells)
		for _, cell := range cells {
			if columnNamed(cell) != nil {
				known += maxLine // more than there can be cells
			}
		}
		if known > most {
			best, most = separator, known
		}
	}
	return best
}
