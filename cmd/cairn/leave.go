package main

import (
	"cairn/internal/config"
	"cairn/internal/workflow"
)

type leaveCommand struct {
	place
	Email string `arg:"" help:"E-mail address of the person."`
}

// Run records that the person leaves now.
func (c leaveCommand) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		person, err := personNamed(t, w, c.Email)
		if err != nil {
			return err
		}
		if err := w.Leave(t.ctx, commandLine, person); err != nil {
			return err
		}
		return t.did(done{Done: "leave", Email: c.Email}, "%s has left: signed out everywhere, tokens revoked, memberships and offices ended. What is written stays.", c.Email)
	})
}
