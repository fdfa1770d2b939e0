package id

// Of what other systems are told.
type (
	Hook     string // an address that is told
	Event    string // what happened; receivers know a delivery that came twice by it
	Delivery string // one telling of one address
)
