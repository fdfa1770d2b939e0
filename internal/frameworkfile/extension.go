package frameworkfile

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// LoadExtension reads an extension file. With a base it also checks what the unit
// may do to it; without one, only whether the file can be read. The extension is
// nil when any finding is an error.
func LoadExtension(name string, data []byte, base *framework.Framework) (*framework.Extension, []Finding) {
	l := newLoader(name, data)
	return l.extension(l.parse(data), base)
}

func (l *loader) extension(root *yaml.Node, base *framework.Framework) (*framework.Extension, []Finding) {
	r := &extensionReader{loader: l}
	if base != nil {
		l.f.Steps = base.Steps // an outside title may name none of them
	}
	if root != nil {
		r.read(root)
	}
	if base != nil && r.root != nil {
		r.problems(framework.Check(base, &r.x))
	}
	findings := l.sorted()
	if HasErrors(findings) {
		return nil, findings
	}
	return &r.x, findings
}

const extensionPath = "the extension"

type extensionReader struct {
	*loader
	x    framework.Extension
	root *fields
}

// What an extension may never touch. The list is said in full where one is met.
var untouchable = []string{"steps", "areas", "words", "policy", "scales", "profiles", "faq", "approve"}

func (r *extensionReader) read(n *yaml.Node) {
	f := r.fields(n, extensionPath)
	if f == nil {
		return
	}
	if f.values["extends"] == nil && (f.values["areas"] != nil || f.values["steps"] != nil) {
		r.fault(n, lang.Tell("This is a whole framework; here a file that extends one is expected."))
		return
	}
	r.root = f
	if format := f.text("format"); format != "" && format != "1" {
		r.fault(f.where("format"), lang.Tell("This file is of format {format}; only format 1 can be read here.", "format", lang.Quoted(shorten(format))))
	}
	r.refuse(f)
	for _, key := range []string{"disciplines", "roles", "examples"} {
		if f.get(key) != nil {
			r.fault(f.where(key), lang.Tell("An extension lists its own {field} under {add}.", "field", key, "add", lang.Quoted("add")))
		}
	}
	r.head(f)
	r.add(f)
	r.replacements(f)
	r.hidings(f)
	f.done()
	r.x.Extra = r.extra
}

func (r *extensionReader) refuse(f *fields) {
	for _, key := range untouchable {
		if f.values[key] != nil {
			f.asked[key] = true
			r.fault(f.where(key), lang.Tell("An extension may not touch {field}: they belong to the whole organisation. It may add disciplines, roles and examples, and replace or hide examples marked for a discipline.", "field", key))
		}
	}
}

func (r *extensionReader) head(f *fields) {
	if f.values["extends"] == nil {
		r.fault(f.where("extends"), lang.Tell("The extension needs the field {field}: the id and the version of the framework it extends.", "field", lang.Quoted("extends")))
	} else if e := r.inner(f, "extends"); e != nil {
		r.x.Extends = framework.Ref{ID: e.needed("id"), Version: e.needed("version")}
		e.done()
	}
	unit := f.needed("unit")
	kind, slug, ok := strings.Cut(unit, "/")
	if unit != "" && !ok {
		r.fault(f.where("unit"), lang.Tell("{field} should be the kind of the unit, a slash, and its short name, as in tribe/infrastructure, but is {found}.", "field", lang.Quoted("unit"), "found", lang.Quoted(shorten(unit))))
	}
	r.x.Unit = framework.ExtensionUnit{Kind: kind, Slug: slug}
	r.x.Version = f.needed("version")
	r.x.Owner = f.needed("owner")
	r.x.Reason = f.needed("reason")
}

func (r *extensionReader) add(f *fields) {
	add := r.inner(f, "add")
	if add == nil {
		return
	}
	r.refuse(add)
	r.disciplines(add)
	r.roles(add)
	r.examples(add)
	add.done()
	r.x.Add = framework.Additions{Disciplines: r.f.Disciplines, Roles: r.f.Roles, Examples: r.f.Examples}
}

func (r *extensionReader) replacements(f *fields) {
	r.each(f, "replace", "replacement", func(e *fields, _ int) {
		r.nodes["replace"] = append(r.nodes["replace"], e.node)
		r.onlyWords(e)
		r.x.Replace = append(r.x.Replace, framework.Replacement{ID: framework.ExampleID(e.needed("id")), UnitText: r.unitText(e), Because: e.needed("because")})
	})
}

// unitText tells those who write text instead that the text of the base stays.
func (r *extensionReader) unitText(e *fields) string {
	if e.values["text"] == nil || e.values["unit_text"] != nil {
		return e.needed("unit_text")
	}
	r.fault(e.where("text"), lang.Tell("The unit’s own sentence goes into the field {field}; the text of the framework stays.", "field", lang.Quoted("unit_text")))
	return e.text("text")
}

func (r *extensionReader) hidings(f *fields) {
	r.each(f, "hide", "hidden example", func(e *fields, _ int) {
		r.nodes["hide"] = append(r.nodes["hide"], e.node)
		r.onlyWords(e)
		r.x.Hide = append(r.x.Hide, framework.Hiding{ID: framework.ExampleID(e.needed("id")), Because: e.needed("because")})
	})
}

// onlyWords refuses to move or mark an example of the base.
func (r *extensionReader) onlyWords(e *fields) {
	for _, key := range []string{"area", "step", "level", "disciplines"} {
		if e.values[key] != nil {
			e.asked[key] = true
			r.fault(e.where(key), lang.Tell("An extension may not change the {field} of an example; it may replace its sentence, or hide it and add another.", "field", key))
		}
	}
}

// problems gives each its place in the file. What reading has already reported at
// the same place is not said twice.
func (r *extensionReader) problems(all []framework.Problem) {
	lists := map[string]string{"add.disciplines": disciplineKind, "add.roles": roleKind, "add.examples": exampleKind, "replace": "replace", "hide": "hide"}
	read := slices.Clone(r.findings)
	for _, p := range all {
		owner := r.root.node
		if p.List != "" {
			owner = r.nodes[lists[p.List]][p.At]
		}
		n := valueOf(owner, p.Field)
		said := slices.ContainsFunc(read, func(f Finding) bool {
			return f.Severity == Error && f.Line == n.Line && f.Column == n.Column && (n != owner || strings.Contains(f.Message.String(), `"`+p.Field+`"`))
		})
		if !said {
			r.fault(n, p.Message)
		}
	}
}
