package framework

import (
	"cmp"
	"slices"
	"strings"

	"cairn/internal/arrange"
)

// index answers by id and by place without walking the framework.
type index struct {
	steps        map[StepID]Step
	areas        map[AreaID]Area
	disciplines  map[DisciplineID]Discipline
	roles        map[RoleID]Role
	examples     map[ExampleID]Example
	names        map[string]DisciplineID // folded id, name and aliases
	roleNames    map[string]RoleID
	stepsInOrder []Step
	areasInOrder []Area
	stepAt       map[StepID]int // where it stands in the order
	areaAt       map[AreaID]int
	direct       map[StepID][]StepID // what each step names itself, or the order before
	included     map[StepID][]Step
	common       map[place][]Example
	marked       map[markedPlace][]Example
	atLevel      map[levelPlace][]Example
	profiles     map[profileKey]Profile
	spoken       spoken
}

type place struct {
	area AreaID
	step StepID
}

type markedPlace struct {
	place
	discipline DisciplineID
}

type levelPlace struct {
	area  AreaID
	level LevelID
}

type profileKey struct {
	role RoleID
	step StepID
}

// New returns the framework ready for reading. The caller gives up its slices.
func New(f Framework) *Framework {
	f.index = newIndex(&f)
	return &f
}

// ix is the index made by New. A framework written as a literal works too, only
// slowly, so that no caller can read a half-made one.
func (f *Framework) ix() *index {
	if f.index != nil {
		return f.index
	}
	return newIndex(f)
}

func newIndex(f *Framework) *index {
	ix := &index{
		steps:       byID(f.Steps, func(s Step) StepID { return s.ID }),
		areas:       byID(f.Areas, func(a Area) AreaID { return a.ID }),
		disciplines: byID(f.Disciplines, func(d Discipline) DisciplineID { return d.ID }),
		roles:       byID(f.Roles, func(r Role) RoleID { return r.ID }),
		examples:    byID(f.Examples, func(e Example) ExampleID { return e.ID }),
		profiles:    byID(f.Profiles, func(p Profile) profileKey { return profileKey{p.Role, p.Step} }),
	}
	ix.stepsInOrder = slices.Clone(f.Steps)
	arrange.Stably(ix.stepsInOrder, func(a, b Step) int { return cmp.Compare(a.Order, b.Order) })
	ix.areasInOrder = slices.Clone(f.Areas)
	arrange.Stably(ix.areasInOrder, func(a, b Area) int { return cmp.Compare(a.Order, b.Order) })
	ix.stepAt, ix.areaAt = map[StepID]int{}, map[AreaID]int{}
	for i, s := range ix.stepsInOrder {
		ix.stepAt[s.ID] = i + 1
	}
	for i, a := range ix.areasInOrder {
		ix.areaAt[a.ID] = i + 1
	}
	ix.direct = make(map[StepID][]StepID, len(f.Steps))
	for _, s := range f.Steps {
		if _, twice := ix.direct[s.ID]; !twice {
			ix.direct[s.ID] = ix.directIncludes(s)
		}
	}
	ix.included = make(map[StepID][]Step, len(f.Steps))
	for _, s := range f.Steps {
		ix.included[s.ID] = ix.includedBy(s)
	}
	ix.nameDisciplines(f)
	ix.nameRoles(f)
	ix.placeExamples(f)
	return ix
}

// byID keeps the first of a repeated id, as the loader reports the second.
func byID[K comparable, V any](all []V, key func(V) K) map[K]V {
	m := make(map[K]V, len(all))
	for _, v := range all {
		if _, taken := m[key(v)]; !taken {
			m[key(v)] = v
		}
	}
	return m
}

func (ix *index) nameDisciplines(f *Framework) {
	ix.names = make(map[string]DisciplineID)
	for _, d := range f.Disciplines {
		for _, n := range append([]string{string(d.ID), d.Name}, d.Also...) {
			if _, taken := ix.names[fold(n)]; !taken {
				ix.names[fold(n)] = d.ID
			}
		}
	}
}

func (ix *index) nameRoles(f *Framework) {
	ix.roleNames = make(map[string]RoleID)
	for _, r := range f.Roles {
		for _, n := range []string{string(r.ID), r.Name} {
			if _, taken := ix.roleNames[fold(n)]; !taken {
				ix.roleNames[fold(n)] = r.ID
			}
		}
	}
}

func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

func (ix *index) placeExamples(f *Framework) {
	ix.common = make(map[place][]Example)
	ix.marked = make(map[markedPlace][]Example)
	ix.atLevel = make(map[levelPlace][]Example)
	for _, e := range f.Examples {
		if e.Level != "" {
			at := levelPlace{e.Area, e.Level}
			ix.atLevel[at] = append(ix.atLevel[at], e)
			continue
		}
		ix.put(e, place{e.Area, e.Step})
	}
}

func (ix *index) put(e Example, at place) {
	if len(e.Disciplines) == 0 {
		ix.common[at] = append(ix.common[at], e)
		return
	}
	for i, d := range e.Disciplines {
		if !slices.Contains(e.Disciplines[:i], d) {
			key := markedPlace{at, d}
			ix.marked[key] = append(ix.marked[key], e)
		}
	}
}
