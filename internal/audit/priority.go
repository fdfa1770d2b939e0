package audit

// Acts on priorities.
const (
	PrioritySuggested  Act = "priority.suggested"
	PriorityAgreed     Act = "priority.agreed"
	PriorityChanged    Act = "priority.changed"
	PriorityKept       Act = "priority.words-kept"
	PriorityMoved      Act = "priority.moved"
	PrioritySaid       Act = "priority.said"
	PriorityShareAsked Act = "priority.share-asked"
	PriorityShared     Act = "priority.shared"
	PriorityShareEnded Act = "priority.share-ended"
)
