package main

import "cairn/internal/framework"

// The answer of diff for programs.
type (
	diffJSON struct {
		Before  string        `json:"before"`
		After   string        `json:"after"`
		Summary string        `json:"summary"`
		Fields  []fieldJSON   `json:"fields"` // of the framework, its words and its policy
		Items   []itemJSON    `json:"items"`
		Example []exampleJSON `json:"examples"`
	}
	fieldJSON struct {
		Part   string `json:"part,omitempty"`
		Field  string `json:"field"`
		Before string `json:"before"`
		After  string `json:"after"`
		Words  string `json:"words,omitempty"`
	}
	itemJSON struct {
		Part   string      `json:"part"`
		Change string      `json:"change"`
		ID     string      `json:"id"`
		WasID  string      `json:"was_id,omitempty"`
		Name   string      `json:"name"`
		Fields []fieldJSON `json:"fields,omitempty"`
	}
	exampleJSON struct {
		Change string      `json:"change"`
		Area   string      `json:"area"`
		Step   string      `json:"step,omitempty"`
		Level  string      `json:"level,omitempty"`
		ID     string      `json:"id"`
		WasID  string      `json:"was_id,omitempty"`
		Before string      `json:"before,omitempty"`
		After  string      `json:"after,omitempty"`
		Words  string      `json:"words,omitempty"`
		Fields []fieldJSON `json:"fields,omitempty"`
	}
)

func diffAnswer(d framework.Diff) diffJSON {
	a := diffJSON{Before: d.Before.String(), After: d.After.String(), Summary: d.Counts(), Fields: []fieldJSON{}, Items: []itemJSON{}, Example: []exampleJSON{}}
	a.Fields = append(a.Fields, fieldsJSON("framework", d.Head)...)
	a.Fields = append(a.Fields, fieldsJSON("words", d.Words)...)
	a.Fields = append(a.Fields, fieldsJSON("policy", d.Policy)...)
	for _, part := range []struct {
		name string
		all  []framework.ItemChange
	}{{"step", d.Steps}, {"area", d.Areas}, {"discipline", d.Disciplines}, {"role", d.Roles}, {"question", d.Questions}, {"scale", d.Scales}, {"profile", d.Profiles}} {
		for _, c := range part.all {
			a.Items = append(a.Items, itemJSON{part.name, string(c.Kind), c.ID, c.WasID, c.Name, fieldsJSON("", c.Fields)})
		}
	}
	for _, p := range d.Places {
		for _, c := range p.Changes {
			a.Example = append(a.Example, exampleAnswer(p, c))
		}
	}
	return a
}

func exampleAnswer(p framework.PlaceChange, c framework.ExampleChange) exampleJSON {
	e := exampleJSON{Change: string(c.Kind), Area: string(p.Area), Step: string(p.Step), Level: string(p.Level), ID: string(c.After.ID),
		Before: c.Before.Text, After: c.After.Text, Fields: fieldsJSON("", c.Fields)}
	if c.After.ID == "" {
		e.ID = string(c.Before.ID)
	} else if c.Renamed() {
		e.WasID = string(c.Before.ID)
	}
	if len(c.Text) > 0 {
		e.Words = worded(c.Text, c.Before.Text, c.After.Text)
	}
	return e
}

func fieldsJSON(part string, all []framework.FieldChange) (made []fieldJSON) {
	for _, f := range all {
		made = append(made, fieldJSON{part, f.Field, f.Before, f.After, worded(f.Words, f.Before, f.After)})
	}
	return made
}
