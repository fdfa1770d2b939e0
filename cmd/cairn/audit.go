package main

import (
	"errors"
	"fmt"

	"cairn/internal/config"
	"cairn/internal/store"
	"cairn/internal/witness"
)

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Go over the whole journal and every private row, and name what was changed past Cairn."`
}

type auditVerify struct {
	place
	copies
}

// Help tells what the exit codes mean here.
func (auditVerify) Help() string {
	return "It changes nothing and may run beside a serving Cairn. It ends with 0 when everything is as Cairn left it, and with 1 when something is not, or when it could not look."
}

// Run looks at everything and tells what is not as it should be.
func (c auditVerify) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	db, err := t.asItIs(settings, false)
	if err != nil {
		return err
	}
	defer db.Close()
	v, torn, err := verify(t, settings, db)
	if err != nil {
		return unreadable(db, err)
	}
	err = t.answer(answerOf(v, torn), func() { t.showVerified(v, torn, settings) })
	if len(v.Discrepancies) > 0 {
		err = errors.Join(err, errSaid)
	}
	return err
}

// asItIs opens the database without bringing it up to date. Of another schema than
// this program's it is refused; older ones are let pass where older says so.
func (t *terminal) asItIs(c config.Config, older bool) (*store.DB, error) {
	if err := isSetUp(c); err != nil {
		return nil, err
	}
	key, master := checkKey(c)
	if master == nil {
		return nil, errors.New(key.what + "\n" + key.mend)
	}
	db, err := store.Open(t.ctx, c.Database, master)
	if err != nil {
		return nil, err
	}
	schema := checkSchema(t.ctx, db)
	if schema.verdict == bad || schema.verdict != fine && !older {
		return nil, errors.Join(errors.New(schema.what+"\n"+schema.mend), db.Close())
	}
	return db, nil
}

// verify goes over the database, and holds it against the second journal.
func verify(t *terminal, c config.Config, db *store.DB) (v store.Verification, torn int, err error) {
	links, torn, err := copyOf(c)
	if err != nil {
		return v, torn, err
	}
	bar := t.progress("Checking")
	defer bar.end()
	v, err = db.Verify(t.ctx, links, bar.show64)
	return v, torn, err
}

// copyOf reads the second place, where it is a file.
func copyOf(c config.Config) (map[int64]string, int, error) {
	if !c.CopiesToFile() {
		return nil, 0, nil
	}
	return witness.Read(c.AuditCopy)
}

// verified is the answer for programs.
type verified struct {
	OK bool `json:"ok"`
	store.Verification
	Torn int `json:"torn_lines_in_second_journal"`
}

func answerOf(v store.Verification, torn int) verified {
	return verified{len(v.Discrepancies) == 0, v, torn}
}

func (t *terminal) showVerified(v store.Verification, torn int, c config.Config) {
	for _, d := range v.Discrepancies {
		t.say("%s: %s %s", d.Where, d.Name, d.What)
	}
	if torn > 0 {
		t.say("second journal: %d of its lines cannot be read", torn)
	}
	t.say("Looked at %d lines of the journal in %d links, and at %d private rows.", v.Lines, v.Links, v.Rows)
	switch {
	case c.AuditCopy == "":
		t.say("There is no second journal to compare with; see audit-copy.")
	case !c.CopiesToFile():
		t.say("The second journal is a system log; compare the end of the chain with it by hand.")
	default:
		t.say("Compared %d links with the second journal.", v.Compared)
	}
	t.say("The end of the chain is link %d, %s.", v.Links-1, v.End)
	if len(v.Discrepancies) == 0 {
		t.say("Everything is as Cairn left it.")
		return
	}
	t.say("%s not as Cairn left it. Keep this database as it is, and see \"When the journal was changed\" in docs/operate.md.", things(len(v.Discrepancies)))
}

func things(n int) string {
	if n == 1 {
		return "One thing is"
	}
	return fmt.Sprintf("%d things are", n)
}
