package account

import "context"
import "cairn/internal/lang"
import "cairn/internal/workflow"

// whatThereIs words a private thing of the viewer.
func whatThereIs(ctx context.Context, item string) string {
	switch item {
	case "hr_attr":
		return lang.Say(ctx, "Your start date")
	case "step":
		return lang.Say(ctx, "Your Step and how it came to be")
	case "self_draft":
		return lang.Say(ctx, "An evaluation in which both of you write: your side")
	case "self_shared":
		return lang.Say(ctx, "An evaluation that is open: both sides")
	case "compare":
		return lang.Say(ctx, "An evaluation that has ended")
	case "case":
		return "A promotion"
	case "focus":
		return lang.Say(ctx, "Your growth plan")
	case "priorities":
		return lang.Say(ctx, "Your priorities and achievements")
	case "fb_subject", "fb_manager":
		return lang.Say(ctx, "Feedback that you can read")
	case "role_request":
		return lang.Say(ctx, "A role that was asked for")
	case "exception":
		return lang.Say(ctx, "A departure from what a role needs")
	case "title":
		return lang.Say(ctx, "A title that was proposed for you")
	case "pay_place":
		return lang.Say(ctx, "Where you are paid")
	case "range":
		return lang.Say(ctx, "The range of your step")
	case "salary":
		return lang.Say(ctx, "Your salary")
	case "recog":
		return lang.Say(ctx, "What you wrote on the wall of thanks, and what names you there")
	case "report":
		return lang.Say(ctx, "What you reported about a post")
	case "note_files":
		return lang.Say(ctx, "The files of your journal, each with its entry")
	case "data_request":
		return lang.Say(ctx, "What you asked about what is kept")
	case "notes_self":
		return lang.Say(ctx, "Your own journal")
	case "note_shown":
		return lang.Say(ctx, "An entry of your journal that you show")
	}
	return lang.Say(ctx, "Something private about you")
}

// whyThey says who it is, and why.
func whyThey(ctx context.Context, s workflow.Seer) string {
	name := ""
	if s.Who != nil {
		name = s.Who.Name
	}
	switch s.Why {
	case workflow.AsManager:
		return lang.Say(ctx, "{name}, as your manager of today", "name", name)
	case workflow.AsPartners:
		return lang.Say(ctx, "People partners and compensation partners, for their work")
	case workflow.AsJoined:
		return lang.Say(ctx, "{name}, who was asked to join it, until it ends", "name", name)
	case workflow.AsDecider:
		return lang.Say(ctx, "{name}, who decides about your promotion, for a while", "name", name)
	case workflow.AsShown:
		return lang.Say(ctx, "{name}, whom you show it until you take it back", "name", name)
	case workflow.AsSquad:
		return lang.Say(ctx, "Your squad, until you end it")
	case workflow.AsStandIn:
		return lang.Say(ctx, "{name}, who stands in for your manager, for a while", "name", name)
	case workflow.AsFeedback:
		return lang.Say(ctx, "{name}, your manager of today, to whom it is shown", "name", name)
	case workflow.AsGlass:
		return lang.Say(ctx, "{name}, a people partner who was let in, for an hour", "name", name)
	case workflow.AsLead:
		return lang.Say(ctx, "{name}, who is asked about it", "name", name)
	case workflow.AsColleagues:
		return lang.Say(ctx, "Everybody who works here")
	case workflow.AsPayPartners:
		return lang.Say(ctx, "Compensation partners, for their work")
	case workflow.AsPeople:
		return lang.Say(ctx, "People partners, for their work")
	case workflow.AsPeopleByPolicy:
		return lang.Say(ctx, "People partners, by the policy on Steps: the present one alone")
	case workflow.AsLeadByPolicy:
		return lang.Say(ctx, "{name}, who leads your tribe, by the policy on Steps: the present one alone", "name", name)
	case workflow.AsEverybodyByPolicy:
		return lang.Say(ctx, "Everybody who works here, by the policy on Steps: the present one alone")
	case workflow.UntilBothIn:
		return lang.Say(ctx, "Nobody else, until both sides are handed in")
	}
	return lang.Say(ctx, "Nobody else")
}
