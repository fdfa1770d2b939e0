package feedback

import (
	"cairn/internal/access"
	"cairn/internal/id"
)

// VisibleTo tells whether the person may know that the feedback exists. A manager
// is one of them as long as they are the manager: whoever comes next sees what is
// shared with them, and whoever was before sees nothing.
func (f *Feedback) VisibleTo(b access.Bond, who id.Person) bool {
	switch {
	case !b.Known:
		return false
	case who == f.Giver:
		return f.Stage != Withdrawn || f.Asker != ""
	case b.Self:
		return f.Asker != "" || f.Stage == Given
	case b.Manager:
		return f.Asker == who || f.readsShared(who)
	}
	return false
}

// ReadableBy tells whether the person may read what was given: the giver, and the
// audience that was told of before writing.
func (f *Feedback) ReadableBy(b access.Bond, who id.Person) bool {
	if f.Stage != Given || !f.VisibleTo(b, who) {
		return false
	}
	switch {
	case who == f.Giver:
		return true
	case b.Self:
		return f.Answer.Audience.Subject
	case b.Manager:
		return f.Asker == who && f.Answer.Audience.Asker || f.readsShared(who)
	}
	return false
}

func (f *Feedback) readsShared(who id.Person) bool {
	return f.Stage == Given && f.SharedWith == who && f.Answer.Audience.MayShare
}

// Item names the row of the permission matrix that what is given belongs to.
func (f *Feedback) Item() string {
	if f.ByManager() {
		return "fb_manager"
	}
	return "fb_subject"
}
