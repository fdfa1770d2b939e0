package promotion

import "cairn/internal/lang"

// The person puts entries of their journal beside a case while they consider it,
// and takes them back until they agree: from then on others may read the case.

// MayAttach refuses to put something beside the case when it is not the time.
func (c *Case) MayAttach() error {
	if !c.at(Offered) {
		return moved(lang.Later("Something can be put beside the case while you consider it: after it is offered and before you answer."))
	}
	return nil
}

// MayDetach refuses to take it back once the person has agreed.
func (c *Case) MayDetach() error {
	if !c.Open() || c.Agreed > 0 || c.DecidedAt.IsSet() {
		return moved(lang.Later("You have agreed to the case as it stands, so what stands beside it stays. You can withdraw the case as long as it is not decided."))
	}
	return nil
}

// Releases tells whether what stood beside the case is the person's alone again:
// it ended without a decision, or another manager has not taken it up.
func (c *Case) Releases() bool {
	return c.Stage == Unsponsored || !c.Open() && !c.DecidedAt.IsSet()
}
