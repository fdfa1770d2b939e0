package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"cairn/internal/config"
	"cairn/internal/seal"
	"cairn/internal/workflow"
)

type keysCommand struct {
	Status  keysStatus  `cmd:"" help:"Show which master key wraps the keys of people, and how old those are."`
	Prepare keysPrepare `cmd:"" help:"Make the master key that is to take over, and change nothing else."`
	Rotate  keysRotate  `cmd:"" help:"Let another master key take over, or give people other keys, beside a serving Cairn."`
}

type keysStatus struct{ place }

// Run tells which keys are in use, by their short public names.
func (c keysStatus) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, settings config.Config) error {
		s, err := w.KeyStatus(t.ctx)
		if err != nil {
			return err
		}
		if t.asJSON {
			return t.json(struct {
				workflow.KeyStatus
				Done bool `json:"done"`
			}{s, s.Done()})
		}
		t.say("What is new is wrapped by the master key %s.", s.Current)
		var names []string
		for name := range s.People {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			t.say("%s wraps the keys of %d.", name, s.People[name])
		}
		if !s.Done() {
			t.say("A change of the master key has begun and is not done. Go on with: cairn keys rotate")
		}
		t.sayAges(s)
		return nil
	})
}

// sayAges tells how old people's own keys are.
func (t *terminal) sayAges(s workflow.KeyStatus) {
	if s.OldestKey != "" {
		t.say("The oldest key of a person was made on %s.", s.OldestKey)
	}
	if s.Renewed != "" {
		t.say("Everybody's were made anew on %s.", s.Renewed)
	}
	if s.Renewing {
		t.say("Making everybody's keys anew has begun and is not done. Go on with: cairn keys rotate --people")
	}
	if s.FormerOf > 0 {
		t.say("Of %d owners something is still sealed with an earlier key: %d such keys are kept.", s.FormerOf, s.Former)
	}
}

type keysPrepare struct{ place }

// Run makes the next key where there is none.
func (c keysPrepare) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	if err := isSetUp(settings); err != nil {
		return err
	}
	next, made, err := nextKey(settings)
	if err != nil {
		return err
	}
	return t.answer(struct {
		Next string `json:"next"`
		File string `json:"file"`
		Made bool   `json:"made"`
	}{next.ID(), settings.MasterKeyNext, made}, func() {
		if made {
			t.say("The master key %s that is to take over is %s. Keep a copy somewhere else.", next.ID(), settings.MasterKeyNext)
		} else {
			t.say("The master key %s that is to take over is there already: %s.", next.ID(), settings.MasterKeyNext)
		}
		t.say("Every Cairn on this database needs it in that place before: cairn keys rotate")
	})
}

// nextKey loads the key that takes over, and makes it where there is none.
func nextKey(c config.Config) (next *seal.Master, made bool, err error) {
	next, err = seal.LoadMaster(c.MasterKeyNext)
	if !errors.Is(err, os.ErrNotExist) {
		return next, false, err
	}
	if next, err = seal.NewMaster(); err == nil {
		err = next.Save(c.MasterKeyNext)
	}
	return next, true, err
}

type keysRotate struct {
	place
	People bool   `help:"Give everybody another key, seal what is kept anew with it, and destroy the earlier ones. The master key stays."`
	Person string `placeholder:"EMAIL" help:"The same for one person."`
}

// Help tells how it goes.
func (keysRotate) Help() string {
	return "Makes a new master key in master-key-next, unless there is one, and wraps the keys of everybody by it. Interrupted, it goes on where it stopped. A serving Cairn finds the new key by itself; both are read until the end. With --people or --person it is people's own keys that change, and the master key stays."
}

// Run lets the next key take over, and puts it in the place of the old one.
func (c keysRotate) Run(t *terminal) error {
	switch {
	case c.People && c.Person != "":
		return usage{"give either --people or --person"}
	case c.People || c.Person != "":
		return c.renew(t)
	}
	return c.with(t, func(w *workflow.Workflow, settings config.Config) error {
		next, made, err := nextKey(settings)
		if err != nil {
			return err
		}
		if made && !t.asJSON {
			t.say("The new master key %s is %s. Keep a copy somewhere else.", next.ID(), settings.MasterKeyNext)
		}
		bar := t.progress("Wrapping keys")
		err = w.RotateKeys(t.ctx, next.ID(), bar.show)
		bar.end()
		if err != nil {
			return fmt.Errorf("the change of the master key is not done; both keys are still needed, and it goes on with the same command: %w", err)
		}
		return t.takeOver(settings, next)
	})
}

// renew makes people's own keys anew.
func (c keysRotate) renew(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		again, whose := "cairn keys rotate --people", "Everybody has another key"
		act := w.RenewKeys
		if c.Person != "" {
			person, err := personNamed(t, w, c.Person)
			if err != nil {
				return err
			}
			again, whose = "cairn keys rotate --person "+c.Person, c.Person+" has another key"
			act = func(ctx context.Context, show func(done, total int)) error { return w.RenewKeysOf(ctx, person, show) }
		}
		bar := t.progress("Sealing anew")
		err := act(t.ctx, bar.show)
		bar.end()
		if err != nil {
			return fmt.Errorf("it is not done; everything is read as before, and it goes on with: %s\n%w", again, err)
		}
		t.say("%s, and all that the earlier one sealed is sealed with it. The earlier one is destroyed. Backups made until now hold it still.", whose)
		return nil
	})
}

// takeOver puts the next key in the place of the old one, which stays beside it.
func (t *terminal) takeOver(c config.Config, next *seal.Master) error {
	a := rotated{Current: next.ID(), File: c.MasterKeyNext}
	if !c.MasterKeyInFile() {
		return t.answer(a, func() {
			t.say("The master key %s wraps the keys of everybody.", next.ID())
			t.say("Put the key of %s to where yours comes from, start Cairn anew, and delete the file. Until then both are needed.", c.MasterKeyNext)
		})
	}
	old := c.MasterKey + ".old"
	if err := os.Remove(old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Link(c.MasterKey, old); err != nil {
		return fmt.Errorf("all is wrapped by the new key, but the old one cannot be put aside; put %s in the place of %s yourself: %w", c.MasterKeyNext, c.MasterKey, err)
	}
	if err := os.Rename(c.MasterKeyNext, c.MasterKey); err != nil {
		return fmt.Errorf("all is wrapped by the new key, but it cannot be put in its place; put %s in the place of %s yourself: %w", c.MasterKeyNext, c.MasterKey, err)
	}
	a.File, a.Old = c.MasterKey, old
	return t.answer(a, func() {
		t.say("The master key %s wraps the keys of everybody.", next.ID())
		t.say("It is %s now; the one before is %s, which opens backups made until now. Keep it with them, away from here.", c.MasterKey, old)
	})
}

// rotated is the answer to a change of the master key, for programs.
type rotated struct {
	Current string `json:"current"`
	File    string `json:"file"`
	Old     string `json:"old,omitempty"` // opens backups made until now; empty where the key is no file
}
