package workflow

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

const longestName = 200

// Initialise makes the first operator of a new Cairn, with an invitation. It can
// be repeated: while the operator has not set a password the answer is a fresh
// invitation for them; done is true once they have. While nobody else is here either, a
// name or address that is given now takes the place of the one before, so that a mistake
// is mended by saying it right; later neither is used.
func (w *Workflow) Initialise(ctx context.Context, name, email string) (in Invited, done bool, err error) {
	actor := access.System(access.ViaCommand)
	err = w.update(ctx, func(tx *store.Tx) error {
		operator, have, err := firstOperator(tx)
		if err != nil {
			return err
		}
		if have {
			err = correctOperator(tx, actor, operator, name, email)
		} else {
			operator, err = addOperator(tx, actor, name, email)
		}
		if err != nil {
			return err
		}
		in, done, err = w.welcome(tx, actor, operator)
		return err
	})
	if err != nil {
		return Invited{}, false, err
	}
	return in, done, nil
}

// FirstOperator tells whether anybody is operator yet.
func (w *Workflow) FirstOperator(ctx context.Context) (have bool, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		held, err := r.HoldersOf(org.Operator)
		have = len(held) > 0
		return err
	})
	return have, err
}

func firstOperator(tx *store.Tx) (id.Person, bool, error) {
	held, err := tx.HoldersOf(org.Operator)
	if err != nil || len(held) == 0 {
		return "", false, err
	}
	return held[0], true, nil
}

func addOperator(tx *store.Tx, actor access.Actor, name, email string) (id.Person, error) {
	p, err := operatorNamed(tx, name, email)
	if err != nil {
		return "", err
	}
	if err := tx.GrantOffice(p, org.Operator); err != nil {
		return "", err
	}
	for _, act := range []audit.Act{audit.Initialised, audit.OfficeGranted} {
		if err := record(tx, actor, audit.Entry{Act: act, Hat: org.Operator.Words(), Subject: p, Object: "office/" + string(org.Operator)}); err != nil {
			return "", err
		}
	}
	return p, nil
}

// correctOperator gives the operator the name and the address, where they are alone and
// have no password yet. What is not given stays.
func correctOperator(tx *store.Tx, actor access.Actor, operator id.Person, name, email string) error {
	account, err := tx.AccountOf(operator)
	if err != nil || account.Password != "" {
		return err
	}
	others, err := tx.MoreThan(1)
	if err != nil || others {
		return err
	}
	name, email = cmp.Or(plainName(name), account.Name), cmp.Or(strings.TrimSpace(email), account.Email)
	if name == account.Name && email == account.Email {
		return nil
	}
	if err := fault.InvalidFields(append(wrongWithName(name), wrongWithAddress(email)...)); err != nil {
		return err
	}
	if known, ok, err := tx.PersonByEmail(email); err != nil || ok && known.ID != operator {
		return orElse(err, fault.InvalidFields([]fault.Field{{Name: "email", Value: email, Message: "Somebody who has left had this e-mail address."}}))
	}
	return rename(tx, actor, org.Operator.Words(), operator, name, email)
}

// plainName is a name without needless space.
func plainName(name string) string { return strings.Join(strings.Fields(name), " ") }

// operatorNamed finds the person by address, or adds them.
func operatorNamed(tx *store.Tx, name, email string) (id.Person, error) {
	name, email = plainName(name), strings.TrimSpace(email)
	wrong := wrongWithAddress(email)
	if wrong == nil {
		known, ok, err := tx.PersonByEmail(email)
		if err != nil || ok && known.Here(tx.Now()) {
			return known.ID, err
		}
	}
	if err := fault.InvalidFields(append(wrongWithName(name), wrong...)); err != nil {
		return "", err
	}
	p := org.Person{ID: id.New[id.Person](), Name: name, Email: email}
	return p.ID, tx.AddPeople([]org.Person{p}, nil)
}

func wrongWithName(name string) []fault.Field {
	if name != "" && utf8.RuneCountInString(name) <= longestName && name == printable(name, longestName) {
		return nil
	}
	return []fault.Field{{Name: "name", Value: printable(name, 60), Message: "Give the name of the first operator, 200 characters at most."}}
}

func wrongWithAddress(email string) []fault.Field {
	local, domain, _ := strings.Cut(email, "@")
	if local != "" && domain != "" && !strings.ContainsAny(email, " \t,;<>\"") && !strings.Contains(domain, "@") &&
		len(email) <= longestAddress && email == printable(email, longestAddress) {
		return nil
	}
	return []fault.Field{{Name: "email", Value: printable(email, 60), Message: "Give an e-mail address such as ada@example.org."}}
}

func (w *Workflow) welcome(tx *store.Tx, actor access.Actor, operator id.Person) (in Invited, done bool, err error) {
	account, err := tx.AccountOf(operator)
	if err != nil || account.Password != "" {
		return Invited{Person: account.Person, Name: account.Name, Email: account.Email}, true, err
	}
	token, hash := newInvitation()
	in, err = invite(tx, actor, account, token, hash)
	return in, false, err
}
