package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/aggregate"
)

func statisticsOperations() []Operation {
	return []Operation{{Method: http.MethodGet, Path: "/statistics", ID: "list-statistics", Items: []string{"aggregate"}, Scope: access.ScopeOrganisation, Tag: "organisation",
		Summary: "How people are spread over the steps", About: "The tables that were published, one for each quarter, the newest first; the same for everybody. Numbers are rounded to the nearest five. What is not told is absent: a group of fewer than 50, fewer than ten at a step, or a number from which another could be worked out. Nothing can be asked for apart.",
		register: on((*service).statistics)}}
}

// Statistics are the tables of one quarter.
type Statistics struct {
	Quarter string          `json:"quarter" example:"2026-Q4"`
	Day     string          `json:"day" format:"date" doc:"The day that the numbers are of."`
	Groups  []StatisticLine `json:"groups"`
}

// StatisticLine is what is told of one group.
type StatisticLine struct {
	Of         string          `json:"of" enum:"whole,tribe,discipline"`
	Name       string          `json:"name,omitempty" doc:"Of the tribe or the discipline."`
	Day        string          `json:"day,omitempty" format:"date" doc:"The day of these numbers: an earlier one where too little has changed since to tell new ones. Absent where none are told."`
	Steps      []StatisticCell `json:"steps" doc:"Only those of which a number is told."`
	Promotions int             `json:"promotions,omitempty" doc:"About how many were promoted in the three months before the day; absent where it is not told."`
}

// StatisticCell is about how many stand at a step.
type StatisticCell struct {
	Step  string `json:"step"`
	Name  string `json:"name"`
	About int    `json:"about" doc:"Rounded to the nearest five."`
}

type statisticsOutput struct {
	Body struct {
		Published []Statistics `json:"published"`
		Next      string       `json:"next" format:"date" doc:"When the next are published."`
		GoesOn
	}
}

func (s *service) statistics(v visit, in *Paged) (*statisticsOutput, error) {
	view, err := s.Workflow.Statistics(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := &statisticsOutput{}
	out.Body.Next = string(view.Next.First())
	l := in.lists("published")
	out.Body.Published = part(l, "published", each(view.Published, statisticsOf), func(p Statistics) string { return p.Quarter })
	out.Body.GoesOn, err = l.end()
	return out, err
}

func statisticsOf(p aggregate.Publication) Statistics {
	s := Statistics{Quarter: string(p.Quarter), Day: string(p.Day), Groups: []StatisticLine{}}
	for _, kind := range []aggregate.Kind{aggregate.Whole, aggregate.Tribe, aggregate.Discipline} {
		for _, l := range p.Of(kind) {
			line := StatisticLine{Of: string(kind), Name: l.Name, Day: string(l.Day), Steps: []StatisticCell{}, Promotions: l.Promotions.About}
			for i, c := range l.Cells {
				if c.Told() {
					line.Steps = append(line.Steps, StatisticCell{string(p.Steps[i].ID), p.Steps[i].Name, c.About})
				}
			}
			s.Groups = append(s.Groups, line)
		}
	}
	return s
}
