package frameworkfile

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A value is what a file should say in one place, apart from how it is written
// there.
type value interface {
	// same tells whether the node already says it.
	same(n *yaml.Node) bool
	// node writes it anew.
	node() *yaml.Node
	// print appends it in a form that differs wherever the meaning does.
	print(b *strings.Builder)
}

type (
	text  string
	whole int
	yes   bool
	texts struct {
		all    []string
		strict bool // an empty list says something else than none
		set    bool
	}
	// raw is what Cairn keeps without knowing it.
	raw struct{ n *yaml.Node }
	// record is a set of fields in the order in which Cairn writes them.
	record struct {
		fields []entry
		id     string // tells it from its like in a list
	}
	// spoken is a record that is written even where leaving it out means the same.
	spoken  struct{ record }
	records struct {
		all []record
		id  func(n *yaml.Node) string
		// idle tells the rows that are skipped on reading and stay where they are.
		idle func(n *yaml.Node) bool
	}
)

// entry is one field. One that is absent in the file means plain: its value
// need not be written.
type entry struct {
	key   string
	value value
	plain bool
}

func (v text) same(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && !isNull(n) && strings.TrimSpace(n.Value) == string(v) || isNull(n) && v == ""
}

func (v text) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: string(v)}
}

func (v text) print(b *strings.Builder) { b.WriteString(strconv.Quote(string(v))) }

func (v whole) same(n *yaml.Node) bool {
	i, err := strconv.Atoi(strings.TrimSpace(n.Value))
	return n.Kind == yaml.ScalarNode && err == nil && i == int(v)
}

func (v whole) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(int(v))}
}

func (v whole) print(b *strings.Builder) { b.WriteString(strconv.Itoa(int(v))) }

func (v yes) same(n *yaml.Node) bool {
	s := strings.ToLower(strings.TrimSpace(n.Value))
	return n.Kind == yaml.ScalarNode && (s == "true" || s == "yes") == bool(v)
}

func (v yes) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(bool(v))}
}

func (v yes) print(b *strings.Builder) { b.WriteString(strconv.FormatBool(bool(v))) }

func listOf[T ~string](all []T) texts {
	var v texts
	for _, s := range all {
		v.all = append(v.all, strings.TrimSpace(string(s)))
	}
	return v
}

func (v texts) same(n *yaml.Node) bool {
	if n.Kind != yaml.SequenceNode || v.strict && !v.set {
		return false
	}
	var said []string
	for _, c := range n.Content {
		if c = resolve(c); !isNull(c) {
			said = append(said, strings.TrimSpace(c.Value))
		}
	}
	return slices.Equal(said, v.all)
}

func (v texts) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	long := 0
	for _, s := range v.all {
		n.Content = append(n.Content, text(s).node())
		long += len(s)
	}
	if long <= 100 {
		n.Style = yaml.FlowStyle
	}
	return n
}

func (v texts) print(b *strings.Builder) {
	b.WriteString("[")
	for _, s := range v.all {
		b.WriteString(strconv.Quote(s) + ",")
	}
	b.WriteString("]")
}

func (v raw) same(n *yaml.Node) bool {
	var a, b strings.Builder
	v.print(&a)
	raw{n}.print(&b)
	return a.String() == b.String()
}

func (v raw) node() *yaml.Node { return copied(v.n) }

// print keeps what JSON can tell apart, not how it is written.
func (v raw) print(b *strings.Builder) {
	n := resolve(v.n)
	switch n.Kind {
	case yaml.ScalarNode:
		b.WriteString(jsonScalar(n))
		return
	case yaml.MappingNode:
		b.WriteString("{")
	default:
		b.WriteString("[")
	}
	for _, c := range n.Content {
		raw{c}.print(b)
		b.WriteString(",")
	}
	b.WriteString("}")
}

func (v record) entry(key string) (entry, bool) {
	i := slices.IndexFunc(v.fields, func(e entry) bool { return e.key == key })
	if i < 0 {
		return entry{}, false
	}
	return v.fields[i], true
}

func (v record) same(n *yaml.Node) bool {
	if isNull(n) {
		return !slices.ContainsFunc(v.fields, func(e entry) bool { return !e.plain })
	}
	if n.Kind != yaml.MappingNode {
		return false
	}
	said := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, at := resolve(n.Content[i]).Value, resolve(n.Content[i+1])
		said[key] = true
		if e, ok := v.entry(key); !ok && !isNull(at) || ok && !e.says(at) {
			return false
		}
	}
	return !slices.ContainsFunc(v.fields, func(e entry) bool { return !e.plain && !said[e.key] })
}

// says takes an empty field for an absent one, as reading does; only what Cairn
// does not know may mean something by being empty.
func (e entry) says(n *yaml.Node) bool {
	if _, unknown := e.value.(raw); !unknown && n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "" || isNull(n) && !unknown {
		return e.plain
	}
	return e.value.same(n)
}

func (v record) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, e := range v.fields {
		if _, said := e.value.(spoken); said || !e.plain {
			n.Content = append(n.Content, text(e.key).node(), e.value.node())
		}
	}
	return n
}

func (v record) print(b *strings.Builder) {
	b.WriteString("{")
	for _, e := range v.fields {
		if !e.plain {
			b.WriteString(strconv.Quote(e.key) + ":")
			e.value.print(b)
			b.WriteString(",")
		}
	}
	b.WriteString("}")
}

func (v records) same(n *yaml.Node) bool {
	if isNull(n) {
		return len(v.all) == 0
	}
	if n.Kind != yaml.SequenceNode {
		return false
	}
	i := 0
	for _, c := range n.Content {
		if c = resolve(c); isNull(c) || v.idle(c) {
			continue
		}
		if i >= len(v.all) || !v.all[i].same(c) {
			return false
		}
		i++
	}
	return i == len(v.all)
}

func (v records) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, r := range v.all {
		n.Content = append(n.Content, r.node())
	}
	return n
}

func (v records) print(b *strings.Builder) {
	b.WriteString("[")
	for _, r := range v.all {
		r.print(b)
		b.WriteString(",")
	}
	b.WriteString("]")
}

// copied writes aliases out, so that a part can stand elsewhere.
func copied(n *yaml.Node) *yaml.Node {
	c := *resolve(n)
	c.Anchor = ""
	c.Content = nil
	for _, child := range resolve(n).Content {
		c.Content = append(c.Content, copied(child))
	}
	return &c
}
