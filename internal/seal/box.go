package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
)

const keySize = 32

// ErrUnreadable tells that a sealed value was changed, belongs to another
// place or person, or was sealed with another key. Which of these is not said.
var ErrUnreadable = errors.New("seal: the sealed value cannot be opened here")

// newBox returns AES-256-GCM that draws a fresh nonce for each value.
func newBox(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// randomKey never fails: crypto/rand ends the process where it cannot serve.
func randomKey() []byte {
	key := make([]byte, keySize)
	_, _ = rand.Read(key)
	return key
}

// bind joins the parts so that no two different lists give the same bytes.
func bind(parts ...string) []byte {
	size := 0
	for _, p := range parts {
		size += 8 + len(p)
	}
	return appendBound(make([]byte, 0, size), parts...)
}

func appendBound(b []byte, parts ...string) []byte {
	for _, p := range parts {
		b = binary.BigEndian.AppendUint64(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// strict refuses stray trailing bits.
var strict = base64.RawURLEncoding.Strict()

// decode accepts only what encode writes; the library alone would let line
// breaks pass.
func decode(text string) ([]byte, bool) {
	if strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\r') >= 0 {
		return nil, false
	}
	b, err := strict.DecodeString(text)
	return b, err == nil
}

// hidden holds a value inside a function: printing follows pointers under some
// verbs, even into unexported fields, but it cannot look into a function.
type hidden[T any] func() T

func hide[T any](v T) hidden[T] { return func() T { return v } }
