package api

import "cairn/internal/framework"

// Framework is the framework in force.
type Framework struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Version     string       `json:"version"`
	Effective   string       `json:"effective,omitempty" format:"date"`
	Language    string       `json:"language,omitempty"`
	Source      Source       `json:"source"`
	Words       Words        `json:"words" doc:"The organisation's own words, in the singular."`
	Steps       []Step       `json:"steps" doc:"From the narrowest sphere to the widest."`
	Areas       []Area       `json:"areas"`
	Disciplines []Discipline `json:"disciplines"`
	Roles       []Role       `json:"roles"`
	Scales      []Scale      `json:"scales"`
	Profiles    []Expected   `json:"profiles" doc:"Which levels a role asks for at a step."`
	Questions   []Question   `json:"questions"`
}

// Source says where the framework's text comes from.
type Source struct {
	URL         string `json:"url,omitempty"`
	Licence     string `json:"licence,omitempty"`
	Attribution string `json:"attribution,omitempty"`
}

// Words are what the organisation calls things.
type Words struct {
	Team      string `json:"team" example:"squad"`
	LineGroup string `json:"line_group" example:"chapter"`
	Area      string `json:"area" example:"tribe"`
	Community string `json:"community" example:"guild"`
	Step      string `json:"step" example:"step"`
	Manager   string `json:"manager" example:"manager"`
}

// Step is a set of expectations at one sphere of influence.
type Step struct {
	ID               string   `json:"id" example:"squad-chapter"`
	Name             string   `json:"name"`
	Order            int      `json:"order" doc:"Wider steps have a higher one; two may share one."`
	Sphere           string   `json:"sphere"`
	Summary          string   `json:"summary"`
	Includes         []string `json:"includes" doc:"Every step whose expectations this one contains, the narrowest first."`
	ExpectedToMoveOn bool     `json:"expected_to_move_on" doc:"True only where staying is not meant to be for good."`
	DecidedBy        string   `json:"decided_by,omitempty" doc:"Who decides on a promotion to it."`
	Heard            []string `json:"heard" doc:"Who is heard first."`
}

// Area is one of the sets of behaviours.
type Area struct {
	ID      string `json:"id" example:"team"`
	Name    string `json:"name"`
	Summary string `json:"summary"`
	Kind    string `json:"kind" doc:"behaviour, or mastery for the one about the discipline."`
	Scale   string `json:"scale,omitempty" doc:"Where the area has levels of its own."`
}

// Discipline is a domain of expertise.
type Discipline struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	Also []string `json:"also" doc:"Other names people use for it."`
	Near string   `json:"near,omitempty" doc:"Whose examples serve while it has none."`
}

// Role is a way of engaging.
type Role struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	Summary       string   `json:"summary,omitempty"`
	Discipline    string   `json:"discipline,omitempty"`
	MinStep       string   `json:"min_step,omitempty"`
	ManagesPeople bool     `json:"manages_people"`
	OutsideTitles []string `json:"outside_titles" doc:"Suggestions; they never name a step."`
}

// Scale is an area's own levels.
type Scale struct {
	ID         string  `json:"id"`
	Cumulative bool    `json:"cumulative"`
	Levels     []Level `json:"levels"`
}

// Level is one place on a scale.
type Level struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Order   int    `json:"order"`
	Summary string `json:"summary,omitempty"`
}

// Expected is one level that a role asks for at a step.
type Expected struct {
	Role  string `json:"role"`
	Step  string `json:"step"`
	Area  string `json:"area"`
	Level string `json:"level"`
	Need  string `json:"need,omitempty"`
}

// Question is one that people ask, with the framework's answer.
type Question struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Example is one thing to talk about. It is not a requirement.
type Example struct {
	ID          string   `json:"id"`
	Area        string   `json:"area"`
	Step        string   `json:"step,omitempty" doc:"* is for every step; absent when it belongs to a level."`
	Level       string   `json:"level,omitempty"`
	Text        string   `json:"text"`
	Disciplines []string `json:"disciplines" doc:"Which it is marked for; none means everyone."`
	Details     []string `json:"details"`
	Form        string   `json:"form,omitempty" doc:"behaviour or activity."`
	Note        string   `json:"note,omitempty"`
}

func frameworkOf(f *framework.Framework) Framework {
	out := Framework{
		ID: f.ID, Name: f.Name, Version: f.Version, Effective: string(f.Effective), Language: f.Language,
		Source: Source(f.Source), Words: Words(f.Words),
		Steps:       each(f.StepsInOrder(), func(s framework.Step) Step { return stepOf(f, s) }),
		Areas:       each(f.AreasInOrder(), areaOf),
		Disciplines: each(f.Disciplines, disciplineOf),
		Roles:       each(f.Roles, roleOf),
		Scales:      each(f.Scales, scaleOf),
		Questions:   each(f.FAQ, func(q framework.QA) Question { return Question{q.Q, q.A} }),
		Profiles:    []Expected{},
	}
	for _, p := range f.Profiles {
		for _, e := range p.Expects {
			out.Profiles = append(out.Profiles, Expected{string(p.Role), string(p.Step), string(e.Area), string(e.Level), string(e.Need)})
		}
	}
	return out
}

func stepOf(f *framework.Framework, s framework.Step) Step {
	return Step{
		ID: string(s.ID), Name: s.Name, Order: s.Order, Sphere: s.Sphere, Summary: s.Summary, ExpectedToMoveOn: s.ExpectedToMoveOn,
		Includes:  each(f.Included(s.ID), func(in framework.Step) string { return string(in.ID) }),
		DecidedBy: s.Approve.By, Heard: texts(s.Approve.Hear),
	}
}

func areaOf(a framework.Area) Area {
	return Area{ID: string(a.ID), Name: a.Name, Summary: a.Summary, Kind: string(a.Kind), Scale: string(a.Scale)}
}

func disciplineOf(d framework.Discipline) Discipline {
	return Discipline{ID: string(d.ID), Name: d.Name, Also: texts(d.Also), Near: string(d.Near)}
}

func roleOf(r framework.Role) Role {
	return Role{
		ID: string(r.ID), Name: r.Name, Summary: r.Summary, Discipline: string(r.Discipline), MinStep: string(r.MinStep),
		ManagesPeople: r.ManagesPeople, OutsideTitles: texts(r.OutsideTitles),
	}
}

func scaleOf(s framework.Scale) Scale {
	levels := each(s.Levels, func(l framework.Level) Level { return Level{string(l.ID), l.Name, l.Order, l.Summary} })
	return Scale{ID: string(s.ID), Cumulative: s.Cumulative, Levels: levels}
}

func exampleOf(e framework.Example) Example {
	return Example{
		ID: string(e.ID), Area: string(e.Area), Step: string(e.Step), Level: string(e.Level), Text: e.Text,
		Disciplines: texts(e.Disciplines), Details: texts(e.Details), Form: string(e.Form), Note: e.Note,
	}
}

// each converts a list; never nil, so that a list is a list.
func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}
