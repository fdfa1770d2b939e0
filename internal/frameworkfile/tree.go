package frameworkfile

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
)

// tree builds what a file should say from what Cairn holds. Every field that
// reading knows stands here once more, in the order in which it is written.
type tree struct {
	extra map[string]string
	keys  []string // of extra, sorted
	used  map[string]bool
}

func newTree(extra map[string]string) *tree {
	return &tree{extra: extra, keys: slices.Sorted(maps.Keys(extra)), used: map[string]bool{}}
}

func frameworkTree(f *framework.Framework) record {
	t := newTree(f.Extra)
	fields := []entry{{"format", whole(1), false}}
	fields = append(fields, must("id", f.ID), must("name", f.Name), must("version", f.Version),
		word("status", string(f.Status), string(framework.Draft)), may("effective", string(f.Effective)), word("language", f.Language, "en"),
		t.source(f.Source), t.replaces(f.Replaces), t.words(f.Words), t.policy(f.Policy),
		t.list("steps", t.steps(f.Steps)), t.list("areas", t.areas(f.Areas)), t.list("disciplines", t.disciplines(f.Disciplines)),
		t.list("roles", t.roles(f.Roles)), t.list("examples", t.examples(f.Examples)), t.list("scales", t.scales(f.Scales)),
		t.list("profiles", t.profiles(f.Profiles)), t.list("faq", t.faq(f.FAQ)))
	return t.root(fields)
}

func extensionTree(x *framework.Extension) record {
	t := newTree(x.Extra)
	add := t.record("add", "", t.list("disciplines", t.disciplines(x.Add.Disciplines)), t.list("roles", t.roles(x.Add.Roles)), t.list("examples", t.examples(x.Add.Examples)))
	var replace, hide []record
	for _, r := range x.Replace {
		id := string(r.ID)
		replace = append(replace, t.record("replacement "+id, id, must("id", id), must("unit_text", r.UnitText), must("because", r.Because)))
	}
	for _, h := range x.Hide {
		id := string(h.ID)
		hide = append(hide, t.record("hidden example "+id, id, must("id", id), must("because", h.Because)))
	}
	return t.root([]entry{
		{"extends", t.record("extends", "", must("id", x.Extends.ID), must("version", x.Extends.Version)), false},
		must("unit", x.Unit.String()), must("version", x.Version), must("owner", x.Owner), must("reason", x.Reason),
		set("add", add), t.list("replace", replace), t.list("hide", hide),
	})
}

// owned begins the keys of what is kept below something else. Where its owner is
// gone, it is gone as well.
var owned = regexp.MustCompile(`^(source|replaces|words|policy|extends|add|(approve of )?step|area|discipline|role|example|scale|level|profile|expectation|question|replacement|hidden example) `)

// root takes what is left of the kept fields.
func (t *tree) root(fields []entry) record {
	for _, key := range t.keys {
		if !t.used[key] && !owned.MatchString(key) {
			fields = append(fields, t.kept(key, key)...)
		}
	}
	return record{fields: fields}
}

func (t *tree) record(path, id string, fields ...entry) record {
	path += " "
	first, _ := slices.BinarySearch(t.keys, path)
	for _, key := range t.keys[first:] {
		if !strings.HasPrefix(key, path) {
			break
		}
		if !t.used[key] {
			fields = append(fields, t.kept(strings.TrimPrefix(key, path), key)...)
		}
	}
	return record{fields: fields, id: id}
}

func (t *tree) kept(field, key string) []entry {
	t.used[key] = true
	var doc yaml.Node
	if err := yaml.Load([]byte(t.extra[key]), &doc); err != nil || len(doc.Content) == 0 {
		return []entry{{field, raw{text(t.extra[key]).node()}, false}} // no YAML, so it is kept as text
	}
	return []entry{{field, raw{copied(doc.Content[0])}, false}}
}

func must(key, s string) entry { return entry{key, text(strings.TrimSpace(s)), false} }
func may(key, s string) entry {
	return entry{key, text(strings.TrimSpace(s)), strings.TrimSpace(s) == ""}
}

// word is a field that means the usual word when it is absent.
func word(key, s, usual string) entry {
	if s = strings.TrimSpace(s); s == "" {
		s = usual
	}
	return entry{key, text(s), s == usual}
}

func list[T ~string](key string, all []T) entry { return entry{key, listOf(all), len(all) == 0} }

// set leaves out what would be empty.
func set(key string, r record) entry {
	for _, e := range r.fields {
		if !e.plain {
			return entry{key, r, false}
		}
	}
	return entry{key, r, true}
}

func (t *tree) list(key string, all []record) entry {
	return entry{key, records{all: all, id: identityIn(key), idle: idleIn(key)}, len(all) == 0}
}

// identityIn tells how the items of a list are known again.
func identityIn(list string) func(*yaml.Node) string {
	fields := []string{"id"}
	switch list {
	case "faq":
		fields = []string{"q"}
	case "profiles":
		fields = []string{"role", "step"}
	case "expects":
		fields = []string{"area"}
	}
	return func(n *yaml.Node) string {
		var words []string
		for _, f := range fields {
			words = append(words, scalarOf(n, f))
		}
		return strings.Join(words, " at ")
	}
}

func scalarOf(n *yaml.Node, key string) string {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if v := resolve(n.Content[i+1]); resolve(n.Content[i]).Value == key && v.Kind == yaml.ScalarNode && !isNull(v) {
			return strings.TrimSpace(v.Value)
		}
	}
	return ""
}

// idleIn tells the rows of a list that reading skips.
func idleIn(list string) func(*yaml.Node) bool {
	switch list {
	case "examples":
		return func(n *yaml.Node) bool { return placeholder(scalarOf(n, "text")) }
	case "faq":
		return func(n *yaml.Node) bool { return placeholder(scalarOf(n, "q")) || placeholder(scalarOf(n, "a")) }
	}
	return func(*yaml.Node) bool { return false }
}
