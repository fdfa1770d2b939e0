package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/priority"
	"cairn/internal/store"
)

func aboutPriorityShare(s priority.Share, b access.Bond, act audit.Act) audit.Entry {
	return audit.Entry{Hat: b.Hat(), Act: act, Item: "priorities", Subject: s.Subject, Object: "priority-share/" + string(s.ID)}
}

// AskPriorityShare proposes, by either of the two, to show what both agreed to
// one of the person's squads. Nothing is shown before the other agrees.
func (w *Workflow) AskPriorityShare(ctx context.Context, actor access.Actor, once Once, subject id.Person, squad id.Unit) (id.PriorityShare, error) {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		Squad   id.Unit
	}{subject, squad}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := bond(tx.Reader, actor, subject)
		if err != nil || !priority.VisibleTo(b) {
			return "", orElse(err, fault.NotFound())
		}
		manager, managed, err := tx.ManagerOf(subject)
		if err != nil || !managed {
			return "", orElse(err, fault.New(fault.Conflict, lang.Later("Sharing takes the two of you, and there is no manager at the moment.")))
		}
		if err := maySharePriorities(tx.Reader, subject, squad); err != nil {
			return "", err
		}
		s := priority.Share{ID: id.New[id.PriorityShare](), Subject: subject, Manager: manager, Squad: squad, AskedBy: prioritySide(b), AskedAt: tx.Now()}
		if err := tx.AddPriorityShare(s); err != nil {
			return "", err
		}
		if err := tellOfPriority(tx, subject, s.AskedBy, "priority-share/"+string(s.ID), true); err != nil {
			return "", err
		}
		return string(s.ID), record(tx, actor, aboutPriorityShare(s, b, audit.PriorityShareAsked))
	})
	return id.PriorityShare(made), err
}

func maySharePriorities(r *store.Reader, subject id.Person, squad id.Unit) error {
	wrong := func(message string) error {
		return fault.InvalidFields([]fault.Field{{Name: "squad", Message: message}})
	}
	squads, err := squadsOf(r, subject)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(squads, func(u org.Unit) bool { return u.ID == squad }) {
		return wrong(lang.Later("Choose one of the squads of the person whose priorities they are."))
	}
	shares, err := r.PrioritySharesOf(subject)
	if err == nil && slices.ContainsFunc(shares, func(s priority.Share) bool { return s.Squad == squad }) {
		err = wrong(lang.Later("This is shared with the squad already, or waits for one of you."))
	}
	return err
}

// AgreePriorityShare begins a share that the other of the pair asked for.
func (w *Workflow) AgreePriorityShare(ctx context.Context, actor access.Actor, once Once, ref id.PriorityShare) error {
	return w.changePriorityShare(ctx, actor, once, ref, audit.PriorityShared, func(tx *store.Tx, s priority.Share, side priority.Side) error {
		if s.WaitsFor() != side {
			return fault.New(fault.Conflict, lang.Later("There is nothing here that waits for you to agree. Here is how it stands now."))
		}
		return tx.BeginPriorityShare(s.ID)
	})
}

// EndPriorityShare ends a share at once, by either of the two. One that waits is
// declined or taken back by it.
func (w *Workflow) EndPriorityShare(ctx context.Context, actor access.Actor, once Once, ref id.PriorityShare) error {
	return w.changePriorityShare(ctx, actor, once, ref, audit.PriorityShareEnded, func(tx *store.Tx, s priority.Share, _ priority.Side) error {
		return tx.EndPriorityShare(s.ID)
	})
}

func (w *Workflow) changePriorityShare(ctx context.Context, actor access.Actor, once Once, ref id.PriorityShare, act audit.Act, f func(*store.Tx, priority.Share, priority.Side) error) error {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return err
	}
	asked := struct {
		Act audit.Act
		Ref id.PriorityShare
	}{act, ref}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		s, b, err := reachPriorityShare(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if err := f(tx, s, prioritySide(b)); err != nil {
			return "", err
		}
		if err := tellOfPriority(tx, s.Subject, prioritySide(b), "priority-share/"+string(s.ID), false); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutPriorityShare(s, b, act))
	})
	return err
}

// reachPriorityShare finds a share for one of the pair; nobody else acts on it.
func reachPriorityShare(r *store.Reader, actor access.Actor, ref id.PriorityShare) (priority.Share, access.Bond, error) {
	s, err := r.PriorityShare(ref)
	if err != nil {
		return s, access.Bond{}, err
	}
	b, err := bond(r, actor, s.Subject)
	if err == nil && !priority.VisibleTo(b) {
		err = fault.NotFound()
	}
	return s, b, err
}

// PrioritySubject tells one of the pair whose priorities a share is about.
func (w *Workflow) PrioritySubject(ctx context.Context, actor access.Actor, ref id.PriorityShare) (subject id.Person, err error) {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		s, _, err := reachPriorityShare(r, actor, ref)
		subject = s.Subject
		return err
	})
	if err != nil {
		return "", err
	}
	return subject, nil
}

// priorityShareTitle names a share to one of the pair.
func priorityShareTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	s, b, err := reachPriorityShare(r, actor, id.PriorityShare(ref))
	if err != nil || b.Self {
		return lang.Say(r.Context(), "Your priorities"), err
	}
	people, err := r.PeopleByID([]id.Person{s.Subject})
	return lang.Say(r.Context(), "{name}’s priorities", "name", people[s.Subject].Name), err
}

// newPairs ends what pairs chose to share that are pairs no more: the new manager
// has not chosen it.
func newPairs(tx *store.Tx, changed []org.Line) error {
	return tx.EndPrioritySharesOfAll(peopleOfLines(changed))
}
