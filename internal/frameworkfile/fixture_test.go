package frameworkfile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

var expectation = regexp.MustCompile(`(?m)^# expect: (\d+):(\d+) (error|warning): (.*)$`)

// The first lines of each file say what is to be found in it; good_ files may be
// used, fail_ files may not.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			f, findings := Load(name, data)
			if good := strings.HasPrefix(name, "good_"); good != (f != nil) || good == HasErrors(findings) {
				t.Errorf("usable: %v, errors: %v", f != nil, HasErrors(findings))
			}
			sameFindings(t, findings, expectation.FindAllStringSubmatch(string(data), -1))
		})
	}
}

func sameFindings(t *testing.T, findings []Finding, want [][]string) {
	t.Helper()
	left := append([]Finding(nil), findings...)
	for _, w := range want {
		i := matching(left, w)
		if i < 0 {
			t.Errorf("expected %s, found\n%s", w[0], listed(findings))
			continue
		}
		left = append(left[:i:i], left[i+1:]...)
	}
	if len(left) > 0 {
		t.Errorf("not expected:\n%s", listed(left))
	}
}

func matching(findings []Finding, want []string) int {
	for i, f := range findings {
		place := fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Severity)
		if place == want[1]+":"+want[2]+" "+want[3] && strings.Contains(f.Message.String(), want[4]) {
			return i
		}
	}
	return -1
}

func listed(findings []Finding) string {
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}

func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d fixtures, %v", len(paths), err)
	}
	all := map[string][]byte{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = data
	}
	return all
}

// The schema says of each file what its "# schema:" line expects. What a schema
// cannot know, such as whether a named step exists, it lets pass; a "-" marks
// what no schema gets to see, because it is not plain YAML.
func TestSchemaAgrees(t *testing.T) {
	compiled := compileSchema(t)
	files := fixtures(t)
	files[BuiltInName] = append([]byte("# schema: yes\n"), steps...)
	for name, data := range files {
		want, _, _ := strings.Cut(strings.TrimPrefix(string(data), "# schema: "), "\n")
		if want == "-" {
			continue
		}
		err := compiled.Validate(plainValue(t, data))
		if (err == nil) != (want == "yes") {
			t.Errorf("%s: schema expected %s, got %v", name, want, err)
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("framework-1.schema.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("framework-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// plainValue is what an editor's schema check sees.
func plainValue(t *testing.T, data []byte) any {
	t.Helper()
	var root yaml.Node
	if err := yaml.Load(data, &root); err != nil {
		t.Fatal(err)
	}
	return valueOfNode(t, root.Content[0])
}

func valueOfNode(t *testing.T, n *yaml.Node) any {
	n = resolve(n)
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = valueOfNode(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, valueOfNode(t, c))
		}
		return list
	}
	if n.Tag == "!!timestamp" {
		return n.Value
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
