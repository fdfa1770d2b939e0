package main

import (
	"encoding/json"
	"errors"

	"cairn/internal/fault"
)

// answer gives v to programs, and to everybody else what tell says.
func (t *terminal) answer(v any, tell func()) error {
	if t.asJSON {
		return t.json(v)
	}
	tell()
	return nil
}

// did answers an act that has nothing to show but that it is done.
func (t *terminal) did(act done, format string, args ...any) error {
	return t.answer(act, func() { t.say(format, args...) })
}

// done is the answer to such an act, for programs.
type done struct {
	Done   string `json:"done"`             // the act, as the command line names it
	Email  string `json:"email,omitempty"`  // of the person it was about; empty for everybody
	Office string `json:"office,omitempty"` // which was given or ended
}

// json writes an answer for programs.
func (t *terminal) json(v any) error {
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// complaint is what went wrong, for programs: a line beside the answer.
type complaint struct {
	Error  string         `json:"error"`
	Fields []fieldAtFault `json:"fields,omitempty"`
}

type fieldAtFault struct {
	Name    string `json:"name"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
}

func (t *terminal) complainJSON(err error) {
	c := complaint{Error: err.Error()}
	if f, ok := errors.AsType[*fault.Error](err); ok && len(f.Fields) > 0 {
		c.Error = f.Message
		for _, field := range f.Fields {
			c.Fields = append(c.Fields, fieldAtFault{field.Name, field.Value, field.Message})
		}
	}
	e := json.NewEncoder(t.err)
	e.SetEscapeHTML(false)
	_ = e.Encode(c) // there is no third place to say it
}
