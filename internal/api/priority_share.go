package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// priorityShares show to a squad what two agreed.
func priorityShares() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: []string{"priorities"}, Scope: access.ScopePriorities, Tag: "priorities", Summary: summary, About: about, register: register}
	}
	ask := of(http.MethodPost, "/people/{id}/priorities/shares", "share-priorities", "Propose to show priorities to a squad", "By either of the two, to a squad of the person’s. Nothing is shown before the other agrees.", on((*service).sharePriorities))
	ask.Status = http.StatusCreated
	return []Operation{ask,
		of(http.MethodPost, "/priorities/shares/{id}/agreement", "agree-priority-share", "Agree to show them", "By the other of the two.", simply((*workflow.Workflow).AgreePriorityShare)),
		of(http.MethodDelete, "/priorities/shares/{id}", "end-priority-share", "Show them no more", "By either of the two, from this moment on.", simply((*workflow.Workflow).EndPriorityShare)),
	}
}

type sharePrioritiesInput struct {
	Act
	Body struct {
		Squad string `json:"squad" maxLength:"40" doc:"By id."`
	}
}

func (in *sharePrioritiesInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) sharePriorities(v visit, in *sharePrioritiesInput) (*madeOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.AskPriorityShare(v, v.actor, in.once(), subject, id.Unit(in.Body.Squad)))
}
