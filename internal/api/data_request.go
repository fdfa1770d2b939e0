package api

import (
	"context"
	"net/http"

	"cairn/internal/access"
	"cairn/internal/workflow"
)

func dataRequestOperations() []Operation {
	at := forSession("rights")
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return at(method, "/data-requests"+path, name, summary, about+" For people partners.", register, "export")
	}
	return []Operation{
		of(http.MethodGet, "", "list-data-requests", "What people asked about their data", "What waits and what is in force, with what was written with a wish and nothing of what it is about.", on((*service).dataRequests)),
		of(http.MethodPost, "/restrictions/{id}/force", "set-restriction", "Let data rest", "The person is told.", simply((*workflow.Workflow).SetRestriction)),
		of(http.MethodPost, "/restrictions/{id}/refusal", "refuse-restriction", "Do not let it rest", "In words that the person reads.", withWords((*workflow.Workflow).RefuseRestriction)),
		of(http.MethodPost, "/restrictions/{id}/lifting", "lift-restriction", "Lift a rest", "In words that the person reads, some days before it ends.", withWords((*workflow.Workflow).LiftRestriction)),
		of(http.MethodPost, "/erasures/{id}/refusal", "refuse-erasure", "Do not erase", "In words that the person reads.", withWords((*workflow.Workflow).RefuseErasure)),
		of(http.MethodPost, "/erasures/{id}/done", "erase", "Erase", "What is kept about somebody who left and asked, for good. It cannot be taken back.", simply((*workflow.Workflow).Erase)),
		of(http.MethodPost, "/erasures", "ask-erasure-of", "Ask to erase somebody who left", "When they asked by another way.", on(onSomebody((*workflow.Workflow).AskErasureOf))),
		of(http.MethodPost, "/holds", "ask-hold", "Keep somebody’s data for the law", "It stops erasures at once; another people partner agrees within a week.", on(onSomebody((*workflow.Workflow).AskHold))),
		of(http.MethodPost, "/holds/{id}/agreement", "agree-hold", "Agree to keep it", "By another than who asked.", simply((*workflow.Workflow).AgreeHold)),
		of(http.MethodDelete, "/holds/{id}", "end-hold", "End the keeping", "Erasures go on.", simply((*workflow.Workflow).EndHold)),
	}
}

// DataRequests is what people partners look after.
type DataRequests struct {
	Restrictions []RestrictionAsked `json:"restrictions"`
	Erasures     []ErasureAsked     `json:"erasures"`
	Holds        []Hold             `json:"holds"`
	GoesOn
}

// RestrictionAsked is a wish that data rest, with whose it is.
type RestrictionAsked struct {
	Restriction
	Person  PersonRef `json:"person"`
	InForce bool      `json:"in_force"`
}

// ErasureAsked is a wish to be erased, with whose it is.
type ErasureAsked struct {
	Erasure
	Person  PersonRef `json:"person"`
	AskedBy PersonRef `json:"asked_by"`
	Here    bool      `json:"here" doc:"Whether the person still works here."`
	Held    bool      `json:"held"`
}

// Hold keeps somebody's data for the law.
type Hold struct {
	ID       string     `json:"id"`
	Person   PersonRef  `json:"person"`
	AskedBy  PersonRef  `json:"asked_by"`
	AgreedBy *PersonRef `json:"agreed_by,omitempty"`
	Reason   string     `json:"reason"`
	Stops    bool       `json:"stops" doc:"Whether it stops erasures now."`
}

func holdOf(h workflow.HoldView) Hold {
	out := Hold{ID: string(h.ID), Person: personRef(h.Person), AskedBy: personRef(h.AskedBy), Reason: h.Reason, Stops: h.Stops}
	if h.AgreedBy.ID != "" {
		out.AgreedBy = maybePerson(&h.AgreedBy)
	}
	return out
}

type dataRequestsOutput struct{ Body DataRequests }

func (s *service) dataRequests(v visit, in *Paged) (*dataRequestsOutput, error) {
	d, err := s.Workflow.DataRequests(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := DataRequests{
		Restrictions: each(d.Restrictions, func(r workflow.RestrictionView) RestrictionAsked {
			return RestrictionAsked{restrictionOf(r.Restriction), personRef(r.Person), r.InForce}
		}),
		Erasures: each(d.Erasures, func(e workflow.ErasureView) ErasureAsked {
			return ErasureAsked{erasureOf(e.Erasure), personRef(e.Person), personRef(e.AskedBy), e.Here, e.Held}
		}),
		Holds: each(d.Holds, holdOf),
	}
	l := in.lists("restrictions", "erasures", "holds")
	out.Restrictions = part(l, "restrictions", out.Restrictions, func(r RestrictionAsked) string { return r.ID })
	out.Erasures = part(l, "erasures", out.Erasures, func(e ErasureAsked) string { return e.ID })
	out.Holds = part(l, "holds", out.Holds, func(h Hold) string { return h.ID })
	out.GoesOn, err = l.end()
	return &dataRequestsOutput{out}, err
}

type onSomebodyInput struct {
	Idempotent
	Body struct {
		Email string `json:"email" minLength:"3" maxLength:"320" doc:"Whom it is about."`
		Words string `json:"words,omitempty" maxLength:"5000"`
	}
}

func (in *onSomebodyInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"reason": "words"})
}

// onSomebody makes a handler of an act about somebody who is named by e-mail address.
func onSomebody(act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, string, string) error) func(*service, visit, *onSomebodyInput) (*done, error) {
	return func(s *service, v visit, in *onSomebodyInput) (*done, error) {
		return finished(act(s.Workflow, v, v.actor, in.once(), in.Body.Email, in.Body.Words))
	}
}
