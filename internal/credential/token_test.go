package credential

import (
	"regexp"
	"strings"
	"testing"
)

func TestToken(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		text, hash := NewToken(AccessToken)
		if !regexp.MustCompile(`^cairn_pat_[0-9a-z]{52}$`).MatchString(text) || seen[text] {
			t.Fatalf("token %s", text)
		}
		if hash != HashToken(text) || len(hash) != 64 || strings.Contains(hash, text) {
			t.Fatalf("hash %s", hash)
		}
		seen[text] = true
	}
}

func TestHashIsSHA256(t *testing.T) {
	if got := HashToken("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Error(got)
	}
}

func TestIsToken(t *testing.T) {
	text, _ := NewToken(SessionToken)
	for given, want := range map[string]bool{
		text: true, "": false, SessionToken: false, text + "0": false, text[:len(text)-1]: false,
		strings.ToUpper(text): false, text[:60] + "\n" + text[61:]: false, text[:60] + "u" + text[61:]: false,
		strings.Replace(text, SessionToken, AccessToken, 1): false,
	} {
		if got := IsToken(SessionToken, given); got != want {
			t.Errorf("%q: %v, want %v", given, got, want)
		}
	}
}
