package frameworkimport

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/internal/frameworkfile"
)

// safe holds for whatever anybody gives: there is an answer, it says something of
// every file, and a framework that was made reads back as the same.
func safe(t *testing.T, name string, data []byte, o Options) {
	r := Import([]File{{name, data}}, o)
	if len(r.Report.Notes) == 0 {
		t.Fatal("nothing is said of the file")
	}
	if r.Framework == nil {
		if len(r.Report.Of(Undecided))+len(r.Report.Of(Skipped)) == 0 {
			t.Fatal("no framework, and no reason why")
		}
		return
	}
	again, findings := frameworkfile.Load("again", r.Source)
	if again == nil {
		t.Fatalf("what was made cannot be read: %v\n%s", findings, r.Source)
	}
	if !frameworkfile.Same(again, r.Framework) {
		t.Fatalf("the source says something else than the framework:\n%s", r.Source)
	}
	if got := len(r.Framework.Examples); got > len(r.Report.Of(Taken)) {
		t.Fatalf("%d examples, but only %d are in the report", got, len(r.Report.Of(Taken)))
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{usual + "Team,Junior,Web;Data,\"Says \"\"thanks\"\"\n- now\",x\n", "Area;Level 1;Level 2\nTeam;- a\n- b;c\n", "text\tarea\tpoints\na\tb\t3\n", usual + ",,,NOT IN USE,\nT,*,,a,\nt,,,A,\nTeem,2,,\"b", "\xff\xfea\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { safe(t, "a.csv", data, Options{Format: CSV}) })
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{front, "# A\n\n| Level | Text |\n|---|---|\n| 1 | a \\| b<br>c | d |\n\nprose\n", "## A\n<table><tr><th>Level<th>Text<tr><td rowspan=2>1<td>a<li>b<tr><td>c</table>\n", "topics:\n  a: {1: [b, {c: [d]}]}\n", "---\n\ttopics:\n---\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { safe(t, "a.md", data, Options{Format: Markdown}) })
}

func FuzzSets(f *testing.F) {
	for _, s := range []string{setsText, `{"core":[{"name":"A","levels":{"1":"a","2":["b",{"text":"c","weight":1}]}}],"roles":[{"name":"R","levels":[{"name":"S","required":["a/1","a/9","b"]}]}]}`, "core: {a: {levels: [1, 2]}}\nsets: {web: {areas: {a: {levels: {1: x}}}}}\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { safe(t, "a.json", data, Options{Format: Sets}) })
}

func FuzzSkills(f *testing.F) {
	for _, s := range []string{skillsText, "skills: {A: {1: a, 2: [b]}}\nprofiles: [{role: R, step: 1, skills: {A: 2, B: 1}}]\n", `{"skills":[{"name":"A","levels":["x","y"]}],"roles":[{"name":"R","levels":{"1":{"skills":[{"A":"x"}]}}}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { safe(t, "a.yaml", data, Options{Format: Skills}) })
}

// FuzzAny lets the content say what it is, and answers every question the other
// way.
func FuzzAny(f *testing.F) {
	for _, s := range []string{front, setsText, skillsText, usual + "Team,Junior,,a,\n", "format: 1\nid: a\nname: A\nversion: 1\nareas: [{id: b, name: B, points: 3}]\nexamples: [{id: c, area: b, step: '*', text: d}]\n", "PK\x03\x04"} {
		f.Add([]byte(s), "Junior > b = A")
	}
	f.Fuzz(func(t *testing.T, data []byte, order string) {
		first := Import([]File{{"a", data}}, Options{})
		o := Options{Decisions: map[string]string{stepOrders: order}}
		for _, q := range first.Report.Questions {
			if n := len(q.Choices); n > 0 {
				o.Decisions[q.ID] = q.Choices[n-1].Value
			}
		}
		safe(t, "a", data, o)
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(workbook(f, func(b *excelize.File) {
		rows(f, b, "Web", []any{"Area", "Level", "Text"}, []any{"Team", 1, "a"})
		_ = b.MergeCell("Web", "A2", "A3")
		_ = b.SetCellFormula("Web", "C3", `"a"&"b"`)
		_ = b.SetSheetVisible("Sheet1", false)
	}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) { safe(t, "a.xlsx", data, Options{Format: XLSX}) })
}
