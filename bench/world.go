package main

import (
	"context"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/orgfile"
	"cairn/internal/workflow"
)

// world is an organisation to measure, with the pages to ask for.
type world struct {
	pages []page
}

// page is an address and the session that asks for it.
type page struct{ Name, Path, Session string }

const password = "seven quiet stones by the lake"

// rows are chapters of ten with a lead each, ten chapters to a tribe.
func rows(people int) (rows []orgfile.Row) {
	for i := range people {
		chapter, tribe := fmt.Sprintf("Chapter %d", i/10), fmt.Sprintf("Tribe %d", i/100)
		row := orgfile.Row{
			Line: i + 2, Name: fmt.Sprintf("Person Number%d", i), Email: fmt.Sprintf("person%d@example.org", i), Start: "2020-01-01",
			Chapter: chapter, Tribe: tribe, Squads: []string{fmt.Sprintf("Squad %d", i/8)}, Discipline: "software-development", Roles: []string{"Software engineer"},
		}
		if i%10 == 0 {
			row.Roles = []string{"Chapter lead"}
		}
		rows = append(rows, row)
	}
	// The names of squads do not follow tribes, so each squad stays within one.
	for i := range rows {
		rows[i].Squads = []string{fmt.Sprintf("Squad %d of %s", i%100/8, rows[i].Tribe)}
	}
	return rows
}

// evaluate opens an evaluation between person 1 and the lead, person 0.
func (w *world) evaluate(ctx context.Context, f *workflow.Workflow) error {
	self, selfToken, err := enter(ctx, f, 1)
	if err != nil {
		return err
	}
	lead, leadToken, err := enter(ctx, f, 0)
	if err != nil {
		return err
	}
	ref, err := f.OpenEvaluation(ctx, self, workflow.Once{}, self.Person)
	if err != nil {
		return err
	}
	for _, side := range []access.Actor{self, lead} {
		if err := write(ctx, f, side, ref); err != nil {
			return err
		}
	}
	promoted, err := promote(ctx, f, lead)
	if err != nil {
		return fmt.Errorf("a case: %w", err)
	}
	w.pages = []page{
		{floor, "/robots.txt", ""},
		{"home", "/", selfToken},
		{"home of a manager", "/", leadToken},
		{"evaluation, read by the person", "/evaluations/" + string(ref), selfToken},
		{"evaluation, read by the manager", "/evaluations/" + string(ref), leadToken},
		{"case, read by the manager", "/promotions/" + string(promoted), leadToken},
		{"framework", "/framework", selfToken},
		{"one step of the framework", "/framework/steps/squad-chapter", selfToken},
		{"directory", "/people", selfToken},
		{"profile", "/people/" + string(lead.Person), selfToken},
	}
	return nil
}

// floor is the page that every other is compared with.
const floor = "a plain file (the floor)"

// enter gives a person a password and a session, as an invitation does.
func enter(ctx context.Context, f *workflow.Workflow, number int) (access.Actor, string, error) {
	command := access.System(access.ViaCommand)
	p, err := f.PersonByEmail(ctx, command, fmt.Sprintf("person%d@example.org", number))
	if err != nil {
		return access.Actor{}, "", err
	}
	invited, err := f.Invite(ctx, command, workflow.Once{}, p.ID)
	if err != nil {
		return access.Actor{}, "", err
	}
	in, err := f.AcceptInvitation(ctx, invited.Token, password, "bench")
	if err != nil {
		return access.Actor{}, "", err
	}
	actor, _, err := f.Authenticate(ctx, in.Token)
	return actor, in.Token, err
}

// write says something about every area at every step and hands it in.
func write(ctx context.Context, f *workflow.Workflow, actor access.Actor, ref id.Evaluation) error {
	view, err := f.Evaluation(ctx, actor, ref)
	if err != nil {
		return err
	}
	body := evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{}}
	for _, area := range view.Text.AreasInOrder() {
		for _, step := range view.Steps {
			body.Areas[evaluation.KeyOf(area.ID, step)] = evaluation.Answer{Mark: evaluation.Sometimes,
				Text: "The retry queue held through the spring, and the runbook was used at night by two who had never seen it."}
		}
	}
	return f.HandIn(ctx, actor, workflow.Once{}, ref, &workflow.Draft{Body: body})
}
