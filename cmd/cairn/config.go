package main

import (
	"strings"

	"cairn/internal/config"
)

type configCommand struct {
	Check configCheck `cmd:"" help:"Read all settings and tell every mistake, without doing anything."`
	Show  configShow  `cmd:"" help:"Show what every setting is and where it comes from; secrets are not shown."`
}

// every are the flags of all settings, so that a whole command line can be checked.
type every struct {
	place
	reached
	sessions
	mails
	copies
	hooked
	backups
}

type configCheck struct{ every }

// Run tells every mistake, by the error that reading the settings gives.
func (configCheck) Run(t *terminal) error {
	if _, err := t.config(); err != nil {
		return err
	}
	return t.did(done{Done: "config check"}, "All settings can be used.")
}

type configShow struct{ every }

// Run shows the settings.
func (configShow) Run(t *terminal) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	shown := c.Shown()
	return t.answer(shown, func() {
		widest := 0
		for _, s := range shown {
			widest = max(widest, len(s.Name))
		}
		for _, s := range shown {
			t.say("%s%s  %s", s.Name, strings.Repeat(" ", widest-len(s.Name)), valueAndOrigin(s))
		}
	})
}

func valueAndOrigin(s config.Shown) string {
	value := s.Value
	if value == "" {
		value = "-"
	}
	if s.Origin == "default" {
		return value
	}
	return value + "   (" + s.Origin + ")"
}
