package seal

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var here = Place{Table: "standings", Column: "step", Row: "row-1"}

func newMaster(t testing.TB) *Master {
	t.Helper()
	m, err := NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newKey(t testing.TB, m *Master, owner string) (Key, string) {
	t.Helper()
	k, wrapped, err := m.NewKey(owner)
	if err != nil {
		t.Fatal(err)
	}
	return k, wrapped
}

func mustSeal(t testing.TB, k Key, p Place, plaintext string) string {
	t.Helper()
	sealed, err := k.Seal(p, []byte(plaintext))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestWhatIsSealedOpensAgain(t *testing.T) {
	m := newMaster(t)
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.StringN(1, 20, -1)
		owner := word.Draw(r, "owner")
		place := Place{word.Draw(r, "table"), word.Draw(r, "column"), word.Draw(r, "row")}
		plaintext := rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(r, "plaintext")
		k, wrapped, err := m.NewKey(owner)
		if err != nil {
			r.Fatal(err)
		}
		sealed, err := k.Seal(place, plaintext)
		if err != nil {
			r.Fatal(err)
		}
		reopened, err := m.OpenKey(owner, wrapped)
		if err != nil {
			r.Fatal(err)
		}
		got, err := reopened.Open(place, sealed)
		if err != nil || !bytes.Equal(got, plaintext) {
			r.Fatalf("opened %d bytes, %v; sealed %d", len(got), err, len(plaintext))
		}
	})
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	m := newMaster(t)
	k, wrapped := newKey(t, m, "p1")
	sealed := mustSeal(t, k, here, "company")
	for i, changed := range flips(sealed) {
		if got, err := k.Open(here, changed); err == nil || got != nil {
			t.Fatalf("bit %d: opened", i)
		}
	}
	for i, changed := range flips(wrapped) {
		if _, err := m.OpenKey("p1", changed); err == nil {
			t.Fatalf("bit %d of the wrapped key: opened", i)
		}
	}
}

func flips(text string) []string {
	var all []string
	for i := range len(text) * 8 {
		b := []byte(text)
		b[i/8] ^= 1 << (i % 8)
		all = append(all, string(b))
	}
	return all
}

func TestRewritingOfTheTextIsRefused(t *testing.T) {
	k, _ := newKey(t, newMaster(t), "p1")
	sealed := mustSeal(t, k, here, "squad")
	for _, changed := range []string{
		"", "v1.", "v1", sealed + "\n", sealed[:40] + "\r\n" + sealed[40:], " " + sealed, sealed + "=",
		strings.TrimPrefix(sealed, "v1."), "v2" + sealed[2:], sealed[:len(sealed)-4], sealed + "AAAA",
	} {
		if _, err := k.Open(here, changed); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%.20q…: %v, want ErrUnreadable", changed, err)
		}
	}
}

func TestAnotherPlaceOrPersonIsRefused(t *testing.T) {
	m := newMaster(t)
	k, wrapped := newKey(t, m, "p1")
	sealed := mustSeal(t, k, here, "tribe")
	for name, p := range map[string]Place{
		"row":     {"standings", "step", "row-2"},
		"column":  {"standings", "reason", "row-1"},
		"table":   {"drafts", "step", "row-1"},
		"shifted": {"standingss", "tep", "row-1"},
		"joined":  {"standings", "steprow-1", "r"},
	} {
		if _, err := k.Open(p, sealed); !errors.Is(err, ErrUnreadable) {
			t.Errorf("another %s: %v, want ErrUnreadable", name, err)
		}
	}
	other, _ := newKey(t, m, "p2")
	if _, err := other.Open(here, sealed); !errors.Is(err, ErrUnreadable) {
		t.Errorf("another person's key: %v", err)
	}
	if _, err := (Key{owner: "p2", number: 1, box: k.box}).Open(here, sealed); !errors.Is(err, ErrUnreadable) {
		t.Errorf("the same key under another owner: %v", err)
	}
	if _, err := m.OpenKey("p2", wrapped); !errors.Is(err, ErrUnreadable) {
		t.Errorf("a wrapped key under another owner: %v", err)
	}
}

func TestIncompletePlaceIsRefused(t *testing.T) {
	k, _ := newKey(t, newMaster(t), "p1")
	for _, p := range []Place{{}, {"t", "c", ""}, {"t", "", "r"}, {"", "c", "r"}} {
		if _, err := k.Seal(p, nil); !errors.Is(err, errNoPlace) {
			t.Errorf("%v: %v", p, err)
		}
	}
	if _, err := (Key{}).Seal(here, nil); !errors.Is(err, errNoKey) {
		t.Errorf("zero key: %v", err)
	}
	if _, _, err := newMaster(t).NewKey(""); err == nil {
		t.Error("a key without owner was made")
	}
}

func TestLengthTellsNothingOfAStep(t *testing.T) {
	k, _ := newKey(t, newMaster(t), "p1")
	want := len(mustSeal(t, k, here, ""))
	for _, step := range []string{"individual", "squad", "tribe", "company", strings.Repeat("x", 252)} {
		if got := len(mustSeal(t, k, here, step)); got != want {
			t.Errorf("%.10s: %d characters, want %d", step, got, want)
		}
	}
	if got := len(mustSeal(t, k, here, strings.Repeat("x", 253))); got <= want {
		t.Error("a longer value must take the next bucket")
	}
}

func TestSameValueSealsDifferentlyEachTime(t *testing.T) {
	k, _ := newKey(t, newMaster(t), "p1")
	if one, other := mustSeal(t, k, here, "squad"), mustSeal(t, k, here, "squad"); one == other {
		t.Error("equal values can be told apart from different ones")
	}
}

func TestBuckets(t *testing.T) {
	for n, want := range map[int64]int64{0: 256, 256: 256, 257: 512, 512: 512, 513: 1024, 5000: 8192} {
		if got := bucket(n); got != want {
			t.Errorf("bucket(%d) = %d, want %d", n, got, want)
		}
	}
	if _, err := pad(make([]byte, maxPlaintext+1)); err == nil {
		t.Error("more than the limit was accepted")
	}
}

func TestPaddingIsChecked(t *testing.T) {
	k, _ := newKey(t, newMaster(t), "p1")
	bound, _ := k.bound(here)
	honest, _ := pad([]byte("abc"))
	for name, padded := range map[string][]byte{
		"short":        make([]byte, 2),
		"too short":    make([]byte, 10),
		"beyond":       append([]byte{0, 0, 255, 255}, make([]byte, 252)...),
		"filled":       append(honest[:255:255], 1),
		"wrong bucket": append(bytes.Clone(honest), make([]byte, 256)...),
	} {
		sealed := version + "." + encode(sealRaw(k.box(), padded, bound))
		if _, err := k.Open(here, sealed); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func sealRaw(box cipher.AEAD, padded, bound []byte) []byte { return box.Seal(nil, nil, padded, bound) }
