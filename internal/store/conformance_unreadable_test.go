package store

import (
	"encoding/base64"
	"strings"
)

// unreadable wants each value that the query finds sealed, with none of the words in it,
// neither as it is kept nor under its letters, and says how many there were. A word is
// of five characters at least: shorter ones come up by chance, "471" in every three
// hundredth value.
func (s *suite) unreadable(r *Reader, query string, words ...string) int {
	s.Helper()
	values, err := all(r, text[string], query)
	s.must(err)
	if len(values) == 0 {
		s.Errorf("nothing is kept: %s", query)
	}
	for _, v := range values {
		sealed, ok := strings.CutPrefix(v, "v1.")
		under, err := base64.RawURLEncoding.DecodeString(sealed)
		if !ok || err != nil {
			s.Errorf("not sealed: %s", v)
		}
		for _, word := range words {
			if len(word) < 5 {
				s.Fatalf("%q is found by chance", word)
			}
			if strings.Contains(v, word) || strings.Contains(string(under), word) {
				s.Errorf("%q can be read: %s", word, v)
			}
		}
	}
	return len(values)
}
