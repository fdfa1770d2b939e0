package trust

import (
	"html"
	"iter"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/internal/testkit/world"
)

// links are the addresses of this Cairn that a page names, each once. They are looked for
// by hand: in tens of thousands of pages an expression takes a quarter of all tests' time.
func links(page string) iter.Seq[string] {
	return func(yield func(string) bool) {
		told := map[string]bool{}
		for {
			name, rest, found := strings.Cut(page, `="/`)
			if !found {
				return
			}
			to, after, _ := strings.Cut(rest, `"`)
			page = after
			if to = "/" + to; told[to] || !strings.HasSuffix(name, "href") && !strings.HasSuffix(name, "src") && !strings.HasSuffix(name, "action") {
				continue
			}
			if told[to] = true; !yield(html.UnescapeString(to)) {
				return
			}
		}
	}
}

// crawl asks everything that can be asked with GET as the person of that name:
// every address of both tables with every identifier there is, and every link on
// the way. visit gets each answer.
// Pages of the framework with something chosen are left to one person: they are
// many, and the same for everybody.
func (s *site) crawl(t *testing.T, name string, found ids, visit func(path string, a answer)) (pages int) {
	t.Helper()
	var queue []string
	for _, e := range endpoints() {
		if e.method == "GET" {
			queue = append(queue, e.fill(t, found)...)
		}
	}
	for _, step := range found["step"] {
		for _, e := range found["evaluation"] {
			queue = append(queue, "/evaluations/"+e+"?step="+step, "/evaluations/"+e+"?show=differences&edit=result")
		}
		queue = append(queue, "/framework/compare?left="+found["step"][0]+"&right="+step)
	}
	asked := map[string]bool{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if asked[path] || older.MatchString(path) || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/framework/") && strings.Contains(path, "?") && name != "ben" {
			continue
		}
		asked[path] = true
		a := s.get(t, name, path)
		visit(path, a)
		pages++
		for to := range links(a.body) {
			if u, err := url.Parse(to); err == nil {
				u.Fragment = ""
				queue = append(queue, u.String())
			}
		}
	}
	return pages
}

// machinery is what no answer shows of it: a form, and in small letters a word of it that
// is looked for first, because the forms alone are slow.
var machinery = []struct {
	word string
	form *regexp.Regexp
}{
	{"select ", regexp.MustCompile(`SELECT [^<]+ FROM `)},
	{"insert into ", regexp.MustCompile(`INSERT INTO `)},
	{"update ", regexp.MustCompile(`UPDATE [a-z_]+ SET`)},
	{"sqlite", regexp.MustCompile(`(?i)\bsqlite`)},
	{"postgres", regexp.MustCompile(`(?i)postgres`)},
	{"pgx", regexp.MustCompile(`(?i)\bpgx\b`)},
	{"sqlstate", regexp.MustCompile(`(?i)SQLSTATE`)},
	{"goroutine ", regexp.MustCompile(`(?i)goroutine \d`)},
	{".go:", regexp.MustCompile(`(?i)\.go:\d+`)},
	{"constraint failed", regexp.MustCompile(`(?i)constraint failed`)},
	{"no such table", regexp.MustCompile(`(?i)no such table`)},
	{"runtime error", regexp.MustCompile(`(?i)runtime error`)},
}

// machineryIn returns words of the machinery in a page, or nothing.
func machineryIn(page string) string {
	small := strings.ToLower(page)
	for _, m := range machinery {
		if !strings.Contains(small, m.word) {
			continue
		}
		if told := m.form.FindString(page); told != "" {
			return told
		}
	}
	return ""
}

// TestTheCanariesStayInTheirCage crawls everything as everybody: each private text
// is read by those whom the matrix names, by all of them, and by nobody else.
func TestTheCanariesStayInTheirCage(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	s := serve(t, c.World)
	s.signIn(t)
	found := idsOf(t, s.World)
	pages, heard := 0, map[string]map[string]bool{}
	for _, name := range append(s.Names(), "") {
		heard[name] = map[string]bool{}
		pages += s.crawl(t, name, found, func(path string, a answer) {
			if a.status >= 500 || a.status >= 400 && machineryIn(a.body) != "" {
				t.Errorf("%q at %s: %d %.300s", name, path, a.status, a.body)
			}
			for _, canary := range c.canaries {
				if !strings.Contains(a.body, canary.text) && !strings.Contains(a.header, canary.text) {
					continue
				}
				heard[name][canary.text] = true
				if !slices.Contains(canary.readers, name) {
					t.Errorf("%q reads %s at %s", name, canary.what, path)
				}
			}
		})
	}
	for _, canary := range c.canaries {
		for _, name := range canary.readers {
			date := strings.HasSuffix(canary.what, "start date")
			if !heard[name][canary.text] && (!date || !strings.Contains(canary.text, "-03-17")) { // dates are shown in words
				t.Errorf("%q may read %s and nowhere found it", name, canary.what)
			}
		}
	}
	if len(c.canaries) < 80 || pages < 3000 {
		t.Errorf("%d canaries were looked for on %d pages; were some lost?", len(c.canaries), pages)
	}
	t.Log(len(c.canaries), "canaries,", pages, "pages")
	silent(t, c, "the log", s.log.String())
	silentDatabase(t, c)
}

// TestTheDatabaseKeepsItsMouthShut on both engines: no private text is in any
// column, in the journal, or in the bytes of the file.
func TestTheDatabaseKeepsItsMouthShut(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) { silentDatabase(t, newCage(t, engine)) })
	}
}

func silent(t *testing.T, c *cage, where, text string) {
	t.Helper()
	for _, canary := range c.canaries {
		if strings.Contains(text, canary.text) {
			t.Errorf("%s is in %s", canary.what, where)
		}
	}
}

func silentDatabase(t *testing.T, c *cage) {
	t.Helper()
	all := dump(t, c.World)
	if len(all["evaluation_sides.sealed"]) < 1000 || len(all["audit_entries.act"]) < 100 {
		t.Error("the dump holds next to nothing; is it the right database?")
	}
	for cell, text := range all {
		silent(t, c, cell, text)
		if strings.HasPrefix(cell, "frameworks.") {
			continue
		}
		for _, step := range []string{"individual", "squad-chapter", "tribe-guild", "technology-company"} {
			if strings.Contains(text, step) {
				t.Errorf("%s names the step %s", cell, step)
			}
		}
	}
	for _, cell := range sealed {
		unreadable(t, cell, all[cell])
	}
	if c.DB.Engine() != "sqlite" {
		return
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		bytes, err := os.ReadFile(c.Address + end)
		must(t, err)
		silent(t, c, "the file cairn.db"+end, string(bytes))
	}
}

var unreadableForms = regexp.MustCompile(`^(?:(?:v1\.|k1\.[0-9a-f]{8}\.)?[A-Za-z0-9_-]{40,}|[0-9a-f]{64}|\$argon2id\$[^ ]+|)$`)

// unreadable checks the form of sealed values: what is not that is clear text.
func unreadable(t *testing.T, cell, values string) {
	t.Helper()
	for _, v := range strings.Split(values, "\n") {
		if !unreadableForms.MatchString(v) {
			t.Errorf("%s holds %.40q, which is not sealed", cell, v)
		}
	}
}

// TestSealedLengthsSayNothing: the same field of two people is as long, whatever
// stands in it.
func TestSealedLengthsSayNothing(t *testing.T) {
	all := dump(t, newCage(t, "sqlite").World)
	for _, cell := range []string{"standings.sealed", "people.start_sealed", "evaluations.steps_sealed"} {
		lengths := map[int]bool{}
		for _, v := range strings.Split(all[cell], "\n") {
			lengths[len(v)] = true
		}
		if len(lengths) != 1 {
			t.Errorf("%s has values of %d lengths", cell, len(lengths))
		}
	}
}
