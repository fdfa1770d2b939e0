package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/seal"
	"cairn/internal/server"
	"cairn/internal/store"
)

type doctorCommand struct {
	place
	reached
	sessions
	mails
	copies
	hooked
	backups
	kept
}

// verdict is how a check ended.
type verdict string

const (
	fine verdict = "ok"
	odd  verdict = "warn"
	bad  verdict = "bad"
)

// finding is the answer to one check; mend says what to do where it is not fine.
type finding struct {
	verdict
	what string
	mend string
}

// MarshalJSON is the finding for programs.
func (f finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Verdict verdict `json:"verdict"` // ok, warn or bad
		What    string  `json:"what"`
		Mend    string  `json:"mend,omitempty"`
	}{f.verdict, f.what, f.mend})
}

func well(format string, args ...any) finding { return finding{fine, fmt.Sprintf(format, args...), ""} }

// Run checks the installation. It changes nothing.
func (c doctorCommand) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return report(t, []finding{{bad, err.Error(), ""}})
	}
	findings := []finding{well("settings can be read"), checkData(settings)}
	key, master := checkKey(settings)
	findings = append(findings, key)
	findings = append(findings, checkDatabase(t.ctx, settings, master)...)
	findings = append(findings, checkBackups(settings), checkJournalCopy(settings), checkAddress(settings), checkPublic(settings), checkMail(t.ctx, settings), checkDisk(settings))
	return report(t, findings)
}

func report(t *terminal, findings []finding) error {
	err := t.answer(findings, func() {
		for _, f := range findings {
			t.say("%-4s  %s", f.verdict, f.what)
			if f.mend != "" {
				t.say("      %s", f.mend)
			}
		}
	})
	if slices.ContainsFunc(findings, func(f finding) bool { return f.verdict == bad }) {
		err = errors.Join(err, errSaid)
	}
	return err
}

func checkData(c config.Config) finding {
	info, err := os.Stat(c.Data)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return finding{bad, "there is no data directory " + c.Data, "Name the right one with --data, or set up a new Cairn: cairn init"}
	case err != nil:
		return finding{bad, fmt.Sprintf("the data directory cannot be read: %v", err), "Run this as the account that serves Cairn."}
	case !info.IsDir():
		return finding{bad, c.Data + " is not a directory", "Name the right one with --data."}
	case info.Mode().Perm()&0o077 != 0:
		return finding{bad, fmt.Sprintf("others can look into the data directory %s: its mode is %04o", c.Data, info.Mode().Perm()), "Run: chmod 700 " + c.Data}
	}
	return well("the data directory %s is its owner's only", c.Data)
}

func checkKey(c config.Config) (finding, *seal.Master) {
	where := c.MasterKey
	switch {
	case c.MasterKeyValue != "":
		where = "in CAIRN_MASTER_KEY_VALUE"
	case c.MasterKeyCommand != "":
		where = "of the command " + strings.Fields(c.MasterKeyCommand)[0]
	}
	master, err := server.Master(c)
	if err != nil {
		return finding{bad, err.Error(), "Without the master key the private data cannot be read. Put back the copy you keep, or name it with --master-key."}, nil
	}
	return well("the master key %s (%s) can be used", where, master.ID()), master
}

// checkDatabase looks at a database that is there; it never makes one.
func checkDatabase(ctx context.Context, c config.Config, master *seal.Master) []finding {
	if err := isSetUp(c); err != nil {
		return []finding{{bad, "there is no database " + c.Database + ", or it is empty", "Put back its backup, set Cairn up with cairn init, or name the database with --database."}}
	}
	if master == nil {
		return []finding{{odd, "the database was not looked at, since there is no master key", "Mend the master key first."}}
	}
	db, err := store.Open(ctx, c.Database, master)
	if err != nil {
		return []finding{{bad, fmt.Sprintf("the database cannot be opened: %v", err), "Check that it runs and that this account may use it."}}
	}
	defer db.Close()
	schema := checkSchema(ctx, db)
	if schema.verdict != fine {
		return []finding{schema}
	}
	return append([]finding{schema}, checkContent(ctx, db, c)...)
}

func checkSchema(ctx context.Context, db *store.DB) finding {
	have, want, err := db.Schema(ctx)
	version, err2 := db.EngineVersion(ctx)
	switch err := errors.Join(err, err2); {
	case err != nil:
		return finding{bad, fmt.Sprintf("the database does not answer: %v", err), "Check that it runs and that this account may use it."}
	case have > want && db.GoesOn(ctx) == nil:
		return well("the database is %s %s with schema %d, which a newer Cairn brought; this one goes on with it", db.Engine(), version, have)
	case have > want:
		return finding{bad, fmt.Sprintf("the database has schema %d, and this program knows %d", have, want), "It was written by a newer Cairn: run that one, or restore a backup made before it."}
	case have < want:
		return finding{odd, fmt.Sprintf("the database has schema %d, and this program wants %d", have, want), "Make a backup; cairn serve brings the schema up to date when it starts."}
	}
	return well("the database is %s %s with schema %d", db.Engine(), version, have)
}

// checkContent looks at what must be in every Cairn.
func checkContent(ctx context.Context, db *store.DB, c config.Config) (findings []finding) {
	now := clock.System{}.Now()
	err := db.View(ctx, now, func(r *store.Reader) error {
		findings = []finding{checkSealed(r), checkClock(r, now), checkOperator(r), checkFramework(r), checkMails(r, now), checkHooks(r, now), checkRestore(r)}
		if db.Shared() {
			findings = append(findings, checkReplicas(ctx, db, r, now)...)
		}
		findings = append(findings, checkPeopleFile(r, c, now)...)
		return nil
	})
	if err != nil {
		findings = append(findings, finding{bad, fmt.Sprintf("the database cannot be read: %v", err), "Check that it runs and that this account may use it."})
	}
	return findings
}
