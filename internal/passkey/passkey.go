package passkey

import (
	"encoding/json"
	"errors"
	"net/netip"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"cairn/internal/fault"
)

// Party is this Cairn, as devices know it. Safe for concurrent use.
type Party struct{ rp *webauthn.WebAuthn }

// Question is what a browser is asked. Kept must be given back with the answer;
// it is no secret, and must not be changed by the browser.
type Question struct {
	Options []byte // JSON, for the browser
	Kept    []byte // JSON, for whoever checks the answer
}

// Record is a passkey as it is stored. It holds no secret of the device.
type Record []byte

// Holder is whoever has passkeys. ID is opaque: devices keep it, and tell it when
// they answer.
type Holder struct {
	ID, Email, Name string
	Records         []Record
}

// Made is a passkey that has just been made, or used.
type Made struct {
	Handle []byte // names the passkey; no other has it
	Record Record
}

// New returns the party that people reach at the address. It is nil where browsers
// make no passkeys: at an address without https, or one of numbers.
func New(publicURL string) *Party {
	u, err := url.Parse(publicURL)
	if err != nil {
		return nil
	}
	_, numbers := netip.ParseAddr(u.Hostname())
	if numbers == nil || u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil
	}
	rp, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Cairn", RPOrigins: []string{u.Scheme + "://" + u.Host}})
	if err != nil {
		return nil
	}
	return &Party{rp}
}

// AskToMake asks a browser for a new passkey, on a device that has none yet.
func (p *Party) AskToMake(h Holder) (Question, error) {
	who, err := holder(h)
	if err != nil {
		return Question{}, err
	}
	var have []protocol.CredentialDescriptor
	for _, c := range who.credentials {
		have = append(have, c.Descriptor())
	}
	options, kept, err := p.rp.BeginRegistration(who,
		webauthn.WithExclusions(have),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		}))
	if err != nil {
		return Question{}, err
	}
	return question(options.Response, kept)
}

// Make checks the answer to AskToMake.
func (p *Party) Make(h Holder, kept []byte, answer string) (Made, error) {
	who, err := holder(h)
	if err != nil {
		return Made{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(kept, &session); err != nil {
		return Made{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return Made{}, refuse(err)
	}
	made, err := p.rp.CreateCredential(who, session, parsed)
	if err != nil {
		return Made{}, refuse(err)
	}
	return remember(made)
}

// Ask asks a browser for any passkey that it has for this Cairn.
func (p *Party) Ask() (Question, error) {
	options, kept, err := p.rp.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Question{}, err
	}
	return question(options.Response, kept)
}

// Check tells who answered Ask. Find returns the holder with an id, or one without
// records when there is none.
func (p *Party) Check(kept []byte, answer string, find func(holder string) (Holder, error)) (Holder, Made, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(kept, &session); err != nil {
		return Holder{}, Made{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return Holder{}, Made{}, refuse(err)
	}
	var who *known
	var broken error
	_, used, err := p.rp.ValidatePasskeyLogin(func(_, id []byte) (webauthn.User, error) {
		h, err := find(string(id))
		if err == nil {
			who, err = holder(h)
		}
		broken = err
		return who, err
	}, session, parsed)
	switch {
	case broken != nil:
		return Holder{}, Made{}, broken
	case err != nil:
		return Holder{}, Made{}, refuse(err)
	case used.Authenticator.CloneWarning:
		return Holder{}, Made{}, refuse(errors.New("its counter went back: there may be a copy of it"))
	}
	made, err := remember(used)
	return who.Holder, made, err
}

// HandleOf returns the name of a stored passkey.
func HandleOf(r Record) ([]byte, error) {
	var c webauthn.Credential
	if err := json.Unmarshal(r, &c); err != nil {
		return nil, errUnreadable
	}
	return c.ID, nil
}

var errUnreadable = errors.New("a stored passkey cannot be read") // the cause would quote it

// refuse answers every way in which an answer proves nothing alike.
func refuse(cause error) error {
	return fault.Wrap(fault.Unauthenticated, "This passkey could not be accepted. Try again, or sign in another way.", cause)
}

func question(options, kept any) (q Question, err error) {
	if q.Options, err = json.Marshal(options); err == nil {
		q.Kept, err = json.Marshal(kept)
	}
	return q, err
}

func remember(c *webauthn.Credential) (Made, error) {
	record, err := json.Marshal(c)
	return Made{Handle: c.ID, Record: record}, err
}

// known is a holder as the protocol asks for one.
type known struct {
	Holder
	credentials []webauthn.Credential
}

func holder(h Holder) (*known, error) {
	k := &known{Holder: h}
	for _, r := range h.Records {
		var c webauthn.Credential
		if err := json.Unmarshal(r, &c); err != nil {
			return nil, errUnreadable
		}
		k.credentials = append(k.credentials, c)
	}
	return k, nil
}

// WebAuthnID is what devices keep to tell whose passkey it is.
func (k *known) WebAuthnID() []byte { return []byte(k.ID) }

// WebAuthnName tells the holder which account a passkey is for.
func (k *known) WebAuthnName() string { return k.Email }

// WebAuthnDisplayName is the holder's name.
func (k *known) WebAuthnDisplayName() string { return k.Name }

// WebAuthnCredentials are the passkeys that count.
func (k *known) WebAuthnCredentials() []webauthn.Credential { return k.credentials }
