package main

import (
	"strings"

	"cairn/internal/access"
	"cairn/internal/config"
	"cairn/internal/workflow"
)

type tokenCommand struct {
	Make tokenMake `cmd:"" help:"Let a program in to read what everybody here reads alike."`
	List tokenList `cmd:"" help:"List the programs that are let in."`
	End  tokenEnd  `cmd:"" help:"Shut a program out."`
}

type tokenMake struct {
	place
	reached
	Name  string   `arg:"" help:"Name of the program, such as intranet."`
	Scope []string `required:"" help:"What it may read: organisation, framework. Once for each, or with commas. Nothing private can be named."`
	Days  int      `default:"90" help:"For how many days the token works, up to 366."`
}

// Run makes a token. It is shown this once.
func (c tokenMake) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, settings config.Config) error {
		wanted := workflow.NewService{Name: c.Name, Days: c.Days}
		for _, s := range c.Scope {
			wanted.Scopes = append(wanted.Scopes, access.Scope(s))
		}
		token, err := w.LetServiceIn(t.ctx, commandLine, wanted)
		if err != nil {
			return err
		}
		address := settings.PublicURL + "/api/v1"
		return t.answer(map[string]any{"name": c.Name, "address": address, "token": token, "scopes": c.Scope, "days": c.Days}, func() {
			t.say("Address: %s", address)
			t.say("Token:   %s", token)
			t.warn("The token is shown this once. Whoever holds it reads %s, as everybody here can, and nothing private.", strings.Join(c.Scope, " and "))
		})
	})
}

type tokenList struct{ place }

// Run lists programs.
func (c tokenList) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		list, err := w.Services(t.ctx, commandLine)
		if err != nil {
			return err
		}
		type row struct {
			Name   string         `json:"name"`
			Scopes []access.Scope `json:"scopes"`
			lived
			Ends string `json:"ends"`
		}
		rows := make([]row, 0, len(list))
		for _, s := range list {
			rows = append(rows, row{Name: s.Name, Scopes: s.Scopes, lived: livedOf(s.MadeAt, s.UsedAt), Ends: moment(s.EndsAt.Time())})
		}
		return t.answer(rows, func() {
			if len(rows) == 0 {
				t.say("No program is let in. To let one in: cairn token make NAME --scope organisation")
			}
			for _, r := range rows {
				words := make([]string, len(r.Scopes))
				for i, s := range r.Scopes {
					words[i] = string(s)
				}
				t.say("%s\t%s\tmade %s\t%s\tends %s", r.Name, strings.Join(words, " "), r.Made, r.used(), r.Ends)
			}
		})
	})
}

type tokenEnd struct {
	place
	Name string `arg:"" help:"Name of the program."`
}

// Run shuts a program out.
func (c tokenEnd) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		if err := w.EndService(t.ctx, commandLine, c.Name); err != nil {
			return err
		}
		return t.did(done{Done: "token-end"}, "%s is shut out.", c.Name)
	})
}
