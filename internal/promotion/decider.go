package promotion

import (
	"slices"

	"cairn/internal/framework"
	"cairn/internal/id"
)

// Line is what the organisation knows at this moment of who could decide. It is
// filled inside the transaction that uses it and never kept.
type Line struct {
	Manager  func(id.Person) (id.Person, bool) // the current line manager
	UnitLead id.Person                         // of the unit the step names, the relevant one; empty when vacant
	CTO      id.Person                         // empty when vacant
	Second   id.Person                         // named for cases that nobody in line may decide; may be empty
	StandIns []id.Person                       // who stands, or is to stand, in for the recommender towards the subject
	Holders  []id.Person                       // of the role the step names, in a fixed order
}

// Decider is who decides a case at one moment.
type Decider struct {
	Person id.Person
	// Alone is true where the step leaves the decision to the recommender (seed: a
	// chapter lead can promote to Squad/Chapter "without outside approval").
	Alone bool
	// Instead is true where the one whom the step names could not decide and the
	// next in line does.
	Instead bool
}

// DeciderOf returns who decides a promotion by the rule of the target step. Nobody
// decides their own case, one they recommended (but where the step says so), one whose
// recommender they stand in for, or one of somebody they report to: then the next in line does, and beyond the CTO
// the second person the organisation has named. ok is false when nobody can: the
// case waits until somebody is named.
func DeciderOf(a framework.Approve, subject, recommender id.Person, o Line) (d Decider, ok bool) {
	if a.By == framework.ByManager {
		if recommender == "" || recommender == subject {
			return Decider{}, false
		}
		return Decider{Person: recommender, Alone: true}, true
	}
	named := namedBy(a, o)
	free := func(p id.Person) bool {
		return p != "" && p != subject && p != recommender && !slices.Contains(o.StandIns, p) && !o.reportsTo(p, subject)
	}
	for _, p := range named {
		if free(p) {
			return Decider{Person: p}, true
		}
	}
	var below id.Person
	if len(named) > 0 {
		below = named[0]
	}
	for _, p := range o.upFrom(below) {
		if free(p) {
			return Decider{Person: p, Instead: true}, true
		}
	}
	return Decider{}, false
}

// namedBy lists those whom the step itself names.
func namedBy(a framework.Approve, o Line) []id.Person {
	switch a.By {
	case framework.ByUnitLead:
		return []id.Person{o.UnitLead}
	case framework.ByCTO:
		return []id.Person{o.CTO}
	}
	return o.Holders
}

// upFrom is the line above somebody, then the CTO, then the second person. From
// nobody, as in a vacancy, it begins with the CTO.
func (o Line) upFrom(p id.Person) (line []id.Person) {
	seen := map[id.Person]bool{p: true}
	for p != "" {
		m, ok := o.Manager(p)
		if !ok || seen[m] {
			break
		}
		seen[m] = true
		line = append(line, m)
		p = m
	}
	return append(line, o.CTO, o.Second)
}

// reportsTo tells whether p's line leads to boss. A circle ends it.
func (o Line) reportsTo(p, boss id.Person) bool {
	seen := map[id.Person]bool{}
	for p != "" && !seen[p] {
		seen[p] = true
		m, ok := o.Manager(p)
		if !ok {
			return false
		}
		if m == boss {
			return true
		}
		p = m
	}
	return false
}
