package api

import (
	"net/http"
	"time"

	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/workflow"
)

func journeyOperations() []Operation {
	of := forSession("journey")
	path := []string{"profile", "discipline", "role", "hr_attr", "focus", "priorities"}
	return []Operation{
		of(http.MethodGet, "/people/{id}/journey", "get-journey", "A path", "For the person and the current manager: roles, disciplines, units, titles, focus areas, achievements, thanks. No Step is on it.", on(journeyOf(journey.Work)), path...),
		of(http.MethodGet, "/people/{id}/journey/steps", "get-journey-steps", "A path with its Steps", "For the same two. Achievements are not on it: what somebody achieved and which Step they stood on are never looked at together. A reading by the manager is one of the Step.", on(journeyOf(journey.Steps)), "profile", "discipline", "role", "hr_attr", "focus", "step", "step_hist"),
		of(http.MethodGet, "/journey/extracts", "list-extracts", "What you show of your path", "The links you made, with when each was opened.", on((*service).extracts), "export"),
		of(http.MethodPost, "/journey/extracts", "make-extract", "Show lines of your path", "To whoever holds the link, which is told this once. It follows nothing that happens later.", on((*service).makeExtract), "export"),
		of(http.MethodDelete, "/journey/extracts/{id}", "end-extract", "Show it no more", "From this moment on.", simply((*workflow.Workflow).EndExtract), "export"),
	}
}

// Journey is a person's path.
type Journey struct {
	Person  PersonRef       `json:"person"`
	Moments []JourneyMoment `json:"moments" doc:"In the order in which they came."`
	Next    string          `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// JourneyMoment is one point of a path.
type JourneyMoment struct {
	Key   string `json:"key" doc:"What to name in an extract."`
	Sort  string `json:"sort"`
	On    string `json:"on" format:"date"`
	Words string `json:"words"`
	More  string `json:"more,omitempty"`
	Way   string `json:"way,omitempty" enum:"forward,sideways,back"`
}

type journeyOutput struct{ Body Journey }

func journeyOf(view journey.View) func(*service, visit, *PagedOf) (*journeyOutput, error) {
	return func(s *service, v visit, in *PagedOf) (*journeyOutput, error) {
		subject, err := parse[id.Person](in.ID)
		if err != nil {
			return nil, err
		}
		j, err := s.Workflow.Journey(v, v.actor, subject, view)
		if err != nil {
			return nil, err
		}
		moments := each(j.Moments, func(m journey.Moment) JourneyMoment {
			return JourneyMoment{m.Key, string(m.Sort), string(m.On), m.Words, m.More, string(m.Way)}
		})
		page, next, err := onePage(in.Paged, moments, func(m JourneyMoment) string { return m.Key + " " + m.On + " " + m.Words })
		return &journeyOutput{Journey{personRef(j.Subject), page, next}}, err
	}
}

// Extracts is what somebody shows of their path.
type Extracts struct {
	Extracts []Extract `json:"extracts"`
	Next     string    `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Extract is one link with what it shows.
type Extract struct {
	ID       string      `json:"id"`
	MadeAt   time.Time   `json:"made_at"`
	EndsAt   time.Time   `json:"ends_at"`
	Open     bool        `json:"open"`
	Words    string      `json:"words,omitempty"`
	Lines    []string    `json:"lines"`
	Openings []time.Time `json:"openings" doc:"The newest first."`
}

type extractsOutput struct{ Body Extracts }

func (s *service) extracts(v visit, in *Paged) (*extractsOutput, error) {
	list, err := s.Workflow.Extracts(v, v.actor)
	if err != nil {
		return nil, err
	}
	list, next, err := pageOf(list, *in, func(e workflow.ExtractView) string { return string(e.ID) })
	if err != nil {
		return nil, err
	}
	return &extractsOutput{Extracts{Next: next, Extracts: each(list, func(e workflow.ExtractView) Extract {
		out := Extract{ID: string(e.ID), MadeAt: e.MadeAt.Time(), EndsAt: e.EndsAt.Time(), Open: e.Open, Words: e.Words, Openings: []time.Time{},
			Lines: each(e.Lines, func(l journey.Shown) string { return l.Words })}
		for _, at := range e.Openings {
			out.Openings = append(out.Openings, at.Time())
		}
		return out
	})}}, nil
}

type extractInput struct {
	Idempotent
	Body struct {
		Steps   bool     `json:"steps,omitempty" doc:"Whether lines are chosen from the path with its Steps."`
		Lines   []string `json:"lines" maxItems:"500" doc:"Keys of the path."`
		Words   string   `json:"words,omitempty" maxLength:"2000"`
		Days    int      `json:"days" minimum:"1" maximum:"366" doc:"How long the link answers."`
		Certain bool     `json:"certain,omitempty" doc:"That you mean to show a Step, where a line tells of one."`
	}
}

func (in *extractInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

// ExtractMade is the secret of a new link.
type ExtractMade struct {
	Path string `json:"path" doc:"The link's path, shown this once."`
}

type extractOutput struct{ Body ExtractMade }

func (s *service) makeExtract(v visit, in *extractInput) (*extractOutput, error) {
	view := journey.Work
	if in.Body.Steps {
		view = journey.Steps
	}
	secret, err := s.Workflow.MakeExtract(v, v.actor, in.once(), view, journey.Choice{Lines: in.Body.Lines, Words: in.Body.Words, Days: in.Body.Days, Certain: in.Body.Certain})
	if err != nil {
		return nil, err
	}
	return &extractOutput{ExtractMade{"/journey/shared/" + secret}}, nil
}
