package api

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/workflow"
)

// forSession begins the table of a subject that is for whoever is signed in: what is
// between two people, or done by an office, has no scope of a token.
func forSession(tag string) func(method, path, name, summary, about string, register func(*service, Operation), items ...string) Operation {
	return func(method, path, name, summary, about string, register func(*service, Operation), items ...string) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: items, Plain: len(items) == 0, Session: true, Between: true, Tag: tag, Summary: summary, About: about, register: register}
	}
}

// OwnAct is an act about nothing that has an id.
type OwnAct struct{ Idempotent }

// bodyField tells where the field of a failure stands, when names differ from those in
// the body.
func bodyField(i Idempotent, field string, called map[string]string) (Mistake, bool) {
	if m, ok := i.place(field); ok {
		return m, true
	}
	if name, ok := called[field]; ok {
		field = name
	}
	return Mistake{Location: "body." + field}, field != ""
}

// WordsAct is an act on something with a few words.
type WordsAct struct {
	Act
	Body struct {
		Words string `json:"words,omitempty" maxLength:"5000" doc:"5,000 bytes at most."`
	}
}

func (in *WordsAct) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"answer": "words", "why": "words", "reason": "words"})
}

// OwnWords is an act of one's own with a few words.
type OwnWords struct {
	Idempotent
	Body struct {
		Words string `json:"words,omitempty" maxLength:"5000" doc:"5,000 bytes at most."`
	}
}

func (in *OwnWords) place(field string) (Mistake, bool) { return bodyField(in.Idempotent, field, nil) }

// VersionedAct is an act on something as it was read.
type VersionedAct struct {
	Act
	IfMatch string `header:"If-Match" required:"true" pattern:"^\"[1-9][0-9]*\"$" maxLength:"20" doc:"The version that was read, in quotes. When it has changed since, the answer is 409 and nothing is done."`
}

func (in VersionedAct) read() (int64, error) { return Matching{in.IfMatch}.read(nil) }

// asSeen is which thing the act is about, and the version at which it was read.
func asSeen[T ~string](in VersionedAct) (ref T, read int64, err error) {
	if ref, err = parse[T](in.ID); err == nil {
		read, err = in.read()
	}
	return ref, read, err
}

// asRead is which thing the act is about, and the act on what was read of it.
func asRead[T ~string](in VersionedAct) (ref T, once workflow.Once, err error) {
	ref, seen, err := asSeen[T](in)
	return ref, in.onRead(seen), err
}

// acting is an act of workflow on one thing, with nothing to say.
type acting[T ~string] func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, T) error

// simply makes an operation of such an act.
func simply[T ~string](act acting[T]) func(*service, Operation) {
	return on(func(s *service, v visit, in *Act) (*done, error) {
		ref, err := parse[T](in.ID)
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), ref))
	})
}

// sayingWhy is an act of workflow on one thing with words.
type sayingWhy[T ~string] func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, T, string) error

// withWords makes an operation of such an act.
func withWords[T ~string](act sayingWhy[T]) func(*service, Operation) {
	return on(func(s *service, v visit, in *WordsAct) (*done, error) {
		ref, err := parse[T](in.ID)
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), ref, in.Body.Words))
	})
}

// ownWords makes an operation of an act of one's own with words.
func ownWords(act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, string) error) func(*service, Operation) {
	return on(func(s *service, v visit, in *OwnWords) (*done, error) {
		return finished(act(s.Workflow, v, v.actor, in.once(), in.Body.Words))
	})
}

// bodyDay reads a day of a body; one that is left out is for the rules to ask for.
func bodyDay(field, text string) (clock.Date, error) {
	if text == "" {
		return "", nil
	}
	on, err := clock.ParseDate(text)
	if err != nil {
		return "", mistaken(field, "Give the day as year, month and day, like 2026-09-01.")
	}
	return on, nil
}
