package seal

import (
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
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

// NewKey makes a random key for owner, their first, and its wrapped form to be stored.
func (m *Master) NewKey(owner string) (Key, string, error) { return m.NextKey(owner, 1) }

// NextKey makes the key of that number for owner, which replaces the one before.
func (m *Master) NextKey(owner string, number int) (Key, string, error) {
	if owner == "" || number < 1 {
		return Key{}, "", errNoPlace
	}
	raw := randomKey()
	key, err := keyOf(owner, number, raw)
	return key, m.wrap(owner, number, raw), err
}

// OpenKey unwraps what NewKey or NextKey gave for the same owner.
func (m *Master) OpenKey(owner, wrapped string) (Key, error) {
	raw, number, err := m.unwrap(owner, wrapped)
	if err != nil {
		return Key{}, err
	}
	return keyOf(owner, number, raw)
}

func (m *Master) unwrap(owner, wrapped string) (raw []byte, number int, err error) {
	w, ok := split(wrapped)
	if !ok {
		return nil, 0, ErrUnreadable
	}
	by := m.named(w.master)
	if by == nil {
		return nil, 0, fmt.Errorf("%w: it has the id %s, the data names %.16q", ErrWrongMaster, m.id, w.master)
	}
	sealed, clean := decode(w.text)
	raw, err = by.box().Open(nil, nil, sealed, boundKey(owner, w.number))
	if !clean || err != nil {
		return nil, 0, ErrUnreadable
	}
	return raw, w.number, nil
}

// wrappedKey is a stored key in its parts: k1.MASTER.TEXT, and the number of a second
// or later key behind it.
type wrappedKey struct {
	master, text string
	number       int
}

func split(stored string) (w wrappedKey, ok bool) {
	parts := strings.Split(stored, ".")
	if len(parts) < 3 || len(parts) > 4 || parts[0] != wrapVersion {
		return w, false
	}
	w = wrappedKey{parts[1], parts[2], 1}
	if len(parts) == 4 {
		w.number = laterNumber(parts[3])
	}
	return w, w.number > 0
}

func (m *Master) wrap(owner string, number int, raw []byte) string {
	parts := []string{wrapVersion, m.id, encode(m.box().Seal(nil, nil, raw, boundKey(owner, number)))}
	if number > 1 {
		parts = append(parts, strconv.Itoa(number))
	}
	return strings.Join(parts, ".")
}

func boundKey(owner string, number int) []byte {
	if number == 1 {
		return bind("cairn key", wrapVersion, owner)
	}
	return bind("cairn key", wrapVersion, owner, strconv.Itoa(number))
}

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

func keyOf(owner string, number int, raw []byte) (Key, error) {
	box, err := newBox(raw)
	if err != nil {
		return Key{}, err
	}
	return Key{owner: owner, number: number, box: hide(box)}, nil
}
