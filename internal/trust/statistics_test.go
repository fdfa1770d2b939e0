package trust

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/aggregate"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/orgfile"
	"cairn/internal/standing"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// What is told of many Steps brings a table, an address and guards of its own.
func init() {
	delete(later, "aggregate")
	probes["aggregate"] = probe{readStatistics, nil, nil, access.ScopeOrganisation}
	clear["statistics"] = "quarter day at"        // that something was published, not what
	clear["counted_keys"] = "part person made_at" // wrapped keys of tables, of reports of pay, and of what people said of their sex
	sealed = append(sealed, "statistics.sealed", "counted_keys.wrapped")
	// Whoever was somebody's manager is a colleague too, and reads what everybody reads.
	widened["aggregate/former_mgr"] = "G"
	breakages = append(breakages,
		broken("tables of Steps are for whoever only runs Cairn too", "TestWhatIsToldOfStepsStays", "aggregate/aggregate.go", "return a.Known() && !onlyOperates", "return a.Known()"),
		broken("tables of Steps tell of small groups", "TestASmallOrganisationIsToldNothing", "aggregate/publish.go", "if sum < LeastGroup || most*100 > sum*MostShare {", "if sum < 0 {",
			edit{"aggregate/publish.go", "if len(found) == 0 {\n\t\t\treturn", "if len(found) >= 0 {\n\t\t\treturn"}),
		broken("tables of Steps are worked out anew", "TestWhatIsToldOfStepsStays", "store/statistics.go", "sealedStatistics{p.Steps, p.Lines}", "sealedStatistics{p.Steps, nil}"),
	)
}

// readStatistics: the page is there for everybody who works here, and tells nothing
// of so few.
func readStatistics(a ask) (outcome, error) {
	v, err := a.Statistics(a.ctx, a.actor)
	return a.outcome(err, v.Next != "")
}

// many adds an organisation of three tribes, large enough that something is told.
func many(w *world.World, n int) {
	w.Helper()
	rows := make([]orgfile.Row, 0, n)
	for i := range n {
		tribe := fmt.Sprint("Tribe ", i%10/4) // 4, 4 and 2 of ten
		rows = append(rows, orgfile.Row{Line: i + 2, Name: fmt.Sprint("Many ", i), Email: fmt.Sprintf("many%d@example.org", i), Tribe: tribe, Squads: []string{fmt.Sprint(tribe, " squad ", i%3)},
			Discipline: []string{"Software development", "Quality"}[i%3/2], Manager: fmt.Sprintf("many%d@example.org", i/8*8)})
		if i%8 == 0 {
			rows[i].Manager = "tove@example.org"
		}
	}
	_, err := w.ImportPeople(w.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{})
	must(w.T, err)
	steps := []framework.StepID{"individual", "squad-chapter", "tribe-guild", "technology-company"}
	for i := range n {
		setStep(w, fmt.Sprintf("many%d@example.org", i), steps[[]int{0, 0, 0, 1, 1, 1, 1, 2, 2, 3}[i*7%10]])
	}
}

// setStep puts somebody on a step past all evaluations.
func setStep(w *world.World, email string, step framework.StepID) {
	w.Helper()
	ref, err := w.PersonByEmail(w.Context(), access.System(access.ViaCommand), email)
	must(w.T, err)
	f, err := w.Framework(w.Context(), w.Actor("noor"))
	must(w.T, err)
	must(w.T, w.DB.Update(w.Context(), w.Clock.Now(), func(tx *store.Tx) error {
		return tx.AddStanding(standing.Standing{ID: id.New[id.Standing](), Subject: ref.ID, Since: tx.Now(), Step: step, Framework: framework.Ref{ID: f.ID, Version: f.Version}, How: standing.ByRollout})
	}))
}

// untilDay moves the clock to the day, at noon.
func untilDay(w *world.World, day string) {
	at, err := time.Parse(time.DateOnly, day)
	must(w.T, err)
	w.Clock.Advance(at.Add(12 * time.Hour).Sub(w.Clock.Now().Time()))
}

// TestASmallOrganisationIsToldNothing: 56 people, 41 of them with a Step, and no number
// at all.
func TestASmallOrganisationIsToldNothing(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	many(w, 40)
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	untilDay(w, "2026-10-01")
	quarter, err := w.PublishStatistics(t.Context())
	if err != nil || quarter != "2026-Q4" {
		t.Fatalf("published %q, %v", quarter, err)
	}
	v, err := w.Statistics(t.Context(), w.Actor("noor"))
	must(t, err)
	if len(v.Published) != 1 || v.Published[0].Shows() || v.Published[0].Day != "2026-09-03" || v.Next != "2027-Q1" {
		t.Errorf("of 41 people is told: %+v", v)
	}
}

// TestWhatIsToldOfStepsStays: the tables are of a day four weeks before, the same for
// everybody, and what changes afterwards changes nothing in them.
func TestWhatIsToldOfStepsStays(t *testing.T) {
	t.Parallel()
	s := serve(t, world.New(t, "sqlite"))
	many(s.World, 240)
	s.signIn(t)
	ctx := t.Context()
	untilDay(s.World, "2026-09-30")
	if quarter, err := s.PublishStatistics(ctx); err != nil || quarter != "2026-Q3" {
		t.Fatalf("published %q, %v", quarter, err)
	}
	untilDay(s.World, "2026-10-02")
	for want := aggregate.Quarter("2026-Q4"); ; want = "" {
		quarter, err := s.PublishStatistics(ctx)
		if err != nil || quarter != want {
			t.Fatalf("published %q, %v; want %q", quarter, err, want)
		}
		if want == "" {
			break
		}
	}
	s.signIn(t) // sessions ended meanwhile
	main := func(name string) string {
		a := s.get(t, name, "/statistics")
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d", name, a.status)
		}
		_, body, _ := strings.Cut(a.body, "<main")
		body, _, _ = strings.Cut(body, "</main>")
		return body
	}
	first := main("noor")
	if !strings.Contains(first, "about 70") || !strings.Contains(first, "not told") {
		t.Errorf("of 240 people is told: %s", first)
	}
	for _, name := range []string{"mats", "tove", "cai", "pia", "kim", "mira"} {
		if main(name) != first {
			t.Errorf("%s reads other numbers", name)
		}
	}
	for i := range 60 {
		setStep(s.World, fmt.Sprintf("many%d@example.org", i), "technology-company")
	}
	if quarter, err := s.PublishStatistics(ctx); err != nil || quarter != "" {
		t.Errorf("published again: %q, %v", quarter, err)
	}
	if main("noor") != first {
		t.Error("the numbers follow what happens")
	}
	if a := s.get(t, "odd", "/statistics"); a.status != http.StatusNotFound {
		t.Errorf("whoever only runs Cairn: %d", a.status)
	}
}
