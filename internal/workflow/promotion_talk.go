package workflow

import (
	"cmp"
	"context"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// PlanPromotionTalk sets aside the day of the talk that is to come, by either of the
// two of now. With no day there is none. The other is told that there is something
// new, and nobody else is.
func (w *Workflow) PlanPromotionTalk(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, on clock.Date) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref    id.Promotion
		Seen   int64
		TalkOn clock.Date
	}{ref, once.Seen, on}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		c, b, err := pairCase(tx.Reader, actor, ref)
		if err := orElse(err, once.fitsCase(c)); err != nil {
			return "", err
		}
		if err := c.PlanTalk(on, w.today(tx.Reader)); err != nil {
			return "", err
		}
		judge, err := judgeOf(tx.Reader, c) // to whom it is open stays as it is
		if err != nil {
			return "", err
		}
		if err := tx.SavePromotion(c, judge); err != nil {
			return "", err
		}
		return "", orElse(tellOfTalk(tx, b, c), record(tx, actor, caseEntry(c, b.Hat(), audit.PromotionTalkSet, "case")))
	})
	return err
}

// pairCase loads the case for the person or the manager of now, who after its end
// may be another than the one who recommended.
func pairCase(r *store.Reader, actor access.Actor, ref id.Promotion) (*promotion.Case, access.Bond, error) {
	c, err := r.Promotion(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := bond(r, actor, c.Subject)
	if err == nil && (!b.Pair() || c.VisibleTo(b, false, false, r.Now()) != promotion.Whole) {
		err = fault.NotFound()
	}
	if err != nil {
		return nil, b, err
	}
	return c, b, nil
}

func tellOfTalk(tx *store.Tx, b access.Bond, c *promotion.Case) error {
	other := c.Subject
	if b.Self {
		manager, ok, err := tx.ManagerOf(c.Subject)
		if err != nil || !ok {
			return err
		}
		other = manager
	}
	return tell(tx, other, notice.PromotionTurn, aboutCase(c.ID))
}

// TalkAhead is a day on which the pair means to talk.
type TalkAhead struct {
	Promotion id.Promotion
	Subject   PersonRef
	On        clock.Date
}

// talksAhead are the talks to come of the person and of those whom they manage now.
func (w *Workflow) talksAhead(r *store.Reader, viewer id.Person, reports []id.Person, from clock.Date) (list []TalkAhead, err error) {
	cases, err := r.PromotionsAbout(append([]id.Person{viewer}, reports...))
	for _, c := range cases {
		b := access.Bond{Known: true, Self: c.Subject == viewer, Manager: c.Subject != viewer}
		if c.HasTalk() && c.TalkOn.IsSet() && c.TalkOn >= from && c.VisibleTo(b, false, false, r.Now()) == promotion.Whole {
			list = append(list, TalkAhead{Promotion: c.ID, Subject: PersonRef{ID: c.Subject}, On: c.TalkOn})
		}
	}
	arrange.Stably(list, func(a, b TalkAhead) int { return cmp.Compare(a.On, b.On) })
	return list, err
}
