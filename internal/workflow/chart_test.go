package workflow

import (
	"reflect"
	"slices"
	"testing"

	"cairn/internal/disclosure"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// TestPartsOfTheOrganisationTellTheSame compares what is asked of a part, for each
// person, with what the whole organisation says.
func TestPartsOfTheOrganisationTellTheSame(t *testing.T) {
	v := newTown(t)
	err := v.view(t.Context(), func(r *store.Reader) error {
		whole, err := r.Chart(r.Now())
		if err != nil {
			return err
		}
		for p := range whole.People {
			if err := comparePart(t, r, whole, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func comparePart(t *testing.T, r *store.Reader, whole *org.Chart, p id.Person) error {
	t.Helper()
	around, err := r.ChartAround(p)
	if err != nil {
		return err
	}
	of, err := r.ChartOf([]id.Person{p})
	if err != nil {
		return err
	}
	beside, err := chartBeside(r, p)
	if err != nil {
		return err
	}
	near, err := chartNear(r, p)
	if err != nil {
		return err
	}
	nobody := func(id.Person) bool { return false }
	asks := map[string]func(*org.Chart) any{
		"manager": func(c *org.Chart) any { m, why, ok := c.ManagerOf(p); return []any{m, why, ok} },
		"who joins": func(c *org.Chart) any {
			m, _, _ := c.ManagerOf(p)
			who, ok := disclosure.WhoJoins(c, p, m)
			return []any{who, ok}
		},
		"tribes": func(c *org.Chart) any { return []any{c.TribesOf(p), c.TribesLed(p), c.ChaptersOf(p)} },
		"leads":  func(c *org.Chart) any { return c.LeadsOver(p, org.Tribe) },
		"units":  func(c *org.Chart) any { return c.UnitsOf(p, org.Squad) },
		"beside": func(c *org.Chart) any { return disclosure.StandIns(c, p, nobody) },
		"asked": func(c *org.Chart) any {
			around := c.Around(p, nobody)
			for degree, list := range around {
				around[degree] = slices.Clip(list[:min(len(list), looked)])
			}
			return around
		},
	}
	for part, names := range map[*org.Chart][]string{around: {"manager", "who joins", "tribes", "leads", "units"}, of: {"tribes", "leads", "units"}, beside: {"manager", "beside"}, near: {"asked"}} {
		for _, ask := range names {
			if got, want := asks[ask](part), asks[ask](whole); !reflect.DeepEqual(got, want) {
				t.Errorf("%s of %s: %v, and of the whole: %v", ask, whole.People[p].Name, got, want)
			}
		}
	}
	return nil
}
