package org

import (
	"slices"
	"testing"

	"cairn/internal/id"
)

// TestWhoLeadsOverSomebody: the tribe of the oldest chapter comes before that of
// the oldest squad, and that before a tribe one belongs to directly.
func TestWhoLeadsOverSomebody(t *testing.T) {
	for name, c := range map[string]struct {
		member []id.Unit
		kind   UnitKind
		vacant []id.Unit
		want   []id.Person
	}{
		"of nothing":                        {nil, Tribe, nil, nil},
		"the chapter before the squad":      {[]id.Unit{"squad of two", "chapter of one"}, Tribe, nil, []id.Person{"lead of one", "lead of two"}},
		"the oldest of two chapters":        {[]id.Unit{"chapter of two", "chapter of one"}, Tribe, nil, []id.Person{"lead of two", "lead of one"}},
		"what one belongs to directly":      {[]id.Unit{"two", "squad of one"}, Tribe, nil, []id.Person{"lead of one", "lead of two"}},
		"a vacancy is passed over":          {[]id.Unit{"squad of two", "chapter of one"}, Tribe, []id.Unit{"one"}, []id.Person{"lead of two"}},
		"each once":                         {[]id.Unit{"squad of one", "chapter of one", "one"}, Tribe, nil, []id.Person{"lead of one"}},
		"a squad of no tribe":               {[]id.Unit{"alone"}, Tribe, nil, nil},
		"a chapter where that is asked for": {[]id.Unit{"squad of two", "chapter of one"}, Chapter, nil, []id.Person{"lead of the chapter"}},
		"a squad where that is asked for":   {[]id.Unit{"squad of two", "chapter of one"}, Squad, nil, []id.Person{"lead of the squad"}},
		"a guild where that is asked for":   {[]id.Unit{"guild", "chapter of one"}, Guild, nil, []id.Person{"lead of the guild"}},
	} {
		chart := NewChart()
		for _, u := range []Unit{{ID: "one", Kind: Tribe}, {ID: "two", Kind: Tribe}, {ID: "chapter of one", Kind: Chapter, Tribe: "one"}, {ID: "chapter of two", Kind: Chapter, Tribe: "two"},
			{ID: "squad of one", Kind: Squad, Tribe: "one"}, {ID: "squad of two", Kind: Squad, Tribe: "two"}, {ID: "alone", Kind: Squad}, {ID: "guild", Kind: Guild}} {
			chart.Units[u.ID] = u
		}
		for unit, lead := range map[id.Unit]id.Person{"one": "lead of one", "two": "lead of two", "chapter of one": "lead of the chapter", "squad of two": "lead of the squad", "guild": "lead of the guild"} {
			if !slices.Contains(c.vacant, unit) {
				chart.AddLead(unit, lead)
			}
		}
		chart.Member["noor"] = c.member
		if got := chart.LeadsOver("noor", c.kind); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
