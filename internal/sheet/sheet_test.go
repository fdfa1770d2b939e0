package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFormulasAreGuarded(t *testing.T) {
	n := 0
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0+", "'=", "''@", " '-"} {
		for _, rest := range []string{"cmd|' /C calc'!A0", "1+1", "SUM(A1)", "HYPERLINK(\"http://x\")", "\r=x"} {
			text := start + rest
			n++
			if got := Guard(text); got != "'"+text {
				t.Errorf("Guard(%q) = %q", text, got)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d payloads", n)
	}
	for _, text := range []string{"", "Sweden", "Squad/Chapter", "a=b", "52000", "'quoted'"} {
		if Guard(text) != text {
			t.Errorf("%q is guarded", text)
		}
	}
}

// TestNoCellBeginsWithAFormula whatever parts the cells where the file is opened.
func TestNoCellBeginsWithAFormula(t *testing.T) {
	var b strings.Builder
	rows := [][]Cell{{Words("fine;=cmd|'x'!A0"), Words("a\t=1"), Words("b,=2"), Words("=3\n=4"), Number("52000.50"), Words("\u202e=5")}}
	if err := Write(&b, CSV, "x", []string{"a", "b", "c", "d", "e", "f"}, rows); err != nil {
		t.Fatal(err)
	}
	line := strings.SplitN(b.String(), "\n", 2)[1]
	for _, sign := range []string{`,=`, `"=`, "\n=3"} {
		if strings.Contains(strings.ReplaceAll(line, `"b,=2"`, ""), sign) {
			t.Errorf("%q holds %q", line, sign)
		}
	}
	if want := `"fine;=cmd|'x'!A0","a =1","b,=2","'=3` + "\n" + `=4",52000.50,"' =5"` + "\n"; line != want {
		t.Errorf("%q, want %q", line, want)
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	for _, format := range []Format{CSV, XLSX} {
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.StringMatching(`['=+@", ;a-zÅ漢-]{0,3}[a-zÅ漢]{1,5}`)
			n := 3
			if format == XLSX {
				n = 1
			}
			var rows [][]Cell
			var want [][]string
			for range rapid.IntRange(1, n).Draw(t, "rows") {
				words, digits := strings.TrimSpace(text.Draw(t, "text")), rapid.StringMatching(`[1-9][0-9]{0,14}(\.[0-9][1-9])?`).Draw(t, "digits")
				rows = append(rows, []Cell{Words(words), Number(digits)})
				want = append(want, []string{words, digits})
			}
			var b bytes.Buffer
			if err := Write(&b, format, "Table", []string{"words", "digits"}, rows); err != nil {
				t.Fatal(err)
			}
			table, problems := Read("again", b.Bytes(), 10)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var got [][]string
			for _, r := range table.Rows {
				got = append(got, r.Cells)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for what, c := range map[string]struct{ data, says string }{
		"empty":            {"", "is empty"},
		"blank":            {"\n ,\n", "is empty"},
		"UTF-16":           {"\xff\xfea\x00", "UTF-16"},
		"another encoding": {"caf\xe9", "UTF-8"},
		"a NUL":            {"a\x00b", "UTF-8"},
		"a stray mark":     {"a,b\nx\"y,z\n", "inside a cell"},
		"a mark left open": {"a,b\n\"x,z\n", "not closed"},
		"too many lines":   {"a\n1\n2\n3\n4\n", "more than 3 lines"},
		"not quite XLSX":   {"PK\x03\x04nonsense", "cannot be opened"},
	} {
		_, problems := Read("it.csv", []byte(c.data), 3)
		if len(problems) != 1 || !strings.Contains(problems[0].String(), c.says) {
			t.Errorf("%s: %v", what, problems)
		}
	}
}

func TestColumns(t *testing.T) {
	columns := []Column{{Name: "valid from", Also: "since", Required: true}, {Name: "minimum", Also: "min"}}
	for head, says := range map[string]string{
		"Valid From,MIN": "", "since;minimum": "", "\ufeffvalid_from\tMin": "",
		"min": "valid from: this column is missing", "since,colour": "no such column", "since,valid from": "twice",
	} {
		table, problems := Read("it.csv", []byte(head+"\n"), 3)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		_, problems = table.Place(columns)
		if says == "" && len(problems) > 0 || says != "" && (len(problems) == 0 || !strings.Contains(problems[len(problems)-1].String(), says)) {
			t.Errorf("%q: %v", head, problems)
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		cell, want string
		book       bool
	}{{"2026-05-12", "2026-05-12", false}, {"46154", "2026-05-12", true}, {"46154.0", "2026-05-12", true}, {"46154", "", false}, {"46154.5", "", true}, {"12/05/2026", "", false}, {"2026-02-30", "", false}} {
		if got, wrong := (Table{days: c.book}).Date(c.cell); string(got) != c.want || wrong.None() != (c.want != "") {
			t.Errorf("%q: %q, %s", c.cell, got, wrong)
		}
	}
}

func TestALongValueIsShownInPart(t *testing.T) {
	if got := Shown(strings.Repeat("å", 300)); len([]rune(got)) != MaxShown+1 {
		t.Error(got)
	}
}

func TestNamesOfColumns(t *testing.T) {
	for at, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 27: "AB", 701: "ZZ", 702: "AAA"} {
		if got := ColumnName(at); got != want {
			t.Errorf("column %d is %s, want %s", at, got, want)
		}
	}
}
