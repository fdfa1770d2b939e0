package main

import (
	"errors"
	"fmt"
	"strings"

	"cairn/internal/config"
	"cairn/internal/seal"
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
	v, torn, err := verify(t, settings)
	if err != nil {
		return err
	}
	err = t.answer(answerOf(v, torn), func() { t.showVerified(v, torn, settings) })
	if len(v.Discrepancies) > 0 {
		err = errors.Join(err, errSaid)
	}
	return err
}

// verify opens the database as it is: it is not brought up to date.
func verify(t *terminal, c config.Config) (v store.Verification, torn int, err error) {
	if err := isSetUp(c); err != nil {
		return v, 0, err
	}
	key, master := checkKey(c)
	if master == nil {
		return v, 0, errors.New(key.what + "\n" + key.mend)
	}
	links, torn, err := copyOf(c)
	if err != nil {
		return v, torn, err
	}
	v, err = verifyWith(t, c, master, links)
	return v, torn, err
}

func verifyWith(t *terminal, c config.Config, master *seal.Master, links map[int64]string) (v store.Verification, err error) {
	db, err := store.Open(t.ctx, c.Database, master)
	if err != nil {
		return v, err
	}
	defer db.Close()
	if schema := checkSchema(t.ctx, db); schema.verdict != fine {
		return v, errors.New(schema.what + "\n" + schema.mend)
	}
	bar := t.progress("Checking")
	defer bar.end()
	return db.Verify(t.ctx, links, bar.show64)
}

// copyOf reads the second place, where it is a file.
func copyOf(c config.Config) (map[int64]string, int, error) {
	if c.AuditCopy == "" || strings.Contains(c.AuditCopy, "://") {
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
	case strings.Contains(c.AuditCopy, "://"):
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
