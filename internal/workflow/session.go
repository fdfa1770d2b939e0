package workflow

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/store"
)

// SignedIn is a session that has just begun. Token goes into the cookie and is
// not kept anywhere else.
type SignedIn struct {
	Token   string
	Session id.Session
	Person  id.Person
	EndsAt  clock.Instant // the latest moment it can last, or at which a second proof is taken
	Waits   string        // in place of all but EndsAt: the token with which a second proof is given
}

// Viewer is what a page says about who is looking.
type Viewer struct {
	Person   id.Person
	Name     string
	Email    string
	Zone     string        // empty follows the organisation's
	Language lang.Language // empty follows the browser
	Offices  []org.Office

	SecondFrom clock.Date // from when on a second proof is asked of them that they have not set up; not set: none is
	Held       bool       // it is asked of them now: until it is set up nothing else is open
}

// Session is a signed-in browser, as its person sees it.
type Session struct {
	ID      id.Session
	Agent   string
	MadeAt  clock.Instant
	SeenAt  clock.Instant
	EndsAt  clock.Instant
	Current bool // the one looking
}

const (
	longestAddress = 320
	longestAgent   = 200
	// touchEvery is how exact "last seen" is; writing on each request would
	// make every read a write.
	touchEvery = time.Minute
	// drift is how far apart the clocks of two machines may be. A session from
	// further ahead means the clock was set back, and would live too long.
	drift = 5 * time.Minute
)

// errSignIn answers an unknown address, a wrong password, an account without one
// and a person who has left alike.
func errSignIn() error {
	return fault.New(fault.Unauthenticated, "This e-mail address and password do not open an account here. Check both; if you have no password yet, use your invitation link, and if you have forgotten it, ask the operator for a new link.")
}

// errNoPasswords answers everybody alike where passwords sign nobody in.
func errNoPasswords() error {
	return fault.New(fault.Unauthenticated, "Nobody signs in by a password here. Choose one of the other ways on this page.")
}

// SignIn begins a session for whoever proves the password. From is the network
// address the request comes from, agent the browser as it names itself.
func (w *Workflow) SignIn(ctx context.Context, email, password, agent, from string) (SignedIn, error) {
	email = foldAddress(email)
	if err := w.slowDown(ctx, email, from); err != nil {
		return SignedIn{}, err
	}
	if !w.TakesPasswords() {
		return SignedIn{}, errNoPasswords()
	}
	account, err := w.accountByEmail(ctx, email)
	if err != nil {
		return SignedIn{}, err
	}
	ok, err := w.proves(ctx, account, password)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok {
		return SignedIn{}, w.refuseSignIn(ctx, account.Person)
	}
	in, err := w.signInProved(ctx, account, password, agent)
	if fault.Is(err, fault.Unauthenticated) {
		err = w.refuseSignIn(ctx, account.Person)
	}
	return in, err
}

// foldAddress gives the empty address, which nobody has, for what cannot be one.
func foldAddress(email string) string {
	if len(email) > longestAddress || !utf8.ValidString(email) || strings.ContainsRune(email, 0) {
		return ""
	}
	return org.FoldEmail(email)
}

// accountByEmail gives the zero account for an address nobody has.
func (w *Workflow) accountByEmail(ctx context.Context, folded string) (a store.Account, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		a, _, err = r.AccountByEmail(folded)
		return err
	})
	return a, err
}

// refuseSignIn writes the refusal down, without the address where nobody has it.
func (w *Workflow) refuseSignIn(ctx context.Context, subject id.Person) error {
	err := w.update(ctx, func(tx *store.Tx) error {
		return record(tx, access.Actor{Via: access.ViaSession}, audit.Entry{Act: audit.SignInRefused, Hat: "nobody", Subject: subject})
	})
	if err != nil {
		return err
	}
	return errSignIn()
}

func (w *Workflow) signInProved(ctx context.Context, proved store.Account, password, agent string) (SignedIn, error) {
	renewed := ""
	if credential.NeedsRehash(proved.Password) {
		hash, err := w.accounts.passwords.Hash(ctx, password)
		if err != nil {
			return SignedIn{}, err
		}
		renewed = hash
	}
	return w.begin(ctx, agent, byPassword, func(tx *store.Tx) (store.Account, error) {
		now, err := tx.AccountOf(proved.Person)
		if err != nil {
			return now, err
		}
		if now.Password != proved.Password || !now.Here(tx.Now()) {
			return now, errSignIn() // changed while the password was being proved
		}
		if renewed != "" {
			err = tx.Rehash(now.Person, now.Password, renewed)
		}
		return now, err
	})
}

// proof is how it was shown who signs in.
type proof string

const (
	byPassword proof = "password" // enough for whoever has set up nothing else
	byPasskey  proof = "passkey"
	byCode     proof = "code"     // after the password
	byProvider proof = "provider" // which says that it asked for more than a password
	byDemo     proof = "demo"
)

// act is how the journal says it.
func (p proof) act() audit.Act {
	switch p {
	case byPasskey:
		return audit.SignedInByKey
	case byCode:
		return audit.SignedInByCode
	}
	return audit.SignedIn
}

// begin opens a session, with a token never used before, for whom admit lets in.
func (w *Workflow) begin(ctx context.Context, agent string, shown proof, admit func(*store.Tx) (store.Account, error)) (SignedIn, error) {
	return w.beginBy(ctx, agent, shown, nil, admit)
}

// beginBy is begin for somebody who came by a provider, where by is not nil.
func (w *Workflow) beginBy(ctx context.Context, agent string, shown proof, by *store.ProviderSession, admit func(*store.Tx) (store.Account, error)) (SignedIn, error) {
	token, hash := credential.NewToken(credential.SessionToken)
	var in SignedIn
	err := w.update(ctx, func(tx *store.Tx) error {
		if err := isOpen(tx.Reader); err != nil {
			return err
		}
		account, err := admit(tx)
		if err != nil {
			return err
		}
		if shown == byPassword {
			if more, err := tx.HasSecondProof(account.Person); err != nil || more {
				in = SignedIn{}
				if err == nil {
					in.Waits, in.EndsAt, err = askForSecond(tx, account.Person, by)
				}
				return err
			}
		}
		in = SignedIn{Token: token, Session: id.New[id.Session]()}
		in.Person, in.EndsAt = account.Person, tx.Now().Add(w.accounts.total)
		s := store.Session{ID: in.Session, Person: in.Person, Agent: printable(agent, longestAgent), MadeAt: tx.Now(), EndsAt: in.EndsAt}
		if err := tx.AddSession(s, hash); err != nil {
			return err
		}
		if shown != byPassword && shown != byDemo {
			if err := tx.ProveSecond(in.Session); err != nil {
				return err
			}
		}
		actor := access.Actor{Person: in.Person, Via: access.ViaSession}
		act, err := keepProvider(tx, in, by, shown)
		if err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: act, Hat: "self", Subject: in.Person, Object: sessionObject(in.Session)})
	})
	if err != nil {
		return SignedIn{}, err
	}
	return in, nil
}

// keepProvider keeps by which provider a session came, if by any, and tells what the
// journal calls it.
func keepProvider(tx *store.Tx, in SignedIn, by *store.ProviderSession, shown proof) (audit.Act, error) {
	if by == nil {
		return shown.act(), nil
	}
	kept := *by
	kept.Session, kept.Person = in.Session, in.Person
	return audit.SignedInBy, tx.AddProviderSession(kept)
}

// SignInAs begins a session for the person without a password. It answers like
// what does not exist unless this Cairn is a demo.
func (w *Workflow) SignInAs(ctx context.Context, person id.Person, agent string) (SignedIn, error) {
	if !w.accounts.demo {
		return SignedIn{}, fault.NotFound()
	}
	return w.begin(ctx, agent, byDemo, func(tx *store.Tx) (store.Account, error) {
		a, err := tx.AccountOf(person)
		if err == nil && !a.Here(tx.Now()) {
			err = fault.NotFound()
		}
		return a, err
	})
}

// Authenticate tells who holds the session token, with the offices they hold at
// this moment. Every failure to prove it is one: please sign in.
func (w *Workflow) Authenticate(ctx context.Context, token string) (access.Actor, Viewer, error) {
	if !credential.IsToken(credential.SessionToken, token) {
		return access.Actor{}, Viewer{}, pleaseSignIn()
	}
	var s store.Session
	var viewer Viewer
	live := false
	err := w.view(ctx, func(r *store.Reader) (err error) {
		var who store.Entering
		var found bool
		if s, who, found, err = sessionBy(r, token); err != nil || !found {
			return err
		}
		if live = alive(s, r.Now(), w.accounts.idle); live {
			viewer, live, err = w.viewerOf(r, who, s.ID)
		}
		return err
	})
	if err != nil {
		return access.Actor{}, Viewer{}, err
	}
	if !live {
		return access.Actor{}, Viewer{}, w.bury(ctx, s)
	}
	if w.accounts.pages != nil && !w.accounts.pages.Allow(string(s.ID)) {
		return access.Actor{}, Viewer{}, throttled{fault.New(fault.TooMany, "You have opened very many pages in a short time. Please wait a few seconds, then go on; nothing is lost."), max(time.Second, w.accounts.pagePause)}
	}
	w.touch(ctx, s.SeenAt, func(tx *store.Tx) error { return tx.TouchSession(s.ID) })
	return access.Actor{Person: s.Person, Offices: viewer.Offices, Via: access.ViaSession, Session: s.ID}, viewer, nil
}

// renewalLasts is for how long the token before is taken as well: a form sent twice comes
// with it twice.
const renewalLasts = 10 * time.Second

// sessionBy finds the session of a token, or of one that was its token until just now.
func sessionBy(r *store.Reader, token string) (store.Session, store.Entering, bool, error) {
	hash := credential.HashToken(token)
	s, who, found, err := r.SessionByHash(hash)
	if err != nil || found {
		return s, who, found, err
	}
	return r.SessionBefore(hash, r.Now().Add(-renewalLasts))
}

// RenewSession gives the actor's browser another token, after its person has proved again
// who they are or changed how they sign in; whoever has learnt the one before has nothing.
func (w *Workflow) RenewSession(ctx context.Context, actor access.Actor) (SignedIn, error) {
	if err := own(actor); err != nil {
		return SignedIn{}, err
	}
	token, hash := credential.NewToken(credential.SessionToken)
	in := SignedIn{Token: token, Session: actor.Session, Person: actor.Person}
	err := w.updateAs(ctx, actor, func(tx *store.Tx) error {
		s, found, err := tx.SessionOf(actor.Session)
		if err == nil && found {
			found, err = tx.RenewSession(actor.Session, hash)
		}
		if err == nil && !found {
			err = pleaseSignIn()
		}
		in.EndsAt = s.EndsAt
		return err
	})
	return in, err
}

// alive tells whether a session may still be used.
func alive(s store.Session, now clock.Instant, idle time.Duration) bool {
	return !s.Revoked.IsSet() && now < s.EndsAt && now.Sub(s.SeenAt) < idle && s.SeenAt.Sub(now) <= drift
}

// bury ends for good a session whose time is over, so that a clock set back
// does not wake it.
func (w *Workflow) bury(ctx context.Context, s store.Session) error {
	if s.ID != "" && !s.Revoked.IsSet() {
		err := w.update(ctx, func(tx *store.Tx) error {
			_, err := tx.RevokeSession(s.Person, s.ID)
			return err
		})
		if err != nil {
			return err
		}
	}
	return pleaseSignIn()
}

// touch notes a use, at most once a minute. What cannot be noted ends sooner,
// which is safe, so a full disk does not keep people from reading.
func (w *Workflow) touch(ctx context.Context, last clock.Instant, note func(*store.Tx) error) {
	if w.clock.Now().Sub(last) >= touchEvery {
		_ = w.update(store.Brief(ctx), note)
	}
}

// viewerOf describes a person who is here; ok is false when they have left.
func (w *Workflow) viewerOf(r *store.Reader, who store.Entering, session id.Session) (v Viewer, ok bool, err error) {
	if !who.Here(r.Now()) {
		return Viewer{}, false, nil
	}
	v, err = w.withSecond(r, Viewer{Person: who.Person, Name: who.Name, Email: who.Email, Zone: who.Zone, Language: who.Language, Offices: who.Offices}, session)
	return v, err == nil, err
}

// Sessions lists where the actor is signed in, the last seen first.
func (w *Workflow) Sessions(ctx context.Context, actor access.Actor) ([]Session, error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	var out []Session
	err := w.viewAs(ctx, actor, func(r *store.Reader) error {
		found, err := r.Sessions(actor.Person)
		out = nil
		for _, s := range found {
			if alive(s, r.Now(), w.accounts.idle) {
				out = append(out, Session{ID: s.ID, Agent: s.Agent, MadeAt: s.MadeAt, SeenAt: s.SeenAt, EndsAt: s.EndsAt, Current: s.ID == actor.Session})
			}
		}
		return err
	})
	return out, err
}

// SignOut ends the session in use. Signing out twice is not an error.
func (w *Workflow) SignOut(ctx context.Context, actor access.Actor) error {
	if err := own(actor); err != nil {
		return err
	}
	return w.update(ctx, func(tx *store.Tx) error {
		return endSession(tx, actor, actor.Session, audit.SignedOut)
	})
}

// RevokeSession ends one of the actor's own sessions. One that has ended already
// stays so; anybody else's does not exist.
func (w *Workflow) RevokeSession(ctx context.Context, actor access.Actor, once Once, session id.Session) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Session id.Session }{session}, func(tx *store.Tx) (string, error) {
		s, ok, err := tx.SessionOf(session)
		if err != nil {
			return "", err
		}
		if !ok || s.Person != actor.Person {
			return "", fault.NotFound()
		}
		return "", endSession(tx, actor, session, audit.SessionRevoked)
	})
	return err
}

// RevokeAll ends every session of the actor but the one in use.
func (w *Workflow) RevokeAll(ctx context.Context, actor access.Actor, once Once) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ All bool }{true}, func(tx *store.Tx) (string, error) {
		n, err := tx.RevokeSessions(actor.Person, actor.Session)
		if err != nil || n == 0 {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.SessionRevoked, Hat: "self", Subject: actor.Person})
	})
	return err
}

// SignOutPerson ends every session of the person; without one, everybody's. Only
// whoever is at the machine can.
func (w *Workflow) SignOutPerson(ctx context.Context, actor access.Actor, person id.Person) error {
	if actor.Via != access.ViaCommand {
		return fault.NotFound()
	}
	return w.update(ctx, func(tx *store.Tx) (err error) {
		if person == "" {
			_, err = tx.RevokeEverySession()
		} else {
			_, err = tx.RevokeSessions(person, "")
		}
		if err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.SessionRevoked, Hat: org.Operator.Words(), Subject: person})
	})
}

func endSession(tx *store.Tx, actor access.Actor, session id.Session, act audit.Act) error {
	done, err := tx.RevokeSession(actor.Person, session)
	if err != nil || !done {
		return err
	}
	return record(tx, actor, audit.Entry{Act: act, Hat: "self", Subject: actor.Person, Object: sessionObject(session)})
}

func sessionObject(s id.Session) string { return "session/" + string(s) }
