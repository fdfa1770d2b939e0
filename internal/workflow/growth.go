package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// sideOf tells as which of the pair the actor of the bond acts.
func sideOf(b access.Bond) growth.Side {
	if b.Self {
		return growth.Self
	}
	return growth.Manager
}

func aboutFocus(f *growth.Focus, b access.Bond, act audit.Act) audit.Entry {
	return audit.Entry{Hat: b.Hat(), Act: act, Item: "focus", Subject: f.Subject, Object: "growth/" + string(f.ID)}
}

// entryOf is a line of the focus area's history by whoever acts.
func entryOf(tx *store.Tx, by id.Person, f *growth.Focus, what growth.What, words string) growth.Entry {
	return growth.Entry{ID: id.New[id.Entry](), Subject: f.Subject, Focus: f.ID, Author: by, At: tx.Now(), What: what, State: f.State, Words: words}
}

// SuggestFocus puts a focus area into the subject's plan, by either of the two;
// the other is asked to agree.
func (w *Workflow) SuggestFocus(ctx context.Context, actor access.Actor, once Once, subject id.Person, c growth.Content) (id.Focus, error) {
	if err := signedIn(actor, access.ScopeGrowth); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		Content growth.Content
	}{subject, c}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := runningBond(tx.Reader, actor, subject)
		if err != nil || !growth.RunBy(b) {
			return "", orElse(err, fault.NotFound())
		}
		if _, managed, err := tx.ManagerOf(subject); err != nil || !managed {
			return "", orElse(err, fault.New(fault.Conflict, lang.Later("A focus area is agreed by two, and there is no manager at the moment. What you typed is still here.")))
		}
		fw, err := w.current(tx.Reader)
		if err != nil {
			return "", err
		}
		f, err := growth.Suggest(subject, actor.Person, sideOf(b), c, fw, tx.Now())
		if err != nil {
			return "", err
		}
		if err := addFocus(tx, actor.Person, f, growth.WasSuggested); err != nil {
			return "", err
		}
		if err := tellOfFocus(tx, f, sideOf(b)); err != nil {
			return "", err
		}
		return string(f.ID), record(tx, actor, aboutFocus(f, b, audit.FocusSuggested))
	})
	return id.Focus(made), err
}

func addFocus(tx *store.Tx, by id.Person, f *growth.Focus, what growth.What) error {
	if err := tx.AddFocus(f); err != nil {
		return err
	}
	return tx.AddGrowthEntry(entryOf(tx, by, f, what, ""))
}

// tellOfFocus tells the other of the pair that the side wrote something.
func tellOfFocus(tx *store.Tx, f *growth.Focus, side growth.Side) error {
	kind := notice.GrowthWritten
	if f.WaitsFor == side.Other() {
		kind = notice.GrowthSuggested
	}
	if side != growth.Self {
		return tell(tx, f.Subject, kind, "growth/"+string(f.ID))
	}
	return tellManager(tx, f.Subject, kind, "growth/"+string(f.ID))
}

// focusTitle is what a focus area is called to one of the pair.
func focusTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	f, b, err := reachFocus(r, actor, id.Focus(ref))
	if err != nil || b.Self {
		return lang.Say(r.Context(), "Your growth plan"), err
	}
	people, err := r.PeopleByID([]id.Person{f.Subject})
	return lang.Say(r.Context(), "{name}’s growth plan", "name", people[f.Subject].Name), err
}

// takeUp makes what both have signed in an evaluation part of the plan.
func takeUp(tx *store.Tx, actor access.Actor, e *evaluation.Evaluation, side evaluation.SideName, focuses []evaluation.Focus) error {
	if e.Stage != evaluation.Agreed || len(focuses) == 0 {
		return nil
	}
	for _, one := range focuses {
		f := growth.FromEvaluation(e.Subject, e.ID, e.Framework, one.Area, one.Text, tx.Now())
		if err := addFocus(tx, actor.Person, f, growth.WasTakenUp); err != nil {
			return err
		}
	}
	hat := access.Bond{Self: side == evaluation.SelfSide, Manager: side == evaluation.ManagerSide}.Hat()
	return record(tx, actor, audit.Entry{Act: audit.FocusTakenUp, Hat: hat, Item: "focus", Subject: e.Subject, Object: "evaluation/" + string(e.ID)})
}

// focusChange is an act on a focus area by one of the pair.
type focusChange struct {
	act   audit.Act
	what  growth.What
	words string
	f     func(tx *store.Tx, f *growth.Focus, side growth.Side) error
}

func (w *Workflow) changeFocus(ctx context.Context, actor access.Actor, once Once, ref id.Focus, read int64, input any, c focusChange) error {
	if err := signedIn(actor, access.ScopeGrowth); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Focus
		Read  int64
		Input any
	}{c.act, ref, read, input}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		f, b, err := reachFocus(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if read != f.Version {
			return "", fault.Stale()
		}
		before := f.Content
		if err := c.f(tx, f, sideOf(b)); err != nil {
			return "", err
		}
		if err := tx.SaveFocus(f); err != nil {
			return "", err
		}
		entry := entryOf(tx, actor.Person, f, c.what, c.words)
		if c.what == growth.WasChanged {
			entry.Before = &before
		}
		if err := tx.AddGrowthEntry(entry); err != nil {
			return "", err
		}
		if err := tellOfFocus(tx, f, sideOf(b)); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutFocus(f, b, c.act))
	})
	return err
}

// reachFocus loads a focus area for one of the pair; for everybody else, those
// it is shared with among them, there is none to act on.
func reachFocus(r *store.Reader, actor access.Actor, ref id.Focus) (*growth.Focus, access.Bond, error) {
	subject, err := r.FocusSubject(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := runningBond(r, actor, subject)
	if err != nil || !growth.RunBy(b) {
		return nil, b, orElse(err, fault.NotFound())
	}
	f, err := r.Focus(ref)
	return f, b, err
}

// AgreeFocus makes a suggestion of the other a focus area of both, as it was read.
func (w *Workflow) AgreeFocus(ctx context.Context, actor access.Actor, once Once, ref id.Focus, read int64) error {
	return w.changeFocus(ctx, actor, once, ref, read, nil, focusChange{audit.FocusAgreed, growth.WasAgreed, "", func(_ *store.Tx, f *growth.Focus, side growth.Side) error {
		return f.Agree(actor.Person, side)
	}})
}

// ChangeFocus puts other words in place of those that were read.
func (w *Workflow) ChangeFocus(ctx context.Context, actor access.Actor, once Once, ref id.Focus, read int64, c growth.Content) error {
	return w.changeFocus(ctx, actor, once, ref, read, c, focusChange{audit.FocusChanged, growth.WasChanged, "", func(tx *store.Tx, f *growth.Focus, side growth.Side) error {
		fw, err := w.current(tx.Reader)
		if err != nil {
			return err
		}
		return f.Change(actor.Person, side, c, fw)
	}})
}

// MoveFocus says how a focus area goes, with words where there are some.
func (w *Workflow) MoveFocus(ctx context.Context, actor access.Actor, once Once, ref id.Focus, read int64, to growth.State, words string) error {
	words = strings.TrimSpace(words)
	asked := struct {
		To    growth.State
		Words string
	}{to, words}
	return w.changeFocus(ctx, actor, once, ref, read, asked, focusChange{audit.FocusMoved, growth.WasMoved, words, func(_ *store.Tx, f *growth.Focus, _ growth.Side) error {
		if err := growth.CheckWords(words, false); err != nil {
			return err
		}
		return f.Move(to, words)
	}})
}

// SayOnFocus adds a note to a focus area: what came of a look at it, a question,
// a wish. Both read it, and nobody changes it.
func (w *Workflow) SayOnFocus(ctx context.Context, actor access.Actor, once Once, ref id.Focus, read int64, words string) error {
	words = strings.TrimSpace(words)
	return w.changeFocus(ctx, actor, once, ref, read, words, focusChange{audit.FocusSaid, growth.WasSaid, words, func(*store.Tx, *growth.Focus, growth.Side) error {
		return growth.CheckWords(words, true)
	}})
}

// SayStaying keeps the actor's own answer about aiming at a wider step. There is
// nobody who could say it for somebody else, so it names no person.
func (w *Workflow) SayStaying(ctx context.Context, actor access.Actor, once Once, staying bool, words string) error {
	if err := signedIn(actor, access.ScopeGrowth); err != nil {
		return err
	}
	words = strings.TrimSpace(words)
	asked := struct {
		Staying bool
		Words   string
	}{staying, words}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if err := growth.CheckWords(words, false); err != nil {
			return "", err
		}
		a := growth.Answer{ID: id.New[id.Entry](), Subject: actor.Person, At: tx.Now(), Staying: staying, Words: words}
		if err := tx.AddAnswer(a); err != nil {
			return "", err
		}
		b := access.Bond{Known: true, Self: true}
		return "", record(tx, actor, audit.Entry{Act: audit.StayingSaid, Hat: b.Hat(), Item: "focus", Subject: actor.Person, Object: "person/" + string(actor.Person)})
	})
	return err
}
