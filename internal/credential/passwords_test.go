package credential

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"cairn/internal/fault"
)

const good = "moss lantern quietly seven"

func hashOf(t *testing.T, password string) string {
	t.Helper()
	hash, err := NewPasswords().Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func TestOnlyTheSamePasswordVerifies(t *testing.T) {
	p, hash := NewPasswords(), hashOf(t, good)
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hash, "moss") {
		t.Errorf("hash %s", hash)
	}
	for password, want := range map[string]bool{
		good: true, good + " ": false, strings.ToUpper(good): false, "": false,
		good + "\x00": false, strings.Repeat("x", 300): false, "\xff" + good: false,
	} {
		if got, err := p.Verify(t.Context(), password, hash); err != nil || got != want {
			t.Errorf("%.30q: %v, %v; want %v", password, got, err, want)
		}
	}
}

func TestEqualPasswordsHashDifferently(t *testing.T) {
	if one, other := hashOf(t, good), hashOf(t, good); one == other {
		t.Error("two people with one password can be told from the hashes")
	}
}

func TestComposedAndDecomposedLettersAreOnePassword(t *testing.T) {
	hash := hashOf(t, "caf\u00e9 by the river")
	if ok, _ := NewPasswords().Verify(t.Context(), "cafe\u0301 by the river", hash); !ok {
		t.Error("the same word from another keyboard is refused")
	}
}

func TestCostIsReadFromTheHash(t *testing.T) {
	cheap := phc{params: params{memory: 64, time: 1, threads: 2}, salt: make([]byte, saltSize)}
	cheap.sum = argon2.IDKey([]byte(good), cheap.salt, 1, 64, 2, sumSize)
	if ok, err := NewPasswords().Verify(t.Context(), good, cheap.String()); !ok || err != nil {
		t.Errorf("older cost: %v, %v", ok, err)
	}
	for hash, want := range map[string]bool{cheap.String(): true, hashOf(t, good): false, "": true} {
		if got := NeedsRehash(hash); got != want {
			t.Errorf("NeedsRehash(%.40s) = %v", hash, got)
		}
	}
}

func TestForeignHashesAreRefused(t *testing.T) {
	hash := hashOf(t, good)
	for name, changed := range map[string]string{
		"empty":        "",
		"bcrypt":       "$2a$10$abcdefghijklmnopqrstuu",
		"argon2i":      strings.Replace(hash, "argon2id", "argon2i", 1),
		"version":      strings.Replace(hash, "v=19", "v=16", 1),
		"no passes":    strings.Replace(hash, "t=2", "t=0", 1),
		"no threads":   strings.Replace(hash, "p=1", "p=0", 1),
		"much memory":  strings.Replace(hash, "m=19456", "m=4000000", 1),
		"no memory":    strings.Replace(hash, "m=19456", "m=1", 1),
		"many passes":  strings.Replace(hash, "t=2", "t=1000", 1),
		"many threads": strings.Replace(hash, "p=1", "p=200", 1),
		"short salt":   "$argon2id$v=19$m=64,t=1,p=1$AAAA$" + hash[strings.LastIndex(hash, "$")+1:],
		"short sum":    hash[:strings.LastIndex(hash, "$")] + "$AAAA",
		"tail":         hash + "$x",
		"rewritten":    strings.Replace(hash, "m=19456", "m=019456", 1),
	} {
		if ok, err := NewPasswords().Verify(t.Context(), good, changed); ok || !errors.Is(err, errHash) {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

func TestUnknownAccountsTakeAsMuchWork(t *testing.T) {
	p := NewPasswords()
	if p.dummy.params != wanted || !p.dummy.usable() {
		t.Error("the dummy costs less than a real hash")
	}
	real, dummy := fastest(func() { _, _ = p.Verify(t.Context(), good, phc{wanted, p.dummy.salt, p.dummy.sum}.String()) }),
		fastest(func() { _ = p.DummyVerify(t.Context(), good) })
	if dummy*3 < real || real*3 < dummy {
		t.Errorf("verify %v, dummy %v", real, dummy)
	}
}

func fastest(act func()) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		act()
		best = min(best, time.Since(start))
	}
	return best
}

func TestWaitingForASlotEndsWithTheRequest(t *testing.T) {
	p := NewPasswords()
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	_, err := p.Hash(ctx, good)
	if !fault.Is(err, fault.Unavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hash: %v", err)
	}
	if err := p.DummyVerify(ctx, good); !fault.Is(err, fault.Unavailable) {
		t.Errorf("dummy: %v", err)
	}
	if err := p.DummyVerify(ctx, strings.Repeat("x", maxBytes+1)); err != nil {
		t.Errorf("what is never a password waited for a slot: %v", err)
	}
}

func TestSlotsAreBoundedAndGivenBack(t *testing.T) {
	p := &Passwords{slots: make(chan struct{}, 2)}
	var now, most atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if p.enter(t.Context()) != nil {
				return
			}
			defer p.leave()
			n := now.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(time.Millisecond)
			now.Add(-1)
		})
	}
	all.Wait()
	if most.Load() > 2 || len(p.slots) != 0 {
		t.Errorf("%d at once, %d slots kept", most.Load(), len(p.slots))
	}
	q := NewPasswords()
	for range cap(q.slots) + 1 {
		_ = q.DummyVerify(t.Context(), good)
		_, _ = q.Hash(t.Context(), good)
	}
	if len(q.slots) != 0 {
		t.Error("a slot was not given back")
	}
}
