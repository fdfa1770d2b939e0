package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/role"
	"cairn/internal/store"
)

// reachRequest loads a request for one of the two; for the lead who is asked as
// well where asLead says so. To everybody else there is nothing.
func reachRequest(r *store.Reader, actor access.Actor, ref id.RoleRequest, asLead bool) (*store.RoleRequest, access.Bond, error) {
	found, err := r.RoleRequest(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := bond(r, actor, found.Subject)
	if err != nil || role.VisibleTo(b) {
		return found, b, err
	}
	if asLead && found.ToldTo(actor.Person) {
		leads, err := leadOver(r, found.Subject)
		if err != nil || leads == actor.Person {
			return found, b, err
		}
	}
	return nil, b, fault.NotFound()
}

// leadOver is the lead of the person's tribe, through the chapter before the squad;
// empty where there is none, or where it is the person.
func leadOver(r *store.Reader, subject id.Person) (id.Person, error) {
	chart, err := r.ChartOf([]id.Person{subject})
	if err != nil {
		return "", err
	}
	leads := slices.DeleteFunc(chart.LeadsOver(subject, org.Tribe), func(p id.Person) bool { return p == subject })
	if len(leads) == 0 {
		return "", nil
	}
	return leads[0], nil
}

// requestChange is one act on a request.
type requestChange struct {
	lead  bool // the lead who is asked does it, and not one of the two
	act   audit.Act
	allow func(access.Bond) bool
	do    func(*store.Tx, access.Bond, *store.RoleRequest) error
	tell  func(*store.RoleRequest) id.Person
}

func isManager(b access.Bond) bool { return b.Manager }
func isSelf(b access.Bond) bool    { return b.Self }

func (w *Workflow) changeRequest(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest, input any, c requestChange) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct {
		Request id.RoleRequest
		Act     audit.Act
		Input   any
	}{ref, c.act, input}, func(tx *store.Tx) (string, error) {
		r, b, err := reachRequest(tx.Reader, actor, ref, c.lead)
		if err != nil {
			return "", err
		}
		if !c.lead && !c.allow(b) {
			return "", fault.NotFound()
		}
		if err := c.do(tx, b, r); err != nil {
			return "", err
		}
		if err := tx.SaveRoleRequest(r); err != nil {
			return "", err
		}
		if c.tell != nil {
			if err := tell(tx, c.tell(r), notice.RoleAsked, aboutRequest(r.ID)); err != nil {
				return "", err
			}
		}
		return "", record(tx, actor, requestEntry(r, b, c.act))
	})
	return err
}

// requestEntry is the line of the journal. What belongs to a departure names
// nobody it is about: see docs/decisions.
func requestEntry(r *store.RoleRequest, b access.Bond, act audit.Act) audit.Entry {
	if act == audit.DepartureMoved {
		return audit.Entry{Act: act, Item: "exception", Hat: departureHat(b), Object: aboutDeparture(r.Departure.ID)}
	}
	return audit.Entry{Act: act, Item: "role", Hat: b.Hat(), Subject: r.Subject, Object: aboutRequest(r.ID)}
}

func departureHat(b access.Bond) string {
	if b.Pair() {
		return b.Hat()
	}
	return "tribe lead"
}

func whoseRequest(r *store.RoleRequest) id.Person { return r.Subject }

// ConfirmRole is the manager's yes: the role is taken up, or laid down, from now
// on.
func (w *Workflow) ConfirmRole(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest) error {
	return w.changeRequest(ctx, actor, once, ref, "confirm", requestChange{
		act: audit.RoleAnswered, allow: isManager, tell: whoseRequest,
		do: func(tx *store.Tx, b access.Bond, r *store.RoleRequest) error {
			short, err := w.short(tx.Reader, r)
			if err != nil {
				return err
			}
			if err := r.Confirm(short, tx.Now()); err != nil {
				return err
			}
			return w.fulfil(tx, actor, b, r)
		},
	})
}

// fulfil gives the role for the days that were asked for; where it came about
// otherwise meanwhile, that is well.
func (w *Workflow) fulfil(tx *store.Tx, actor access.Actor, b access.Bond, r *store.RoleRequest) error {
	n, err := w.names(tx.Reader)
	if err != nil {
		return err
	}
	entry := taken(r)
	same, err := sameRole(tx.Reader, n, entry)
	if err != nil {
		return err
	}
	var span org.Span
	if r.Kind == role.LayDown {
		if entry, err = roleEntry(same, tx.Now(), func(t org.RoleTaken) bool { return !r.Entry.IsSet() || t.Since == r.Entry }); err != nil {
			return nil // it is over already
		}
		span, err = w.calendar(tx.Reader).Ended(entry.Span, r.Days.Until)
	} else {
		if r.Days == (role.Days{}) && heldAt(same, tx.Now()) {
			return nil
		}
		if span, err = w.calendar(tx.Reader).Entry(r.Days); err == nil {
			err = w.calendar(tx.Reader).Free(span, spansOf(same))
		}
	}
	if err != nil {
		return overtaken(err)
	}
	return giveRole(tx, actor, b, r.Kind, entry, span)
}

func heldAt(same []org.RoleTaken, now clock.Instant) bool {
	return slices.ContainsFunc(same, func(t org.RoleTaken) bool { return t.Covers(now) })
}

// overtaken says to a manager why days that were asked for cannot be any more.
func overtaken(err error) error {
	why := fault.Told(err)
	if _, fields := fault.Safe(err); len(fields) > 0 {
		why = fields[0].Told()
	}
	return fault.Wrap(fault.Conflict, "{why} Nothing was changed: talk about other days, and say here why not these.", err, "why", why)
}

// short tells whether the framework asks for a wider step than the person's. Only
// the two may learn it.
func (w *Workflow) short(r *store.Reader, q *store.RoleRequest) (bool, error) {
	f, err := w.catalogue(r) // roles that units add have a minimum too
	if fault.Is(err, fault.Unavailable) {
		return false, nil
	}
	if err != nil || !q.Catalogue || q.Kind != role.TakeUp {
		return false, err
	}
	step, err := present(r, q.Subject)
	meets, applies := framework.MeetsMinimum(f, framework.RoleID(q.Role), step)
	return applies && !meets, err
}

// DeclineRole is the manager's no, with words that the person reads.
func (w *Workflow) DeclineRole(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest, words string) error {
	return w.changeRequest(ctx, actor, once, ref, words, requestChange{
		act: audit.RoleAnswered, allow: isManager, tell: whoseRequest,
		do: func(tx *store.Tx, _ access.Bond, r *store.RoleRequest) error { return r.Decline(words, tx.Now()) },
	})
}

// WithdrawRole takes the person's request back.
func (w *Workflow) WithdrawRole(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest) error {
	return w.changeRequest(ctx, actor, once, ref, "withdraw", requestChange{
		act: audit.RoleAnswered, allow: isSelf,
		do: func(tx *store.Tx, _ access.Bond, r *store.RoleRequest) error { return r.Withdraw(tx.Now()) },
	})
}

// AskDeparture has the manager ask for a departure from the framework, in words
// that do not name a step. Where nobody leads a tribe above the person, the manager
// writes the reason.
func (w *Workflow) AskDeparture(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest, why string) error {
	return w.changeRequest(ctx, actor, once, ref, why, requestChange{
		act: audit.DepartureMoved, allow: isManager,
		do: func(tx *store.Tx, _ access.Bond, r *store.RoleRequest) error {
			if err := w.withoutStep(tx.Reader, "why", why); err != nil {
				return err
			}
			lead, err := leadOver(tx.Reader, r.Subject)
			if err != nil {
				return err
			}
			if lead == "" {
				lead = actor.Person
			}
			if d := r.Departure; d != nil && !d.AnsweredAt.IsSet() && d.Lead != lead {
				r.Recall() // whoever was asked leads no more
			}
			short, err := w.short(tx.Reader, r)
			if err != nil {
				return err
			}
			return r.AskDeparture(actor.Person, lead, why, short, tx.Now())
		},
	})
}

// withoutStep refuses words that name a step: the lead is asked without it.
func (w *Workflow) withoutStep(r *store.Reader, field, text string) error {
	f, err := w.current(r)
	if err != nil {
		return err
	}
	if name, ok := namesStep(f, text); ok {
		return fault.InvalidFields([]fault.Field{{Name: field, Message: lang.Later("This names a step ({name}). A departure is written without it: say what the person would do in the role, and why that would be good."), With: []any{"name", name}}})
	}
	return nil
}

func namesStep(f *framework.Framework, text string) (string, bool) {
	words := " " + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n.,;:!?()\"", r) }), " ") + " "
	for _, s := range f.StepsInOrder() {
		if s.Name != "" && strings.Contains(words, " "+s.Name+" ") {
			return s.Name, true
		}
	}
	return "", false
}

// DecideDeparture is the person's word on whether the lead is asked: only then
// does the lead learn of it.
func (w *Workflow) DecideDeparture(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest, ask bool) error {
	return w.changeRequest(ctx, actor, once, ref, ask, requestChange{
		act: audit.RoleAnswered, allow: isSelf,
		do: func(tx *store.Tx, _ access.Bond, r *store.RoleRequest) error { return r.Decide(ask, tx.Now()) },
	})
}

// AnswerDeparture is the lead's answer, with the reason that stays with the role.
func (w *Workflow) AnswerDeparture(ctx context.Context, actor access.Actor, once Once, ref id.RoleRequest, agreed bool, reason string) error {
	return w.changeRequest(ctx, actor, once, ref, struct {
		Agreed bool
		Reason string
	}{agreed, reason}, requestChange{
		lead: true, act: audit.DepartureMoved,
		do: func(tx *store.Tx, _ access.Bond, r *store.RoleRequest) error {
			if !r.ToldTo(actor.Person) {
				return fault.NotFound()
			}
			if err := w.withoutStep(tx.Reader, "reason", reason); err != nil {
				return err
			}
			return r.AnswerDeparture(actor.Person, agreed, reason, tx.Now())
		},
	})
}
