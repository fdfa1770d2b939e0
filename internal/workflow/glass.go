package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/aggregate"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/store"
)

const glassPage = "glass/glass"

func init() {
	things["glass"] = thing{"/break-", "", func(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
		return lang.Say(r.Context(), "Being let in to what is private"), own(actor)
	}}
}

// GlassLine is one asking as those concerned see it.
type GlassLine struct {
	*disclosure.Glass
	Person, By, Second PersonRef
	IsOpen, IsWaiting  bool
	Until              clock.Instant // when it ended or ends; not set while it waits
	Mine               bool          // the viewer asked
	MayAgree, MayEnd   bool
	Told               bool // the viewer manages the person
}

// GlassView is the page about being let in.
type GlassView struct {
	disclosure.GlassSwitch
	AskedByRef, AgreedByRef PersonRef
	Partner                 bool // the viewer is a people partner
	MayAgree                bool // to the switch
	Lines                   []GlassLine
	Years                   []GlassYear // the newest first
}

// GlassYear is how often the glass was broken in a year, as everybody is told.
type GlassYear struct {
	disclosure.GlassYear
	About int  // to the nearest five
	Told  bool // the number is large enough to be told
}

// shownFor is how long an opening stays on the page of people partners and managers;
// the person finds all of them under who has read what.
const shownFor = 90 * 24 * time.Hour

// Glass tells everybody whether the glass can be broken here; people partners what was
// asked, and managers what was opened about those they manage.
func (w *Workflow) Glass(ctx context.Context, actor access.Actor) (v GlassView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v, err = w.glassView(r, actor)
		return err
	})
	return v, err
}

// glassYears are the same to everybody, and do not change when somebody is erased.
func (w *Workflow) glassYears(r *store.Reader, entries []disclosure.GlassEntry) (years []GlassYear, err error) {
	for _, y := range disclosure.GlassYears(entries, r.Now(), w.zone) {
		n, err := r.GlassesOpened(y.From, y.Until)
		if err != nil {
			return nil, err
		}
		about, told := aggregate.About(n)
		years = append(years, GlassYear{y, about, told})
	}
	return years, nil
}

func (w *Workflow) glassView(r *store.Reader, actor access.Actor) (v GlassView, err error) {
	entries, err := r.GlassSwitch()
	if err != nil {
		return v, err
	}
	v.GlassSwitch, v.Partner = disclosure.SwitchOf(entries), mayPartner(actor) == nil
	v.MayAgree = v.Partner && v.Waits() && v.GlassSwitch.AskedBy != actor.Person
	if !v.On() && !v.Partner {
		v.GlassSwitch = disclosure.GlassSwitch{} // what only waits concerns people partners
	}
	people, err := r.PeopleByID([]id.Person{v.GlassSwitch.AskedBy, v.GlassSwitch.AgreedBy})
	if err != nil {
		return v, err
	}
	if v.Years, err = w.glassYears(r, entries); err != nil {
		return v, err
	}
	v.AskedByRef, v.AgreedByRef = refOf(people, v.GlassSwitch.AskedBy), refOf(people, v.GlassSwitch.AgreedBy)
	v.Lines, err = glassLines(r, actor, v.Partner)
	return v, err
}

func glassLines(r *store.Reader, actor access.Actor, partner bool) (lines []GlassLine, err error) {
	list, err := r.GlassesSince(r.Now().Add(-shownFor))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var who []id.Person
	for _, g := range list {
		who = append(who, g.Subject, g.AskedBy, g.AgreedBy)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return nil, err
	}
	managers, err := r.ManagersOf(eachOf(list, func(g *disclosure.Glass) id.Person { return g.Subject }))
	if err != nil {
		return nil, err
	}
	for _, g := range list {
		manages := managers[g.Subject].Manager == actor.Person
		told := manages && g.OpenedAt.IsSet()
		if g.Subject == actor.Person || !told && (!partner || manages) {
			continue // about oneself it stands elsewhere
		}
		l := GlassLine{Glass: g, Person: refOf(people, g.Subject), By: refOf(people, g.AskedBy), Second: refOf(people, g.AgreedBy),
			IsOpen: g.Open(r.Now()), IsWaiting: g.Waits(r.Now()), Mine: g.AskedBy == actor.Person, Told: told, Until: g.EndedAt}
		if g.OpenedAt.IsSet() && !g.EndedAt.IsSet() {
			l.Until = g.Ends()
		}
		l.MayAgree = partner && !manages && l.IsWaiting && !l.Mine
		l.MayEnd = partner && !manages && (l.IsOpen || l.IsWaiting)
		if !partner {
			l.Words = "" // what it was for is between the partners and the person
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func glassEntry(act audit.Act, g *disclosure.Glass) audit.Entry {
	return audit.Entry{Act: act, Hat: partnerHat(), Item: "aud_me", Subject: g.Subject, Object: "person/" + string(g.Subject)}
}

// SwitchGlass changes whether the glass can be broken here. Two people partners switch
// it on and everybody is told; one switches it off, which ends what is open.
func (w *Workflow) SwitchGlass(ctx context.Context, actor access.Actor, once Once, what disclosure.SwitchWhat, words string) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Switch, Words string }{string(what), words}, func(tx *store.Tx) (string, error) {
		entries, err := tx.GlassSwitch()
		if err != nil {
			return "", err
		}
		before := disclosure.SwitchOf(entries)
		e, err := before.Next(disclosure.GlassEntry{ID: id.New[id.Entry](), At: tx.Now(), By: actor.Person, What: what, Words: words})
		if err != nil {
			return "", err
		}
		if err := tx.AddGlassSwitch(e); err != nil {
			return "", err
		}
		if what == disclosure.Off {
			if err := endGlasses(tx, actor, disclosure.SwitchOff, func(*disclosure.Glass) (bool, error) { return true, nil }); err != nil {
				return "", err
			}
		}
		if what == disclosure.OnGiven || what == disclosure.Off && before.On() {
			if err := tellEverybody(tx, actor, notice.GlassSwitched, glassPage); err != nil {
				return "", err
			}
		}
		return "", record(tx, actor, audit.Entry{Act: audit.GlassSwitched, Hat: partnerHat(), Item: "aud_all", Object: glassPage})
	})
	return err
}

// mayBreak lets in people partners who proved lately who they are, where the glass can
// be broken at all.
func (w *Workflow) mayBreak(r *store.Reader, actor access.Actor) error {
	entries, err := r.GlassSwitch()
	if err != nil {
		return err
	}
	if !disclosure.SwitchOf(entries).On() {
		return fault.New(fault.Conflict, "This is off here. Two people partners can switch it on, and everybody is told.")
	}
	return w.confirmed(r, actor)
}

// AskGlass asks another people partner to let the actor read what is kept about one
// person.
func (w *Workflow) AskGlass(ctx context.Context, actor access.Actor, once Once, email string, reason disclosure.Reason, words string) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	asked := struct{ Glass, Reason, Words string }{email, string(reason), words}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if err := w.mayBreak(tx.Reader, actor); err != nil {
			return "", err
		}
		who, err := anybodyByEmail(tx.Reader, email)
		if err != nil {
			return "", err
		}
		manager, _, err := tx.ManagerOf(who)
		if err != nil {
			return "", err
		}
		g, err := disclosure.AskGlass(who, manager, actor.Person, reason, words, tx.Now())
		if err != nil {
			return "", err
		}
		if err := tx.AddGlass(g); err != nil {
			return "", err
		}
		if err := tellHolders(tx, org.PeoplePartner, notice.GlassAsked, glassPage, actor.Person, who, manager); err != nil {
			return "", err
		}
		return "", record(tx, actor, glassEntry(audit.GlassAsked, g))
	})
	return err
}

// AgreeGlass opens it for an hour to the one who asked. The person and the manager are
// told in the same transaction.
func (w *Workflow) AgreeGlass(ctx context.Context, actor access.Actor, once Once, ref id.Glass) error {
	return w.onGlass(ctx, actor, once, ref, struct{ Agree id.Glass }{ref}, audit.GlassOpened, func(tx *store.Tx, g *disclosure.Glass) error {
		if err := w.mayBreak(tx.Reader, actor); err != nil {
			return err
		}
		manager, _, err := tx.ManagerOf(g.Subject)
		if err != nil {
			return err
		}
		if holds, err := holdsOffice(tx.Reader, g.AskedBy, org.PeoplePartner); err != nil || !holds {
			return orElse(err, fault.Stale())
		}
		d, err := g.Agree(manager, actor.Person, tx.Now())
		if err != nil {
			return err
		}
		if err := endGlassDisclosures(tx, actor, g.Subject, g.AskedBy, disclosure.WithTheThing); err != nil { // of an hour before
			return err
		}
		if err := tx.AddDisclosure(d); err != nil {
			return err
		}
		return tellAll(tx, []notice.Notice{{Person: g.Subject, Kind: notice.GlassOpened, Object: "own-data/readers"}, {Person: manager, Kind: notice.GlassOpened, Object: glassPage}})
	})
}

func holdsOffice(r *store.Reader, who id.Person, office org.Office) (bool, error) {
	held, err := r.OfficesOf(who)
	return slices.Contains(held, office), err
}

// EndGlass ends what is open, or takes an asking back: any people partner does.
func (w *Workflow) EndGlass(ctx context.Context, actor access.Actor, once Once, ref id.Glass) error {
	return w.onGlass(ctx, actor, once, ref, struct{ End id.Glass }{ref}, audit.GlassEnded, func(tx *store.Tx, g *disclosure.Glass) error {
		if err := g.End(actor.Person, tx.Now()); err != nil {
			return err
		}
		return endGlassDisclosures(tx, actor, g.Subject, g.AskedBy, disclosure.ByHand)
	})
}

// onGlass changes one. Who it is about, and their manager, see none here.
func (w *Workflow) onGlass(ctx context.Context, actor access.Actor, once Once, ref id.Glass, asked any, line audit.Act, f func(*store.Tx, *disclosure.Glass) error) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		g, err := tx.Glass(ref)
		if err != nil {
			return "", err
		}
		manager, _, err := tx.ManagerOf(g.Subject)
		if err != nil || g.Subject == actor.Person || manager == actor.Person {
			return "", orElse(err, fault.NotFound())
		}
		if err := f(tx, g); err != nil {
			return "", err
		}
		if err := tx.SaveGlass(g); err != nil {
			return "", err
		}
		return "", record(tx, actor, glassEntry(line, g))
	})
	return err
}

// endGlassDisclosures ends what is open about the subject to the reader.
func endGlassDisclosures(tx *store.Tx, actor access.Actor, subject, reader id.Person, why disclosure.Ending) error {
	list, err := tx.DisclosuresAbout(subject)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return d.Purpose != disclosure.Breaking || d.Reader != reader })
	return endDisclosures(tx, actor, list, "", why)
}

// endGlasses ends those that are open or wait and of which over says so, in the
// transaction that ends their cause.
func endGlasses(tx *store.Tx, actor access.Actor, why disclosure.Ending, over func(*disclosure.Glass) (bool, error)) error {
	list, err := tx.GlassesSince(tx.Now().Add(-2 * disclosure.GlassWaits))
	if err != nil {
		return err
	}
	for _, g := range list {
		if !g.Waits(tx.Now()) && !g.Open(tx.Now()) {
			continue
		}
		if ends, err := over(g); err != nil || !ends {
			if err != nil {
				return err
			}
			continue
		}
		if err := g.End(actor.Person, tx.Now()); err != nil {
			return err
		}
		if err := tx.SaveGlass(g); err != nil {
			return err
		}
		if err := endGlassDisclosures(tx, actor, g.Subject, g.AskedBy, why); err != nil {
			return err
		}
		if err := record(tx, actor, glassEntry(audit.GlassEnded, g)); err != nil {
			return err
		}
	}
	return nil
}

// endGlassesWithoutCause ends those whose reader is no people partner any more, has
// left, or has become the person's manager. It runs with every change of lines and of
// offices.
func endGlassesWithoutCause(tx *store.Tx, actor access.Actor) error {
	return endGlasses(tx, actor, disclosure.OfficeMoved, func(g *disclosure.Glass) (bool, error) {
		holds, err := holdsOffice(tx.Reader, g.AskedBy, org.PeoplePartner)
		if err != nil {
			return false, err
		}
		manager, _, err := tx.ManagerOf(g.Subject)
		return !holds || manager == g.AskedBy, err
	})
}
