package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
)

func TestAReviewIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Ben")
		noor, ben := people[0].ID, people[2].ID
		v := &pay.Review{ID: id.New[id.PayReview](), Name: "secret – é", Back: "2025-05-01", From: "2026-05-01", To: "2026-05-31", Holds: "2026-07-01", Guide: "secret", Unit: 100,
			Budgets: []pay.Budget{{Tribe: "", Amount: money.Of(471199, "KWD")}, {Tribe: "rivers", Amount: money.Of(1, "JPY")}}, OpenedBy: people[1].ID, OpenedAt: s.now, Version: 1}
		s.update(func(tx *Tx) error { return tx.AddPayReview(v) })
		propose := func(who id.Person) *pay.Proposal {
			return &pay.Proposal{Review: v.ID, Person: who, State: pay.ProposalWritten, How: pay.ByPercent, Percent: 250, Full: money.Of(4712_99, "SEK"), Tribe: "rivers", Reason: "secret", Beyond: "secret", By: people[1].ID,
				Base: pay.Salary{ID: "base", Person: who, From: "2026-01-01", Full: money.Of(4700_00, "SEK"), Period: pay.Monthly, Share: 8000, Reason: "why"}}
		}
		one, other := propose(noor), propose(ben)
		s.update(func(tx *Tx) error {
			if err := tx.SavePayProposal(one); err != nil {
				return err
			}
			return tx.SavePayProposal(other)
		})
		one.Version, other.Version = 1, 1
		s.view(func(r *Reader) error {
			got, err := r.PayReview(v.ID)
			s.must(err)
			equal(s, "review", got, v)
			list, err := r.PayReviews()
			s.must(err)
			equal(s, "reviews", list, []*pay.Review{v})
			p, there, err := r.PayProposal(v.ID, noor)
			s.must(err)
			equal(s, "proposal", p, one)
			same(s, "there", there, true)
			_, there, err = r.PayProposal(v.ID, people[1].ID)
			same(s, "of nobody", there, false)
			s.must(err)
			in, err := r.PayProposalsIn(v.ID)
			s.must(err)
			same(s, "in it", len(in), 2)
			of, err := r.PayProposalsOf([]id.Person{ben, people[1].ID})
			s.must(err)
			equal(s, "of Ben", of, []*pay.Proposal{other})
			s.unreadable(r, `SELECT sealed FROM pay_reviews`, "secret", "471199")
			s.unreadable(r, `SELECT sealed FROM pay_proposals`, "secret", "471299")
			return nil
		})
		stale := *one
		s.must(one.Send())
		s.update(func(tx *Tx) error { return tx.SavePayProposal(one) })
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SavePayProposal(&stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SavePayProposal(propose(noor)) }); !IsDuplicate(err) {
			s.Errorf("two for one person: %v", err)
		}
		s.view(func(r *Reader) error {
			sent, err := r.PayProposalsSent()
			s.must(err)
			equal(s, "sent", sent, []PayLies{{v.ID, noor, pay.WithPartner}})
			lies, err := r.PayProposalsLie([]id.Person{ben})
			s.must(err)
			equal(s, "of Ben", lies, []PayLies{{v.ID, ben, pay.WithManager}})
			none, err := r.WithSalary([]id.Person{noor, ben})
			same(s, "with a salary", len(none), 0)
			return err
		})
		v.ClosedBy, v.ClosedAt = people[1].ID, clock.Instant(7)
		s.update(func(tx *Tx) error { return tx.SavePayReview(v) })
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SavePayReview(v) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale review: %v", err)
		}
		s.view(func(r *Reader) error {
			p, _, err := r.PayProposal(v.ID, ben)
			same(s, "closed with its review", p.Closed, true)
			return err
		})
		// Each key is its own: without that of reviews, the salaries' words still open.
		s.update(func(tx *Tx) error { return tx.exec(`DELETE FROM pay_keys WHERE part = 'reviews'`) })
		s.view(func(r *Reader) error { _, err := r.PayProposalsIn(v.ID); return err })
		if err := s.db.View(s.Context(), s.now, func(r *Reader) error { _, err := r.PayReviews(); return err }); err == nil {
			s.Error("without its key a review opens")
		}
	})
}
