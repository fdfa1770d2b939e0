package sheet

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// The parts of a workbook with one sheet, beside the sheet itself.
const (
	typesPart = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	relationsHead = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + officeRelations
	rootPart      = relationsHead + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookPart      = relationsHead + `/worksheet" Target="sheet1.xml"/></Relationships>`

	officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	mainSpace       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	// The first row stays where it is while one goes through the others.
	sheetHead = xml.Header + `<worksheet xmlns="` + mainSpace + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
	sheetFoot = `</sheetData></worksheet>`
)

func writeBook(w io.Writer, name string, head []string, rows [][]Cell) error {
	archive := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", typesPart}, {"_rels/.rels", rootPart}, {"xl/_rels/workbook.xml.rels", bookPart},
		{"xl/workbook.xml", xml.Header + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + officeRelations + `"><sheets><sheet name="` + escape(leafName(name)) + `" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/sheet1.xml", sheetText(head, rows)},
	} {
		in, err := archive.Create(part.name)
		if err == nil {
			_, err = io.WriteString(in, part.text)
		}
		if err != nil {
			return err
		}
	}
	return archive.Close()
}

// leafName is the name without what a sheet's name may not hold.
func leafName(name string) string {
	letters := []rune(strings.Trim(strings.NewReplacer(":", " ", `\`, " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")").Replace(name), "' "))
	return string(letters[:min(len(letters), 31)])
}

func sheetText(head []string, rows [][]Cell) string {
	var b strings.Builder
	b.WriteString(sheetHead)
	first := make([]Cell, len(head))
	for i, h := range head {
		first[i] = Words(h)
	}
	writeRow(&b, 1, first)
	for i, row := range rows {
		writeRow(&b, i+2, row)
	}
	return b.String() + sheetFoot
}

func writeRow(b *strings.Builder, number int, cells []Cell) {
	line := strconv.Itoa(number)
	b.WriteString(`<row r="` + line + `">`)
	for i, c := range cells {
		at := ` r="` + ColumnName(i) + line + `"`
		switch {
		case c.Number != "": // the digits as they are
			b.WriteString(`<c` + at + `><v>` + escape(c.Number) + `</v></c>`)
		case c.Text != "":
			b.WriteString(`<c` + at + ` t="inlineStr"><is><t xml:space="preserve">` + escape(Guard(visible(c.Text))) + `</t></is></c>`)
		}
	}
	b.WriteString(`</row>`)
}

// escape writes a text so that neither XML nor what a workbook itself would read in it
// changes it.
func escape(text string) string {
	for from := 0; ; {
		at := strings.Index(text[from:], "_x")
		if at < 0 {
			break
		}
		at += from
		from = at + 2
		if _, ok := escaped(text[at:]); ok {
			text, from = text[:at]+"_x005F"+text[at:], at+len("_x005F_")
		}
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}
