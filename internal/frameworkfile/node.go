package frameworkfile

import (
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/lang"
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

func (d *doc) fault(n *yaml.Node, message lang.Told) {
	d.at(Error, n.Line, n.Column, message)
}

func (d *doc) warn(n *yaml.Node, message lang.Told) {
	d.at(Warning, n.Line, n.Column, message)
}

func (d *doc) whole(message lang.Told) { d.at(Error, 0, 0, message) }

func (d *doc) at(severity Severity, line, column int, message lang.Told) {
	switch {
	case len(d.findings) == maxFindings:
		d.findings = append(d.findings, Finding{Severity: Error, File: d.name,
			Message: lang.Tell("There is more to mend than is listed here. Mend these first.")})
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
		d.fault(n, lang.Tell("{what} should be a set of fields (name: value), but is {found}.", "what", part(path), "found", kindOf(n)))
		return nil
	}
	f := &fields{d: d, path: path, node: n, values: map[string]*yaml.Node{}, asked: map[string]bool{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := resolve(n.Content[i])
		if key.Value == "<<" && key.Tag == "!!merge" {
			d.fault(key, lang.Tell("Merge keys (<<) are not read. Write the fields out."))
			continue
		}
		if key.Kind != yaml.ScalarNode {
			d.fault(key, lang.Tell("A field name should be a word, but is {found}.", "found", kindOf(key)))
			continue
		}
		if first, twice := f.values[key.Value]; twice {
			d.fault(key, lang.Tell("The field {field} is given twice; the first is at line {n}.", "field", lang.Quoted(key.Value), "n", first.Line))
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

func kindOf(n *yaml.Node) lang.Told {
	switch {
	case isNull(n):
		return lang.Tell("empty##a field")
	case n.Kind == yaml.MappingNode:
		return lang.Tell("a set of fields")
	case n.Kind == yaml.SequenceNode:
		return lang.Tell("a list")
	}
	return lang.Tell("the text {text}", "text", lang.Quoted(shorten(n.Value)))
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// part is a part of a file that a sentence begins with: "example unit-lead".
type part string

// In says what sort of part it is in the language, and its id as it is.
func (p part) In(in lang.Language) string {
	if in == lang.English {
		return capital(string(p))
	}
	text := strings.TrimPrefix(string(p), "this ")
	if whole, ok := parts[text]; ok {
		return capital(in.Say(whole))
	}
	sort, id, _ := strings.Cut(text, " ")
	if word, ok := parts[sort]; ok {
		return capital(in.Say(word)) + " " + id
	}
	return capital(text)
}

func (p part) String() string { return p.In(lang.English) }

var parts = map[string]string{
	rootPath: lang.Later("the framework"), extensionPath: lang.Later("the extension"),
	"step": lang.Later("step"), "area": lang.Later("area"), "discipline": lang.Later("discipline"), "role": lang.Later("role"),
	"example": lang.Later("example"), "scale": lang.Later("scale"), "level": lang.Later("level"), "profile": lang.Later("profile"), "question": lang.Later("question"),
	"replacement": lang.Later("replacement"),
}

// sortOf is a sort of part within a sentence: "example", or "level of scale reach".
type sortOf string

// In says the sort in the language.
func (s sortOf) In(in lang.Language) string {
	if scale, ok := strings.CutPrefix(string(s), "level of scale "); ok {
		return in.Say("level of scale {scale}", "scale", scale)
	}
	return in.Say(string(s))
}

func (s sortOf) String() string { return s.In(lang.English) }

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
		f.d.fault(n, lang.Tell("{field} should be a text, but is {found}.", "field", lang.Quoted(key), "found", kindOf(n)))
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// needed is text that must not be missing.
func (f *fields) needed(key string) string {
	s := f.text(key)
	if s == "" && (f.get(key) == nil || f.get(key).Kind == yaml.ScalarNode) {
		f.d.fault(f.where(key), lang.Tell("{what} needs the field {field}.", "what", part(f.path), "field", lang.Quoted(key)))
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
		f.d.fault(f.where(key), lang.Tell("{field} should be a whole number, but is {found}.", "field", lang.Quoted(key), "found", lang.Quoted(shorten(s))))
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
		f.d.fault(f.where(key), lang.Tell("{field} should be true or false, but is {found}.", "field", lang.Quoted(key), "found", lang.Quoted(shorten(s))))
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
	f.d.fault(f.where(key), lang.Tell("{field} should be one of {words}, but is {found}.{meant}", "field", lang.Quoted(key), "words", strings.Join(known, ", "), "found", lang.Quoted(shorten(s)), "meant", meant(s, known)))
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
		f.d.fault(n, lang.Tell("{field} should be a list, but is {found}. Start each item with a dash.", "field", lang.Quoted(key), "found", kindOf(n)))
		return nil
	}
	items := make([]*yaml.Node, 0, len(n.Content))
	for _, item := range n.Content {
		if item = resolve(item); isNull(item) {
			f.d.warn(item, lang.Tell("An empty item in {field} is skipped.", "field", lang.Quoted(key)))
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
			f.d.fault(n, lang.Tell("{field} should hold texts, but here is {found}.", "field", lang.Quoted(key), "found", kindOf(n)))
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
			f.d.warn(key, lang.Tell("{what} has no field {field}; it is kept but not used.{meant}", "what", part(f.path), "field", lang.Quoted(key.Value), "meant", meant(key.Value, known)))
		}
		f.keep(key.Value)
	}
}

func (f *fields) keep(key string) {
	text, err := yaml.Dump(copied(f.values[key]))
	if err != nil {
		f.d.fault(f.values[key], lang.Tell("The field {field} cannot be kept as it is: {why}.", "field", lang.Quoted(key), "why", err))
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
