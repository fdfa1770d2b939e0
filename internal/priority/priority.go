// Package priority holds the rules of priorities and achievements: what a person
// and the manager agree matters in a period, and what came of it in words. It
// knows nothing of Steps and nothing here is measured. Pure: no storage, no clock.
package priority

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Side is one of the pair.
type Side string

// The two sides.
const (
	Self    Side = "self"
	Manager Side = "manager"
)

// Other returns the other of the pair.
func (s Side) Other() Side {
	if s == Self {
		return Manager
	}
	return Self
}

// State is how a priority stands, in words.
type State string

// States of a priority.
const (
	Suggested   State = "suggested"    // by one of the two; the other has not agreed yet
	GoingOn     State = "going-on"     // agreed by both
	Ended       State = "ended"        // with what came of it in words
	CarriedOver State = "carried-over" // into another period, where it goes on
	SetAside    State = "set-aside"    // with a word why
	NotTakenUp  State = "not-taken-up" // suggested, and left at that
)

// Words says the state.
func (s State) Words() string {
	switch s {
	case Suggested:
		return "suggested"
	case Ended:
		return lang.Later("ended, with what came of it")
	case CarriedOver:
		return lang.Later("carried over")
	case SetAside:
		return lang.Later("set aside")
	case NotTakenUp:
		return lang.Later("not taken up")
	}
	return lang.Later("going on")
}

// Content is what a priority says, and for when.
type Content struct {
	Text   string `json:"text"`
	Period Period `json:"period"`
}

// Priority is one thing that matters in a period. Wish is other words for what is
// agreed already; until the other agrees, the agreed ones hold. WaitsFor names the
// side that is asked to agree. Version counts changes.
type Priority struct {
	ID          id.Priority
	Subject     id.Person
	From        id.Priority // of which period before it was carried over; empty otherwise
	MadeAt      clock.Instant
	WaitsFor    Side
	Version     int64
	State       State
	SuggestedBy id.Person // who wrote the words that wait
	Content     Content
	Wish        *Content
	Outcome     string // in words, once it has ended
}

// Suggest is a priority that one of the two would like.
func Suggest(subject, by id.Person, side Side, c Content, now clock.Instant) (*Priority, error) {
	p := &Priority{
		ID: id.New[id.Priority](), Subject: subject, MadeAt: now, WaitsFor: side.Other(), Version: 1,
		State: Suggested, SuggestedBy: by, Content: c.tidy(),
	}
	return p, p.Content.Check()
}

// Carry suggests that what stands in one period goes on in another one. The
// earlier one is carried over when the other side agrees.
func (p *Priority) Carry(by id.Person, side Side, c Content, now clock.Instant) (*Priority, error) {
	if p.State != GoingOn && p.State != SetAside {
		return nil, moved(lang.Later("This has come to its end in its period, so it is not carried over. Suggest something new instead."))
	}
	next, err := Suggest(p.Subject, by, side, c, now)
	next.From = p.ID
	if err == nil && next.Content.Period == p.Content.Period {
		err = fault.InvalidFields([]fault.Field{{Name: "period", Message: lang.Later("It is in this period already. Choose the one in which it goes on.")}})
	}
	return next, err
}

func moved(message string) error { return fault.New(fault.Conflict, message) }

// Agree makes the words of the other those of both.
func (p *Priority) Agree(side Side) error {
	switch {
	case p.WaitsFor != side:
		return moved(lang.Later("There is nothing here that waits for you to agree. Here is how it stands now."))
	case p.State == Suggested:
		p.State = GoingOn
	case p.Wish != nil:
		p.Content, p.Wish = *p.Wish, nil
	}
	p.WaitsFor = ""
	return nil
}

// Change proposes other words or another period. The other side is asked to
// agree, to a suggestion as to what is agreed.
func (p *Priority) Change(by id.Person, side Side, c Content) error {
	if p.State != Suggested && p.State != GoingOn {
		return moved(lang.Later("This has come to its end, so its words stay as they are. Suggest something new instead."))
	}
	c = c.tidy()
	if err := c.Check(); err != nil {
		return err
	}
	if p.State == Suggested {
		p.Content = c
	} else if p.Wish = &c; c == p.Content {
		p.Wish, p.WaitsFor, p.SuggestedBy = nil, "", ""
		return nil
	}
	p.WaitsFor, p.SuggestedBy = side.Other(), by
	return nil
}

// Keep leaves what is agreed as it was: the other words are not taken up.
func (p *Priority) Keep() error {
	if p.Wish == nil {
		return moved(lang.Later("No other words wait here. Here is how it stands now."))
	}
	p.Wish, p.WaitsFor, p.SuggestedBy = nil, "", ""
	return nil
}

// Move says how it stands. That it has ended or is set aside takes words.
func (p *Priority) Move(to State, words string) error {
	words = strings.TrimSpace(words)
	switch {
	case p.State == Suggested && to == NotTakenUp:
	case p.State == Suggested:
		return moved(lang.Later("This is a suggestion, so nothing can be said of how it went yet."))
	case p.State == GoingOn && (to == Ended || to == SetAside):
		if words == "" {
			return fault.InvalidFields([]fault.Field{{Name: "words", Message: lang.Later("Say in a sentence what came of it, or why. It need not be all that was hoped for.")}})
		}
	case p.State == SetAside && to == GoingOn:
	case p.State == to:
		return moved(lang.Later("It stands so already. Here is how it stands now."))
	default:
		return moved(lang.Later("This cannot be said of it as it stands now. Here it is."))
	}
	if to == Ended {
		p.Outcome = words
	}
	p.State, p.WaitsFor, p.Wish = to, "", nil
	return nil
}

// CarryOver notes that it goes on in another period.
func (p *Priority) CarryOver() error {
	if p.State != GoingOn && p.State != SetAside {
		return moved(lang.Later("The one that this comes from has come to its end meanwhile. Say that this is not for now, or suggest it anew."))
	}
	p.State, p.WaitsFor, p.Wish = CarriedOver, "", nil
	return nil
}
