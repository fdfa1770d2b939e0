package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	rules "cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

func growthOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: []string{"focus"}, Scope: access.ScopeGrowth,
			Tag: "growth", Summary: summary, About: about, register: register}
	}
	suggest := of(http.MethodPost, "/people/{id}/growth", "suggest-focus", "Suggest a focus area",
		"By the person or the current manager, any day. It is part of the plan when the other agrees.", on((*service).suggestFocus))
	suggest.Status = http.StatusCreated
	share := of(http.MethodPost, "/people/{id}/growth/shares", "share-plan", "Share your growth plan",
		"With one person or one of your squads, until you take it back. They read what is agreed, and may guess your Step from it. Only your own plan.", on((*service).sharePlan))
	share.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/people/{id}/growth", "get-plan", "A growth plan",
			"All of it for the person and the current manager; what is agreed for those the person shares it with. A reading by somebody else is written down and the person can see it.", on((*service).plan)),
		suggest,
		of(http.MethodPut, "/people/{id}/growth/answer", "answer-staying", "Say how it is about a wider step",
			"Only for yourself. The two of the pair see it, and it can be changed any day.", on((*service).answerStaying)),
		share,
		of(http.MethodDelete, "/growth/shares/{id}", "end-share", "Take a share back", "From this instant on.", on((*service).endShare)),
		of(http.MethodPut, "/growth/{id}", "change-focus", "Change a focus area",
			"The whole of it. To a suggestion it is an answer that the other is asked to agree to. What the manager commits to, the manager changes.", on((*service).changeFocus)),
		of(http.MethodPost, "/growth/{id}/agreement", "agree-focus", "Agree to a suggestion", "Of the other, as you have read it.", on((*service).agreeFocus)),
		of(http.MethodPost, "/growth/{id}/state", "move-focus", "Say how it goes", "That something is done takes words.", on((*service).moveFocus)),
		of(http.MethodPost, "/growth/{id}/notes", "note-on-focus", "Write a note", "Both of the pair read it; it cannot be changed afterwards.", on((*service).noteOnFocus)),
	}
}

type planOutput struct{ Body GrowthPlan }

func (s *service) plan(v visit, in *PagedOf) (*planOutput, error) {
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.Workflow.Plan(v, v.actor, who)
	if err != nil {
		return nil, err
	}
	out := planOf(p)
	l := in.lists("focuses", "answers", "shares")
	out.Focuses = part(l, "focuses", out.Focuses, func(f GrowthFocus) string { return f.ID })
	out.Answers = part(l, "answers", out.Answers, func(a StayAnswer) string { return a.At.String() + a.Words })
	out.Shares = part(l, "shares", out.Shares, func(g GrowthShare) string { return g.ID })
	out.GoesOn, err = l.end()
	return &planOutput{out}, err
}

// Made names what was made.
type Made struct {
	ID string `json:"id"`
}

type madeOutput struct{ Body Made }

// made tells what an act made, or why it did not.
func made[ID ~string](ref ID, err error) (*madeOutput, error) {
	if err != nil {
		return nil, err
	}
	return &madeOutput{Made{string(ref)}}, nil
}

type suggestInput struct {
	ID string `path:"id" doc:"The person's id."`
	Idempotent
	Body FocusText
}

func (in *suggestInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFocus(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

// placeOfFocus tells where in a body the field of a focus area stands.
func placeOfFocus(field string) (Mistake, bool) {
	switch field {
	case "aim", "area", "role", "discipline", "text", "actions", "support", "reviews", "words", "state", "person", "squad":
		return Mistake{Location: "body." + field}, true
	case "with":
		return Mistake{Location: "body.person"}, true
	}
	return Mistake{}, false
}

func (s *service) suggestFocus(v visit, in *suggestInput) (*madeOutput, error) {
	content, err := in.Body.content()
	if err != nil {
		return nil, err
	}
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.SuggestFocus(v, v.actor, in.once(), who, content))
}

func (t FocusText) content() (rules.Content, error) {
	c := rules.Content{
		Aim: rules.Aim(t.Aim), Area: framework.AreaID(t.Area), Role: t.Role, Discipline: t.Discipline,
		Text: t.Text, Actions: t.Actions, Support: t.Support,
	}
	for _, d := range t.Reviews {
		on, err := clock.ParseDate(d)
		if err != nil {
			return c, mistaken("reviews", "Dates like 2026-05-12 are expected here.")
		}
		c.Reviews = append(c.Reviews, on)
	}
	return c, nil
}

type answerInput struct {
	ID string `path:"id" doc:"Your own id."`
	Idempotent
	Body struct {
		Staying bool   `json:"staying" doc:"True for: I am not aiming at a wider step now."`
		Words   string `json:"words,omitempty" maxLength:"5000"`
	}
}

func (in *answerInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFocus(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

// ownPlan refuses the plan of anybody else: what only the person does is not
// there for others, the manager among them.
func ownPlan(v visit, asked string) error {
	if who, err := parse[id.Person](asked); err != nil || who != v.actor.Person {
		return fault.NotFound()
	}
	return nil
}

func (s *service) answerStaying(v visit, in *answerInput) (*done, error) {
	if err := ownPlan(v, in.ID); err != nil {
		return nil, err
	}
	return finished(s.Workflow.SayStaying(v, v.actor, in.once(), in.Body.Staying, in.Body.Words))
}

type shareInput struct {
	ID string `path:"id" doc:"Your own id."`
	Idempotent
	Body struct {
		Person string `json:"person,omitempty" maxLength:"100" doc:"With whom, by id."`
		Squad  string `json:"squad,omitempty" maxLength:"100" doc:"Or one of your squads, by id."`
	}
}

func (in *shareInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFocus(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) sharePlan(v visit, in *shareInput) (*madeOutput, error) {
	if err := ownPlan(v, in.ID); err != nil {
		return nil, err
	}
	with := workflow.ShareWith{Person: id.Person(in.Body.Person), Squad: id.Unit(in.Body.Squad)}
	return made(s.Workflow.SharePlan(v, v.actor, in.once(), with))
}

func (s *service) endShare(v visit, in *Act) (*done, error) {
	share, err := parse[id.Share](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.EndShare(v, v.actor, in.once(), share))
}

func finished(err error) (*done, error) {
	if err != nil {
		return nil, err
	}
	return &done{}, nil
}

type changeInput struct {
	Act
	Body struct {
		FocusText
		Revision int64 `json:"revision" minimum:"1" doc:"As you have read it."`
	}
}

func (in *changeInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFocus(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) changeFocus(v visit, in *changeInput) (*done, error) {
	content, err := in.Body.content()
	if err != nil {
		return nil, err
	}
	ref, err := parse[id.Focus](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangeFocus(v, v.actor, in.once(), ref, in.Body.Revision, content))
}

type agreeInput struct {
	Act
	Body struct {
		Revision int64 `json:"revision" minimum:"1" doc:"As you have read it."`
	}
}

func (s *service) agreeFocus(v visit, in *agreeInput) (*done, error) {
	ref, err := parse[id.Focus](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.AgreeFocus(v, v.actor, in.once(), ref, in.Body.Revision))
}

type moveInput struct {
	Act
	Body struct {
		Revision int64  `json:"revision" minimum:"1" doc:"As you have read it."`
		State    string `json:"state" enum:"going-on,set-aside,done,not-taken-up"`
		Words    string `json:"words,omitempty" maxLength:"5000" doc:"What came of it, or why."`
	}
}

func (in *moveInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFocus(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) moveFocus(v visit, in *moveInput) (*done, error) {
	ref, err := parse[id.Focus](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.MoveFocus(v, v.actor, in.once(), ref, in.Body.Revision, rules.State(in.Body.State), in.Body.Words))
}

type noteInput struct {
	Act
	Body struct {
		Revision int64  `json:"revision" minimum:"1" doc:"As you have read it."`
		Words    string `json:"words" minLength:"1" maxLength:"5000"`
	}
}

func (in *noteInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFocus(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) noteOnFocus(v visit, in *noteInput) (*done, error) {
	ref, err := parse[id.Focus](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.SayOnFocus(v, v.actor, in.once(), ref, in.Body.Revision, in.Body.Words))
}
