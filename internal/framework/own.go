package framework

import "cairn/internal/clock"

// As returns the framework under another id and name, as the first version of a
// framework of its own: it replaces nothing.
func (f *Framework) As(id, name string) *Framework {
	return f.with(func(c *Framework) {
		c.ID, c.Name, c.Version, c.Status = id, name, "1.0", Draft
		c.Replaces, c.Effective = nil, clock.Date("")
	})
}

// Beginning is a framework with nothing in it but a first area and two steps to
// write on from.
func Beginning(id, name string) *Framework {
	return New(Framework{
		ID: id, Name: name, Version: "1.0", Status: Draft, Language: "en",
		Words: Words{Team: "squad", LineGroup: "chapter", Area: "tribe", Community: "guild", Step: "step", Manager: "manager"},
		Policy: Policy{ExamplesAre: ExamplesArePrompts, AreasNeeded: AreasAllAsARule,
			StepVisibleTo: []string{VisibleToSelf, VisibleToManager}, NewJoinerStepAfterMonths: 6},
		Steps: []Step{
			{ID: "first", Name: "First step", Order: 1, Includes: []StepID{}, Approve: Approve{By: ByManager}},
			{ID: "second", Name: "Second step", Order: 2, Approve: Approve{By: ByManager, Hear: []string{HearVariedPeers}}},
		},
		Areas: []Area{{ID: "first", Name: "First area", Order: 1, Kind: Behaviour}},
	})
}
