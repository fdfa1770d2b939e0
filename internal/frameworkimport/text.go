package frameworkimport

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"cairn/internal/lang"
)

// text takes the marks of encodings away and refuses what is no text, saying how
// to mend it. A workbook is returned as it is.
func (c *collector) text(f File) []byte {
	data := f.Data
	if isZip(data) {
		return data
	}
	at := Place{File: f.Name}
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		data = fromUTF16(data)
	}
	if bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}) {
		c.note(Undecided, at, "file", lang.Tell("This is a workbook of the old kind (.xls), or one with a password. Save it as .xlsx without a password and import that."))
		return nil
	}
	if i := notUTF8(data); i >= 0 {
		line, column := lineOf(data, i)
		at.Line, at.Column = line, column
		c.note(Undecided, at.says(strings.ToValidUTF8(lineAt(data, i), "�")), "file", badByte(data[i]))
		return nil
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		at.Line, at.Column = lineOf(data, i)
		c.skip(at, "file", lang.Tell("This is no text: it holds bytes that no text has."))
		return nil
	}
	if len(bytes.TrimSpace(data)) == 0 {
		c.skip(at, "file", lang.Tell("The file is empty."))
		return nil
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

func badByte(b byte) lang.Told {
	is := fmt.Sprintf("%#x", b)
	if b >= 0x80 {
		return lang.Tell("The byte {byte} is not valid UTF-8; the file was probably saved as Windows-1252 or Latin-1. Save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\") and import that; nothing of this file was taken, so that no letter turns into another.", "byte", is)
	}
	return lang.Tell("The byte {byte} is not valid UTF-8. Save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\") and import that; nothing of this file was taken, so that no letter turns into another.", "byte", is)
}

func notUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func fromUTF16(data []byte) []byte {
	little := data[0] == 0xFF
	data = data[2:]
	units := make([]uint16, len(data)/2)
	for i := range units {
		a, b := uint16(data[2*i]), uint16(data[2*i+1])
		if little {
			a, b = b, a
		}
		units[i] = a<<8 | b
	}
	return []byte(string(utf16.Decode(units)))
}

// lineOf counts from one, columns in letters.
func lineOf(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

func lineAt(data []byte, offset int) string {
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	end := bytes.IndexByte(data[offset:], '\n')
	if end < 0 {
		end = len(data) - offset
	}
	return string(data[start : offset+end])
}
