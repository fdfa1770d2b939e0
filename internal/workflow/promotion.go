package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/promotion"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// aboutCase names a case in the journal and in notices.
func aboutCase(c id.Promotion) string { return "promotion/" + string(c) }

// AskForPromotion is the person's "I think I work at a wider step": a request to
// talk about it. It names no step and is between the two.
func (w *Workflow) AskForPromotion(ctx context.Context, actor access.Actor, once Once, words string) (id.Promotion, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	ref, err := w.act(ctx, actor, once, struct{ Asks string }{words}, func(tx *store.Tx) (string, error) {
		c, err := w.beginCase(tx, actor.Person, func(manager id.Person, f *framework.Framework, from framework.StepID, discipline string) *promotion.Case {
			return promotion.Ask(actor.Person, manager, framework.Ref{ID: f.ID, Version: f.Version}, discipline, from, tx.Now())
		})
		if err != nil {
			return "", err
		}
		if err := say(tx, c, actor.Person, promotion.EntryAsked, words); err != nil {
			return "", err
		}
		if err := record(tx, actor, caseEntry(c, "self", audit.PromotionBegun, "case")); err != nil {
			return "", err
		}
		return string(c.ID), tell(tx, c.Manager, notice.PromotionTurn, aboutCase(c.ID))
	})
	return id.Promotion(ref), err
}

// Recommend begins a case for a report of the actor's, as a draft that nobody else
// can read.
func (w *Workflow) Recommend(ctx context.Context, actor access.Actor, once Once, subject id.Person, to framework.StepID) (id.Promotion, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		To      framework.StepID
	}{subject, to}
	ref, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := bond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		if !b.Manager {
			return "", fault.NotFound()
		}
		var wrong error
		c, err := w.beginCase(tx, subject, func(manager id.Person, f *framework.Framework, from framework.StepID, discipline string) *promotion.Case {
			wrong = promotion.Text{To: to}.CheckDraft(f, from)
			return promotion.Recommend(subject, manager, f, discipline, from, to, tx.Now())
		})
		if err := orElse(err, wrong); err != nil {
			return "", err
		}
		return string(c.ID), record(tx, actor, caseEntry(c, b.Hat(), audit.PromotionBegun, "case"))
	})
	return id.Promotion(ref), err
}

// beginCase keeps a new case on the framework in force. A wider Step follows one
// that is set, so a first evaluation comes before.
func (w *Workflow) beginCase(tx *store.Tx, subject id.Person, begin func(id.Person, *framework.Framework, framework.StepID, string) *promotion.Case) (*promotion.Case, error) {
	manager, ok, err := tx.ManagerOf(subject)
	if err != nil || !ok {
		return nil, orElse(err, fault.New(fault.Conflict, "This needs two, and there is no manager at the moment. A people partner can name one."))
	}
	if open, there, err := tx.OpenPromotionOf(subject); err != nil || there {
		return nil, orElse(err, caseInTheWay(open))
	}
	from, err := present(tx.Reader, subject)
	if err != nil {
		return nil, err
	}
	if from == "" {
		return nil, fault.New(fault.Conflict, "No Step is set yet. It is set in the first evaluation; after that, a wider one can be talked about any day.")
	}
	f, err := w.frameworkFrom(tx.Reader, subject, from)
	if err != nil {
		return nil, err
	}
	discipline, err := tx.DisciplineOf(subject)
	if err != nil {
		return nil, err
	}
	c := begin(manager, f, from, discipline)
	return c, tx.AddPromotion(c)
}

func caseInTheWay(open *promotion.Case) error {
	if open == nil {
		return nil
	}
	return fault.New(fault.Conflict, "There is an open case already. It has to end before another one begins.")
}

// frameworkFrom is the version in force, or where that does not know the person's
// step any more, the one the Step was decided under.
func (w *Workflow) frameworkFrom(r *store.Reader, subject id.Person, from framework.StepID) (*framework.Framework, error) {
	f, err := w.current(r)
	if err != nil {
		return nil, err
	}
	if _, known := f.Step(from); known {
		return f, nil
	}
	list, err := r.Standings(subject)
	if err != nil {
		return nil, err
	}
	now, _ := standing.Current(list)
	return w.framework(r, now.Framework)
}

func caseEntry(c *promotion.Case, hat string, act audit.Act, item string) audit.Entry {
	return audit.Entry{Hat: hat, Act: act, Item: item, Subject: c.Subject, Object: aboutCase(c.ID)}
}

// say keeps an entry in the course of the case; nothing when there are no words.
func say(tx *store.Tx, c *promotion.Case, who id.Person, kind promotion.EntryKind, words string) error {
	if words == "" {
		return nil
	}
	if len(words) > promotion.MaxText {
		return fault.InvalidFields([]fault.Field{{Name: "words", Message: "This text is longer than 10,000 bytes. Shorten it; nothing of it is lost here."}})
	}
	return tx.AddPromotionEntry(c, promotion.Entry{ID: id.New[id.Entry](), Kind: kind, Author: who, At: tx.Now(), Text: words})
}

// caseAct is an act on a case by one of its two, who may see all of it. party empty
// lets both. f changes c; what it changed is saved and journalled with it.
type caseAct struct {
	act   audit.Act
	item  string
	party promotion.Party
	f     func(tx *store.Tx, c *promotion.Case, f *framework.Framework) error
}

func (w *Workflow) changeCase(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, input any, a caseAct) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Promotion
		Seen  int64
		Input any
	}{a.act, ref, once.Seen, input}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		c, b, err := reachCase(tx, actor, ref, a.party)
		if err := orElse(err, once.fitsCase(c)); err != nil {
			return "", err
		}
		f, err := w.framework(tx.Reader, c.Framework)
		if err != nil {
			return "", err
		}
		if err := a.f(tx, c, f); err != nil {
			return "", err
		}
		if err := saveCase(tx, actor, c); err != nil {
			return "", err
		}
		return "", record(tx, actor, caseEntry(c, b.Hat(), a.act, a.item))
	})
	return err
}

// fitsCase refuses an act on a case that has changed since it was read.
func (o Once) fitsCase(c *promotion.Case) error {
	if c == nil {
		return nil // there is another failure
	}
	return o.fits(c.Version)
}

// reachCase loads the case for one of the two; for everybody else there is none.
func reachCase(tx *store.Tx, actor access.Actor, ref id.Promotion, party promotion.Party) (*promotion.Case, access.Bond, error) {
	c, err := tx.Promotion(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := bond(tx.Reader, actor, c.Subject)
	if err != nil {
		return nil, b, err
	}
	is, ok := c.PartyOf(actor.Person)
	if !ok || c.VisibleTo(b, false, false, tx.Now()) != promotion.Whole || party != "" && is != party {
		return nil, b, fault.NotFound()
	}
	return c, b, nil
}

// saveCase keeps the case, and with it who may read it outside the pair from this
// instant on.
func saveCase(tx *store.Tx, actor access.Actor, c *promotion.Case) error {
	judge, err := judgeOf(tx.Reader, c)
	if err != nil {
		return err
	}
	if !c.Open() || c.Stage == promotion.Committing {
		if err := cancelWaiting(tx, c); err != nil {
			return err
		}
	}
	if c.Releases() {
		if err := tx.DetachNotes(aboutCase(c.ID)); err != nil {
			return err
		}
	}
	if err := discloseCase(tx, actor, c, judge); err != nil {
		return err
	}
	return tx.SavePromotion(c, judge)
}

// discloseCase keeps written down to whom the case is open outside the pair: while
// it lies with them, and for a while after they decided. Whoever it does not lie
// with any more reads no further, and whoever it lies with from now on is told.
func discloseCase(tx *store.Tx, actor access.Actor, c *promotion.Case, judge id.Person) error {
	list, err := tx.DisclosuresOf(aboutCase(c.ID))
	if err != nil {
		return err
	}
	var over []disclosure.Disclosure
	open := judge == "" || judge == store.NobodyYet // nobody to open it to
	for _, d := range list {
		switch {
		case d.Until.IsSet():
		case d.Reader == judge && d.Expires.IsSet() == c.DecidedAt.IsSet():
			open = true
		default:
			over = append(over, d)
		}
	}
	why := disclosure.WithTheThing
	if c.Stage == promotion.Deciding {
		why = disclosure.OfficeMoved
	}
	if err := endDisclosures(tx, actor, over, "", why); err != nil || open {
		return err
	}
	d := disclosure.New(c.Subject, judge, c.Manager, aboutCase(c.ID), disclosure.Deciding, tx.Now())
	if c.DecidedAt.IsSet() {
		d.Expires = c.DecidedAt.Add(promotion.DeciderKeeps)
	}
	if err := tx.AddDisclosure(d); err != nil {
		return err
	}
	if err := record(tx, actor, caseEntry(c, "", audit.DisclosureBegun, "case")); err != nil || c.Stage != promotion.Deciding {
		return err
	}
	return tell(tx, judge, notice.PromotionTurn, aboutCase(c.ID))
}

// AnswerRequest ends what the person asked for with words to them, without a case.
func (w *Workflow) AnswerRequest(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, words string) error {
	return w.changeCase(ctx, actor, once, ref, words, caseAct{audit.PromotionAnswered, "case", promotion.Manager, func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		if err := c.Answer(words, tx.Now()); err != nil {
			return err
		}
		return tellAfter(tx, c, c.Subject, say(tx, c, actor.Person, promotion.EntryAnswer, words))
	}})
}

// TakeUp turns what the person asked for into a draft of the manager's.
func (w *Workflow) TakeUp(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, to framework.StepID) error {
	return w.changeCase(ctx, actor, once, ref, to, caseAct{audit.PromotionBegun, "case", promotion.Manager, func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		f, err := w.frameworkFrom(tx.Reader, c.Subject, c.From)
		if err != nil {
			return err
		}
		return c.TakeUp(to, f)
	}})
}

// CaseDraft is a text of the case and the revision its writer read.
type CaseDraft struct {
	Text promotion.Text
	Read int64
}

// WriteCase keeps the case's text while it is a draft.
func (w *Workflow) WriteCase(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, d CaseDraft) error {
	return w.changeCase(ctx, actor, once, ref, d, caseAct{audit.PromotionWritten, "case_text", promotion.Manager, func(tx *store.Tx, c *promotion.Case, f *framework.Framework) error {
		d.Read = once.read(d.Read, c.Revision)
		return w.keepText(tx, actor, c, f, d)
	}})
}

func (w *Workflow) keepText(tx *store.Tx, actor access.Actor, c *promotion.Case, f *framework.Framework, d CaseDraft) error {
	if err := checkEvidence(tx.Reader, c, d.Text.Evidence); err != nil {
		return err
	}
	if err := c.Write(d.Text, d.Read, f); err != nil {
		return err
	}
	return tx.WriteCase(c, actor.Person, d.Text)
}

// Offer keeps the text, when one is given, and lets the person read the case.
func (w *Workflow) Offer(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, d *CaseDraft) error {
	return w.changeCase(ctx, actor, once, ref, d, caseAct{audit.PromotionOffered, "case_text", promotion.Manager, func(tx *store.Tx, c *promotion.Case, f *framework.Framework) error {
		if d != nil {
			if err := w.keepText(tx, actor, c, f, CaseDraft{d.Text, once.read(d.Read, c.Revision)}); err != nil {
				return err
			}
		}
		text, _, err := tx.CaseText(c)
		if err != nil {
			return err
		}
		if now, err := present(tx.Reader, c.Subject); err != nil || now != c.From {
			return orElse(err, fault.New(fault.Conflict, "The Step has changed since this was begun. Withdraw it and begin anew; your words can be copied from here."))
		}
		return tellAfter(tx, c, c.Subject, c.Offer(text, f, tx.Now()))
	}})
}

// TakeBackOffer returns an offer that is not answered to its draft.
func (w *Workflow) TakeBackOffer(ctx context.Context, actor access.Actor, once Once, ref id.Promotion) error {
	return w.changeCase(ctx, actor, once, ref, nil, caseAct{audit.PromotionOffered, "case_text", promotion.Manager, func(_ *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		return c.TakeBack()
	}})
}

// ConsentWords is what the person answers, to the revision they have read.
type ConsentWords struct {
	Read  int64
	Words string
}

// Consent is the person's acceptance of the wider expectations. Others are heard
// from here on.
func (w *Workflow) Consent(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, a ConsentWords) error {
	return w.changeCase(ctx, actor, once, ref, a, caseAct{audit.PromotionAnswered, "case", promotion.Person, func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		if err := c.Consent(once.read(a.Read, c.Revision), a.Words, tx.Now()); err != nil {
			return err
		}
		if err := attachPicked(tx, c); err != nil {
			return err
		}
		return tellAfter(tx, c, c.Manager, say(tx, c, actor.Person, promotion.EntryWords, a.Words))
	}})
}

// DeclineOffer ends the case on the person's word. It is not held against them and
// leaves no trace outside the pair.
func (w *Workflow) DeclineOffer(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, words string) error {
	return w.changeCase(ctx, actor, once, ref, words, caseAct{audit.PromotionAnswered, "case", promotion.Person, func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		if err := c.Decline(words, tx.Now()); err != nil {
			return err
		}
		return tellAfter(tx, c, c.Manager, say(tx, c, actor.Person, promotion.EntryDeclined, words))
	}})
}

// Sponsor takes up the case of a person whom somebody else recommended; the person
// is asked again.
func (w *Workflow) Sponsor(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, words string) error {
	return w.changeCase(ctx, actor, once, ref, words, caseAct{audit.PromotionSponsored, "case", promotion.Manager, func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		if err := c.Sponsor(); err != nil {
			return err
		}
		return tellAfter(tx, c, c.Subject, say(tx, c, actor.Person, promotion.EntrySponsored, words))
	}})
}

// Withdraw ends a case that is not decided, on the word of either of the two.
// Whoever it lay with loses it in the same transaction.
func (w *Workflow) Withdraw(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, words string) error {
	return w.changeCase(ctx, actor, once, ref, words, caseAct{audit.PromotionClosed, "case", "", func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		party, _ := c.PartyOf(actor.Person)
		unseen := !c.OfferedAt.IsSet() && c.OpenedBy == c.Manager
		if err := c.Withdraw(party, tx.Now()); err != nil || unseen {
			return err
		}
		other := c.Subject
		if party == promotion.Person {
			other = c.Manager
		}
		return tellAfter(tx, c, other, say(tx, c, actor.Person, promotion.EntryWithdrawn, words))
	}})
}

// tellAfter tells somebody that it is their turn, unless what came before failed.
func tellAfter(tx *store.Tx, c *promotion.Case, who id.Person, err error) error {
	if err != nil {
		return err
	}
	return tell(tx, who, notice.PromotionTurn, aboutCase(c.ID))
}

// Pledge is what both are to commit to and the revision its writer read.
type Pledge struct {
	Text promotion.Commitment
	Read int64
}

// Commit keeps what both sides commit to; signatures to another text lapse.
func (w *Workflow) Commit(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, p Pledge) error {
	return w.changeCase(ctx, actor, once, ref, p, caseAct{audit.PromotionCommitted, "case_text", "", func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		_, before, err := tx.Commitment(c)
		if err != nil {
			return err
		}
		if before.Revision != once.read(p.Read, before.Revision) {
			return fault.New(fault.Conflict, "The other has changed this after you opened it. Both are here: what you typed and what is kept.")
		}
		if err := c.Commit(p.Text); err != nil {
			return err
		}
		return tellAfter(tx, c, otherOf(c, actor.Person), tx.WriteCommitment(c, actor.Person, before.Revision, p.Text))
	}})
}

func otherOf(c *promotion.Case, who id.Person) id.Person {
	if who == c.Subject {
		return c.Manager
	}
	return c.Subject
}

// SignCommitment signs what both commit to at the revision the actor has read. The
// second signature sets the wider Step, at that instant and in this transaction.
func (w *Workflow) SignCommitment(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, read int64) error {
	return w.changeCase(ctx, actor, once, ref, read, caseAct{audit.PromotionSigned, "case", "", func(tx *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		text, _, err := tx.Commitment(c)
		if err != nil {
			return err
		}
		party, _ := c.PartyOf(actor.Person)
		if err := c.Sign(party, text, once.read(read, text.Revision), tx.Now()); err != nil {
			return err
		}
		if c.Outcome == promotion.Promoted {
			if err := widen(tx, actor, c, party); err != nil {
				return err
			}
			if err := w.landPay(tx, actor, c); err != nil {
				return err
			}
		}
		return tellAfter(tx, c, otherOf(c, actor.Person), nil)
	}})
}

// widen sets the wider Step.
func widen(tx *store.Tx, actor access.Actor, c *promotion.Case, party promotion.Party) error {
	s := standing.Standing{
		ID: id.New[id.Standing](), Subject: c.Subject, Since: tx.Now(), Step: c.To, Framework: c.Framework, How: standing.ByPromotion, Promotion: c.ID,
	}
	if err := tx.AddStanding(s); err != nil {
		return err
	}
	hat := access.Bond{Self: party == promotion.Person, Manager: party == promotion.Manager}.Hat()
	return record(tx, actor, caseEntry(c, hat, audit.StandingSet, "step"))
}

// UnsignCommitment withdraws the actor's signature.
func (w *Workflow) UnsignCommitment(ctx context.Context, actor access.Actor, once Once, ref id.Promotion) error {
	return w.changeCase(ctx, actor, once, ref, nil, caseAct{audit.PromotionUnsigned, "case", "", func(_ *store.Tx, c *promotion.Case, _ *framework.Framework) error {
		party, _ := c.PartyOf(actor.Person)
		return c.Unsign(party)
	}})
}
