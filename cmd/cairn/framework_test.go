package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"cairn/internal/frameworkfile"
)

const ladder = "Competency,Level,Discipline,Text,Points\nTeam,Junior,,Says thanks,3\nTeam,Senior,Web,Teaches others,5\nTeam,Senior,Web,NOT IN USE,\n"

func TestLintTellsFrameworksAndExtensions(t *testing.T) {
	w := newWorld(t)
	steps := w.write("steps.yaml", string(frameworkfile.BuiltInSource()))
	extension := w.write("tribe.yaml", "extends: {id: steps, version: \"1.0\"}\nunit: tribe/sea\nversion: \"1\"\nowner: Ada\nreason: Ships\nhide:\n  - {id: no-such-example, because: Not ours}\n")
	if out := w.done("framework", "lint", steps); !strings.Contains(out, "framework steps version 1.0 can be used") {
		t.Error(out)
	}
	w.refused(exitRefused, []string{"tribe.yaml:7:", "no-such-example"}, "framework", "lint", extension)
	wrong := w.write("wrong.yaml", "format: 1\nid: a\nname: A\nversion: 1.0\nsteps:\n\t- id: b\n")
	w.refused(exitRefused, []string{"wrong.yaml:6:", "tab"}, "framework", "lint", wrong)
	code, out, _ := w.cairn("framework", "lint", "--json", steps, wrong)
	var answer []linted
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitRefused || len(answer) != 2 || !answer[0].Usable || answer[1].Findings[0].Line != 6 {
		t.Errorf("%d, %v, %s", code, err, out)
	}
}

func TestImportShowDiffAndExport(t *testing.T) {
	w := newWorld(t)
	w.init()
	table, data := w.write("ladder.csv", ladder), "--data="+w.data()
	out := w.done("framework", "import", table)
	for _, word := range []string{"area is the column Competency", "SKIPPED", "ladder.csv:4:17", "chosen by people", "Nothing was written", "--draft"} {
		if !strings.Contains(out, word) {
			t.Errorf("no %q in\n%s", word, out)
		}
	}
	file := w.path("acme.yaml")
	w.done("framework", "import", table, "--id", "acme", "--name", "Acme", "--out", file, "--decide", "steps=Senior > Junior")
	if out := w.done("framework", "show", file, "--discipline", "web", "--step", "senior"); !strings.Contains(out, "Teaches others [Web]") || strings.Contains(out, "Says thanks") {
		t.Error(out)
	}
	w.refused(exitUsage, []string{`no step "seniro"`, "senior"}, "framework", "show", file, "--step", "seniro")
	if out := w.done("framework", "diff", "1.0", file, data); !strings.Contains(out, "steps 1.0 to acme 1.0") {
		t.Error(out)
	}
	if out := w.done("framework", "import", file, "--draft", data); !strings.Contains(out, "the draft acme 1.0 now") {
		t.Error(out)
	}
	w.refused(exitRefused, []string{"is being written already"}, "framework", "import", file, "--yes", data)
	first, second := w.path("first.yaml"), w.path("second.yaml")
	w.done("framework", "export", data, "--version", "acme 1.0", "--out", first)
	w.done("framework", "import", first, "--out", second)
	a, _ := os.ReadFile(first)
	b, _ := os.ReadFile(second)
	if len(a) == 0 || string(a) != string(b) {
		t.Errorf("an export that is imported and written again differs:\n%s\n%s", a, b)
	}
	w.refused(exitRefused, []string{`no version "9"`, "steps 1.0"}, "framework", "export", data, "--version", "9")
}

func TestDiffIsWordByWord(t *testing.T) {
	w := newWorld(t)
	source := string(frameworkfile.BuiltInSource())
	a := w.write("a.yaml", source)
	first := frameworkfile.BuiltIn().Examples[0].Text
	b := w.write("b.yaml", strings.Replace(source, first, first+" Always.", 1))
	out := w.done("framework", "diff", a, b)
	if !strings.Contains(out, "1 example changed") || !strings.Contains(out, "Always.+}") {
		t.Error(out)
	}
	var answer diffJSON
	if err := json.Unmarshal([]byte(w.done("framework", "diff", a, b, "--json")), &answer); err != nil || len(answer.Example) != 1 || answer.Example[0].Change != "changed" {
		t.Errorf("%v %+v", err, answer)
	}
}

func TestImportAnswersInJSON(t *testing.T) {
	w := newWorld(t)
	var answer answered
	if err := json.Unmarshal([]byte(w.done("framework", "import", w.write("l.csv", ladder), "--json")), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Framework == nil || answer.Framework.Examples != 2 || len(answer.Report.Notes) < 5 || len(answer.Report.Questions) != 1 {
		t.Errorf("%+v", answer)
	}
	w.refused(exitRefused, []string{"Nothing was found"}, "framework", "import", w.write("prose.csv", "hello\n"))
	w.refused(exitUsage, []string{`no format "word"`}, "framework", "import", "--format", "word", w.path("l.csv"))
	w.refused(exitUsage, []string{`no field "pay"`}, "framework", "import", "--map", "pay=A", w.path("l.csv"))
	if out := w.done("framework", "schema"); !json.Valid([]byte(out)) {
		t.Error(out)
	}
}

func TestAnExtensionGoesInAndOut(t *testing.T) {
	w := newWorld(t)
	w.init()
	data := "--data=" + w.data()
	w.done("people", "import", w.write("people.csv", "name,e-mail,start date,tribe,roles\nTove Lund,tove@example.org,2020-01-01,Rivers,Tribe lead\n"), data)
	mark := ""
	for _, e := range frameworkfile.BuiltIn().Examples {
		if len(e.Disciplines) > 0 {
			mark = string(e.ID)
			break
		}
	}
	file := w.write("tribe.yaml", "extends: {id: steps, version: \"1.0\"}\nunit: tribe/rivers\nversion: \"1\"\nowner: Ada\nreason: Boats\nhide:\n  - {id: "+mark+", because: Not ours} # since May\n")
	if out := w.done("framework", "import", file, data); !strings.Contains(out, "Nothing was written") || !strings.Contains(out, "1 hidden") {
		t.Error(out)
	}
	if out := w.done("framework", "import", file, "--draft", data); !strings.Contains(out, "the draft tribe/rivers 1.0 now") {
		t.Error(out)
	}
	w.refused(exitRefused, []string{"is being written already"}, "framework", "import", file, "--draft", data)
	w.refused(exitRefused, []string{"has published nothing"}, "framework", "export", "--extension", "tribe/rivers", data)
	out := w.done("framework", "export", "--extension", "tribe/rivers", "--version", "1.0", data)
	if !strings.Contains(out, mark) || !strings.Contains(out, "# since May") {
		t.Error(out)
	}
	w.refused(exitUsage, []string{"names no unit"}, "framework", "export", "--extension", "Rivers", data)
	elsewhere := w.write("sea.yaml", strings.Replace(out, "tribe/rivers", "tribe/sea", 1))
	w.refused(exitRefused, []string{"no unit tribe/sea"}, "framework", "import", elsewhere, "--draft", data)
}
