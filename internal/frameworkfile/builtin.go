package frameworkfile

import (
	_ "embed"
	"slices"
	"sync"

	"cairn/internal/framework"
)

//go:embed steps.yaml
var steps []byte

//go:embed schema/framework-1.schema.json
var schema []byte

// BuiltInName is the file name of the framework that Cairn ships.
const BuiltInName = "steps.yaml"

// BuiltInSource returns the file of the framework that Cairn ships.
func BuiltInSource() []byte { return slices.Clone(steps) }

// Schema returns the JSON Schema of format 1, for editors.
func Schema() []byte { return slices.Clone(schema) }

var builtIn = sync.OnceValue(func() *framework.Framework {
	f, findings := Load(BuiltInName, steps)
	if f == nil {
		// A test loads the shipped file, so only a broken build can come here.
		panic("the built-in framework cannot be read: " + findings[0].String())
	}
	return f
})

// BuiltIn returns the framework that Cairn ships, read once.
func BuiltIn() *framework.Framework { return builtIn() }
