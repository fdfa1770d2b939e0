package credential

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
)

// The key and the codes of RFC 6238, appendix B, of which six digits are typed.
const rfcKey = "otpauth://totp/Cairn:noor@example.org?issuer=Cairn&period=30&digits=6&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func TestCodesOfTheStandardMatch(t *testing.T) {
	k, err := ParseCodeKey(rfcKey)
	if err != nil {
		t.Fatal(err)
	}
	for second, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"} {
		now := clock.At(time.Unix(second, 0))
		if n, ok := k.Match(code, now, 0); !ok || n != second/30 {
			t.Errorf("%s at %d: %d, %v", code, second, n, ok)
		}
		if made, err := k.Code(now); err != nil || made != code {
			t.Errorf("the app shows %s at %d, not %s: %v", made, second, code, err)
		}
	}
}

func TestACodeCountsOnceAndForAShortTime(t *testing.T) {
	k, err := ParseCodeKey(rfcKey)
	if err != nil {
		t.Fatal(err)
	}
	const second, code = 1111111109, "081804"
	at := func(seconds int64) clock.Instant { return clock.At(time.Unix(second+seconds, 0)) }
	for _, c := range []struct {
		code  string
		later int64
		after int64
		want  bool
	}{
		{code, 0, 0, true}, {" 081 804 ", 0, 0, true}, {code, 30, 0, true}, {code, -30, 0, true}, {code, 61, 0, false}, {code, -61, 0, false},
		{code, 0, second / 30, false}, {code, 0, second/30 - 1, true}, {"081805", 0, 0, false}, {"81804", 0, 0, false}, {"", 0, 0, false}, {"०८१८०४", 0, 0, false},
	} {
		if _, ok := k.Match(c.code, at(c.later), c.after); ok != c.want {
			t.Errorf("%q after %d s, the last counted %d: %v", c.code, c.later, c.after, ok)
		}
	}
}

func TestAKeyIsReadBackAndShown(t *testing.T) {
	k, err := NewCodeKey("noor+work@example.org")
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseCodeKey(k.String())
	if err != nil || back.Secret() != k.Secret() {
		t.Errorf("%v: %q", err, back.Secret())
	}
	if other, err := NewCodeKey("noor+work@example.org"); err != nil || other.Secret() == k.Secret() {
		t.Errorf("two keys are one: %v", err)
	}
	if !strings.Contains(k.String(), "Cairn:noor+work@example.org") || len(strings.Fields(k.Secret())) != 8 {
		t.Errorf("%s %q", k, k.Secret())
	}
	picture, err := k.Picture()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "::", "\x7f"} {
		if _, err := ParseCodeKey(bad); err != nil && strings.Contains(err.Error(), bad) && bad != "" {
			t.Errorf("the failure tells the key: %v", err)
		}
	}
}

func TestSpareCodesAreReadAsTyped(t *testing.T) {
	texts, hashes := NewSpareCodes()
	seen := map[string]bool{}
	for i, text := range texts {
		typed := strings.ReplaceAll(strings.ToUpper(strings.ReplaceAll(text, "-", " ")), "0", "O")
		if HashSpare(typed) != hashes[i] || HashSpare(strings.ReplaceAll(text, "1", "l")) != hashes[i] || HashSpare(text+"x") == hashes[i] {
			t.Errorf("%s is not read as %q", text, typed)
		}
		if seen[text] || len(text) != 29 || strings.Contains(hashes[i], strings.ReplaceAll(text, "-", "")) {
			t.Errorf("%s, %s", text, hashes[i])
		}
		seen[text] = true
	}
	if len(texts) != 10 {
		t.Errorf("%d codes", len(texts))
	}
}
