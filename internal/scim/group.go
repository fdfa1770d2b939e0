package scim

import (
	"slices"
	"strings"

	"cairn/internal/fault"
)

// Group is a unit with the people in it. Its name begins with its kind: "Squad: Otter".
type Group struct {
	ID         string
	ExternalID string
	Kind, Name string
	Tribe      string   // the id of the tribe that a squad or chapter belongs to
	Members    []string // ids of users
}

// ReadGroup reads the whole of a group.
func ReadGroup(body map[string]any) (Group, error) {
	var g Group
	return g, g.take(body)
}

// Replace is what a PUT makes of the group.
func (g *Group) Replace(body map[string]any) error {
	next := Group{ID: g.ID, Kind: g.Kind, Name: g.Name, Tribe: g.Tribe}
	if err := next.take(body); err != nil {
		return err
	}
	*g = next
	return nil
}

func (g *Group) take(body map[string]any) error {
	for key, value := range body {
		if err := g.set(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (g *Group) set(path string, value any) error {
	if strings.EqualFold(path, UnitSchema) {
		parts, _ := value.(map[string]any)
		return g.take(parts)
	}
	switch strings.ToLower(withoutSchema(path)) {
	case "displayname":
		return g.setName(text(value))
	case "externalid":
		g.ExternalID = text(value)
	case "tribe", "tribe.value":
		g.Tribe = reference(value)
	case "members":
		g.Members = union(nil, members(value))
	}
	return nil
}

// setName takes kind and name apart. A kind that is known stays when only the name is
// sent.
func (g *Group) setName(name string) error {
	kind, rest, found := strings.Cut(name, ":")
	if k := strings.ToLower(strings.TrimSpace(kind)); found && slices.Contains([]string{"squad", "chapter", "tribe", "guild"}, k) {
		g.Kind, name = k, strings.TrimSpace(rest)
	}
	if g.Kind == "" || name == "" || len([]rune(name)) > longest {
		return invalid("displayName", "The name of a group says what it is: Squad, Chapter, Tribe or Guild, a colon, and its name, such as “Squad: Otter”.")
	}
	g.Name = name
	return nil
}

// Title is the group's name with its kind.
func (g Group) Title() string {
	if g.Kind == "" {
		return g.Name
	}
	return strings.ToUpper(g.Kind[:1]) + g.Kind[1:] + ": " + g.Name
}

// Check refuses a group without a name.
func (g *Group) Check() error {
	if g.Name == "" {
		return g.setName("")
	}
	if len(g.Members) > 20_000 {
		return fault.New(fault.TooLarge, "A group has 20,000 members at most.")
	}
	return nil
}

// JSON is the group as a directory reads it.
func (g Group) JSON(base string) map[string]any {
	list := make([]any, 0, len(g.Members))
	for _, m := range g.Members {
		list = append(list, map[string]any{"value": m, "type": "User", "$ref": base + "/Users/" + m})
	}
	v := map[string]any{"schemas": []string{GroupSchema, UnitSchema}, "id": g.ID, "displayName": g.Title(), "members": list}
	if g.ExternalID != "" {
		v["externalId"] = g.ExternalID
	}
	unit := map[string]any{"kind": g.Kind}
	if g.Tribe != "" {
		unit["tribe"] = map[string]any{"value": g.Tribe, "$ref": base + "/Groups/" + g.Tribe}
	}
	v[UnitSchema] = unit
	v["meta"] = meta("Group", base+"/Groups/"+g.ID, g.Version())
	return v
}

// Version changes whenever something of the group does.
func (g Group) Version() string {
	list := slices.Sorted(slices.Values(g.Members))
	return version(append([]string{g.ID, g.ExternalID, g.Kind, g.Name, g.Tribe}, list...)...)
}

// Value gives the values of an attribute, for filters.
func (g Group) Value(attribute string) []string {
	switch attribute {
	case "id":
		return []string{g.ID}
	case "externalid":
		return some(g.ExternalID)
	case "displayname":
		return []string{strings.ToLower(g.Title())}
	case "members", "members.value":
		return g.Members
	case "kind":
		return []string{g.Kind}
	case "tribe", "tribe.value":
		return some(g.Tribe)
	}
	return nil
}
