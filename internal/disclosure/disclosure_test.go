package disclosure

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/org"
)

func TestADisclosureLetsOneReaderReadOneThing(t *testing.T) {
	d := New("noor", "tove", "mats", "evaluation/1", Joining, 10)
	known := access.Bond{Known: true}
	for name, c := range map[string]struct {
		who    id.Person
		object string
		bond   access.Bond
		change func(*Disclosure)
		want   string
	}{
		"the reader":             {"tove", "evaluation/1", known, func(*Disclosure) {}, "asked to join"},
		"another thing":          {"tove", "evaluation/2", known, func(*Disclosure) {}, ""},
		"somebody else":          {"timo", "evaluation/1", known, func(*Disclosure) {}, ""},
		"nobody":                 {"tove", "evaluation/1", access.Bond{}, func(*Disclosure) {}, ""},
		"who needs none":         {"tove", "evaluation/1", access.Bond{Known: true, Manager: true}, func(*Disclosure) {}, ""},
		"after it ended":         {"tove", "evaluation/1", known, func(d *Disclosure) { d.End(ByAsker, 15) }, ""},
		"after it expired":       {"tove", "evaluation/1", known, func(d *Disclosure) { d.Expires = 20 }, ""},
		"before it began":        {"tove", "evaluation/1", known, func(d *Disclosure) { d.Since = 21 }, ""},
		"shortly before the end": {"tove", "evaluation/1", known, func(d *Disclosure) { d.Expires = 21 }, "asked to join"},
	} {
		d := d
		c.change(&d)
		if got := d.Lets(c.bond, c.who, c.object, 20).Let; got != c.want {
			t.Errorf("%s: let in as %q, want %q", name, got, c.want)
		}
	}
}

// chart: Noor is in a chapter of the first tribe and a squad of the second; Mats
// leads the chapter, Tove and Timo the tribes, Cai is the CTO.
func chart() *org.Chart {
	c := org.NewChart()
	for _, p := range []id.Person{"noor", "mats", "tove", "timo", "cai"} {
		c.People[p] = org.Person{ID: p}
	}
	for _, u := range []org.Unit{{ID: "t1", Kind: org.Tribe}, {ID: "t2", Kind: org.Tribe}, {ID: "c1", Kind: org.Chapter, Tribe: "t1"}, {ID: "s2", Kind: org.Squad, Tribe: "t2"}} {
		c.Units[u.ID] = u
	}
	c.Member["noor"] = []id.Unit{"s2", "c1"}
	c.Member["mats"] = []id.Unit{"c1"}
	c.AddLead("c1", "mats")
	c.AddLead("t1", "tove")
	c.AddLead("t2", "timo")
	c.CTO = "cai"
	return c
}

func TestWhoIsAskedToJoin(t *testing.T) {
	for name, c := range map[string]struct {
		change           func(*org.Chart)
		subject, manager id.Person
		want             id.Person
	}{
		"the lead of the chapter's tribe":   {func(*org.Chart) {}, "noor", "mats", "tove"},
		"who manages is passed over":        {func(*org.Chart) {}, "noor", "tove", "timo"},
		"no chapter: the squad's tribe":     {func(c *org.Chart) { c.Member["noor"] = []id.Unit{"s2"} }, "noor", "mats", "timo"},
		"no tribe: the manager's manager":   {func(c *org.Chart) { c.Member["noor"] = nil }, "noor", "mats", "tove"},
		"no lead anywhere: the CTO":         {func(c *org.Chart) { c.LeadOf, c.Leads = map[id.Unit]id.Person{}, map[id.Person][]id.Unit{} }, "noor", "mats", "cai"},
		"a lead who has left":               {func(c *org.Chart) { p := c.People["tove"]; p.LeftAt = 1; c.People["tove"] = p }, "noor", "mats", "timo"},
		"the lead of the tribe, managed":    {func(c *org.Chart) { c.Member["tove"] = []id.Unit{"t1"} }, "tove", "timo", "cai"},
		"a tribe lead whose manager is CTO": {func(*org.Chart) {}, "tove", "cai", ""},
		"manager without a manager, no CTO": {func(c *org.Chart) { c.CTO = ""; c.Member["noor"] = nil; c.LeadOf = map[id.Unit]id.Person{} }, "noor", "mats", ""},
	} {
		ch := chart()
		c.change(ch)
		got, ok := WhoJoins(ch, c.subject, c.manager)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
