package role

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

const (
	longestName = 80
	// MostWords bounds each text, so that a sealed request always has one length.
	MostWords = 1000
)

func moved(message string) error { return fault.New(fault.Conflict, message) }

func wrong(field, message string, with ...any) error {
	return fault.InvalidFields([]fault.Field{{Name: field, Message: message, With: with}})
}

// Named checks the name of a role.
func Named(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return wrong("role", lang.Later("Choose a role from the list, or write one in your own words."))
	case utf8.RuneCountInString(name) > longestName:
		return wrong("role", lang.Later("A role has 80 characters at most. Say it shorter."))
	}
	return nil
}

// Words checks a text; needed tells that it may not be empty.
func Words(field, text string, needed bool) error {
	switch {
	case needed && strings.TrimSpace(text) == "":
		return wrong(field, lang.Later("Please write a sentence or two. The words stay with the role."))
	case utf8.RuneCountInString(text) > MostWords:
		return wrong(field, lang.Later("This has more than 1,000 characters. Say it shorter; the rest is for a conversation."))
	}
	return nil
}

// Confirm is the manager's yes. Short tells that the framework asks for a wider
// step than the person's: then only an agreed departure lets it pass.
func (r *Request) Confirm(short bool, now clock.Instant) error {
	switch {
	case !r.Open():
		return moved(lang.Later("This request is closed already. Nothing was changed."))
	case r.Stage != Asked:
		return moved(lang.Later("This waits for somebody else just now. Nothing was changed."))
	case r.Kind == TakeUp && short && !r.Departs():
		return moved(lang.Later("The framework asks for a wider step for this role. You may depart from it with the written reason of the tribe lead: ask for it on this page."))
	}
	r.close(Confirmed, now)
	return nil
}

// Decline is the manager's no, with words for the person.
func (r *Request) Decline(words string, now clock.Instant) error {
	if err := Words("answer", words, true); err != nil {
		return err
	}
	if !r.Open() {
		return moved(lang.Later("This request is closed already. Nothing was changed."))
	}
	r.Answer = words
	r.close(Declined, now)
	return nil
}

// Withdraw takes the request back, at any time before it is closed.
func (r *Request) Withdraw(now clock.Instant) error {
	if !r.Open() {
		return moved(lang.Later("This request is closed already. Nothing was changed."))
	}
	r.close(Withdrawn, now)
	return nil
}

func (r *Request) close(s Stage, now clock.Instant) { r.Stage, r.ClosedAt = s, now }

// AskDeparture begins the question to the lead. The person is asked first, for
// the lead will learn that the role departs from the framework; unless the lead
// is the manager, who learns nothing new.
func (r *Request) AskDeparture(by, lead id.Person, why string, short bool, now clock.Instant) error {
	if err := Words("why", why, true); err != nil {
		return err
	}
	switch {
	case !r.Open() || r.Stage != Asked:
		return moved(lang.Later("This waits for somebody else, or is closed already. Nothing was changed."))
	case r.Departure != nil:
		return moved(lang.Later("This was asked and answered once. If things have changed, close this request and begin a new one."))
	case r.Kind != TakeUp || !short:
		return moved(lang.Later("No departure is needed: you can confirm the role."))
	}
	r.Departure = &Departure{ID: id.New[id.Departure](), AskedBy: by, AskedAt: now, Why: why, Lead: lead}
	r.Stage = Consent
	if lead == by {
		r.Stage, r.Departure.AgreedAt = WithLead, now
	}
	return nil
}

// Decide is the person's word on whether the lead is asked.
func (r *Request) Decide(ask bool, now clock.Instant) error {
	if !r.Open() || r.Stage != Consent {
		return moved(lang.Later("This is not waiting for you any more. Nothing was changed."))
	}
	if !ask {
		r.Departure.RefusedAt, r.Stage = now, Asked
		return nil
	}
	r.Departure.AgreedAt, r.Stage = now, WithLead
	return nil
}

// AnswerDeparture is the lead's answer, always with a reason.
func (r *Request) AnswerDeparture(by id.Person, agreed bool, reason string, now clock.Instant) error {
	if err := Words("reason", reason, true); err != nil {
		return err
	}
	if !r.Open() || r.Stage != WithLead || r.Departure.Lead != by {
		return moved(lang.Later("This is not waiting for you any more. Nothing was changed."))
	}
	d := r.Departure
	d.Agreed, d.Reason, d.AnsweredAt, r.Stage = agreed, reason, now, Asked
	return nil
}

// Recall takes the question back from a lead who no longer leads, so that another
// can be asked; the person is asked anew.
func (r *Request) Recall() {
	if r.Open() && (r.Stage == Consent || r.Stage == WithLead) {
		r.Departure, r.Stage = nil, Asked
	}
}
