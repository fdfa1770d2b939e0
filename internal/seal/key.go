package seal

import (
	"crypto/cipher"
	"errors"
	"strconv"
	"strings"
)

// A value names the form that it is sealed in, and from a person's second key on
// also which of their keys it was: v1.TEXT or v2.NUMBER.TEXT. Whatever is sealed in
// another form one day is told apart by it.
const (
	version  = "v1"
	versionN = "v2"
)

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
	owner  string
	number int
	box    hidden[cipher.AEAD]
}

// Owner tells whose key it is.
func (k Key) Owner() string { return k.owner }

// Number tells which of the owner's keys it is: the first is 1.
func (k Key) Number() int { return k.number }

// Prefix is how everything begins that this key sealed.
func (k Key) Prefix() string {
	if k.number == 1 {
		return version + "."
	}
	return versionN + "." + strconv.Itoa(k.number) + "."
}

// NumberOf tells which of its owner's keys a value was sealed with; 0 where the text
// is no sealed value.
func NumberOf(sealed string) int {
	form, rest, _ := strings.Cut(sealed, ".")
	switch form {
	case version:
		return 1
	case versionN:
		number, _, _ := strings.Cut(rest, ".")
		return laterNumber(number)
	}
	return 0
}

// laterNumber reads the number of a second or later key, which has one form.
func laterNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 2 || strconv.Itoa(n) != text {
		return 0
	}
	return n
}

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
	return k.Prefix() + encode(k.box().Seal(nil, nil, padded, bound)), nil
}

// Open returns what Seal was given. Its errors hold nothing of the content.
func (k Key) Open(place Place, sealed string) ([]byte, error) {
	bound, err := k.bound(place)
	if err != nil {
		return nil, err
	}
	text, known := strings.CutPrefix(sealed, k.Prefix())
	ciphertext, clean := decode(text)
	if !known || !clean {
		return nil, ErrUnreadable
	}
	padded, err := k.box().Open(ciphertext[:0], nil, ciphertext, bound)
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
	if k.number == 1 {
		return bind("cairn value", version, k.owner, p.Table, p.Column, p.Row), nil
	}
	return bind("cairn value", versionN, k.owner, strconv.Itoa(k.number), p.Table, p.Column, p.Row), nil
}
