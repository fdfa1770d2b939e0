package frameworkfile

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// doc is one file being read: its lines, and what was found so far.
type doc struct {
	name     string
	lines    []string
	findings []Finding
	extra    map[string]string
}

func newDoc(name string, data []byte) *doc {
	data = data[:min(len(data), MaxBytes)]
	return &doc{name: name, lines: strings.Split(lineBreaks.Replace(string(data)), "\n"), extra: map[string]string{}}
}

// lineBreaks are all that YAML counts as one; otherwise the lines shown would
// not be those the parser means.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

func (d *doc) fault(n *yaml.Node, format string, args ...any) {
	d.at(Error, n.Line, n.Column, fmt.Sprintf(format, args...))
}

func (d *doc) warn(n *yaml.Node, format string, args ...any) {
	d.at(Warning, n.Line, n.Column, fmt.Sprintf(format, args...))
}

func (d *doc) whole(message string) { d.at(Error, 0, 0, message) }

func (d *doc) at(severity Severity, line, column int, message string) {
	switch {
	case len(d.findings) == maxFindings:
		d.findings = append(d.findings, Finding{Severity: Error, File: d.name,
			Message: "There is more to mend than is listed here. Mend these first."})
		return
	case len(d.findings) > maxFindings:
		return
	}
	if line > len(d.lines) { // what is missing at the end, the parser seeks behind it
		line, column = len(d.lines), 1
	}
	f := Finding{Severity: severity, File: d.name, Line: line, Column: column, Message: message}
	if line >= 1 {
		f.Text = shorten(strings.ToValidUTF8(d.lines[line-1], "\uFFFD"))
	}
	d.findings = append(d.findings, f)
}

func shorten(s string) string {
	const most = 160
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// sorted gives the findings in the order of the file.
func (d *doc) sorted() []Finding {
	sort.SliceStable(d.findings, func(i, j int) bool {
		a, b := d.findings[i], d.findings[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	return d.findings
}

// fields is a mapping being read field by field. What nobody asked for by the
// end is unknown.
type fields struct {
	d      *doc
	path   string
	keptAt string // how the fields nobody asked for are kept; path when empty
	node   *yaml.Node
	keys   []*yaml.Node
	values map[string]*yaml.Node
	asked  map[string]bool
}

// fields reads a mapping; nil and a fault when it is none.
func (d *doc) fields(n *yaml.Node, path string) *fields {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		d.fault(n, "%s should be a set of fields (name: value), but is %s.", capital(path), kindOf(n))
		return nil
	}
	f := &fields{d: d, path: path, node: n, values: map[string]*yaml.Node{}, asked: map[string]bool{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := resolve(n.Content[i])
		if key.Value == "<<" && key.Tag == "!!merge" {
			d.fault(key, "Merge keys (<<) are not read. Write the fields out.")
			continue
		}
		if key.Kind != yaml.ScalarNode {
			d.fault(key, "A field name should be a word, but is %s.", kindOf(key))
			continue
		}
		if first, twice := f.values[key.Value]; twice {
			d.fault(key, "The field %q is given twice; the first is at line %d.", key.Value, first.Line)
			continue
		}
		f.keys = append(f.keys, key)
		f.values[key.Value] = resolve(n.Content[i+1])
	}
	return f
}

func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

func kindOf(n *yaml.Node) string {
	switch {
	case isNull(n):
		return "empty"
	case n.Kind == yaml.MappingNode:
		return "a set of fields"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("the text %q", shorten(n.Value))
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// get marks the field as known and returns it; nil when absent or empty.
func (f *fields) get(key string) *yaml.Node {
	f.asked[key] = true
	if n := f.values[key]; n != nil && !isNull(n) {
		return n
	}
	return nil
}

// where is the best place to point at for a field: itself, or its owner.
func (f *fields) where(key string) *yaml.Node {
	if n := f.values[key]; n != nil {
		return n
	}
	return f.node
}

// text reads a scalar as it is written, so that 1.0 and no stay text.
func (f *fields) text(key string) string {
	n := f.get(key)
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		f.d.fault(n, "%q should be a text, but is %s.", key, kindOf(n))
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// needed is text that must not be missing.
func (f *fields) needed(key string) string {
	s := f.text(key)
	if s == "" && (f.get(key) == nil || f.get(key).Kind == yaml.ScalarNode) {
		f.d.fault(f.where(key), "%s needs the field %q.", capital(f.path), key)
	}
	return s
}

func (f *fields) whole(key string, absent int) int {
	s := f.text(key)
	if s == "" {
		return absent
	}
	i, err := strconv.Atoi(s)
	if err != nil || i < 0 || i > 1_000_000 {
		f.d.fault(f.where(key), "%q should be a whole number, but is %q.", key, shorten(s))
		return absent
	}
	return i
}

func (f *fields) yes(key string) bool {
	switch s := f.text(key); strings.ToLower(s) {
	case "true", "yes":
		return true
	case "", "false", "no":
		return false
	default:
		f.d.fault(f.where(key), "%q should be true or false, but is %q.", key, shorten(s))
		return false
	}
}

// oneOf reads a word that must be one of those known.
func (f *fields) oneOf(key, absent string, known ...string) string {
	s := f.text(key)
	if s == "" {
		return absent
	}
	for _, k := range known {
		if s == k {
			return s
		}
	}
	f.d.fault(f.where(key), "%q should be one of %s, but is %q.%s", key, strings.Join(known, ", "), shorten(s), meant(s, known))
	return absent
}

// list gives the items of a list; nil when absent. Empty items are placeholders
// that people leave behind: listed and skipped.
func (f *fields) list(key string) []*yaml.Node {
	n := f.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		f.d.fault(n, "%q should be a list, but is %s. Start each item with a dash.", key, kindOf(n))
		return nil
	}
	items := make([]*yaml.Node, 0, len(n.Content))
	for _, item := range n.Content {
		if item = resolve(item); isNull(item) {
			f.d.warn(item, "An empty item in %q is skipped.", key)
			continue
		}
		items = append(items, item)
	}
	return items
}

// scalars gives the texts of a list with their places.
func (f *fields) scalars(key string) []*yaml.Node {
	items := f.list(key)
	if items == nil {
		return nil
	}
	found := make([]*yaml.Node, 0, len(items))
	for _, n := range items {
		if n.Kind != yaml.ScalarNode {
			f.d.fault(n, "%q should hold texts, but here is %s.", key, kindOf(n))
			continue
		}
		found = append(found, n)
	}
	return found
}

func (f *fields) texts(key string) []string { return textsOf[string](f.scalars(key)) }

func textsOf[T ~string](nodes []*yaml.Node) []T {
	if nodes == nil {
		return nil
	}
	texts := make([]T, 0, len(nodes))
	for _, n := range nodes {
		texts = append(texts, T(strings.TrimSpace(n.Value)))
	}
	return texts
}

// done keeps what nobody asked for: x-* silently, the rest with a warning.
func (f *fields) done() {
	known := make([]string, 0, len(f.asked))
	for k := range f.asked {
		known = append(known, k)
	}
	sort.Strings(known)
	for _, key := range f.keys {
		if f.asked[key.Value] {
			continue
		}
		if !strings.HasPrefix(key.Value, "x-") {
			f.d.warn(key, "%s has no field %q; it is kept but not used.%s", capital(f.path), key.Value, meant(key.Value, known))
		}
		f.keep(key.Value)
	}
}

func (f *fields) keep(key string) {
	text, err := yaml.Dump(copied(f.values[key]))
	if err != nil {
		f.d.fault(f.values[key], "The field %q cannot be kept as it is: %v.", key, err)
		return
	}
	switch {
	case f.keptAt != "":
		key = f.keptAt + " " + key
	case f.path != rootPath && f.path != extensionPath:
		key = f.path + " " + key
	}
	f.d.extra[key] = string(text)
}
