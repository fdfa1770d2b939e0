package framework

import "slices"

// Apply gives the framework as the members of the units read it, and a mark for
// each part that is not as the base has it. Extensions are given from the widest
// to the nearest: where two speak about one example, the later one holds. What
// Check refuses is not applied. Id and version stay those of the base.
func Apply(base *Framework, ext ...*Extension) (*Framework, []Mark) {
	g := *base
	g.Disciplines, g.Roles, g.Examples = slices.Clone(base.Disciplines), slices.Clone(base.Roles), slices.Clone(base.Examples)
	a := &application{base: base, made: &g, spoken: map[ExampleID]int{}, hidden: map[ExampleID]bool{}, added: map[string]bool{}}
	for _, x := range ext {
		a.apply(x)
	}
	g.Examples = slices.DeleteFunc(g.Examples, func(e Example) bool { return a.hidden[e.ID] })
	return New(g), a.marks
}

type application struct {
	base, made *Framework
	marks      []Mark
	spoken     map[ExampleID]int // which mark holds for a base example
	hidden     map[ExampleID]bool
	added      map[string]bool // what it is and its id, so that nothing is added twice
}

func (a *application) apply(x *Extension) {
	refused := map[entry]bool{}
	for _, p := range Check(a.base, x) {
		if p.List == "" && (p.Field == "extends" || p.Field == "unit") {
			return // not an extension of this base at all
		}
		refused[entry{p.List, p.At}] = true
	}
	a.add(x, refused)
	for i, r := range x.Replace {
		if !refused[entry{listReplace, i}] {
			a.replace(x, r)
		}
	}
	for i, h := range x.Hide {
		if !refused[entry{listHide, i}] {
			a.speak(x, Mark{Kind: MarkHidden, ID: string(h.ID), Because: h.Because})
			a.hidden[h.ID] = true
		}
	}
}

func (a *application) add(x *Extension, refused map[entry]bool) {
	for i, d := range x.Add.Disciplines {
		if !refused[entry{listDisciplines, i}] && a.first(x, MarkDiscipline, string(d.ID)) {
			a.made.Disciplines = append(a.made.Disciplines, d)
		}
	}
	for i, r := range x.Add.Roles {
		if !refused[entry{listRoles, i}] && a.known(r.Discipline) && a.first(x, MarkRole, string(r.ID)) {
			a.made.Roles = append(a.made.Roles, r)
		}
	}
	for i, e := range x.Add.Examples {
		if !refused[entry{listExamples, i}] && a.known(e.Disciplines...) && a.first(x, MarkExample, string(e.ID)) {
			a.made.Examples = append(a.made.Examples, e)
		}
	}
}

// first marks an addition; false where the same one was added before.
func (a *application) first(x *Extension, what, id string) bool {
	if a.added[what+" "+id] {
		return false
	}
	a.added[what+" "+id] = true
	a.mark(x, Mark{Kind: MarkAdded, What: what, ID: id, Because: x.Reason})
	return true
}

// known keeps out what belongs to a discipline that was itself refused.
func (a *application) known(disciplines ...DisciplineID) bool {
	for _, id := range disciplines {
		if id != "" && !slices.ContainsFunc(a.made.Disciplines, func(d Discipline) bool { return d.ID == id }) {
			return false
		}
	}
	return true
}

func (a *application) replace(x *Extension, r Replacement) {
	a.speak(x, Mark{Kind: MarkReplaced, ID: string(r.ID), Because: r.Because})
	a.hidden[r.ID] = false
	for i := range a.made.Examples {
		if e := &a.made.Examples[i]; e.ID == r.ID {
			e.Text, e.Details, e.Note = r.UnitText, nil, ""
		}
	}
}

// speak marks an example of the base, over what an earlier extension said.
func (a *application) speak(x *Extension, m Mark) {
	id := ExampleID(m.ID)
	if before, twice := a.spoken[id]; twice {
		a.marks[before].Overruled = true
	}
	a.spoken[id] = len(a.marks)
	m.What = MarkExample
	m.Original, _ = a.base.Example(id)
	a.mark(x, m)
}

func (a *application) mark(x *Extension, m Mark) {
	m.Unit, m.Version = x.Unit, x.Version
	a.marks = append(a.marks, m)
}
