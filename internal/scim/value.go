package scim

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/fault"
)

func invalid(name, message string) error {
	return fault.InvalidFields([]fault.Field{{Name: name, Message: message}})
}

// withoutSchema takes the name of a schema off the front of a path.
func withoutSchema(path string) string {
	for _, schema := range []string{UserSchema, GroupSchema, EnterpriseSchema, UnitSchema} {
		if len(path) > len(schema) && strings.EqualFold(path[:len(schema)], schema) && path[len(schema)] == ':' {
			return path[len(schema)+1:]
		}
	}
	return path
}

// get finds a key whatever its case.
func get(m map[string]any, key string) (any, bool) {
	for k, v := range m {
		if strings.EqualFold(k, key) {
			return v, true
		}
	}
	return nil, false
}

func first(m map[string]any, key string) any {
	v, _ := get(m, key)
	return v
}

// text reads a text. Some directories send a list of one.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(strings.Map(func(c rune) rune {
			if c == utf8.RuneError || unicode.IsControl(c) {
				return -1
			}
			return c
		}, v))
	case []any:
		if len(v) == 1 {
			return text(v[0])
		}
	}
	return ""
}

// truth reads a truth, also as words: Entra sends "False".
func truth(v any) (on, ok bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case string:
		return strings.EqualFold(v, "true"), strings.EqualFold(v, "true") || strings.EqualFold(v, "false")
	case []any:
		if len(v) == 1 {
			return truth(v[0])
		}
	}
	return false, false
}

// reference reads who is meant: a text, or an object with a value.
func reference(v any) string {
	if m, ok := v.(map[string]any); ok {
		if id := text(first(m, "value")); id != "" {
			return id
		}
		ref := text(first(m, "$ref"))
		return ref[strings.LastIndexByte(ref, '/')+1:]
	}
	return text(v)
}

func word(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// version is a weak ETag over the parts.
func version(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

func meta(kind, location, version string) map[string]any {
	return map[string]any{"resourceType": kind, "location": location, "version": version}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
