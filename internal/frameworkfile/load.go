package frameworkfile

import (
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

const rootPath = "the framework"

// loader reads one file into a framework and remembers where each part stands.
type loader struct {
	*doc
	f    framework.Framework
	refs []ref
	ids  map[string]map[string]*yaml.Node // by kind, then id: where it is defined
	// at holds where steps and examples stand, for what is checked at the end.
	at map[string]*yaml.Node
	// nodes holds, list by list, where what was taken stands.
	nodes map[string][]*yaml.Node
}

func newLoader(name string, data []byte) *loader {
	return &loader{doc: newDoc(name, data), ids: map[string]map[string]*yaml.Node{}, at: map[string]*yaml.Node{}, nodes: map[string][]*yaml.Node{}}
}

// Load reads a framework file of format 1. The framework is nil when any
// finding is an error; warnings alone leave it usable.
func Load(name string, data []byte) (*framework.Framework, []Finding) {
	l := newLoader(name, data)
	return l.framework(l.parse(data))
}

func (l *loader) framework(root *yaml.Node) (*framework.Framework, []Finding) {
	if root != nil {
		l.root(root)
	}
	findings := l.sorted()
	if HasErrors(findings) {
		return nil, findings
	}
	return framework.New(l.f), findings
}

// LoadFrom is Load for a reader; it stops at the size limit.
func LoadFrom(name string, r io.Reader) (*framework.Framework, []Finding) {
	data, err := readAll(r)
	if err != nil {
		return nil, []Finding{{Severity: Error, File: name, Message: lang.Tell("The file could not be read to its end: {why}.", "why", err)}}
	}
	return Load(name, data)
}

func (l *loader) root(n *yaml.Node) {
	f := l.fields(n, rootPath)
	if f == nil {
		return
	}
	if f.get("extends") != nil {
		l.fault(f.where("extends"), lang.Tell("This file extends another framework; here a whole framework is expected."))
		return
	}
	if format := f.needed("format"); format != "" && format != "1" {
		l.fault(f.where("format"), lang.Tell("This file is of format {format}; only format 1 can be read here.", "format", lang.Quoted(shorten(format))))
		return
	}
	l.head(f)
	l.words(f)
	l.policy(f)
	l.scales(f)
	l.steps(f)
	l.areas(f)
	l.disciplines(f)
	l.roles(f)
	l.examples(f)
	l.profiles(f)
	l.faq(f)
	f.done()
	l.f.Extra = l.extra
	l.check(f)
}

func (l *loader) head(f *fields) {
	l.f.ID = f.needed("id")
	l.goodID(f.where("id"), l.f.ID)
	l.f.Name = f.needed("name")
	l.f.Version = f.needed("version")
	l.f.Status = framework.Status(f.oneOf("status", string(framework.Draft), "draft", "comment", "published", "retired"))
	if effective := f.text("effective"); effective != "" {
		date, err := clock.ParseDate(effective)
		if err != nil {
			l.fault(f.where("effective"), lang.Tell("{field} should be a date like 2026-10-01, but is {found}.", "field", lang.Quoted("effective"), "found", lang.Quoted(shorten(effective))))
		}
		l.f.Effective = date
	}
	l.f.Language = f.text("language")
	if l.f.Language == "" {
		l.f.Language = "en"
	}
	if s := l.inner(f, "source"); s != nil {
		l.f.Source = framework.Source{URL: s.text("url"), Licence: s.text("licence"), Attribution: s.text("attribution")}
		s.done()
	}
	l.replaces(f)
}

func (l *loader) inner(f *fields, key string) *fields {
	n := f.get(key)
	if n == nil {
		return nil
	}
	return l.fields(n, key)
}

func (l *loader) replaces(f *fields) {
	r := l.inner(f, "replaces")
	if r == nil {
		return
	}
	l.f.Replaces = &framework.Replaces{Version: r.needed("version"), Map: map[framework.ExampleID]framework.ExampleID{}}
	if m := l.inner(r, "map"); m != nil {
		for _, k := range m.keys {
			newID := m.text(k.Value)
			l.refer(m.where(k.Value), exampleKind, newID)
			l.f.Replaces.Map[framework.ExampleID(k.Value)] = framework.ExampleID(newID)
		}
	}
	r.done()
}

// What a file means that does not say otherwise.
var (
	usualWords  = framework.Words{Team: "squad", LineGroup: "chapter", Area: "tribe", Community: "guild", Step: "step", Manager: "manager"}
	usualPolicy = framework.Policy{ExamplesAre: framework.ExamplesArePrompts, AreasNeeded: framework.AreasAllAsARule,
		StepVisibleTo: []string{framework.VisibleToSelf, framework.VisibleToManager}, NewJoinerStepAfterMonths: 6}
)

func (l *loader) words(f *fields) {
	l.f.Words = usualWords
	w := l.inner(f, "words")
	if w == nil {
		return
	}
	for key, to := range map[string]*string{"team": &l.f.Words.Team, "line_group": &l.f.Words.LineGroup, "area": &l.f.Words.Area,
		"community": &l.f.Words.Community, "step": &l.f.Words.Step, "manager": &l.f.Words.Manager} {
		if s := w.text(key); s != "" {
			*to = s
		}
	}
	w.done()
}

func (l *loader) policy(f *fields) {
	p := usualPolicy
	p.StepVisibleTo = slices.Clone(p.StepVisibleTo)
	if in := l.inner(f, "policy"); in != nil {
		p.ExamplesAre = in.oneOf("examples_are", p.ExamplesAre, framework.ExamplesArePrompts, framework.ExamplesAreRequirements)
		p.AreasNeeded = in.oneOf("areas_needed", p.AreasNeeded, framework.AreasAllAsARule, framework.AreasAll, framework.AreasAny)
		p.NewJoinerStepAfterMonths = in.whole("new_joiner_step_after_months", p.NewJoinerStepAfterMonths)
		l.stepVisibleTo(in)
		in.done()
	}
	l.f.Policy = p
}

// stepVisibleTo accepts only the person and the manager: a Step is private, and
// no file may widen that.
func (l *loader) stepVisibleTo(in *fields) {
	seen := map[string]bool{}
	for _, n := range in.scalars("step_visible_to") {
		seen[strings.TrimSpace(n.Value)] = true
		if n.Value != framework.VisibleToSelf && n.Value != framework.VisibleToManager {
			l.fault(n, lang.Tell("A file cannot widen who sees a step: {field} may hold only self and manager, not {found}.", "field", lang.Quoted("step_visible_to"), "found", lang.Quoted(shorten(n.Value))))
		}
	}
	if in.get("step_visible_to") != nil && !(seen[framework.VisibleToSelf] && seen[framework.VisibleToManager]) {
		l.fault(in.where("step_visible_to"), lang.Tell("{field} needs both self and manager.", "field", lang.Quoted("step_visible_to")))
	}
}

func (l *loader) goodID(n *yaml.Node, id string) bool {
	if id == "" || framework.IsID(id) {
		return true
	}
	l.fault(n, lang.Tell("The id {id} should be letters, digits, dots, dashes and underscores, at most 120 of them.", "id", lang.Quoted(shorten(id))))
	return false
}

// define takes note of an id; a second one of the same kind is an error.
func (l *loader) define(f *fields, kind string) string {
	id := f.needed("id")
	where := f.where("id")
	if id == "" || !l.goodID(where, id) {
		return id
	}
	if l.ids[kind] == nil {
		l.ids[kind] = map[string]*yaml.Node{}
	}
	if first, twice := l.ids[kind][id]; twice {
		l.fault(where, lang.Tell("The {kind} id {id} is already used at line {n}. Give one of them another id.", "kind", sortOf(kind), "id", lang.Quoted(id), "n", first.Line))
		return id
	}
	l.ids[kind][id] = where
	return id
}

func (l *loader) name(f *fields, id string) string {
	if name := f.text("name"); name != "" {
		return name
	}
	l.fault(f.where("name"), lang.Tell("{what} needs the field {field}.", "what", part(f.path), "field", lang.Quoted("name")))
	return id
}

// placeholder tells the rows people leave to be filled in later.
func placeholder(text string) bool { return framework.Placeholder(text) }
