package frameworkimport

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook makes one of sheets; a cell that begins with = is a formula.
func workbook(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	fill(book)
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rows(t testing.TB, book *excelize.File, sheet string, all ...[]any) {
	t.Helper()
	if _, err := book.NewSheet(sheet); err != nil {
		t.Fatal(err)
	}
	for i, r := range all {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow(sheet, cell, &r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWorkbook(t *testing.T) {
	data := workbook(t, func(b *excelize.File) {
		rows(t, b, "Web", []any{"Area", "Level", "Text"}, []any{"Team", 1, "Says thanks\r\n- in person"}, []any{nil, 2, "Helps"}, []any{"Craft", 1, "Tests it"})
		rows(t, b, "Data", []any{"Text", "Level", "Area"}, []any{"Says thanks", 1, "Team"}, []any{nil, 1, "Craft"}, []any{nil, 2, "Craft"})
		rows(t, b, "Old", []any{"Area", "Level", "Text"}, []any{"Team", 1, "Forgotten"})
		for cell, formula := range map[string]string{"A3": `CONCATENATE("Counts"," ","rows")`, "A4": `"Adds"&" up"`} {
			if err := b.SetCellFormula("Data", cell, formula); err != nil {
				t.Fatal(err)
			}
		}
		_ = b.MergeCell("Web", "A2", "A3")
		_ = b.SetSheetVisible("Old", false)
		_ = b.DeleteSheet("Sheet1")
	})
	r := readAll(t, Options{}, File{"ladder.xlsx", data})
	want := "team/level-1 [web,data] Says thanks ~ in person\nteam/level-2 [web] Helps\ncraft/level-1 [web] Tests it\n" +
		"craft/level-1 [data] =CONCATENATE(\"Counts\",\" \",\"rows\")\ncraft/level-2 [data] =\"Adds\"&\" up\""
	if got := examplesOf(r.Framework); got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, written2(r.Report))
	}
	r.told(t, Skipped, "ladder.xlsx, sheet Old", "hidden")
	r.told(t, Undecided, "ladder.xlsx, sheet Data, A3", "formula", "as it is written")
	r.told(t, Merged, "ladder.xlsx, sheet Data, A2", "sheet Web, C2")
	if len(r.Report.Of(Taken)) == 0 || r.Tables[0].Columns[DisciplineField] != FromSheet {
		t.Errorf("%+v", r.Tables)
	}
	shown := readAll(t, Options{Decisions: map[string]string{"hidden Old": "yes"}}, File{"ladder.xlsx", data})
	if !strings.Contains(examplesOf(shown.Framework), "[old] Forgotten") {
		t.Error("the hidden sheet was not read although it was asked for")
	}
}

func TestAWorkbookWithOneSheetHasNoDisciplineOfItsName(t *testing.T) {
	data := workbook(t, func(b *excelize.File) {
		rows(t, b, "Sheet1", []any{"Area", "Level", "Text"}, []any{"Team", "Senior", "Says thanks"})
	})
	if got := examplesOf(readAll(t, Options{}, File{"l.xlsx", data}).Framework); got != "team/senior [] Says thanks" {
		t.Error(got)
	}
}

func TestArchives(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []File{{"web.csv", []byte(usual + "Team,Junior,,Says thanks,\n")}, {"docs/data.csv", []byte(usual + "Team,Junior,,Counts,\n")},
		{"__MACOSX/web.csv", []byte("x")}, {".git/config", []byte("x")}, {"inner.zip", []byte("PK\x03\x04")}, {"big.csv", bytes.Repeat([]byte("a,b\n"), 3<<20)}} {
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(f.Data)
	}
	_ = z.Close()
	r := readAll(t, Options{}, File{"all.zip", b.Bytes()})
	if got, want := examplesOf(r.Framework), "team/junior [] Counts\nteam/junior [] Says thanks"; got != want {
		t.Errorf("got\n%s\n%s", got, written2(r.Report))
	}
	r.told(t, Skipped, "all.zip/__MACOSX/web.csv", "not to the framework")
	r.told(t, Skipped, "all.zip/.git/config", "not to the framework")
	r.told(t, Skipped, "all.zip/inner.zip", "archive within an archive")
	r.told(t, Undecided, "all.zip/big.csv", "more than 8 MiB")
}

// An archive that unpacks to far more than it holds stops early.
func TestAnArchiveThatGrowsWithoutEnd(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	nothing := make([]byte, 7<<20)
	for _, name := range []string{"1.csv", "2.csv", "3.csv", "4.csv", "5.csv", "6.csv"} {
		w, _ := z.Create(name)
		_, _ = w.Write(nothing)
	}
	_ = z.Close()
	r := readAll(t, Options{}, File{"bomb.zip", b.Bytes()})
	r.told(t, Undecided, "bomb.zip/6.csv", "more than 32 MiB")
	r.told(t, Undecided, "bomb.zip/1.csv", "larger than 2 MiB")
}

func TestABrokenWorkbookSaysSo(t *testing.T) {
	data := workbook(t, func(*excelize.File) {})
	for name, bad := range map[string][]byte{"cut": data[:len(data)/2], "no workbook": []byte("PK\x03\x04 nothing")} {
		r := readAll(t, Options{}, File{"l.xlsx", bad})
		if len(r.Report.Of(Undecided)) < 1 || r.Framework != nil {
			t.Errorf("%s: %s", name, written2(r.Report))
		}
	}
}
