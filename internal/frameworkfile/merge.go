package frameworkfile

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// merged writes a value in the manner of the node that stood there: its comments,
// its style, and the order of its fields.
func merged(v value, n *yaml.Node) *yaml.Node {
	n = resolve(n)
	switch v := v.(type) {
	case spoken:
		return merged(v.record, n)
	case record:
		if n.Kind == yaml.MappingNode {
			return mergedRecord(v, n)
		}
	case records:
		if n.Kind == yaml.SequenceNode {
			return mergedRecords(v, n)
		}
	case texts:
		if n.Kind == yaml.SequenceNode {
			return mergedTexts(v, n)
		}
	case raw:
		if v.same(n) {
			return copied(n)
		}
	default:
		return mergedScalar(v, n)
	}
	return withComments(v.node(), n)
}

func withComments(fresh, n *yaml.Node) *yaml.Node {
	fresh.HeadComment, fresh.LineComment, fresh.FootComment = n.HeadComment, n.LineComment, n.FootComment
	return fresh
}

func mergedScalar(v value, n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.ScalarNode && v.same(n) {
		return copied(n)
	}
	fresh := withComments(v.node(), n)
	if n.Kind == yaml.ScalarNode && fresh.Tag == "!!str" {
		fresh.Style = n.Style & (yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle)
	}
	return fresh
}

// mergedTexts keeps the comments of the texts that stay.
func mergedTexts(v texts, n *yaml.Node) *yaml.Node {
	fresh := withComments(v.node(), n)
	fresh.Style = n.Style
	for i, c := range fresh.Content {
		for _, old := range n.Content {
			if old = resolve(old); old.Kind == yaml.ScalarNode && strings.TrimSpace(old.Value) == c.Value {
				fresh.Content[i] = copied(old)
				break
			}
		}
	}
	return fresh
}

func mergedRecord(v record, n *yaml.Node) *yaml.Node {
	fresh := withComments(&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: n.Style}, n)
	kept := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, at := resolve(n.Content[i]), resolve(n.Content[i+1])
		e, ok := v.entry(key.Value)
		if !ok || e.plain && !e.says(at) {
			continue
		}
		kept[e.key] = true
		fresh.Content = append(fresh.Content, copied(key), merged(e.value, at))
	}
	for _, e := range v.fields {
		if !e.plain && !kept[e.key] {
			fresh.Content = append(fresh.Content, text(e.key).node(), e.value.node())
		}
	}
	return fresh
}

func mergedRecords(v records, n *yaml.Node) *yaml.Node {
	fresh := withComments(&yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: n.Style}, n)
	old, idle, before := map[string]*yaml.Node{}, map[string][]*yaml.Node{}, ""
	for _, c := range n.Content {
		c = resolve(c)
		if isNull(c) || v.idle(c) {
			idle[before] = append(idle[before], copied(c))
			continue
		}
		before = v.id(c)
		if old[before] == nil {
			old[before] = c
		}
	}
	take := func(id string) {
		fresh.Content = append(fresh.Content, idle[id]...)
		delete(idle, id)
	}
	take("")
	for _, r := range v.all {
		if was := old[r.id]; was != nil && was.Kind == yaml.MappingNode {
			fresh.Content = append(fresh.Content, mergedRecord(r, was))
		} else {
			fresh.Content = append(fresh.Content, r.node())
		}
		take(r.id)
	}
	for _, c := range n.Content { // rows that followed an item that is gone
		take(v.id(resolve(c)))
	}
	return fresh
}
