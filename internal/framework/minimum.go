package framework

// MeetsMinimum tells whether a step is at least as wide as the role asks for.
// It does not apply to a role without a minimum, or one the catalogue does not
// have. A step that is not set or not known does not meet it.
//
// The answer tells something about the step: only the person and their manager
// may learn it.
func MeetsMinimum(f *Framework, role RoleID, step StepID) (meets, applies bool) {
	r, ok := f.Role(role)
	if !ok || r.MinStep == "" {
		return false, false
	}
	if _, ok := f.Step(r.MinStep); !ok {
		return false, false
	}
	_, known := f.Step(step)
	return known && !f.Wider(r.MinStep, step), true
}
