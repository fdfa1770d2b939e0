package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

const maxFile = 1 << 20

// file reads the settings file that the last of these names, if any: a flat
// list of names and values.
func (l *loader) file(named []given) []given {
	for _, g := range slices.Backward(named) {
		if g.name == fileSetting {
			return l.read(g)
		}
	}
	return nil
}

func (l *loader) read(g given) []given {
	text, err := readFile(g.value)
	if err != nil {
		l.mistake(g.origin, g.value, "the settings file cannot be read: "+err.Error())
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil // empty, or only comments
	} else if err != nil {
		l.mistake(g.value, "", "this is not YAML: "+err.Error())
		return nil
	}
	if decoder.Decode(&yaml.Node{}) != io.EOF {
		l.mistake(g.value, "", "the file holds more than one document; keep the first and take out --- and what follows")
	}
	return l.document(g.value, &document)
}

func (l *loader) document(path string, document *yaml.Node) []given {
	root := document.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		l.mistake(at(path, root), "", "write one setting on each line, such as listen: 127.0.0.1:8080")
		return nil
	}
	var all []given
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		name := strings.ReplaceAll(strings.ToLower(key.Value), "_", "-")
		origin := at(path, key) + ", " + key.Value
		switch _, known := settingNamed(name); {
		case !known:
			l.mistake(origin, "", "there is no such setting"+suggest("", name))
		case seen[name]:
			l.mistake(origin, "", "this setting is there twice; keep one of them")
		default:
			seen[name] = true
			all = l.value(all, given{name: name, origin: origin}, value)
		}
	}
	return all
}

// lists are the settings of which the file may give several values as a list too.
var lists = []string{"trusted-proxies", "languages", "hooks-allow", "retention", "people-columns"}

// value takes a single value, or a list of them.
func (l *loader) value(all []given, g given, node *yaml.Node) []given {
	values := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode && slices.Contains(lists, g.name) {
		values = node.Content
	}
	var parts []string
	for _, v := range values {
		if v.Kind != yaml.ScalarNode {
			l.mistake(g.origin, "", "write a single value here")
			return all
		}
		if v.Tag != "!!null" {
			parts = append(parts, v.Value)
		}
	}
	g.value = strings.Join(parts, ",")
	return append(all, g)
}

func at(path string, node *yaml.Node) string { return fmt.Sprintf("%s line %d", path, node.Line) }
