package workflow

import (
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/org"
	"cairn/internal/store"
)

func TestTheFirstOperatorIsMadeOnce(t *testing.T) {
	w := newAccountWorld(t)
	if have, err := w.FirstOperator(w.ctx); have || err != nil {
		t.Fatalf("an operator before: %v, %v", have, err)
	}
	first, done, err := w.Initialise(w.ctx, " Olga  Oman ", "olga@example.org")
	w.must(err)
	if done || first.Name != "Olga Oman" || first.Token == "" {
		t.Fatalf("made %+v, %v", first, done)
	}
	again, done, err := w.Initialise(w.ctx, "Somebody Else", "else@example.org")
	w.must(err)
	if done || again.Person != first.Person {
		t.Errorf("another operator was made: %+v", again)
	}
	w.spent(first.Token)
	in, err := w.AcceptInvitation(w.ctx, again.Token, newPassword, "Firefox")
	w.must(err)
	if !w.actor(in).Holds(org.Operator) {
		t.Error("the first operator does not hold the office")
	}
	if last, done, err := w.Initialise(w.ctx, "", ""); err != nil || !done || last.Token != "" {
		t.Errorf("once set up: %+v, %v, %v", last, done, err)
	}
	if n := w.wrote(audit.Initialised, first.Person); n != 1 {
		t.Errorf("%d lines in the journal", n)
	}
}

// TestAMistypedOperatorIsMended by saying it right, while they are alone and have no
// password; afterwards names and addresses are changed as everybody's are.
func TestAMistypedOperatorIsMended(t *testing.T) {
	for name, c := range map[string]struct {
		alone, entered       bool
		name, email          string
		wantName, wantEmail  string
		changes, wrongFields int
	}{
		"the address":           {alone: true, email: "olga@example.org", wantName: "Olag", wantEmail: "olga@example.org", changes: 1},
		"the name":              {alone: true, name: " Olga  Oman", wantName: "Olga Oman", wantEmail: "olga@exmaple.org", changes: 1},
		"both":                  {alone: true, name: "Olga", email: " olga@example.org ", wantName: "Olga", wantEmail: "olga@example.org", changes: 1},
		"the same again":        {alone: true, name: "Olag", email: "olga@exmaple.org", wantName: "Olag", wantEmail: "olga@exmaple.org"},
		"nothing is named":      {alone: true, wantName: "Olag", wantEmail: "olga@exmaple.org"},
		"no address":            {alone: true, email: "olga", wantName: "Olag", wantEmail: "olga@exmaple.org", wrongFields: 1},
		"whose who left":        {alone: true, email: "ada@example.org", wantName: "Olag", wantEmail: "olga@exmaple.org", wrongFields: 1},
		"others are here":       {name: "Olga", email: "olga@example.org", wantName: "Olag", wantEmail: "olga@exmaple.org"},
		"there is a password":   {alone: true, entered: true, name: "Olga", email: "olga@example.org", wantName: "Olag", wantEmail: "olga@exmaple.org"},
		"the address of others": {email: "ada@example.org", wantName: "Olag", wantEmail: "olga@exmaple.org"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newAccountWorld(t)
			if c.alone {
				w.leave(w.ada)
				w.leave(w.bob)
			}
			first, _, err := w.Initialise(w.ctx, "Olag", "olga@exmaple.org")
			w.must(err)
			if c.entered {
				_, err := w.AcceptInvitation(w.ctx, first.Token, newPassword, "Firefox")
				w.must(err)
			}
			again, done, err := w.Initialise(w.ctx, c.name, c.email)
			if _, fields := fault.Safe(err); len(fields) != c.wrongFields || err != nil && c.wrongFields == 0 || done != c.entered {
				t.Errorf("said %v, done %v", err, done)
			}
			var p store.Account
			w.must(w.view(w.ctx, func(r *store.Reader) (err error) { p, err = r.AccountOf(first.Person); return err }))
			if p.Name != c.wantName || p.Email != c.wantEmail || err == nil && (again.Email != c.wantEmail || again.Person != first.Person) {
				t.Errorf("kept %s <%s>, told %+v", p.Name, p.Email, again)
			}
			if n := w.wrote(audit.PersonChanged, first.Person); n != c.changes {
				t.Errorf("%d lines in the journal", n)
			}
		})
	}
}

func TestTheFirstOperatorMayBeSomebodyKnown(t *testing.T) {
	w := newAccountWorld(t)
	in, done, err := w.Initialise(w.ctx, "", "BOB@example.org")
	if err != nil || done || in.Person != w.bob {
		t.Errorf("made %+v, %v, %v", in, done, err)
	}
}

func TestAnOperatorHasANameAndAnAddress(t *testing.T) {
	w := newAccountWorld(t)
	for name, c := range map[string]struct{ name, email, field string }{
		"no name":   {"  ", "olga@example.org", "name"},
		"long name": {strings.Repeat("o", 201), "olga@example.org", "name"},
		"odd name":  {"Ol\x00ga", "olga@example.org", "name"},
		"no at":     {"Olga", "olga.example.org", "email"},
		"two ats":   {"Olga", "olga@example@org", "email"},
		"only at":   {"Olga", "@", "email"},
		"with name": {"Olga", "Olga <olga@example.org>", "email"},
		"no text":   {"Olga", "olga@\xffexample.org", "email"},
	} {
		_, _, err := w.Initialise(w.ctx, c.name, c.email)
		if _, fields := fault.Safe(err); len(fields) != 1 || fields[0].Name != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	if have, _ := w.FirstOperator(w.ctx); have {
		t.Error("one was made all the same")
	}
}
