package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/config"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/workflow"
)

type officeCommands struct {
	Grant grantCommand `cmd:"" help:"Give a person an office."`
	End   endCommand   `cmd:"" help:"End a person's office."`
}

type officeOf struct {
	place
	Email  string `arg:"" help:"E-mail address of the person."`
	Office string `arg:"" help:"cto, people-partner, compensation-partner, operator or stand-in."`
}

type grantCommand struct{ officeOf }

// Run gives the office.
func (c grantCommand) Run(t *terminal) error {
	return c.change(t, "grant", "%s holds the office now: %s.", (*workflow.Workflow).GrantOffice)
}

type endCommand struct{ officeOf }

// Run ends the office.
func (c endCommand) Run(t *terminal) error {
	return c.change(t, "end", "%s does not hold the office any more: %s.", (*workflow.Workflow).EndOffice)
}

type officeAct func(*workflow.Workflow, context.Context, access.Actor, id.Person, org.Office) error

func (c officeOf) change(t *terminal, name, words string, act officeAct) error {
	office := org.Office(strings.ToLower(c.Office))
	if !slices.Contains(org.Offices(), office) {
		return usage{fmt.Sprintf("there is no office %q; there are cto, people-partner, compensation-partner, operator and stand-in", c.Office)}
	}
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		person, err := personNamed(t, w, c.Email)
		if err != nil {
			return err
		}
		if err := act(w, t.ctx, commandLine, person, office); err != nil {
			return err
		}
		return t.did(done{name, c.Email, string(office)}, words, c.Email, office.Words())
	})
}
