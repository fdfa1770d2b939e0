package api

import (
	"archive/zip"
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/sheet"
)

const ladder = "Competency,Level,Discipline,Text,Points,Owner\nTeam,Junior,,Says thanks,3,Ada\nTeam,Senior,Web,Teaches others,5,Ada\nTeam,Lead,Web,NOT IN USE,,\n"

// TestAFrameworkComesInAsATable: looked at, told cell by cell, asked, and taken once; as
// text, as a workbook and packed.
func TestAFrameworkComesInAsATable(t *testing.T) {
	s := newSite(t)
	pia, noor := s.as("pia"), s.as("noor")
	const at = "/framework/import?name=ladder.csv"
	nowhere := noor.get("/nothing").is(404)
	for _, a := range []answer{noor.post(at, ladder, rawBody...), noor.post(at+"&columns[nothing]=x", "x", rawBody...), s.as("pia", access.ScopeFramework).post(at, ladder, rawBody...)} {
		if !a.same(nowhere) {
			t.Errorf("whoever may not: %d %s", a.code, a.body)
		}
	}
	look := read[FrameworkTaken](pia.post(at+"&dry_run=true", ladder, rawBody...).is(200))
	if !look.DryRun || look.Name != "" || look.Framework.Examples != 2 || look.Files[0] != (FileRead{"ladder.csv", "csv"}) || look.Tables[0].Columns["area"] != "Competency" {
		t.Errorf("looked at: %+v", look)
	}
	if !slices.ContainsFunc(look.Notes, func(n ImportNote) bool {
		return n.Outcome == "skipped" && n.At == "ladder.csv:4:15" || strings.Contains(n.Message, "Points")
	}) {
		t.Errorf("told: %+v", look.Notes)
	}
	if len(look.Questions) == 0 || look.Questions[0].ID != "steps" || look.Questions[0].Decided {
		t.Fatalf("asked: %+v", look.Questions)
	}
	said := at + "&framework_name=Acme&columns[details]=Owner&decisions[steps]=" + url.QueryEscape("Senior\nJunior")
	made := read[FrameworkTaken](pia.post(said, ladder, rawBody...).is(200))
	if made.Name != "acme-1.0" || made.Framework.Name != "Acme" || !slices.Equal(made.Framework.Steps, []string{"Senior", "Junior"}) || !made.Questions[0].Decided {
		t.Errorf("taken: %+v", made)
	}
	if got := read[FrameworkFile](pia.get("/framework/versions/" + made.Name + "/file").is(200)); !strings.Contains(got.Text, "Teaches others") || !strings.Contains(got.Text, "Ada") {
		t.Errorf("it reads %s", got.Text)
	}
	pia.post(at, ladder, rawBody...).is(409)
	pia.ask("DELETE", "/framework/versions/"+made.Name, "", "If-Match", `"1"`).is(204)
	for name, file := range map[string]string{"ladder.xlsx": workbook(t), "all.zip": packed(t), "": ladder} {
		got := read[FrameworkTaken](pia.post("/framework/import?dry_run=true&name="+name, file, rawBody...).is(200))
		if got.Framework.Examples != 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestWhatIsWrongWithATableIsTold: where it is, and nothing is written.
func TestWhatIsWrongWithATableIsTold(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	for query, w := range map[string]struct{ file, place, says string }{
		"":                           {"nothing", "body", "the file: Nothing was found"},
		"?name=x.csv":                {"a,b\n1,2\n", "body", "x.csv"},
		"?name=x.yaml":               {"format: 1\nid: x\nsteps: [\n", "body", "x.yaml:"},
		"?format=dancing":            {ladder, "query.format", ""},
		"?columns[secret7]=A":        {ladder, "query.columns", "none of those"},
		"?columns=area":              {ladder, "query.columns", "not known"},
		"?columns[]=A":               {ladder, "query", "not known"},
		"?columns[area][x]=A":        {ladder, "query", "not known"},
		"?dry_run=perhaps":           {ladder, "query.dry_run", ""},
		"?framework_id=" + long(121): {ladder, "query.framework_id", ""},
	} {
		a := pia.post("/framework/import"+query, w.file, rawBody...).is(422)
		if got := a.places(); got[0] != w.place || !strings.Contains(a.body, w.says) || strings.Contains(a.body, "secret7") {
			t.Errorf("%s: %s", query, a.body)
		}
	}
	pia.post("/framework/import?columns[area]=A&columns[area]=B", ladder, rawBody...).is(422)
	pia.post("/framework/import", "", rawBody...).is(400)
	if got := read[Versions](pia.get("/framework/versions").is(200)).Versions; len(got) != 1 {
		t.Errorf("there are %+v", got)
	}
}

// TestColumnsOfPeopleAreNamed: a file of people may have other headings than ours.
func TestColumnsOfPeopleAreNamed(t *testing.T) {
	pia := newSite(t).in("pia")
	const file, at = "Who,Mail,Shoe\nNew Comer,new@example.org,41\n", "/organisation/import?name=p.csv&dry_run=true"
	pia.ask("POST", at, file, rawBody...).is(422)
	pia.ask("POST", at+"&columns[name]=Who&columns[e-mail]=B", file, rawBody...).is(422) // the shoe is none of ours
	if got := read[Imported](pia.ask("POST", at+"&columns[name]=Who&columns[e-mail]=B&leave_out=true", file, rawBody...).is(200)); got.Added != 1 {
		t.Errorf("read as %+v", got)
	}
	if got := pia.ask("POST", at+"&columns[secret7]=A", file, rawBody...).is(422); got.places()[0] != "query.columns" || strings.Contains(got.body, "secret7") {
		t.Errorf("no column of ours: %s", got.body)
	}
}

func long(n int) string { return strings.Repeat("x", n) }

func workbook(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	head := []string{"Area", "Step", "Text"}
	rows := [][]sheet.Cell{{sheet.Words("Team"), sheet.Words("Junior"), sheet.Words("Says thanks")}, {sheet.Words("Team"), sheet.Words("Senior"), sheet.Words("Teaches others")}}
	if err := sheet.Write(&b, sheet.XLSX, "Backend", head, rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func packed(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"one.csv": "Area,Step,Text\nTeam,Junior,Says thanks\n", "two.csv": "Area,Step,Text\nTeam,Senior,Teaches others\n"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
