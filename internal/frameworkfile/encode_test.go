package frameworkfile

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"cairn/internal/framework"
)

// written is a file with everything that people put around the fields.
const written = `# Our framework.
# Ask Ada.

format: 1
id: acme   # given once
name: Acme
version: "1"
x-owner: {team: people, since: 2020}

# The steps follow the spheres.
steps:
  # The first.
  - id: one
    name: One
    summary: >-
      You find your way,
      with help.
    x-old: "7" # until 2027

  - {id: two, name: Two, approve: {by: manager}} # short

areas:
- id: team
  name: Team
- id: craft
  name: Craft

disciplines: [{id: code, name: Code}]

examples:
  # --- Team ---

  # Heard in the yearly talk.
  - id: a
    area: team
    # As of 2026.
    step: one # everyone begins here
    text: Helps a teammate.
    details:
      - For instance, at review. # often

  - {id: later, area: team, step: one, text: TBD}
  # --- Craft ---

  - id: b
    area: craft
    step: two
    disciplines: [code]
    text: Reads code.
# The end.
`

func loaded(t testing.TB, data string) *framework.Framework {
	t.Helper()
	f, findings := Load("x.yaml", []byte(data))
	if f == nil {
		t.Fatal(listed(findings))
	}
	return f
}

// with is the framework changed by a person on a page.
func with(f *framework.Framework, change func(*framework.Framework)) *framework.Framework {
	c := *f
	c.Steps, c.Areas, c.Examples, c.Roles, c.FAQ = slices.Clone(f.Steps), slices.Clone(f.Areas), slices.Clone(f.Examples), slices.Clone(f.Roles), slices.Clone(f.FAQ)
	c.Extra = map[string]string{}
	for k, v := range f.Extra {
		c.Extra[k] = v
	}
	change(&c)
	return framework.New(c)
}

func encoded(t testing.TB, f *framework.Framework, source string) string {
	t.Helper()
	data, err := Encode(f, []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// An edit touches the lines it is about, and no other.
func TestAnEditKeepsTheRest(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*framework.Framework)
		edits  []string // old and new text, in turn
	}{
		{"nothing", func(*framework.Framework) {}, nil},
		{"a sentence", func(f *framework.Framework) { f.Examples[0].Text = "Helps two teammates." }, []string{"Helps a teammate.", "Helps two teammates."}},
		{"a field with a comment behind it", func(f *framework.Framework) { f.Examples[0].Step = "two" }, []string{"step: one # everyone", "step: two # everyone"}},
		{"a text with a colon", func(f *framework.Framework) { f.Name = "Acme: ours" }, []string{"name: Acme\n", "name: \"Acme: ours\"\n"}},
		{"a text that looks like a number", func(f *framework.Framework) { f.Version = "1.10" }, []string{`version: "1"`, `version: "1.10"`}},
		{"the status", func(f *framework.Framework) { f.Status = framework.Published }, []string{"version: \"1\"\n", "version: \"1\"\nstatus: published\n"}},
		{"a folded text", func(f *framework.Framework) { f.Steps[0].Summary = "You arrive." }, []string{">-\n      You find your way,\n      with help.", ">-\n      You arrive."}},
		{"includes nothing", func(f *framework.Framework) { f.Steps[1].Includes = []framework.StepID{} }, []string{"approve: {by: manager}}", "approve: {by: manager}, includes: []}"}},
		{"a row on one line", func(f *framework.Framework) { f.Steps[1].Name = "Second" }, []string{"{id: two, name: Two,", "{id: two, name: Second,"}},
		{"a new field", func(f *framework.Framework) { f.Examples[1].Note = "Why so?" }, []string{"text: Reads code.\n", "text: Reads code.\n    note: Why so?\n"}},
		{"a field that goes, with its comment", func(f *framework.Framework) { f.Examples[0].Details = nil }, []string{"    details:\n      - For instance, at review. # often\n", ""}},
		{"one of a list", func(f *framework.Framework) {
			f.Examples[0].Details = []string{"For instance, at review.", "Or: in chat."}
		},
			[]string{"# often\n", "# often\n      - \"Or: in chat.\"\n"}},
		{"a new example", func(f *framework.Framework) {
			f.Examples = append(f.Examples, framework.Example{ID: "c", Area: "team", Step: "*", Text: "Listens.", Disciplines: []framework.DisciplineID{"code"}})
		}, []string{"# The end.\n", "  - id: c\n    area: team\n    step: \"*\"\n    disciplines: [code]\n    text: Listens.\n# The end.\n"}},
		{"an example goes, its heading stays", func(f *framework.Framework) { f.Examples = f.Examples[1:] }, []string{
			"  # Heard in the yearly talk.\n  - id: a\n    area: team\n    # As of 2026.\n    step: one # everyone begins here\n    text: Helps a teammate.\n    details:\n      - For instance, at review. # often\n", ""}},
		{"the last example goes, its heading stays", func(f *framework.Framework) { f.Examples = f.Examples[:1] }, []string{
			"  - id: b\n    area: craft\n    step: two\n    disciplines: [code]\n    text: Reads code.\n", ""}},
		{"two areas change places", func(f *framework.Framework) { f.Areas[0], f.Areas[1] = f.Areas[1], f.Areas[0] },
			[]string{"- id: team\n  name: Team\n- id: craft\n  name: Craft\n", "- id: craft\n  name: Craft\n  order: 2\n- id: team\n  name: Team\n  order: 1\n"}},
		{"what Cairn does not know", func(f *framework.Framework) { f.Extra["step one x-old"] = "8\n"; delete(f.Extra, "x-owner") },
			[]string{`x-old: "7" # until`, `x-old: 8 # until`, "x-owner: {team: people, since: 2020}\n", ""}},
		{"questions where none were", func(f *framework.Framework) { f.FAQ = []framework.QA{{Q: "Why?", A: "So."}} }, []string{"# The end.\n", "# The end.\nfaq:\n  - q: Why?\n    a: So.\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := encoded(t, with(loaded(t, written), c.change), written)
			want := written
			for i := 0; i < len(c.edits); i += 2 {
				if strings.Count(want, c.edits[i]) != 1 {
					t.Fatalf("%q does not stand there once", c.edits[i])
				}
				want = strings.Replace(want, c.edits[i], c.edits[i+1], 1)
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			again(t, got)
		})
	}
}

// again checks that a second export gives the same bytes.
func again(t testing.TB, data string) {
	t.Helper()
	if second := encoded(t, loaded(t, data), data); second != data {
		t.Errorf("the second export differs:\n%s", second)
	}
}

func TestWhatIsWrittenInOtherWaysIsKeptToo(t *testing.T) {
	for name, source := range map[string]string{
		"skipped at first":  strings.Replace(strings.Replace(written, "disciplines: [code]", "disciplines: &d [code]\n    x-same: [*d]", 1), "  # --- Team ---\n", "  # --- Team ---\n  - {id: early, text: TBD}\n", 1),
		"anchors":           strings.Replace(written, "disciplines: [code]", "disciplines: &d [code]\n    x-same: *d", 1),
		"flow":              "{format: 1, id: acme, name: Acme, version: 1, # why\n areas: [{id: team, name: Team}], steps: [{id: one, name: One}], # who\n examples: [{id: a, area: team, step: one, text: Helps.}, {id: e}], x-a: 1}",
		"CRLF":              strings.ReplaceAll(written, "\n", "\r\n"),
		"a marker":          "---\n" + written + "...\n",
		"a dash on its own": strings.Replace(written, "  - id: b\n    area", "  -\n    id: b\n    area", 1),
		"no line end":       strings.TrimSuffix(strings.TrimSuffix(written, "# The end.\n"), "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			f := with(loaded(t, source), func(f *framework.Framework) { f.Examples[0].Text = "Helps #1: everyone." })
			got := encoded(t, f, source)
			for _, line := range strings.Split(source, "\n") {
				if _, comment, found := strings.Cut(line, "# "); found && strings.Count(got, strings.TrimSpace(comment)) != strings.Count(source, strings.TrimSpace(comment)) {
					t.Errorf("lost or doubled the comment %q", comment)
				}
			}
			if strings.Count(got, "TBD") != strings.Count(source, "TBD") || !strings.Contains(got, "x-") {
				t.Error("lost what is not read")
			}
			again(t, got)
			if t.Failed() {
				t.Log(got)
			}
		})
	}
}

func TestFilesOfTheHouseComeBackByteForByte(t *testing.T) {
	files := fixtures(t)
	files[BuiltInName] = BuiltInSource()
	files["written"] = []byte(written)
	for name, data := range files {
		f, _ := Load(name, data)
		if f == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if got := encoded(t, f, string(data)); got != string(data) {
				t.Errorf("got\n%s", got)
			}
			roundTrips(t, f)
		})
	}
}

// roundTrips writes a framework without its source, in both forms.
func roundTrips(t testing.TB, f *framework.Framework) {
	t.Helper()
	fresh := encoded(t, f, "")
	back := loaded(t, fresh)
	if !Same(f, back) || encoded(t, back, "") != fresh || encoded(t, back, fresh) != fresh {
		t.Errorf("written afresh, it differs:\n%s", fresh)
	}
	data, err := EncodeJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	other, findings := LoadJSON("x.json", data)
	if other == nil || !Same(f, other) {
		t.Fatalf("as JSON it differs: %s\n%s", listed(findings), data)
	}
	if second, err := EncodeJSON(other); err != nil || !bytes.Equal(second, data) {
		t.Errorf("the second JSON differs: %v", err)
	}
}

func TestAfreshReadsWell(t *testing.T) {
	f := with(loaded(t, written), func(f *framework.Framework) { f.Steps[1].Approve.By = framework.ByManager })
	_, findings := Load("x.yaml", []byte(encoded(t, f, "")))
	if strings.Contains(listed(findings), "who decides") {
		t.Error(listed(findings))
	}
	if got := encoded(t, f, ""); !strings.HasPrefix(got, "format: 1\nid: acme\nname: Acme\nversion: \"1\"\n\nsteps:\n  - id: one\n    name: One\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestWhatNoFileCanSayIsRefused(t *testing.T) {
	for name, change := range map[string]func(*framework.Framework){
		"a reference to nothing": func(f *framework.Framework) { f.Examples[0].Step = "gone" },
		"not UTF-8":              func(f *framework.Framework) { f.Name = "caf\xe9" },
		"an id twice":            func(f *framework.Framework) { f.Examples[1].ID = "a" },
		"a placeholder":          func(f *framework.Framework) { f.Examples[0].Text = "TBD" },
		"a field of nobody":      func(f *framework.Framework) { f.Extra["name"] = "Other\n" },
	} {
		f := with(loaded(t, written), change)
		if data, err := Encode(f, []byte(written)); err == nil {
			t.Errorf("%s: written as\n%s", name, data)
		}
		if data, err := EncodeJSON(f); err == nil {
			t.Errorf("%s: as JSON\n%s", name, data)
		}
	}
}

func TestTextsOfAnyKindComeBack(t *testing.T) {
	for _, s := range []string{"yes", "1.0", "null", "~", "2026-01-01", "- a", "# a", "a: b", "a #b", "'", `"`, "\\", "*", "&a", "!a", "|", ">", "%a", "@a", "`a`", "{a}", "[a]", "a\nb", "a\n\n  b\n c", "a\tb",
		"a\r\nb", "😀 é", "e\u0301", "a\u2028b", "a\u0085b", "\u200b", "a\x01b", "=", "<<", "0x10", "012", "1e3", "...", "a...", "--- a", "?", ": a", strings.Repeat("long ", 200) + "end"} {
		for _, source := range []string{written, strings.ReplaceAll(written, "text: Helps a teammate.", "text: >-\n      Helps.")} {
			f := with(loaded(t, source), func(f *framework.Framework) {
				f.Examples[0].Text, f.Steps[0].Summary, f.Examples[0].Details = s+" x", s, []string{s}
			})
			got := encoded(t, f, source)
			if back := loaded(t, got); back.Steps[0].Summary != strings.TrimSpace(s) || back.Examples[0].Text != strings.TrimSpace(s+" x") {
				t.Errorf("%q became %q", s, back.Steps[0].Summary)
			}
			roundTrips(t, f)
		}
	}
}

func TestIncludesOfNothingIsNotTheStepBefore(t *testing.T) {
	source := strings.Replace(smallest, "{id: one, name: One}", "{id: one, name: One, includes: []}", 1)
	got := encoded(t, with(loaded(t, source), func(f *framework.Framework) { f.Steps[0].Includes = nil }), source)
	if got != smallest {
		t.Error(got)
	}
}

func TestACommentBetweenFieldsStandsThereOnce(t *testing.T) {
	source := strings.Replace(written, "review. # often\n", "review. # often\n\n    # About the note.\n\n    note: N.\n", 1)
	got := encoded(t, with(loaded(t, source), func(f *framework.Framework) { f.Examples[0].Details = []string{"For instance, at review.", "More."} }), source)
	if want := strings.Replace(source, "# often\n", "# often\n      - More.\n", 1); got != want {
		t.Error(got)
	}
}

// Wherever a comment stands in what is changed, it is there once afterwards.
func TestCommentsOfWhatIsChangedAreKept(t *testing.T) {
	for _, block := range []string{
		"    details:\n      # C1\n      - One.\n      # C2\n      - Two. # C3\n      # C4\n\n    # C5\n    note: N.\n",
		"    details: # C1\n      - One.\n      # C2\n\n      # C3\n\n    note: N.\n",
		"    details:\n      - One.\n      # C1\n    # C2\n    note: N.\n",
		"    details: [One., # C1\n      Two.] # C2\n    # C3\n\n    # C4\n    note: N.\n",
		"    details:\n      - One.\n      # C1\n",
		"    details:\n      - One.\n\n      # C1\n\n    # C2\n",
		"    details:\n      # C1\n      - One.\n      # C2\n      # C3\n",
	} {
		source := strings.Replace(written, "    details:\n      - For instance, at review. # often\n", block, 1)
		for _, d := range [][]string{{"One.", "Three."}, {"Three.", "Four.", "Five."}, {"Zero.", "One."}} {
			f := with(loaded(t, source), func(f *framework.Framework) { f.Examples[0].Details = d })
			got := encoded(t, f, source)
			for _, c := range []string{"# C1", "# C2", "# C3", "# C4", "# C5"} {
				if strings.Count(got, c) != strings.Count(source, c) {
					t.Errorf("%v: %s is there %d times in\n%s", d, c, strings.Count(got, c), got)
				}
			}
		}
	}
}

func TestKeptFieldsAreWholeWithoutTheRest(t *testing.T) {
	f := loaded(t, strings.Replace(written, "disciplines: [code]", "disciplines: &d [code]\n    x-same: [*d, &e 1]", 1))
	if got := f.Extra["example b x-same"]; got != "[[code], 1]\n" {
		t.Errorf("kept %q", got)
	}
}

func TestWhatIsKeptGoesWithItsOwner(t *testing.T) {
	source := strings.Replace(written, "    text: Reads code.", "    text: Reads code.\n    x-why: so", 1)
	f := with(loaded(t, source), func(f *framework.Framework) { f.Examples = f.Examples[:1] })
	for _, from := range []string{source, ""} {
		if got := encoded(t, f, from); strings.Contains(got, "x-why") || strings.Count(got, "x-old") != 1 || strings.Contains(got, "\nstep one x-old") {
			t.Errorf("got\n%s", got)
		}
	}
}

func TestFieldsNobodyKnowsAreToldApart(t *testing.T) {
	source := written + `scales:
  - {id: s, levels: [{id: 1, x-a: first}, {id: 2}]}
  - {id: t, levels: [{id: 1, x-a: second}], x-a: {deep: [1, two, null, 3.5, true]}}
roles: [{id: r, name: R, x-a: role}]
profiles:
  - {role: r, step: one, expects: [], x-a: p}
faq:
  - {q: A?, a: A., x-a: third}
  - {q: B?, a: B., x-a: fourth}
policy: {x-a: policy}
words: {x-b: "null"}
`
	f := loaded(t, source)
	f.Extra["x-no-yaml"] = "{"
	if len(f.Extra) != 12 {
		t.Errorf("%d kept: %v", len(f.Extra), f.Extra)
	}
	roundTrips(t, f)
}

// A large framework is written while a page loads.
func BenchmarkEncode(b *testing.B) {
	f, source := largeFile(b)
	g := with(f, func(f *framework.Framework) { f.Examples[7].Text = "Changed." })
	b.Run("one sentence changed", func(b *testing.B) {
		for b.Loop() {
			if _, err := Encode(g, source); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			Load("x.yaml", source)
		}
	})
}

func largeFile(t testing.TB) (*framework.Framework, []byte) {
	var b strings.Builder
	b.WriteString("format: 1\nid: large\nname: Large\nversion: \"1\"\nareas: [{id: team, name: Team}]\nsteps: [{id: one, name: One}]\nexamples:\n")
	for i := range 1800 {
		fmt.Fprintf(&b, "  # number %d\n  - id: e%d\n    area: team\n    step: one\n    text: >-\n      Example %d says %s\n\n", i, i, i, strings.Repeat("some words and ", 15))
	}
	return loaded(t, b.String()), []byte(b.String())
}

func FuzzEncode(f *testing.F) {
	f.Add([]byte(written), uint8(0))
	f.Add([]byte(smallest), uint8(1))
	paths, _ := os.ReadDir("testdata")
	for i, p := range paths {
		if data, err := os.ReadFile("testdata/" + p.Name()); err == nil && strings.HasPrefix(p.Name(), "good_") {
			f.Add(data, uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, edit uint8) {
		was, _ := Load("x.yaml", data)
		if was == nil {
			return
		}
		if got := encoded(t, was, string(data)); got != string(data) {
			t.Errorf("unchanged, it differs:\n%s", got)
		}
		is := with(was, func(f *framework.Framework) { fuzzedEdit(f, edit) })
		got, err := Encode(is, data)
		if err != nil {
			if _, fresh := Encode(is, nil); fresh == nil {
				t.Fatal(err)
			}
			return // such an edit cannot be written at all
		}
		again(t, string(got))
		if !Same(is, loaded(t, string(got))) {
			t.Errorf("read back, it differs:\n%s", got)
		}
	})
}

// fuzzedEdit changes, adds, removes and reorders.
func fuzzedEdit(f *framework.Framework, edit uint8) {
	f.Name += " #: x"
	if n := len(f.Examples); n > 0 {
		e := f.Examples[int(edit)%n]
		e.Text, e.Note = "A: new # text", "noted"
		f.Examples[int(edit)%n] = e
		if edit&8 != 0 {
			f.Examples = slices.Delete(f.Examples, int(edit)%n, int(edit)%n+1)
		}
		if edit&16 != 0 {
			e.ID = "brand-new"
			f.Examples = slices.Insert(f.Examples, 0, e)
		}
		if edit&32 != 0 {
			slices.Reverse(f.Examples)
		}
	}
	if edit&64 != 0 {
		slices.Reverse(f.Steps)
	}
	if edit&128 != 0 {
		f.Extra["x-new"] = "{a: [1, 2]}\n"
	}
}

// TestEmojiStayReadable: what people typed stands in the file as they typed it.
func TestEmojiStayReadable(t *testing.T) {
	for _, text := range []string{"Says thanks 🙏: loudly", "Writes \\U0001F64F and 🌱 | says so", "line\n🌱 line"} {
		f := BuiltIn()
		e := f.Examples[0]
		e.Text = text
		f, _ = f.PutExample(e)
		data, err := Encode(f, BuiltInSource())
		if err != nil {
			t.Fatal(text, err)
		}
		if back, _ := Load("", data); back == nil || back.Examples[0].Text != text {
			t.Errorf("%q does not come back", text)
		}
		if !strings.Contains(text, `\U`) && !bytes.Contains(data, []byte("🙏")) && !bytes.Contains(data, []byte("🌱")) {
			t.Errorf("%q is escaped", text)
		}
	}
}
