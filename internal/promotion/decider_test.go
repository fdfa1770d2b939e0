package promotion

import (
	"testing"

	"cairn/internal/framework"
	"cairn/internal/id"
)

// The people of the tables: noor reports to mats (chapter lead), mats to tove
// (tribe lead), tove to cleo (CTO). ola leads another tribe and reports to cleo.
var reports = map[id.Person]id.Person{"noor": "mats", "mats": "tove", "tove": "cleo", "ola": "cleo"}

func line(change func(*Line)) Line {
	l := Line{
		Manager:  func(p id.Person) (id.Person, bool) { m, ok := reports[p]; return m, ok },
		UnitLead: "tove", CTO: "cleo", Second: "sam", Holders: nil,
	}
	if change != nil {
		change(&l)
	}
	return l
}

func TestWhoDecides(t *testing.T) {
	alone, tribe, top := framework.Approve{By: framework.ByManager}, framework.Approve{By: framework.ByUnitLead, Unit: "tribe"}, framework.Approve{By: framework.ByCTO}
	role := framework.Approve{By: "architect"}
	cases := []struct {
		name                 string
		rule                 framework.Approve
		subject, recommender id.Person
		line                 Line
		want                 id.Person
		alone, instead       bool
	}{
		{"the chapter lead alone", alone, "noor", "mats", line(nil), "mats", true, false},
		{"nobody recommends themselves", alone, "mats", "mats", line(nil), "", false, false},
		{"the tribe lead", tribe, "noor", "mats", line(nil), "tove", false, false},
		{"the CTO", top, "noor", "mats", line(nil), "cleo", false, false},
		{"the tribe lead recommends a chapter lead of theirs", tribe, "mats", "tove", line(nil), "cleo", false, true},
		{"the tribe lead is the subject", tribe, "tove", "cleo", line(nil), "sam", false, true},
		{"the CTO recommends a tribe lead to the widest step", top, "tove", "cleo", line(nil), "sam", false, true},
		{"the CTO's own case has nobody else in line", top, "cleo", "ola", line(nil), "sam", false, true},
		{"no tribe lead at the moment", tribe, "noor", "mats", line(func(l *Line) { l.UnitLead = "" }), "cleo", false, true},
		{"no tribe lead and no CTO", tribe, "noor", "mats", line(func(l *Line) { l.UnitLead, l.CTO = "", "" }), "sam", false, true},
		{"no CTO", top, "noor", "mats", line(func(l *Line) { l.CTO = "" }), "sam", false, true},
		{"nobody at all", top, "noor", "mats", line(func(l *Line) { l.CTO, l.Second = "", "" }), "", false, false},
		{"the tribe lead reports to the subject", tribe, "cleo", "sam", line(func(l *Line) { l.Second = "pia" }), "pia", false, true},
		{"the second person is the subject", top, "cleo", "ola", line(func(l *Line) { l.Second = "cleo" }), "", false, false},
		{"the holder of a role", role, "noor", "mats", line(func(l *Line) { l.Holders = []id.Person{"ola", "pia"} }), "ola", false, false},
		{"the first holder recommends", role, "noor", "ola", line(func(l *Line) { l.Holders = []id.Person{"ola", "pia"} }), "pia", false, false},
		{"no holder", role, "noor", "mats", line(nil), "cleo", false, true},
		{"a circle ends", tribe, "noor", "mats", line(func(l *Line) {
			l.Manager = func(p id.Person) (id.Person, bool) {
				return map[id.Person]id.Person{"tove": "ola", "ola": "tove"}[p], p == "tove" || p == "ola"
			}
		}), "tove", false, false},
	}
	for _, c := range cases {
		d, ok := DeciderOf(c.rule, c.subject, c.recommender, c.line)
		if d.Person != c.want || ok != (c.want != "") || ok && (d.Alone != c.alone || d.Instead != c.instead) {
			t.Errorf("%s: %+v, %v", c.name, d, ok)
		}
	}
}

// TestNobodyDecidesForThemselves tries every combination of the six.
func TestNobodyDecidesForThemselves(t *testing.T) {
	all := []id.Person{"noor", "mats", "tove", "cleo", "ola", "sam", ""}
	for _, by := range []string{framework.ByManager, framework.ByUnitLead, framework.ByCTO, "architect"} {
		for _, subject := range all[:6] {
			for _, recommender := range all[:6] {
				for _, lead := range all {
					for _, cto := range all {
						l := line(func(l *Line) { l.UnitLead, l.CTO, l.Holders = lead, cto, []id.Person{lead} })
						d, ok := DeciderOf(framework.Approve{By: by}, subject, recommender, l)
						switch {
						case !ok:
						case d.Person == "" || d.Person == subject:
							t.Fatalf("%s: %q decides about themselves", by, d.Person)
						case d.Person == recommender && by != framework.ByManager:
							t.Fatalf("%s: %q decides what they recommended", by, d.Person)
						case by != framework.ByManager && l.reportsTo(d.Person, subject):
							t.Fatalf("%s: %q decides about %q, whom they report to", by, d.Person, subject)
						}
					}
				}
			}
		}
	}
}
