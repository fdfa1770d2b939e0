package web

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// mostStatements is how many questions a page may ask of the database, sign-in and
// journal included. Raise a number on purpose only.
var mostStatements = map[string]map[string]int{
	"mats": { // who manages
		"/": 46, "/evaluations": 29, "/growth": 20, "/feedback": 32, "/promotions": 22, "/priorities": 19, "/journal": 9, "/inbox": 28,
		"/people": 20, "/people/{mats}": 51, "/people/{noor}": 71, "/people/{noor}/growth": 23, "/people/{noor}/priorities": 24, "/people/{noor}/journey": 33,
		"/people/{noor}/feedback/asking": 63, "/evaluations/{noor}": 36, "/promotions/{noor}": 40, "/organisation": 14, "/organisation?q=b": 10, "/organisation/units/{Backend}": 25,
		"/recognition": 8, "/search?q=noor": 18, "/framework": 8, "/framework/extensions": 13, "/account/readers": 44, "/standing-in": 29,
	},
	"noor": {
		"/": 39, "/evaluations": 25, "/growth": 20, "/feedback": 28, "/journey": 25, "/journey/steps": 23, "/account/readers": 46, "/evaluations/{noor}": 24, "/people/{noor}": 45,
	},
	"pia": {"/people": 20, "/people/{noor}": 41, "/rollouts/new": 8, "/organisation": 14, "/framework/extensions": 13},
	"kim": {"/pay/people": 15, "/pay/ranges": 10},
}

// TestNoPageAsksMoreOfTheDatabaseWhereThereIsMore counts the statements of each page
// with a few reports, evaluations and colleagues, and with many: a list is one question,
// and not one for each line. Only the inbox asks for each of its things, because each is
// told by the rights of that moment, and so the home page here has nothing new.
func TestNoPageAsksMoreOfTheDatabaseWhereThereIsMore(t *testing.T) {
	s := newSite(t)
	s.evaluated(2)
	ref := s.Promote("noor", "mats", "ben", "tove", "tribe-guild", promotion.Consulting, world.PlainCase)
	s.told()
	few := s.statements(ref)
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,guilds,discipline,roles\n")
	for i := range 45 {
		fmt.Fprintf(&b, "Zed Number%02d,report%02d@example.org,2024-01-01,Otter,Backend,Rivers,Craft,Software development,Software engineer\n", i, i)
	}
	s.bringIn(b.String())
	s.evaluated(6)
	s.told()
	many := s.statements(ref)
	for _, page := range slices.Sorted(maps.Keys(few)) {
		if few[page] != many[page] && page != "mats /inbox" {
			t.Errorf("%s asks %d times with a few, and %d times with many", page, few[page], many[page])
		}
	}
}

// evaluated ends so many evaluations of Noor, and leaves one open of each other report.
func (s *testSite) evaluated(agreed int) {
	s.Helper()
	for range agreed {
		s.Clock.Advance(24 * time.Hour)
		s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	}
	lead := s.Actor("mats")
	home, err := s.Home(s.Context(), lead)
	for _, r := range home.Reports {
		if err == nil && r.Open == nil && r.Person.ID != s.Person("noor") {
			_, err = s.OpenEvaluation(s.Context(), lead, workflow.Once{}, r.Person.ID)
		}
	}
	if err != nil {
		s.Fatal(err)
	}
}

// told reads what is new, and what the home page tells once.
func (s *testSite) told() {
	s.Helper()
	for who := range mostStatements {
		if err := s.MarkAllRead(s.Context(), s.Actor(who), workflow.Once{}); err != nil {
			s.Fatal(err)
		}
		s.as(who).get("/")
	}
}

// statements asks for each page and counts.
func (s *testSite) statements(ref id.Promotion) map[string]int {
	s.Helper()
	asked := map[string]int{}
	for who, pages := range mostStatements {
		visitor := s.as(who)
		for page, most := range pages {
			n := visitor.statements(s.address(page, ref))
			if asked[who+" "+page] = n; n > most {
				s.Errorf("%s at %s: %d statements, more than %d", who, page, n, most)
			}
		}
	}
	return asked
}

func (v *visitor) statements(path string) int {
	v.site.Helper()
	var n atomic.Int64
	r := httptest.NewRequest("GET", path, nil)
	a := v.answer(r.WithContext(store.Watch(r.Context(), func(string, []any) { n.Add(1) })))
	if a.status != 200 {
		v.site.Errorf("%s answers %d", path, a.status)
	}
	return int(n.Load())
}

// address puts in the person, the unit or the evaluation in braces.
func (s *testSite) address(page string, ref id.Promotion) string {
	home, err := s.Home(s.Context(), s.Actor("noor"))
	if err != nil {
		s.Fatal(err)
	}
	return strings.NewReplacer("/evaluations/{noor}", "/evaluations/"+string(home.Mine[0].ID), "/promotions/{noor}", "/promotions/"+string(ref), "{noor}", string(s.Person("noor")),
		"{mats}", string(s.Person("mats")), "{Backend}", s.unit("Backend")).Replace(page)
}
