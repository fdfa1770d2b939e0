package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"cairn/internal/access"
	"cairn/internal/orgfile"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// TestAPageOfTheOrganisationIsCutOutOfTheWhole: what is read and counted for one page
// answers as all of it, cut, letter by letter.
func TestAPageOfTheOrganisationIsCutOutOfTheWhole(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			s := siteOn(t, engine)
			s.many(60)
			c := s.as("ola")
			tree, err := s.Organisation(s.Context(), s.Actor("ola"))
			if err != nil {
				t.Fatal(err)
			}
			cursors := cursorsOf(tree)
			for _, limit := range []int{1, 2, 50, 61, 200} {
				for _, cursor := range cursors {
					if limit == 1 && !strings.HasPrefix(cursor, "guilds.") {
						continue
					}
					want := s.cutOut(tree, Paged{Cursor: cursor, Limit: limit})
					if got := c.get(fmt.Sprintf("/organisation?limit=%d&cursor=%s", limit, cursor)).is(200).body; got != want {
						t.Fatalf("limit %d, cursor %q:\n%.2000s\nwant\n%.2000s", limit, cursor, got, want)
					}
				}
			}
			first := cursors[1]
			nowhere := c.get("/organisation?cursor=tribes.nowhere").is(422)
			for _, cursor := range []string{"squads" + strings.TrimPrefix(first, "tribes"), "x" + first, strings.TrimPrefix(first, "tribes."), "tribes.", "tribes", first + "a",
				"squads." + opaque(string(tree.Tribes[0].Squads[0].ID)), "tribes." + opaque(string(tree.Tribes[0].Chapters[0].ID))} {
				if a := c.get("/organisation?cursor=" + cursor); !a.same(nowhere) {
					t.Errorf("the cursor %s: %d %s", cursor, a.code, a.body)
				}
			}
		})
	}
}

// TestAPageOfTheOrganisationAsksTheSameWhereThereIsMore: and counts in no unit that is
// not on the page.
func TestAPageOfTheOrganisationAsksTheSameWhereThereIsMore(t *testing.T) {
	s := newSite(t)
	c := s.as("ola")
	ask := func(path string) (n int, counted []any) {
		ctx := store.Watch(t.Context(), func(query string, args []any) {
			if n++; strings.Contains(query, "count(") {
				counted = args
			}
		})
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, Prefix+path, nil)
		r.Header.Set("Authorization", "Bearer "+c.token)
		w := httptest.NewRecorder()
		if s.handler.ServeHTTP(w, r); w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		return n, counted
	}
	ask("/organisation") // what is made once has been made
	few, _ := ask("/organisation?limit=2")
	s.many(60)
	many, counted := ask("/organisation?limit=2")
	if few != many || many > 10 {
		t.Errorf("a page asks %d times with a few units, and %d times with many; want at most 10", few, many)
	}
	if n := len(counted); n == 0 || n > 16 {
		t.Errorf("people are counted in %d units for two of each and what belongs to them (0 are all)", n)
	}
	next := read[Organisation](c.get("/organisation?limit=2").is(200)).NextOf["tribes"]
	if n, counted := ask("/organisation?limit=2&cursor=" + next); n > 9 || len(counted) == 0 || len(counted) > 8 {
		t.Errorf("the page after it asks %d times, and counts in %d units", n, len(counted))
	}
}

// many brings in people of so many tribes, squads on their own and guilds.
func (s *site) many(n int) {
	s.Helper()
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,guilds,discipline,roles\n")
	for i := range n {
		fmt.Fprintf(&b, "Zed Number%03d,zed%03d@example.org,2024-01-01,Boat %03d,Harbour %03d,Coast %03d,Song %03d,Software development,Chapter lead\n", i, i, i, i, i, i)
		fmt.Fprintf(&b, "Yed Number%03d,yed%03d@example.org,2024-01-01,Raft %03d,,,Song %03d,Software development,\n", i, i, i, n-i)
		fmt.Fprintf(&b, "Xed Number%03d,xed%03d@example.org,2024-01-01,Boat %03d,,,,Software development,\n", i, i, i/2)
	}
	rows, problems := orgfile.Read(strings.NewReader(b.String()), "more.csv")
	if len(problems) > 0 {
		s.Fatal(problems)
	}
	if report, err := s.ImportPeople(s.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{}); err != nil {
		s.Fatal(err, report.Problems)
	}
}

// cursorsOf are all cursors there can be of the organisation, with that of its beginning.
func cursorsOf(tree workflow.OrgTree) []string {
	list := []string{""}
	for _, t := range tree.Tribes {
		list = append(list, "tribes."+opaque(string(t.ID)))
	}
	for name, units := range map[string][]workflow.UnitEntry{"squads": tree.Squads, "guilds": tree.Guilds} {
		for _, u := range units {
			list = append(list, name+"."+opaque(string(u.ID)))
		}
	}
	return list
}

// cutOut is the answer as it is cut out of the whole.
func (s *site) cutOut(tree workflow.OrgTree, p Paged) string {
	s.Helper()
	l, of := p.lists("tribes", "squads", "guilds"), func(u workflow.UnitEntry) string { return string(u.ID) }
	out := Organisation{
		CTO:    maybePerson(tree.CTO),
		Tribes: each(part(l, "tribes", tree.Tribes, func(t workflow.TribeEntry) string { return string(t.ID) }), tribeOf),
		Squads: each(part(l, "squads", tree.Squads, of), unitOf), Guilds: each(part(l, "guilds", tree.Guilds, of), unitOf),
	}
	var err error
	if out.GoesOn, err = l.end(); err != nil {
		s.Fatal(err)
	}
	var b strings.Builder
	if err := huma.DefaultJSONFormat.Marshal(&b, out); err != nil {
		s.Fatal(err)
	}
	return b.String()
}
