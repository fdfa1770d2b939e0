package framework

// Ref names one version of one framework. Decisions keep the Ref they were made
// under.
type Ref struct{ ID, Version string }

// String gives "steps 1.0".
func (r Ref) String() string { return r.ID + " " + r.Version }

// Slug gives "steps-1.0", by which an address names the version.
func (r Ref) Slug() string { return r.ID + "-" + r.Version }
