package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/priority"
	"cairn/internal/store"
)

// CalendarDate is a time, or a day, that somebody set aside. A calendar is read by
// others, so it is only that: not what for, nor with whom.
type CalendarDate struct {
	Mark     string // the same for the same date, and leads to nothing
	At       clock.Instant
	Day      clock.Date // instead of an instant
	Last     clock.Date // of several days; not set of one
	Revision int64
}

// MakeFeed gives the actor's calendar a new address and returns its secret, which is
// shown this once. The address before answers no more.
func (w *Workflow) MakeFeed(ctx context.Context, actor access.Actor, once Once) (string, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	secret, hash := credential.NewToken(credential.CalendarToken)
	made, err := w.act(ctx, actor, once, struct{ MakeFeed bool }{true}, func(tx *store.Tx) (string, error) {
		if err := tx.SetFeed(actor.Person, hash); err != nil {
			return "", err
		}
		return hash[:16], record(tx, actor, audit.Entry{Act: audit.CalendarOpened, Hat: "self", Subject: actor.Person})
	})
	if err == nil && made != hash[:16] {
		err = fault.New(fault.Conflict, "The address was made a moment ago, and is shown only once. If you do not have it, make another.")
	}
	if err != nil {
		return "", err
	}
	return secret, nil
}

// DropFeed ends the address of the actor's calendar.
func (w *Workflow) DropFeed(ctx context.Context, actor access.Actor, once Once) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ DropFeed bool }{true}, func(tx *store.Tx) (string, error) {
		if err := tx.SetFeed(actor.Person, ""); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.CalendarClosed, Hat: "self", Subject: actor.Person})
	})
	return err
}

// FeedSince tells since when the actor's calendar has an address.
func (w *Workflow) FeedSince(ctx context.Context, actor access.Actor) (since clock.Instant, err error) {
	if err := own(actor); err != nil {
		return 0, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		since, err = r.FeedOf(actor.Person)
		return err
	})
	return since, err
}

// Calendar returns the dates of whoever the secret belongs to, as far as they may
// know of them at this moment, and the language that they chose. Of somebody who has
// left there is none.
func (w *Workflow) Calendar(ctx context.Context, secret string) (dates []CalendarDate, own lang.Language, err error) {
	if !credential.IsToken(credential.CalendarToken, secret) {
		return nil, "", fault.NotFound()
	}
	err = w.view(ctx, func(r *store.Reader) error {
		person, ok, err := r.PersonOfFeed(credential.HashToken(secret))
		if err != nil || !ok {
			return orElse(err, fault.NotFound())
		}
		a, err := r.AccountOf(person)
		if err != nil {
			return err
		}
		if !a.Here(r.Now()) {
			return fault.NotFound()
		}
		own = a.Language
		dates, err = w.datesOf(r, person)
		return err
	})
	return dates, own, err
}

// datesOf are what a person has set aside, for themselves and with those whom they
// manage now: planned talks and days of talks, days to look at what they grow in, the last day of
// what matters in a period, the days on which somebody stands in, and the last one on which pay is
// proposed. Of those for whose manager somebody stands in it has nothing: the address is
// like a token, and a token never stands in.
func (w *Workflow) datesOf(r *store.Reader, person id.Person) ([]CalendarDate, error) {
	evaluations, err := r.EvaluationsOf(person)
	if err != nil {
		return nil, err
	}
	managed, err := r.EvaluationsBy(person)
	if err != nil {
		return nil, err
	}
	reports, err := r.ReportsOf(person)
	if err != nil {
		return nil, err
	}
	for _, e := range managed {
		if slices.Contains(reports, e.Subject) {
			evaluations = append(evaluations, e)
		}
	}
	dates := plannedTalks(evaluations)
	for _, who := range append([]id.Person{person}, reports...) {
		days, err := w.daysOf(r, who)
		if err != nil {
			return nil, err
		}
		dates = append(dates, days...)
	}
	talks, err := w.talksAhead(r, person, reports, w.today(r).AddDays(-daysBack))
	for _, t := range talks {
		dates = append(dates, w.dayMarked(string(t.Promotion), t.On))
	}
	if err != nil {
		return nil, err
	}
	away, err := w.daysAway(r, person, reports)
	if err != nil {
		return nil, err
	}
	reviews, err := w.lastDaysOfReviews(r, person, reports)
	return append(append(dates, away...), reviews...), err
}

// daysAway are the days on which the person stands in for a manager, and those on
// which somebody stands in for the person.
func (w *Workflow) daysAway(r *store.Reader, person id.Person, reports []id.Person) (dates []CalendarDate, err error) {
	list, err := r.DisclosuresTo(person)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d disclosure.Disclosure) bool {
		return d.Purpose != disclosure.StandingIn || d.Until.IsSet() || r.Now() >= d.Expires
	})
	mine, err := standInsTowards(r, reports)
	list = append(list, slices.DeleteFunc(mine, func(d disclosure.Disclosure) bool { return d.AskedBy != person })...)
	seen := map[string]bool{}
	for _, d := range list {
		c := w.dayMarked(string(person)+"/"+string(d.AskedBy)+"/"+string(d.Reader), clock.DateOf(d.Since, w.zone))
		c.Last = clock.DateOf(d.Expires-1, w.zone)
		if !seen[c.Mark] {
			seen[c.Mark] = true
			dates = append(dates, c)
		}
	}
	return dates, err
}

// lastDaysOfReviews are the last days on which a manager proposes pay, of reviews that
// have begun and are open.
func (w *Workflow) lastDaysOfReviews(r *store.Reader, person id.Person, reports []id.Person) (dates []CalendarDate, err error) {
	policy, err := payPolicy(r)
	if err != nil || len(reports) == 0 || !policy.Salaries {
		return nil, err
	}
	list, err := r.PayReviews()
	today := w.today(r)
	for _, v := range list {
		if v.Open() && v.Begun(today) && v.To >= today.AddDays(-daysBack) {
			dates = append(dates, w.dayMarked(string(person)+"/"+string(v.ID), v.To))
		}
	}
	return dates, err
}

// dayMarked is a day whose mark leads nowhere.
func (w *Workflow) dayMarked(what string, day clock.Date) CalendarDate {
	return CalendarDate{Mark: w.db.Mark("calendar", []byte(what+"/"+string(day)))[:26], Day: day}
}

// daysBack is how long a day that has passed stays in a calendar.
const daysBack = 60

// daysOf are the days that the pair of the subject means to look at something.
func (w *Workflow) daysOf(r *store.Reader, subject id.Person) (dates []CalendarDate, err error) {
	from := clock.DateOf(r.Now(), w.zone).AddDays(-daysBack)
	add := func(what string, day clock.Date) {
		if day >= from {
			dates = append(dates, w.dayMarked(what, day))
		}
	}
	focuses, err := r.FocusesOf(subject)
	if err != nil {
		return nil, err
	}
	for _, f := range focuses {
		if f.State == growth.GoingOn {
			for _, day := range f.Content.Reviews {
				add(string(f.ID), day)
			}
		}
	}
	list, err := r.PrioritiesOf(subject)
	seen := map[clock.Date]bool{}
	for _, p := range list {
		if last := p.Content.Period.Until; p.State == priority.GoingOn && !seen[last] {
			seen[last] = true
			add(string(subject), last)
		}
	}
	return dates, err
}

func plannedTalks(list []*evaluation.Evaluation) (dates []CalendarDate) {
	for _, e := range list {
		if e.Planned.At.IsSet() {
			dates = append(dates, CalendarDate{Mark: string(e.Planned.Mark), At: e.Planned.At, Revision: e.Planned.Revision})
		}
	}
	return dates
}
