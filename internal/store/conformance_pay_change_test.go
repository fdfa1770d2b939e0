package store

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
	"cairn/internal/promotion"
)

func TestAChangeOfPayIsKeptUnderTheKeyOfSalaries(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Kim")
		noor, mats, kim := people[0].ID, people[1].ID, people[2].ID
		c := promotion.Ask(noor, mats, framework.Ref{ID: "steps", Version: "1"}, "quality", "near", s.now)
		change := pay.Begin(c.ID, noor, s.now)
		s.update(func(tx *Tx) error {
			if err := tx.AddPromotion(c); err != nil {
				return err
			}
			return tx.AddPayChange(change)
		})
		lists := func(due, waiting int) {
			s.Helper()
			s.view(func(r *Reader) error {
				own, err := r.PayChangesDue([]id.Person{mats, noor})
				s.must(err)
				same(s, "due", len(own), due)
				partners, err := r.PayChangesWithPartners()
				same(s, "with partners", len(partners), waiting)
				return err
			})
		}
		lists(1, 0)
		stale := *change
		s.must(change.Propose(pay.Offer{Full: money.Of(4711_99, "SEK"), Period: pay.Monthly, Share: 8000, Reason: "secret – é"}, "", mats, s.now))
		s.update(func(tx *Tx) error { return tx.SavePayChange(change) })
		change.Version++
		lists(0, 1)
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SavePayChange(&stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		s.must(change.Approve(access.Bond{Known: true, Pay: true}, kim, s.now))
		s.update(func(tx *Tx) error { return tx.SavePayChange(change) })
		change.Version++
		lists(0, 0)
		s.view(func(r *Reader) error {
			got, ok, err := r.PayChange(c.ID)
			s.must(err)
			equal(s, "change", got, change)
			same(s, "there", ok, true)
			_, ok, err = r.PayChange("none")
			same(s, "of nothing", ok, false)
			s.must(err)
			s.unreadable(r, `SELECT sealed FROM pay_changes`, "secret", "471199")
			return nil
		})
		s.update(func(tx *Tx) error {
			return tx.exec(`DELETE FROM pay_keys WHERE part = 'salaries' AND person = $1`, noor)
		})
		if err := s.db.View(s.Context(), s.now, func(r *Reader) error { _, _, err := r.PayChange(c.ID); return err }); err == nil {
			s.Error("without its key it opens")
		}
	})
}
