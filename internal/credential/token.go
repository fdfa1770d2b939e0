package credential

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// What a token is for shows in its first letters, to people and to scanners
// that look for secrets in the wrong places.
const (
	AccessToken     = "cairn_pat_"
	InvitationToken = "cairn_inv_"
	SessionToken    = "cairn_ses_"
	CalendarToken   = "cairn_cal_"
	ExtractToken    = "cairn_jny_"
	CeremonyToken   = "cairn_ask_"
	DirectoryToken  = "cairn_dir_"
	ServiceToken    = "cairn_svc_"
)

const tokenSize = 32 // bytes

const tokenSymbols = "0123456789abcdefghjkmnpqrstvwxyz"

var tokenText = base32.NewEncoding(tokenSymbols).WithPadding(base32.NoPadding)

// NewToken makes 256 random bits. The text goes to its holder once; only the
// hash is stored.
func NewToken(prefix string) (text, hash string) {
	var b [tokenSize]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24: it aborts the process instead
	text = prefix + tokenText.EncodeToString(b[:])
	return text, HashToken(text)
}

// HashToken returns what is stored for text. A plain hash serves, since nobody
// can try 256 random bits.
func HashToken(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// IsToken tells whether text has the form of a token with this prefix, so that
// anything else is refused before it is looked up.
func IsToken(prefix, text string) bool {
	rest, found := strings.CutPrefix(text, prefix)
	if !found || len(rest) != tokenText.EncodedLen(tokenSize) || strings.Trim(rest, tokenSymbols) != "" {
		return false
	}
	// 52 symbols of 5 bits hold the 256 bits and four more, which are 0.
	return strings.IndexByte(tokenSymbols, rest[len(rest)-1])%16 == 0
}
