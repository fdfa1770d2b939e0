package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Mark returns a text that is the same for the same purpose and data, and tells
// nothing of the data to whoever lacks the master key. It serves to recognise
// what must not be stored: a plain hash of few possible values can be guessed.
func (m *Master) Mark(purpose string, data []byte) string { return Root{m.key}.Mark(purpose, data) }

// Mark is the same with a root's secret; OldRoot gives what the master's gave.
func (r Root) Mark(purpose string, data []byte) string {
	key, err := hkdf.Key(sha256.New, r.key(), nil, "cairn mark "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only for a length that SHA-256 cannot give
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(data)
	return hex.EncodeToString(mac.Sum(nil))
}
