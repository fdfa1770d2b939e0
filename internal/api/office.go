package api

import (
	"net/http"

	"cairn/internal/id"
)

// managerOperations name who manages somebody apart from the chapter.
func managerOperations() []Operation {
	of := forSession("organisation")
	return []Operation{of(http.MethodPut, "/people/{id}/manager", "set-manager", "Name somebody’s manager", "By people partners. Whoever it was before loses sight of everything private at once, and the person is told.", on((*service).setManager), "profile")}
}

type managerInput struct {
	Act
	Body struct {
		Manager string `json:"manager,omitempty" maxLength:"40" doc:"By id; the lead of the chapter, when left out."`
	}
}

func (in *managerInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) setManager(v visit, in *managerInput) (*done, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	manager := id.Person("")
	if in.Body.Manager != "" {
		if manager, err = parse[id.Person](in.Body.Manager); err != nil {
			return nil, err
		}
	}
	return finished(s.Workflow.NameManager(v, v.actor, in.once(), subject, manager))
}
