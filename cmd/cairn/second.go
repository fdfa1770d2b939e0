package main

import (
	"cairn/internal/config"
	"cairn/internal/workflow"
)

type forgetSecondCommand struct {
	place
	Email string `arg:"" help:"E-mail address of the person."`
}

// Run lets somebody who has lost their devices sign in with the password alone.
func (c forgetSecondCommand) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		person, err := personNamed(t, w, c.Email)
		if err != nil {
			return err
		}
		if err := w.RemoveSecondProofs(t.ctx, commandLine, person); err != nil {
			return err
		}
		return t.did(done{Done: "forget-second", Email: c.Email}, "Passkeys, code app and spare codes of %s are removed and every session is ended. The password alone signs in until something new is set up. Lost as well? cairn people invite %s", c.Email, c.Email)
	})
}
