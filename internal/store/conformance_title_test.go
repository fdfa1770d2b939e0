package store

import (
	"testing"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/title"
)

func TestAProposedTitleIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		want := title.Proposal{ID: id.New[id.Title](), Subject: people[0].ID, AskedAt: s.now, Version: 1, By: people[1].ID, From: title.Manager,
			Name: "Engineer – é <&>", Words: "Weil.", State: title.Open}
		s.update(func(tx *Tx) error { return tx.AddProposal(&want) })
		var first, second *title.Proposal
		s.view(func(r *Reader) (err error) {
			if first, err = r.Proposal(want.ID); err != nil {
				return err
			}
			second, err = r.Proposal(want.ID)
			return err
		})
		same(s, "the proposal", *first, want)
		s.must(first.Decline(title.Self, people[0].ID, "Not yet.", s.now+1))
		s.update(func(tx *Tx) error { return tx.SaveProposal(first) })
		s.must(second.Withdraw(title.Manager, people[1].ID, s.now+2))
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveProposal(second) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("what was changed meanwhile is written over: %v", err)
		}
		later := want
		later.ID, later.AskedAt = id.New[id.Title](), s.now+5
		s.update(func(tx *Tx) error { return tx.AddProposal(&later) })
		s.view(func(r *Reader) error {
			list, err := r.ProposalsOf(people[0].ID)
			s.must(err)
			same(s, "the newest first", [2]id.Title{list[0].ID, list[1].ID}, [2]id.Title{later.ID, want.ID})
			same(s, "the answer", list[1].Answer, "Not yet.")
			same(s, "the version", list[1].Version, int64(2))
			who, err := r.ProposalSubject(want.ID)
			same(s, "whose", who, people[0].ID)
			return err
		})
	})
}

func TestTitlesAreToldOverTime(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Noor")[0].ID
		hold := func(name string) { s.update(func(tx *Tx) error { return tx.HoldTitle(who, name) }) }
		hold("Tester")
		s.now += 10
		hold("Typing error")
		hold("Engineer") // of the same instant: nobody has read the one before
		s.now += 10
		s.view(func(r *Reader) error {
			p, err := r.Person(who)
			s.must(err)
			same(s, "the title of now", p.Title, "Engineer")
			return nil
		})
		hold("")
		s.view(func(r *Reader) error {
			p, err := r.Person(who)
			s.must(err)
			held, err := r.TitlesOf(who)
			same(s, "the title of now", p.Title, "")
			equal(s, "titles", held, []title.Held{{Person: who, Name: "Engineer", Since: s.now - 10, Until: s.now}, {Person: who, Name: "Tester", Since: s.now - 20, Until: s.now - 10}})
			return err
		})
	})
}
