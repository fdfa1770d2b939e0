package home

import "cairn/internal/workflow"

func (p Page) planHref(who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return "/growth"
	}
	return "/people/" + string(who.ID) + "/growth"
}

func (p Page) planTitle(who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return "Your growth plan"
	}
	return who.Name + "’s growth plan"
}
