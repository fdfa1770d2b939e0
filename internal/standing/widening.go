package standing

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Circle is to whom besides the two an organisation opens the Steps of the present.
type Circle string

// Circles. None holds another: who is not named by the one in force reads nothing.
const (
	PeoplePartners Circle = "people-partners"
	TribeLeads     Circle = "tribe-leads"
	Everybody      Circle = "everybody"
)

// Circles lists them, the smallest first.
func Circles() []Circle { return []Circle{PeoplePartners, TribeLeads, Everybody} }

// Words says the circle as it follows "you, your manager and".
func (c Circle) Words() string {
	switch c {
	case PeoplePartners:
		return lang.Later("people partners")
	case TribeLeads:
		return lang.Later("the lead of your tribe")
	case Everybody:
		return lang.Later("everybody who works here")
	}
	return ""
}

// PolicyWhat is what a change of the policy says.
type PolicyWhat string

// What a change can say.
const (
	WideningAsked PolicyWhat = "asked"
	WideningGiven PolicyWhat = "given"
	Narrowed      PolicyWhat = "narrowed" // or the asking taken back
)

// PolicyEntry is one change of who may know Steps.
type PolicyEntry struct {
	ID     id.Entry
	At     clock.Instant
	By     id.Person
	What   PolicyWhat
	Circle Circle // of an asking; empty otherwise
	Words  string
}

// Widening is what the organisation has asked for, announced or in force. The zero
// Widening is none: a Step is private to the person and the manager.
type Widening struct {
	ID               id.Entry // of the agreement; what people choose is about this one
	Circle           Circle
	Words            string
	AskedBy, GivenBy id.Person
	AskedAt, GivenAt clock.Instant
	Begins           clock.Instant // not set while it waits for the second of the two
}

const (
	// WideningNotice is how long everybody knows before anything is open.
	WideningNotice = 30 * 24 * time.Hour
	// MaxWideningWords bounds the reason.
	MaxWideningWords = 2_000
)

// WideningOf is what the entries, the oldest first, come to.
func WideningOf(entries []PolicyEntry) (w Widening) {
	for _, e := range entries {
		switch e.What {
		case WideningAsked:
			w = Widening{Circle: e.Circle, Words: e.Words, AskedBy: e.By, AskedAt: e.At}
		case WideningGiven:
			w.ID, w.GivenBy, w.GivenAt, w.Begins = e.ID, e.By, e.At, e.At.Add(WideningNotice)
		case Narrowed:
			w = Widening{}
		}
	}
	return w
}

// Waits tells whether one has asked and the other not agreed.
func (w Widening) Waits() bool { return w.AskedAt.IsSet() && !w.Begins.IsSet() }

// Announced tells whether everybody was told and it has not been narrowed again.
func (w Widening) Announced() bool { return w.Begins.IsSet() }

// Holds tells whether it is in force at the instant.
func (w Widening) Holds(at clock.Instant) bool { return w.Begins.IsSet() && w.Begins <= at }

// Covers tells whether the Step was set from the day on that everybody was told of.
func (w Widening) Covers(s Standing) bool { return w.Begins.IsSet() && s.Since >= w.Begins }

// PolicyHats are the offices that it takes, as somebody holds them.
type PolicyHats struct{ People, CTO bool }

// Next is the entry by which somebody changes the policy, or why it cannot be. A people
// partner asks and the CTO agrees; either of the two offices narrows.
func (w Widening) Next(e PolicyEntry, hats PolicyHats) (PolicyEntry, error) {
	e.Words = strings.TrimSpace(e.Words)
	if !hats.People && !hats.CTO {
		return e, fault.NotFound()
	}
	switch e.What {
	case WideningAsked:
		return w.ask(e, hats)
	case WideningGiven:
		e.Circle, e.Words = "", ""
		switch {
		case !hats.CTO:
			return e, fault.NotFound()
		case e.By == w.AskedBy:
			return e, fault.New(fault.Conflict, lang.Later("Whoever asked does not agree as well. It takes two people."))
		case !w.Waits():
			return e, fault.New(fault.Conflict, lang.Later("Nothing waits for an answer here. Here is how it stands."))
		}
		return e, nil
	case Narrowed:
		e.Circle, e.Words = "", ""
		if !w.AskedAt.IsSet() {
			return e, fault.New(fault.Conflict, lang.Later("There is nothing to narrow: a Step is private to the person and the manager."))
		}
		return e, nil
	}
	return e, fault.NotFound()
}

func (w Widening) ask(e PolicyEntry, hats PolicyHats) (PolicyEntry, error) {
	if !hats.People {
		return e, fault.NotFound()
	}
	if w.AskedAt.IsSet() {
		return e, fault.New(fault.Conflict, lang.Later("Something is asked for or in force already. Narrow it first; here is how it stands."))
	}
	var wrong []fault.Field
	if !slices.Contains(Circles(), e.Circle) {
		wrong = append(wrong, fault.Field{Name: "circle", Message: lang.Later("Choose who would read Steps.")})
	}
	if n := utf8.RuneCountInString(e.Words); n == 0 || n > MaxWideningWords {
		wrong = append(wrong, fault.Field{Name: "why", Message: lang.Later("Say why in up to 2,000 characters: everybody will read it.")})
	}
	if len(wrong) > 0 {
		return e, fault.InvalidFields(wrong)
	}
	return e, nil
}

// Choice is that a person opens the Step of the day to those to whom Steps set later
// are opened. It is about that Step and that widening, and nothing before or after.
type Choice struct {
	ID       id.StepChoice
	Person   id.Person
	Widening id.Entry
	At       clock.Instant
	Until    clock.Instant // when it was taken back; not set while it holds
}

// Opens tells whether the choice opens the Step by the widening.
func (c Choice) Opens(w Widening, s Standing) bool {
	return !c.Until.IsSet() && c.Person == s.Subject && c.Widening == w.ID && w.ID != "" && s.Since <= c.At
}

// OpenStep is the one Step that the widening opens at the instant: the present one, when
// it was set since the day that was told, or its person chose to open it. What was before
// stays closed.
func (w Widening) OpenStep(history []Standing, choices []Choice, at clock.Instant) (Standing, bool) {
	now, ok := Current(history)
	if !ok || !w.Holds(at) {
		return Standing{}, false
	}
	if w.Covers(now) || slices.ContainsFunc(choices, func(c Choice) bool { return c.Opens(w, now) }) {
		return now, true
	}
	return Standing{}, false
}

// Needs tells whether the person's present Step is opened only if they choose so.
func (w Widening) Needs(history []Standing) bool {
	now, ok := Current(history)
	return ok && w.Announced() && !w.Covers(now)
}

// Stance is how a reader stands to a person, as far as circles go.
type Stance struct {
	People     bool // a people partner
	LeadsTribe bool // leads a tribe of the person's
	WorksHere  bool // and not for the machine alone
}

// Reaches tells whether the circle holds whoever stands so.
func (c Circle) Reaches(s Stance) bool {
	switch c {
	case PeoplePartners:
		return s.People
	case TribeLeads:
		return s.LeadsTribe
	case Everybody:
		return s.WorksHere
	}
	return false
}
