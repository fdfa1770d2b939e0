package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
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
		threads = nil
		at := map[id.Entry]int{}
		for _, c := range list {
			t := Thread{Remark: c, By: refOf(people, c.Author), ClosedBy: refOf(people, c.ClosedBy)}
			if i, ok := at[c.ReplyTo]; ok && c.ReplyTo != "" {
				threads[i].Replies = append(threads[i].Replies, t)
				continue
			}
			at[c.ID] = len(threads)
			threads = append(threads, t)
		}
		return err
	})
	return threads, err
}

// Remark comments on an example, an area at a step or the whole of a version that
// is open for comments, or replies to a comment. Everybody who has signed in may.
func (w *Workflow) Remark(ctx context.Context, actor access.Actor, once Once, ref framework.Ref, said framework.Remark) error {
	if err := signedIn(actor, access.ScopeFramework); err != nil {
		return err
	}
	if strings.TrimSpace(said.Text) == "" || len(said.Text) > maxRemark {
		return fault.InvalidFields([]fault.Field{{Name: "remark", Message: "Write something, in 4,000 bytes at most. What you typed is still here."}})
	}
	asked := struct {
		Ref  framework.Ref
		Said framework.Remark
	}{ref, said}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if err := w.mayRemark(tx.Reader, ref, said); err != nil {
			return "", err
		}
		said.ID, said.Author, said.At = id.New[id.Entry](), actor.Person, tx.Now()
		if err := tx.AddComment(ref, said); err != nil {
			return "", err
		}
		return string(said.ID), record(tx, actor, frameworkEntry(audit.RemarkMade, ref))
	})
	return err
}

// mayRemark refuses comments on what is not open for them or not there.
func (w *Workflow) mayRemark(r *store.Reader, ref framework.Ref, said framework.Remark) error {
	text, err := r.Framework(ref)
	if err != nil || text.Status == framework.Draft {
		return orElse(err, fault.NotFound())
	}
	if text.Status != framework.Comment {
		return fault.New(fault.Conflict, "This version is not open for comments any more. Its text stays as it is; say it about the next one.")
	}
	f, err := w.parse(text)
	if err != nil {
		return err
	}
	if said.ReplyTo != "" {
		_, err := r.Comment(ref, said.ReplyTo)
		return err
	}
	area, step, _ := strings.Cut(said.Target, "/")
	_, isExample := f.Example(framework.ExampleID(said.Target))
	_, isArea := f.Area(framework.AreaID(area))
	_, isStep := f.Step(framework.StepID(step))
	if said.Target != "" && !isExample && !(isArea && isStep) {
		return fault.NotFound()
	}
	return nil
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
	return w.write(ctx, actor, once, asked, func(tx *store.Tx, _ Editor) (audit.Entry, error) {
		if _, err := tx.Comment(ref, remark); err != nil {
			return audit.Entry{}, err
		}
		return frameworkEntry(audit.RemarkClosed, ref), tx.CloseComment(remark, outcome, actor.Person)
	})
}
