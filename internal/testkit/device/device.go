// Package device is a phone or computer that makes passkeys, for tests.
package device

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// Device holds passkeys and unlocks them for whoever asks. Its fields may be set
// to make it lie.
type Device struct {
	Origin  string // the page that asks, as the browser saw it
	Locked  bool   // answers without having seen its owner
	Counter uint32 // how often it was used; some devices do not count
	keys    []*key
}

type key struct {
	handle, user []byte
	private      *ecdsa.PrivateKey
}

const (
	present  = 0x01
	unlocked = 0x04
	carries  = 0x40
)

var base = base64.RawURLEncoding

// New returns a device without passkeys, before a page of the origin.
func New(origin string) *Device { return &Device{Origin: origin} }

type question struct {
	Challenge string `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
}

// Make makes a passkey as the options ask, and returns the browser's answer.
func (d *Device) Make(t *testing.T, options []byte) string {
	t.Helper()
	q := read(t, options)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	user, err := base.DecodeString(q.User.ID)
	check(t, err)
	k := &key{handle: make([]byte, 32), user: user, private: private}
	_, _ = rand.Read(k.handle)
	d.keys = append(d.keys, k)
	point, err := private.PublicKey.Bytes()
	check(t, err)
	public, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	check(t, err)
	data := d.data(q.RP.ID, carries)
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.handle)))
	data = append(append(data, k.handle...), public...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	check(t, err)
	return answer(t, k, map[string]string{
		"clientDataJSON": base.EncodeToString(d.client(t, "webauthn.create", q)), "attestationObject": base.EncodeToString(object),
	})
}

// Use answers a question with the passkey that was made last.
func (d *Device) Use(t *testing.T, options []byte) string {
	t.Helper()
	q, k := read(t, options), d.keys[len(d.keys)-1]
	data, client := d.data(q.RPID, 0), d.client(t, "webauthn.get", q)
	hash := sha256.Sum256(client)
	all := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signed, err := ecdsa.SignASN1(rand.Reader, k.private, all[:])
	check(t, err)
	return answer(t, k, map[string]string{
		"clientDataJSON": base.EncodeToString(client), "authenticatorData": base.EncodeToString(data),
		"signature": base.EncodeToString(signed), "userHandle": base.EncodeToString(k.user),
	})
}

// Claim makes the device say that its passkeys are somebody else's.
func (d *Device) Claim(user string) {
	for _, k := range d.keys {
		k.user = []byte(user)
	}
}

func (d *Device) data(party string, flags byte) []byte {
	if flags |= present; !d.Locked {
		flags |= unlocked
	}
	hash := sha256.Sum256([]byte(party))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), d.Counter)
}

func (d *Device) client(t *testing.T, what string, q question) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"type": what, "challenge": q.Challenge, "origin": d.Origin, "crossOrigin": false})
	check(t, err)
	return b
}

func answer(t *testing.T, k *key, response map[string]string) string {
	t.Helper()
	name := base.EncodeToString(k.handle)
	b, err := json.Marshal(map[string]any{"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	check(t, err)
	return string(b)
}

func read(t *testing.T, options []byte) (q question) {
	t.Helper()
	check(t, json.Unmarshal(options, &q))
	return q
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
