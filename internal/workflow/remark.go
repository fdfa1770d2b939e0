package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// maxRemark bounds a comment on the framework, in bytes.
const maxRemark = 4_000

// Thread is a comment on a version with the replies to it.
type Thread struct {
	framework.Remark
	By       PersonRef
	ClosedBy PersonRef
	Replies  []Thread
}

// Remarks returns what was said about the version being written or about an
// earlier one, to whoever may read it, the oldest first.
func (w *Workflow) Remarks(ctx context.Context, actor access.Actor, ref framework.Ref) (threads []Thread, err error) {
	if err := seesFramework(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if _, err := readable(r, actor, ref); err != nil {
			return err
		}
		list, err := r.Comments(ref)
		if err != nil {
			return err
		}
		var who []id.Person
		for _, c := range list {
			who = append(who, c.Author, c.ClosedBy)
		}
		people, err := r.PeopleByID(who)
		threads = threadsOf(list, people)
		return err
	})
	return threads, err
}

// threadsOf puts replies below what they answer, even where both are of one
// instant.
func threadsOf(list []framework.Remark, people map[id.Person]org.Person) (threads []Thread) {
	at := map[id.Entry]int{}
	for _, answers := range []bool{false, true} {
		for _, c := range list {
			t := Thread{Remark: c, By: refOf(people, c.Author), ClosedBy: refOf(people, c.ClosedBy)}
			switch {
			case answers != (c.ReplyTo != ""):
			case answers:
				i := at[c.ReplyTo]
				threads[i].Replies = append(threads[i].Replies, t)
			default:
				at[c.ID] = len(threads)
				threads = append(threads, t)
			}
		}
	}
	return threads
}

// Remark comments on an example, an area at a step or the whole of a version that
// is open for comments, or replies to a comment. Everybody who has signed in may.
func (w *Workflow) Remark(ctx context.Context, actor access.Actor, once Once, ref framework.Ref, said framework.Remark) (id.Entry, error) {
	if err := writesFramework(actor); err != nil {
		return "", err
	}
	if strings.TrimSpace(said.Text) == "" || len(said.Text) > maxRemark {
		return "", fault.InvalidFields([]fault.Field{{Name: "remark", Message: "Write something, in 4,000 bytes at most. What you typed is still here."}})
	}
	asked := struct {
		Ref  framework.Ref
		Said framework.Remark
	}{ref, said}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		said, err := w.mayRemark(tx.Reader, ref, said)
		if err != nil {
			return "", err
		}
		said.ID, said.Author, said.At = id.New[id.Entry](), actor.Person, tx.Now()
		if err := tx.AddComment(ref, said); err != nil {
			return "", err
		}
		return string(said.ID), record(tx, actor, frameworkEntry(audit.RemarkMade, ref))
	})
	return id.Entry(made), err
}

// errClosed answers who comments on a version that is open no more.
var errClosed = fault.New(fault.Conflict, "This version is not open for comments any more. Its text stays as it is; say it about the next one.")

// mayRemark refuses comments on what is not open for them or not there. A reply
// belongs to the comment that began the talk, whichever reply it answers.
func (w *Workflow) mayRemark(r *store.Reader, ref framework.Ref, said framework.Remark) (framework.Remark, error) {
	f, err := w.openText(r, ref)
	if err != nil {
		return said, err
	}
	if said.ReplyTo != "" {
		to, err := r.Comment(ref, said.ReplyTo)
		if to.ReplyTo != "" {
			said.ReplyTo = to.ReplyTo
		}
		said.Target = to.Target
		return said, err
	}
	if said.Target != "" && !hasTarget(f, said.Target) {
		return said, fault.NotFound()
	}
	return said, nil
}

// openText returns the version while it is open for comments. A draft is not
// there for commenting, and what is published is closed.
func (w *Workflow) openText(r *store.Reader, ref framework.Ref) (*framework.Framework, error) {
	text, err := r.Framework(ref)
	if err != nil || text.Status == framework.Draft {
		return nil, orElse(err, fault.NotFound())
	}
	if text.Status != framework.Comment {
		return nil, errClosed
	}
	return w.parse(text)
}

func hasTarget(f *framework.Framework, target string) bool {
	area, step, _ := strings.Cut(target, "/")
	_, isExample := f.Example(framework.ExampleID(target))
	_, isArea := f.Area(framework.AreaID(area))
	_, isStep := f.Step(framework.StepID(step))
	return isExample || isArea && isStep
}

// CloseRemark notes that a comment was settled, or that its words went into the
// text; who may write that part of the text does.
func (w *Workflow) CloseRemark(ctx context.Context, actor access.Actor, once Once, ref framework.Ref, remark id.Entry, outcome framework.Outcome) error {
	if outcome != framework.Resolved && outcome != framework.Adopted {
		return fault.InvalidFields([]fault.Field{{Name: "outcome", Message: "Say whether the comment was settled or its words were taken over."}})
	}
	asked := struct {
		Ref     framework.Ref
		Remark  id.Entry
		Outcome framework.Outcome
	}{ref, remark, outcome}
	return w.write(ctx, actor, once, asked, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		f, err := w.openText(tx.Reader, ref)
		if err != nil {
			return audit.Entry{}, err
		}
		c, err := tx.Comment(ref, remark)
		if err != nil || c.ReplyTo != "" || !editor.MaySettle(f, c.Target) {
			return audit.Entry{}, orElse(err, fault.NotFound())
		}
		return frameworkEntry(audit.RemarkClosed, ref), tx.CloseComment(remark, outcome, actor.Person)
	})
}

// MaySettle tells whether the person may close a comment on the target: people
// partners any, owners of a discipline those on its examples.
func (e Editor) MaySettle(f *framework.Framework, target string) bool {
	x, isExample := f.Example(framework.ExampleID(target))
	return e.Everything || isExample && e.MayWrite(x)
}
