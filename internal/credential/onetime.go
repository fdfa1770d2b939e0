package credential

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"cairn/internal/clock"
)

const (
	codePeriod = 30  // seconds for which a code is shown
	codeSkew   = 1   // periods that a phone's clock may be off
	codeSize   = 240 // pixels of the picture
	codeIssuer = "Cairn"
)

// CodeKey is what a code app and Cairn share: codes are made of it and the time.
type CodeKey struct{ key *otp.Key }

// NewCodeKey makes a key for the account of the e-mail address.
func NewCodeKey(email string) (CodeKey, error) {
	k, err := totp.Generate(totp.GenerateOpts{Issuer: codeIssuer, AccountName: email, Period: codePeriod})
	return CodeKey{k}, err
}

// ParseCodeKey reads what String wrote.
func ParseCodeKey(text string) (CodeKey, error) {
	k, err := otp.NewKeyFromURL(text)
	if err != nil {
		return CodeKey{}, fmt.Errorf("the key of a code app cannot be read")
	}
	return CodeKey{k}, nil
}

// String is the whole key as a link that code apps open. It is a secret.
func (k CodeKey) String() string { return k.key.URL() }

// Secret is the key for typing, in groups of four letters.
func (k CodeKey) Secret() string { return grouped(k.key.Secret()) }

// Picture is the link as a QR code, a PNG.
func (k CodeKey) Picture() ([]byte, error) {
	drawn, err := k.key.Image(codeSize, codeSize)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, drawn)
	return b.Bytes(), err
}

// Match tells whether the code is one of the present. A code counts once: after is
// the number of the last one that counted, and the answer's number is this one's.
func (k CodeKey) Match(code string, now clock.Instant, after int64) (number int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	present := now.Time().Unix() / codePeriod
	for n := present - codeSkew; n <= present+codeSkew; n++ {
		same, err := hotp.ValidateCustom(code, uint64(max(n, 0)), k.key.Secret(), hotp.ValidateOpts{Digits: otp.DigitsSix})
		if err == nil && same && n > after {
			return n, true
		}
	}
	return 0, false
}

// Code is the code of the moment, as the app shows it.
func (k CodeKey) Code(now clock.Instant) (string, error) {
	return totp.GenerateCode(k.key.Secret(), now.Time())
}

func grouped(text string) string {
	var b strings.Builder
	for i, c := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
