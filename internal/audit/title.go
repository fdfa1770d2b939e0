package audit

// Of a title for use outside. What is agreed stands on the profile; what was only
// proposed is between the two.
const (
	TitleProposed  Act = "title.proposed"
	TitleAgreed    Act = "title.agreed"
	TitleDeclined  Act = "title.declined"
	TitleWithdrawn Act = "title.withdrawn"
	TitleLaidDown  Act = "title.laid-down"
)
