// Package guide holds the organisation's own guide: pages and questions that
// people partners write, in versions that stay, each beside a process or for
// itself. Pure: no storage, no clock of its own.
package guide

import (
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Process is something people do in Cairn that the built-in guide explains.
type Process string

// The processes, in the order in which they are listed.
const (
	Evaluation   Process = "evaluation"
	NotAgreed    Process = "not-agreed"
	Growth       Process = "growth"
	Priorities   Process = "priorities"
	Feedback     Process = "feedback"
	Promotion    Process = "promotion"
	Consultation Process = "consultation"
	Roles        Process = "roles"
	Journey      Process = "journey"
	Rollout      Process = "rollout"
	Visibility   Process = "visibility"
)

// Processes lists them.
func Processes() []Process {
	return []Process{Evaluation, NotAgreed, Growth, Priorities, Feedback, Promotion, Consultation, Roles, Journey, Rollout, Visibility}
}

// Kind is how a page is shown.
type Kind string

// Kinds of page.
const (
	Page     Kind = "page"
	Question Kind = "question" // with its answer, among the questions
)

// Content is what a page says. Body is Markdown.
type Content struct {
	Kind    Kind
	Title   string
	Body    string
	Process Process // beside which it stands; empty for itself
}

// Version is one text of a page. It is never changed; the last one holds, and a
// page whose last one is gone is not shown.
type Version struct {
	Page     id.Guide
	Revision int64
	Content
	Author id.Person
	At     clock.Instant
	Gone   bool
}

// Limits of a page, in bytes.
const (
	MaxTitle = 200
	MaxBody  = 40_000
)

// Tidy takes away what stands around the words.
func (c Content) Tidy() Content {
	c.Title, c.Body = strings.TrimSpace(c.Title), strings.TrimSpace(strings.ReplaceAll(c.Body, "\r\n", "\n"))
	return c
}

// Check says what is missing or too long. Field names are the form's.
func (c Content) Check() error {
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	if c.Kind != Page && c.Kind != Question {
		say("kind", lang.Later("Choose whether this is a page or a question with its answer."))
	}
	if c.Title == "" || len(c.Title) > MaxTitle || strings.ContainsAny(c.Title, "\n\r") {
		say("title", lang.Later("Give it a title, or write the question, in one line of 200 bytes at most."))
	}
	if c.Body == "" || len(c.Body) > MaxBody {
		say("body", lang.Later("Write the text, in 40,000 bytes at most. What you typed is still here."))
	}
	if c.Process != "" && !slices.Contains(Processes(), c.Process) {
		say("process", lang.Later("Choose one of the list, or none."))
	}
	return fault.InvalidFields(wrong)
}
