package workflow

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/store"
)

func TestOnlyReadingsByOthersAreTold(t *testing.T) {
	for name, c := range map[string]struct {
		entry audit.Entry
		want  bool
	}{
		"the manager reads the Step":       {audit.Entry{Act: audit.Read, Actor: "m", Subject: "s", Item: "step"}, true},
		"something new is read":            {audit.Entry{Act: audit.Read, Actor: "p", Subject: "s", Item: "to-come"}, true},
		"the person reads":                 {audit.Entry{Act: audit.Read, Actor: "s", Subject: "s", Item: "step"}, false},
		"Cairn itself reads":               {audit.Entry{Act: audit.Read, Subject: "s", Item: "step"}, false},
		"the manager writes":               {audit.Entry{Act: audit.EvaluationSaved, Actor: "m", Subject: "s", Item: "mgr_draft"}, false},
		"the manager opens their draft":    {audit.Entry{Act: audit.Read, Actor: "m", Subject: "s", Item: "mgr_draft"}, false},
		"the manager reads their notes":    {audit.Entry{Act: audit.Read, Actor: "m", Subject: "s", Item: "notes_mgr"}, false},
		"a trial placement is looked at":   {audit.Entry{Act: audit.Read, Actor: "m", Subject: "s", Item: "slotting"}, false},
		"a partner makes an invitation":    {audit.Entry{Act: audit.PersonInvited, Actor: "p", Subject: "s"}, false},
		"a partner reads the start date":   {audit.Entry{Act: audit.Read, Actor: "p", Subject: "s", Item: "hr_attr"}, true},
		"another manager is named for one": {audit.Entry{Act: audit.ManagerChanged, Actor: "p", Subject: "s"}, false},
	} {
		if got := isTold(c.entry); got != c.want {
			t.Errorf("%s: told %t, want %t", name, got, c.want)
		}
	}
}

func TestOnlyTheCurrentManagerIsNamed(t *testing.T) {
	now := &PersonRef{ID: "m", Name: "Mats"}
	for name, c := range map[string]struct {
		entry   audit.Entry
		manager *PersonRef
		hat     string
		named   bool
	}{
		"the manager":             {audit.Entry{Actor: "m", Hat: "manager"}, now, "manager", true},
		"the manager before":      {audit.Entry{Actor: "x", Hat: "manager"}, now, "former manager", false},
		"nobody manages now":      {audit.Entry{Actor: "m", Hat: "manager"}, nil, "former manager", false},
		"a partner":               {audit.Entry{Actor: "p", Hat: "people partner"}, now, "people partner", false},
		"the manager, as partner": {audit.Entry{Actor: "m", Hat: "people partner"}, now, "people partner", false},
	} {
		got := readLine(c.entry, c.manager)
		if got.Hat != c.hat || (got.Manager != nil) != c.named {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestReadingsAreFoundBehindManyActs(t *testing.T) {
	w := newAccountWorld(t)
	read := func(n int) {
		w.must(w.update(w.ctx, func(tx *store.Tx) error {
			for range n {
				if err := tx.Record(audit.Entry{Actor: w.bob, Hat: "people partner", Act: audit.Read, Item: "hr_attr", Subject: w.ada}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	read(3)
	w.must(w.update(w.ctx, func(tx *store.Tx) error {
		return tx.RecordAll(make1000(w.ada))
	}))
	read(readsOnPage - 1)
	first, err := w.ReadsAbout(w.ctx, access.Actor{Person: w.ada, Via: access.ViaSession}, ReadMark{}, 0)
	w.must(err)
	second, err := w.ReadsAbout(w.ctx, access.Actor{Person: w.ada, Via: access.ViaSession}, first.Next, 0)
	w.must(err)
	if len(first.Lines) != readsOnPage || first.Next == (ReadMark{}) || len(second.Lines) != 2 || second.Next != (ReadMark{}) {
		t.Errorf("%d and %d lines, next %v and %v", len(first.Lines), len(second.Lines), first.Next, second.Next)
	}
	seen := map[id.Entry]bool{}
	for _, l := range append(first.Lines, second.Lines...) {
		seen[l.ID] = true
	}
	if len(seen) != readsOnPage+2 {
		t.Errorf("%d different lines", len(seen))
	}
}

func make1000(subject id.Person) []audit.Entry {
	entries := make([]audit.Entry, 1_000)
	for i := range entries {
		entries[i] = audit.Entry{Actor: subject, Hat: "self", Act: audit.SignedIn, Subject: subject}
	}
	return entries
}

func TestReadingsAreNotForTokens(t *testing.T) {
	w := newAccountWorld(t)
	token := access.Actor{Person: w.ada, Via: access.ViaSession}
	token.Via = access.ViaToken
	if _, err := w.ReadsAbout(w.ctx, token, ReadMark{At: clock.Instant(1)}, 0); !fault.Is(err, fault.Withheld) {
		t.Errorf("a token is answered %v", err)
	}
}
