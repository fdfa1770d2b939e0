package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/priority"
	"cairn/internal/store"
)

// prioritySide tells as which of the pair the actor of the bond acts.
func prioritySide(b access.Bond) priority.Side {
	if b.Self {
		return priority.Self
	}
	return priority.Manager
}

func aboutPriority(p *priority.Priority, b access.Bond, act audit.Act) audit.Entry {
	return audit.Entry{Hat: b.Hat(), Act: act, Item: "priorities", Subject: p.Subject, Object: "priority/" + string(p.ID)}
}

func priorityEntry(tx *store.Tx, by id.Person, p *priority.Priority, what priority.What, words string) priority.Entry {
	return priority.Entry{ID: id.New[id.Entry](), Subject: p.Subject, Priority: p.ID, Author: by, At: tx.Now(), What: what, State: p.State, Words: words}
}

var errNobodyToAgree = fault.New(fault.Conflict, lang.Later("A priority is agreed by two, and there is no manager at the moment. What you typed is still here."))

// SuggestPriority puts a priority to the other of the pair, by either of the two.
func (w *Workflow) SuggestPriority(ctx context.Context, actor access.Actor, once Once, subject id.Person, c priority.Content) (id.Priority, error) {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		Content priority.Content
	}{subject, c}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := runningBond(tx.Reader, actor, subject)
		if err != nil || !priority.RunBy(b) {
			return "", orElse(err, fault.NotFound())
		}
		if _, managed, err := tx.ManagerOf(subject); err != nil || !managed {
			return "", orElse(err, errNobodyToAgree)
		}
		p, err := priority.Suggest(subject, actor.Person, prioritySide(b), c, tx.Now())
		if err != nil {
			return "", err
		}
		return string(p.ID), addPriority(tx, actor, b, p, priority.WasSuggested)
	})
	return id.Priority(made), err
}

func addPriority(tx *store.Tx, actor access.Actor, b access.Bond, p *priority.Priority, what priority.What) error {
	if err := tx.AddPriority(p); err != nil {
		return err
	}
	if err := tx.AddPriorityEntry(priorityEntry(tx, actor.Person, p, what, "")); err != nil {
		return err
	}
	if err := tellOfPriority(tx, p.Subject, prioritySide(b), "priority/"+string(p.ID), true); err != nil {
		return err
	}
	return record(tx, actor, aboutPriority(p, b, audit.PrioritySuggested))
}

// tellOfPriority tells the other of the pair that the side wrote something, or
// asks for an answer.
func tellOfPriority(tx *store.Tx, subject id.Person, side priority.Side, object string, asks bool) error {
	kind := notice.PriorityWritten
	if asks {
		kind = notice.PrioritySuggested
	}
	if side != priority.Self {
		return tell(tx, subject, kind, object)
	}
	return tellManager(tx, subject, kind, object)
}

// priorityTitle is what a priority is called to one of the pair.
func priorityTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	p, b, err := reachPriority(r, actor, id.Priority(ref))
	if err != nil || b.Self {
		return lang.Say(r.Context(), "Your priorities"), err
	}
	people, err := r.PeopleByID([]id.Person{p.Subject})
	return lang.Say(r.Context(), "{name}’s priorities", "name", people[p.Subject].Name), err
}

// reachPriority loads a priority for one of the pair; for everybody else, those
// it is shared with among them, there is none to act on.
func reachPriority(r *store.Reader, actor access.Actor, ref id.Priority) (*priority.Priority, access.Bond, error) {
	subject, err := r.PrioritySubject(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := runningBond(r, actor, subject)
	if err != nil || !priority.RunBy(b) {
		return nil, b, orElse(err, fault.NotFound())
	}
	p, err := r.Priority(ref)
	return p, b, err
}

// priorityChange is an act on a priority by one of the pair. It keeps the words
// that stood there when other ones come.
type priorityChange struct {
	act   audit.Act
	what  priority.What
	words string
	f     func(tx *store.Tx, p *priority.Priority, side priority.Side) error
}

func (w *Workflow) changePriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64, input any, c priorityChange) error {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Priority
		Read  int64
		Input any
	}{c.act, ref, read, input}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		p, b, err := reachPriority(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if read != p.Version {
			return "", fault.Stale()
		}
		before := p.Content
		if err := c.f(tx, p, prioritySide(b)); err != nil {
			return "", err
		}
		if err := tx.SavePriority(p); err != nil {
			return "", err
		}
		entry := priorityEntry(tx, actor.Person, p, c.what, c.words)
		if before != p.Content || p.Wish != nil && c.what == priority.WasChanged {
			entry.Before = &before
		}
		if err := tx.AddPriorityEntry(entry); err != nil {
			return "", err
		}
		asks := p.WaitsFor == prioritySide(b).Other()
		if err := tellOfPriority(tx, p.Subject, prioritySide(b), "priority/"+string(p.ID), asks); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutPriority(p, b, c.act))
	})
	return err
}

// AgreePriority makes the words of the other those of both, as they were read.
// What is carried over leaves its period then.
func (w *Workflow) AgreePriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64) error {
	return w.changePriority(ctx, actor, once, ref, read, nil, priorityChange{audit.PriorityAgreed, priority.WasAgreed, "", func(tx *store.Tx, p *priority.Priority, side priority.Side) error {
		first := p.State == priority.Suggested
		if err := p.Agree(side); err != nil || !first || p.From == "" {
			return err
		}
		return carryOver(tx, actor.Person, p.From)
	}})
}

func carryOver(tx *store.Tx, by id.Person, from id.Priority) error {
	before, err := tx.Priority(from)
	if err != nil {
		return err
	}
	if err := before.CarryOver(); err != nil {
		return err
	}
	if err := tx.SavePriority(before); err != nil {
		return err
	}
	return tx.AddPriorityEntry(priorityEntry(tx, by, before, priority.WasCarried, ""))
}

// ChangePriority proposes other words, or another period, to the other side.
func (w *Workflow) ChangePriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64, c priority.Content) error {
	return w.changePriority(ctx, actor, once, ref, read, c, priorityChange{audit.PriorityChanged, priority.WasChanged, "", func(_ *store.Tx, p *priority.Priority, side priority.Side) error {
		return p.Change(actor.Person, side, c)
	}})
}

// KeepPriority leaves the agreed words as they were: by the one who was asked, or
// by the one who proposed others.
func (w *Workflow) KeepPriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64) error {
	return w.changePriority(ctx, actor, once, ref, read, nil, priorityChange{audit.PriorityKept, priority.WasKept, "", func(_ *store.Tx, p *priority.Priority, _ priority.Side) error {
		return p.Keep()
	}})
}

// MovePriority says how a priority stands, or what came of it.
func (w *Workflow) MovePriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64, to priority.State, words string) error {
	words = strings.TrimSpace(words)
	asked := struct {
		To    priority.State
		Words string
	}{to, words}
	return w.changePriority(ctx, actor, once, ref, read, asked, priorityChange{audit.PriorityMoved, priority.WasMoved, words, func(_ *store.Tx, p *priority.Priority, _ priority.Side) error {
		if err := priority.CheckWords(words, false); err != nil {
			return err
		}
		return p.Move(to, words)
	}})
}

// SayOnPriority adds a note that both read and nobody changes.
func (w *Workflow) SayOnPriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64, words string) error {
	words = strings.TrimSpace(words)
	return w.changePriority(ctx, actor, once, ref, read, words, priorityChange{audit.PrioritySaid, priority.WasSaid, words, func(*store.Tx, *priority.Priority, priority.Side) error {
		return priority.CheckWords(words, true)
	}})
}

// CarryPriority suggests that a priority goes on in another period. The earlier
// one stays as it is until the other of the pair agrees.
func (w *Workflow) CarryPriority(ctx context.Context, actor access.Actor, once Once, ref id.Priority, read int64, c priority.Content) (id.Priority, error) {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return "", err
	}
	asked := struct {
		Ref     id.Priority
		Read    int64
		Content priority.Content
	}{ref, read, c}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		p, b, err := reachPriority(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if read != p.Version {
			return "", fault.Stale()
		}
		if _, managed, err := tx.ManagerOf(p.Subject); err != nil || !managed {
			return "", orElse(err, errNobodyToAgree)
		}
		next, err := p.Carry(actor.Person, prioritySide(b), c, tx.Now())
		if err != nil {
			return "", err
		}
		return string(next.ID), addPriority(tx, actor, b, next, priority.WasSuggested)
	})
	return id.Priority(made), err
}
