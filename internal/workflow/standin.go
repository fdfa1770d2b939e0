package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/store"
)

// standInPage is what those who stand in are told of.
const standInPage = "standing/in"

func init() {
	things["standing"] = thing{"/standing-", "", func(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
		return lang.Say(r.Context(), "Standing in for a manager"), own(actor)
	}}
}

// asRunning adds to the bond that the actor stands in for the subject's manager at this
// instant. It is asked for only where whoever stands in may do something, and a token
// never does.
func asRunning(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person) (access.Bond, error) {
	if b.Pair() || b.Rests || !b.Known || actor.Via != access.ViaSession || growth.LooksAfter(actor.Offices) {
		return b, nil
	}
	list, err := r.DisclosuresTo(actor.Person)
	if err != nil {
		return b, err
	}
	manager, _, err := r.ManagerOf(subject)
	b.Acting = err == nil && manager != "" && slices.ContainsFunc(list, func(d disclosure.Disclosure) bool {
		return d.Purpose == disclosure.StandingIn && d.Subject == subject && d.AskedBy == manager && d.InForce(r.Now())
	})
	return b, err
}

func runningBond(r *store.Reader, actor access.Actor, subject id.Person) (access.Bond, error) {
	b, err := bond(r, actor, subject)
	if err != nil {
		return b, err
	}
	return asRunning(r, actor, b, subject)
}

// standInsFor are those who stand in, or are to stand in, for the subject's manager, as
// long as nobody has ended it: also in the hour between its time and the sweep.
func standInsFor(r *store.Reader, subject id.Person) (list []disclosure.Disclosure, err error) {
	list, err = r.DisclosuresAbout(subject)
	return slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return d.Purpose != disclosure.StandingIn || d.Until.IsSet() }), err
}

// tellManager tells the subject's manager, and whoever stands in at this moment.
func tellManager(tx *store.Tx, subject id.Person, kind notice.Kind, object string) error {
	manager, _, err := tx.ManagerOf(subject)
	if err != nil {
		return err
	}
	list := []notice.Notice{{Person: manager, Kind: kind, Object: object}}
	lets, err := standInsFor(tx.Reader, subject)
	for _, d := range lets {
		if d.InForce(tx.Now()) {
			list = append(list, notice.Notice{Person: d.Reader, Kind: kind, Object: object})
		}
	}
	return orElse(err, tellAll(tx, list))
}

// StandInName is what a manager says when they will be away.
type StandInName struct {
	Who         id.Person
	From, Until clock.Date // both days are in it; From empty is today
}

func (w *Workflow) awayOf(n StandInName, now clock.Instant) disclosure.Away {
	day := func(d clock.Date, days int) clock.Instant {
		if !d.IsSet() {
			return 0
		}
		t := d.Time()
		return clock.At(time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, w.zone))
	}
	return disclosure.Away{From: max(day(n.From, 0), now), Until: day(n.Until, 1)}
}

// NameStandIn gives another leader, from the one day to the other, what goes on between
// the actor and each of their reports and asks for no Step: priorities and growth plans.
// Each of them is told at once.
func (w *Workflow) NameStandIn(ctx context.Context, actor access.Actor, once Once, n StandInName) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, n, func(tx *store.Tx) (string, error) {
		away := w.awayOf(n, tx.Now())
		if err := disclosure.CheckAway(away, tx.Now()); err != nil {
			return "", err
		}
		reports, err := tx.ReportsOf(actor.Person)
		if err != nil || len(reports) == 0 {
			return "", orElse(err, fault.NotFound())
		}
		chart, err := chartBeside(tx.Reader, actor.Person)
		if err != nil {
			return "", err
		}
		may, err := mayStandIn(tx.Reader, chart, actor.Person)
		if err != nil {
			return "", err
		}
		if !slices.Contains(may, n.Who) {
			return "", fault.InvalidFields([]fault.Field{{Name: "who", Message: lang.Later("Choose somebody from the list: a leader beside you or above.")}})
		}
		return "", w.standIn(tx, actor, chart, reports, n.Who, away)
	})
	return err
}

// standIn opens it for each report, and moves cases away from whoever stands in now.
func (w *Workflow) standIn(tx *store.Tx, actor access.Actor, chart *org.Chart, reports []id.Person, who id.Person, away disclosure.Away) error {
	var told []notice.Notice
	for _, subject := range reports {
		rests, err := tx.Restricted(subject)
		if err != nil {
			return err
		}
		if rests || !disclosure.MayStandInFor(chart, who, subject) {
			continue
		}
		before, err := standInsFor(tx.Reader, subject)
		if err != nil {
			return err
		}
		if len(before) > 0 {
			return fault.New(fault.Conflict, lang.Later("Somebody stands in for you already, or is to. End that first; here is how it stands."))
		}
		if err := tx.AddDisclosure(disclosure.StandIn(subject, actor.Person, who, away, tx.Now())); err != nil {
			return err
		}
		if err := record(tx, actor, standInEntry(audit.StandInNamed, "manager", subject)); err != nil {
			return err
		}
		told = append(told, notice.Notice{Person: subject, Kind: notice.StandInChanged, Object: "own-data/readers"})
	}
	if len(told) == 0 {
		return fault.New(fault.Conflict, lang.Later("There is nobody towards whom this person could stand in for you."))
	}
	if err := tellAll(tx, append(told, notice.Notice{Person: who, Kind: notice.StandInAsked, Object: standInPage})); err != nil {
		return err
	}
	return movePromotions(tx, actor, nil)
}

func standInEntry(act audit.Act, hat string, subject id.Person) audit.Entry {
	return audit.Entry{Act: act, Hat: hat, Item: "aud_me", Subject: subject, Object: "person/" + string(subject)}
}

// chartBeside is the part of the organisation that tells who may stand in for the
// manager, and towards whom: the line above, and those beside with whom they manage.
func chartBeside(r *store.Reader, manager id.Person) (*org.Chart, error) {
	who, err := r.ReportsOf(manager)
	if err != nil {
		return nil, err
	}
	above, managed, err := r.ManagerOf(manager)
	if err != nil {
		return nil, err
	}
	if managed {
		beside, err := r.ReportsOf(above)
		if err != nil {
			return nil, err
		}
		below, err := r.ReportsOfAll(beside)
		if err != nil {
			return nil, err
		}
		who = append(append(who, beside...), below...)
	}
	return r.ChartAround(append(who, manager)...)
}

// mayStandIn are those who may stand in for the manager; nobody who looks after
// everybody's data does.
func mayStandIn(r *store.Reader, chart *org.Chart, manager id.Person) ([]id.Person, error) {
	var after []id.Person
	for _, o := range []org.Office{org.PeoplePartner, org.CompensationPartner, org.Operator} {
		held, err := r.HoldersOf(o)
		if err != nil {
			return nil, err
		}
		after = append(after, held...)
	}
	return disclosure.StandIns(chart, manager, func(p id.Person) bool { return slices.Contains(after, p) }), nil
}

// EndStandIn ends what the actor gave, from this moment on.
func (w *Workflow) EndStandIn(ctx context.Context, actor access.Actor, once Once) error {
	return w.endStandIns(ctx, actor, once, struct{ Recall string }{"all"}, disclosure.ByAsker, "manager", fault.New(fault.Conflict, lang.Later("Nobody stands in at the moment. Here is how it stands.")), func(d disclosure.Disclosure) bool { return d.AskedBy == actor.Person })
}

// LayDownStandIn ends that the actor stands in for the manager.
func (w *Workflow) LayDownStandIn(ctx context.Context, actor access.Actor, once Once, manager id.Person) error {
	return w.endStandIns(ctx, actor, once, struct{ LayDown id.Person }{manager}, disclosure.LaidDown, access.StandsIn, fault.NotFound(), func(d disclosure.Disclosure) bool {
		return d.Reader == actor.Person && d.AskedBy == manager
	})
}

func (w *Workflow) endStandIns(ctx context.Context, actor access.Actor, once Once, asked any, why disclosure.Ending, hat string, none error, which func(disclosure.Disclosure) bool) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		list, err := openStandIns(tx.Reader)
		if err != nil {
			return "", err
		}
		list = slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return !which(d) })
		if len(list) == 0 {
			return "", none
		}
		return "", overStandIns(tx, actor, list, hat, why)
	})
	return err
}

func openStandIns(r *store.Reader) ([]disclosure.Disclosure, error) {
	list, err := r.OpenDisclosures()
	return slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return d.Purpose != disclosure.StandingIn }), err
}

// overStandIns ends them, tells those concerned but the one who acts, and lets cases lie
// with whom they lie now.
func overStandIns(tx *store.Tx, actor access.Actor, list []disclosure.Disclosure, hat string, why disclosure.Ending) error {
	if err := endDisclosures(tx, actor, list, hat, why); err != nil {
		return err
	}
	var told []notice.Notice
	for _, d := range list {
		told = append(told, notice.Notice{Person: d.Subject, Kind: notice.StandInChanged, Object: "own-data/readers"})
		for _, who := range []id.Person{d.AskedBy, d.Reader} {
			if who != actor.Person {
				told = append(told, notice.Notice{Person: who, Kind: notice.StandInAsked, Object: standInPage})
			}
		}
	}
	if err := tellAll(tx, told); err != nil {
		return err
	}
	return movePromotions(tx, actor, nil)
}

// endStandInsWithoutCause ends those whose manager is the manager no more, or whose
// reader could not be named any more. It runs with every change of lines and of offices,
// in its transaction.
func endStandInsWithoutCause(tx *store.Tx, actor access.Actor) error {
	list, err := openStandIns(tx.Reader)
	if err != nil || len(list) == 0 {
		return err
	}
	chart, err := tx.Chart(tx.Now())
	if err != nil {
		return err
	}
	var over []disclosure.Disclosure
	for _, d := range list {
		manager, _, err := tx.ManagerOf(d.Subject)
		if err != nil {
			return err
		}
		may, err := mayStandIn(tx.Reader, chart, d.AskedBy)
		if err != nil {
			return err
		}
		if manager != d.AskedBy || !slices.Contains(may, d.Reader) || !disclosure.MayStandInFor(chart, d.Reader, d.Subject) {
			over = append(over, d)
		}
	}
	if len(over) == 0 {
		return nil
	}
	return overStandIns(tx, actor, over, "", disclosure.OfficeMoved)
}

// EndStandInsOver ends those whose last day has passed. Nobody reads by one from the
// moment it is over; this tells them, and lets cases lie with whom they lie again.
func (w *Workflow) EndStandInsOver(ctx context.Context) (int, error) {
	over := 0
	err := w.update(ctx, func(tx *store.Tx) error {
		list, err := openStandIns(tx.Reader)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return tx.Now() < d.Expires })
		if over = len(list); over == 0 {
			return nil
		}
		return overStandIns(tx, access.System(access.ViaItself), list, "", disclosure.TimeUp)
	})
	return over, err
}
