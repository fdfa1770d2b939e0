package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/provider"
	"cairn/internal/store"
)

// ProviderName is an identity provider as pages name it.
type ProviderName struct{ Name, Label string }

// SignInBy lets people sign in by the providers.
func SignInBy(list []*provider.Provider) Option {
	return func(w *Workflow) { w.providers = list }
}

// WithoutPasswords lets nobody sign in by a password.
func WithoutPasswords() Option { return func(w *Workflow) { w.accounts.noPasswords = true } }

// Providers lists whom people can sign in by, in the operator's order.
func (w *Workflow) Providers() (list []ProviderName) {
	for _, p := range w.providers {
		list = append(list, ProviderName{p.Name, p.Label})
	}
	return list
}

// TakesPasswords tells whether a password signs somebody in here.
func (w *Workflow) TakesPasswords() bool { return !w.accounts.noPasswords }

func (w *Workflow) provider(name string) (*provider.Provider, error) {
	for _, p := range w.providers {
		if p.Name == name {
			return p, nil
		}
	}
	return nil, fault.NotFound()
}

// providerAt finds the provider of an issuer; nil when it is not set any more.
func (w *Workflow) providerAt(issuer string) *provider.Provider {
	for _, p := range w.providers {
		if p.Issuer == issuer {
			return p
		}
	}
	return nil
}

// What somebody is sent to a provider for.
const (
	ToSignIn  = "sign in"
	ToAccept  = "accept an invitation"
	ToConnect = "connect"
	ToConfirm = "confirm"
)

const (
	forProvider   = "provider"
	forConnecting = "connecting"
	providerLasts = 15 * time.Minute
)

// ProviderTrip is why a browser is sent to a provider.
type ProviderTrip struct {
	For        string
	Next       string // path to go on to
	Invitation string // token, to accept one
	Browser    string // what the browser holds from before; may be empty
	From       string // network address
}

// tripKept is what is remembered of a trip. What the browser must prove is kept as a
// hash, and what goes to the provider is made of the same secret.
type tripKept struct {
	Provider, For, Next string
	Browser             string
	Session             id.Session `json:",omitempty"`
	Invitation          string     `json:",omitempty"`
}

// GoToProvider tells where to send the browser, and what it must hold when it comes
// back.
func (w *Workflow) GoToProvider(ctx context.Context, actor access.Actor, name string, trip ProviderTrip) (address, browser string, err error) {
	p, err := w.provider(name)
	if err == nil {
		err = w.slowDownAddress(ctx, trip.From)
	}
	if err != nil {
		return "", "", err
	}
	kept := tripKept{Provider: name, For: trip.For, Next: trip.Next}
	person, err := w.mayGo(ctx, actor, trip, &kept)
	if err != nil {
		return "", "", err
	}
	if browser = trip.Browser; !credential.IsToken(credential.CeremonyToken, browser) {
		browser, _ = credential.NewToken(credential.CeremonyToken)
	}
	kept.Browser = credential.HashToken(browser)
	state, hash := credential.NewToken(credential.CeremonyToken)
	if address, err = p.Address(question(state, browser, trip.For)); err != nil {
		return "", "", err
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return "", "", err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		return tx.AddCeremony(store.Ceremony{Purpose: forProvider, Person: person, Kept: string(raw), EndsAt: tx.Now().Add(providerLasts)}, hash)
	})
	return address, browser, err
}

// mayGo looks whether the trip makes sense for whoever asks, and whose it is.
func (w *Workflow) mayGo(ctx context.Context, actor access.Actor, trip ProviderTrip, kept *tripKept) (id.Person, error) {
	switch trip.For {
	case ToSignIn:
		return "", nil
	case ToAccept:
		a, err := w.invited(ctx, trip.Invitation)
		kept.Invitation = credential.HashToken(trip.Invitation)
		return a.Person, err
	}
	if err := own(actor); err != nil {
		return "", err
	}
	kept.Session = actor.Session
	if trip.For == ToConfirm {
		return actor.Person, nil
	}
	return actor.Person, w.Confirmed(ctx, actor)
}

// question makes what goes to the provider out of the state and of what the browser
// alone holds, so that a copy of the database answers nothing.
func question(state, browser, why string) provider.Question {
	of := func(what string) string {
		sum := sha256.Sum256([]byte(what + "\x00" + browser + "\x00" + state))
		return base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return provider.Question{State: state, Nonce: of("nonce"), Verifier: of("verifier"), Afresh: why == ToConfirm}
}

// ProviderAnswer is what the browser brings back.
type ProviderAnswer struct {
	State, Code, Issuer, Error string
	Browser                    string
	Agent                      string
}

// CameBack is what came of a trip.
type CameBack struct {
	For  string
	Next string
	In   SignedIn // of signing in and of an invitation
	// Of connecting: whom the provider named, and the token with which the person says
	// that it is theirs.
	Connect Connecting
}

// Connecting is an account at a provider that waits to be connected.
type Connecting struct{ Label, Name, Email, Token string }

func errTripOver() error {
	return fault.New(fault.Conflict, "This sign-in is over: it took too long, was begun in another browser, or was used before. Please begin again.")
}

// ComeBack takes what the browser brings back from the provider, once. Actor is who is
// signed in in it, if anybody.
func (w *Workflow) ComeBack(ctx context.Context, actor access.Actor, name string, answer ProviderAnswer) (back CameBack, err error) {
	p, err := w.provider(name)
	if err != nil {
		return back, err
	}
	kept, c, err := w.spendTrip(ctx, name, answer)
	if err != nil {
		return back, err
	}
	back.For, back.Next = kept.For, kept.Next
	if answer.Error != "" {
		return back, w.notProved(ctx, c.Person, fault.New(fault.Unauthenticated, "{provider} did not sign you in, or you turned back there. Nothing was changed.", "provider", p.Label))
	}
	found, err := p.Finish(ctx, question(answer.State, answer.Browser, kept.For), provider.Answer{Code: answer.Code, Issuer: answer.Issuer})
	if err != nil {
		return back, w.notProved(ctx, c.Person, err)
	}
	switch kept.For {
	case ToSignIn:
		back.In, err = w.signInBy(ctx, p, found, answer.Agent)
	case ToAccept:
		back.In, err = w.acceptBy(ctx, p, found, c.Person, kept.Invitation, answer.Agent)
	case ToConnect:
		back.Connect, err = w.askToConnect(ctx, actor, p, found, kept, c.Person)
	case ToConfirm:
		err = w.confirmBy(ctx, actor, p, found, kept, c)
	}
	return back, err
}

// spendTrip ends the trip that the answer is to, whatever comes of it.
func (w *Workflow) spendTrip(ctx context.Context, name string, answer ProviderAnswer) (kept tripKept, c store.Ceremony, err error) {
	if !credential.IsToken(credential.CeremonyToken, answer.State) || !credential.IsToken(credential.CeremonyToken, answer.Browser) {
		return kept, c, errTripOver()
	}
	hash := credential.HashToken(answer.State)
	err = w.update(ctx, func(tx *store.Tx) error {
		var ok bool
		if c, ok, err = tx.CeremonyByHash(hash); err != nil {
			return err
		}
		if !ok || c.Purpose != forProvider || json.Unmarshal([]byte(c.Kept), &kept) != nil ||
			kept.Provider != name || kept.Browser != credential.HashToken(answer.Browser) {
			return errTripOver()
		}
		return spendCeremony(tx, hash, errTripOver())
	})
	return kept, c, err
}

// notProved writes down that somebody was not let in, when that is what it was.
func (w *Workflow) notProved(ctx context.Context, subject id.Person, refusal error) error {
	if !fault.Is(refusal, fault.Unauthenticated) {
		return refusal
	}
	err := w.update(ctx, func(tx *store.Tx) error {
		return record(tx, access.Actor{Via: access.ViaSession}, audit.Entry{Act: audit.SignInRefused, Hat: "nobody", Subject: subject})
	})
	if err != nil {
		return err
	}
	return refusal
}

// provedBy is how it was shown who signs in by a provider: like a password, unless
// the provider says that more was asked.
func provedBy(found provider.Identity) proof {
	if found.ProvedMore {
		return byProvider
	}
	return byPassword
}

func cameBy(found provider.Identity) *store.ProviderSession {
	return &store.ProviderSession{Issuer: found.Issuer, Subject: found.Subject, SID: found.Session, Token: found.Token}
}

func (w *Workflow) signInBy(ctx context.Context, p *provider.Provider, found provider.Identity, agent string) (SignedIn, error) {
	var named id.Person
	in, err := w.beginBy(ctx, agent, provedBy(found), cameBy(found), func(tx *store.Tx) (store.Account, error) {
		account, err := w.admitIdentity(tx, p, found)
		named = account.Person
		return account, err
	})
	if err != nil {
		return SignedIn{}, w.notProved(ctx, named, err)
	}
	return in, nil
}

func errNotConnected(p *provider.Provider) error {
	return fault.New(fault.Unauthenticated, "{provider} knows you, but the account you used there opens none here. If you have an invitation link, open it and choose {provider} there; if you can sign in in another way, connect the account under “How I sign in”. Otherwise ask a people partner or the operator.", "provider", p.Label)
}

// admitIdentity finds the account of who signed in: by issuer and subject, never by an
// address or a name.
func (w *Workflow) admitIdentity(tx *store.Tx, p *provider.Provider, found provider.Identity) (store.Account, error) {
	v, known, err := tx.IdentityBy(found.Issuer, found.Subject)
	if err != nil {
		return store.Account{}, err
	}
	if !known {
		person, err := firstTime(tx, p, found)
		if err != nil {
			return store.Account{}, err
		}
		if v, err = connect(tx, access.System(access.ViaItself), person, found.Issuer, found.Subject); err != nil {
			return store.Account{}, err
		}
	}
	account, err := tx.AccountOf(v.Person)
	if err == nil && !account.Here(tx.Now()) {
		err = errNotConnected(p)
	}
	if err == nil {
		err = tx.UseIdentity(v.ID)
	}
	if err == nil {
		err = setGroupOffices(tx, account.Person, p.Issuer, p.Gives(found.Groups))
	}
	return account, err
}

// ProvedUntil is when what a waiting browser proves is over, for its cookie.
func (w *Workflow) ProvedUntil() clock.Instant { return w.clock.Now().Add(providerLasts) }
