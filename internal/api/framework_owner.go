package api

import (
	"net/http"
	"slices"
	"time"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// ownerOperations are about who looks after the examples of a discipline.
func ownerOperations() []Operation {
	return []Operation{
		readingFramework("/framework/owners", "list-owners", "Who looks after which discipline", "Now and before, for people partners, who name them.", on((*service).owners)),
		writingFramework(http.MethodPost, "/framework/owners", "name-owner", "Let somebody look after a discipline", "They write its examples from then on. By people partners.", on((*service).nameOwner)),
		writingFramework(http.MethodPost, "/framework/owners/end", "end-owner", "End it", "What they wrote stays. By people partners.", on((*service).endOwner)),
	}
}

// Owners are who looks after disciplines.
type Owners struct {
	Owners []Owner `json:"owners"`
	Next   string  `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Owner is one span of time in which somebody did.
type Owner struct {
	Discipline string     `json:"discipline" example:"quality"`
	Person     PersonRef  `json:"person"`
	Since      time.Time  `json:"since"`
	Until      *time.Time `json:"until,omitempty" doc:"Absent while it lasts."`
}

type ownersOutput struct{ Body Owners }

func (s *service) owners(v visit, in *Paged) (*ownersOutput, error) {
	lines, err := s.Workflow.Owners(v, v.actor)
	if err != nil {
		return nil, err
	}
	list := each(lines, func(l workflow.OwnerLine) Owner {
		return Owner{string(l.Discipline), personRef(l.Person), l.Since.Time(), moment(l.Until)}
	})
	page, next, err := onePage(*in, list, func(o Owner) string { return o.Discipline + " " + o.Person.ID + " " + o.Since.String() })
	return &ownersOutput{Owners{page, next}}, err
}

type ownerInput struct {
	Idempotent
	Body struct {
		Discipline string `json:"discipline" maxLength:"100" doc:"By its id." example:"quality"`
		Person     string `json:"person" maxLength:"40" doc:"By id."`
	}
}

func (in *ownerInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

// owner reads who and what is named. Who may not name anybody finds nothing.
func (s *service) owner(v visit, in *ownerInput) (who id.Person, err error) {
	editor, err := s.Workflow.MayEditFramework(v, v.actor)
	if err == nil && !editor.Everything {
		err = fault.NotFound()
	}
	if err != nil {
		return "", err
	}
	return parse[id.Person](in.Body.Person)
}

func (s *service) nameOwner(v visit, in *ownerInput) (*done, error) {
	who, err := s.owner(v, in)
	if err != nil {
		return nil, err
	}
	if err := s.knownDiscipline(v, framework.DisciplineID(in.Body.Discipline)); err != nil {
		return nil, err
	}
	return finished(s.Workflow.OwnDiscipline(v, v.actor, in.once(), framework.DisciplineID(in.Body.Discipline), who, true))
}

// knownDiscipline refuses what neither the framework in force nor the one that is
// written has.
func (s *service) knownDiscipline(v visit, d framework.DisciplineID) error {
	f, err := s.Workflow.Framework(v, v.actor)
	if err != nil {
		return err
	}
	draft, err := s.Workflow.Draft(v, v.actor)
	if err != nil && !fault.Is(err, fault.Absent) && !fault.Is(err, fault.Withheld) {
		return err
	}
	for _, known := range slices.Concat(f.Disciplines, draft.DisciplinesOrNone()) {
		if known.ID == d {
			return nil
		}
	}
	return mistaken("discipline", "There is no discipline of this id, in force or in what is written.")
}

func (s *service) endOwner(v visit, in *ownerInput) (*done, error) {
	who, err := s.owner(v, in)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.OwnDiscipline(v, v.actor, in.once(), framework.DisciplineID(in.Body.Discipline), who, false))
}
