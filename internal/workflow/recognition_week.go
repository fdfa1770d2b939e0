package workflow

import (
	"context"
	"time"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/store"
)

const (
	// keepRemoved is how long the author reads what somebody else took off the wall.
	keepRemoved = 30 * 24 * time.Hour
	forgetBatch = 100
)

// weekBatch is how many people are told of a week at once.
const weekBatch = 500

// TellWeek tells everybody once a week that there is something new on the wall, when
// there is. Each wants it, or not, like any other news.
func (w *Workflow) TellWeek(ctx context.Context) error {
	for done := false; !done; {
		var err error
		if done, err = w.tellWeekOnce(ctx); err != nil {
			return err
		}
	}
	return nil
}

// weekOf is the week that is told of on a day: the one that ended on the last Sunday.
func weekOf(today clock.Date) clock.Date {
	days := (int(today.Time().Weekday()) + 6) % 7 // since Monday
	return today.AddDays(-days - 7)
}

func (w *Workflow) tellWeekOnce(ctx context.Context) (done bool, err error) {
	week := clock.Date("")
	err = w.view(ctx, func(r *store.Reader) error {
		week = weekOf(clock.DateOf(r.Now(), w.zone))
		_, done, err = r.WeekTold(week)
		return err
	})
	if err != nil || done {
		return done, err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		last, ended, err := tx.WeekTold(week)
		if done = ended; err != nil || ended {
			return err
		}
		some, _, err := tx.Wall(store.WallFilter{Since: startOf(week, w.zone), Limit: 1})
		if err != nil {
			return err
		}
		who := []id.Person{}
		if len(some) > 0 {
			if who, err = tx.PeopleHere(last, weekBatch); err != nil {
				return err
			}
		}
		var list []notice.Notice
		for _, p := range who {
			last, list = p, append(list, notice.Notice{Person: p, Kind: notice.RecognitionWeek, Object: "recognition-week/latest"})
		}
		if err := tellAll(tx, list); err != nil {
			return err
		}
		done = len(who) < weekBatch
		return tx.KeepWeek(week, last, done)
	})
	return done, err
}

func startOf(day clock.Date, zone *time.Location) clock.Instant {
	t := day.Time()
	return clock.At(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone))
}

// forgetRemoved takes the words out of posts that somebody else took off the wall a
// while ago.
func forgetRemoved(tx *store.Tx) error {
	old, err := tx.RemovedPosts(tx.Now().Add(-keepRemoved), forgetBatch)
	for _, p := range old {
		if err != nil {
			return err
		}
		p.Empty()
		err = tx.SavePost(p)
	}
	if fault.Is(err, fault.Conflict) { // the author was quicker
		err = nil
	}
	if err == nil {
		err = tx.ForgetEvents(tx.Now().Add(-event.Old), tx.Now().Add(-event.Kept))
	}
	return err
}
