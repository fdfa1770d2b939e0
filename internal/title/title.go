// Package title knows the title that somebody uses outside: chosen by the person,
// agreed with the manager, and naming no step. What is proposed and not agreed is
// between the two.
package title

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// How long a title, and what is said about one, may be.
const (
	MaxName  = 80
	MaxWords = 1000
)

// Side is one of the two.
type Side string

// The two.
const (
	Self    Side = "self"
	Manager Side = "manager"
)

// State is how a proposal stands.
type State string

// How a proposal can stand.
const (
	Open      State = "open"
	Agreed    State = "agreed"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
)

// Proposal is a title that one of the two would like the person to use outside.
type Proposal struct {
	ID       id.Title
	Subject  id.Person
	AskedAt  clock.Instant
	ClosedAt clock.Instant // not set while it waits
	Version  int64
	By       id.Person
	From     Side
	Name     string
	Words    string // why, when something was said
	State    State
	Answer   string    // of the other, when it was declined
	Answered id.Person // who answered
}

// Held is a title that was agreed, for a while.
type Held struct {
	Person id.Person
	Name   string
	Since  clock.Instant
	Until  clock.Instant // not set: still
}

// VisibleTo tells who reads what is proposed: the person and the current manager.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// NamesStep finds the name of a step in a title, or what looks like one.
type NamesStep func(text string) (words, step string, found bool)

// Propose puts a title to the other of the two.
func Propose(subject, by id.Person, from Side, name, words string, step NamesStep, now clock.Instant) (*Proposal, error) {
	name, words = strings.Join(strings.Fields(name), " "), strings.TrimSpace(words)
	var wrong []fault.Field
	switch message, with := CheckName(name, step); {
	case message != "":
		wrong = append(wrong, fault.Field{Name: "title", Message: message, With: with})
	case utf8.RuneCountInString(words) > MaxWords:
		wrong = append(wrong, fault.Field{Name: "words", Message: lang.Later("This is longer than fits here. Say it shorter; all you wrote is still there.")})
	}
	if err := fault.InvalidFields(wrong); err != nil {
		return nil, err
	}
	return &Proposal{ID: id.New[id.Title](), Subject: subject, AskedAt: now, Version: 1, By: by, From: from, Name: name, Words: words, State: Open}, nil
}

// CheckName says what keeps a title from being used, with what goes into its places;
// empty when nothing does.
func CheckName(name string, step NamesStep) (message string, with []any) {
	switch {
	case name == "":
		return lang.Later("Write the title, or choose one of the suggestions."), nil
	case utf8.RuneCountInString(name) > MaxName:
		return lang.Later("A title has 80 characters at most. Say it shorter."), nil
	case !strings.ContainsFunc(name, isLetter):
		return lang.Later("A title has letters in it. Write it as others would read it."), nil
	}
	if words, named, found := step(name); found {
		return lang.Later("“{words}” names a step ({step}), or looks as if it did. Steps are private and confer no title: say what you do, or use the name of your role."), []any{"words", words, "step", named}
	}
	return "", nil
}

func isLetter(r rune) bool { return r > 0x7f || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

var errGone = fault.New(fault.Conflict, lang.Later("This waits for nobody any more. Here is how it stands now; nothing you wrote is lost."))

// WaitsFor is whose answer it waits for; empty when it waits no more.
func (p *Proposal) WaitsFor() Side {
	switch {
	case p.State != Open:
		return ""
	case p.From == Self:
		return Manager
	}
	return Self
}

// Agree is the other's yes; from this moment the title holds.
func (p *Proposal) Agree(side Side, who id.Person, now clock.Instant) error {
	return p.answer(side, who, Agreed, "", now)
}

// Decline is the other's no, in words.
func (p *Proposal) Decline(side Side, who id.Person, words string, now clock.Instant) error {
	words = strings.TrimSpace(words)
	message := ""
	switch {
	case words == "":
		message = lang.Later("Say why, or what you would rather see. The other of you reads it.")
	case utf8.RuneCountInString(words) > MaxWords:
		message = lang.Later("This is longer than fits here. Say it shorter; all you wrote is still there.")
	}
	if message != "" && p.WaitsFor() == side {
		return fault.InvalidFields([]fault.Field{{Name: "answer", Message: message}})
	}
	return p.answer(side, who, Declined, words, now)
}

func (p *Proposal) answer(side Side, who id.Person, as State, words string, now clock.Instant) error {
	if p.WaitsFor() != side {
		return errGone
	}
	p.State, p.Answer, p.Answered, p.ClosedAt = as, words, who, now
	return nil
}

// Withdraw takes it back, by the side that proposed it.
func (p *Proposal) Withdraw(side Side, who id.Person, now clock.Instant) error {
	if p.State != Open || p.From != side {
		return errGone
	}
	p.State, p.Answered, p.ClosedAt = Withdrawn, who, now
	return nil
}
