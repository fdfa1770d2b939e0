package home

import "context"
import "cairn/internal/lang"
import "cairn/internal/workflow"

// prioritiesTitle names priorities in which something waits for the viewer to
// agree. None of their words stand here: they are read apart from everything else.
func (p Page) prioritiesTitle(ctx context.Context, who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return lang.Say(ctx, "Your priorities")
	}
	return lang.Say(ctx, "{name}’s priorities", "name", who.Name)
}

func (p Page) prioritiesHref(who workflow.PersonRef) string {
	if who.ID == p.Viewer.Person {
		return "/priorities"
	}
	return "/people/" + string(who.ID) + "/priorities"
}
