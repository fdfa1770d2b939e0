// Package steps says who may know Steps, and shows one to whom a policy opens it.
package steps

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/standing"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Addresses of these pages.
const (
	PolicyPath = "/steps/policy"
	MinePath   = "/steps/mine"
)

// Path is where a Step stands for those whom a policy names.
func Path(person id.Person) string { return "/people/" + string(person) + "/step" }

// Policy says who may know Steps, to everybody.
type Policy struct {
	ui.Page
	View     workflow.StepPolicyView
	Circle   string // chosen and refused
	Why      string // typed and refused
	Confirm  bool   // nothing was done, because the proof is too old
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
	Date     func(clock.Instant) time.Time
}

// Shown is one Step, for those whom the policy names.
type Shown struct {
	ui.Page
	View workflow.ShownStep
	Date func(clock.Instant) time.Time
}

// OfPeople says the circle as somebody speaks of everybody.
func OfPeople(c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return "people partners"
	case standing.TribeLeads:
		return "the lead of a person’s tribe"
	case standing.Everybody:
		return "everybody who works here"
	}
	return ""
}

// Sentence says the circle as the beginning of a sentence.
func Sentence(c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return "People partners"
	case standing.TribeLeads:
		return "The lead of a person’s tribe"
	}
	return "Everybody who works here"
}

func changeWords(e standing.PolicyEntry, circle standing.Circle) string {
	switch e.What {
	case standing.WideningAsked:
		return "It was asked that " + OfPeople(e.Circle) + " can read Steps: " + e.Words
	case standing.WideningGiven:
		return "It was agreed that " + OfPeople(circle) + " can read Steps, from 30 days later on. Everybody was told."
	}
	return "A Step is for the person and the manager alone."
}

// circleBefore is what the agreement at i, of changes the newest first, agrees to.
func (p Policy) circleBefore(i int) standing.Circle {
	for _, c := range p.View.Changes[i:] {
		if c.What == standing.WideningAsked {
			return c.Circle
		}
	}
	return ""
}

func (p Policy) circles() (list []ui.Option) {
	for _, c := range standing.Circles() {
		list = append(list, ui.Option{Value: string(c), Label: Sentence(c), Hint: circleHint(c), Selected: string(c) == p.Circle})
	}
	return list
}

func circleHint(c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return "Whoever holds the office at the moment of reading."
	case standing.TribeLeads:
		return "Of the tribes that the person belongs to at that moment, and of no other."
	}
	return "All who have signed in, but for those who only run Cairn."
}
