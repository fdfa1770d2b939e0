package orgfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const foreign = "Employee;Work address;Reports to;Team;Shoe size;Left on\nAnna Berg;anna@example.org;bo@example.org;Ledger;38;\nBo Berg;bo@example.org;;Ledger;44;2026-05-31\n"

func TestAMappingReadsForeignColumns(t *testing.T) {
	for name, columns := range map[string]map[string]string{
		"by heading":          {"name": "employee", "e-mail": "Work Address", "squads": "Team", "last day": "left on"},
		"by letter or number": {"name": "A", "e-mail": "2", "squads": "d", "last day": "6"},
	} {
		rows, problems := ReadWith(strings.NewReader(foreign), "f.csv", Options{Mapping: Mapping{Columns: columns, LeaveOut: true}})
		want := []Row{
			{Line: 2, Name: "Anna Berg", Email: "anna@example.org", Manager: "bo@example.org", Squads: []string{"Ledger"}},
			{Line: 3, Name: "Bo Berg", Email: "bo@example.org", Squads: []string{"Ledger"}, LastDay: "2026-05-31"},
		}
		if diff := cmp.Diff(want, rows); diff != "" || len(problems) > 0 {
			t.Errorf("%s: %v\n%s", name, problems, diff)
		}
	}
}

func TestWhatAMappingCannotDoIsSaid(t *testing.T) {
	whole := map[string]string{"name": "employee", "e-mail": "work address"}
	with := func(more ...string) map[string]string {
		m := map[string]string{}
		for k, v := range whole {
			m[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			m[more[i]] = more[i+1]
		}
		return m
	}
	for name, c := range map[string]struct {
		mapping Mapping
		words   string
	}{
		"no such column of ours":   {Mapping{with("hat", "Team"), true}, "no such column to read into"},
		"no such column of theirs": {Mapping{with("squads", "Crew"), true}, "the file has no such column"},
		"others are not left out":  {Mapping{with(), false}, "Shoe size"},
		"a needed one left out":    {Mapping{with("e-mail", None), true}, "this column is missing"},
		"one column twice":         {Mapping{with("tribe", "Team", "chapter", "Team"), true}, ""},
	} {
		_, problems := ReadWith(strings.NewReader(foreign), "f.csv", Options{Mapping: c.mapping})
		if c.words != "" && !strings.Contains(told(problems), c.words) {
			t.Errorf("%s: %q is not said: %s", name, c.words, told(problems))
		}
	}
	rows, problems := ReadWith(strings.NewReader(foreign), "f.csv", Options{Mapping: Mapping{with("manager", None), true}})
	if len(problems) > 0 || rows[0].Manager != "" {
		t.Errorf("a column that was left out is read: %v %v", rows, problems)
	}
}

func TestHeadingsSayWhatTheyAreReadAs(t *testing.T) {
	got, problems := Headings("f.csv", []byte(foreign), Mapping{Columns: map[string]string{"squads": "Team"}})
	want := []Heading{{"Employee", "A", ""}, {"Work address", "B", ""}, {"Reports to", "C", "manager"}, {"Team", "D", "squads"}, {"Shoe size", "E", ""}, {"Left on", "F", ""}}
	if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
		t.Error(problems, diff)
	}
	if _, problems := Headings("f.csv", []byte("\n\n"), Mapping{}); len(problems) == 0 {
		t.Error("an empty file has headings")
	}
}

func TestAWorkbookReadsAsAFileOfText(t *testing.T) {
	book := excelize.NewFile()
	for i, line := range [][]any{
		{"name", "e-mail", "start date", "squads"},
		{"Anna Berg", "anna@example.org", 46029, "Ledger;Cards"}, // as a workbook keeps 2026-01-07
		{"Bo Berg", "bo@example.org", "2026-02-01", ""},
	} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &line); err != nil {
			t.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	rows, problems := Read(bytes.NewReader(data.Bytes()), "people.xlsx")
	want := []Row{
		{Line: 2, Name: "Anna Berg", Email: "anna@example.org", Start: "2026-01-07", Squads: []string{"Ledger", "Cards"}},
		{Line: 3, Name: "Bo Berg", Email: "bo@example.org", Start: "2026-02-01"},
	}
	if diff := cmp.Diff(want, rows); diff != "" || len(problems) > 0 {
		t.Errorf("%v\n%s", problems, diff)
	}
	if _, problems := Read(strings.NewReader("PK\x03\x04 and no workbook"), "people.xlsx"); len(problems) != 1 || !strings.Contains(problems[0].Message.String(), "workbook") {
		t.Errorf("a broken workbook: %v", problems)
	}
}
