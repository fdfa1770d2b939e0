package seal

import (
	"crypto/cipher"
	"errors"
	"strings"
)

const version = "v1"

var (
	errNoKey   = errors.New("seal: there is no key")
	errNoPlace = errors.New("seal: owner, table, column and row must all be named")
)

// Place is where a sealed value is kept. It is bound into the value, so that a
// value copied to another place does not open there.
type Place struct{ Table, Column, Row string }

// Key seals and opens the private values of one person. The zero Key does
// neither. It prints as "[key]".
type Key struct {
	owner string
	box   hidden[cipher.AEAD]
}

// Owner tells whose key it is.
func (k Key) Owner() string { return k.owner }

// Seal returns plaintext as text that only this key opens, only at place.
func (k Key) Seal(place Place, plaintext []byte) (string, error) {
	bound, err := k.bound(place)
	if err != nil {
		return "", err
	}
	padded, err := pad(plaintext)
	if err != nil {
		return "", err
	}
	return version + "." + encode(k.box().Seal(nil, nil, padded, bound)), nil
}

// Open returns what Seal was given. Its errors hold nothing of the content.
func (k Key) Open(place Place, sealed string) ([]byte, error) {
	bound, err := k.bound(place)
	if err != nil {
		return nil, err
	}
	text, known := strings.CutPrefix(sealed, version+".")
	ciphertext, clean := decode(text)
	if !known || !clean {
		return nil, ErrUnreadable
	}
	padded, err := k.box().Open(nil, nil, ciphertext, bound)
	if err != nil {
		return nil, ErrUnreadable
	}
	plaintext, clean := unpad(padded)
	if !clean {
		return nil, ErrUnreadable
	}
	return plaintext, nil
}

func (k Key) bound(p Place) ([]byte, error) {
	if k.box == nil {
		return nil, errNoKey
	}
	if k.owner == "" || p.Table == "" || p.Column == "" || p.Row == "" {
		return nil, errNoPlace
	}
	return bind("cairn value", version, k.owner, p.Table, p.Column, p.Row), nil
}
