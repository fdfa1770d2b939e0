package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// NotePlace is something an entry can stand beside, as its owner sees it.
type NotePlace struct {
	Thing   string
	Path    string
	Name    string
	Manager string // who reads the entry there
	Decider bool   // whoever decides reads it too
	MayEnd  bool   // it can be taken back at the moment
}

// beside is what the rules say about one thing and an entry beside it.
type beside struct {
	mayAttach error
	mayDetach error
	reads     func(access.Bond) (access.Bond, error) // the bond with which the actor reads it; withheld when they do not
}

// besideOf loads the thing for the owner of an entry; a thing of somebody else is
// answered as absent.
func besideOf(r *store.Reader, actor access.Actor, owner id.Person, thing string) (beside, error) {
	switch noun, ref := notice.Noun(thing); noun {
	case "evaluation":
		e, err := r.Evaluation(id.Evaluation(ref))
		if err != nil || e.Subject != owner {
			return beside{}, orElse(err, fault.NotFound())
		}
		may := e.MayWrite(evaluation.SelfSide)
		return beside{may, may, func(b access.Bond) (access.Bond, error) {
			if !b.Manager || !e.BothSee() || !actor.May(access.ScopeEvaluations) {
				return b, fault.NotFound()
			}
			return b, nil
		}}, nil
	case "promotion":
		c, err := r.Promotion(id.Promotion(ref))
		if err != nil || c.Subject != owner {
			return beside{}, orElse(err, fault.NotFound())
		}
		return beside{c.MayAttach(), c.MayDetach(), func(access.Bond) (access.Bond, error) {
			eye, b, err := eyeOn(r, actor, c)
			if err != nil || eye == promotion.Nothing || actor.Via == access.ViaToken {
				return b, orElse(err, fault.NotFound())
			}
			return b, nil
		}}, nil
	}
	return beside{}, fault.NotFound()
}

// reachNote returns the bond with which the actor reads the entry: as its owner, as
// the manager whom it is shown to, or beside something they read. For everybody
// else there is none.
func reachNote(r *store.Reader, actor access.Actor, b access.Bond, n *growth.Note) (access.Bond, error) {
	if n.VisibleTo(b, actor.Person) {
		return b, nil
	}
	list, err := r.AttachmentsOf(n.ID)
	if err != nil {
		return b, err
	}
	for _, a := range list {
		at, err := besideOf(r, actor, n.Owner, a.Thing)
		if err != nil {
			return b, err
		}
		if with, err := at.reads(b); !fault.Is(err, fault.Withheld) {
			return with, err
		}
	}
	return b, fault.NotFound()
}

// free refuses to change an entry that stands beside what was handed in or agreed to.
func free(r *store.Reader, actor access.Actor, n *growth.Note) error {
	list, err := r.AttachmentsOf(n.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		at, err := besideOf(r, actor, n.Owner, a.Thing)
		if err != nil {
			return err
		}
		if err := growth.Held(at.mayDetach != nil); err != nil {
			return err
		}
	}
	return nil
}

// AttachNote puts an own entry beside an own evaluation that is being written, or a
// case that the person considers.
func (w *Workflow) AttachNote(ctx context.Context, actor access.Actor, once Once, ref id.Note, thing string) error {
	return w.noteAct(ctx, actor, once, ref, audit.NoteAttached, thing, func(tx *store.Tx, n *growth.Note) error {
		at, err := ownBeside(tx.Reader, actor, n, thing)
		if err := orElse(err, at.mayAttach); err != nil {
			return err
		}
		return tx.AttachNote(n.ID, thing)
	})
}

// DetachNote takes it back, before the side is handed in or the person has agreed.
func (w *Workflow) DetachNote(ctx context.Context, actor access.Actor, once Once, ref id.Note, thing string) error {
	return w.noteAct(ctx, actor, once, ref, audit.NoteDetached, thing, func(tx *store.Tx, n *growth.Note) error {
		at, err := ownBeside(tx.Reader, actor, n, thing)
		if err := orElse(err, at.mayDetach); err != nil {
			return err
		}
		return tx.DetachNote(n.ID, thing)
	})
}

// ownBeside is besideOf for the owner, who may not know of every case about them.
func ownBeside(r *store.Reader, actor access.Actor, n *growth.Note, thing string) (beside, error) {
	at, err := besideOf(r, actor, n.Owner, thing)
	if err != nil {
		return at, err
	}
	switch noun, ref := notice.Noun(thing); noun {
	case "promotion":
		_, err = caseOfOwn(r, actor, id.Promotion(ref))
	case "evaluation":
		if !actor.May(access.ScopeEvaluations) {
			err = fault.NotFound()
		}
	}
	return at, err
}

// caseOfOwn is a case about the actor that they know of.
func caseOfOwn(r *store.Reader, actor access.Actor, ref id.Promotion) (*promotion.Case, error) {
	c, err := r.Promotion(ref)
	if err != nil {
		return nil, err
	}
	eye, b, err := eyeOn(r, actor, c)
	if err != nil || eye != promotion.Whole || !b.Self || actor.Via == access.ViaToken {
		return nil, orElse(err, fault.NotFound())
	}
	return c, nil
}

// attachPicked keeps beside a case the entries that the manager picked and the
// person shows them, at the instant at which the person agrees to it. Whatever is
// shown no longer stays out.
func attachPicked(tx *store.Tx, c *promotion.Case) error {
	text, _, err := tx.CaseText(c)
	if err != nil {
		return err
	}
	for _, e := range text.Evidence {
		if e.Kind != promotion.FromJournal {
			continue
		}
		n, err := tx.Note(id.Note(e.Ref))
		if fault.Is(err, fault.Absent) {
			continue // removed
		}
		if err != nil {
			return err
		}
		if n.Owner != c.Subject || n.SharedWith != c.Manager {
			continue
		}
		if err := tx.AttachNote(n.ID, aboutCase(c.ID)); err != nil {
			return err
		}
	}
	return nil
}

// AttachedNotes returns the entries that stand beside a thing, to those who read
// them there. Each reading by somebody else is journalled.
func (w *Workflow) AttachedNotes(ctx context.Context, actor access.Actor, owner id.Person, thing string) (views []NoteView, err error) {
	err = w.readAbout(ctx, actor, owner, access.ScopeNotes, func(r *store.Reader, b access.Bond, journal journal) error {
		views, err = w.attachedNotes(r, actor, b, owner, thing, journal)
		return err
	})
	if err != nil {
		return nil, err
	}
	return views, nil
}

func (w *Workflow) attachedNotes(r *store.Reader, actor access.Actor, b access.Bond, owner id.Person, thing string, journal journal) ([]NoteView, error) {
	at, err := besideOf(r, actor, owner, thing)
	if err != nil {
		return nil, err
	}
	if !b.Self {
		if b, err = at.reads(b); err != nil {
			if fault.Is(err, fault.Withheld) {
				err = nil // what is there is not for them yet
			}
			return nil, err
		}
	}
	list, err := r.AttachedTo(thing)
	if err != nil {
		return nil, err
	}
	notes := make([]*growth.Note, len(list))
	for i, a := range list {
		if notes[i], err = r.Note(a.Note); err != nil {
			return nil, err
		}
		if err := journal(audit.Entry{Item: "notes_self", Subject: owner, Object: noteObject(a.Note), Hat: b.Hat()}); err != nil {
			return nil, err
		}
	}
	return w.noteViews(r, actor, notes)
}

// fillPlaces tells the owner beside what an entry stands, and beside what it could.
func fillPlaces(r *store.Reader, actor access.Actor, v *NoteView) error {
	list, err := r.AttachmentsOf(v.ID)
	if err != nil {
		return err
	}
	stands := map[string]bool{}
	for _, a := range list {
		at, err := besideOf(r, actor, v.Note.Owner, a.Thing)
		if err != nil {
			return err
		}
		v.Held = v.Held || at.mayDetach != nil
		v.Beside, stands[a.Thing] = append(v.Beside, notePlaceOf(a.Thing, v.Manager, at.mayDetach == nil)), true
	}
	e, open, err := r.OpenEvaluationOf(v.Note.Owner)
	if err != nil {
		return err
	}
	if open && e.MayWrite(evaluation.SelfSide) == nil && !stands[objectOf(e.ID)] {
		v.Places = append(v.Places, notePlaceOf(objectOf(e.ID), v.Manager, true))
	}
	c, open, err := r.OpenPromotionOf(v.Note.Owner)
	if err != nil || !open || c.MayAttach() != nil || actor.Via == access.ViaToken || stands[aboutCase(c.ID)] {
		return err
	}
	v.Places = append(v.Places, notePlaceOf(aboutCase(c.ID), v.Manager, true))
	return nil
}

func notePlaceOf(thing string, manager PersonRef, mayEnd bool) NotePlace {
	p := NotePlace{Thing: thing, Path: pathOf(thing), Name: lang.Later("your evaluation"), Manager: manager.Name, MayEnd: mayEnd}
	if noun, _ := notice.Noun(thing); noun == "promotion" {
		p.Name, p.Decider = lang.Later("the case about your growth"), true
	}
	return p
}
