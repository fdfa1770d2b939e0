package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

type initCommand struct {
	place
	reached
	Name  string `help:"Name of the first operator." placeholder:"NAME"`
	Email string `help:"E-mail address of the first operator." placeholder:"EMAIL"`
	Force bool   `help:"Use a folder that holds other files too. None of them is touched."`
}

// Run sets Cairn up. It writes nothing twice, so it can be repeated after it was
// interrupted.
func (c *initCommand) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	if err := c.mayUse(settings); err != nil {
		return err
	}
	if isSetUp(settings) != nil { // ask before anything is made
		if err := c.askOperator(t); err != nil {
			return err
		}
	}
	if err := server.Prepare(settings); err != nil {
		return err
	}
	lock, err := server.TakeLock(settings.Data)
	if err != nil {
		return err
	}
	defer lock.Release()
	s, err := server.Open(t.ctx, server.Options{Config: settings, Log: t.log(settings), Version: version})
	if err != nil {
		return err
	}
	return errors.Join(c.welcome(t, s.Workflow, settings), s.Close())
}

// mayUse refuses a folder in which somebody keeps something else.
func (c *initCommand) mayUse(settings config.Config) error {
	found, err := os.ReadDir(settings.Data)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the data directory cannot be read: %w", err)
	}
	var strange []string
	for _, f := range found {
		if !ours(f.Name()) {
			strange = append(strange, f.Name())
		}
	}
	if len(strange) == 0 || c.Force {
		return nil
	}
	shown := slices.Clip(strange[:min(len(strange), 5)])
	if len(strange) > len(shown) {
		shown = append(shown, fmt.Sprintf("%d more", len(strange)-len(shown)))
	}
	return fmt.Errorf("the folder %s holds something else: %s; name an empty folder with --data, or use this one all the same with --force, which touches none of it",
		settings.Data, strings.Join(shown, ", "))
}

// ours tells whether a file is one that Cairn keeps in its data directory.
func ours(name string) bool {
	return strings.HasPrefix(name, "cairn.db.") || slices.Contains([]string{"cairn.db", "cairn.db-wal", "cairn.db-shm", "master.key", "master.key.next", "master.key.old", server.LockFile}, name)
}

// welcome makes the first operator and says what to do next.
func (c *initCommand) welcome(t *terminal, w *workflow.Workflow, settings config.Config) error {
	have, err := w.FirstOperator(t.ctx)
	if err == nil && !have {
		err = c.askOperator(t)
	}
	if err != nil {
		return err
	}
	in, done, err := w.Initialise(t.ctx, c.Name, c.Email)
	if err != nil {
		return err
	}
	if c.Email != "" && !strings.EqualFold(c.Email, in.Email) {
		t.warn("The first operator is %s <%s> already; --name and --email were not used.", in.Name, in.Email)
	}
	if t.asJSON {
		return t.json(setUp(in, done, settings))
	}
	if done {
		t.say("This Cairn is set up already; nothing was changed. The operator %s <%s> signs in with a password.", in.Name, in.Email)
		return nil
	}
	t.say("Cairn is set up in %s.", settings.Data)
	if settings.MasterKeyInFile() {
		t.say("The master key is %s. Keep a copy somewhere else: without it the private data cannot be read, not even from a backup.", settings.MasterKey)
	}
	t.say("\nNext:\n  1. Start it:   cairn serve%s\n  2. %s <%s> sets a password (once, until %s; if name or address is wrong, repeat init with the right one):\n     %s", c.flag(t), in.Name, in.Email,
		moment(in.ExpiresAt.Time()), links{settings.PublicURL}.invitation(in.Token))
	t.say("  3. Bring the people in:   cairn people import FILE.csv%s", c.flag(t))
	return nil
}

// setUpAnswer is the answer for programs.
type setUpAnswer struct {
	Data      string      `json:"data"`
	MasterKey string      `json:"master_key,omitempty"` // its file, where it is one
	Before    bool        `json:"set_up_before"`        // nothing was changed
	Operator  *invitation `json:"operator"`             // without a link when it was set up before
}

func setUp(in workflow.Invited, before bool, settings config.Config) setUpAnswer {
	a := setUpAnswer{Data: settings.Data, Before: before, Operator: &links{settings.PublicURL}.invitations([]workflow.Invited{in})[0]}
	if settings.MasterKeyInFile() {
		a.MasterKey = settings.MasterKey
	}
	if before {
		a.Operator.Link = ""
	}
	return a
}

// askOperator asks who is the first operator, unless flags say so.
func (c *initCommand) askOperator(t *terminal) (err error) {
	if c.Name, err = t.ask(c.Name, "Name of the first operator", "--name"); err != nil {
		return err
	}
	c.Email, err = t.ask(c.Email, "E-mail address of the first operator", "--email")
	return err
}

// flag repeats where the data is, for commands to copy.
func (c *initCommand) flag(t *terminal) string {
	if data := t.flags["data"]; data != "" {
		return fmt.Sprintf(" --data %s", data)
	}
	return ""
}
