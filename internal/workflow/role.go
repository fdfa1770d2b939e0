package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
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
		taken, f, err := w.wished(tx.Reader, subject, wish)
		if err != nil {
			return "", err
		}
		if (b.Manager || b.People && !b.Self) && (wish.Kind == role.LayDown || !hasMinimum(f, taken)) {
			return "", giveRole(tx, actor, b, wish.Kind, taken)
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

// wished finds what the wish means. All it tells is open to everybody: whether the
// person has the role now.
func (w *Workflow) wished(r *store.Reader, subject id.Person, wish RoleWish) (org.RoleTaken, *framework.Framework, error) {
	if err := role.Named(wish.Role); err != nil {
		return org.RoleTaken{}, nil, err
	}
	if err := role.Words("role_why", wish.Why, false); err != nil {
		return org.RoleTaken{}, nil, err
	}
	n, err := w.names(r)
	if err != nil {
		return org.RoleTaken{}, nil, err
	}
	taken := org.RoleTaken{Person: subject, Role: strings.Join(strings.Fields(wish.Role), " ")}
	if n.framework != nil {
		if known, ok := n.framework.RoleNamed(wish.Role); ok {
			taken.Role, taken.Catalogue = string(known.ID), true
		}
	}
	now, err := r.Roles([]id.Person{subject})
	if err != nil {
		return taken, nil, err
	}
	at := slices.IndexFunc(now[subject], func(t org.RoleTaken) bool {
		return t.Role == taken.Role || org.Compare(n.role(t), n.role(taken)) == 0
	})
	switch {
	case wish.Kind == role.LayDown && at < 0:
		return taken, nil, fault.InvalidFields([]fault.Field{{Name: "role", Message: "This role is not held any more. Nothing was changed."}})
	case wish.Kind == role.LayDown:
		taken = now[subject][at]
	case wish.Kind != role.TakeUp:
		return taken, nil, fault.New(fault.Invalid, "Say whether the role is taken up or laid down.")
	case at >= 0:
		return taken, nil, fault.InvalidFields([]fault.Field{{Name: "role", Message: "This role is held already."}})
	}
	return taken, n.framework, nil
}

func hasMinimum(f *framework.Framework, taken org.RoleTaken) bool {
	if f == nil || !taken.Catalogue {
		return false
	}
	r, ok := f.Role(framework.RoleID(taken.Role))
	return ok && r.MinStep != ""
}

// giveRole writes a role into the person's history.
func giveRole(tx *store.Tx, actor access.Actor, b access.Bond, kind role.Kind, taken org.RoleTaken) error {
	act, change := audit.RoleTaken, tx.TakeRoles
	if kind == role.LayDown {
		act, change = audit.RoleLaidDown, tx.PutDownRoles
	}
	if err := change([]org.RoleTaken{taken}); err != nil {
		return err
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
	for _, r := range open {
		if r.Kind == wish.Kind && r.Role == taken.Role {
			return refForPair(b, r.ID), nil
		}
	}
	r := &role.Request{
		ID: id.New[id.RoleRequest](), Subject: taken.Person, AskedAt: tx.Now(), Kind: wish.Kind, Role: taken.Role, Catalogue: taken.Catalogue,
		AskedBy: actor.Person, Why: wish.Why, Stage: role.Asked,
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
		return fault.InvalidFields([]fault.Field{{Name: "discipline", Message: "A discipline has 80 characters at most. Say it shorter."}})
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
