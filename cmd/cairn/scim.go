package main

import (
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/workflow"
)

type scimCommand struct {
	Token scimToken `cmd:"" help:"Make the token of a directory; the one before ends."`
	List  scimList  `cmd:"" help:"List the directories that are let in."`
	End   scimEnd   `cmd:"" help:"Shut a directory out. Whom it provisioned stay as they are."`
}

type scimToken struct {
	place
	reached
	Name string `arg:"" help:"Name of the directory, such as okta; a provider's source names it."`
}

// Run makes a token. It is shown this once.
func (c scimToken) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, settings config.Config) error {
		token, err := w.MakeDirectoryToken(t.ctx, commandLine, c.Name)
		if err != nil {
			return err
		}
		address := settings.PublicURL + "/scim/v2"
		return t.answer(map[string]string{"name": c.Name, "address": address, "token": token}, func() {
			t.say("Address: %s", address)
			t.say("Token:   %s", token)
			t.warn("The token is shown this once. Whoever holds it adds people, names their managers and lets them leave; it reads nothing private.")
		})
	})
}

type scimList struct{ place }

// Run lists directories.
func (c scimList) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		list, err := w.Directories(t.ctx, commandLine)
		if err != nil {
			return err
		}
		type row struct {
			Name string `json:"name"`
			lived
		}
		rows := make([]row, 0, len(list))
		for _, d := range list {
			rows = append(rows, row{Name: d.Name, lived: livedOf(d.MadeAt, d.UsedAt)})
		}
		return t.answer(rows, func() {
			if len(rows) == 0 {
				t.say("No directory is let in. To let one in: cairn scim token NAME")
			}
			for _, r := range rows {
				t.say("%s\tmade %s\t%s", r.Name, r.Made, r.used())
			}
		})
	})
}

// lived is when a token was made and last used.
type lived struct {
	Made string `json:"made"`
	Used string `json:"used,omitempty"`
}

func livedOf(made, used clock.Instant) lived {
	l := lived{Made: moment(made.Time())}
	if used.IsSet() {
		l.Used = moment(used.Time())
	}
	return l
}

func (l lived) used() string {
	if l.Used == "" {
		return "never used"
	}
	return "last used " + l.Used
}

type scimEnd struct {
	place
	Name string `arg:"" help:"Name of the directory."`
}

// Run shuts a directory out.
func (c scimEnd) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		if err := w.EndDirectory(t.ctx, commandLine, c.Name); err != nil {
			return err
		}
		return t.did(done{Done: "scim-end"}, "%s is shut out. Whom it provisioned stay as they are.", c.Name)
	})
}
