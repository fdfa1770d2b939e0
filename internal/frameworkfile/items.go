package frameworkfile

import (
	"go.yaml.in/yaml/v4"
)

// Item is a part of a framework that a finding is about. Kind is "step", "area",
// "discipline", "role", "example" or "question", a question's ID being its number
// among those of the file; both are empty for anything else.
type Item struct{ Kind, ID string }

var itemLists = map[string]string{
	"steps": stepKind, "areas": areaKind, "disciplines": disciplineKind, "roles": roleKind, "examples": exampleKind,
}

// Items tells, finding by finding, which part of the file each is about.
func Items(source []byte, findings []Finding) []Item {
	made := make([]Item, len(findings))
	if len(findings) == 0 {
		return made
	}
	root := rootOf(source)
	if root == nil || root.Kind != yaml.MappingNode {
		return made
	}
	at := map[int]Item{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		kind := itemLists[root.Content[i].Value]
		at[root.Content[i].Line] = Item{} // the head of any list ends the item before
		for _, n := range root.Content[i+1].Content {
			if kind != "" {
				at[n.Line] = Item{kind, scalarOf(resolve(n), "id")}
			} else {
				at[n.Line] = Item{}
			}
		}
	}
	for i, f := range findings {
		for line := f.Line; line > 0; line-- {
			if item, ok := at[line]; ok {
				made[i] = item
				break
			}
		}
	}
	return made
}
