// Package steps says who may know Steps, and shows one to whom a policy opens it.
package steps

import (
	"context"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
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

// OfPeople says the circle as somebody speaks of everybody, to be said with lang.Say.
func OfPeople(c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return lang.Later("people partners")
	case standing.TribeLeads:
		return lang.Later("the lead of a person’s tribe")
	case standing.Everybody:
		return lang.Later("everybody who works here")
	}
	return ""
}

// Sentence says the circle as the beginning of a sentence, in the same way.
func Sentence(c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return lang.Later("People partners")
	case standing.TribeLeads:
		return lang.Later("The lead of a person’s tribe")
	}
	return lang.Later("Everybody who works here")
}

func changeWords(ctx context.Context, e standing.PolicyEntry, circle standing.Circle) string {
	switch e.What {
	case standing.WideningAsked:
		return lang.Say(ctx, "It was asked that {circle} can read Steps: {why}", "circle", lang.Say(ctx, OfPeople(e.Circle)), "why", e.Words)
	case standing.WideningGiven:
		return lang.Say(ctx, "It was agreed that {circle} can read Steps, from 30 days later on. Everybody was told.", "circle", lang.Say(ctx, OfPeople(circle)))
	}
	return lang.Say(ctx, "A Step is for the person and the manager alone.")
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

func (p Policy) circles(ctx context.Context) (list []ui.Option) {
	for _, c := range standing.Circles() {
		list = append(list, ui.Option{Value: string(c), Label: lang.Say(ctx, Sentence(c)), Hint: circleHint(ctx, c), Selected: string(c) == p.Circle})
	}
	return list
}

func circleHint(ctx context.Context, c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return lang.Say(ctx, "Whoever holds the office at the moment of reading.")
	case standing.TribeLeads:
		return lang.Say(ctx, "Of the tribes that the person belongs to at that moment, and of no other.")
	}
	return lang.Say(ctx, "All who have signed in, but for those who only run Cairn.")
}
