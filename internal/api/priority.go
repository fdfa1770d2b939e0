package api

import (
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	rules "cairn/internal/priority"
	"cairn/internal/workflow"
)

func priorityOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: []string{"priorities"}, Scope: access.ScopePriorities,
			Tag: "priorities", Summary: summary, About: about, register: register}
	}
	suggest := of(http.MethodPost, "/people/{id}/priorities", "suggest-priority", "Suggest a priority",
		"By the person or the current manager. It counts when the other agrees.", on((*service).suggestPriority))
	suggest.Status = http.StatusCreated
	carry := of(http.MethodPost, "/priorities/{id}/carry-over", "carry-priority", "Suggest to carry it over",
		"Into another period. It stays where it is until the other agrees.", on((*service).carryPriority))
	carry.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/people/{id}/priorities", "get-priorities", "Priorities and achievements",
			"All of them for the person and the current manager; what is agreed for a squad that both chose. A reading by somebody else is written down and the person can see it. No Step is part of it.", on((*service).priorities)),
		suggest,
		of(http.MethodPut, "/priorities/{id}", "change-priority", "Propose other words", "Or another period. What is agreed holds until the other agrees.", on((*service).changePriority)),
		of(http.MethodPost, "/priorities/{id}/agreement", "agree-priority", "Agree", "To the words of the other, as you have read them.", on((*service).agreePriority)),
		of(http.MethodPost, "/priorities/{id}/words-kept", "keep-priority", "Leave the words as they are", "Other words that wait are not taken up.", on((*service).keepPriority)),
		of(http.MethodPost, "/priorities/{id}/state", "move-priority", "Say how it stands", "That it has ended or is set aside takes words.", on((*service).movePriority)),
		of(http.MethodPost, "/priorities/{id}/notes", "note-on-priority", "Write a note", "Both of the pair read it; it cannot be changed afterwards.", on((*service).noteOnPriority)),
		carry,
	}
}

// PriorityText is what a priority says, and for when.
type PriorityText struct {
	Text   string `json:"text" minLength:"1" maxLength:"2000"`
	Period string `json:"period" minLength:"1" maxLength:"80" doc:"What the two call the period." example:"\"Autumn 2026\""`
	From   string `json:"from" example:"\"2026-09-01\""`
	Until  string `json:"until" doc:"The last day." example:"\"2026-12-20\""`
}

// Priority is one priority. Outcome is there once it has ended.
type Priority struct {
	ID string `json:"id"`
	PriorityText
	State    string          `json:"state" enum:"suggested,going-on,ended,carried-over,set-aside,not-taken-up"`
	Outcome  string          `json:"outcome,omitempty" doc:"What came of it, in words."`
	WaitsFor string          `json:"waits_for,omitempty" enum:"self,manager" doc:"Who is asked to agree."`
	Proposed *PriorityText   `json:"proposed,omitempty" doc:"Other words, which do not count before both agree."`
	Carried  string          `json:"carried_from,omitempty" doc:"The priority that it carries over."`
	Revision int64           `json:"revision" doc:"What to name when acting on it."`
	History  []PriorityEntry `json:"history,omitempty" doc:"The oldest first. Only for the pair."`
}

// PriorityEntry is one line of a priority's history.
type PriorityEntry struct {
	ID     string        `json:"id"`
	At     time.Time     `json:"at"`
	Author PersonRef     `json:"author"`
	What   string        `json:"what" enum:"suggested,agreed,changed,kept,moved,carried,said"`
	State  string        `json:"state"`
	Words  string        `json:"words,omitempty"`
	Before *PriorityText `json:"before,omitempty" doc:"The text at that time."`
}

// PriorityList is a person's priorities as the one who asks may see them.
type PriorityList struct {
	Subject    PersonRef  `json:"subject"`
	Viewer     string     `json:"viewer" enum:"self,manager,shared"`
	Priorities []Priority `json:"priorities" doc:"The oldest first; without order of merit."`
	Next       string     `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

func priorityTextOf(c rules.Content) PriorityText {
	return PriorityText{c.Text, c.Period.Name, string(c.Period.From), string(c.Period.Until)}
}

func maybePriorityText(c *rules.Content) *PriorityText {
	if c == nil {
		return nil
	}
	t := priorityTextOf(*c)
	return &t
}

func priorityOf(v workflow.PriorityView) Priority {
	return Priority{
		ID: string(v.ID), PriorityText: priorityTextOf(v.Content), State: string(v.State), Outcome: v.Outcome, WaitsFor: string(v.WaitsFor),
		Proposed: maybePriorityText(v.Wish), Carried: string(v.From), Revision: v.Version,
		History: each(v.Entries, func(e workflow.PriorityEntry) PriorityEntry {
			return PriorityEntry{ID: string(e.ID), At: e.At.Time(), Author: personRef(e.By), What: string(e.What), State: string(e.State), Words: e.Words, Before: maybePriorityText(e.Before)}
		}),
	}
}

type prioritiesOutput struct{ Body PriorityList }

func (s *service) priorities(v visit, in *PagedOf) (*prioritiesOutput, error) {
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.Workflow.Priorities(v, v.actor, who)
	if err != nil {
		return nil, err
	}
	viewer := string(p.Viewer)
	if !p.Pair() {
		viewer = "shared"
	}
	page, next, err := onePage(in.Paged, each(p.All, priorityOf), func(p Priority) string { return p.ID })
	return &prioritiesOutput{PriorityList{Subject: personRef(p.Subject), Viewer: viewer, Priorities: page, Next: next}}, err
}

// placeOfPriority tells where in a body the field of a priority stands.
func placeOfPriority(field string) (Mistake, bool) {
	switch field {
	case "text", "period", "from", "until", "words", "state":
		return Mistake{Location: "body." + field}, true
	case "name":
		return Mistake{Location: "body.period"}, true
	}
	return Mistake{}, false
}

func (t PriorityText) content() (c rules.Content, err error) {
	c.Text, c.Period.Name = t.Text, t.Period
	if c.Period.From, err = clock.ParseDate(t.From); err != nil {
		return c, mistaken("from", "Dates like 2026-09-01 are expected here.")
	}
	if c.Period.Until, err = clock.ParseDate(t.Until); err != nil {
		return c, mistaken("until", "Dates like 2026-09-01 are expected here.")
	}
	return c, nil
}

type suggestPriorityInput struct {
	ID string `path:"id" doc:"The person's id."`
	Idempotent
	Body PriorityText
}

func (in *suggestPriorityInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfPriority(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) suggestPriority(v visit, in *suggestPriorityInput) (*madeOutput, error) {
	content, err := in.Body.content()
	if err != nil {
		return nil, err
	}
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.SuggestPriority(v, v.actor, in.once(), who, content))
}

type priorityInput struct {
	Act
	Body struct {
		PriorityText
		Revision int64 `json:"revision" minimum:"1" doc:"As you have read it."`
	}
}

func (in *priorityInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfPriority(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) changePriority(v visit, in *priorityInput) (*done, error) {
	content, err := in.Body.content()
	if err != nil {
		return nil, err
	}
	ref, err := parse[id.Priority](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangePriority(v, v.actor, in.once(), ref, in.Body.Revision, content))
}

func (s *service) carryPriority(v visit, in *priorityInput) (*madeOutput, error) {
	content, err := in.Body.content()
	if err != nil {
		return nil, err
	}
	ref, err := parse[id.Priority](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.CarryPriority(v, v.actor, in.once(), ref, in.Body.Revision, content))
}

func (s *service) agreePriority(v visit, in *agreeInput) (*done, error) {
	ref, err := parse[id.Priority](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.AgreePriority(v, v.actor, in.once(), ref, in.Body.Revision))
}

func (s *service) keepPriority(v visit, in *agreeInput) (*done, error) {
	ref, err := parse[id.Priority](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.KeepPriority(v, v.actor, in.once(), ref, in.Body.Revision))
}

type movePriorityInput struct {
	Act
	Body struct {
		Revision int64  `json:"revision" minimum:"1" doc:"As you have read it."`
		State    string `json:"state" enum:"going-on,ended,set-aside,not-taken-up"`
		Words    string `json:"words,omitempty" maxLength:"5000" doc:"What came of it, or why."`
	}
}

func (in *movePriorityInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfPriority(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) movePriority(v visit, in *movePriorityInput) (*done, error) {
	ref, err := parse[id.Priority](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.MovePriority(v, v.actor, in.once(), ref, in.Body.Revision, rules.State(in.Body.State), in.Body.Words))
}

func (s *service) noteOnPriority(v visit, in *noteInput) (*done, error) {
	ref, err := parse[id.Priority](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.SayOnPriority(v, v.actor, in.once(), ref, in.Body.Revision, in.Body.Words))
}
