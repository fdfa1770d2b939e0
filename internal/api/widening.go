package api

import (
	"net/http"
	"time"

	"cairn/internal/id"
	"cairn/internal/standing"
	"cairn/internal/workflow"
)

func wideningOperations() []Operation {
	of := forSession("step")
	return []Operation{
		of(http.MethodGet, "/steps/policy", "get-step-policy", "Who may know Steps", "As the organisation has it now and had it, and what that means for your own Step.", on((*service).stepPolicy), "aud_me"),
		of(http.MethodPost, "/steps/policy", "set-step-policy", "Ask to open Steps, agree, or narrow", "A people partner asks, the CTO agrees, everybody hears of it 30 days before; either narrows it at once. It asks anew who you are.", on((*service).setStepPolicy), "aud_me"),
		of(http.MethodPut, "/steps/mine", "open-own-step", "Open a Step of before", "Your own, to those whom the policy names, where it was set before the policy’s day.", on((*service).openOwnStep), "step"),
		of(http.MethodDelete, "/steps/mine", "close-own-step", "Take that back", "From this moment on.", on((*service).closeOwnStep), "step"),
		of(http.MethodGet, "/people/{id}/shown-step", "get-shown-step", "A Step that the policy opens", "For those whom the policy in force names, besides the two. What is closed looks like what is not set. The reading is written down.", on((*service).shownStep), "step"),
	}
}

// StepPolicy is who may know Steps besides the two.
type StepPolicy struct {
	ID      string             `json:"id,omitempty" doc:"What to name when opening a Step of before; absent while nothing is announced."`
	Circle  string             `json:"circle,omitempty" enum:"people-partners,tribe-leads,everybody" doc:"Absent while a Step is between the two alone."`
	Why     string             `json:"why,omitempty"`
	AskedBy *PersonRef         `json:"asked_by,omitempty"`
	GivenBy *PersonRef         `json:"given_by,omitempty"`
	Begins  *time.Time         `json:"begins,omitempty" doc:"Absent while it waits for the second of the two."`
	InForce bool               `json:"in_force"`
	Own     OwnSight           `json:"own"`
	Changes []StepPolicyChange `json:"changes" doc:"The newest first."`
}

// OwnSight is what the policy means for one's own Step.
type OwnSight struct {
	Needs bool `json:"needs_choice" doc:"Whether it is opened only if you choose so."`
	Chose bool `json:"chose"`
	Open  bool `json:"open"`
}

// StepPolicyChange is one change of it.
type StepPolicyChange struct {
	At     time.Time `json:"at"`
	By     PersonRef `json:"by"`
	What   string    `json:"what" enum:"asked,given,narrowed"`
	Circle string    `json:"circle,omitempty"`
	Words  string    `json:"words,omitempty"`
}

type stepPolicyOutput struct{ Body StepPolicy }

func (s *service) stepPolicy(v visit, _ *struct{}) (*stepPolicyOutput, error) {
	p, err := s.Workflow.StepPolicy(v, v.actor)
	if err != nil {
		return nil, err
	}
	return &stepPolicyOutput{StepPolicy{
		ID: string(p.ID), Circle: string(p.Circle), Why: p.Words, AskedBy: namedOnly(p.AskedByRef), GivenBy: namedOnly(p.GivenByRef), Begins: moment(p.Begins), InForce: p.InForce,
		Own: OwnSight{p.Own.Needs, p.Own.Chose, p.Own.Open},
		Changes: each(p.Changes, func(c workflow.StepPolicyChange) StepPolicyChange {
			return StepPolicyChange{c.At.Time(), personRef(c.By), string(c.What), string(c.Circle), c.Words}
		}),
	}}, nil
}

// namedOnly leaves out whoever is nobody.
func namedOnly(p workflow.PersonRef) *PersonRef {
	if p.Name == "" {
		return nil
	}
	return maybePerson(&p)
}

type stepPolicyInput struct {
	Idempotent
	Body struct {
		What   string `json:"what" enum:"asked,given,narrowed"`
		Circle string `json:"circle,omitempty" enum:"people-partners,tribe-leads,everybody"`
		Words  string `json:"words,omitempty" maxLength:"2000" doc:"Why."`
	}
}

func (in *stepPolicyInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"why": "words"})
}

func (s *service) setStepPolicy(v visit, in *stepPolicyInput) (*done, error) {
	return finished(s.Workflow.SetStepPolicy(v, v.actor, in.once(), standing.PolicyWhat(in.Body.What), standing.Circle(in.Body.Circle), in.Body.Words))
}

type openStepInput struct {
	Idempotent
	Body struct {
		Policy string `json:"policy" doc:"The policy as you read it, by id."`
	}
}

func (s *service) openOwnStep(v visit, in *openStepInput) (*done, error) {
	policy, _ := id.Parse[id.Entry](in.Body.Policy)
	return finished(s.Workflow.OpenOwnStep(v, v.actor, in.once(), policy))
}

func (s *service) closeOwnStep(v visit, in *OwnAct) (*done, error) {
	return finished(s.Workflow.CloseOwnStep(v, v.actor, in.once()))
}

// ShownStep is a Step as the policy opens it.
type ShownStep struct {
	Person PersonRef `json:"person"`
	Step   *StepRef  `json:"step,omitempty" doc:"Absent where none is set, and where it is not open."`
}

type shownStepOutput struct{ Body ShownStep }

func (s *service) shownStep(v visit, in *idInput) (*shownStepOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	view, err := s.Workflow.ShownStep(v, v.actor, subject)
	if err != nil {
		return nil, err
	}
	out := ShownStep{Person: personRef(view.Person)}
	if view.Shown {
		out.Step = &StepRef{ID: string(view.Step.ID), Name: view.Step.Name}
	}
	return &shownStepOutput{out}, nil
}
