package api

import (
	"net/http"

	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/rollout"
	"cairn/internal/workflow"
)

func rolloutOperations() []Operation {
	of := forSession("rollouts")
	act := func(path, name, summary, about string, register func(*service, Operation)) Operation {
		return of(http.MethodPost, "/rollouts/{id}/"+path, name, summary, about, register, "compare")
	}
	prepare := of(http.MethodPost, "/rollouts", "prepare-rollout", "Prepare a rollout", "By people partners, for the whole organisation, a tribe or a chapter.", on((*service).prepareRollout), "profile")
	prepare.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/rollouts", "list-rollouts", "Rollouts that concern you", "All of them for those who look after them; the newest first.", on((*service).rollouts), "profile"),
		of(http.MethodGet, "/rollouts/{id}", "get-rollout", "One rollout", "With counts of groups of five or more for those who look after it, and your own evaluations in it.", on((*service).rollout), "profile", "compare"),
		prepare,
		act("launch", "launch-rollout", "Launch it", "Evaluations are opened, and trial placements deleted.", simply((*workflow.Workflow).LaunchRollout)),
		act("pause", "pause-rollout", "Pause it", "Nobody is reminded.", simply((*workflow.Workflow).PauseRollout)),
		act("resumption", "resume-rollout", "Go on", "After a pause.", simply((*workflow.Workflow).ResumeRollout)),
		act("ending", "end-rollout", "End it", "Evaluations go on.", simply((*workflow.Workflow).EndRollout)),
		of(http.MethodGet, "/rollouts/{id}/placements", "get-placements", "Your trial placements", "A manager’s own worksheet before the launch. Nobody else reads it.", on((*service).placements), "slotting"),
		of(http.MethodPut, "/rollouts/{id}/placements", "place-on-trial", "Place reports on trial", "Deleted at the launch; it never becomes a Step.", on((*service).placeOnTrial), "slotting"),
	}
}

// Rollouts are those that concern whoever asks.
type Rollouts struct {
	Rollouts []RolloutLine `json:"rollouts"`
	Next     string        `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// RolloutLine is a rollout in a list.
type RolloutLine struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Scope  string `json:"scope,omitempty" doc:"The unit by name; absent for the whole organisation."`
	Stage  string `json:"stage" enum:"prepared,opening,running,paused,ended"`
	Places bool   `json:"may_place" doc:"Whether you may place reports on trial."`
}

type rolloutsOutput struct{ Body Rollouts }

func (s *service) rollouts(v visit, in *Paged) (*rolloutsOutput, error) {
	lines, _, err := s.Workflow.Rollouts(v, v.actor)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(lines, *in, func(l workflow.RolloutLine) string { return string(l.ID) })
	if err != nil {
		return nil, err
	}
	return &rolloutsOutput{Rollouts{Next: next, Rollouts: each(page, func(l workflow.RolloutLine) RolloutLine {
		return RolloutLine{string(l.ID), l.Name, l.Scope, string(l.Stage), l.Places}
	})}}, nil
}

// Rollout is one rollout as its reader sees it.
type Rollout struct {
	RolloutLine
	Purpose string           `json:"purpose,omitempty"`
	Trial   bool             `json:"trial" doc:"Whether managers may place people on trial before the launch."`
	Counts  []RolloutCount   `json:"counts,omitempty" doc:"For those who look after it, of groups of five or more."`
	Mine    *EvaluationLine  `json:"mine,omitempty"`
	Reports []EvaluationLine `json:"reports"`
}

// RolloutCount is how far a group is.
type RolloutCount struct {
	Name    string `json:"name,omitempty" doc:"A chapter; absent for several."`
	Pairs   int    `json:"pairs"`
	Started int    `json:"started"`
	Both    int    `json:"both_in"`
	Ended   int    `json:"ended"`
}

type rolloutOutput struct{ Body Rollout }

func (s *service) rollout(v visit, in *idInput) (*rolloutOutput, error) {
	ref, err := parse[id.Rollout](in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.Workflow.Rollout(v, v.actor, ref, false)
	if err != nil {
		return nil, err
	}
	out := Rollout{RolloutLine: RolloutLine{string(r.ID), r.Name, r.Where, string(r.Stage), r.Places}, Purpose: r.Purpose, Trial: r.Trial, Reports: each(r.Reports, lineOf)}
	for _, c := range r.Counts {
		out.Counts = append(out.Counts, RolloutCount{c.Name, c.Pairs, c.Started, c.Both, c.Ended})
	}
	if r.Mine != nil {
		mine := lineOf(*r.Mine)
		out.Mine = &mine
	}
	return &rolloutOutput{out}, nil
}

type prepareInput struct {
	Idempotent
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"200"`
		Purpose string `json:"purpose" minLength:"1" maxLength:"2000" doc:"What it is for. Everybody in it reads these words."`
		Scope   string `json:"scope,omitempty" maxLength:"40" doc:"A tribe or a chapter, by id; the whole organisation when left out."`
		Trial   bool   `json:"trial,omitempty"`
	}
}

func (in *prepareInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) prepareRollout(v visit, in *prepareInput) (*madeOutput, error) {
	return made(s.Workflow.PrepareRollout(v, v.actor, in.once(), rules.Draft{Name: in.Body.Name, Purpose: in.Body.Purpose, Scope: id.Unit(in.Body.Scope), Trial: in.Body.Trial}))
}

// Placements are a manager's own, before a launch.
type Placements struct {
	Steps      []StepRef   `json:"steps"`
	Placements []Placement `json:"placements"`
}

// Placement is one report on trial.
type Placement struct {
	Person PersonRef `json:"person"`
	Step   string    `json:"step,omitempty" doc:"Absent where nothing was said."`
}

type placementsOutput struct{ Body Placements }

func (s *service) placements(v visit, in *idInput) (*placementsOutput, error) {
	ref, err := parse[id.Rollout](in.ID)
	if err != nil {
		return nil, err
	}
	sheet, err := s.Workflow.Worksheet(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &placementsOutput{Placements{
		Steps:      each(sheet.Steps, func(st framework.Step) StepRef { return StepRef{ID: string(st.ID), Name: st.Name} }),
		Placements: each(sheet.Lines, func(l workflow.PlacementLine) Placement { return Placement{personRef(l.Person), string(l.Step)} }),
	}}, nil
}

type placeInput struct {
	Act
	Body struct {
		Placements []struct {
			Person string `json:"person"`
			Step   string `json:"step,omitempty" maxLength:"100" doc:"A step’s id; nothing takes the placement back."`
		} `json:"placements" maxItems:"500"`
	}
}

func (in *placeInput) place(field string) (Mistake, bool) {
	m, ok := in.Idempotent.place(field)
	if !ok {
		m = Mistake{Location: "body.placements"}
	}
	return m, true
}

func (s *service) placeOnTrial(v visit, in *placeInput) (*done, error) {
	ref, err := parse[id.Rollout](in.ID)
	if err != nil {
		return nil, err
	}
	steps := map[id.Person]framework.StepID{}
	for _, p := range in.Body.Placements {
		steps[id.Person(p.Person)] = framework.StepID(p.Step)
	}
	return finished(s.Workflow.Place(v, v.actor, in.once(), ref, steps))
}
