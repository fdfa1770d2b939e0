package home

import "cairn/internal/workflow"

// prioritiesTitle names priorities in which something waits for the viewer to
// agree. None of their words stand here: they are read apart from everything else.
func (p Page) prioritiesTitle(who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return "Your priorities"
	}
	return who.Name + "’s priorities"
}

func (p Page) prioritiesHref(who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return "/priorities"
	}
	return "/people/" + string(who.ID) + "/priorities"
}
