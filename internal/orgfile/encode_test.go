package orgfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cairn/internal/clock"
	"cairn/internal/org"
)

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func roundTrip(t failer, rows []Row) {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, rows); err != nil {
		t.Fatalf("%v", err)
	}
	again, problems := Read(&b, "again.csv")
	if len(problems) > 0 {
		t.Fatalf("written and refused: %v", problems)
	}
	if diff := cmp.Diff(rows, again, cmpopts.IgnoreFields(Row{}, "Line"), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s", diff)
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	word := rapid.Map(rapid.StringMatching(`['=+@"＝, a-zåß.-]{0,12}`), tidy)
	name := rapid.Map(rapid.StringMatching(`['=+@", -]{0,3}[a-zA-ZÅ][a-z '"-]{0,10}`), tidy)
	rapid.Check(t, func(r *rapid.T) {
		var rows []Row
		address := rapid.StringMatching(`[=+'-]?[a-z]{1,12}@[a-z]{3}\.org`)
		for _, email := range rapid.SliceOfNDistinct(address, 0, 5, org.FoldEmail).Draw(r, "addresses") {
			rows = append(rows, Row{
				Name: name.Draw(r, "name"), Email: email,
				Start: rapid.SampledFrom([]clock.Date{"", "2026-05-12"}).Draw(r, "start"), Chapter: word.Draw(r, "chapter"),
				Tribe: word.Draw(r, "tribe"), Discipline: word.Draw(r, "discipline"),
				Squads: distinct(rapid.SliceOfN(word, 0, 4).Draw(r, "squads")), Roles: distinct(rapid.SliceOfN(word, 0, 4).Draw(r, "roles")),
			})
		}
		roundTrip(r, rows)
	})
}

func TestFormulasAreGuarded(t *testing.T) {
	for _, start := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"} {
		text := start + "cmd|' /C calc'!A0"
		if got := guard(text); !strings.HasPrefix(got, "'") || got[1:] != text {
			t.Errorf("guard(%q) = %q", text, got)
		}
	}
	var b strings.Builder
	row := Row{Name: "=A1", Email: "+a@example.org", Squads: []string{"", "fine", "\x00", "@SUM(1)"}, Roles: []string{"\t=tab"}}
	if err := Encode(&b, []Row{row}); err != nil {
		t.Fatal(err)
	}
	line := strings.Split(b.String(), "\n")[1]
	if line != "'=A1,'+a@example.org,,,,fine;'@SUM(1),,,,,'=tab" {
		t.Error(line)
	}
}

func TestHiddenCharactersAreNotWritten(t *testing.T) {
	var b strings.Builder
	err := Encode(&b, []Row{{Name: "Anna\nBerg\x00", Email: "a@example.org", Tribe: "\u202eC\xff"}})
	if err != nil || !strings.HasSuffix(b.String(), "\nAnna Berg,a@example.org,,,,,,C,,,\n") {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestSemicolonInANameIsRefused(t *testing.T) {
	for _, row := range []Row{{Squads: []string{"A;B"}}, {Name: "A;B"}} {
		if err := Encode(&bytes.Buffer{}, []Row{row}); err == nil || !strings.Contains(err.Error(), "A;B") {
			t.Errorf("%+v: %v", row, err)
		}
	}
}
