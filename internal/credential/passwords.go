package credential

import (
	"context"
	"runtime"

	"golang.org/x/text/unicode/norm"

	"cairn/internal/fault"
)

// Passwords hashes and verifies passwords. It runs at most as many hashes at
// once as there are processors, since each takes 19 MiB; the rest wait.
type Passwords struct {
	slots chan struct{}
	dummy phc
}

// NewPasswords returns a hasher for the whole process: the limit is per hasher.
func NewPasswords() *Passwords {
	return &Passwords{
		slots: make(chan struct{}, runtime.GOMAXPROCS(0)),
		dummy: phc{params: wanted, salt: make([]byte, saltSize), sum: make([]byte, sumSize)},
	}
}

// Hash returns the text to store for password. It judges only what cannot be
// hashed; whether a password is good enough is for Check.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := checkShape(password); err != nil {
		return "", err
	}
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return newPHC(canonical(password)).String(), nil
}

// Verify tells whether password is the one hash was made from. An error means
// that it could not be told: no free slot in time, or a hash that is not ours.
func (p *Passwords) Verify(ctx context.Context, password, hash string) (bool, error) {
	stored, err := parsePHC(hash)
	if err != nil {
		return false, err
	}
	return p.compare(ctx, password, stored)
}

// DummyVerify takes as long as Verify, for accounts that do not exist or have
// no password, so that the time of the answer tells nothing. Its answer is no.
func (p *Passwords) DummyVerify(ctx context.Context, password string) error {
	_, err := p.compare(ctx, password, p.dummy)
	return err
}

// NeedsRehash tells whether hash was made at another cost than new ones are; it
// is then replaced at the next sign-in.
func NeedsRehash(hash string) bool {
	stored, err := parsePHC(hash)
	return err != nil || stored.params != wanted || len(stored.salt) != saltSize
}

func (p *Passwords) compare(ctx context.Context, password string, stored phc) (bool, error) {
	if checkShape(password) != nil {
		return false, nil // no stored password has this shape
	}
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	return stored.matches(canonical(password)), nil
}

func (p *Passwords) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, "Many people are signing in just now. Please try again in a moment.", ctx.Err())
	}
}

func (p *Passwords) leave() { <-p.slots }

// canonical makes one password of the ways keyboards compose the same letters.
func canonical(password string) string { return norm.NFC.String(password) }
