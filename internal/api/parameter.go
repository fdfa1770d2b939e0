package api

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// parameter is a field of what an operation takes that comes in its address or in a header.
type parameter struct {
	*huma.Param
	field     []int
	byDefault string
}

// paramKey is all that a field says of its parameter.
type paramKey struct {
	t   reflect.Type
	tag reflect.StructTag
}

// parametersIn describes those of a type by huma's own tags: path, query and header, default
// and required. All that is asked of a value stands in the schema, which huma makes.
func (s *service) parametersIn(t reflect.Type) (list []parameter) {
	for _, f := range reflect.VisibleFields(t) {
		for _, in := range []string{"path", "query", "header"} {
			name, style, _ := strings.Cut(f.Tag.Get(in), ",")
			if name == "" || f.Anonymous {
				continue
			}
			key := paramKey{f.Type, f.Tag}
			if s.params[key] == nil {
				schema := huma.SchemaFromField(s.schemas(), f, "")
				s.params[key] = &huma.Param{Name: name, In: in, Schema: schema, Description: schema.Description, Style: style, Required: in == "path" || f.Tag.Get("required") == "true"}
			}
			p := parameter{s.params[key], f.Index, f.Tag.Get("default")}
			if in == "query" {
				p.Explode = new(bool)
			}
			list = append(list, p)
		}
	}
	return list
}

func (s *service) schemas() huma.Registry { return s.huma.OpenAPI().Components.Schemas }

// read sets the field to what was sent; what is wrong with that is added.
func (p parameter) read(ctx huma.Context, r huma.Registry, field reflect.Value, wrong *huma.ValidateResult) {
	place := huma.NewPathBuffer(nil, 0)
	place.Push(p.In)
	place.Push(p.Name)
	value, err := p.set(ctx, field)
	switch {
	case err != nil:
		wrong.Add(place, "", err.Error())
	case value != nil:
		huma.Validate(r, p.Schema, place, huma.ModeWriteToServer, value, wrong)
	case p.Required:
		wrong.Add(place, "", "required "+p.In+" parameter is missing")
	}
}

// set sets the field and returns the value as schemas know it, nil when nothing was sent.
func (p parameter) set(ctx huma.Context, field reflect.Value) (any, error) {
	if p.Style != "" {
		return setParts(field, ctx.URL(), p.Name)
	}
	text := p.sent(ctx)
	if text == "" {
		return nil, nil
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(text)
		return text, nil
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, errors.New("invalid integer")
		}
		field.SetInt(int64(n))
		return n, nil
	case reflect.Bool:
		yes, err := strconv.ParseBool(text)
		if err != nil {
			return nil, errors.New("invalid boolean")
		}
		field.SetBool(yes)
		return yes, nil
	}
	return nil, fmt.Errorf("no parameter can be a %s", field.Kind())
}

// sent is what the request says, or what stands for saying nothing.
func (p parameter) sent(ctx huma.Context) string {
	say := ctx.Query
	switch p.In {
	case "path":
		say = ctx.Param
	case "header":
		say = ctx.Header
	}
	if text := say(p.Name); text != "" {
		return text
	}
	return p.byDefault
}

// setParts sets a field that is said part by part, as name[part]=text.
func setParts(field reflect.Value, address url.URL, name string) (any, error) {
	parts, value, query := map[string]string{}, map[string]any{}, address.Query()
	if query.Has(name) {
		return nil, errors.New("unknown query parameter")
	}
	for key, said := range query {
		if part, ok := strings.CutPrefix(key, name+"["); ok {
			part = strings.TrimSuffix(part, "]")
			parts[part], value[part] = said[0], said[0]
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	field.Set(reflect.ValueOf(parts))
	return value, nil
}
