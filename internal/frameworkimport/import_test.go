package frameworkimport

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
)

// read imports one file and checks what holds for every import: nothing that was
// read is missing from the report, and the source says the same as the framework.
func read(t *testing.T, name, text string, o Options) Result {
	t.Helper()
	return readAll(t, o, File{name, []byte(text)})
}

func readAll(t *testing.T, o Options, files ...File) Result {
	t.Helper()
	r := Import(files, o)
	if r.Framework == nil {
		return r
	}
	again, findings := frameworkfile.Load("again", r.Source)
	if again == nil {
		t.Fatalf("what was made cannot be read: %v", findings)
	}
	if !frameworkfile.Same(again, r.Framework) {
		t.Error("the source says something else than the framework")
	}
	return r
}

// told expects a note of the outcome at the place that says the words.
func (r Result) told(t *testing.T, o Outcome, place string, words ...string) {
	t.Helper()
	for _, n := range r.Report.Of(o) {
		if n.Place.String() == place && containsAll(n.Message.String()+" "+n.Text, words) {
			return
		}
	}
	t.Errorf("nothing %s at %s says %q:\n%s", o, place, words, written2(r.Report))
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

func written2(r Report) string {
	var b strings.Builder
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "%s: %s: %s: %s (%s)\n", n.Outcome, n.Place, n.What, n.Message, n.Text)
	}
	return b.String()
}

// examplesOf writes the examples on lines: area, step or level, disciplines, text,
// details.
func examplesOf(f *framework.Framework) string {
	if f == nil {
		return "nothing"
	}
	var b strings.Builder
	for _, e := range f.Examples {
		var d []string
		for _, id := range e.Disciplines {
			d = append(d, string(id))
		}
		fmt.Fprintf(&b, "%s/%s%s [%s] %s", e.Area, e.Step, e.Level, strings.Join(d, ","), strings.ReplaceAll(e.Text, "\n", "\\n"))
		for _, in := range e.Details {
			b.WriteString(" ~ " + in)
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func stepsOf(f *framework.Framework) string {
	var all []string
	for _, s := range f.StepsInOrder() {
		all = append(all, fmt.Sprintf("%s:%d", s.Name, s.Order))
	}
	return strings.Join(all, " ")
}

const usual = "area,step,discipline,text,details\n"

func TestTablesInTheFormsPeopleKeep(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		o    Options
		want string
	}{
		"as documented": {text: usual + "Team,Junior,,Says thanks,\nCraft,Senior,Web;Data,Tests it,slow parts\n",
			want: "team/junior [] Says thanks\ncraft/senior [web,data] Tests it ~ slow parts"},
		"any order, other headings, semicolons, BOM, CRLF": {text: "\ufeffExpectation;Grade;Competency\r\nSays thanks;Junior;Team\r\n",
			want: "team/junior [] Says thanks"},
		"tabs":                    {text: "text\tarea\tstep\nSays thanks\tTeam\t1\n", want: "team/level-1 [] Says thanks"},
		"old Mac line ends":       {text: "text,area,step\rSays thanks,Team,1\r", want: "team/level-1 [] Says thanks"},
		"titles above the header": {text: "Our ladder,,\n,,\n" + usual + "Team,Junior,,Says thanks,\n", want: "team/junior [] Says thanks"},
		"line breaks, pipes, quotes and emoji in a cell": {text: usual + "Team,Junior,,\"Says \"\"thanks\"\" | 🎉\nand means it\",\"- one\n- two\"\n",
			want: `team/junior [] Says "thanks" | 🎉\nand means it ~ one ~ two`},
		"a list below a first line":              {text: usual + "Team,Junior,,\"Says thanks:\n- in person\n- in writing\",\n", want: "team/junior [] Says thanks: ~ in person ~ in writing"},
		"for everyone":                           {text: usual + "Team,all,Everyone,Says thanks,\n", want: "team/* [] Says thanks"},
		"the same name in another case":          {text: usual + "Team,Junior,Web,One,\nTEAM , junior,WEB,Two,\n", want: "team/junior [web] One\nteam/junior [web] Two"},
		"one text under several disciplines":     {text: usual + "Team,Junior,Web,Says thanks,a\nTeam,Junior,Data,says  thanks,b\n", want: "team/junior [web,data] Says thanks ~ a ~ b"},
		"one text for everyone and a discipline": {text: usual + "Team,Junior,Web,Says thanks,\nTeam,Junior,,Says thanks,\n", want: "team/junior [] Says thanks"},
		"columns by letter and number":           {text: "a,b,c\nTeam,Junior,Says thanks\n", o: Options{Columns: map[Field]string{AreaField: "A", StepField: "2", TextField: "c"}}, want: "team/junior [] Says thanks"},
		"discipline from the file":               {text: usual + "Team,Junior,,Says thanks,\n", o: Options{Columns: map[Field]string{DisciplineField: FromFile}}, want: "team/junior [ladder] Says thanks"},
		"a grid of steps":                        {text: "Area,Level 1,Level 2\nTeam,- Says thanks\n- ,\"- Helps\n- Asks\"\n", want: "team/level-1 [] Says thanks\nteam/level-2 [] Helps\nteam/level-2 [] Asks"},
		"a grid of areas":                        {text: "Level,Team,Craft\n1,Says thanks,Tests it\n", want: "team/level-1 [] Says thanks\ncraft/level-1 [] Tests it"},
		"levels that are no numbers":             {text: usual + "Team,Apprentice,,One,\nTeam,Journeyman,,Two,\n", want: "team/apprentice [] One\nteam/journeyman [] Two"},
		"names in other scripts":                 {text: usual + "Équipe,Débutant,,Dit merci,\n仲間,一,,ありがとう,\n🎉,Débutant,,Fête,\n", want: "equipe/debutant [] Dit merci\n仲間/一 [] ありがとう\narea/debutant [] Fête"},
		"its own ids":                            {text: "id,area,step,text\nteam-1,Team,Junior,Says thanks\n", want: "team/junior [] Says thanks"},
		"headings repeated in the file":          {text: usual + "Team,Junior,,One,\n" + usual + "Team,Junior,,Two,\n", want: "team/junior [] One\nteam/junior [] Two"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, "ladder.csv", strings.ReplaceAll(test.text, "\n- ,", ","), test.o)
			if got := examplesOf(r.Framework); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\n%s", got, test.want, written2(r.Report))
			}
		})
	}
}

func TestWhatATableReports(t *testing.T) {
	text := "About our ladder,,,,,\narea,step,discipline,text,details,points,owner\nTeam,Junior,,Says thanks,,3,Ada\nTeam,Junior,,NOT IN USE,,,\n,Junior,,Helps,,,\nTeam,Junior,,Helps,,,\nTeem,Junior,,Asks,,,\n"
	r := read(t, "ladder.csv", text, Options{})
	r.told(t, Skipped, "ladder.csv:1", "above the headings", "About our ladder")
	r.told(t, Skipped, "ladder.csv:2:35", "points", "refused", "chosen by people")
	r.told(t, Skipped, "ladder.csv:2:42", "owner", "Map it")
	r.told(t, Skipped, "ladder.csv:4:14", "not in use")
	r.told(t, Undecided, "ladder.csv:5:1", "empty", `"Team" of row 4`)
	r.told(t, Merged, "ladder.csv:6:14", "ladder.csv:5")
	r.told(t, Undecided, "ladder.csv:7:1", `much like "Team"`)
	r.told(t, Taken, "ladder.csv:3:14", "Team, Junior; for everyone")
	if !strings.Contains(string(r.Source), "x-import-note: 'points: 3'") {
		t.Errorf("the points are not kept as a note:\n%s", r.Source)
	}
	if r.Framework.Examples[0].Note != "" {
		t.Error("the points are shown to people")
	}
	view := r.Tables[0]
	if view.Columns[TextField] != "text" || len(view.First) != 5 || view.Rows != 5 {
		t.Errorf("%+v", view)
	}
}

func TestDecisionsAreHeeded(t *testing.T) {
	text := usual + "Team,Junior,,One,\nTeam,Senior,,Two,\nTeam,Lead,,Three,\nTeem,Lead,,Four,\n,Lead,,Five,\n"
	r := read(t, "ladder.csv", text, Options{ID: "acme", Name: "Acme", Version: "7", Decisions: map[string]string{
		"steps": "Lead = Senior\nJunior\nCheif", "area teem": "same", "empty area": "empty"}})
	if got, want := stepsOf(r.Framework), "Senior:1 Lead:1 Junior:2"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if len(r.Framework.Areas) != 1 || r.Framework.ID != "acme" || r.Framework.Version != "7" {
		t.Errorf("%+v", r.Framework)
	}
	r.told(t, Merged, "ladder.csv:5:1", "as you decided")
	r.told(t, Undecided, "ladder.csv:6:8", "names no area", "not taken")
	r.told(t, Undecided, "ladder.csv:2:6", "Cheif", "no step")
	for _, q := range r.Report.Questions {
		if !q.Decided {
			t.Errorf("asked again: %s", q.ID)
		}
	}
}

func TestStepsAreOrderedByNumberWhereTheyHaveOne(t *testing.T) {
	r := read(t, "ladder.csv", usual+"Team,Level 10,,One,\nTeam,Level 9,,Two,\n", Options{})
	if got := stepsOf(r.Framework); got != "Level 9:1 Level 10:2" {
		t.Error(got)
	}
	r.told(t, Undecided, "ladder.csv:3:6", "by their numbers", "Level 9, Level 10")
}

func TestATableThatCannotBeUnderstoodIsNotDropped(t *testing.T) {
	for name, test := range map[string]struct {
		text, place string
		words       []string
	}{
		"no heading known":          {"nome,idade\nAna,3\n", "l.csv:1", []string{"No row names the columns", "nome idade"}},
		"no area":                   {"step,text\n1,Says thanks\n", "l.csv:1", []string{"No column names the area"}},
		"a near name":               {"stepp,txet,text,aera\n1,2,Says thanks,Team\n", "l.csv:1", []string{"Is the area in the column aera?"}},
		"a quotation mark inside":   {usual + "Team,Junior,,Says \"thanks\",\nTeam,Junior,,Two,\n", "l.csv:2:19", []string{"stands inside a cell", "not taken"}},
		"a quotation mark unclosed": {usual + "Team,Junior,,\"Says thanks,\nTeam,Junior,,Two,\n", "l.csv:2:19", []string{"not closed"}},
		"Windows-1252":              {usual + "Team,Junior,,It\x92s good,\n", "l.csv:2:16", []string{"0x92", "Windows-1252", "CSV UTF-8"}},
		"nothing at all":            {"", "l.csv", []string{"Nothing was found"}},
		"only headings":             {usual, "l.csv", []string{"Nothing was found"}},
		"an old workbook":           {"\xd0\xcf\x11\xe0rest", "l.csv", []string{".xlsx"}},
	} {
		t.Run(name, func(t *testing.T) {
			read(t, "l.csv", test.text, Options{}).told(t, Undecided, test.place, test.words...)
		})
	}
}

func TestEncodings(t *testing.T) {
	sixteen := []byte{0xff, 0xfe}
	for _, r := range usual + "Team,Junior,,Ça va,\n" {
		sixteen = append(sixteen, byte(r), byte(r>>8))
	}
	r := readAll(t, Options{}, File{"l.csv", sixteen})
	if got := examplesOf(r.Framework); got != "team/junior [] Ça va" {
		t.Error(got)
	}
}

// large is a table of the size that real ones have.
func large() string {
	var b strings.Builder
	b.WriteString(usual)
	for i := range 2000 {
		fmt.Fprintf(&b, "Area %03d,Step %03d,Discipline %d,Does the thing number %d in a way of its own,\n", i%200, (i/10)%200, i%12, i)
	}
	return b.String()
}

func TestALargeTable(t *testing.T) {
	r := read(t, "l.csv", large(), Options{})
	if f := r.Framework; f == nil || len(f.Examples) != 2000 || len(f.Areas) != 200 || len(f.Steps) != 200 {
		t.Fatalf("%v\n%.2000s", f, written2(r.Report))
	}
}
