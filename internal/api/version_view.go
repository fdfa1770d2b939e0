package api

import (
	"time"

	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// Versions are the versions of the framework.
type Versions struct {
	Versions []Version `json:"versions"`
	Next     string    `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Version is one version of a framework.
type Version struct {
	Name        string     `json:"name" doc:"Names the version in addresses." example:"steps-1.0"`
	Framework   string     `json:"framework" example:"steps"`
	Version     string     `json:"version" example:"1.0"`
	Life        string     `json:"life" enum:"draft,open_for_comments,coming,in_force,earlier,retired"`
	From        string     `json:"from,omitempty" format:"date" doc:"The first day on which it is or was in force."`
	Until       string     `json:"until,omitempty" format:"date" doc:"The day from which another one is or was in force."`
	PublishedAt *time.Time `json:"published_at,omitempty"`
	RetiredAt   *time.Time `json:"retired_at,omitempty"`
	Before      string     `json:"before,omitempty" doc:"The name of the version before it."`
	Revision    int64      `json:"revision,omitempty" doc:"While it is written: what to name in If-Match."`
}

// VersionText is one version with its text.
type VersionText struct {
	Version
	Text     Framework `json:"text"`
	Examples []Example `json:"examples"`
}

// WordChange is a piece of text that stayed, came or went.
type WordChange struct {
	Text string `json:"text"`
	Kind string `json:"kind" enum:"same,added,removed"`
}

// FieldChange is one field that differs, in words for a person.
type FieldChange struct {
	Field  string       `json:"field" example:"summary"`
	Before string       `json:"before"`
	After  string       `json:"after"`
	Words  []WordChange `json:"words"`
}

// ItemChange is a thing that was added, removed or changed.
type ItemChange struct {
	What   string        `json:"what" enum:"step,area,discipline,role,question,scale,profile"`
	Kind   string        `json:"kind" enum:"added,removed,changed"`
	ID     string        `json:"id"`
	WasID  string        `json:"was_id,omitempty"`
	Name   string        `json:"name"`
	Fields []FieldChange `json:"fields"`
}

// ExampleChange is an example that was added, removed, changed, moved or put in
// other words.
type ExampleChange struct {
	Kind   string        `json:"kind" enum:"added,removed,changed,moved,reworded"`
	Area   string        `json:"area"`
	Step   string        `json:"step,omitempty"`
	Level  string        `json:"level,omitempty"`
	Before *Example      `json:"before,omitempty"`
	After  *Example      `json:"after,omitempty"`
	Text   []WordChange  `json:"text" doc:"Empty when the sentence stayed."`
	Fields []FieldChange `json:"fields" doc:"What else differs, and from where to where it moved."`
}

// Changes is how one version became another.
type Changes struct {
	From     string          `json:"from" example:"steps-1.0"`
	To       string          `json:"to" example:"steps-1.1"`
	Summary  string          `json:"summary" example:"1 example added, 2 examples changed"`
	Head     []FieldChange   `json:"head" doc:"Name, language and source of the framework."`
	Words    []FieldChange   `json:"words" doc:"The organisation's own words."`
	Policy   []FieldChange   `json:"policy"`
	Items    []ItemChange    `json:"items"`
	Examples []ExampleChange `json:"examples" doc:"Area by area, step by step."`
}

var lives = map[framework.Life]string{
	framework.BeingWritten: "draft", framework.OpenForComments: "open_for_comments", framework.Coming: "coming",
	framework.InForce: "in_force", framework.Earlier: "earlier", framework.TakenOut: "retired",
}

func versionOf(l workflow.VersionLine) Version {
	out := Version{
		Name: l.Slug(), Framework: l.ID, Version: l.Version, Life: lives[l.Life], From: string(l.From), Until: string(l.Until),
		PublishedAt: moment(l.PublishedAt), RetiredAt: moment(l.RetiredAt),
	}
	if l.Before.Version != "" {
		out.Before = l.Before.Slug()
	}
	if l.Life == framework.BeingWritten || l.Life == framework.OpenForComments {
		out.Revision = l.Revision
	}
	return out
}

func changesOf(d framework.Diff) Changes {
	out := Changes{
		From: d.Before.Slug(), To: d.After.Slug(), Summary: d.Counts(), Items: []ItemChange{}, Examples: []ExampleChange{},
		Head: each(d.Head, fieldChangeOf), Words: each(d.Words, fieldChangeOf), Policy: each(d.Policy, fieldChangeOf),
	}
	for _, part := range []struct {
		what  string
		items []framework.ItemChange
	}{
		{"step", d.Steps}, {"area", d.Areas}, {"discipline", d.Disciplines}, {"role", d.Roles},
		{"question", d.Questions}, {"scale", d.Scales}, {"profile", d.Profiles},
	} {
		for _, c := range part.items {
			out.Items = append(out.Items, ItemChange{part.what, string(c.Kind), c.ID, c.WasID, c.Name, each(c.Fields, fieldChangeOf)})
		}
	}
	for _, p := range d.Places {
		for _, c := range p.Changes {
			out.Examples = append(out.Examples, exampleChangeOf(p, c))
		}
	}
	return out
}

func exampleChangeOf(p framework.PlaceChange, c framework.ExampleChange) ExampleChange {
	out := ExampleChange{
		Kind: string(c.Kind), Area: string(p.Area), Step: string(p.Step), Level: string(p.Level),
		Text: each(c.Text, wordChangeOf), Fields: each(c.Fields, fieldChangeOf),
	}
	if c.Before.ID != "" {
		before := exampleOf(c.Before)
		out.Before = &before
	}
	if c.After.ID != "" {
		after := exampleOf(c.After)
		out.After = &after
	}
	return out
}

func fieldChangeOf(f framework.FieldChange) FieldChange {
	return FieldChange{f.Field, f.Before, f.After, each(f.Words, wordChangeOf)}
}

func wordChangeOf(w framework.WordChange) WordChange { return WordChange{w.Text, string(w.Kind)} }
