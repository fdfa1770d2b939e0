package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// invitationLasts is how long an invitation link works.
const invitationLasts = 7 * 24 * time.Hour

// Invited is an invitation that has just been made. Token goes into the link and
// is not kept anywhere else.
type Invited struct {
	Person    id.Person
	Name      string
	Email     string
	Token     string
	ExpiresAt clock.Instant
}

// Invite makes a link by which the person sets a password; links they had before
// end. In the browser only those without a password are invited: a new link for
// somebody who has one would let its maker in as that person, so it takes whoever
// runs the machine.
func (w *Workflow) Invite(ctx context.Context, actor access.Actor, once Once, person id.Person) (Invited, error) {
	if !mayInvite(actor) {
		return Invited{}, fault.NotFound()
	}
	token, hash := newInvitation()
	var in Invited
	made, err := w.act(ctx, actor, once, struct{ Person id.Person }{person}, func(tx *store.Tx) (string, error) {
		account, err := tx.AccountOf(person)
		if err == nil {
			err = invitable(tx.Reader, actor, account)
		}
		if err == nil {
			err = w.confirmed(tx.Reader, actor)
		}
		if err == nil {
			in, err = invite(tx, actor, account, token, hash)
		}
		return hash, err
	})
	if err != nil {
		return Invited{}, err
	}
	if made != hash {
		return Invited{}, fault.New(fault.Conflict, "This link was made a moment ago, and it is shown only once. If you do not have it, make another.")
	}
	return in, nil
}

// InviteAll makes a link for everybody whom the actor may invite and who has
// neither a password nor a link that still works.
func (w *Workflow) InviteAll(ctx context.Context, actor access.Actor) ([]Invited, error) {
	if !mayInvite(actor) {
		return nil, fault.NotFound()
	}
	var all []Invited
	err := w.updateAs(ctx, actor, func(tx *store.Tx) error {
		waiting, err := tx.Uninvited()
		if err != nil {
			return err
		}
		all = make([]Invited, 0, len(waiting))
		for _, account := range waiting {
			if err := invitable(tx.Reader, actor, account); fault.Is(err, fault.Conflict) {
				continue
			} else if err != nil {
				return err
			}
			token, hash := newInvitation()
			in, err := invite(tx, actor, account, token, hash)
			if err != nil {
				return err
			}
			all = append(all, in)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func newInvitation() (token, hash string) { return credential.NewToken(credential.InvitationToken) }

func mayInvite(actor access.Actor) bool {
	if actor.Via == access.ViaCommand {
		return true
	}
	return actor.Via == access.ViaSession && (actor.Holds(org.Operator) || actor.Holds(org.PeoplePartner))
}

// invitable: nobody in a browser invites who has a password, and a people partner
// no operator, because whoever holds the link is that person.
func invitable(r *store.Reader, actor access.Actor, a store.Account) error {
	if !a.Here(r.Now()) {
		return fault.New(fault.Conflict, "This person has left, so there is nothing to sign in to.")
	}
	if actor.Via == access.ViaCommand {
		return nil
	}
	if a.Password != "" {
		return fault.New(fault.Conflict, "This person has a password already, and a new link would replace it. Whoever runs the machine makes one: cairn people invite.")
	}
	if connected, err := r.Identities(a.Person); err != nil || len(connected) > 0 {
		return orElse(err, fault.New(fault.Conflict, "This person signs in by a provider already, and a new link would be another way in. Whoever runs the machine makes one: cairn people invite."))
	}
	if actor.Holds(org.Operator) {
		return nil
	}
	offices, err := r.OfficesOf(a.Person)
	if err == nil && slices.Contains(offices, org.Operator) {
		err = fault.New(fault.Conflict, "This person is an operator. Another operator makes the link, or whoever runs the machine: cairn people invite.")
	}
	return err
}

func invite(tx *store.Tx, actor access.Actor, a store.Account, token, hash string) (Invited, error) {
	ends := tx.Now().Add(invitationLasts)
	if err := tx.AddInvitation(store.Invitation{Person: a.Person, MadeAt: tx.Now(), ExpiresAt: ends}, hash); err != nil {
		return Invited{}, err
	}
	err := record(tx, actor, audit.Entry{Act: audit.PersonInvited, Hat: hatOfInviter(actor), Subject: a.Person})
	return Invited{Person: a.Person, Name: a.Name, Email: a.Email, Token: token, ExpiresAt: ends}, err
}

func hatOfInviter(actor access.Actor) string {
	switch {
	case actor.Via == access.ViaCommand, actor.Holds(org.Operator):
		return org.Operator.Words()
	default:
		return org.PeoplePartner.Words()
	}
}

func errInvitation() error {
	return fault.New(fault.Absent, "This invitation link does not work: it was used, has expired, or a newer one took its place. If you have set your password, sign in with it; otherwise ask whoever sent you the link for a new one.")
}

// Invitation tells whose invitation the token is, for the page that asks for a
// password.
func (w *Workflow) Invitation(ctx context.Context, token string) (name, email string, err error) {
	a, err := w.invited(ctx, token)
	return a.Name, a.Email, err
}

func (w *Workflow) invited(ctx context.Context, token string) (a store.Account, err error) {
	if !credential.IsToken(credential.InvitationToken, token) {
		return a, errInvitation()
	}
	err = w.view(ctx, func(r *store.Reader) error {
		i, ok, err := r.InvitationByHash(credential.HashToken(token))
		if err != nil {
			return err
		}
		if !ok || !i.Usable(r.Now()) {
			return errInvitation()
		}
		found, err := r.AccountOf(i.Person)
		if err != nil {
			return err
		}
		if !found.Here(r.Now()) {
			return errInvitation()
		}
		a = found
		return nil
	})
	return a, err
}

// AcceptInvitation spends the invitation: it sets the password, ends every
// session the person had, and begins a new one, or asks for the second proof.
func (w *Workflow) AcceptInvitation(ctx context.Context, token, password, agent string) (SignedIn, error) {
	account, err := w.invited(ctx, token)
	if err == nil && !w.TakesPasswords() {
		err = fault.InvalidFields([]fault.Field{{Name: "password", Message: "Nobody signs in by a password here. Choose one of the other ways on this page."}})
	}
	if err != nil {
		return SignedIn{}, err
	}
	if err := w.mayChoose(password, account); err != nil {
		return SignedIn{}, err
	}
	passwordHash, err := w.accounts.passwords.Hash(ctx, password)
	if err != nil {
		return SignedIn{}, err
	}
	return w.begin(ctx, agent, byPassword, func(tx *store.Tx) (store.Account, error) {
		now, err := tx.AccountOf(account.Person)
		if err == nil {
			err = accept(tx, now, credential.HashToken(token), passwordHash)
		}
		return now, err
	})
}

func accept(tx *store.Tx, a store.Account, tokenHash, passwordHash string) error {
	done, err := tx.UseInvitation(tokenHash)
	if err != nil {
		return err
	}
	if !done || !a.Here(tx.Now()) {
		return errInvitation() // spent, replaced or left while the password was being made
	}
	if err := tx.SavePassword(a.Person, passwordHash); err != nil {
		return err
	}
	if _, err := tx.RevokeSessions(a.Person, ""); err != nil {
		return err
	}
	actor := access.Actor{Person: a.Person, Via: access.ViaSession}
	e := audit.Entry{Act: audit.PasswordSet, Hat: "self", Subject: a.Person}
	if a.Password == "" {
		return record(tx, actor, e) // their first: nothing has changed
	}
	return signInChanged(tx, actor, e)
}
