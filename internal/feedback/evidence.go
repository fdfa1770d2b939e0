package feedback

import (
	"cairn/internal/access"
	"cairn/internal/id"
)

// Evidence tells whether the manager may point at it in a case: they read it, and
// the person does too, because what is written about somebody to decide about them
// they can read.
func (f *Feedback) Evidence(manager id.Person) bool {
	return f.ReadableBy(access.Bond{Known: true, Manager: true}, manager) && f.Giver != manager && f.Answer.Audience.Subject
}

// ForDecider tells whether whoever decides reads it, put into a case by that
// manager: the giver was told so before writing and allowed it, and still does.
func (f *Feedback) ForDecider(manager id.Person) bool {
	return f.Evidence(manager) && f.Answer.Audience.Decider
}
