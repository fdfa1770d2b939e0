package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// objectOf names an evaluation in the journal and in disclosures.
func objectOf(ref id.Evaluation) string { return "evaluation/" + string(ref) }

// bondTo is bond, widened by a disclosure of the very object that is in force at
// this instant.
func bondTo(r *store.Reader, actor access.Actor, subject id.Person, object string) (access.Bond, error) {
	b, err := bond(r, actor, subject)
	if err != nil || b.Pair() || !b.Known || b.Rests {
		return b, err
	}
	list, err := r.DisclosuresTo(actor.Person)
	for _, d := range list {
		if d.Subject == subject {
			b = d.Lets(b, actor.Person, object, r.Now())
		}
	}
	return b, err
}

// reachOpened loads the evaluation for those who may read what both have opened:
// one of the two, or whoever was asked to join. For everybody else there is none.
func reachOpened(tx *store.Tx, actor access.Actor, ref id.Evaluation) (*evaluation.Evaluation, string, error) {
	e, err := tx.Evaluation(ref)
	if err != nil {
		return nil, "", err
	}
	b, err := bondTo(tx.Reader, actor, e.Subject, objectOf(ref))
	if err != nil {
		return nil, "", err
	}
	if _, side := e.SideOf(actor.Person); !e.OpenTo(b) || !side && b.Let == "" {
		return nil, "", fault.NotFound()
	}
	return e, b.Hat(), nil
}

// AskToJoin asks the lead of the person's tribe, or the next in line, to join the
// evaluation: they read it, and write in the conversation, until it ends. Both of
// the two see that, and the journal keeps it.
func (w *Workflow) AskToJoin(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	return w.joinAct(ctx, actor, once, ref, "ask", func(tx *store.Tx, e *evaluation.Evaluation, hat string) error {
		if e.Stage != evaluation.Opened && e.Stage != evaluation.Talked {
			return fault.New(fault.Conflict, lang.Later("Somebody can be asked to join from the moment both sides are opened until the evaluation ends."))
		}
		open, err := openDisclosures(tx.Reader, e.ID)
		if err != nil || len(open) > 0 {
			return orElse(err, fault.New(fault.Conflict, lang.Later("Somebody was asked to join already. You see below who it is.")))
		}
		who, err := whoJoins(tx.Reader, e)
		if err != nil {
			return err
		}
		d := disclosure.New(e.Subject, who, actor.Person, objectOf(e.ID), disclosure.Joining, tx.Now())
		if err := tx.AddDisclosure(d); err != nil {
			return err
		}
		if err := record(tx, actor, about(e, hat, audit.DisclosureBegun, "compare")); err != nil {
			return err
		}
		return tellOthers(tx, e, actor.Person, notice.EvaluationJoining)
	})
}

// EndJoining takes the asking back, by whoever asked.
func (w *Workflow) EndJoining(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	return w.joinAct(ctx, actor, once, ref, "end", func(tx *store.Tx, e *evaluation.Evaluation, hat string) error {
		open, err := openDisclosures(tx.Reader, e.ID)
		if err != nil {
			return err
		}
		mine := slices.DeleteFunc(open, func(d disclosure.Disclosure) bool { return d.AskedBy != actor.Person })
		if len(mine) == 0 {
			return fault.New(fault.Conflict, lang.Later("Nobody reads along on your asking. Whoever asked somebody to join can end it."))
		}
		return endDisclosures(tx, actor, mine, hat, disclosure.ByAsker)
	})
}

func (w *Workflow) joinAct(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, name string, f func(*store.Tx, *evaluation.Evaluation, string) error) error {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return err
	}
	asked := struct {
		Join string
		Ref  id.Evaluation
	}{name, ref}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		e, _, hat, err := reach(tx, actor, ref)
		if err != nil {
			return "", err
		}
		if err := f(tx, e, hat); err != nil {
			return "", err
		}
		return "", tx.SaveEvaluation(e) // against an ending at the same moment
	})
	return err
}

// tellOthers tells everybody who reads the evaluation at this moment but the one
// who acts.
func tellOthers(tx *store.Tx, e *evaluation.Evaluation, actor id.Person, kind notice.Kind) error {
	open, err := openDisclosures(tx.Reader, e.ID)
	if err != nil {
		return err
	}
	who := []id.Person{e.Subject, e.Manager}
	for _, d := range open {
		who = append(who, d.Reader)
	}
	var list []notice.Notice
	for _, p := range who {
		if p != actor {
			list = append(list, notice.Notice{Person: p, Kind: kind, Object: aboutEvaluation(e)})
		}
	}
	return tellAll(tx, list)
}

func whoJoins(r *store.Reader, e *evaluation.Evaluation) (id.Person, error) {
	chart, err := r.ChartAround(e.Subject, e.Manager)
	if err != nil {
		return "", err
	}
	who, ok := disclosure.WhoJoins(chart, e.Subject, e.Manager)
	if !ok {
		return "", fault.New(fault.Conflict, lang.Later("There is nobody to ask at the moment: no tribe lead and nobody further along who is neither of you. A people partner can say who leads the tribe."))
	}
	return who, nil
}

func openDisclosures(r *store.Reader, ref id.Evaluation) ([]disclosure.Disclosure, error) {
	list, err := r.DisclosuresOf(objectOf(ref))
	return slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return d.Until.IsSet() }), err
}

func endDisclosuresOf(tx *store.Tx, actor access.Actor, object, hat string, why disclosure.Ending) error {
	list, err := tx.DisclosuresOf(object)
	if err != nil {
		return err
	}
	return endDisclosures(tx, actor, list, hat, why)
}

// endDisclosures ends those that last, each with its line.
func endDisclosures(tx *store.Tx, actor access.Actor, list []disclosure.Disclosure, hat string, why disclosure.Ending) error {
	for _, d := range list {
		if d.Until.IsSet() {
			continue
		}
		d.End(why, tx.Now())
		if err := tx.EndDisclosure(d); err != nil {
			return err
		}
		if err := tx.DropNotices(d.Reader, d.Object); err != nil {
			return err
		}
		item := "compare"
		if d.Purpose == disclosure.Breaking || d.Purpose == disclosure.StandingIn {
			item = "aud_me"
		}
		if strings.HasPrefix(d.Object, "promotion/") {
			item = "case"
		}
		if err := record(tx, actor, audit.Entry{Act: audit.DisclosureEnded, Hat: hat, Item: item, Subject: d.Subject, Object: d.Object}); err != nil {
			return err
		}
	}
	return nil
}

// unjoinAfterPairChanged ends a joining that a former manager asked for: nobody
// reads on the word of somebody who reads nothing any more.
func unjoinAfterPairChanged(tx *store.Tx, actor access.Actor, e *evaluation.Evaluation) error {
	open, err := openDisclosures(tx.Reader, e.ID)
	if err != nil {
		return err
	}
	gone := slices.DeleteFunc(open, func(d disclosure.Disclosure) bool { return d.AskedBy == e.Subject || d.AskedBy == e.Manager })
	return endDisclosures(tx, actor, gone, "", disclosure.PairChanged)
}

// unjoinWhoMovedOn ends the joining of those who would not be asked any more,
// because the tribe is led by somebody else now, or the reader became one of the
// two. It runs with every change of the organisation.
func unjoinWhoMovedOn(tx *store.Tx, actor access.Actor) error {
	open, err := tx.OpenDisclosures()
	if err != nil || len(open) == 0 {
		return err
	}
	chart, err := tx.Chart(tx.Now())
	if err != nil {
		return err
	}
	for _, d := range open {
		if d.Purpose != disclosure.Joining {
			continue
		}
		manager, _, err := tx.ManagerOf(d.Subject)
		if err != nil {
			return err
		}
		if who, ok := disclosure.WhoJoins(chart, d.Subject, manager); ok && who == d.Reader {
			continue
		}
		if err := endDisclosures(tx, actor, []disclosure.Disclosure{d}, "", disclosure.OfficeMoved); err != nil {
			return err
		}
	}
	return nil
}

// DisclosureLine tells the person, or one of a pair, of one opening to somebody
// else.
type DisclosureLine struct {
	Reader  PersonRef
	AskedBy PersonRef
	Purpose disclosure.Purpose
	Object  string
	Since   clock.Instant
	Until   clock.Instant // not set while it lasts
	Ended   disclosure.Ending
	Cause   string        // of a break-glass: the reason, and on the next line the words
	Expires clock.Instant // when it ends by itself; not set where it does not
}

// DisclosuresAboutMe tells the actor to whom anything of theirs was ever opened,
// the newest first. A token does not reach it.
func (w *Workflow) DisclosuresAboutMe(ctx context.Context, actor access.Actor) (lines []DisclosureLine, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err := r.DisclosuresAbout(actor.Person)
		if err != nil {
			return err
		}
		lines, err = disclosureLines(r, list)
		return err
	})
	return lines, err
}

func disclosureLines(r *store.Reader, list []disclosure.Disclosure) (lines []DisclosureLine, err error) {
	var who []id.Person
	for _, d := range list {
		who = append(who, d.Reader, d.AskedBy)
	}
	people, err := r.PeopleByID(who)
	for _, d := range list {
		line := DisclosureLine{refOf(people, d.Reader), refOf(people, d.AskedBy), d.Purpose, d.Object, d.Since, d.Until, d.Ended, d.Cause, d.Expires}
		if !d.Until.IsSet() && !d.InForce(r.Now()) {
			line.Until = d.Expires
		}
		lines = append(lines, line)
	}
	return lines, err
}
