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
	seconds
}

// seconds are the files of several Cairns' second journals.
type seconds struct {
	File []string `help:"File of a second journal, or a folder of them, besides audit-copy. Name those of all Cairns: then a link that is in none of them is told." placeholder:"FILE"`
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
	v, second, err := verify(t, settings, c.seconds, db)
	if err != nil {
		return unreadable(db, err)
	}
	err = t.answer(answerOf(v, second), func() { t.showVerified(v, second, settings) })
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
func verify(t *terminal, c config.Config, files seconds, db *store.DB) (v store.Verification, second *witness.Links, err error) {
	bar := t.progress("Checking")
	defer bar.end()
	if second, err = files.read(c); err == nil {
		v, err = db.Verify(t.ctx, second, bar.show64)
	}
	return v, second, err
}

// read reads the second place where it is a file, and the files that are named; of none
// there are no links.
func (s seconds) read(c config.Config) (*witness.Links, error) {
	files := s.File
	if c.CopiesToFile() {
		files = append([]string{c.AuditCopy}, files...)
	}
	return witness.Read(len(s.File) > 0, files...)
}

// secondAnswer is what is told of the second journal, for programs.
type secondAnswer struct {
	Files int `json:"files_of_second_journal"`
	Torn  int `json:"torn_lines_in_second_journal"`
	Begun int `json:"links_never_kept_in_second_journal"`
}

func secondOf(l *witness.Links) secondAnswer { return secondAnswer{l.Files, l.Torn, l.Begun} }

// verified is the answer for programs.
type verified struct {
	OK bool `json:"ok"`
	store.Verification
	secondAnswer
}

func answerOf(v store.Verification, second *witness.Links) verified {
	return verified{len(v.Discrepancies) == 0, v, secondOf(second)}
}

func (t *terminal) showVerified(v store.Verification, second *witness.Links, c config.Config) {
	for _, d := range v.Discrepancies {
		t.say("%s: %s %s", d.Where, d.Name, d.What)
	}
	if second.Torn > 0 {
		t.say("second journal: %d of its lines cannot be read", second.Torn)
	}
	if second.Begun > 0 {
		t.say("second journal: %d links stand in one file as they were begun, and in another as they were kept. A Cairn that is killed leaves such.", second.Begun)
	}
	t.say("Looked at %d lines of the journal in %d links, and at %d private rows.", v.Lines, v.Links, v.Rows)
	switch {
	case second.Files > 1:
		t.say("Compared %d links with the second journal, in %d files.", v.Compared, second.Files)
	case second.Files == 1:
		t.say("Compared %d links with the second journal.", v.Compared)
	case c.AuditCopy == "":
		t.say("There is no second journal to compare with; see audit-copy.")
	default:
		t.say("The second journal is a system log; compare the end of the chain with it by hand.")
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
