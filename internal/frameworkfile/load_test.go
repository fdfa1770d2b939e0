package frameworkfile

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"cairn/internal/framework"
)

const smallest = `format: 1
id: acme
name: Acme
version: "1"
areas: [{id: team, name: Team}]
steps: [{id: one, name: One}]
examples: [{id: a, area: team, step: one, text: Helps.}]
`

func TestWhatCannotBeReadIsRefusedWithItsPlace(t *testing.T) {
	for _, c := range []struct {
		name, data   string
		line, column int
		message      string
	}{
		{"empty", "", 0, 0, "The file is empty."},
		{"only a comment", "# nothing\n", 0, 0, "The file is empty."},
		{"too large", strings.Repeat("x", MaxBytes+1), 0, 0, "larger than 2 MiB"},
		{"not UTF-8", "id: a\nname: caf\xe9 au lait\n", 2, 10, "The byte 0xe9 is not valid UTF-8."},
		{"not UTF-8 after others", "é\xff", 1, 2, "The byte 0xff"},
		{"UTF-16", "\xff\xfei\x00d\x00", 1, 1, "The byte 0xff"},
		{"control character", "id: a\x01b\n", 1, 6, "The control character 0x1"},
		{"nul", "id: \x00\n", 1, 5, "The control character 0x0"},
		{"too deep", strings.Repeat("[", 5000), 1, 33, "nested too deeply"},
		{"old line ends", "id: a\rname: b: c\r", 2, 8, "A colon stands where"},
		{"tab within a list", "steps:\n  - id: a\n\t  name: b\n", 3, 1, "A tab is used to indent this line"},
		{"unknown alias", "areas: *gone\n", 1, 8, "unknown anchor 'gone'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, findings := Load("x.yaml", []byte(c.data))
			if f != nil || len(findings) != 1 {
				t.Fatalf("%v, %s", f, listed(findings))
			}
			got := findings[0]
			if got.Line != c.line || got.Column != c.column || !strings.Contains(got.Message.String(), c.message) {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestScalarsStayText(t *testing.T) {
	f, _ := Load("x.yaml", fixtures(t)["good_scalars_stay_text.yaml"])
	if f == nil {
		t.Fatal("not read")
	}
	if f.ID != "no" || f.Name != "2026" || f.Version != "1.0" || f.Effective != "2026-10-01" {
		t.Errorf("%q %q %q %q", f.ID, f.Name, f.Version, f.Effective)
	}
	if got := f.AtLevel("1", "2.0", ""); len(got) != 1 || got[0].ID != "008" {
		t.Errorf("level 2.0 holds %v", got)
	}
	if a, ok := f.Area("1"); !ok || a.Name != "yes" {
		t.Errorf("area %v", a)
	}
}

func TestUnknownFieldsAreKept(t *testing.T) {
	f, _ := Load("x.yaml", fixtures(t)["good_kept_fields.yaml"])
	if f == nil {
		t.Fatal("not read")
	}
	for key, want := range map[string]string{"x-owner": "{team: people, since: 2020}\n", "colour": "green\n", "step one x-old": "\"7\"\n", "step two ordr": "2\n"} {
		if f.Extra[key] != want {
			t.Errorf("%s: kept %q, want %q", key, f.Extra[key], want)
		}
	}
}

func TestWhatIsLeftOutHasADefault(t *testing.T) {
	f, _ := Load("x.yaml", []byte(smallest))
	if f == nil {
		t.Fatal("not read")
	}
	if f.Status != framework.Draft || f.Language != "en" || f.Words.LineGroup != "chapter" {
		t.Errorf("%s %s %v", f.Status, f.Language, f.Words)
	}
	p := f.Policy
	if p.ExamplesAre != "prompts" || p.AreasNeeded != "all_as_a_rule" || p.NewJoinerStepAfterMonths != 6 ||
		!slices.Equal(p.StepVisibleTo, []string{"self", "manager"}) {
		t.Errorf("%+v", p)
	}
	s, _ := f.Step("one")
	if s.Order != 1 || s.Includes != nil || s.Approve.By != framework.ByManager {
		t.Errorf("%+v", s)
	}
}

func TestAFindingShowsTheLine(t *testing.T) {
	_, findings := Load("acme.yaml", []byte(smallest+"naem: "+strings.Repeat("x", 500)+"\r\n"))
	got := findings[0].String()
	if !strings.HasPrefix(got, "acme.yaml:8:1: warning: The framework has no field \"naem\"; it is kept but not used. Did you mean name?\n    naem: xxx") ||
		!strings.HasSuffix(got, "x…") {
		t.Errorf("got %s", got)
	}
}

func TestFindingsStandInTheOrderOfTheFile(t *testing.T) {
	_, findings := Load("x.yaml", fixtures(t)["fail_unknown_references.yaml"])
	if !slices.IsSortedFunc(findings, func(a, b Finding) int { return (a.Line-b.Line)*1000 + a.Column - b.Column }) {
		t.Error(listed(findings))
	}
}

func TestManyMistakesEnd(t *testing.T) {
	_, findings := Load("x.yaml", []byte(smallest+strings.Repeat("\n\n", 3)+"roles:\n"+strings.Repeat("  - {id: a b}\n", 900)))
	if len(findings) != maxFindings+1 {
		t.Fatalf("%d findings", len(findings))
	}
	if !strings.Contains(listed(findings), "There is more to mend") {
		t.Error("does not say that there is more")
	}
}

func TestAHostileFileEndsSoon(t *testing.T) {
	var b strings.Builder
	b.WriteString("format: 1\nid: a\nname: a\nversion: 1\nareas: [{id: t, name: T}]\nexamples:\n")
	for i := range 19_000 {
		fmt.Fprintf(&b, "- {id: e%d, area: q%d, step: s%d, text: %d}\n", i, i, i, i)
	}
	start := time.Now()
	if f, _ := Load("x.yaml", []byte(b.String())); f != nil {
		t.Error("unknown references were accepted")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestMoreThanAFrameworkHolds(t *testing.T) {
	_, findings := Load("x.yaml", []byte(smallest+"roles:\n"+strings.Repeat("  - {id: a, name: A}\n", 1001)))
	if len(findings) != 1 || findings[0].Line != 1009 || !strings.Contains(findings[0].Message.String(), "more than 1000 roles") {
		t.Errorf("found %s", listed(findings))
	}
}

func TestLoadFrom(t *testing.T) {
	if f, findings := LoadFrom("x.yaml", strings.NewReader(smallest)); f == nil {
		t.Error(listed(findings))
	}
	if _, findings := LoadFrom("x.yaml", iotest.ErrReader(errors.New("disk gone"))); !strings.Contains(listed(findings), "disk gone") {
		t.Error(listed(findings))
	}
	endless := io.MultiReader(strings.NewReader("a: "), zeros{})
	if _, findings := LoadFrom("x.yaml", endless); !strings.Contains(listed(findings), "larger than 2 MiB") {
		t.Error(listed(findings))
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestAPublishedVersionIsNotEdited(t *testing.T) {
	published := strings.Replace(smallest, "name: Acme", "name: Acme\nstatus: published", 1)
	before, _ := Load("x.yaml", []byte(published))
	draft, _ := Load("x.yaml", []byte(smallest))
	for _, c := range []struct {
		name   string
		before *framework.Framework
		after  string
		ok     bool
	}{
		{"the same", before, published, true},
		{"only a comment", before, "# why\n" + published, true},
		{"another text", before, strings.Replace(published, "Helps.", "Helps all.", 1), false},
		{"another text, new version", before, strings.NewReplacer("Helps.", "Helps all.", `"1"`, `"2"`).Replace(published), true},
		{"retired", before, strings.Replace(published, "published", "retired", 1), true},
		{"back to draft", before, smallest, false},
		{"a draft may change", draft, strings.Replace(smallest, "Helps.", "Helps all.", 1), true},
		{"nothing before", nil, published, true},
	} {
		f, findings := CheckEdit("x.yaml", c.before, []byte(c.after))
		if (f != nil) != c.ok || HasErrors(findings) == c.ok {
			t.Errorf("%s: %v\n%s", c.name, f != nil, listed(findings))
		}
	}
	_, findings := CheckEdit("x.yaml", before, []byte(strings.Replace(published, "Helps.", "No.", 1)))
	if len(findings) != 1 || findings[0].Line != 5 || findings[0].Text != `version: "1"` {
		t.Errorf("place: %s", listed(findings))
	}
}

// Whatever the bytes, reading ends, and each finding has a place inside the file.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{smallest, "", "a: &a [*a]\n", "areas: [{id: t}]\nsteps: *x\n", "\t", "- {", "\r0", "---", "é\u2028- {", "format: 1\nscales: [{id: a, levels: [{id: 1}]}]\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fw, findings := Load("x.yaml", data)
		if (fw == nil) != HasErrors(findings) {
			t.Errorf("usable %v, findings %s", fw != nil, listed(findings))
		}
		lines := len(newDoc("", data).lines)
		for _, x := range findings {
			if x.Line < 0 || x.Line > lines || x.Message.None() {
				t.Errorf("no such place: %s", x)
			}
		}
	})
}
