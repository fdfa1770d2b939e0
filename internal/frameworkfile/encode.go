package frameworkfile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
)

// Encode writes a framework as a file. Of the source, the file it once came from,
// everything that still holds stays as it is written there: order, comments, x-*
// fields, line breaks. Without a source, or with one that cannot be read, the
// file is written in Cairn's own manner.
//
// What Encode returns reads back as the same framework, or else there is an
// error; so a second export gives the same bytes.
func Encode(f *framework.Framework, source []byte) ([]byte, error) {
	v := frameworkTree(f)
	return encode(v, source, func(data []byte) (record, error) {
		back, findings := Load("", data)
		if back == nil {
			return record{}, firstError(findings)
		}
		return frameworkTree(back), nil
	})
}

// EncodeExtension is Encode for an extension.
func EncodeExtension(x *framework.Extension, source []byte) ([]byte, error) {
	return encode(extensionTree(x), source, func(data []byte) (record, error) {
		back, findings := LoadExtension("", data, nil)
		if back == nil {
			return record{}, firstError(findings)
		}
		return extensionTree(back), nil
	})
}

// Same tells whether two frameworks say the same, however their files write it.
func Same(a, b *framework.Framework) bool {
	return printed(frameworkTree(a)) == printed(frameworkTree(b))
}

func printed(v value) string {
	var b strings.Builder
	v.print(&b)
	return b.String()
}

func firstError(findings []Finding) error {
	for _, f := range findings {
		if f.Severity == Error {
			return errors.New(f.Message.String())
		}
	}
	return errors.New("the file cannot be used")
}

// encode tries the ways that keep most of the source first, and takes the first
// result that reads back as what it should say.
func encode(v record, source []byte, load func([]byte) (record, error)) ([]byte, error) {
	want := printed(v)
	ways := []func() ([]byte, bool){func() ([]byte, bool) { return afresh(v) }}
	if root := rootOf(source); root != nil {
		if was, err := load(source); err == nil {
			ways = []func() ([]byte, bool){
				func() ([]byte, bool) { return source, printed(was) == want },
				func() ([]byte, bool) { return splice(v, source, root) },
				func() ([]byte, bool) { return rewritten(v, root) },
				ways[0],
			}
		}
	}
	reason := errors.New("it cannot be written")
	for _, way := range ways {
		data, ok := way()
		if !ok {
			continue
		}
		back, err := load(data)
		if err == nil && printed(back) == want {
			return bytes.Clone(data), nil
		}
		if err != nil {
			reason = err
		}
	}
	return nil, fmt.Errorf("no file says the same as this: %w", reason)
}

// rootOf is the source as nodes; nil when it cannot be read.
func rootOf(source []byte) *yaml.Node {
	if len(bytes.TrimSpace(source)) == 0 {
		return nil
	}
	return newDoc("", source).parse(source)
}

// rewritten writes the whole file anew, with the comments and the order of fields
// that the source has.
func rewritten(v record, root *yaml.Node) ([]byte, bool) {
	if root.Kind != yaml.MappingNode {
		return nil, false
	}
	data, err := dumpYAML(merged(v, root))
	return data, err == nil
}

// afresh writes the file in Cairn's own manner, the parts set apart.
func afresh(v record) ([]byte, bool) {
	n := v.node()
	var b bytes.Buffer
	before := false
	for i := 0; i+1 < len(n.Content); i += 2 {
		long := n.Content[i+1].Kind != yaml.ScalarNode
		if i > 0 && (long || before) {
			b.WriteString("\n")
		}
		before = long
		data, err := dumpYAML(&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: n.Content[i : i+2]})
		if err != nil {
			return nil, false
		}
		b.Write(data)
	}
	return b.Bytes(), true
}

func dumpYAML(n *yaml.Node) ([]byte, error) {
	data, err := yaml.Dump(n, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1), yaml.WithQuotePreference(yaml.QuoteDouble))
	if err != nil {
		return nil, err
	}
	return readable(data), nil
}

var escapedRune = regexp.MustCompile(`\\U[0-9A-F]{8}`)

// readable writes out what the library escapes though it need not, such as emoji.
// Where such a sequence is itself part of a text, everything stays as it is.
func readable(data []byte) []byte {
	if !escapedRune.Match(data) {
		return data
	}
	plain := escapedRune.ReplaceAllFunc(data, func(escape []byte) []byte {
		code, err := strconv.ParseUint(string(escape[2:]), 16, 32)
		if r := rune(code); err == nil && unicode.IsPrint(r) { //nolint:gosec // eight digits fit, and what is no character is not printed
			return []byte(string(r))
		}
		return escape
	})
	var was, is any
	if yaml.Unmarshal(data, &was) != nil || yaml.Unmarshal(plain, &is) != nil || !reflect.DeepEqual(was, is) {
		return data
	}
	return plain
}
