package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestABookOfAnotherProgram is read as that program means it.
func TestABookOfAnotherProgram(t *testing.T) {
	book := excelize.NewFile()
	must := func(errs ...error) {
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err := book.NewSheet("Second & more")
	must(err, book.SetSheetVisible("Second & more", false),
		book.SetSheetRow("Sheet1", "B2", &[]any{"words <&> \r\nof two lines", 52000.5, true, "more", "  kept "}),
		book.SetCellRichText("Sheet1", "D4", []excelize.RichTextRun{{Text: "half "}, {Text: "bold", Font: &excelize.Font{Bold: true}}}),
		book.SetCellFormula("Sheet1", "A5", "SUM(C2:C4)"), book.MergeCell("Sheet1", "B2", "B3"))
	var data bytes.Buffer
	must(book.Write(&data))

	got, err := OpenBook(data.Bytes(), 1<<20)
	must(err)
	if len(got.Leaves) != 2 || got.Leaves[0].Name != "Sheet1" || got.Leaves[0].Hidden || got.Leaves[1].Name != "Second & more" || !got.Leaves[1].Hidden {
		t.Fatalf("%+v", got.Leaves)
	}
	var lines []Line
	must(got.Leaves[0].Each(func(l Line) bool {
		if len(l.Cells) > 0 {
			lines = append(lines, l)
		}
		return true
	}))
	want := []Line{
		{2, []Entry{{1, "words <&> \r\nof two lines", ""}, {2, "52000.5", ""}, {3, "TRUE", ""}, {4, "more", ""}, {5, "  kept ", ""}}},
		{4, []Entry{{3, "half bold", ""}}},
		{5, []Entry{{0, "", "SUM(C2:C4)"}}},
	}
	for i, l := range lines { // cells that hold nothing may be there as well
		var filled []Entry
		for _, c := range l.Cells {
			if c.Text != "" || c.Formula != "" {
				filled = append(filled, c)
			}
		}
		lines[i].Cells = filled
	}
	lines = slices.DeleteFunc(lines, func(l Line) bool { return len(l.Cells) == 0 })
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	merged, err := got.Leaves[0].Merged()
	must(err)
	if diff := cmp.Diff([]Range{{1, 2, 1, 3}}, merged); diff != "" {
		t.Error(diff)
	}
}

// TestAnotherProgramReadsOurs as it was meant.
func TestAnotherProgramReadsOurs(t *testing.T) {
	var b bytes.Buffer
	rows := [][]Cell{{Words("a <&> \"b\"\nc"), Number("12345678901234.05"), {}, Words("_x000D_"), Words("=1+1")}}
	if err := Write(&b, XLSX, "Women/men: a report with a long name", []string{"first", "second"}, rows); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	name := "Women men  a report with a long"
	if diff := cmp.Diff([]string{name}, book.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	got, err := book.GetRows(name)
	if diff := cmp.Diff([][]string{{"first", "second"}, {"a <&> \"b\"\nc", "12345678901234.05", "", "_x000D_", "'=1+1"}}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if panes, err := book.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("%+v, %v", panes, err)
	}
}

// bookOf is a workbook whose only sheet has these rows.
func bookOf(t testing.TB, rows string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"_rels/.rels": rootPart, "xl/_rels/workbook.xml.rels": strings.Replace(bookPart, "sheet1.xml", "/xl/Sheet1.xml", 1),
		"xl/workbook.xml": `<workbook><sheets><sheet name="S" sheetId="1" id="r1"/></sheets></workbook>`, `xl\sheet1.xml`: "<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
	} {
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(text))
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBooksThatAreOddOrBroken(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{`<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="7"><c t="s"><v>9</v></c><c t="b"><v>0</v></c></row>`, "1: 1,,,2,3; 7: ,FALSE"},
		{`<row><c><f t="shared" si="0">A1+1</f><v>2</v></c><c><f t="shared" si="0"/></c></row>`, "1: 2=A1+1,=A1+1"},
		{`<row r="5"/><row r="3"><c><v>late</v></c></row>`, "5: ; 6: late"},
		{`<row><c r="XFE1"><v>1</v></c></row>`, "nowhere"},
		{`<row><c r="1"><v>1</v></c></row>`, "nowhere"},
		{`<row r="99999999"/>`, "nowhere"},
		{`<row><c><v>1</c></row>`, "syntax"},
	} {
		book, err := OpenBook(bookOf(t, c.rows), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		err = book.Leaves[0].Each(func(l Line) bool {
			cells := l.Texts(9)
			for _, e := range l.Cells {
				if e.Formula != "" {
					cells[e.Column] += "=" + e.Formula
				}
			}
			got = append(got, fmt.Sprint(l.Number, ": ", strings.Join(cells, ",")))
			return true
		})
		if err != nil {
			got = []string{err.Error()}
		}
		if all := strings.Join(got, "; "); !strings.Contains(all, c.want) {
			t.Errorf("%s: %s, not %s", c.rows, all, c.want)
		}
	}
	if _, err := OpenBook(bookOf(t, strings.Repeat("<row/>", 1000)), 2000); err == nil || !strings.Contains(err.Error(), "more than is read") {
		t.Errorf("a book that is too large: %v", err)
	}
}
