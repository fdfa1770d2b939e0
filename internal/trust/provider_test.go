package trust

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/provider"
	"cairn/internal/store"
	"cairn/internal/testkit/issuer"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Signing in by a provider brings tables, addresses and guards of its own.
func init() {
	clear["identities"] = "id person issuer subject made_at used_at" // who somebody is at a provider: a name that it made
	clear["provider_sessions"] = "session person issuer subject sid"
	clear["external_ids"] = "source external_id person"
	clear["group_offices"] = "person issuer office"
	sealed = append(sealed, "provider_sessions.sealed")
	for path, why := range map[string]string{
		"GET /sign-in/with/{provider}": "whoever signs in has not yet", "GET /sign-in/with/{provider}/back": "whoever signs in has not yet",
		"POST /sign-in/with/{provider}/end": "the provider signs what it says", "GET /invitation/{token}/with/{provider}": "whoever holds the link has no way in yet",
	} {
		open[path] = why
		kinds[strings.Fields(path)[1]] = "nothing"
	}
	kinds["/account/confirm/with/{provider}"], kinds["/account/providers/{provider}/connection"] = "nothing", "nothing"
	kinds["/account/providers/{id}/removal"] = "nothing"
	const links, trips, ends = "TestNobodyIsFoundByAnythingButIssuerAndSubject", "TestATripIsForOneBrowserAndOnce", "TestAProviderEndsWhatItBegan"
	breakages = append(breakages,
		broken("an address finds its person", links, "workflow/provider_first.go", "if p.Admits == provider.Connected {", "if a, ok, err := tx.AccountByEmail(foldAddress(found.Email)); err == nil && ok {\n\t\treturn a.Person, nil\n\t}\n\tif p.Admits == provider.Connected {"),
		broken("a newcomer takes an address", links, "workflow/provider_first.go", "err != nil || taken {", "err != nil || taken && false {"),
		broken("a subject is enough", links, "store/identity.go", "`WHERE issuer = $1 AND subject = $2`", "`WHERE (issuer = $1 OR $1 <> '') AND subject = $2`"),
		broken("an external id that was given on", links, "workflow/provider_first.go", "return person, onlyOneThere(tx, p, person)", "return person, nil"),
		broken("leavers come in by a provider", links, "workflow/provider.go", "if err == nil && !account.Here(tx.Now()) {", "if false {"),
		broken("an answer for another browser", trips, "workflow/provider.go", "kept.Provider != name || kept.Browser != credential.HashToken(answer.Browser) {", "kept.Provider != name {"),
		broken("an answer for another provider", trips, "workflow/provider.go", "kept.Provider != name || kept", "kept"),
		broken("an answer counts twice", trips, "store/ceremony.go", "WHERE hash = $1 AND used_at = 0 AND", "WHERE hash = $1 AND"),
		broken("another's account is connected", "TestConnectingAnAccount", "workflow/provider_connect.go", "|| c.Person != actor.Person || json.Unmarshal([]byte(c.Kept), &kept) != nil || kept.Session != actor.Session {", "|| json.Unmarshal([]byte(c.Kept), &kept) != nil {"),
		broken("an account is connected without a proof", "TestConnectingAnAccount", "workflow/provider_connect.go", "if err := w.confirmed(tx.Reader, actor); err != nil {\n\t\t\treturn err\n\t\t}\n", ""),
		broken("the last way in is taken away", "TestConnectingAnAccount", "workflow/provider_connect.go", "err != nil || last {", "err != nil || last && false {"),
		broken("anybody at the provider confirms", "TestConfirmingAtAProvider", "workflow/provider_connect.go", "if !ok || v.Person != actor.Person {", "if !ok || v.Person == \"\" {"),
		broken("an old sign-in confirms", "TestConfirmingAtAProvider", "workflow/provider_connect.go", "found.ProvedAt.IsZero() || clock.At(found.ProvedAt) < asked.Add(-provider.ClocksPart)", "found.ProvedAt.IsZero() && asked == 0"),
		broken("a provider is two proofs", "TestAProviderIsOneProof", "workflow/provider.go", "if found.ProvedMore {", "if found.ProvedMore || true {"),
		broken("a message is taken twice", ends, "workflow/provider_end.go", `credential.HashToken(forEnd+"\x00"+end.Issuer+"\x00"+end.TokenID)`, `credential.HashToken(forEnd+"\x00"+string(id.New[id.Session]()))`,
			edit{"workflow/provider_end.go", "\"cairn/internal/fault\"\n", "\"cairn/internal/fault\"\n\t\"cairn/internal/id\"\n"}),
		broken("a session of somebody else ends", ends, "workflow/provider_end.go", "if end.Subject != \"\" && s.Subject != end.Subject {", "if false {"),
		broken("an office outlives the group", "TestGroupsGiveOfficesAndTakeThem", "workflow/provider_first.go", "if !slices.Contains(gives, string(o)) {", "if false {"),
		broken("passwords go on", "TestPasswordsCanBeSwitchedOff", "workflow/session.go", "if !w.TakesPasswords() {", "if false {"),
	)
}

// signOn is a world whose people sign in by a provider.
type signOn struct {
	*world.World
	at      *issuer.Issuer
	known   provider.Settings
	browser string
}

func newSignOn(w *world.World, change func(*provider.Settings), more ...workflow.Option) *signOn {
	w.Helper()
	now := func() time.Time { return w.Now().Time() }
	s := &signOn{World: w, at: issuer.New(w.T, now)}
	settings := s.at.Settings("example")
	if change != nil {
		change(&settings)
	}
	s.known = settings
	s.setUp(settings, more...)
	return s
}

// setUp lets people sign in by these providers and no other.
func (s *signOn) setUp(settings provider.Settings, more ...workflow.Option) {
	p := provider.New(settings, world.PublicURL+"/sign-in/with/"+settings.Name+"/back", func() time.Time { return s.Now().Time() })
	s.Workflow = workflow.New(s.DB, s.Clock, append([]workflow.Option{workflow.AllowDemo(), workflow.ReachedAt(world.PublicURL), workflow.SignInBy([]*provider.Provider{p})}, more...)...)
}

// trip sends somebody to the provider and back.
func (s *signOn) trip(actor access.Actor, why workflow.ProviderTrip) (workflow.CameBack, error) {
	s.Helper()
	b, err := s.away(actor, why)
	if err != nil {
		return workflow.CameBack{}, err
	}
	return s.back(actor, b)
}

func (s *signOn) away(actor access.Actor, why workflow.ProviderTrip) (issuer.Browser, error) {
	s.Helper()
	s.Clock.Advance(2 * time.Second) // nobody is too fast
	why.From = "192.0.2.7"
	address, browser, err := s.GoToProvider(s.Context(), actor, "example", why)
	if err != nil {
		return issuer.Browser{}, err
	}
	s.browser = browser
	return s.at.Visit(address), nil
}

func (s *signOn) back(actor access.Actor, b issuer.Browser) (workflow.CameBack, error) {
	return s.ComeBack(s.Context(), actor, "example", workflow.ProviderAnswer{State: b.State, Code: b.Code, Issuer: b.Issuer, Browser: s.browser, Agent: "a test"})
}

// as is a sign-in of whom the provider describes so.
func (s *signOn) as(claims map[string]any) (workflow.SignedIn, error) {
	s.Helper()
	s.at.Claims = claims
	back, err := s.trip(access.Actor{}, workflow.ProviderTrip{For: workflow.ToSignIn})
	return back.In, err
}

// connect connects the subject with the person, who is signed in.
func (s *signOn) connect(name, subject string) {
	s.Helper()
	s.at.Claims = map[string]any{"sub": subject}
	actor := inBrowser(s.World, name)
	back, err := s.trip(actor, workflow.ProviderTrip{For: workflow.ToConnect})
	must(s.T, err)
	must(s.T, s.Connect(s.Context(), actor, back.Connect.Token))
}

func (s *signOn) identities() (n int) {
	s.Helper()
	must(s.T, s.DB.View(s.Context(), s.Now(), func(r *store.Reader) error {
		for _, name := range s.Names() {
			list, err := r.Identities(s.Person(name))
			if n += len(list); err != nil {
				return err
			}
		}
		return nil
	}))
	return n
}

// TestNobodyIsFoundByAnythingButIssuerAndSubject: whatever a provider says beside them,
// and wherever it says it, nobody is let in as somebody else, and no account is
// connected.
func TestNobodyIsFoundByAnythingButIssuerAndSubject(t *testing.T) {
	yes := func(more map[string]any) map[string]any {
		claims := map[string]any{"sub": "stranger", "email": "noor@example.org", "email_verified": true, "name": "Noor Said", "preferred_username": "noor"}
		for k, v := range more {
			claims[k] = v
		}
		return claims
	}
	attacks := map[string]map[string]any{
		"a verified address":                                yes(nil),
		"an unverified address":                             yes(map[string]any{"email_verified": false}),
		"an address unsaid":                                 yes(map[string]any{"email_verified": nil}),
		"no address":                                        yes(map[string]any{"email": nil}),
		"another case":                                      yes(map[string]any{"email": "NOOR@EXAMPLE.ORG"}),
		"a variant in Unicode":                              yes(map[string]any{"email": "no\u043er@example.org"}),
		"a wide letter":                                     yes(map[string]any{"email": "\uff4eoor@example.org"}),
		"with a space":                                      yes(map[string]any{"email": " noor@example.org "}),
		"the subject is the address":                        yes(map[string]any{"sub": "noor@example.org"}),
		"the subject is the person":                         yes(map[string]any{"sub": "PERSON"}),
		"the user is admin":                                 yes(map[string]any{"sub": "admin", "preferred_username": "admin", "name": "admin"}),
		"the subject in capitals":                           yes(map[string]any{"sub": "MATS-1"}),
		"the subject in Unicode":                            yes(map[string]any{"sub": "mats‑1"}),
		"the subject with a space":                          yes(map[string]any{"sub": "mats-1 "}),
		"an external id in an array":                        yes(map[string]any{"oid": []string{"ext-noor"}}),
		"the office of an operator":                         yes(map[string]any{"sub": "odd", "email": "odd@example.org", "groups": []string{"operator"}}),
		"somebody else's external id, whose address it was": yes(map[string]any{"sub": "ext-mats", "oid": "ext-mats"}),
	}
	for _, admits := range []provider.Admits{provider.Connected, provider.Directory, provider.Newcomers} {
		w := world.New(t, "sqlite")
		s := newSignOn(w, func(p *provider.Settings) { p.Admits, p.Source, p.ExternalID = admits, "people", "oid" })
		s.connect("mats", "mats-1")
		must(t, w.DB.Update(t.Context(), w.Now(), func(tx *store.Tx) error {
			if err := tx.SetExternalID("people", "ext-mats", w.Person("mats")); err != nil {
				return err
			}
			return tx.SetExternalID("people", "ext-noor", w.Person("noor"))
		}))
		for name, claims := range attacks {
			if claims["sub"] == "PERSON" {
				claims["sub"] = string(w.Person("noor"))
			}
			if in, err := s.as(claims); err == nil {
				t.Errorf("%s, %s: signed in as %s", admits, name, in.Person)
			} else if !fault.Is(err, fault.Unauthenticated) || strings.Contains(err.Error(), "noor@") {
				t.Errorf("%s, %s: %v", admits, name, err)
			}
		}
		if n := s.identities(); n != 1 {
			t.Errorf("%s: %d accounts are connected, want the one", admits, n)
		}
		if in, err := s.as(map[string]any{"sub": "mats-1", "email": "somebody.else@example.org", "name": "Changed"}); err != nil || in.Person != w.Person("mats") {
			t.Errorf("%s: Mats himself, whose address there changed: %v", admits, err)
		}
		other := newSignOn(w, nil) // a second issuer that knows somebody by the same subject
		if in, err := other.as(map[string]any{"sub": "mats-1"}); err == nil {
			t.Errorf("%s: another issuer's Mats is %s", admits, in.Person)
		}
		if in, err := s.reset().as(map[string]any{"sub": "new-1", "oid": "ext-noor"}); (err == nil) != (admits != provider.Connected) || err == nil && in.Person != w.Person("noor") {
			t.Errorf("%s: provisioned as Noor: %v %v", admits, in.Person, err)
		}
		must(t, w.Leave(t.Context(), w.Actor("pia"), w.Person("mats")))
		if _, err := s.as(map[string]any{"sub": "mats-1"}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: Mats, who left: %v", admits, err)
		}
	}
}

// reset puts this world's provider back in place of another's.
func (s *signOn) reset() *signOn {
	s.setUp(s.known)
	return s
}

func TestNewcomersAreNew(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, func(p *provider.Settings) { p.Admits = provider.Newcomers })
	for name, claims := range map[string]map[string]any{
		"no name":       {"sub": "n1", "email": "new@example.org", "email_verified": true},
		"not verified":  {"sub": "n1", "email": "new@example.org", "name": "New One"},
		"of somebody":   {"sub": "n1", "email": "Ben@example.org", "email_verified": true, "name": "New One"},
		"of who left":   {"sub": "n1", "email": "gil@example.org", "email_verified": true, "name": "New One"},
		"no address":    {"sub": "n1", "name": "New One"},
		"a bad address": {"sub": "n1", "email": strings.Repeat("x", 400) + "@example.org", "email_verified": true, "name": "New One"},
	} {
		if name == "of who left" {
			must(t, w.Leave(t.Context(), w.Actor("pia"), w.Person("gil")))
		}
		if _, err := s.as(claims); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	in, err := s.as(map[string]any{"sub": "n1", "email": "new@example.org", "email_verified": true, "name": "New One"})
	must(t, err)
	again, err := s.as(map[string]any{"sub": "n1", "email": "changed@example.org", "name": "Changed"})
	if err != nil || again.Person != in.Person {
		t.Errorf("the second time %v, %v", again.Person, err)
	}
	if p, err := w.Profile(t.Context(), w.Actor("noor"), in.Person); err != nil || p.Name != "New One" || len(p.Offices) > 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestATripIsForOneBrowserAndOnce: state, nonce and code of a sign-in are worth
// nothing in another browser, at another provider, later or twice.
func TestATripIsForOneBrowserAndOnce(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, nil)
	s.connect("noor", "noor-1")
	begin := func() issuer.Browser {
		b, err := s.away(access.Actor{}, workflow.ProviderTrip{For: workflow.ToSignIn})
		must(t, err)
		return b
	}
	refused := func(name string, b issuer.Browser) {
		t.Helper()
		if _, err := s.back(access.Actor{}, b); !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := begin()
	mine := s.browser
	s.browser = ""
	refused("a browser that holds nothing", b)
	b2 := begin() // another browser: what it holds is fresh
	if s.browser == mine {
		t.Fatal("two browsers hold the same")
	}
	theirs := s.browser
	refused("the answer of another browser", b)
	s.browser = mine
	refused("brought by another browser", b2)
	b3 := begin()
	refused("the code of another trip", issuer.Browser{State: b.State, Code: b3.Code, Issuer: b.Issuer})
	refused("a state that was spent on a bad code", b)
	s.browser = theirs
	refused("no state", issuer.Browser{Code: b2.Code, Issuer: b2.Issuer})
	refused("another's state", issuer.Browser{State: "cairn_ask_" + strings.Repeat("0", 52), Code: b2.Code, Issuer: b2.Issuer})
	if _, err := s.ComeBack(t.Context(), access.Actor{}, "other", workflow.ProviderAnswer{State: b2.State, Code: b2.Code, Browser: theirs}); !fault.Is(err, fault.Absent) {
		t.Errorf("a provider that is none: %v", err)
	}
	if back, err := s.back(access.Actor{}, b2); err != nil || back.In.Person != w.Person("noor") {
		t.Errorf("the good one: %v", err)
	}
	if _, err := s.back(access.Actor{}, b2); !fault.Is(err, fault.Conflict) { // refused by us, before the provider is asked again
		t.Errorf("the good one once more: %v", err)
	}
	late := begin()
	s.Clock.Advance(16 * time.Minute)
	refused("too late", late)
	mixed := begin()
	mixed.Issuer = "https://other.example.org"
	refused("answered by another issuer", mixed)
	replayed := begin()
	s.at.Claims = map[string]any{"sub": "noor-1", "nonce": "of another trip"}
	refused("the nonce of another trip", replayed)
	s.at.Claims = map[string]any{"sub": "noor-1"}
	s.twoProviders(t)
}

// twoProviders begins at one provider and comes back as from another that is set up too.
func (s *signOn) twoProviders(t *testing.T) {
	t.Helper()
	now := func() time.Time { return s.Now().Time() }
	evil := issuer.New(t, now)
	evil.Claims = map[string]any{"sub": "noor-1"}
	both := []*provider.Provider{
		provider.New(s.at.Settings("example"), world.PublicURL+"/sign-in/with/example/back", now), provider.New(evil.Settings("evil"), world.PublicURL+"/sign-in/with/evil/back", now),
	}
	s.Workflow = workflow.New(s.DB, s.Clock, workflow.AllowDemo(), workflow.SignInBy(both))
	b, err := s.away(access.Actor{}, workflow.ProviderTrip{For: workflow.ToSignIn})
	must(t, err)
	_, err = s.ComeBack(t.Context(), access.Actor{}, "evil", workflow.ProviderAnswer{State: b.State, Code: b.Code, Issuer: evil.URL, Browser: s.browser})
	if !fault.Is(err, fault.Conflict) || len(evil.Asked) > 0 {
		t.Errorf("another provider took the code: %v, asked %v", err, evil.Asked)
	}
}

func TestConnectingAnAccount(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, nil)
	ctx := t.Context()
	s.at.Claims = map[string]any{"sub": "noor-1", "name": "Noor", "email": "n@example.org", "email_verified": true}
	noor, mats := inBrowser(w, "noor"), inBrowser(w, "mats")
	if _, err := s.trip(w.Token("noor"), workflow.ProviderTrip{For: workflow.ToConnect}); !fault.Is(err, fault.Absent) {
		t.Errorf("by a token: %v", err)
	}
	b, err := s.away(noor, workflow.ProviderTrip{For: workflow.ToConnect})
	must(t, err)
	if _, err := s.back(mats, b); !fault.Is(err, fault.Conflict) {
		t.Errorf("somebody else signed in meanwhile: %v", err)
	}
	back, err := s.trip(noor, workflow.ProviderTrip{For: workflow.ToConnect})
	must(t, err)
	if back.Connect.Name != "Noor" || back.Connect.Email != "n@example.org" || s.identities() != 0 {
		t.Errorf("shown %+v, and %d connected before a word", back.Connect, s.identities())
	}
	for name, actor := range map[string]access.Actor{"another person": mats, "another browser": inBrowser(w, "noor"), "a token": w.Token("noor"), "nobody": {}} {
		if err := s.Connect(ctx, actor, back.Connect.Token); err == nil {
			t.Errorf("%s connected it", name)
		}
	}
	s.Clock.Advance(9 * time.Minute)
	must(t, s.Connect(ctx, noor, back.Connect.Token))
	if err := s.Connect(ctx, noor, back.Connect.Token); !fault.Is(err, fault.Conflict) {
		t.Errorf("connected twice: %v", err)
	}
	if _, err := s.trip(mats, workflow.ProviderTrip{For: workflow.ToConnect}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the same account for another person: %v", err)
	}
	s.at.Claims["sub"] = "noor-2"
	back, err = s.trip(noor, workflow.ProviderTrip{For: workflow.ToConnect})
	must(t, err)
	s.Clock.Advance(workflow.ProofHolds - 8*time.Minute)
	if err := s.Connect(ctx, noor, back.Connect.Token); !workflow.MustConfirm(err) {
		t.Errorf("without a fresh proof: %v", err)
	}
	if _, err := s.trip(noor, workflow.ProviderTrip{For: workflow.ToConnect}); !workflow.MustConfirm(err) {
		t.Errorf("begun without a fresh proof: %v", err)
	}
	s.disconnects(t)
}

func (s *signOn) disconnects(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	in, err := s.as(map[string]any{"sub": "noor-1"})
	must(t, err)
	noor, mats := s.Actor("noor"), inBrowser(s.World, "mats")
	noor.Session = in.Session
	list, err := s.Connected(ctx, noor)
	if err != nil || len(list) != 1 || !list[0].Last || list[0].Label != "Example" || !list[0].Works {
		t.Fatalf("%+v, %v", list, err)
	}
	gone, never := s.Disconnect(ctx, mats, workflow.Once{}, list[0].ID), s.Disconnect(ctx, mats, workflow.Once{}, id.New[id.Identity]())
	if !fault.Is(gone, fault.Absent) || gone.Error() != never.Error() {
		t.Errorf("somebody else's: %v, none: %v", gone, never)
	}
	if err := s.Disconnect(ctx, noor, workflow.Once{}, list[0].ID); !fault.Is(err, fault.Conflict) || workflow.MustConfirm(err) {
		t.Errorf("the last way in: %v", err)
	}
	invited, err := s.Invite(ctx, access.System(access.ViaCommand), workflow.Once{}, s.Person("noor"))
	must(t, err)
	_, err = s.AcceptInvitation(ctx, invited.Token, theirPassword, "a test")
	must(t, err)
	elsewhere, err := s.as(map[string]any{"sub": "noor-1"})
	must(t, err)
	noor = inBrowser(s.World, "noor")
	must(t, s.Disconnect(ctx, noor, workflow.Once{}, list[0].ID))
	if _, _, err := s.Authenticate(ctx, elsewhere.Token); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("what it had begun goes on: %v", err)
	}
	if _, err := s.as(map[string]any{"sub": "noor-1"}); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("it still signs in: %v", err)
	}
	if n := s.wrote(audit.IdentityLinked) + s.wrote(audit.IdentityUnlinked); n != 2 {
		t.Errorf("%d lines", n)
	}
}

// wrote counts the journal's lines of an act.
func (s *signOn) wrote(act audit.Act) (n int) {
	s.Helper()
	return strings.Count("\n"+dump(s.T, s.World)["audit_entries.act"]+"\n", "\n"+string(act)+"\n")
}

func TestAnInvitationIsAcceptedAtAProvider(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, nil)
	ctx := t.Context()
	s.connect("mats", "mats-1")
	invited, err := w.Invite(ctx, access.System(access.ViaCommand), workflow.Once{}, w.Person("noor"))
	must(t, err)
	trip := workflow.ProviderTrip{For: workflow.ToAccept, Invitation: invited.Token}
	if _, err := s.trip(access.Actor{}, trip); !fault.Is(err, fault.Conflict) {
		t.Errorf("as Mats: %v", err)
	}
	s.at.Claims = map[string]any{"sub": "noor-1", "email": "mats@example.org", "email_verified": true}
	back, err := s.trip(access.Actor{}, trip)
	if err != nil || back.In.Person != w.Person("noor") || back.In.Token == "" {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, err := s.trip(access.Actor{}, trip); !fault.Is(err, fault.Absent) {
		t.Errorf("once more: %v", err)
	}
	if _, err := w.Invite(ctx, w.Actor("pia"), workflow.Once{}, w.Person("noor")); !fault.Is(err, fault.Conflict) {
		t.Errorf("a people partner makes another way in: %v", err)
	}
}

func TestConfirmingAtAProvider(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, nil)
	ctx := t.Context()
	s.connect("noor", "noor-1")
	s.connect("mats", "mats-1")
	noor := inBrowser(w, "noor")
	s.Clock.Advance(time.Hour)
	proved := func(claims map[string]any) error {
		s.at.Claims = claims
		_, err := s.trip(noor, workflow.ProviderTrip{For: workflow.ToConfirm})
		return err
	}
	for name, claims := range map[string]map[string]any{
		"somebody else": {"sub": "mats-1"}, "nobody": {"sub": "none"}, "an old sign-in": {"sub": "noor-1", "auth_time": s.Now().Time().Add(-time.Hour).Unix()}, "unsaid when": {"sub": "noor-1", "auth_time": nil},
	} {
		if err := proved(claims); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Confirmed(ctx, noor); !workflow.MustConfirm(err) {
			t.Errorf("%s proved it: %v", name, err)
		}
	}
	must(t, proved(map[string]any{"sub": "noor-1"}))
	must(t, s.Confirmed(ctx, noor))
}

// TestAProviderIsOneProof: like a password, unless it says that it asked for more.
func TestAProviderIsOneProof(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, func(p *provider.Settings) { p.AMR, p.ACR = []string{"mfa"}, []string{"silver"} })
	s.connect("noor", "noor-1")
	own := &secondWorld{World: w}
	_, err := w.AcceptInvitation(t.Context(), own.invitation(), theirPassword, "a test")
	must(t, err)
	spares := own.withApp()
	for name, more := range map[string]map[string]any{"nothing": {}, "a password": {"amr": []string{"pwd"}, "acr": "bronze"}} {
		more["sub"] = "noor-1"
		in, err := s.as(more)
		if err != nil || in.Token != "" || in.Waits == "" {
			t.Errorf("%s was enough: %+v, %v", name, in, err)
		}
		if name == "nothing" {
			second, err := s.ProveSecond(t.Context(), in.Waits, spares[0], "a test")
			must(t, err)
			must(t, s.ProviderSays(t.Context(), "example", s.at.End(map[string]any{"sub": "noor-1"}), "192.0.2.8"))
			if _, _, err := s.Authenticate(t.Context(), second.Token); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("the provider cannot end it: %v", err)
			}
		}
	}
	for name, more := range map[string]map[string]any{"amr": {"amr": []string{"pwd", "mfa"}}, "acr": {"acr": "silver"}} {
		more["sub"] = "noor-1"
		if in, err := s.as(more); err != nil || in.Token == "" {
			t.Errorf("%s is not enough: %+v, %v", name, in, err)
		}
	}
}

func TestAProviderEndsWhatItBegan(t *testing.T) {
	world.Each(t, func(w *world.World) {
		s := newSignOn(w, nil)
		ctx := w.Context()
		s.connect("noor", "noor-1")
		s.connect("mats", "mats-1")
		in := func(sub, sid string) string {
			w.Helper()
			got, err := s.as(map[string]any{"sub": sub, "sid": sid})
			must(w.T, err)
			return got.Token
		}
		lives := func(what, token string, want bool) {
			w.Helper()
			if _, _, err := s.Authenticate(ctx, token); (err == nil) != want {
				w.Errorf("%s lives: %v, want %v", what, err == nil, want)
			}
		}
		one, two, other := in("noor-1", "s1"), in("noor-1", "s2"), in("mats-1", "s1")
		byDemo, err := s.SignInAs(ctx, w.Person("noor"), "a test")
		must(w.T, err)
		end := s.at.End(map[string]any{"sub": "noor-1", "sid": "s1"})
		must(w.T, s.ProviderSays(ctx, "example", end, "192.0.2.8"))
		lives("the one that ended there", one, false)
		lives("the person's other", two, true)
		lives("somebody else's of the same name", other, true)
		if err := s.ProviderSays(ctx, "example", end, "192.0.2.8"); !fault.Is(err, fault.Unauthenticated) {
			w.Errorf("the same message again: %v", err)
		}
		if err := s.ProviderSays(ctx, "example", s.at.Token(map[string]any{"sub": "noor-1"}), "192.0.2.8"); !fault.Is(err, fault.Unauthenticated) {
			w.Errorf("an id token: %v", err)
		}
		lives("what a bad message names", two, true)
		must(w.T, s.ProviderSays(ctx, "example", s.at.End(map[string]any{"sub": "noor-1"}), "192.0.2.8"))
		lives("every one of the person", two, false)
		lives("somebody else's", other, true)
		lives("what came by no provider", byDemo.Token, true)
		third := in("noor-1", "s3")
		label, to, err := s.SignedOutBy(ctx, access.Actor{Person: w.Person("noor"), Session: sessionOf(w, third)}, "https://x")
		if err != nil || label != "Example" || !strings.HasPrefix(to, s.at.URL+"/end?") || !strings.Contains(to, "id_token_hint=ey") {
			w.Errorf("signing out there: %q %q %v", label, to, err)
		}
	})
}

func sessionOf(w *world.World, token string) id.Session {
	w.Helper()
	a, _, err := w.Authenticate(w.Context(), token)
	must(w.T, err)
	return a.Session
}

func TestGroupsGiveOfficesAndTakeThem(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, func(p *provider.Settings) {
		p.GroupsClaim, p.Offices = "groups", map[string]string{"hr": "people-partner", "pay": "compensation-partner"}
	})
	s.connect("noor", "noor-1")
	s.connect("per", "per-1")
	held := func(name string) string {
		t.Helper()
		list, err := w.OfficesOf(t.Context(), w.Actor("mats"), w.Person(name))
		must(t, err)
		return strings.Join(wordsOf(list), " ")
	}
	for _, step := range []struct {
		who, sub string
		groups   any
		want     string
	}{
		{"noor", "noor-1", []string{"hr", "pay", "cto", "operator", "chapter leads"}, "compensation-partner people-partner"},
		{"noor", "noor-1", []string{"pay"}, "compensation-partner"}, {"noor", "noor-1", nil, ""}, {"noor", "noor-1", "hr", "people-partner"},
		{"noor", "noor-1", map[string]any{"hr": true}, ""},
		{"per", "per-1", []string{"hr"}, "people-partner"}, {"per", "per-1", []string{}, "people-partner"}, // an operator had given it
	} {
		_, err := s.as(map[string]any{"sub": step.sub, "groups": step.groups})
		must(t, err)
		if got := held(step.who); got != step.want {
			t.Errorf("%s in %v holds %q, want %q", step.who, step.groups, got, step.want)
		}
	}
}

func wordsOf(list []org.Office) (words []string) {
	for _, o := range list {
		words = append(words, string(o))
	}
	return words
}

func TestPasswordsCanBeSwitchedOff(t *testing.T) {
	w := world.New(t, "sqlite")
	own := newSecond(w)
	in := own.signIn()
	s := newSignOn(w, nil, workflow.WithoutPasswords())
	ctx := t.Context()
	s.Clock.Advance(time.Minute)
	if _, err := s.SignIn(ctx, "noor@example.org", theirPassword, "a test", "192.0.2.1"); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("a password: %v", err)
	}
	noor := w.Actor("noor")
	noor.Session = in.Session
	if err := s.Confirm(ctx, noor, theirPassword); err == nil {
		t.Error("a password confirms")
	}
	if err := s.SetPassword(ctx, noor, theirPassword, "another quiet harbour moss"); err == nil {
		t.Error("a password is set")
	}
	invited, err := s.Invite(ctx, access.System(access.ViaCommand), workflow.Once{}, w.Person("noor"))
	must(t, err)
	if _, err := s.AcceptInvitation(ctx, invited.Token, theirPassword, "a test"); err == nil {
		t.Error("an invitation sets a password")
	}
	s.at.Claims = map[string]any{"sub": "noor-1"}
	if back, err := s.trip(access.Actor{}, workflow.ProviderTrip{For: workflow.ToAccept, Invitation: invited.Token}); err != nil || back.In.Token == "" {
		t.Errorf("an invitation at the provider: %v", err)
	}
}

// TestAProviderThatIsDownIsToldCalmly: the page stays, with the other ways on it.
func TestAProviderThatIsDownIsToldCalmly(t *testing.T) {
	w := world.New(t, "sqlite")
	s := newSignOn(w, nil)
	s.at.Down = true
	site := serve(t, w)
	a := site.get(t, "", "/sign-in/with/example?next=/people")
	if a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "Example does not answer at the moment") || !strings.Contains(a.body, `name="password"`) {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	if a := site.get(t, "", "/sign-in/with/nobody"); a.status != http.StatusNotFound {
		t.Errorf("a provider that is none: %d", a.status)
	}
	if a := site.get(t, "", "/sign-in/with/example/back?state=x&code=y"); a.status != http.StatusConflict || !strings.Contains(a.body, "Please begin again") {
		t.Errorf("an answer to nothing: %d", a.status)
	}
}
