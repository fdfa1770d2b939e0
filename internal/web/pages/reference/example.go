package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// example is a request that could be sent: by curl, or in the browser where only
// whoever is signed in is answered.
func (d Document) example(method, path string, op operation) string {
	address, headers := d.base+path, [][2]string{}
	var query []string
	for _, p := range op.Parameters {
		value := fmt.Sprint(d.value(p.Schema, 0))
		switch {
		case p.In == "path":
			address = strings.ReplaceAll(address, "{"+p.Name+"}", "$"+strings.ToUpper(p.Name))
		case p.In == "query" && p.Required:
			query = append(query, p.Name+"="+value)
		case p.Name == "If-Match":
			headers = append(headers, [2]string{p.Name, `"3"`})
		case p.Name == "Idempotency-Key":
			headers = append(headers, [2]string{p.Name, "a-key-of-your-own"})
		}
	}
	if len(query) > 0 {
		address += "?" + strings.Join(query, "&")
	}
	body, kind := d.body(op)
	if kind != "" {
		headers = append(headers, [2]string{"Content-Type", kind})
	}
	if len(op.Security) > 0 && op.Security[0]["session"] != nil {
		return fetched(method, address, headers, body)
	}
	return curled(method, address, headers, body, kind)
}

func (d Document) body(op operation) (body, kind string) {
	for kind, m := range op.RequestBody.Content {
		if !strings.Contains(kind, "json") {
			return "", kind
		}
		text, err := json.Marshal(d.value(m.Schema, 0))
		if err != nil {
			return "", kind
		}
		return string(text), kind
	}
	return "", ""
}

func curled(method, address string, headers [][2]string, body, kind string) string {
	lines := []string{"curl"}
	if method != http.MethodGet {
		lines[0] += " -X " + method
	}
	lines[0] += ` -H "Authorization: Bearer $TOKEN"`
	for _, h := range headers {
		lines = append(lines, "  -H '"+h[0]+": "+h[1]+"'")
	}
	switch {
	case body != "":
		lines = append(lines, "  -d '"+strings.ReplaceAll(body, "'", `'\''`)+"'")
	case kind != "":
		lines = append(lines, "  --data-binary @gauge.png")
	}
	return strings.Join(append(lines, `  "$CAIRN`+address+`"`), " \\\n")
}

func fetched(method, address string, headers [][2]string, body string) string {
	for _, part := range strings.Split(address, "/") {
		if name, ok := strings.CutPrefix(part, "$"); ok {
			address = strings.ReplaceAll(address, part, "${"+strings.ToLower(name)+"}")
		}
	}
	if method == http.MethodGet {
		return "await fetch(`" + address + "`)"
	}
	text := "await fetch(`" + address + "`, {\n  method: \"" + method + "\",\n"
	if len(headers) > 0 {
		text += "  headers: {\n"
		for _, h := range headers {
			text += "    \"" + h[0] + "\": '" + h[1] + "',\n"
		}
		text += "  },\n"
	}
	if body != "" {
		text += "  body: JSON.stringify(" + body + "),\n"
	}
	return text + "})"
}

// deepest keeps an example short; nothing of ours holds itself without end.
const deepest = 5

// value is something that fits: what must be there, and nothing else.
func (d Document) value(s schema, depth int) any {
	s = d.resolve(s)
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	}
	switch typeOf(s) {
	case "object":
		out := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			if slices.Contains(s.Required, name) {
				out[name] = d.value(s.Properties[name], depth+1)
			}
		}
		return out
	case "array":
		if s.Items == nil || depth > deepest {
			return []any{}
		}
		return []any{d.value(*s.Items, depth+1)}
	case "integer", "number":
		if s.Minimum != nil {
			return max(1, *s.Minimum)
		}
		return 1
	case "boolean":
		return true
	}
	return word(s)
}

func word(s schema) string {
	switch {
	case s.Format == "date":
		return "2026-05-12"
	case s.Format == "date-time":
		return "2026-05-12T09:30:00Z"
	case s.MaxLength != nil && *s.MaxLength < len("Words of yours"):
		return "abc"[:min(3, *s.MaxLength)]
	}
	return "Words of yours"
}
