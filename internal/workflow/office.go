package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// GrantOffice gives the person an office of trust from now on. Only an operator
// and the command line do; granting what is held already changes nothing.
func (w *Workflow) GrantOffice(ctx context.Context, actor access.Actor, person id.Person, office org.Office) error {
	if err := mayGrant(actor, office); err != nil {
		return err
	}
	return w.office(ctx, actor, person, office, func(tx *store.Tx, held []id.Person) (audit.Act, error) {
		if slices.Contains(held, person) {
			return "", nil
		}
		if _, err := isHere(tx.Reader, person); err != nil {
			return "", err
		}
		if office == org.CTO && len(held) > 0 {
			return "", fault.New(fault.Conflict, "There is a CTO already, and there can be one. End that office first.")
		}
		return audit.OfficeGranted, tx.GrantOffice(person, office)
	})
}

// EndOffice ends an office now. Ending what is not held changes nothing. The
// last operator stays, because nobody could name another.
func (w *Workflow) EndOffice(ctx context.Context, actor access.Actor, person id.Person, office org.Office) error {
	if err := mayGrant(actor, office); err != nil {
		return err
	}
	return w.office(ctx, actor, person, office, func(tx *store.Tx, held []id.Person) (audit.Act, error) {
		if !slices.Contains(held, person) {
			return "", nil
		}
		if office == org.Operator && len(held) == 1 {
			return "", lastOperator()
		}
		return audit.OfficeEnded, tx.EndOffice(person, office)
	})
}

func lastOperator() error {
	return fault.New(fault.Conflict, "This is the only operator. Name another operator first.")
}

// office runs a change of who holds the office, journals it, and brings the
// reporting lines in step: tribe leads report to the CTO.
func (w *Workflow) office(ctx context.Context, actor access.Actor, person id.Person, office org.Office, change func(*store.Tx, []id.Person) (audit.Act, error)) error {
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		held, err := tx.HoldersOf(office)
		if err != nil {
			return err
		}
		act, err := change(tx, held)
		if err != nil || act == "" {
			return err
		}
		if err := record(tx, actor, audit.Entry{Act: act, Hat: hatOfKeeper(actor), Item: "profile", Subject: person, Object: "office/" + string(office)}); err != nil {
			return err
		}
		if err := endStandInsWithoutCause(tx, actor); err != nil {
			return err
		}
		switch office {
		case org.CTO:
			_, err = refreshLines(tx, actor)
		case org.PeoplePartner:
			err = endGlassesWithoutCause(tx, actor)
		case org.StandIn:
			err = movePromotions(tx, actor, nil)
		}
		return err
	})
}

// mayGrant: offices are granted by an operator in the browser, or on the machine.
func mayGrant(actor access.Actor, office org.Office) error {
	switch {
	case actor.Via == access.ViaCommand, actor.Via == access.ViaItself:
	case !actor.Known():
		return pleaseSignIn()
	case actor.Via != access.ViaSession || !actor.Holds(org.Operator):
		return fault.NotFound()
	}
	if !slices.Contains(org.Offices(), office) {
		return fault.InvalidFields([]fault.Field{{Name: "office", Value: printable(string(office), 60), Message: "There is no such office. Choose one of: cto, people-partner, compensation-partner, operator, stand-in."}})
	}
	return nil
}

// OfficesOf returns the offices the person holds now; they are open to everybody
// who has signed in, so that people know whom to ask.
func (w *Workflow) OfficesOf(ctx context.Context, actor access.Actor, person id.Person) (offices []org.Office, err error) {
	if err := seesOrganisation(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if _, err := isHere(r, person); err != nil {
			return err
		}
		offices, err = r.OfficesOf(person)
		return err
	})
	return offices, err
}

// SetManager names the person's manager apart from the chapter, from this moment;
// an empty manager goes back to the lead of the chapter. The former manager
// loses sight of everything private in the same instant.
func (w *Workflow) SetManager(ctx context.Context, actor access.Actor, person, manager id.Person) error {
	return w.NameManager(ctx, actor, Once{}, person, manager)
}

// NameManager is SetManager under a key.
func (w *Workflow) NameManager(ctx context.Context, actor access.Actor, once Once, person, manager id.Person) error {
	if err := keeps(actor); err != nil {
		return err
	}
	if person == manager {
		return fault.InvalidFields([]fault.Field{{Name: "manager", Message: "Nobody is their own manager. Choose somebody else."}})
	}
	asked := struct{ Subject, Manager id.Person }{person, manager}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) { return "", setManager(tx, actor, person, manager) })
	return err
}

// setManager is the one way in which somebody is named a manager, whoever says so.
func setManager(tx *store.Tx, actor access.Actor, person, manager id.Person) error {
	if err := bothHere(tx.Reader, person, manager); err != nil {
		return err
	}
	before, err := tx.SetManagerOf(person)
	if err != nil || before == manager {
		return err
	}
	if before != "" {
		if err := tx.UnsetManagers([]org.SetManager{{Person: person, Manager: before}}); err != nil {
			return err
		}
	}
	if manager != "" {
		if err := tx.SetManagers([]org.SetManager{{Person: person, Manager: manager}}); err != nil {
			return err
		}
	}
	_, err = refreshLines(tx, actor)
	return err
}

// bothHere looks for the person and, where one is named, the other.
func bothHere(r *store.Reader, person, other id.Person) error {
	if _, err := isHere(r, person); err != nil || other == "" {
		return err
	}
	_, err := isHere(r, other)
	return err
}

// SetLead makes the person lead of the unit from this moment; an empty person
// leaves it without. Whoever the lead manages changes manager in the same
// instant.
func (w *Workflow) SetLead(ctx context.Context, actor access.Actor, unit id.Unit, person id.Person) error {
	if err := keeps(actor); err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if _, err := tx.Unit(unit); err != nil {
			return err
		}
		leads, err := tx.Leads()
		if err != nil || leads[unit] == person {
			return err
		}
		if before, ok := leads[unit]; ok {
			if err := tx.EndLeads([]org.Lead{{Unit: unit, Person: before}}); err != nil {
				return err
			}
		}
		if person != "" {
			if _, err := isHere(tx.Reader, person); err != nil {
				return err
			}
			if err := tx.BeginLeads([]org.Lead{{Unit: unit, Person: person}}); err != nil {
				return err
			}
		}
		if err := record(tx, actor, audit.Entry{Act: audit.LeadChanged, Hat: hatOfKeeper(actor), Item: "profile", Subject: person, Object: "unit/" + string(unit)}); err != nil {
			return err
		}
		_, err = refreshLines(tx, actor)
		return err
	})
}

// Leave records that the person leaves now: memberships, offices, leads, sessions
// and tokens end in the same instant. History stays. Leaving twice changes
// nothing.
func (w *Workflow) Leave(ctx context.Context, actor access.Actor, person id.Person) error {
	if err := keeps(actor); err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error { return leaves(tx, actor, person) })
}

// leaves is the one way in which one person leaves, whoever says so.
func leaves(tx *store.Tx, actor access.Actor, person id.Person) error {
	p, err := tx.Person(person)
	if err != nil || !p.Here(tx.Now()) {
		return err
	}
	if err := leave(tx, actor, person); err != nil {
		return err
	}
	_, err = refreshLines(tx, actor)
	return err
}

// leave ends all that the person has here but the reporting lines, which whoever
// calls it brings in step.
func leave(tx *store.Tx, actor access.Actor, person id.Person) error {
	for _, step := range []func(*store.Tx, id.Person) error{
		leaveOffices, leaveUnits, leaveLines, leaveSessions, leaveShares,
	} {
		if err := step(tx, person); err != nil {
			return err
		}
	}
	if err := tx.SetLeft(person, tx.Now()); err != nil {
		return err
	}
	if err := record(tx, actor, audit.Entry{Act: audit.PersonLeft, Hat: hatOfKeeper(actor), Item: "profile", Subject: person}); err != nil {
		return err
	}
	return endCase(tx, actor, person)
}

func leaveOffices(tx *store.Tx, person id.Person) error {
	offices, err := tx.OfficesOf(person)
	if err != nil {
		return err
	}
	for _, o := range offices {
		held, err := tx.HoldersOf(o)
		if err == nil && o == org.Operator && len(held) == 1 {
			err = lastOperator()
		}
		if err == nil {
			err = tx.EndOffice(person, o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func leaveUnits(tx *store.Tx, person id.Person) error {
	who := []id.Person{person}
	members, err := tx.Memberships(who)
	if err != nil {
		return err
	}
	if err := tx.Part(members[person]); err != nil {
		return err
	}
	leads, err := tx.Leads()
	if err != nil {
		return err
	}
	var led []org.Lead
	for u, p := range leads {
		if p == person {
			led = append(led, org.Lead{Unit: u, Person: p})
		}
	}
	if err := tx.EndLeads(led); err != nil {
		return err
	}
	roles, err := tx.RolesOf(person) // what was to come does not come any more
	if err != nil {
		return err
	}
	return tx.PutDownRoles(roles)
}

// leaveLines unsets the person as anybody's named manager: those people go back
// to the lead of their chapter.
func leaveLines(tx *store.Tx, person id.Person) error {
	set, err := tx.ManagersSet()
	if err != nil {
		return err
	}
	var over []org.SetManager
	for p, m := range set {
		if p == person || m == person {
			over = append(over, org.SetManager{Person: p, Manager: m})
		}
	}
	return tx.UnsetManagers(over)
}

func leaveSessions(tx *store.Tx, person id.Person) error {
	if _, err := tx.RevokeSessions(person, ""); err != nil {
		return err
	}
	tokens, err := tx.Tokens(person)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if _, err := tx.RevokeToken(person, t.ID); err != nil {
			return err
		}
	}
	return tx.SetFeed(person, "") // a calendar's address does not wake when somebody comes back
}
