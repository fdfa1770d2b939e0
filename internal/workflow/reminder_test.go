package workflow_test

import (
	"testing"
	"time"

	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestWhoIsAskedIsRemindedOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		s := begin(w, "ben", "mats", "squad-chapter", "tribe-guild")
		s.agree()
		q := workflow.Question{Who: w.Person("ola"), Label: promotion.AsPeer, Ask: "How do you work together?", Until: "2026-05-20"}
		s.must(w.Consult(w.Context(), w.Actor("mats"), once, s.ref, q))
		told := func(name string) int {
			t.Helper()
			inbox, err := w.Inbox(w.Context(), w.Actor(name))
			s.must(err)
			n := 0
			for _, l := range inbox.Lines {
				n += l.Times
			}
			return n
		}
		remind := func() { s.must(w.RemindAsked(w.Context())); s.must(w.RemindAsked(w.Context())) }
		ola, mats := told("ola"), told("mats")
		remind()
		if told("ola") != ola {
			t.Error("reminded a week before")
		}
		w.Clock.Advance(7 * 24 * time.Hour) // the 19th
		remind()
		if n := told("ola"); n != ola+1 || told("mats") != mats {
			t.Errorf("near the day: ola is told %d times", n-ola)
		}
		w.Clock.Advance(3 * 24 * time.Hour)
		remind()
		if n := told("mats"); n != mats+1 || told("ola") != ola+1 {
			t.Errorf("after the day: mats is told %d times", n-mats)
		}
		list, err := w.Promotions(w.Context(), w.Actor("ola"))
		s.must(err)
		s.must(w.ReplyTo(w.Context(), w.Actor("ola"), once, list.Questions[0].ID, workflow.Reply{Answer: promotion.Answer{Text: "Late."}}))
	})
}
