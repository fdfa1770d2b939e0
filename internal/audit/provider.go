package audit

// Of signing in by an identity provider. Who somebody is there stands in no line.
const (
	IdentityLinked   Act = "account.provider-connected"
	IdentityUnlinked Act = "account.provider-disconnected"
	SignedInBy       Act = "account.signed-in-by-provider"
	PersonAdded      Act = "person.added"
)
