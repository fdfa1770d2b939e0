// Package id makes the typed identifiers of Cairn: 128 random bits each, so
// that neither volume nor order of anything can be read off an address.
package id

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"strings"
	"time"
)

// The kinds of thing that have an identifier. They differ in type so that a
// person's id is never passed where an evaluation's is meant.
type (
	Person       string
	Unit         string
	Evaluation   string
	Standing     string
	Session      string
	Token        string
	Entry        string
	Notice       string
	Mail         string
	Disclosure   string
	RoleRequest  string
	Departure    string
	Focus        string
	Share        string
	Promotion    string
	Consultation string
	Feedback     string
	Note         string
	File         string
	Memo         string
	Rollout      string
	Restore      string
)

const length = 26

const symbols = "0123456789abcdefghjkmnpqrstvwxyz"

var encoding = base32.NewEncoding(symbols).WithPadding(base32.NoPadding)

// New returns a fresh identifier of the wanted kind.
func New[T ~string]() T {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24: it aborts the process instead
	return T(encoding.EncodeToString(b[:]))
}

// InOrder returns a fresh identifier that comes after those of earlier moments, so that the
// index of what is only added to grows at its end. It tells the moment: it is for what
// says its moment itself. Eighty bits of it are random.
func InOrder[T ~string](at time.Time) T {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], uint64(at.UnixMilli())<<16)
	_, _ = rand.Read(b[6:])
	return T(encoding.EncodeToString(b[:]))
}

// Parse accepts what New makes, by its length and symbols; ok is false otherwise.
func Parse[T ~string](s string) (v T, ok bool) {
	if len(s) != length || strings.Trim(s, symbols) != "" {
		return "", false
	}
	return T(s), true
}
