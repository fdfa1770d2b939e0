package orgfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/sheet"
)

var update = flag.Bool("update", false, "rewrite what the files in testdata are expected to give")

// TestFiles reads every file in testdata: good_ files give the rows of the
// .json beside them, fail_ files the problems of the .txt beside them.
func TestFiles(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.csv")
	if len(paths) < 15 {
		t.Fatalf("only %d files", len(paths))
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rows, problems := Read(bytes.NewReader(data), filepath.Base(path))
			if strings.HasPrefix(filepath.Base(path), "good_") {
				compare(t, strings.TrimSuffix(path, ".csv")+".json", asJSON(t, rows)+told(problems))
				return
			}
			if len(problems) == 0 {
				t.Fatal("no problem was found")
			}
			compare(t, strings.TrimSuffix(path, ".csv")+".txt", told(problems))
		})
	}
}

func asJSON(t *testing.T, rows []Row) string {
	b, err := json.MarshalIndent(rows, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

func told(problems []Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func people10(n int) string {
	var b strings.Builder
	b.WriteString("name,e-mail,start date,manager,squads,chapter,tribe,guilds,discipline,roles\n")
	for i := range n {
		fmt.Fprintf(&b, "Person %d,p%d@example.org,2024-03-01,p%d@example.org,Squad %d;Other,Chapter %d,Tribe,Go;Writing,engineering,mentor\n", i, i, i/10-1, i%400, i%300)
	}
	return b.String()
}

func TestProgressReachesTheWholeFile(t *testing.T) {
	text := people10(2000)
	var last, calls int64
	rows, problems := ReadWith(strings.NewReader(text), "people.csv", Options{Total: int64(len(text)), Progress: func(done, total int64) {
		if done < last || total != int64(len(text)) {
			t.Fatalf("%d of %d after %d", done, total, last)
		}
		last, calls = done, calls+1
	}})
	if last != int64(len(text)) || calls < 2000 || len(rows) != 2000 || problems != nil {
		t.Errorf("%d bytes of %d, %d calls, %d rows, %v", last, len(text), calls, len(rows), problems)
	}
}

func TestTooManyPeople(t *testing.T) {
	head := strings.NewReader("name,email\n")
	body := &endless{line: "A,a@example.org\n"}
	rows, problems := Read(io.MultiReader(head, body), "people.csv")
	if len(rows) != MaxRows+1 || !strings.Contains(told(problems), "more than 200000 people") {
		t.Errorf("%d rows, %d problems", len(rows), len(problems))
	}
}

func TestTooManyBytes(t *testing.T) {
	for name, body := range map[string]io.Reader{
		"lines":    &endless{line: strings.Repeat(" ", 1000) + "\n"},
		"one line": &endless{line: strings.Repeat("x", 1000)},
	} {
		_, problems := Read(io.MultiReader(strings.NewReader("name,email\n"), body), "people.csv")
		if len(problems) != 1 || !strings.Contains(problems[0].Message.String(), "larger than 64 MiB") {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// endless repeats a line for ever.
type endless struct {
	line string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		copied := copy(p[n:], e.line[e.at:])
		n, e.at = n+copied, (e.at+copied)%len(e.line)
	}
	return len(p), nil
}

func TestOneLongLineSpoilsOnlyItself(t *testing.T) {
	text := "name,email\nA," + strings.Repeat("a", 3*maxLine) + "\nB,b@example.org\nC,\n"
	rows, problems := Read(strings.NewReader(text), "people.csv")
	if got := told(problems); !strings.Contains(got, "line 2: the line is longer than 64 KiB") || !strings.Contains(got, "line 4, column e-mail") {
		t.Error(got)
	}
	if len(rows) != 2 || rows[0].Line != 3 {
		t.Errorf("rows %+v", rows)
	}
}

func TestBrokenReaderIsTold(t *testing.T) {
	broken := iotest.ErrReader(errors.New("disk gone"))
	for _, head := range []string{"", "name,email\nA,a@example.org\n"} {
		_, problems := Read(io.MultiReader(strings.NewReader(head), broken), "people.csv")
		if len(problems) != 1 || !strings.Contains(problems[0].Message.String(), "disk gone") {
			t.Errorf("after %q: %v", head, problems)
		}
	}
}

func TestProblemText(t *testing.T) {
	p := Problem{Line: 12, Column: "start date", Value: "12.05.2026", Message: writeDay(clock.Date("2026-05-12").Time())}
	if got := p.String(); got != `line 12, column start date, "12.05.2026": write the date as 2026-05-12` {
		t.Error(got)
	}
}

func FuzzRead(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.csv")
	for _, path := range paths {
		data, _ := os.ReadFile(path)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, problems := Read(bytes.NewReader(data), "people.csv")
		for _, p := range problems {
			if p.Message.None() || p.Line < 0 || len(p.Value) > 4*sheet.MaxShown+3 {
				t.Fatalf("%+v", p)
			}
		}
		if len(problems) == 0 {
			roundTrip(t, rows)
		}
	})
}

func BenchmarkRead10000(b *testing.B) {
	text := people10(10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if rows, problems := Read(strings.NewReader(text), "people.csv"); len(rows) != 10_000 || problems != nil {
			b.Fatal(len(rows), problems)
		}
	}
}

// TestMistakesAreSaidInTheReadersLanguage: whole, with what stands in their places.
func TestMistakesAreSaidInTheReadersLanguage(t *testing.T) {
	_, problems := Read(strings.NewReader("name,e-mail,start date,manager\nAda Berg,ada@example.org,3/4/2026,Bo Ek\nBo Ek,bo@example.org,,Ada Berg\n"), "people.csv")
	for in, want := range map[lang.Language][]string{
		lang.Swedish: {"rad 2", "2026-04-03 om du menar 3 april 2026", "Ada Berg (rad 2) leds av Bo Ek (rad 3)"},
		lang.German:  {"Zeile 2", "wenn der 3. April 2026 gemeint ist", "Ada Berg (Zeile 2) wird geleitet von Bo Ek (Zeile 3)"},
	} {
		var said []string
		for _, p := range problems {
			said = append(said, p.In(in))
		}
		for _, w := range want {
			if all := strings.Join(said, "\n"); !strings.Contains(all, w) {
				t.Errorf("%s: %q is not in\n%s", in.Name(), w, all)
			}
		}
	}
}
