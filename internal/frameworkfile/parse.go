package frameworkfile

import (
	"bytes"

	"go.yaml.in/yaml/v4"
)

// Parse turns YAML or JSON of any shape into nodes with their places, within the
// limits of a framework file, for those who read other forms. The node is nil
// when the text cannot be read.
func Parse(name string, data []byte) (*yaml.Node, []Finding) {
	d := newDoc(name, data)
	if IsJSON(data) {
		return d.parseJSON(data), d.findings
	}
	return d.parse(data), d.findings
}

// IsJSON tells JSON from YAML by how it begins.
func IsJSON(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	return bytes.HasPrefix(data, []byte("{")) || bytes.HasPrefix(data, []byte("["))
}

// Placeholder tells a row that was left to be filled in later from one that says
// something.
func Placeholder(text string) bool { return placeholder(text) }
