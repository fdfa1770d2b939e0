package access

// Bond is how an actor stands to one person at one instant. It is computed in
// the transaction that uses it and never kept: a manager of a moment ago is a
// stranger now (trust.md 6.1, rule 3).
type Bond struct {
	Known   bool // signed in at all
	Self    bool // the person themselves
	Manager bool // the one current line manager
	People  bool // a people partner
	Pay     bool // a compensation partner
	Acting  bool // stands in for the manager, in what asks for no Step; only where it was looked for
	Rests   bool // what is kept about the person is not used: nobody else stands closer than a colleague

	// Let names in which capacity a disclosure in force lets the actor read the
	// very thing asked for; empty when none does.
	Let string
}

// Pair tells whether the actor is one of the two whom the Step belongs to.
func (b Bond) Pair() bool { return b.Self || b.Manager }

// StandsIn is the capacity of whoever stands in for a manager.
const StandsIn = "stands in for the manager"

// Hat names the relation by which the actor is let in, for the journal.
func (b Bond) Hat() string {
	switch {
	case b.Self:
		return "self"
	case b.Manager:
		return "manager"
	case b.Acting:
		return StandsIn
	case b.Let != "":
		return b.Let
	case b.People:
		return "people partner"
	case b.Pay:
		return "compensation partner"
	case b.Known:
		return "colleague"
	}
	return "nobody"
}

// SeesProfile: name, units, manager, discipline and roles are open to everybody
// who has signed in. Steps confer no reporting line, so nothing here needs one.
func (b Bond) SeesProfile() bool { return b.Known }

// SeesStartDate: the start date drives the six-month evaluation, so the manager
// has it; otherwise it is the person's and the people partners'.
func (b Bond) SeesStartDate() bool { return b.Pair() || b.People || b.Pay }
