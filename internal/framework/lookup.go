package framework

import "slices"

// Area finds an area by its id.
func (f *Framework) Area(id AreaID) (Area, bool) {
	a, ok := f.ix().areas[id]
	return a, ok
}

// AreasInOrder lists the areas in the order their author wants.
func (f *Framework) AreasInOrder() []Area { return slices.Clip(f.ix().areasInOrder) }

// Discipline finds a discipline by its id.
func (f *Framework) Discipline(id DisciplineID) (Discipline, bool) {
	d, ok := f.ix().disciplines[id]
	return d, ok
}

// DisciplineNamed finds a discipline by id, name or another name people use for
// it, whatever the case.
func (f *Framework) DisciplineNamed(name string) (Discipline, bool) {
	id, ok := f.ix().names[fold(name)]
	if !ok {
		return Discipline{}, false
	}
	return f.Discipline(id)
}

// Role finds a role by its id.
func (f *Framework) Role(id RoleID) (Role, bool) {
	r, ok := f.ix().roles[id]
	return r, ok
}

// RoleNamed finds a role by id or name, whatever the case.
func (f *Framework) RoleNamed(name string) (Role, bool) {
	id, ok := f.ix().roleNames[fold(name)]
	if !ok {
		return Role{}, false
	}
	return f.Role(id)
}

// Profile finds which levels a role asks for at a step.
func (f *Framework) Profile(role RoleID, step StepID) (Profile, bool) {
	p, ok := f.ix().profiles[profileKey{role, step}]
	return p, ok
}
