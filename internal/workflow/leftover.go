package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// LeftoverView is a draft that is left with its author: whom it is about, and the
// author's own words.
type LeftoverView struct {
	evaluation.Leftover
	Person PersonRef
	Text   *framework.Framework
}

// Leftovers returns the drafts that are left with the actor, who manages those
// they are about no more. There is nothing in them but the actor's own words. A
// token does not reach them.
func (w *Workflow) Leftovers(ctx context.Context, actor access.Actor) (views []LeftoverView, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err := leftHere(r, actor.Person)
		if err != nil {
			return err
		}
		people, err := r.PeopleByID(eachOf(list, func(l evaluation.Leftover) id.Person { return l.Subject }))
		views = nil
		for _, l := range list {
			v := LeftoverView{Leftover: l, Person: refOf(people, l.Subject)}
			var failed error
			if v.Text, failed = w.framework(r, l.Framework); failed != nil {
				return failed
			}
			views = append(views, v)
		}
		return err
	})
	return views, err
}

// leftHere leaves out what is past its time, though the sweep has not come yet.
func leftHere(r *store.Reader, author id.Person) ([]evaluation.Leftover, error) {
	list, err := r.LeftoversBy(author)
	return slices.DeleteFunc(list, func(l evaluation.Leftover) bool { return !l.Here(r.Now()) }), err
}

func (w *Workflow) onLeftover(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, asked any, f func(*store.Tx, evaluation.Leftover) error) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		list, err := leftHere(tx.Reader, actor.Person)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(list, func(l evaluation.Leftover) bool { return l.Evaluation == ref })
		if i < 0 {
			return "", fault.NotFound()
		}
		return "", f(tx, list[i])
	})
	return err
}

// LeftoverTexts are the texts of a draft that is left, and the revision that was
// read.
type LeftoverTexts struct {
	Evaluation id.Evaluation
	Revision   int64
	Texts      map[evaluation.Key]string
}

func rewrite(l evaluation.Leftover, in LeftoverTexts) (evaluation.Leftover, error) {
	if l.Revision != in.Revision {
		return l, fault.Stale()
	}
	for key, text := range in.Texts {
		if len(text) > evaluation.MaxText {
			return l, fault.InvalidFields([]fault.Field{{Name: "text:" + string(key), Message: lang.Later("This text is longer than 10,000 bytes. Shorten it; nothing of it is lost here.")}})
		}
	}
	l.Body = l.Rewritten(in.Texts)
	return l, nil
}

// SaveLeftover keeps other texts of a draft that is left with the actor.
func (w *Workflow) SaveLeftover(ctx context.Context, actor access.Actor, once Once, in LeftoverTexts) error {
	return w.onLeftover(ctx, actor, once, in.Evaluation, in, func(tx *store.Tx, l evaluation.Leftover) error {
		l, err := rewrite(l, in)
		if err != nil {
			return err
		}
		return tx.SaveLeftover(l)
	})
}

// GiveLeftover leaves the draft to the pair as a closing note. They read it from
// the moment both of their sides are open, so that the person still writes blind.
func (w *Workflow) GiveLeftover(ctx context.Context, actor access.Actor, once Once, in LeftoverTexts) error {
	asked := struct{ Give LeftoverTexts }{in}
	return w.onLeftover(ctx, actor, once, in.Evaluation, asked, func(tx *store.Tx, l evaluation.Leftover) error {
		given, err := rewrite(l, in)
		if err != nil {
			return err
		}
		if given.Body.Empty() {
			return fault.New(fault.Invalid, lang.Later("There is nothing in it to leave. Write something, or remove the draft."))
		}
		if err := tx.AddClosingNote(given); err != nil {
			return err
		}
		if err := tx.DropLeftover(l); err != nil {
			return err
		}
		if err := tellOfNote(tx, l); err != nil {
			return err
		}
		return record(tx, actor, aboutLeftover(l, audit.ClosingNoteGiven))
	})
}

// tellOfNote tells the person once they can read it.
func tellOfNote(tx *store.Tx, l evaluation.Leftover) error {
	e, err := tx.Evaluation(l.Evaluation)
	if err != nil || !e.BothSee() {
		return err
	}
	return tell(tx, l.Subject, notice.EvaluationSaid, aboutEvaluation(e))
}

func aboutLeftover(l evaluation.Leftover, act audit.Act) audit.Entry {
	return audit.Entry{Hat: "former manager", Act: act, Item: "mgr_draft", Subject: l.Subject, Object: "evaluation/" + string(l.Evaluation)}
}

// RemoveLeftover removes a draft that is left with the actor.
func (w *Workflow) RemoveLeftover(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	asked := struct{ Remove id.Evaluation }{ref}
	return w.onLeftover(ctx, actor, once, ref, asked, func(tx *store.Tx, l evaluation.Leftover) error {
		if err := tx.DropLeftover(l); err != nil {
			return err
		}
		return record(tx, actor, aboutLeftover(l, audit.DraftRemoved))
	})
}

// RemoveOldLeftovers removes the drafts that were left longer ago than their
// authors had time for, and returns how many. Doing it again removes none twice.
func (w *Workflow) RemoveOldLeftovers(ctx context.Context) (removed int, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		removed = 0
		list, err := tx.LeftoversBefore(tx.Now().Add(-evaluation.LeftFor))
		if err != nil {
			return err
		}
		for _, l := range list {
			if err := tx.DropLeftover(l); err != nil {
				return err
			}
			line := aboutLeftover(l, audit.DraftExpired)
			line.Hat = ""
			if err := record(tx, access.System(access.ViaItself), line); err != nil {
				return err
			}
			removed++
		}
		return nil
	})
	return removed, err
}

// ClosingView is what a manager before left for the pair.
type ClosingView struct {
	evaluation.ClosingNote
	By PersonRef
}

func closingViews(r *store.Reader, e *evaluation.Evaluation) (views []ClosingView, err error) {
	notes, err := r.ClosingNotes(e)
	if err != nil || len(notes) == 0 {
		return nil, err
	}
	people, err := r.PeopleByID(eachOf(notes, func(n evaluation.ClosingNote) id.Person { return n.Author }))
	for _, n := range notes {
		views = append(views, ClosingView{n, refOf(people, n.Author)})
	}
	return views, err
}
