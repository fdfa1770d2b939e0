package frameworkimport

import (
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"cairn/internal/lang"
)

// What files of other people are made of: fields under names nobody agreed on.

func resolve(n *yaml.Node) *yaml.Node {
	for n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// plain is a name of a field without case and separators.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// child finds a field by the first of the names that is there; nil when absent or
// empty.
func child(n *yaml.Node, names ...string) *yaml.Node {
	n = resolve(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for _, name := range names {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if v := resolve(n.Content[i+1]); plain(resolve(n.Content[i]).Value) == plain(name) && v.Tag != "!!null" {
				return v
			}
		}
	}
	return nil
}

// textOf is a scalar as it is written.
func textOf(n *yaml.Node) string {
	if n = resolve(n); n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func childText(n *yaml.Node, names ...string) string { return textOf(child(n, names...)) }

// items gives the items of a list, the values of a set of fields with their names
// as keys, or the thing itself.
func items(n *yaml.Node) (all []item) {
	n = resolve(n)
	switch {
	case n == nil || n.Tag == "!!null":
	case n.Kind == yaml.SequenceNode:
		for _, c := range n.Content {
			if c = resolve(c); c.Tag != "!!null" {
				all = append(all, item{"", c})
			}
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			all = append(all, item{strings.TrimSpace(resolve(n.Content[i]).Value), resolve(n.Content[i+1])})
		}
	default:
		all = append(all, item{"", n})
	}
	return all
}

type item struct {
	key string
	*yaml.Node
}

// called is the name of an item: its key, or the field that names it.
func (i item) called(names ...string) string {
	if s := childText(i.Node, names...); s != "" {
		return s
	}
	if i.key != "" {
		return i.key
	}
	return textOf(i.Node)
}

// nodeReader reads nodes of one file.
type nodeReader struct {
	*collector
	file string
	down int // lines that stand above the nodes in the file
}

func (r nodeReader) at(n *yaml.Node) Place {
	n = resolve(n)
	if n == nil {
		return Place{File: r.file}
	}
	return Place{File: r.file, Line: n.Line + r.down, Column: n.Column, Text: shorten(n.Value)}
}

// unknown reports each field that is not among those known.
func (r nodeReader) unknown(n *yaml.Node, what string, known ...string) (refused []string) {
	n = resolve(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := resolve(n.Content[i]), resolve(n.Content[i+1])
		if v.Tag == "!!null" || contains(known, key.Value) {
			continue
		}
		if isScored(key.Value) {
			refused = append(refused, key.Value+": "+shorten(flat(v)))
			r.refusedOnce(r.at(key), key.Value)
			continue
		}
		r.skip(r.at(key).says(key.Value+": "+flat(v)), what, lang.Tell("The field {field} of this {what} is not known here and was left out.", "field", lang.Quoted(shorten(key.Value)), "what", what))
	}
	return refused
}

// rest is unknown for what no note can stand beside; it is kept for the whole
// framework.
func (r nodeReader) rest(n *yaml.Node, what string, known ...string) {
	for _, note := range r.unknown(n, what, known...) {
		r.kept = append(r.kept, r.at(n).String()+": "+note)
	}
}

// refusedOnce explains points once for each field of a file, and lists the rest.
func (r nodeReader) refusedOnce(at Place, field string) {
	key := r.file + " " + plain(field)
	r.refused[key]++
	if r.refused[key] == 1 {
		r.skip(at, "field", lang.Tell("The field {field} is refused. {why}", "field", lang.Quoted(shorten(field)), "why", scoredWhy))
		return
	}
	r.skip(at, "field", lang.Tell("The field {field} is refused, as above.", "field", lang.Quoted(shorten(field))))
}

func contains(known []string, name string) bool {
	for _, k := range known {
		if plain(k) == plain(name) {
			return true
		}
	}
	return false
}

// flat writes a node on one line, for a report.
func flat(n *yaml.Node) string {
	var b strings.Builder
	flatten(&b, n, 400)
	return b.String()
}

func flatten(b *strings.Builder, n *yaml.Node, most int) {
	n = resolve(n)
	if n == nil || b.Len() > most {
		return
	}
	if n.Kind == yaml.ScalarNode {
		b.WriteString(n.Value + " ")
		return
	}
	for _, c := range n.Content {
		flatten(b, c, most)
	}
}
