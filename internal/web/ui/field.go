package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Field is what all fields share: its words, and who will read what is put in.
type Field struct {
	Name     string
	ID       string // empty means the name
	Label    string
	Hint     string
	Error    string
	Readers  Readers
	Optional bool // says "optional" beside the label; otherwise it is required only if Required
	Required bool
	Disabled bool
	Quiet    bool // the label is for screen readers only: something visible names the field already
}

// Readers says who can read what is written, now and later, as parts of a
// sentence: {"you", "your manager, from the moment both sides are handed in"}.
type Readers struct{ Now, Later string }

// Input holds the value of a one-line field and how browsers may help with it.
type Input struct {
	Value        string
	Type         string // text when empty; email, password, search, url ...
	Autocomplete string
	MaxLength    int
}

// Words holds the value of a field of several lines.
type Words struct {
	Value     string
	Rows      int // 5 when not set
	MaxLength int
}

// Option is one choice of a select or a radio group.
type Option struct {
	Value, Label, Hint string
	Selected, Disabled bool
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

func (f Field) hintID() string    { return f.id() + "-hint" }
func (f Field) errorID() string   { return f.id() + "-error" }
func (f Field) readersID() string { return f.id() + "-readers" }
func (f Field) labelID() string   { return f.id() + "-label" }

// describedBy lists the ids of the texts that belong to the field.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.hintID())
	}
	if f.Error != "" {
		ids = append(ids, f.errorID())
	}
	if f.Readers.Now != "" {
		ids = append(ids, f.readersID())
	}
	return strings.Join(ids, " ")
}

func (o Option) id(f Field) string { return f.id() + "-" + slug(o.Value) }

// slug keeps letters, digits and hyphens, so that any value can end an id.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
}

func (i Input) kind() string {
	if i.Type == "" {
		return "text"
	}
	return i.Type
}

func (w Words) rows() int {
	if w.Rows <= 0 {
		return 5
	}
	return w.Rows
}

// attributes are those every control carries beside its own.
func (f Field) attributes() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name, "disabled": f.Disabled, "required": f.Required}
	if d := f.describedBy(); d != "" {
		a["aria-describedby"] = d
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	return a
}
