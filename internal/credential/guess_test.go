package credential

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestWhatGuessersBuildIsRefused makes passwords as people do, from words, years and
// endings: each that is long enough to be chosen at all is refused.
func TestWhatGuessersBuildIsRefused(t *testing.T) {
	years := []string{"1999", "2026"}
	endings := []string{"", "!", "1234", "123!", "@007"}
	tried := map[string]bool{}
	try := func(password string) {
		if utf8.RuneCountInString(password) < minCharacters || tried[password] || different(password) < minDifferent {
			return
		}
		tried[password] = true
		if Check(password) == nil {
			t.Errorf("%q may be chosen", password)
		}
	}
	for word := range usual {
		if strings.Contains(word, " ") || strings.ToLower(word) != word {
			t.Fatalf("the word %q is not as it is compared", word)
		}
		title := strings.ToUpper(word[:1]) + word[1:]
		for _, year := range years {
			for _, ending := range endings {
				try(word + year + ending)
				try(title + year + ending)
				try(year + title + ending)
				try(title + title + year + ending)
				try(strings.NewReplacer("o", "0", "a", "@", "e", "3", "s", "$").Replace(title) + year + ending)
			}
		}
		try(word + word)
		try("my" + word + "123!")
		try(title + "-" + title + "-" + title)
	}
	for _, password := range []string{"123456789012", "020719852026", "1q2w3e4r5t6y", "q1w2e3r4t5y6", "1qaz2wsx3edc", "Summer2025Summer", "P@ssw0rd2026!!", "Liverpool-2019", "Welcome to 2026!", "qwerty-qwerty-1"} {
		try(password)
	}
	if len(tried) < 10_000 {
		t.Errorf("only %d were tried", len(tried))
	}
	t.Log(len(tried), "passwords")
}

// TestWhatNobodyGuessesMayBeChosen: three usual words, unusual ones, and what chance
// makes.
func TestWhatNobodyGuessesMayBeChosen(t *testing.T) {
	for _, password := range []string{"sunshine orange tiger", "boats limit nothing", "moss lantern ferry", "correct pepper violin", "gT7#kq9Lz!w2", "14285714285714285", "summer grumbling kite", "fjärilar i regnet", strings.Repeat("aaa", 15) + "bcdefghx"} {
		if err := Check(password); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
}
