package framework

import (
	"slices"

	"cairn/internal/lang"
)

// DropStep takes the step out. What still speaks of it must go first: InUse says
// what that is.
func (f *Framework) DropStep(id StepID) *Framework {
	return f.with(func(c *Framework) { c.Steps = slices.DeleteFunc(c.Steps, func(s Step) bool { return s.ID == id }) })
}

// DropArea takes the area out.
func (f *Framework) DropArea(id AreaID) *Framework {
	return f.with(func(c *Framework) { c.Areas = slices.DeleteFunc(c.Areas, func(a Area) bool { return a.ID == id }) })
}

// DropDiscipline takes the discipline out.
func (f *Framework) DropDiscipline(id DisciplineID) *Framework {
	return f.with(func(c *Framework) {
		c.Disciplines = slices.DeleteFunc(c.Disciplines, func(d Discipline) bool { return d.ID == id })
	})
}

// DropRole takes the role out.
func (f *Framework) DropRole(id RoleID) *Framework {
	return f.with(func(c *Framework) { c.Roles = slices.DeleteFunc(c.Roles, func(r Role) bool { return r.ID == id }) })
}

// StepInUse names what speaks of the step, in words; nil when nothing does.
func (f *Framework) StepInUse(id StepID) (uses []lang.Told) {
	uses = add(uses, f.examples(func(e Example) bool { return e.Step == id }))
	for _, s := range f.Steps {
		if slices.Contains(s.Includes, id) {
			uses = append(uses, lang.Tell("the step {step}, which includes it", "step", s.Name))
		}
	}
	for _, r := range f.Roles {
		if r.MinStep == id {
			uses = append(uses, lang.Tell("the role {role}, which asks for it", "role", r.Name))
		}
	}
	for _, d := range f.Disciplines {
		if slices.Contains(d.Steps, id) {
			uses = append(uses, lang.Tell("the discipline {discipline}, which names it", "discipline", d.Name))
		}
	}
	if slices.ContainsFunc(f.Profiles, func(p Profile) bool { return p.Step == id }) {
		uses = append(uses, lang.Tell("profiles of roles"))
	}
	return uses
}

// AreaInUse names what speaks of the area.
func (f *Framework) AreaInUse(id AreaID) (uses []lang.Told) {
	uses = add(uses, f.examples(func(e Example) bool { return e.Area == id }))
	if slices.ContainsFunc(f.Profiles, func(p Profile) bool {
		return slices.ContainsFunc(p.Expects, func(x Expectation) bool { return x.Area == id })
	}) {
		uses = append(uses, lang.Tell("profiles of roles"))
	}
	if len(f.Areas) == 1 {
		uses = append(uses, lang.Tell("the framework itself, which needs at least one area"))
	}
	return uses
}

// DisciplineInUse names what speaks of the discipline.
func (f *Framework) DisciplineInUse(id DisciplineID) (uses []lang.Told) {
	uses = add(uses, f.examples(func(e Example) bool { return slices.Contains(e.Disciplines, id) }))
	for _, d := range f.Disciplines {
		if d.Near == id {
			uses = append(uses, lang.Tell("the discipline {discipline}, which is near to it", "discipline", d.Name))
		}
	}
	for _, r := range f.Roles {
		if r.Discipline == id {
			uses = append(uses, lang.Tell("the role {role}", "role", r.Name))
		}
	}
	return uses
}

// RoleInUse names what speaks of the role.
func (f *Framework) RoleInUse(id RoleID) (uses []lang.Told) {
	for _, s := range f.Steps {
		if s.Approve.By == string(id) || slices.Contains(s.Approve.Hear, string(id)) {
			uses = append(uses, lang.Tell("the step {step}, on which it decides or is heard", "step", s.Name))
		}
	}
	if slices.ContainsFunc(f.Profiles, func(p Profile) bool { return p.Role == id }) {
		uses = append(uses, lang.Tell("profiles of the role"))
	}
	return uses
}

func (f *Framework) examples(which func(Example) bool) lang.Told {
	n := 0
	for _, e := range f.Examples {
		if which(e) {
			n++
		}
	}
	switch n {
	case 0:
		return lang.Told{}
	case 1:
		return lang.Tell("one example")
	}
	return lang.Tell("{n} examples##more than one", "n", n)
}

func add(uses []lang.Told, use lang.Told) []lang.Told {
	if !use.None() {
		uses = append(uses, use)
	}
	return uses
}
