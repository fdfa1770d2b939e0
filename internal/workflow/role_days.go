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
	"cairn/internal/org"
	"cairn/internal/role"
	"cairn/internal/store"
)

// calendar is that of the organisation at this instant.
func (w *Workflow) calendar(r *store.Reader) role.Calendar {
	return role.Calendar{
		Now:   r.Now(),
		Start: func(d clock.Date) clock.Instant { return startOf(d, w.zone) },
		Day:   func(i clock.Instant) clock.Date { return clock.DateOf(i, w.zone) },
	}
}

// roleNamed finds the catalogue's role of that name; other words are kept as they
// are.
func (n names) roleNamed(who id.Person, named string) org.RoleTaken {
	if n.framework != nil {
		if known, ok := n.framework.RoleNamed(named); ok {
			return org.RoleTaken{Person: who, Role: string(known.ID), Catalogue: true}
		}
	}
	return org.RoleTaken{Person: who, Role: strings.Join(strings.Fields(named), " ")}
}

// sameRole lists the entries of the person for the role, whatever its case.
func sameRole(r *store.Reader, n names, taken org.RoleTaken) ([]org.RoleTaken, error) {
	all, err := r.RolesOf(taken.Person)
	return slices.DeleteFunc(all, func(t org.RoleTaken) bool {
		return t.Role != taken.Role && org.Compare(n.role(t), n.role(taken)) != 0
	}), err
}

func spansOf(list []org.RoleTaken) (spans []org.Span) {
	for _, t := range list {
		spans = append(spans, t.Span)
	}
	return spans
}

// roleEntry is the first entry that is meant and not over: what is over is not laid
// down again.
func roleEntry(same []org.RoleTaken, now clock.Instant, meant func(org.RoleTaken) bool) (org.RoleTaken, error) {
	for _, t := range same { // the oldest first
		if over := t.Until.IsSet() && t.Until <= now; !over && meant(t) {
			return t, nil
		}
	}
	return org.RoleTaken{}, fault.InvalidFields([]fault.Field{{Name: "role", Message: lang.Later("This role is not held any more. Nothing was changed.")}})
}

// begins finds what begins on the day; without one, anything.
func (w *Workflow) begins(r *store.Reader, on clock.Date) func(org.RoleTaken) bool {
	return func(t org.RoleTaken) bool { return !on.IsSet() || w.calendar(r).Day(t.Since) == on }
}

// redate gives an entry other days; one that never comes to be goes.
func redate(tx *store.Tx, taken org.RoleTaken, span org.Span) error {
	if role.Never(span) {
		return tx.DropRole(taken)
	}
	return tx.RedateRole(taken, span)
}

// RoleEntry names an entry of a person's history by the role and its first day. The
// moment of that day is nobody's: it would tell what was talked about before.
type RoleEntry struct {
	Role string
	From clock.Date
}

// RedateRole corrects the days of a role, whether it is over, held or to come; the
// manager and people partners do it. For a role with a minimum step an entry only
// grows by the manager's confirming it anew, whoever asks and whatever the Step.
func (w *Workflow) RedateRole(ctx context.Context, actor access.Actor, once Once, subject id.Person, entry RoleEntry, days role.Days) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct {
		Subject id.Person
		Entry   RoleEntry
		Days    role.Days
	}{subject, entry, days}, func(tx *store.Tx) (string, error) {
		b, err := roleBond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		if !b.Manager && !b.People || b.Self {
			return "", fault.NotFound()
		}
		taken, span, err := w.redated(tx.Reader, subject, entry, days)
		if err != nil || span == taken.Span {
			return "", err
		}
		if err := redate(tx, taken, span); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.RoleDated, Item: "role", Hat: b.Hat(), Subject: subject, Object: "person/" + string(subject)})
	})
	return err
}

func (w *Workflow) redated(r *store.Reader, subject id.Person, entry RoleEntry, days role.Days) (taken org.RoleTaken, span org.Span, err error) {
	n, err := w.names(r)
	if err != nil {
		return taken, span, err
	}
	same, err := sameRole(r, n, n.roleNamed(subject, entry.Role))
	if err != nil {
		return taken, span, err
	}
	at := -1
	for i, t := range same { // of two that begin on one day, the later
		if w.calendar(r).Day(t.Since) == entry.From {
			at = i
		}
	}
	if at < 0 {
		return taken, span, fault.New(fault.Conflict, lang.Later("This entry was changed meanwhile. Nothing was changed; look at the profile once more."))
	}
	taken = same[at]
	if span, err = w.calendar(r).Redated(taken.Span, days); err != nil {
		return taken, span, err
	}
	if err := growsFreely(n.framework, taken, span); err != nil {
		return taken, span, err
	}
	return taken, span, w.calendar(r).Free(span, spansOf(slices.Delete(same, at, at+1)))
}

func growsFreely(f *framework.Framework, taken org.RoleTaken, span org.Span) error {
	if hasMinimum(f, taken) && !role.Within(span, taken.Span) {
		return fault.InvalidFields([]fault.Field{{Name: "role_from", Message: lang.Later("For this role of the framework the person’s manager must confirm days that are added: take it up anew for those days. What is here can be made shorter.")}})
	}
	return nil
}
