package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sync"
)

// Root is a secret of the whole database, wrapped by the master key like a
// person's. What is stamped with it stays the same under another master key.
// Printing it shows an address and nothing of it.
type Root struct{ key hidden[[]byte] }

// NewRoot makes a random root for the purpose, and its wrapped form to be stored.
func (m *Master) NewRoot(purpose string) (Root, string) {
	raw := randomKey()
	return Root{hide(raw)}, m.wrap(rootOwner(purpose), 1, raw)
}

// OldRoot makes the root that Mark has always used, which is this master key. It
// serves a database that holds such marks already.
func (m *Master) OldRoot(purpose string) (Root, string) {
	return Root{m.key}, m.wrap(rootOwner(purpose), 1, m.key())
}

// OpenRoot unwraps what NewRoot gave for the same purpose.
func (m *Master) OpenRoot(purpose, wrapped string) (Root, error) {
	raw, _, err := m.unwrap(rootOwner(purpose), wrapped)
	if err != nil {
		return Root{}, err
	}
	return Root{hide(raw)}, nil
}

// rootOwner is no person's id: those have no colon.
func rootOwner(purpose string) string { return "root:" + purpose }

// Stamp gives keyed sums of one use. The zero Stamp gives none.
type Stamp struct{ sums hidden[*sync.Pool] }

// summing makes a sum; it is used again, because many are made one after the other.
type summing struct {
	mac   hash.Hash
	bytes []byte
}

// Stamp derives the stamp of a use.
func (r Root) Stamp(use string) Stamp {
	key, err := hkdf.Key(sha256.New, r.key(), nil, "cairn stamp "+use, sha256.Size)
	if err != nil {
		panic(err) // only for a length that SHA-256 cannot give
	}
	return Stamp{hide(&sync.Pool{New: func() any { return &summing{mac: hmac.New(sha256.New, key)} }})}
}

// Of returns the sum of the parts: the same parts give the same, and whoever
// lacks the root can neither make nor foretell it.
func (s Stamp) Of(parts ...string) (sum [sha256.Size]byte) {
	sums := s.sums()
	m := sums.Get().(*summing)
	m.bytes = appendBound(m.bytes[:0], parts...)
	m.mac.Write(m.bytes)
	m.mac.Sum(sum[:0])
	m.mac.Reset()
	clear(m.bytes)
	sums.Put(m)
	return sum
}

// Text is Of as text.
func (s Stamp) Text(parts ...string) string {
	sum := s.Of(parts...)
	return encode(sum[:])
}
