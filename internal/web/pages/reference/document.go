// Package reference shows what programs can ask for, read from the description that the
// API gives of itself.
package reference

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/lang"
)

// Document is the description, read.
type Document struct {
	Introduction string
	Subjects     []Subject
	Problem      Shape

	base    string
	schemas map[string]schema
	texts   *texts
}

// texts are what the description says, whose language pages ask for. It is English,
// because programs read it.
type texts struct{ all map[string]bool }

// Says tells whether the words are the description's.
func (t *texts) Says(words string) bool { return t.all[words] }

func (t *texts) note(words ...string) {
	for _, w := range words {
		if w != "" {
			t.all[w] = true
		}
	}
}

func (t *texts) fields(all []Field) {
	for _, f := range all {
		t.note(f.About, f.Kind)
	}
}

// Read notes the language of the description for what is shown within the context.
func (d Document) Read(ctx context.Context) { lang.Read(ctx, d.texts, lang.English) }

// spoken gathers all that the description says.
func (d Document) spoken() *texts {
	t := &texts{map[string]bool{}}
	t.note(d.Introduction)
	for _, s := range d.Subjects {
		t.note(s.About, title(s.Name))
		for _, op := range s.Operations {
			t.note(op.Summary, op.About)
			t.fields(op.Parameters)
			t.fields(op.Body)
			for _, a := range op.Answers {
				t.note(a.Meaning)
			}
		}
	}
	for name := range d.schemas {
		t.fields(d.Shape(name).Fields)
	}
	return t
}

// Subject is what belongs together.
type Subject struct {
	Name, About string
	Operations  []Operation
}

// Operation is one thing that can be asked for.
type Operation struct {
	ID, Method, Path, Summary, About string
	Session                          bool   // for whoever is signed in, and no token
	Scope                            string // of a token; empty: any
	Parameters                       []Field
	Body                             []Field
	Media                            string // type of the body, empty: there is none
	Answers                          []Answer
	Example                          string
}

// Field is a part of a request or of an answer.
type Field struct {
	Name, In, About string
	Kind            string // what it looks like, in words
	Shape           string // a shape it is made of, or is a list of
	Required        bool
}

// Answer is what may come back.
type Answer struct {
	Status, Meaning, Shape string
}

// Shape is an object that answers and requests are made of.
type Shape struct {
	Name   string
	Fields []Field
}

// The parts of an OpenAPI document that are shown.
type (
	openAPI struct {
		Servers    []struct{ URL string }
		Info       struct{ Description string }
		Tags       []struct{ Name, Description string }
		Paths      map[string]map[string]operation
		Components struct {
			Schemas   map[string]schema
			Responses map[string]response
		}
	}
	operation struct {
		OperationID          string `json:"operationId"`
		Summary, Description string
		Tags                 []string
		Security             []map[string][]string
		Parameters           []parameter
		RequestBody          struct{ Content map[string]media } `json:"requestBody"`
		Responses            map[string]response
	}
	parameter struct {
		Name, In, Description string
		Required              bool
		Schema                schema
	}
	media    struct{ Schema schema }
	response struct {
		Ref         string `json:"$ref"`
		Description string
		Content     map[string]media
	}
	schema struct {
		Ref                 string `json:"$ref"`
		Type                any
		Format, Description string
		Properties          map[string]schema
		Required            []string
		Items               *schema
		Enum                []any
		Examples            []any
		MaxLength           *int
		Minimum, Maximum    *float64
		Pattern             string
	}
)

// Read reads a description. Subjects come in the order in which it names them.
func Read(document []byte) (Document, error) {
	var in openAPI
	if err := json.Unmarshal(document, &in); err != nil {
		return Document{}, fmt.Errorf("reading the description of the API: %w", err)
	}
	d := Document{Introduction: in.Info.Description, schemas: in.Components.Schemas}
	if len(in.Servers) > 0 {
		d.base = in.Servers[0].URL
	}
	d.Problem = d.Shape("Problem")
	for _, t := range in.Tags {
		s := Subject{Name: t.Name, About: t.Description}
		for path, item := range in.Paths {
			for method, op := range item {
				if slices.Contains(op.Tags, t.Name) {
					s.Operations = append(s.Operations, d.operation(strings.ToUpper(method), path, op, in.Components.Responses))
				}
			}
		}
		arrange.By(s.Operations, func(a, b Operation) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(order(a.Method), order(b.Method)))
		})
		if len(s.Operations) > 0 {
			d.Subjects = append(d.Subjects, s)
		}
	}
	d.texts = d.spoken()
	return d, nil
}

// order reads first, then makes, changes and ends.
func order(method string) int {
	return slices.Index([]string{"GET", "POST", "PUT", "DELETE"}, method)
}

func (d Document) operation(method, path string, op operation, shared map[string]response) Operation {
	out := Operation{ID: op.OperationID, Method: method, Path: d.base + path, Summary: op.Summary, About: op.Description}
	for _, scheme := range op.Security {
		_, out.Session = scheme["session"]
		if held := scheme["token"]; len(held) > 0 {
			out.Scope = held[0]
		}
	}
	for _, p := range op.Parameters {
		f := d.field(p.Name, p.Schema, p.Required)
		f.In, f.About = p.In, p.Description
		out.Parameters = append(out.Parameters, f)
	}
	for kind, m := range op.RequestBody.Content {
		out.Media = kind
		out.Body = d.fields(d.resolve(m.Schema))
	}
	out.Answers = answers(op.Responses, shared)
	out.Example = d.example(method, path, op)
	return out
}

func answers(all, shared map[string]response) (list []Answer) {
	for _, code := range slices.Sorted(maps.Keys(all)) {
		r := all[code]
		if r.Ref != "" {
			r = shared[last(r.Ref)]
		}
		a := Answer{Status: code, Meaning: r.Description}
		for _, m := range r.Content {
			a.Shape = last(m.Schema.Ref)
		}
		list = append(list, a)
	}
	return list
}

func last(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

func (d Document) resolve(s schema) schema {
	if s.Ref != "" {
		return d.schemas[last(s.Ref)]
	}
	return s
}

// Shape is the one of that name.
func (d Document) Shape(name string) Shape { return Shape{name, d.fields(d.schemas[name])} }

func (d Document) fields(s schema) (list []Field) {
	for name, p := range s.Properties {
		list = append(list, d.field(name, p, slices.Contains(s.Required, name)))
	}
	arrange.By(list, func(a, b Field) int {
		if a.Required != b.Required {
			return map[bool]int{true: -1, false: 1}[a.Required]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return list
}

func (d Document) field(name string, s schema, required bool) Field {
	f := Field{Name: name, About: s.Description, Required: required, Kind: kind(s)}
	of := s
	if s.Items != nil {
		f.Kind, of = "a list of "+kind(*s.Items), *s.Items
	}
	if of.Ref != "" {
		f.Shape, f.Kind = last(of.Ref), strings.TrimSuffix(f.Kind, kind(of))
	}
	return f
}

// kind says what a value looks like.
func kind(s schema) string {
	if len(s.Enum) > 0 {
		words := make([]string, len(s.Enum))
		for i, w := range s.Enum {
			words[i] = fmt.Sprint(w)
		}
		return "one of: " + strings.Join(words, ", ")
	}
	switch typeOf(s) {
	case "string":
		switch {
		case s.Format == "date-time":
			return "a moment, as 2026-05-12T09:30:00Z"
		case s.Format == "date":
			return "a day, as 2026-05-12"
		case s.Format == "binary":
			return "the file as it is"
		case s.MaxLength != nil:
			return fmt.Sprintf("text of up to %d characters", *s.MaxLength)
		}
		return "text"
	case "integer":
		if s.Minimum != nil && s.Maximum != nil {
			return fmt.Sprintf("a whole number from %.0f to %.0f", *s.Minimum, *s.Maximum)
		}
		return "a whole number"
	case "boolean":
		return "true or false"
	case "number":
		return "a number"
	case "object":
		return "an object"
	}
	return ""
}

func typeOf(s schema) string {
	switch t := s.Type.(type) {
	case string:
		return t
	case []any: // a type or null
		for _, one := range t {
			if one != "null" {
				return fmt.Sprint(one)
			}
		}
	}
	return ""
}

// Subject is the one of that name.
func (d Document) Subject(name string) (Subject, bool) {
	i := slices.IndexFunc(d.Subjects, func(s Subject) bool { return s.Name == name })
	if i < 0 {
		return Subject{}, false
	}
	return d.Subjects[i], true
}

// Shapes are those that the operations of a subject are made of, and what they in turn
// are made of, by name; problems are told of elsewhere.
func (d Document) Shapes(s Subject) (list []Shape) {
	seen := map[string]bool{"Problem": true, "": true}
	var add func(name string)
	add = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		shape := d.Shape(name)
		list = append(list, shape)
		for _, f := range shape.Fields {
			add(f.Shape)
		}
	}
	for _, op := range s.Operations {
		for _, f := range op.Body {
			add(f.Shape)
		}
		for _, a := range op.Answers {
			add(a.Shape)
		}
	}
	arrange.By(list, func(a, b Shape) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
