package credential

import (
	"strings"
	"testing"

	"cairn/internal/fault"
)

func TestCheck(t *testing.T) {
	own := []string{"Anna-Lena Bergström", "al.bergstrom+work@example.org", "Bo Li"}
	for _, c := range []struct{ password, want string }{
		{good, ""},
		{"tolvteckenåä", ""},
		{"short", "at least 12 characters; this one has 5"},
		{"äöüäöüäöüäö", "this one has 11"},
		{"", "this one has 0"},
		{strings.Repeat("abcdefgh", 32), ""},
		{strings.Repeat("abcdefgh", 32) + "x", "at most 256 bytes"},
		{"moss lantern \xff\xfe", "not text"},
		{"moss lantern \x00", "not text"},
		{"aaaaaaaaaaaa", "same few characters"},
		{"aAaAaAbBbBbB", "same few characters"},
		{"aAbBcCaAbBcC", "same few characters"},
		{"boats limit nothing", ""},
		{"abcabcabcabc", "same few characters"},
		{"password1234", "first that others would try"},
		{"P4ssw0rd-1234!", "first that others would try"},
		{"Correct Horse Battery Staple", "first that others would try"},
		{"qwertyuiop123", "first that others would try"},
		{"cairn-cairn-cairn", "first that others would try"},
		{"a ca1rn in the mist", "contains “Cairn”"},
		{"i am bergström again", "your name or e-mail"},
		{"8ergs7r0m of the hill", ""},
		{"bErG5tr0m of the hill", "your name or e-mail"},
		{"the lena river flows", "your name or e-mail"},
		{"bo li walks uphill", "your name or e-mail"},
		{"robo limps uphill far", "your name or e-mail"},
		{"working for example org", ""},
	} {
		checkSays(t, c.password, c.want, Check(c.password, own...))
	}
}

func checkSays(t *testing.T, password, want string, err error) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("%q: %v", password, err)
		}
		return
	}
	_, fields := fault.Safe(err)
	if !fault.Is(err, fault.Invalid) || len(fields) != 1 || !strings.Contains(fields[0].Message, want) {
		t.Errorf("%q: %v %v, want %q", password, err, fields, want)
		return
	}
	if fields[0].Name != "password" || fields[0].Value != "" {
		t.Errorf("%q: the field repeats the password or is misnamed: %+v", password, fields[0])
	}
}

func TestEveryCommonPasswordIsRefused(t *testing.T) {
	if len(common) < 100 {
		t.Errorf("%d common passwords", len(common))
	}
	for word := range common {
		if len(word) < minCharacters {
			t.Errorf("%s is short anyway", word)
		}
		if Check(word) == nil || Check(strings.ToUpper(word)+"!") == nil {
			t.Errorf("%s is accepted", word)
		}
	}
}
