package frameworkfile

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cairn/internal/framework"
)

const extensionBase = `format: 1
id: acme
name: Acme
version: "1.1"
areas: [{id: team, name: Team}, {id: craft, name: Craft}]
steps: [{id: one, name: One}, {id: two, name: Two, approve: {by: manager}}]
disciplines: [{id: code, name: Code}]
examples:
  - {id: t1, area: team, step: one, text: Helps a teammate.}
  - {id: c1, area: craft, step: one, text: Reads code., disciplines: [code]}
  - {id: c2, area: craft, step: two, text: Writes code., disciplines: [code]}
`

const extending = `# Ours.
extends: {id: acme, version: "1.1"}
unit: tribe/infrastructure
version: 1.0 # not a number
owner: Ada
reason: We run the machines.
x-forum: tribe leads, May
add:
  disciplines:
    - {id: tribe.infrastructure.storage, name: Storage, near: code}
  examples:
    # From the book of outages.
    - id: tribe.infrastructure.backup
      area: craft
      step: one
      disciplines: [tribe.infrastructure.storage]
      text: Restores a backup.
    - {id: tribe.infrastructure.later, area: craft, step: one, text: TBD}
  roles:
    - {id: tribe.infrastructure.keeper, name: Keeper, min_step: two}
replace:
  - id: c1
    unit_text: Reads scripts.
    because: We have few programs. # so far
hide:
  - {id: c2, because: Machines write it.}
`

func TestAnExtensionLoads(t *testing.T) {
	x, findings := LoadExtension("x.yaml", []byte(extending), loaded(t, extensionBase))
	if x == nil || len(findings) != 1 || !strings.Contains(findings[0].Message.String(), "has no text yet and is skipped") {
		t.Fatal(listed(findings))
	}
	want := &framework.Extension{
		Extends: framework.Ref{ID: "acme", Version: "1.1"}, Unit: framework.ExtensionUnit{Kind: "tribe", Slug: "infrastructure"},
		Version: "1.0", Owner: "Ada", Reason: "We run the machines.",
		Add: framework.Additions{
			Disciplines: []framework.Discipline{{ID: "tribe.infrastructure.storage", Name: "Storage", Near: "code"}},
			Examples: []framework.Example{{ID: "tribe.infrastructure.backup", Area: "craft", Step: "one", Text: "Restores a backup.",
				Disciplines: []framework.DisciplineID{"tribe.infrastructure.storage"}, Form: framework.FormBehaviour}},
			Roles: []framework.Role{{ID: "tribe.infrastructure.keeper", Name: "Keeper", MinStep: "two"}},
		},
		Replace: []framework.Replacement{{ID: "c1", UnitText: "Reads scripts.", Because: "We have few programs."}},
		Hide:    []framework.Hiding{{ID: "c2", Because: "Machines write it."}},
		Extra:   map[string]string{"x-forum": "tribe leads, May\n"},
	}
	if !reflect.DeepEqual(x, want) {
		t.Errorf("got %+v", x)
	}
}

// What may be wrong, written into the good file; the marker # HERE shows where a
// finding must point at.
func TestFindingsOfExtensions(t *testing.T) {
	base := loaded(t, extensionBase)
	for _, c := range []struct{ name, old, new, at, want string }{
		{"steps", "replace:", "steps: [{id: three, name: Three}]\nreplace:", "[{id: three", "An extension may not touch steps"},
		{"areas", "add:\n", "areas: []\nadd:\n", "[]\nadd", "may not touch areas"},
		{"policy", "add:\n", "policy: {areas_needed: any}\nadd:\n", "{areas_needed", "may not touch policy"},
		{"steps among additions", "  roles:", "  steps: [{id: x, name: X}]\n  roles:", "[{id: x, name", "may not touch steps"},
		{"approval", "min_step: two}", "min_step: two}\napprove: {by: cto}", "{by: cto}", "may not touch approve"},
		{"examples outside add", "hide:", "examples: [{id: q}]\nhide:", "[{id: q}]", `lists its own examples under "add"`},
		{"an unmarked example", "id: c2,", "id: t1,", "t1, because", `The example "t1" is for everyone, so no unit may replace or hide it.`},
		{"a step of an example", "    unit_text: Reads scripts.", "    unit_text: Reads scripts.\n    step: two", "two\n    because", "may not change the step of an example"},
		{"marks of an example", "    unit_text: Reads scripts.", "    unit_text: Reads scripts.\n    disciplines: []", "[]\n    because", "may not change the disciplines"},
		{"an area of what is hidden", "{id: c2,", "{area: team, id: c2,", "team, id: c2", "may not change the area"},
		{"text for unit_text", "unit_text:", "text:", "Reads scripts.", `goes into the field "unit_text"`},
		{"a misspelt target", "- id: c1", "- id: c11", "c11", `There is no example "c11". Did you mean c1`},
		{"a misspelt area", "area: craft\n", "area: carft\n", "carft", `There is no area "carft". Did you mean craft?`},
		{"a misspelt discipline", "near: code", "near: cod", "cod}", "Did you mean code?"},
		{"an id without prefix", "{id: tribe.infrastructure.keeper", "{id: keeper", "keeper", `"tribe.infrastructure.keeper" instead of "keeper"`},
		{"another version", `"1.1"`, `"1.0"`, "{id: acme", "Carry it over to 1.1 first."},
		{"another framework", "id: acme", "id: acne", "{id: acne", `"acne", but the framework here is "acme"`},
		{"a team", "unit: tribe/", "unit: squad/", "squad/", "not a unit that may extend"},
		{"no kind of unit", "unit: tribe/", "unit: ", "infrastructure\n", "the kind of the unit, a slash"},
		{"no owner", "owner: Ada\n", "", "extends: ", `The extension needs the field "owner".`},
		{"no reason", "because: Machines write it.", "", "{id: c2", `needs the field "because"`},
		{"nothing to extend", "extends: {id: acme, version: \"1.1\"}\n", "", "unit:", "the id and the version of the framework"},
		{"an id twice", "hide:\n", "hide:\n  - {id: c1, because: Twice.}\n", "c1, because: Twice", "already replaced or hidden"},
		{"another format", "add:\n", "format: 2\nadd:\n", "2\nadd", "only format 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := strings.Replace(extending, c.old, c.new, 1)
			x, findings := LoadExtension("x.yaml", []byte(data), base)
			errs := slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Severity != Error })
			if x != nil || len(errs) == 0 {
				t.Fatalf("accepted: %s", listed(findings))
			}
			before, _, found := strings.Cut(data, c.at)
			line := strings.Count(before, "\n") + 1
			column := len(before) - strings.LastIndex(before, "\n")
			if got := errs[0]; !found || got.Line != line || got.Column != column || !strings.Contains(got.Message.String(), c.want) || got.Text == "" || len(errs) > 1 {
				t.Errorf("want %d:%d %s, found\n%s", line, column, c.want, listed(errs))
			}
		})
	}
}

func TestATitleOfAnExtensionNamesNoStep(t *testing.T) {
	data := strings.Replace(extending, "min_step: two}", "outside_titles: [Keeper two]}", 1)
	if x, findings := LoadExtension("x.yaml", []byte(data), loaded(t, extensionBase)); x == nil || !strings.Contains(listed(findings), `names the step "Two"`) {
		t.Error(listed(findings))
	}
}

func TestAFrameworkIsNoExtension(t *testing.T) {
	if x, findings := LoadExtension("x.yaml", []byte(extensionBase), nil); x != nil || !strings.Contains(listed(findings), "This is a whole framework") {
		t.Error(listed(findings))
	}
	for _, data := range []string{"", "- a\n", "a\n", "\t", "unit: [a]\nextends: a\nadd: b\nreplace: c\nhide: {}\n"} {
		if x, findings := LoadExtension("x.yaml", []byte(data), loaded(t, extensionBase)); x != nil || !HasErrors(findings) {
			t.Errorf("%q: %s", data, listed(findings))
		}
	}
}

func TestExtensionsAreWrittenBack(t *testing.T) {
	base := loaded(t, extensionBase)
	load := func(data []byte) *framework.Extension {
		t.Helper()
		x, findings := LoadExtension("x.yaml", data, base)
		if x == nil {
			t.Fatal(listed(findings))
		}
		return x
	}
	x := load([]byte(extending))
	for _, c := range []struct {
		name     string
		change   func(*framework.Extension)
		old, new string
	}{
		{"nothing", func(*framework.Extension) {}, "", ""},
		{"a sentence", func(x *framework.Extension) {
			x.Replace = []framework.Replacement{{ID: "c1", UnitText: "Reads recipes.", Because: "We have few programs."}}
		}, "Reads scripts.", "Reads recipes."},
		{"an addition", func(x *framework.Extension) {
			x.Add.Examples = slices.Clone(x.Add.Examples)
			x.Add.Examples[0].Text = "Restores two."
		}, "Restores a backup.", "Restores two."},
		{"the base moves", func(x *framework.Extension) { x.Extends.Version = "1.1"; x.Owner = "Bo" }, "owner: Ada", "owner: Bo"},
		{"nothing is hidden", func(x *framework.Extension) { x.Hide = nil }, "hide:\n  - {id: c2, because: Machines write it.}\n", ""},
	} {
		is := *x
		c.change(&is)
		got, err := EncodeExtension(&is, []byte(extending))
		if want := strings.Replace(extending, c.old, c.new, 1); err != nil || string(got) != want {
			t.Errorf("%s: %v\n%s", c.name, err, got)
		}
	}
	fresh, err := EncodeExtension(x, nil)
	if err != nil || !reflect.DeepEqual(load(fresh), x) {
		t.Errorf("%v\n%s", err, fresh)
	}
	data, err := EncodeExtensionJSON(x)
	if back, findings := LoadExtensionJSON("x.json", data, base); err != nil || !reflect.DeepEqual(back, x) {
		t.Errorf("%v %s\n%s", err, listed(findings), data)
	}
}

func FuzzLoadExtension(f *testing.F) {
	f.Add([]byte(extending))
	f.Add([]byte(extensionBase))
	paths, _ := filepath.Glob("testdata/fail_*.yaml")
	for _, p := range paths {
		if data, err := os.ReadFile(p); err == nil {
			f.Add(data)
		}
	}
	base, _ := Load("x.yaml", []byte(extensionBase))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, findings := LoadExtension("x.yaml", data, base)
		placed(t, data, findings)
		if x == nil {
			return
		}
		if problems := framework.Check(base, x); len(problems) > 0 {
			t.Errorf("accepted in spite of %v", problems)
		}
		got, err := EncodeExtension(x, data)
		if err != nil || string(got) != string(data) {
			t.Errorf("unchanged, it differs: %v\n%s", err, got)
		}
		effective, _ := framework.Apply(base, x)
		if d := framework.Compare(base, effective); len(d.Steps)+len(d.Areas)+len(d.Policy)+len(d.Words) > 0 {
			t.Errorf("touched: %+v", d)
		}
		for _, e := range base.Examples {
			if now, _ := effective.Example(e.ID); len(e.Disciplines) == 0 && now.Text != e.Text {
				t.Errorf("touched %s", e.ID)
			}
		}
		if r := framework.Rebase(x, base, base); len(r.Gone) > 0 {
			t.Errorf("lost %v", r.Gone)
		}
	})
}

// placed checks that each finding has a place inside the file.
func placed(t *testing.T, data []byte, findings []Finding) {
	t.Helper()
	lines := len(newDoc("", data).lines)
	for _, x := range findings {
		if x.Line < 0 || x.Line > lines || x.Message.None() {
			t.Errorf("no such place: %s", x)
		}
	}
}
