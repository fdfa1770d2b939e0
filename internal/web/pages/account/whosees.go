package account

import "cairn/internal/workflow"

// whatThereIs words a private thing of the viewer.
func whatThereIs(item string) string {
	switch item {
	case "hr_attr":
		return "Your start date"
	case "step":
		return "Your Step and how it came to be"
	case "self_draft":
		return "An evaluation in which both of you write: your side"
	case "self_shared":
		return "An evaluation that is open: both sides"
	case "compare":
		return "An evaluation that has ended"
	case "case":
		return "A promotion"
	case "focus":
		return "Your growth plan"
	case "priorities":
		return "Your priorities and achievements"
	case "fb_subject", "fb_manager":
		return "Feedback that you can read"
	case "role_request":
		return "A role that was asked for"
	case "exception":
		return "A departure from what a role needs"
	case "title":
		return "A title that was proposed for you"
	case "pay_place":
		return "Where you are paid"
	case "range":
		return "The range of your step"
	case "salary":
		return "Your salary"
	case "recog":
		return "What you wrote on the wall of thanks, and what names you there"
	case "report":
		return "What you reported about a post"
	case "note_files":
		return "The files of your journal, each with its entry"
	case "data_request":
		return "What you asked about what is kept"
	case "notes_self":
		return "Your own journal"
	case "note_shown":
		return "An entry of your journal that you show"
	}
	return "Something private about you"
}

// whyThey says who it is, and why.
func whyThey(s workflow.Seer) string {
	name := ""
	if s.Who != nil {
		name = s.Who.Name
	}
	switch s.Why {
	case workflow.AsManager:
		return name + ", as your manager of today"
	case workflow.AsPartners:
		return "People partners and compensation partners, for their work"
	case workflow.AsJoined:
		return name + ", who was asked to join it, until it ends"
	case workflow.AsDecider:
		return name + ", who decides about your promotion, for a while"
	case workflow.AsShown:
		return name + ", whom you show it until you take it back"
	case workflow.AsSquad:
		return "Your squad, until you end it"
	case workflow.AsStandIn:
		return name + ", who stands in for your manager, for a while"
	case workflow.AsFeedback:
		return name + ", your manager of today, to whom it is shown"
	case workflow.AsGlass:
		return name + ", a people partner who was let in, for an hour"
	case workflow.AsLead:
		return name + ", who is asked about it"
	case workflow.AsColleagues:
		return "Everybody who works here"
	case workflow.AsPayPartners:
		return "Compensation partners, for their work"
	case workflow.AsPeople:
		return "People partners, for their work"
	case workflow.AsPeopleByPolicy:
		return "People partners, by the policy on Steps: the present one alone"
	case workflow.AsLeadByPolicy:
		return name + ", who leads your tribe, by the policy on Steps: the present one alone"
	case workflow.AsEverybodyByPolicy:
		return "Everybody who works here, by the policy on Steps: the present one alone"
	case workflow.UntilBothIn:
		return "Nobody else, until both sides are handed in"
	}
	return "Nobody else"
}
