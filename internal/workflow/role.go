package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/role"
	"cairn/internal/store"
)

// RoleWish is a role that somebody would have a person take up or lay down.
type RoleWish struct {
	Kind role.Kind
	Role string // the name or id of a catalogue role, or free words
	Why  string
	Days role.Days // laying down has an end alone
	// Entry is the first day of what is laid down; without it, it is that of now, or
	// the next.
	Entry clock.Date
}

// AskRole asks for a role, or gives it at once where nobody else has a word in it:
// a manager or a people partner gives and ends roles, a person asks the manager. A
// role with a minimum step waits for the manager's word whoever asks, and whether
// the step meets it or not; what comes back is the same for all. The reference of a
// request is for the two whom it concerns.
func (w *Workflow) AskRole(ctx context.Context, actor access.Actor, once Once, subject id.Person, wish RoleWish) (id.RoleRequest, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	ref, err := w.act(ctx, actor, once, struct {
		Subject id.Person
		Wish    RoleWish
	}{subject, wish}, func(tx *store.Tx) (string, error) {
		b, err := roleBond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		if b.People && !b.Pair() {
			wish.Why = "" // a partner's words would be read by the two alone, and answered by nobody
		}
		taken, span, f, err := w.wished(tx.Reader, subject, wish)
		if err != nil {
			return "", err
		}
		if (b.Manager || b.People && !b.Self) && (wish.Kind == role.LayDown || !hasMinimum(f, taken)) {
			return "", giveRole(tx, actor, b, wish.Kind, taken, span)
		}
		return askRole(tx, actor, b, wish, taken)
	})
	return id.RoleRequest(ref), err
}

// roleBond lets in the person, the manager and people partners; to others there
// is nothing to do here.
func roleBond(r *store.Reader, actor access.Actor, subject id.Person) (access.Bond, error) {
	if _, err := isHere(r, subject); err != nil {
		return access.Bond{}, err
	}
	b, err := bond(r, actor, subject)
	if err == nil && !b.Pair() && !b.People {
		err = fault.NotFound()
	}
	return b, err
}

// wished finds what the wish means: the role, and the days it would be held. All it
// tells is open to those who may ask: which days the person has the role.
func (w *Workflow) wished(r *store.Reader, subject id.Person, wish RoleWish) (taken org.RoleTaken, span org.Span, f *framework.Framework, err error) {
	if err := role.Named(wish.Role); err != nil {
		return taken, span, nil, err
	}
	if err := role.Words("role_why", wish.Why, false); err != nil {
		return taken, span, nil, err
	}
	n, err := w.names(r)
	if err != nil {
		return taken, span, nil, err
	}
	taken = n.roleNamed(subject, wish.Role)
	same, err := sameRole(r, n, taken)
	if err != nil {
		return taken, span, nil, err
	}
	switch wish.Kind {
	case role.LayDown:
		if taken, err = roleEntry(same, r.Now(), w.begins(r, wish.Entry)); err == nil {
			span, err = w.calendar(r).Ended(taken.Span, wish.Days.Until)
		}
	case role.TakeUp:
		if span, err = w.calendar(r).Entry(wish.Days); err == nil {
			err = w.calendar(r).Free(span, spansOf(same))
		}
	default:
		err = fault.New(fault.Invalid, lang.Later("Say whether the role is taken up or laid down."))
	}
	return taken, span, n.framework, err
}

func hasMinimum(f *framework.Framework, taken org.RoleTaken) bool {
	if f == nil || !taken.Catalogue {
		return false
	}
	r, ok := f.Role(framework.RoleID(taken.Role))
	return ok && r.MinStep != ""
}

// giveRole writes a role into the person's history, for the days of the span.
func giveRole(tx *store.Tx, actor access.Actor, b access.Bond, kind role.Kind, taken org.RoleTaken, span org.Span) error {
	act, change := audit.RoleTaken, func() error {
		taken.Span = span
		return tx.TakeRoles([]org.RoleTaken{taken})
	}
	if kind == role.LayDown {
		act, change = audit.RoleLaidDown, func() error { return redate(tx, taken, span) }
	}
	if err := change(); err != nil {
		return err
	}
	if kind == role.LayDown && span.Until <= tx.Now() {
		tx.Happened(event.PersonChanged, string(taken.Person))
	}
	return record(tx, actor, audit.Entry{Act: act, Item: "role", Hat: b.Hat(), Subject: taken.Person, Object: "person/" + string(taken.Person)})
}

// askRole begins a request; who asks again for what is asked already gets no
// second one, and learns nothing of the first.
func askRole(tx *store.Tx, actor access.Actor, b access.Bond, wish RoleWish, taken org.RoleTaken) (string, error) {
	open, err := tx.OpenRoleRequestsOf([]id.Person{taken.Person})
	if err != nil {
		return "", err
	}
	entry := taken.Since // not set where it is taken up
	for _, r := range open {
		if r.Kind == wish.Kind && r.Role == taken.Role && r.Days == wish.Days && r.Entry == entry {
			return refForPair(b, r.ID), nil
		}
	}
	r := &role.Request{
		ID: id.New[id.RoleRequest](), Subject: taken.Person, AskedAt: tx.Now(), Kind: wish.Kind, Role: taken.Role, Catalogue: taken.Catalogue,
		Days: wish.Days, Entry: entry, AskedBy: actor.Person, Why: wish.Why, Stage: role.Asked,
	}
	if err := tx.AddRoleRequest(r); err != nil {
		return "", err
	}
	manager, _, err := tx.ManagerOf(taken.Person)
	if err == nil && manager != actor.Person {
		err = tell(tx, manager, notice.RoleAsked, aboutRequest(r.ID))
	}
	if err == nil && !b.Self {
		err = tell(tx, taken.Person, notice.RoleAsked, aboutRequest(r.ID))
	}
	if err != nil {
		return "", err
	}
	return refForPair(b, r.ID), record(tx, actor, audit.Entry{Act: audit.RoleAsked, Item: "role", Hat: b.Hat(), Subject: r.Subject, Object: aboutRequest(r.ID)})
}

// refForPair keeps a request's address from a people partner, for whom there is
// nothing at it.
func refForPair(b access.Bond, ref id.RoleRequest) string {
	if !b.Pair() {
		return ""
	}
	return string(ref)
}

func aboutRequest(ref id.RoleRequest) string { return "role-request/" + string(ref) }

// SetDiscipline changes a person's discipline from now on; the manager and people
// partners do it, after talking with the person. Empty puts it down.
func (w *Workflow) SetDiscipline(ctx context.Context, actor access.Actor, once Once, subject id.Person, named string) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct {
		Subject id.Person
		Named   string
	}{subject, named}, func(tx *store.Tx) (string, error) {
		b, err := roleBond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		if !b.Manager && !b.People || b.Self {
			return "", fault.NotFound()
		}
		return "", w.setDiscipline(tx, actor, b, subject, named)
	})
	return err
}

func (w *Workflow) setDiscipline(tx *store.Tx, actor access.Actor, b access.Bond, subject id.Person, named string) error {
	n, err := w.names(tx.Reader)
	if err != nil {
		return err
	}
	if len([]rune(named)) > 80 {
		return fault.InvalidFields([]fault.Field{{Name: "discipline", Message: lang.Later("A discipline has 80 characters at most. Say it shorter.")}})
	}
	wanted := n.disciplineKey(strings.Join(strings.Fields(named), " "))
	held, err := tx.Disciplines([]id.Person{subject})
	if err != nil || held[subject].Discipline == wanted {
		return err
	}
	if before, ok := held[subject]; ok {
		if err := tx.PutDownDisciplines([]org.DisciplineHeld{before}); err != nil {
			return err
		}
	}
	if wanted != "" {
		if err := tx.HoldDisciplines([]org.DisciplineHeld{{Person: subject, Discipline: wanted}}); err != nil {
			return err
		}
	}
	return record(tx, actor, audit.Entry{Act: audit.DisciplineChanged, Item: "discipline", Hat: b.Hat(), Subject: subject, Object: "person/" + string(subject)})
}

func taken(q *store.RoleRequest) org.RoleTaken {
	return org.RoleTaken{Person: q.Subject, Role: q.Role, Catalogue: q.Catalogue}
}
