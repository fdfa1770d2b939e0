package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"cairn/internal/audit"
	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

type restoreCommand struct {
	place
	copies
	File    string   `arg:"" help:"The backup."`
	Key     string   `required:"" help:"File of the backup key." placeholder:"FILE"`
	Erased  []string `help:"Addresses of people who were erased after the backup, where no second journal tells." placeholder:"EMAIL,..."`
	Journal []string `help:"File of a second journal, or a folder of them, which tell what happened after the backup; audit-copy when that is a file. Of several Cairns name the files of all." placeholder:"FILE"`
}

// Help tells what it leaves closed.
func (restoreCommand) Help() string {
	return "Puts a backup back into an empty place; the master key must be in its place first. Sessions, tokens, invitations, calendar addresses, shares and openings are ended. Who left, was erased, lost an office or changed a password after the backup is dealt with again as far as a second journal tells. Nobody signs in and nothing is sent before: cairn reopen"
}

// Run puts a backup back.
func (c restoreCommand) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	key, err := readKey(c.Key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(settings.Data, 0o700); err != nil { // missing where the master key is kept elsewhere
		return fmt.Errorf("the data directory cannot be made: %w", err)
	}
	lock, err := server.TakeLock(settings.Data)
	if err != nil {
		return err
	}
	defer lock.Release()
	journal := c.Journal
	if len(journal) == 0 && settings.CopiesToFile() {
		journal = []string{settings.AuditCopy}
	}
	bar := t.progress("Putting back")
	p, err := server.Restore(t.ctx, server.Options{Config: settings, Log: t.log(settings), Version: version}, c.File, key, server.Since{Journal: journal, Erased: c.Erased}, bar.show64)
	bar.end()
	if err != nil {
		return err
	}
	err = t.answer(p, func() { t.checklist(p) })
	if len(p.Found.Discrepancies) > 0 {
		err = errors.Join(err, errSaid)
	}
	return err
}

// checklist says what was done and what whoever runs Cairn does before it is opened.
func (t *terminal) checklist(p server.PutBack) {
	t.say("The backup of %s is put back: %d rows, up to link %d of the journal.", moment(time.UnixMicro(p.Header.MadeAt).UTC()), p.Header.Total(), p.Header.Position)
	for _, d := range p.Found.Discrepancies {
		t.say("%s: %s %s", d.Where, d.Name, d.What)
	}
	if len(p.Found.Discrepancies) == 0 {
		t.say("The journal and all private rows are as Cairn left them.")
	}
	t.say("All sessions, tokens, also those of directories, invitations, calendar addresses, shares and openings to others are ended. Nobody can sign in, and nothing is sent.")
	if p.Journal == "" {
		t.say("\nThere is no second journal, so nothing is known of what happened after the backup: who left, was erased, or lost an office or a password since.")
	} else {
		t.say("\nThe second journal has %d lines from after the backup. Done again from it:", p.Lines)
		t.sayList("left", p.Done.Left)
		t.sayList("offices ended", p.Done.Office)
		t.sayList("password, passkeys and code app taken away, since they changed", p.Done.Proofs)
		t.say("  people erased: %d", p.Done.Erased)
		for _, act := range sortedActs(p.Done.Not) {
			t.say("  not done again, as the journal holds no values: %s, %d times", act, p.Done.Not[act])
		}
	}
	t.say("\nBefore you open it:")
	for i, line := range []string{
		"Import today's people file: cairn people import FILE.csv. It sets managers, leads and units; who is not in it is left alone.",
		"Record who has left since: cairn people leave EMAIL. If somebody was erased since and it is not said above, begin again with --erased EMAIL.",
		"Look at the offices, and end those that were ended since: cairn people office end EMAIL OFFICE",
		"Let those whose password was changed or may be known to others begin anew: cairn people invite EMAIL",
		"Where a directory provisions people, give it a new token: cairn scim token NAME",
		"Where a program of yours asked with a token of its own, give it a new one: cairn token make NAME",
		"Addresses that were told of events rest. Look which may still be told, and say so: cairn hook list, and cairn hook resume NAME",
		"Look at everything once more: cairn verify, and cairn doctor",
		"Open it: cairn reopen. Then tell people from when the backup is, and that they share anew what they shared.",
	} {
		t.say("  %d. %s", i+1, line)
	}
}

func (t *terminal) sayList(what string, names []string) {
	if len(names) == 0 {
		names = []string{"nobody"}
	}
	t.say("  %s: %s", what, strings.Join(names, ", "))
}

func sortedActs(acts map[audit.Act]int) (list []audit.Act) {
	for act := range acts {
		list = append(list, act)
	}
	slices.Sort(list)
	return list
}

type reopenCommand struct{ place }

// Run lets people in again after a backup was put back.
func (c reopenCommand) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		opened, err := w.Reopen(t.ctx)
		if err != nil {
			return err
		}
		if !opened {
			return t.did(done{Done: "reopen"}, "Cairn is open already; nothing was changed.")
		}
		return t.did(done{Done: "reopen"}, "Cairn is open again: people can sign in, and mail is sent.")
	})
}

type verifyCommand struct {
	place
	copies
	seconds
}

// Help tells what it looks at.
func (verifyCommand) Help() string {
	return "Asks the database whether its file is whole, goes over the journal and every private row as cairn audit verify does, and opens every key with the master key. It changes nothing and may run beside a serving Cairn."
}

// verifiedAll is the answer of verify, for programs.
type verifiedAll struct {
	OK bool `json:"ok"`
	store.Verification
	secondAnswer
	File []string `json:"database_file"`
	Keys int      `json:"keys_opened"`
	Shut []string `json:"keys_that_do_not_open"`
}

// Run looks at everything.
func (c verifyCommand) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	db, err := t.asItIs(settings, false)
	if err != nil {
		return err
	}
	defer db.Close()
	v, second, err := verify(t, settings, c.seconds, db)
	if err != nil {
		return unreadable(db, err)
	}
	all := verifiedAll{Verification: v, secondAnswer: secondOf(second), File: []string{}, Shut: []string{}}
	if err := all.rest(t, db); err != nil {
		return unreadable(db, err)
	}
	all.OK = len(v.Discrepancies)+len(all.File)+len(all.Shut) == 0
	err = t.answer(all, func() {
		for _, line := range all.File {
			t.say("database file: %s", line)
		}
		for _, line := range all.Shut {
			t.say("key: %s", line)
		}
		t.showVerified(v, second, settings)
		t.say("Opened %d keys with the master key.", all.Keys)
		if n := len(all.File) + len(all.Shut); n > 0 {
			t.say("%s not as it should be: stop Cairn, keep the file, and put a backup back.", things(n))
		}
	})
	if !all.OK {
		err = errors.Join(err, errSaid)
	}
	return err
}

// unreadable says how to go on with a file that is damaged where it had to be read.
func unreadable(db *store.DB, err error) error {
	if kind, cause := db.Trouble(); kind == store.Damaged {
		return fmt.Errorf("the database file is damaged, and not all of it can be looked at: %w\nStop Cairn, keep the file, and put a backup back: cairn restore FILE --key KEY", cause)
	}
	return err
}

func (v *verifiedAll) rest(t *terminal, db *store.DB) error {
	wrong, err := db.Integrity(t.ctx)
	if err != nil {
		return err
	}
	v.File = append(v.File, wrong...)
	opened, shut, err := db.OpenKeys(t.ctx)
	v.Keys, v.Shut = opened, append(v.Shut, shut...)
	return err
}
