package credential

import (
	"crypto/rand"
	"strings"
)

const (
	spareCodes = 10
	spareSize  = 15 // bytes; nobody can try 120 random bits, so a plain hash serves
)

// NewSpareCodes makes codes for a person to keep on paper, each good for once.
// Only the hashes are stored.
func NewSpareCodes() (texts, hashes []string) {
	for range spareCodes {
		var b [spareSize]byte
		_, _ = rand.Read(b[:]) // never fails since Go 1.24: it aborts the process instead
		text := strings.ReplaceAll(grouped(tokenText.EncodeToString(b[:])), " ", "-")
		texts, hashes = append(texts, text), append(hashes, HashSpare(text))
	}
	return texts, hashes
}

// HashSpare returns what is stored for a spare code, however it was typed: letters
// that look like digits are taken for them.
func HashSpare(text string) string {
	typed := strings.Map(func(c rune) rune {
		switch c {
		case 'o':
			return '0'
		case 'i', 'l':
			return '1'
		case '-', ' ', '\t', '\n':
			return -1
		}
		return c
	}, strings.ToLower(text))
	return HashToken("spare " + typed)
}
