package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/priority"
)

func aPriority(subject id.Person, now clock.Instant) *priority.Priority {
	c := priority.Content{Text: "Größer – é", Period: priority.Period{Name: "Autumn", From: "2026-09-01", Until: "2026-12-20"}}
	return &priority.Priority{ID: id.New[id.Priority](), Subject: subject, From: "before", MadeAt: now, WaitsFor: priority.Manager, Version: 1,
		State: priority.GoingOn, SuggestedBy: subject, Content: c, Wish: &c, Outcome: "words"}
}

func TestAPriorityIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		p := aPriority(people[0].ID, s.now)
		entry := priority.Entry{ID: id.New[id.Entry](), Subject: p.Subject, Priority: p.ID, Author: p.Subject, At: s.now, What: priority.WasChanged, State: priority.GoingOn, Words: "why – é", Before: p.Wish}
		s.update(func(tx *Tx) error {
			if err := tx.AddPriority(p); err != nil {
				return err
			}
			return tx.AddPriorityEntry(entry)
		})
		s.view(func(r *Reader) error {
			got, err := r.Priority(p.ID)
			equal(s, "priority", got, p)
			s.must(err)
			entries, err := r.PriorityEntriesOf(p.Subject)
			equal(s, "history", entries, []priority.Entry{entry})
			return err
		})
		stale := *p
		p.Wish, p.WaitsFor = nil, ""
		s.update(func(tx *Tx) error { return tx.SavePriority(p) })
		p.Version++
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SavePriority(&stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		s.view(func(r *Reader) error {
			list, err := r.PrioritiesOf(p.Subject)
			equal(s, "list", list, []*priority.Priority{p})
			s.must(err)
			other, err := r.PrioritiesOf(people[1].ID)
			same(s, "of somebody else", len(other), 0)
			return err
		})
	})
}

func TestAPriorityShareBeginsAndEndsOnce(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		share := priority.Share{ID: id.New[id.PriorityShare](), Subject: people[0].ID, Manager: people[1].ID, Squad: "squad", AskedBy: priority.Manager, AskedAt: s.now}
		s.update(func(tx *Tx) error { return tx.AddPriorityShare(share) })
		s.view(func(r *Reader) error {
			got, err := r.PriorityShare(share.ID)
			equal(s, "share", got, share)
			s.must(err)
			waiting, err := r.PrioritiesWaiting(share.Subject)
			equal(s, "waiting", waiting, []id.Person{share.Subject})
			return err
		})
		s.update(func(tx *Tx) error { return tx.BeginPriorityShare(share.ID) })
		s.update(func(tx *Tx) error { return tx.EndPriorityShare(share.ID) })
		for what, act := range map[string]func(*Tx) error{
			"begins": func(tx *Tx) error { return tx.BeginPriorityShare(share.ID) },
			"ends":   func(tx *Tx) error { return tx.EndPriorityShare(share.ID) },
		} {
			if err := s.db.Update(s.Context(), s.now, act); !fault.Is(err, fault.Absent) {
				s.Errorf("what has ended %s: %v", what, err)
			}
		}
	})
}
