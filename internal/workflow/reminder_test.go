package workflow_test

import (
	"testing"
	"time"

	"cairn/internal/clock"
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
		told := func(name string) (last clock.Instant) {
			t.Helper()
			inbox, err := w.Inbox(w.Context(), w.Actor(name))
			s.must(err)
			for _, l := range inbox.New {
				last = max(last, l.At)
			}
			return last
		}
		remind := func() (at clock.Instant) {
			w.Clock.Advance(time.Hour)
			s.must(w.RemindAsked(w.Context()))
			at = w.Now()
			w.Clock.Advance(time.Hour)
			s.must(w.RemindAsked(w.Context())) // nothing more
			return at
		}
		ola, mats := told("ola"), told("mats")
		if remind(); told("ola") != ola {
			t.Error("reminded a week before")
		}
		w.Clock.Advance(7 * 24 * time.Hour) // the 19th
		near := remind()
		if told("ola") != near || told("mats") != mats {
			t.Error("near the day it is ola who is told, once")
		}
		w.Clock.Advance(3 * 24 * time.Hour)
		if passed := remind(); told("mats") != passed || told("ola") != near {
			t.Error("after the day it is mats who is told, once")
		}
		list, err := w.Promotions(w.Context(), w.Actor("ola"))
		s.must(err)
		s.must(w.ReplyTo(w.Context(), w.Actor("ola"), once, list.Questions[0].ID, workflow.Reply{Answer: promotion.Answer{Text: "Late."}}))
	})
}
