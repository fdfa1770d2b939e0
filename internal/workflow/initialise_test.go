package workflow

import (
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/org"
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
