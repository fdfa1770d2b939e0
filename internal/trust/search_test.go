package trust

import (
	"net/url"
	"strings"
	"testing"
)

// A search reads what is open to everybody who has signed in, and nothing else.
func init() {
	clear["person_words"] = "person words" // of the name and the address, which are open
}

// TestNothingPrivateIsFound asks for each private text as those who may read it
// and as others: nobody finds one, and all get the same answer.
func TestNothingPrivateIsFound(t *testing.T) {
	c := newCage(t, "sqlite")
	s := serve(t, c.World)
	s.signIn(t)
	for i, canary := range c.canaries {
		if i%3 != 0 { // a third of them in each way is plenty
			continue
		}
		names := append([]string{"fia"}, canary.readers...)
		for _, path := range []string{"/search?q=", "/api/v1/search?q=", "/api/v1/framework/search?q="} {
			first := ""
			for _, name := range names {
				got := s.get(t, name, path+url.QueryEscape(canary.text)).plain()
				body := strings.ReplaceAll(got.body, s.nameOf(name), "NAME")
				if strings.Contains(got.body, "search-found") || strings.HasPrefix(path, "/api/") && !strings.Contains(got.body, `"groups":[]`) {
					t.Errorf("%s finds %s at %s", name, canary.what, path)
				}
				if strings.HasPrefix(path, "/api/") && first != "" && body != first {
					t.Errorf("%s is answered otherwise about %s", name, canary.what)
				}
				first = body
			}
		}
	}
}

// nameOf is the whole name of somebody in the world.
func (s *site) nameOf(name string) string {
	p, err := s.Profile(s.Context(), s.Actor(name), s.Person(name))
	if err != nil {
		s.Fatal(err)
	}
	return p.Name
}
