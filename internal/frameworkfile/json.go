package frameworkfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// LoadJSON reads the JSON form of a framework file: the same fields, with the
// same findings.
func LoadJSON(name string, data []byte) (*framework.Framework, []Finding) {
	l := newLoader(name, data)
	return l.framework(l.parseJSON(data))
}

// LoadExtensionJSON is LoadExtension for the JSON form.
func LoadExtensionJSON(name string, data []byte, base *framework.Framework) (*framework.Extension, []Finding) {
	l := newLoader(name, data)
	return l.extension(l.parseJSON(data), base)
}

// EncodeJSON writes a framework in the JSON form. JSON has no comments; x-*
// fields are kept. What it returns reads back as the same framework.
func EncodeJSON(f *framework.Framework) ([]byte, error) {
	v := frameworkTree(f)
	data, err := jsonOf(v)
	if err != nil {
		return nil, err
	}
	back, findings := LoadJSON("", data)
	if back == nil {
		return nil, fmt.Errorf("no file says the same as this: %w", firstError(findings))
	}
	return data, sameOrError(v, frameworkTree(back))
}

// EncodeExtensionJSON is EncodeJSON for an extension.
func EncodeExtensionJSON(x *framework.Extension) ([]byte, error) {
	v := extensionTree(x)
	data, err := jsonOf(v)
	if err != nil {
		return nil, err
	}
	back, findings := LoadExtensionJSON("", data, nil)
	if back == nil {
		return nil, fmt.Errorf("no file says the same as this: %w", firstError(findings))
	}
	return data, sameOrError(v, extensionTree(back))
}

func sameOrError(want, got record) error {
	if printed(want) != printed(got) {
		return errors.New("no file says the same as this")
	}
	return nil
}

func jsonOf(v value) ([]byte, error) {
	var b bytes.Buffer
	if err := writeJSON(&b, v.node(), "\n"); err != nil {
		return nil, err
	}
	b.WriteString("\n")
	return b.Bytes(), nil
}

func writeJSON(b *bytes.Buffer, n *yaml.Node, newline string) error {
	n = resolve(n)
	inner := newline + "  "
	switch {
	case n.Kind == yaml.ScalarNode:
		b.WriteString(jsonScalar(n))
	case len(n.Content) == 0:
		b.WriteString(map[bool]string{true: "{}", false: "[]"}[n.Kind == yaml.MappingNode])
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := resolve(n.Content[i])
			if key.Kind != yaml.ScalarNode {
				return fmt.Errorf("line %d: a field name that is %s cannot be written as JSON", key.Line, kindOf(key))
			}
			b.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + inner + jsonString(key.Value) + ": ")
			if err := writeJSON(b, n.Content[i+1], inner); err != nil {
				return err
			}
		}
		b.WriteString(newline + "}")
	default:
		for i, c := range n.Content {
			b.WriteString(map[bool]string{true: "[", false: ","}[i == 0] + inner)
			if err := writeJSON(b, c, inner); err != nil {
				return err
			}
		}
		b.WriteString(newline + "]")
	}
	return nil
}

// jsonScalar keeps the types JSON has; all else becomes text as it is written.
func jsonScalar(n *yaml.Node) string {
	switch n.Tag {
	case "!!null":
		return "null"
	case "!!bool":
		if s := strings.ToLower(n.Value); s == "true" || s == "false" {
			return s
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
	}
	return jsonString(n.Value)
}

func jsonString(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// jsonReader turns JSON into the nodes that YAML would give, with their places.
type jsonReader struct {
	*doc
	data   []byte
	tokens *json.Decoder
	nodes  int
	failed bool

	offset, line, column int // how far places have been counted
}

func (d *doc) parseJSON(data []byte) *yaml.Node {
	if len(data) > MaxBytes {
		d.whole(lang.Tell("The file is larger than 2 MiB. Split what is not part of the framework into another file."))
		return nil
	}
	if !d.plainText() {
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(bytes.TrimSpace(data)) == 0 {
		d.whole(lang.Tell("The file is empty."))
		return nil
	}
	r := &jsonReader{doc: d, data: data, tokens: json.NewDecoder(bytes.NewReader(data)), line: 1, column: 1}
	r.tokens.UseNumber()
	root := r.value(0)
	if r.failed {
		return nil
	}
	line, column := r.place(r.next())
	if _, err := r.tokens.Token(); err != io.EOF {
		d.at(Error, line, column, lang.Tell("Something stands behind the end of the JSON. A file holds one framework."))
		return nil
	}
	return root
}

// next is where the next token begins.
func (r *jsonReader) next() int {
	at := int(r.tokens.InputOffset())
	for at < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[at]) >= 0 {
		at++
	}
	return at
}

// place counts lines as the findings show them. Tokens come in order, so that
// each byte is counted once.
func (r *jsonReader) place(to int) (line, column int) {
	to = min(to, len(r.data))
	for r.offset < to {
		c, size := utf8.DecodeRune(r.data[r.offset:])
		next := byte(0)
		if r.offset+1 < len(r.data) {
			next = r.data[r.offset+1]
		}
		r.offset += size
		switch {
		case c == '\r' && next == '\n':
		case strings.ContainsRune("\n\r\u0085\u2028\u2029", c):
			r.line, r.column = r.line+1, 1
		default:
			r.column++
		}
	}
	return r.line, r.column
}

func (r *jsonReader) stop(line, column int, message lang.Told) *yaml.Node {
	if !r.failed {
		r.at(Error, line, column, message)
	}
	r.failed = true
	return nil
}

func (r *jsonReader) value(depth int) *yaml.Node {
	line, column := r.place(r.next())
	token, err := r.tokens.Token()
	if err != nil {
		return r.notJSON(err, line, column)
	}
	if r.nodes++; r.nodes > maxNodes || depth > maxDepth {
		return r.stop(line, column, lang.Tell("This is nested too deeply, or is too much, for a framework."))
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: line, Column: column}
	switch t := token.(type) {
	case json.Delim:
		return r.container(n, t, depth)
	case string:
		n.Tag, n.Value = "!!str", t
	case json.Number:
		n.Tag, n.Value = "!!int", t.String()
		if strings.ContainsAny(n.Value, ".eE") {
			n.Tag = "!!float"
		}
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(t)
	default:
		n.Tag, n.Value = "!!null", "null"
	}
	return n
}

// container reads up to the closing bracket. The decoder gives a key as any
// other token, so that both kinds read alike.
func (r *jsonReader) container(n *yaml.Node, open json.Delim, depth int) *yaml.Node {
	n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
	if open == '{' {
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	}
	for r.tokens.More() {
		child := r.value(depth + 1)
		if r.failed {
			return nil
		}
		n.Content = append(n.Content, child)
	}
	line, column := r.place(r.next())
	if _, err := r.tokens.Token(); err != nil {
		return r.notJSON(err, line, column)
	}
	return n
}

func (r *jsonReader) notJSON(err error, line, column int) *yaml.Node {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		if at := int(syntax.Offset) - 1; at >= r.offset {
			line, column = r.place(at)
		}
		return r.stop(line, column, lang.Tell("This cannot be read as JSON: {why}.", "why", syntax))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return r.stop(line, column, lang.Tell("The JSON ends too early: a bracket is not closed."))
	}
	return r.stop(line, column, lang.Tell("This cannot be read as JSON: {why}.", "why", err))
}
