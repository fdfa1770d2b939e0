package workflow

import (
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/provider"
	"cairn/internal/store"
)

// firstTime tells who somebody is whom nobody has connected yet: whom the directory
// provisioned with the same external id or, where the operator lets newcomers in, a
// new person. An address never finds anybody.
func firstTime(tx *store.Tx, p *provider.Provider, found provider.Identity) (id.Person, error) {
	if p.Admits == provider.Connected {
		return "", errNotConnected(p)
	}
	if p.Source != "" && found.ExternalID != "" {
		person, ok, err := tx.PersonByExternalID(p.Source, found.ExternalID)
		if err != nil {
			return "", err
		}
		if ok {
			return person, onlyOneThere(tx, p, person)
		}
	}
	if p.Admits != provider.Newcomers {
		return "", errNotConnected(p)
	}
	return newcomer(tx, p, found)
}

// onlyOneThere refuses a second account at the provider: its external id was given to
// somebody else meanwhile, or the person connects it themselves.
func onlyOneThere(tx *store.Tx, p *provider.Provider, person id.Person) error {
	have, err := tx.Identities(person)
	if err == nil && slices.ContainsFunc(have, func(v store.Identity) bool { return v.Issuer == p.Issuer }) {
		err = errNotConnected(p)
	}
	return err
}

// newcomer makes a person of somebody whom nobody knows. An address that somebody has,
// or had, makes nobody.
func newcomer(tx *store.Tx, p *provider.Provider, found provider.Identity) (id.Person, error) {
	email := foldAddress(found.Email)
	if email == "" || found.Name == "" {
		return "", errNotConnected(p)
	}
	if _, taken, err := tx.PersonByEmail(email); err != nil || taken {
		return "", orElse(err, errNotConnected(p))
	}
	made := org.Person{ID: id.New[id.Person](), Name: found.Name, Email: found.Email}
	if err := tx.AddPeople([]org.Person{made}, nil); err != nil {
		return "", err
	}
	if p.Source != "" && found.ExternalID != "" {
		if err := tx.SetExternalID(p.Source, found.ExternalID, made.ID); err != nil {
			return "", err
		}
	}
	return made.ID, record(tx, access.System(access.ViaItself), audit.Entry{Act: audit.PersonAdded, Hat: "provider", Item: "profile", Subject: made.ID})
}

// setGroupOffices gives the offices that the groups give and takes those that they
// gave before. An office held apart from groups is left alone.
func setGroupOffices(tx *store.Tx, person id.Person, issuer string, gives []string) error {
	before, err := tx.GroupOffices(person, issuer)
	if err != nil {
		return err
	}
	held, err := tx.OfficesOf(person)
	if err != nil {
		return err
	}
	for _, o := range before {
		if !slices.Contains(gives, string(o)) {
			if err := endByGroup(tx, person, issuer, o, slices.Contains(held, o)); err != nil {
				return err
			}
		}
	}
	for _, name := range gives {
		o := org.Office(name)
		if slices.Contains(held, o) {
			continue // by a group, or by an operator's word
		}
		if !slices.Contains(before, o) {
			if err := tx.HoldByGroup(person, issuer, o); err != nil {
				return err
			}
		}
		if err := tx.GrantOffice(person, o); err != nil {
			return err
		}
		if err := officeByGroup(tx, audit.OfficeGranted, person, o); err != nil {
			return err
		}
	}
	return nil
}

func endByGroup(tx *store.Tx, person id.Person, issuer string, o org.Office, held bool) error {
	stays, err := tx.DropByGroup(person, issuer, o)
	if err != nil || stays || !held {
		return err
	}
	if err := tx.EndOffice(person, o); err != nil {
		return err
	}
	if err := officeByGroup(tx, audit.OfficeEnded, person, o); err != nil {
		return err
	}
	if o == org.PeoplePartner {
		return endGlassesWithoutCause(tx, access.System(access.ViaItself))
	}
	return nil
}

func officeByGroup(tx *store.Tx, act audit.Act, person id.Person, o org.Office) error {
	return record(tx, access.System(access.ViaItself), audit.Entry{Act: act, Hat: "provider", Item: "profile", Subject: person, Object: "office/" + string(o)})
}

// connect keeps that the person is the subject at the issuer, and tells them.
func connect(tx *store.Tx, actor access.Actor, person id.Person, issuer, subject string) (store.Identity, error) {
	v := store.Identity{ID: id.New[id.Identity](), Person: person, Issuer: issuer, Subject: subject, MadeAt: tx.Now()}
	if err := tx.AddIdentity(v); err != nil {
		return v, err
	}
	hat := "self"
	if !actor.Known() {
		hat = "provider"
	}
	return v, signInChanged(tx, actor, audit.Entry{Act: audit.IdentityLinked, Hat: hat, Subject: person, Object: identityObject(v.ID)})
}

func identityObject(v id.Identity) string { return "identity/" + string(v) }

func errTaken(p *provider.Provider) error {
	return fault.New(fault.Conflict, "The account you used at {provider} is connected to somebody here already. Nothing was changed. Sign in there as the right person, then begin again.", "provider", p.Label)
}
