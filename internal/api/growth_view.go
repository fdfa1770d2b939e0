package api

import (
	"time"

	rules "cairn/internal/growth"
	"cairn/internal/workflow"
)

// GrowthPlan is a growth plan as the one who asks may see it. The Step is not
// part of it.
type GrowthPlan struct {
	Subject PersonRef     `json:"subject"`
	Viewer  string        `json:"viewer" enum:"self,manager,shared" doc:"Whether it is your own, a report's, or shared with you."`
	Focuses []GrowthFocus `json:"focuses" doc:"The oldest first; without order of merit."`
	Answers []StayAnswer  `json:"answers,omitempty" doc:"What the person said about aiming at a wider step, the newest first. Only for the pair."`
	Shares  []GrowthShare `json:"shares,omitempty" doc:"With whom it is shared now. Only for the person."`
	GoesOn
}

// FocusText is what a focus area says.
type FocusText struct {
	Aim        string   `json:"aim" enum:"deeper,role,discipline,wider" doc:"Where it leads. Sideways is as good as wider."`
	Area       string   `json:"area,omitempty" maxLength:"100" doc:"The area it is about; absent when it is about none."`
	Role       string   `json:"role,omitempty" maxLength:"200" doc:"With the aim role: one of the catalogue by its id, or free words."`
	Discipline string   `json:"discipline,omitempty" maxLength:"200" doc:"With the aim discipline: by its id, or free words."`
	Text       string   `json:"text" minLength:"1" maxLength:"2000"`
	Actions    []string `json:"actions,omitempty" maxItems:"12"`
	Support    string   `json:"support,omitempty" maxLength:"2000" doc:"What the manager commits to."`
	Reviews    []string `json:"reviews,omitempty" maxItems:"6" doc:"Days on which the two want to look at it." example:"[\"2026-05-12\"]"`
}

// GrowthFocus is one focus area.
type GrowthFocus struct {
	ID string `json:"id"`
	FocusText
	State      string        `json:"state" enum:"suggested,going-on,set-aside,done,not-taken-up"`
	WaitsFor   string        `json:"waits_for,omitempty" enum:"self,manager" doc:"Who is asked to agree."`
	SupportBy  *PersonRef    `json:"support_by,omitempty" doc:"Which manager committed to the support."`
	Evaluation string        `json:"evaluation,omitempty" doc:"In which it was agreed."`
	Framework  FrameworkRef  `json:"framework" doc:"The version whose areas and roles it names."`
	Revision   int64         `json:"revision" doc:"What to name when acting on it."`
	History    []GrowthEntry `json:"history,omitempty" doc:"The oldest first. Only for the pair."`
}

// GrowthEntry is one line of a focus area's history.
type GrowthEntry struct {
	ID     string     `json:"id"`
	At     time.Time  `json:"at"`
	Author PersonRef  `json:"author"`
	What   string     `json:"what" enum:"suggested,agreed,taken-up,changed,moved,said"`
	State  string     `json:"state"`
	Words  string     `json:"words,omitempty"`
	Before *FocusText `json:"before,omitempty" doc:"The text that a change replaced."`
}

// StayAnswer is what the person said about aiming at a wider step.
type StayAnswer struct {
	At      time.Time `json:"at"`
	Staying bool      `json:"staying"`
	Words   string    `json:"words,omitempty"`
}

// GrowthShare is with whom a plan is shared.
type GrowthShare struct {
	ID     string     `json:"id"`
	Person *PersonRef `json:"person,omitempty"`
	Squad  *UnitRef   `json:"squad,omitempty"`
	Since  time.Time  `json:"since"`
}

func planOf(p workflow.Plan) GrowthPlan {
	viewer := string(p.Viewer)
	if !p.Pair() {
		viewer = "shared"
	}
	return GrowthPlan{
		Subject: personRef(p.Subject), Viewer: viewer, Focuses: each(p.Focuses, focusOf),
		Answers: each(p.Answers, func(a rules.Answer) StayAnswer { return StayAnswer{a.At.Time(), a.Staying, a.Words} }),
		Shares:  each(p.Shares, growthShareOf),
	}
}

func textOf(c rules.Content) FocusText {
	t := FocusText{Aim: string(c.Aim), Area: string(c.Area), Role: c.Role, Discipline: c.Discipline, Text: c.Text, Actions: c.Actions, Support: c.Support}
	for _, d := range c.Reviews {
		t.Reviews = append(t.Reviews, string(d))
	}
	return t
}

func focusOf(f workflow.FocusView) GrowthFocus {
	out := GrowthFocus{
		ID: string(f.ID), FocusText: textOf(f.Content), State: string(f.State), WaitsFor: string(f.WaitsFor), Evaluation: string(f.Evaluation),
		Framework: FrameworkRef{string(f.Framework.ID), f.Framework.Version}, Revision: f.Version, History: each(f.Entries, growthEntryOf),
	}
	if f.SupportBy.ID != "" {
		by := personRef(f.SupportBy)
		out.SupportBy = &by
	}
	return out
}

func growthEntryOf(e workflow.FocusEntry) GrowthEntry {
	out := GrowthEntry{ID: string(e.ID), At: e.At.Time(), Author: personRef(e.By), What: string(e.What), State: string(e.State), Words: e.Words}
	if e.Before != nil {
		before := textOf(*e.Before)
		out.Before = &before
	}
	return out
}

func growthShareOf(s workflow.ShareView) GrowthShare {
	out := GrowthShare{ID: string(s.ID), Person: maybePerson(s.Person), Since: s.Since.Time()}
	if s.Unit != nil {
		unit := unitRef(*s.Unit)
		out.Squad = &unit
	}
	return out
}
