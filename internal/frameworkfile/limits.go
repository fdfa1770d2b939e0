package frameworkfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"cairn/internal/lang"
)

// What a file may ask of the reader. The largest framework seen has 650 KB and
// about 30,000 nodes, seven deep.
const (
	MaxBytes    = 2 << 20
	maxDepth    = 32
	maxNodes    = 200_000
	maxFindings = 500
)

// mostItems bounds each list, several times over what the largest frameworks
// have, so that work that grows with steps times areas stays small.
func mostItems(list string) int {
	switch list {
	case "examples":
		return 20_000
	case "profiles", "expects", "faq":
		return 5_000
	}
	return 1_000
}

// readAll stops one byte past the limit, so that an endless reader ends.
func readAll(r io.Reader) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, MaxBytes+1))
}

// parse turns the bytes into nodes, or reports why that is not possible.
func (d *doc) parse(data []byte) *yaml.Node {
	if len(data) > MaxBytes {
		d.whole(lang.Tell("The file is larger than 2 MiB. Split what is not part of the framework into another file."))
		return nil
	}
	if !d.plainText() {
		return nil
	}
	var root yaml.Node
	err := yaml.Load(data, &root, yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		d.notYAML(err)
		return nil
	}
	if len(root.Content) == 0 {
		d.whole(lang.Tell("The file is empty."))
		return nil
	}
	budget := maxNodes
	if bad := tooLarge(&root, &budget); bad != nil {
		d.fault(bad, lang.Tell("The aliases of this file repeat each other until it grows too large. Write the values out."))
		return nil
	}
	first := root.Content[0]
	first.HeadComment = strings.TrimPrefix(root.HeadComment+"\n\n"+first.HeadComment, "\n\n")
	first.FootComment = strings.TrimPrefix(root.FootComment+"\n\n"+first.FootComment, "\n\n")
	return first
}

// plainText refuses bytes that are not UTF-8, and control characters, with their
// place: the parser knows only that they are somewhere.
func (d *doc) plainText() bool {
	for i, line := range d.lines {
		column := 1
		for rest := line; len(rest) > 0; column++ {
			r, size := utf8.DecodeRuneInString(rest)
			switch {
			case r == utf8.RuneError && size == 1:
				d.at(Error, i+1, column, lang.Tell("The byte {byte} is not valid UTF-8. Save the file as UTF-8.", "byte", fmt.Sprintf("%#x", rest[0])))
				return false
			case r < ' ' && r != '\t' || r == 0x7f:
				d.at(Error, i+1, column, lang.Tell("The control character {char} is not allowed here. Remove it.", "char", fmt.Sprintf("%#x", r)))
				return false
			}
			rest = rest[size:]
		}
	}
	return true
}

// tooLarge walks as a reader would, through every alias, and returns the node
// at which the budget is spent. An alias that contains itself spends it too.
func tooLarge(n *yaml.Node, budget *int) *yaml.Node {
	if *budget--; *budget < 0 {
		return n
	}
	if n.Kind == yaml.AliasNode {
		if tooLarge(n.Alias, budget) != nil {
			return n // where the file asks for it, not the innermost repetition
		}
		return nil
	}
	for _, c := range n.Content {
		if bad := tooLarge(c, budget); bad != nil {
			return bad
		}
	}
	return nil
}

func (d *doc) notYAML(err error) {
	if strings.Contains(err.Error(), "no documents in stream") {
		d.whole(lang.Tell("The file is empty."))
		return
	}
	le, ok := errors.AsType[*yaml.LoadError](err)
	if !ok || le.Mark.Line == 0 {
		d.whole(lang.Tell("This cannot be read as YAML: {why}.", "why", strings.TrimPrefix(err.Error(), "yaml: ")))
		return
	}
	line, column := le.Mark.Line, le.Mark.Column
	if context := le.ContextMark.Line; context > 0 && strings.Contains(le.Message, "end of stream") {
		// An unclosed quote is found at the end of the file; the author needs its start.
		line, column = context, le.ContextMark.Column
	}
	d.at(Error, line, column, d.yamlMessage(le.Message, line))
}

func (d *doc) yamlMessage(message string, line int) lang.Told {
	indent := ""
	if line >= 1 && line <= len(d.lines) {
		text := d.lines[line-1]
		indent = text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	}
	switch {
	case strings.Contains(indent, "\t"):
		return lang.Tell("A tab is used to indent this line; YAML allows only spaces. Replace the tab by spaces.")
	case strings.Contains(message, "exceeded max depth"):
		return lang.Tell("This is nested too deeply for a framework.")
	case strings.Contains(message, "mapping values are not allowed"):
		return lang.Tell("A colon stands where YAML does not expect one. If it belongs to the text, put the text in quotes; otherwise check the indentation.")
	}
	return lang.Tell("This cannot be read as YAML: {why}.", "why", message)
}
