package workflow

import (
	"context"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// RemindAsked reminds those whose words were asked for until a day that is near,
// once, and tells whoever asked when that day has passed. It can run any number of
// times: what was told is kept with the question.
func (w *Workflow) RemindAsked(ctx context.Context) error {
	var subjects []id.Person
	if err := w.view(ctx, func(r *store.Reader) (err error) {
		subjects, err = r.PeopleInPromotion()
		return err
	}); err != nil {
		return err
	}
	for _, subject := range subjects {
		if err := w.update(ctx, func(tx *store.Tx) error { return w.remindAbout(tx, subject) }); err != nil {
			return err
		}
	}
	return nil
}

// remindAbout looks at the questions of one case, in a transaction of its own.
func (w *Workflow) remindAbout(tx *store.Tx, subject id.Person) error {
	c, open, err := tx.OpenPromotionOf(subject)
	if err != nil || !open {
		return err
	}
	list, err := tx.Consultations(c.ID)
	if err != nil {
		return err
	}
	today := clock.DateOf(tx.Now(), w.zone)
	for _, h := range list {
		due := h.Remind(today)
		if due == promotion.NothingDue {
			continue
		}
		if err := tx.SaveConsultation(h.Subject, h.Consultation); err != nil {
			return err
		}
		if due == promotion.ReminderDue {
			err = tell(tx, h.Who, notice.ConsultationAsked, aboutConsultation(h.ID))
		} else {
			err = tell(tx, h.By, notice.PromotionTurn, aboutCase(c.ID))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
