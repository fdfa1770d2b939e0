package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
)

func frameworkOperations() []Operation {
	of := func(path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: http.MethodGet, Path: path, ID: name, Items: []string{"framework"}, Scope: access.ScopeFramework,
			Tag: "framework", Summary: summary, About: about, register: register}
	}
	return []Operation{
		of("/framework", "get-framework", "The framework in force", "Its words, steps, areas, disciplines, roles, scales and questions; the examples have a list of their own.",
			on((*service).framework)),
		of("/framework/steps/{step}", "get-step", "One step", "What the step is about, and which steps it includes.", on((*service).step)),
		of("/framework/examples", "list-examples", "Examples", "Examples to talk about; none of them is a requirement.", on((*service).examples)),
	}
}

type frameworkOutput struct{ Body Framework }

func (s *service) framework(v visit, _ *struct{}) (*frameworkOutput, error) {
	f, err := s.Workflow.Framework(v, v.actor)
	if err != nil {
		return nil, err
	}
	return &frameworkOutput{frameworkOf(f)}, nil
}

type stepInput struct {
	Step string `path:"step" doc:"The step's id." example:"squad-chapter"`
}

type stepOutput struct{ Body Step }

func (s *service) step(v visit, in *stepInput) (*stepOutput, error) {
	f, err := s.Workflow.Framework(v, v.actor)
	if err != nil {
		return nil, err
	}
	step, ok := f.Step(framework.StepID(in.Step))
	if !ok {
		return nil, fault.NotFound()
	}
	return &stepOutput{stepOf(f, step)}, nil
}

type examplesInput struct {
	Paged
	Area       string `query:"area" maxLength:"100" doc:"Only of this area, by its id."`
	Step       string `query:"step" maxLength:"100" doc:"Only of this step, by its id, with what is expected at every step."`
	Discipline string `query:"discipline" maxLength:"100" doc:"Only what is for everyone and what is for this discipline, by its id; where it has nothing of its own, what serves in its place."`
}

// Examples is one page of examples.
type Examples struct {
	Examples []Example `json:"examples"`
	Next     string    `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

type examplesOutput struct{ Body Examples }

func (s *service) examples(v visit, in *examplesInput) (*examplesOutput, error) {
	f, err := s.Workflow.Framework(v, v.actor)
	if err != nil {
		return nil, err
	}
	if err := in.check(f); err != nil {
		return nil, err
	}
	page, next, err := pageOf(in.from(f), in.Paged, func(e framework.Example) string { return string(e.ID) })
	if err != nil {
		return nil, err
	}
	out := &examplesOutput{Examples{Examples: make([]Example, 0, len(page)), Next: next}}
	for _, e := range page {
		out.Body.Examples = append(out.Body.Examples, exampleOf(e))
	}
	return out, nil
}

// check refuses names that the framework does not have: an empty list would look
// like an answer.
func (in *examplesInput) check(f *framework.Framework) error {
	var wrong []fault.Field
	_, area := f.Area(framework.AreaID(in.Area))
	_, step := f.Step(framework.StepID(in.Step))
	_, discipline := f.Discipline(framework.DisciplineID(in.Discipline))
	for _, p := range []struct {
		name, asked string
		known       bool
	}{{"area", in.Area, area}, {"step", in.Step, step}, {"discipline", in.Discipline, discipline}} {
		if p.asked != "" && !p.known {
			wrong = append(wrong, fault.Field{Name: p.name, Message: "The framework in force has none of this id."})
		}
	}
	return fault.InvalidFields(wrong)
}

func (in *examplesInput) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, true
}

// from lists the examples asked for, as the framework has them.
func (in *examplesInput) from(f *framework.Framework) (list []framework.Example) {
	serves := in.serving(f)
	for _, e := range f.Examples {
		here := in.Step == "" || string(e.Step) == in.Step || e.Step == framework.EveryStep
		if here && (in.Area == "" || string(e.Area) == in.Area) && (serves == nil || serves[e.ID]) {
			list = append(list, e)
		}
	}
	return list
}

// serving names the examples that serve the discipline; nil when none is asked
// for.
func (in *examplesInput) serving(f *framework.Framework) map[framework.ExampleID]bool {
	if in.Discipline == "" {
		return nil
	}
	serves, discipline := map[framework.ExampleID]bool{}, framework.DisciplineID(in.Discipline)
	add := func(list []framework.Example) {
		for _, e := range list {
			serves[e.ID] = true
		}
	}
	for _, area := range f.AreasInOrder() {
		for _, step := range f.StepsInOrder() {
			add(f.ExamplesFor(area.ID, step.ID, discipline))
		}
		for _, scale := range f.Scales {
			for _, level := range scale.Levels {
				add(f.AtLevel(area.ID, level.ID, discipline))
			}
		}
	}
	return serves
}
