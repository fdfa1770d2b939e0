package scim

import (
	"slices"
	"strings"

	filter "github.com/scim2/filter-parser/v2"

	"cairn/internal/fault"
)

// operation is one operation of a PATCH.
type operation struct {
	op, path string
	value    any
	given    bool // a value was sent
}

const mostOperations = 1000

// operations reads a PATCH. Operations are written in any case.
func operations(body map[string]any) ([]operation, error) {
	list, _ := first(body, "Operations").([]any)
	if len(list) == 0 || len(list) > mostOperations {
		return nil, invalid("Operations", "A PATCH has from 1 to 1000 operations.")
	}
	var all []operation
	for _, one := range list {
		m, ok := one.(map[string]any)
		if !ok {
			return nil, invalid("Operations", "Each operation is an object with op, path and value.")
		}
		value, given := get(m, "value")
		o := operation{op: strings.ToLower(text(first(m, "op"))), path: text(first(m, "path")), value: value, given: given && value != nil}
		if !slices.Contains([]string{"add", "replace", "remove"}, o.op) {
			return nil, invalid("op", "An operation is add, replace or remove.")
		}
		all = append(all, o)
	}
	return all, nil
}

// Patch changes the user as a PATCH says.
func (u *User) Patch(body map[string]any) error {
	all, err := operations(body)
	if err != nil {
		return err
	}
	for _, o := range all {
		if err := u.operate(o); err != nil {
			return err
		}
	}
	u.finish()
	return nil
}

func (u *User) operate(o operation) error {
	switch {
	case o.path == "" && o.op == "remove":
		return noTarget()
	case o.path == "":
		parts, ok := o.value.(map[string]any)
		if !ok {
			return invalid("value", "Without a path the value is an object.")
		}
		return u.take(parts)
	case o.op == "remove":
		switch strings.ToLower(withoutSchema(o.path)) {
		case "manager", "manager.value":
			u.Manager = ""
		case "department":
			u.Department = ""
		case "externalid":
			u.ExternalID = ""
		case "username", "active":
			return invalid(o.path, "This cannot be taken away.")
		}
		return nil
	}
	return u.set(o.path, o.value)
}

func noTarget() error {
	return &fault.Error{Kind: fault.Invalid, Message: "This operation names nothing that it is about.", Fields: []fault.Field{{Name: "path", Message: "Name what is to be taken away."}}}
}

// Patch changes the group as a PATCH says. Whom a removal names is taken out, and
// nobody else.
func (g *Group) Patch(body map[string]any) error {
	all, err := operations(body)
	if err != nil {
		return err
	}
	for _, o := range all {
		if err := g.operate(o); err != nil {
			return err
		}
	}
	return nil
}

func (g *Group) operate(o operation) error {
	if o.path == "" {
		parts, ok := o.value.(map[string]any)
		if !ok || o.op == "remove" {
			return noTarget()
		}
		for key, v := range parts {
			if err := g.operate(operation{op: o.op, path: key, value: v, given: v != nil}); err != nil {
				return err
			}
		}
		return nil
	}
	plain := withoutSchema(o.path)
	if !strings.HasPrefix(strings.ToLower(plain), "members") {
		if o.op == "remove" && !strings.EqualFold(plain, "externalId") {
			return nil
		}
		return g.set(plain, o.value)
	}
	return g.operateMembers(o, plain)
}

func (g *Group) operateMembers(o operation, path string) error {
	parsed, err := filter.ParsePath([]byte(path))
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Message: "This path cannot be read.", Fields: []fault.Field{{Name: "path", Message: `Write members, or members[value eq "ID"].`}}}
	}
	named := members(o.value)
	if parsed.ValueExpression != nil {
		named = nil
		for _, m := range g.Members {
			ok, err := holds(parsed.ValueExpression, func(a string) []string {
				if a == "value" || a == "members.value" {
					return []string{m}
				}
				return nil
			})
			if err != nil {
				return err
			}
			if ok {
				named = append(named, m)
			}
		}
		if o.op != "remove" {
			return nil // a member has nothing that could be changed
		}
	}
	switch {
	case o.op == "add":
		g.Members = union(g.Members, named)
	case o.op == "replace":
		g.Members = union(nil, named)
	case parsed.ValueExpression == nil && !o.given:
		g.Members = nil // the whole list, as asked for
	default:
		g.Members = slices.DeleteFunc(slices.Clone(g.Members), func(m string) bool { return slices.Contains(named, m) })
	}
	return nil
}

// members reads who is named: objects with a value, or ids.
func members(v any) (ids []string) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, one := range list {
		if id := reference(one); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

func union(have, more []string) []string {
	all := slices.Clone(have)
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}
