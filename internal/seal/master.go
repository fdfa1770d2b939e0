package seal

import (
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

const (
	masterPrefix = "cairn-master-v1"
	wrapVersion  = "k1"
)

// ErrWrongMaster tells that a person's key was wrapped by another master key.
var ErrWrongMaster = errors.New("seal: this is not the master key the data was sealed with")

// ErrNotMaster tells that a text is no master key, or a damaged one.
var ErrNotMaster = errors.New("seal: this is not a master key; expected one line of the form " +
	masterPrefix + ".ID.KEY, copied whole")

// Master wraps the keys of persons. It is kept outside the database. It prints
// as "[key]".
type Master struct {
	id  string
	key hidden[[]byte]
	box hidden[cipher.AEAD]

	others *others // further keys that still open; may be nil
}

// NewMaster makes a random master key.
func NewMaster() (*Master, error) { return masterOf(randomKey()) }

// ParseMaster reads the text form, as kept in a file or the environment.
func ParseMaster(text string) (*Master, error) {
	parts := strings.Split(strings.TrimSpace(text), ".")
	if len(parts) != 3 || parts[0] != masterPrefix {
		return nil, ErrNotMaster
	}
	key, clean := decode(parts[2])
	if !clean || len(key) != keySize || masterID(key) != parts[1] {
		return nil, ErrNotMaster
	}
	return masterOf(key)
}

// ID is a short public name of the key: a prefix of its hash.
func (m *Master) ID() string { return m.id }

// NewKey makes a random key for owner, and its wrapped form to be stored.
func (m *Master) NewKey(owner string) (Key, string, error) {
	if owner == "" {
		return Key{}, "", errNoPlace
	}
	raw := randomKey()
	key, err := keyOf(owner, raw)
	return key, m.wrap(owner, raw), err
}

// OpenKey unwraps what NewKey gave for the same owner.
func (m *Master) OpenKey(owner, wrapped string) (Key, error) {
	raw, err := m.unwrap(owner, wrapped)
	if err != nil {
		return Key{}, err
	}
	return keyOf(owner, raw)
}

func (m *Master) unwrap(owner, wrapped string) ([]byte, error) {
	parts := strings.Split(wrapped, ".")
	if len(parts) != 3 || parts[0] != wrapVersion {
		return nil, ErrUnreadable
	}
	by := m.named(parts[1])
	if by == nil {
		return nil, fmt.Errorf("%w: it has the id %s, the data names %.16q", ErrWrongMaster, m.id, parts[1])
	}
	sealed, clean := decode(parts[2])
	raw, err := by.box().Open(nil, nil, sealed, m.bound(owner))
	if !clean || err != nil {
		return nil, ErrUnreadable
	}
	return raw, nil
}

func (m *Master) bound(owner string) []byte { return bind("cairn key", wrapVersion, owner) }

func (m *Master) text() string {
	return strings.Join([]string{masterPrefix, m.id, encode(m.key())}, ".")
}

func masterOf(key []byte) (*Master, error) {
	box, err := newBox(key)
	if err != nil {
		return nil, err
	}
	return &Master{id: masterID(key), key: hide(key), box: hide(box)}, nil
}

func masterID(key []byte) string {
	sum := sha256.Sum256(append([]byte("cairn master id\x00"), key...))
	return hex.EncodeToString(sum[:4])
}

func keyOf(owner string, raw []byte) (Key, error) {
	box, err := newBox(raw)
	if err != nil {
		return Key{}, err
	}
	return Key{owner: owner, box: hide(box)}, nil
}
