package main

import (
	"fmt"
	"strings"
	"testing"
)

const goodFile = `name,e-mail,squad,chapter,tribe
Ada Åkesson,ada@example.org,Payments,Backend,Money
Bob Berg,bob@example.org,Payments,Backend,Money
`

func TestPeopleAreImportedOnce(t *testing.T) {
	w := newWorld(t)
	w.init()
	file := w.write("people.csv", goodFile)
	out := w.done("people", "import", file, "--dry-run", "--data", w.data())
	if !strings.Contains(out, "Nothing was written") || !strings.Contains(out, "2 would be added") || !strings.Contains(out, "Ada Åkesson") {
		t.Errorf("the dry run says:\n%s", out)
	}
	out = w.done("people", "import", file, "--data", w.data())
	if !strings.Contains(out, "2 were added") || !strings.Contains(out, "people invite --all") {
		t.Errorf("the import says:\n%s", out)
	}
	out = w.done("people", "import", file, "--data", w.data())
	if !strings.Contains(out, "0 were added, 0 were changed, 2 stay") {
		t.Errorf("the second import says:\n%s", out)
	}
}

func TestEveryBadLineIsToldAndNothingWritten(t *testing.T) {
	w := newWorld(t)
	w.init()
	file := w.write("people.csv", "name,e-mail,start date\nAda,ada@example.org,2026-05-12\nBob,not an address,2026-05-12\nCleo,cleo@example.org,12th of May\n")
	w.refused(exitRefused, []string{
		file + `:3: column "e-mail": value "not an address": `, file + `:4: column "start date": value "12th of May": `, "Nothing was written",
	}, "people", "import", file, "--data", w.data())
	w.refused(exitRefused, []string{"Nobody here"}, "people", "invite", "ada@example.org", "--data", w.data())
}

func TestWhatOnlyTheOrganisationShowsIsToldByItsLineToo(t *testing.T) {
	w := newWorld(t)
	w.init()
	file := w.write("people.csv", "name,e-mail,manager\nAda,ada@example.org,nobody@example.org\n")
	w.refused(exitRefused, []string{file + `:2: column "manager": value "nobody@example.org": `, "1 mistake in"}, "people", "import", file, "--data", w.data())
}

func TestAFileThatIsNoneIsRefused(t *testing.T) {
	w := newWorld(t)
	w.init()
	for file, words := range map[string]string{
		w.path("missing.csv"): "cannot be read", w.folder: "directory", w.write("empty.csv", ""): "empty", w.write("words.csv", "\xff\xfe\x00"): "words.csv",
	} {
		w.refused(exitRefused, []string{words}, "people", "import", file, "--data", w.data())
	}
}

func TestEverybodyWithoutAWayInIsInvited(t *testing.T) {
	w := newWorld(t)
	w.init()
	w.done("people", "import", w.write("people.csv", goodFile), "--data", w.data())
	out := w.done("people", "invite", "--all", "--data", w.data())
	if len(linkForm.FindAllString(out, -1)) != 2 || !strings.Contains(out, "Ada Åkesson") {
		t.Errorf("invited:\n%s", out)
	}
	if out = w.done("people", "invite", "--all", "--data", w.data()); linkForm.MatchString(out) {
		t.Errorf("invited again:\n%s", out)
	}
	if out = w.done("people", "invite", "ADA@example.org", "--data", w.data()); len(linkForm.FindAllString(out, -1)) != 1 {
		t.Errorf("a new link:\n%s", out)
	}
}

func TestOfficesAreGivenAndEnded(t *testing.T) {
	w := newWorld(t)
	w.init()
	office := func(act string) []string {
		return []string{"people", "office", act, "olga@example.org", "operator", "--data", w.data()}
	}
	w.done(office("grant")...)
	w.refused(exitRefused, []string{"only operator"}, office("end")...)
	w.done("people", "office", "grant", "olga@example.org", "People-Partner", "--data", w.data())
	w.done("people", "office", "end", "olga@example.org", "people-partner", "--data", w.data())
	w.refused(exitRefused, []string{"Nobody here"}, "people", "office", "grant", "ada@example.org", "cto", "--data", w.data())
}

func TestTenThousandPeopleAreImported(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand people take seconds")
	}
	w := newWorld(t)
	w.init()
	var b strings.Builder
	b.WriteString("name,e-mail,squad,chapter,tribe,discipline,roles\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "Person %d,p%d@example.org,Squad %d,Chapter %d,Tribe %d,Engineering,\n", i, i, i/10, i/10, i/100)
	}
	out := w.done("people", "import", w.write("people.csv", b.String()), "--data", w.data())
	if !strings.Contains(out, "10000 were added") {
		t.Error(out)
	}
}

func TestWithoutACairnNothingIsMade(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]string{{"people", "invite", "--all"}, {"serve"}, {"people", "office", "grant", "a@example.org", "cto"}} {
		w.refused(exitRefused, []string{"cairn init"}, append(args, "--data", w.data())...)
	}
}
