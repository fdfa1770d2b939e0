package main

import (
	"cairn/internal/config"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

type signOutCommand struct {
	place
	Email string `arg:"" optional:"" help:"E-mail address of the person."`
	All   bool   `help:"Sign out everybody."`
}

// Run ends the sessions of one person or of everybody. Passwords and tokens stay.
func (c signOutCommand) Run(t *terminal) error {
	if c.All == (c.Email != "") {
		return usage{"give either an e-mail address or --all"}
	}
	return c.with(t, func(w *workflow.Workflow, _ config.Config) (err error) {
		var person id.Person
		if !c.All {
			if person, err = personNamed(t, w, c.Email); err != nil {
				return err
			}
		}
		if err := w.SignOutPerson(t.ctx, commandLine, person); err != nil {
			return err
		}
		if c.All {
			return t.did(done{Done: "sign-out"}, "Everybody is signed out, in every browser. They sign in again as they always do; tokens for programs go on working.")
		}
		return t.did(done{Done: "sign-out", Email: c.Email}, "%s is signed out in every browser. The password still signs in, and tokens for programs go on working. A new password: cairn people invite %s", c.Email, c.Email)
	})
}
