package home

import "context"
import "cairn/internal/lang"
import "cairn/internal/workflow"

func (p Page) planHref(who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return "/growth"
	}
	return "/people/" + string(who.ID) + "/growth"
}

func (p Page) planTitle(ctx context.Context, who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return lang.Say(ctx, "Your growth plan")
	}
	return lang.Say(ctx, "{name}’s growth plan", "name", who.Name)
}
