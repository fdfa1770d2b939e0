package backup

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

const (
	lockPrefix = "cairn-backup-lock-v1"
	keyPrefix  = "cairn-backup-key-v1"
)

var (
	// ErrNotLock tells that a text is no lock, or a damaged one.
	ErrNotLock = errors.New("this is not a backup lock; expected " + lockPrefix + ".ID.TEXT, copied whole, as cairn backup-key prints it")
	// ErrNotKey tells that a text is no key, or a damaged one.
	ErrNotKey = errors.New("this is not a backup key; expected one line of the form " + keyPrefix + ".ID.TEXT, copied whole")
)

// Lock closes backups and cannot open them.
type Lock struct {
	id     string
	public hpke.PublicKey
}

// Key opens backups. It prints as "[key]".
type Key struct {
	lock    Lock
	private func() hpke.PrivateKey // printing cannot look into a function
}

func kem() hpke.KEM { return hpke.DHKEM(ecdh.X25519()) }

// NewKey makes a key.
func NewKey() (Key, error) {
	private, err := kem().GenerateKey()
	if err != nil {
		return Key{}, err
	}
	return keyOf(private), nil
}

func keyOf(private hpke.PrivateKey) Key {
	return Key{lockOf(private.PublicKey()), func() hpke.PrivateKey { return private }}
}

func lockOf(public hpke.PublicKey) Lock {
	sum := sha256.Sum256(append([]byte("cairn backup lock\x00"), public.Bytes()...))
	return Lock{hex.EncodeToString(sum[:4]), public}
}

// Lock is the public half of the key.
func (k Key) Lock() Lock { return k.lock }

// String keeps the key out of whatever prints it.
func (Key) String() string { return "[key]" }

// GoString is the same.
func (Key) GoString() string { return "[key]" }

// Text is the key as it is written down.
func (k Key) Text() string {
	raw, err := k.private().Bytes()
	if err != nil {
		panic(err) // only of keys that live in hardware
	}
	return strings.Join([]string{keyPrefix, k.lock.id, encode(raw)}, ".")
}

// ID is a short public name of lock and key.
func (l Lock) ID() string { return l.id }

// Text is the lock as it is written down.
func (l Lock) Text() string {
	return strings.Join([]string{lockPrefix, l.id, encode(l.public.Bytes())}, ".")
}

// ParseLock reads what Text gave.
func ParseLock(text string) (Lock, error) {
	id, raw, ok := parts(text, lockPrefix)
	if !ok {
		return Lock{}, ErrNotLock
	}
	public, err := kem().NewPublicKey(raw)
	if err != nil || lockOf(public).id != id {
		return Lock{}, ErrNotLock
	}
	return lockOf(public), nil
}

// ParseKey reads what Text gave.
func ParseKey(text string) (Key, error) {
	id, raw, ok := parts(text, keyPrefix)
	if !ok {
		return Key{}, ErrNotKey
	}
	private, err := kem().NewPrivateKey(raw)
	if err != nil || keyOf(private).lock.id != id {
		return Key{}, ErrNotKey
	}
	return keyOf(private), nil
}

func parts(text, prefix string) (id string, raw []byte, ok bool) {
	p := strings.Split(strings.TrimSpace(text), ".")
	if len(p) != 3 || p[0] != prefix {
		return "", nil, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(p[2])
	return p[1], raw, err == nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
