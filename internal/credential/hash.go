package credential

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// params is the cost of one hash; it is written into the hash, so that old
// hashes still verify after the wanted cost has changed.
type params struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

// wanted is the cost of new hashes: 19 MiB and two passes.
var wanted = params{memory: 19 * 1024, time: 2, threads: 1}

// ceiling keeps a damaged or planted hash from exhausting the machine.
var ceiling = params{memory: 256 * 1024, time: 10, threads: 8}

const (
	saltSize = 16
	sumSize  = 32
)

// errHash tells that a stored hash is not one of ours; it never repeats it.
var errHash = errors.New("credential: the stored password hash cannot be read")

var b64 = base64.RawStdEncoding.Strict()

// phc is a stored hash, taken apart.
type phc struct {
	params
	salt, sum []byte
}

func (p phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		p.memory, p.time, p.threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.sum))
}

// parsePHC accepts exactly what String writes, within the ceiling.
func parsePHC(text string) (phc, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 {
		return phc{}, errHash
	}
	var p phc
	var version int
	_, err1 := fmt.Sscanf(parts[2], "v=%d", &version)
	_, err2 := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads)
	var err3, err4 error
	p.salt, err3 = b64.DecodeString(parts[4])
	p.sum, err4 = b64.DecodeString(parts[5])
	if errors.Join(err1, err2, err3, err4) != nil || p.String() != text || !p.usable() {
		return phc{}, errHash
	}
	return p, nil
}

func (p phc) usable() bool {
	return p.time >= 1 && p.time <= ceiling.time &&
		p.threads >= 1 && p.threads <= ceiling.threads &&
		p.memory >= 8*uint32(p.threads) && p.memory <= ceiling.memory &&
		len(p.salt) >= saltSize && len(p.sum) == sumSize
}

// sumOf is the slow step.
func (p phc) sumOf(password string) []byte {
	return argon2.IDKey([]byte(password), p.salt, p.time, p.memory, p.threads, sumSize)
}

func (p phc) matches(password string) bool {
	return subtle.ConstantTimeCompare(p.sumOf(password), p.sum) == 1
}

func newPHC(password string) phc {
	p := phc{params: wanted, salt: make([]byte, saltSize)}
	_, _ = rand.Read(p.salt) // never fails since Go 1.24: it aborts the process instead
	p.sum = p.sumOf(password)
	return p
}
