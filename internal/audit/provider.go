package audit

// Of signing in by an identity provider. Who somebody is there stands in no line.
const (
	IdentityLinked   Act = "account.provider-connected"
	IdentityUnlinked Act = "account.provider-disconnected"
	SignedInBy       Act = "account.signed-in-by-provider"
	PersonAdded      Act = "person.added"
)

// Of a directory that provisions people.
const (
	PersonChanged     Act = "person.changed"
	PersonBack        Act = "person.back"
	MembershipChanged Act = "membership.changed"
	DirectoryNamed    Act = "directory.token-made"
	DirectoryEnded    Act = "directory.token-ended"
)

// Of a program of the organisation that is let in.
const (
	ServiceMade  Act = "service.token-made"
	ServiceEnded Act = "service.token-ended"
)
