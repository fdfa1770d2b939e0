package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/promotion"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// Correctable is a thing about the actor that they can put their words beside.
type Correctable struct {
	Object string
	Title  string
	Path   string // where it stands, and the words with it
	Item   string // of the permission matrix
	Before []rights.Correction
}

// AboutStep and AboutSalary name the person's Step and salary as things to correct.
func AboutStep(p id.Person) string { return "step/" + string(p) }

// AboutSalary names the person's salary.
func AboutSalary(p id.Person) string { return "salary/" + string(p) }

// Correctable returns the thing, if it is about the actor and shown to them. For
// everybody else there is none.
func (w *Workflow) Correctable(ctx context.Context, actor access.Actor, object string) (c Correctable, err error) {
	if err := own(actor); err != nil {
		return c, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		if c, err = correctable(r, actor, object); err == nil {
			c.Before, err = r.CorrectionsOn(object)
		}
		return err
	})
	return c, err
}

func correctable(r *store.Reader, actor access.Actor, object string) (Correctable, error) {
	noun, ref := notice.Noun(object)
	c, me := Correctable{Object: object}, actor.Person
	self := access.Bond{Known: true, Self: true}
	switch noun {
	case "evaluation":
		e, err := r.Evaluation(id.Evaluation(ref))
		c.Title, c.Path, c.Item = lang.Later("An evaluation of yours"), "/evaluations/"+ref, "compare"
		return c, mine(err, err == nil && e.Subject == me && (e.BothSee() || e.Closed()))
	case "feedback":
		f, err := r.Feedback(id.Feedback(ref))
		c.Title, c.Path, c.Item = lang.Later("Feedback about you"), "/feedback/"+ref, "fb_subject"
		return c, mine(err, err == nil && f.Subject == me && f.ReadableBy(self, me))
	case "promotion":
		p, err := r.Promotion(id.Promotion(ref))
		c.Title, c.Path, c.Item = lang.Later("A promotion of yours"), "/promotions/"+ref, "case"
		return c, mine(err, err == nil && p.Subject == me && p.VisibleTo(self, false, false, r.Now()) != promotion.Nothing)
	case "step":
		c.Title, c.Path, c.Item = lang.Later("Your Step and how it came to be"), "/people/"+ref, "step"
		return c, mine(nil, ref == string(me))
	case "salary":
		c.Title, c.Path, c.Item = lang.Later("What is said about your pay"), "/pay", "salary"
		return c, mine(nil, ref == string(me))
	}
	return c, fault.NotFound()
}

func mine(err error, is bool) error {
	if err == nil && !is {
		err = fault.NotFound()
	}
	return err
}

// Correct puts the actor's words beside the thing, where everybody reads them who
// reads the thing. Neither is ever edited.
func (w *Workflow) Correct(ctx context.Context, actor access.Actor, once Once, object, words string) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Correct, Words string }{object, words}, func(tx *store.Tx) (string, error) {
		thing, err := correctable(tx.Reader, actor, object)
		if err != nil {
			return "", err
		}
		c, err := rights.NewCorrection(actor.Person, object, words, tx.Now())
		if err != nil {
			return "", err
		}
		if err := tx.AddCorrection(c); err != nil {
			return "", err
		}
		if err := tellManagerOf(tx, actor.Person, object); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.CorrectionMade, Hat: "self", Item: thing.Item, Subject: actor.Person, Object: object})
	})
	return err
}

// tellManagerOf tells the manager, where the inbox knows such a thing and the manager
// can read it; what they cannot read stands in no inbox.
func tellManagerOf(tx *store.Tx, subject id.Person, object string) error {
	noun, _ := notice.Noun(object)
	manager, ok, err := tx.ManagerOf(subject)
	if _, known := things[noun]; err != nil || !ok || !known {
		return err
	}
	return tell(tx, manager, notice.CorrectionMade, object)
}

// fillCorrections loads what stands beside the thing, where the thing itself is shown.
func fillCorrections(r *store.Reader, shown bool, object string, into *[]rights.Correction) (err error) {
	if shown {
		*into, err = r.CorrectionsOn(object)
	}
	return err
}
