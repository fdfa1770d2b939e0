package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/store"
)

// Asking is what somebody asks of one or several people.
type Asking struct {
	Subject id.Person
	Givers  []id.Person
	Ask     feedback.Ask
}

// AskFeedback asks each of the givers about the subject, by the subject or by the
// current manager; the subject is told whom the manager asked. To everybody else
// there is nothing to ask about.
func (w *Workflow) AskFeedback(ctx context.Context, actor access.Actor, once Once, a Asking) error {
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, a, func(tx *store.Tx) (string, error) {
		b, err := mayAsk(tx.Reader, actor, a.Subject)
		if err != nil {
			return "", err
		}
		if a.Ask, err = w.checkAsk(tx.Reader, actor, b, a); err != nil {
			return "", err
		}
		if err := checkGivers(tx.Reader, actor, a); err != nil {
			return "", err
		}
		for _, giver := range a.Givers {
			if err := askOne(tx, actor, b, a, giver); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

// mayAsk lets the person and the current manager ask. What a manager asks is
// reached over no token.
func mayAsk(r *store.Reader, actor access.Actor, subject id.Person) (access.Bond, error) {
	b, err := bond(r, actor, subject)
	if err == nil && (!b.Pair() || b.Manager && actor.Via == access.ViaToken) {
		err = fault.NotFound()
	}
	if err == nil {
		_, err = isHere(r, subject)
	}
	return b, err
}

func (w *Workflow) checkAsk(r *store.Reader, actor access.Actor, b access.Bond, a Asking) (feedback.Ask, error) {
	known, err := w.knownArea(r)
	if err != nil {
		return a.Ask, err
	}
	ask, err := a.Ask.Check(known)
	if err == nil && ask.Promotion != "" {
		return ask, askedForCase(r, actor, a.Subject, ask)
	}
	if err != nil || ask.Evaluation == "" {
		return ask, err
	}
	e, err := r.Evaluation(ask.Evaluation)
	if err != nil {
		return ask, err
	}
	if _, side := e.SideOf(actor.Person); !side || e.Subject != a.Subject || !evaluation.VisibleTo(b) {
		return ask, fault.NotFound()
	}
	if e.Stage == evaluation.Agreed || e.Stage == evaluation.NotAgreed {
		return ask, fault.New(fault.Conflict, lang.Later("This evaluation has ended. Ask for yourself instead."))
	}
	return ask, nil
}

func (w *Workflow) knownArea(r *store.Reader) (func(framework.AreaID) bool, error) {
	f, err := w.current(r)
	return func(a framework.AreaID) bool {
		_, ok := f.Area(a)
		return ok
	}, err
}

func wrongGiver(message string, with ...any) error {
	return fault.InvalidFields([]fault.Field{{Name: "givers", Message: message, With: with}})
}

func checkGivers(r *store.Reader, actor access.Actor, a Asking) error {
	if len(a.Givers) == 0 {
		return wrongGiver(lang.Later("Say whom you want to ask."))
	}
	if len(a.Givers) > feedback.MaxGivers {
		return wrongGiver(lang.Later("Twelve people are the most that can be asked at once. A few who know the work well say more than many."))
	}
	open, err := r.FeedbackAbout(a.Subject)
	if err != nil {
		return err
	}
	people, err := r.PeopleByID(a.Givers)
	if err != nil {
		return err
	}
	for i, giver := range a.Givers {
		p, there := people[giver]
		switch {
		case !there || !p.Here(r.Now()):
			return wrongGiver(lang.Later("Somebody on the list does not work here. Look in the directory."))
		case giver == actor.Person:
			return wrongGiver(lang.Later("Ask somebody else than yourself."))
		case giver == a.Subject:
			return wrongGiver(lang.Later("Ask somebody else than {name}, whom it is about."), "name", p.Name)
		case slices.Contains(a.Givers[:i], giver):
			return wrongGiver(lang.Later("{name} is named twice."), "name", p.Name)
		case slices.ContainsFunc(open, func(f *feedback.Feedback) bool {
			return f.Giver == giver && f.Asker == actor.Person && f.Stage == feedback.Asked
		}):
			return wrongGiver(lang.Later("{name} has an open question from you already. You find it under Feedback."), "name", p.Name)
		}
	}
	return nil
}

func askOne(tx *store.Tx, actor access.Actor, b access.Bond, a Asking, giver id.Person) error {
	f := feedback.NewAsked(a.Subject, actor.Person, giver, a.Ask, tx.Now())
	if err := tx.AddFeedback(f); err != nil {
		return err
	}
	if err := record(tx, actor, aboutFeedback(f, b.Hat(), audit.FeedbackAsked, f.Item())); err != nil {
		return err
	}
	if err := tell(tx, giver, notice.FeedbackAsked, feedbackObject(f.ID)); err != nil || !f.ByManager() {
		return err
	}
	return tell(tx, f.Subject, notice.FeedbackAbout, feedbackObject(f.ID))
}

// BeginFeedback begins a feedback that nobody asked for. It is the giver's alone
// until it is given.
func (w *Workflow) BeginFeedback(ctx context.Context, actor access.Actor, once Once, subject id.Person, areas []framework.AreaID) (id.Feedback, error) {
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		Areas   []framework.AreaID
	}{subject, areas}
	ref, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if _, err := isHere(tx.Reader, subject); err != nil {
			return "", err
		}
		if subject == actor.Person {
			return "", fault.InvalidFields([]fault.Field{{Name: "to", Message: lang.Later("Feedback is for somebody else. For yourself there is the journal.")}})
		}
		known, err := w.knownArea(tx.Reader)
		if err != nil {
			return "", err
		}
		if err := feedback.CheckAreas(areas, known); err != nil {
			return "", err
		}
		b, err := bond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		f := feedback.NewUnasked(subject, actor.Person, areas, tx.Now())
		if err := tx.AddFeedback(f); err != nil {
			return "", err
		}
		return string(f.ID), record(tx, actor, aboutFeedback(f, b.Hat(), audit.FeedbackBegun, "fb_draft"))
	})
	return id.Feedback(ref), err
}

func feedbackObject(f id.Feedback) string { return "feedback/" + string(f) }

// aboutFeedback is the journal's line of an act on a feedback. Whom a draft is
// about is told to nobody, so its line names no subject.
func aboutFeedback(f *feedback.Feedback, hat string, act audit.Act, item string) audit.Entry {
	e := audit.Entry{Hat: hat, Act: act, Item: item, Subject: f.Subject, Object: feedbackObject(f.ID)}
	if item == "fb_draft" {
		e.Subject = ""
	}
	return e
}

// reachFeedback loads the feedback for those who may know of it; for everybody
// else there is none.
func reachFeedback(r *store.Reader, actor access.Actor, ref id.Feedback) (*feedback.Feedback, access.Bond, error) {
	f, err := r.Feedback(ref)
	if err != nil {
		return nil, access.Bond{}, err
	}
	b, err := bond(r, actor, f.Subject)
	if err != nil {
		return nil, b, err
	}
	if !f.VisibleTo(b, actor.Person) || f.ByManager() && actor.Via == access.ViaToken {
		return nil, b, fault.NotFound()
	}
	return f, b, nil
}

// feedbackAct is an act on a feedback by somebody who may know of it. f checks
// who it is and changes it; what it changed is saved and journalled.
func (w *Workflow) feedbackAct(ctx context.Context, actor access.Actor, once Once, ref id.Feedback, act audit.Act, input any, f func(*store.Tx, *feedback.Feedback, access.Bond) error) error {
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Feedback
		Input any
	}{act, ref, input}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		fb, b, err := reachFeedback(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		item := fb.Item()
		if fb.Stage == feedback.Unasked && act != audit.FeedbackGiven {
			item = "fb_draft"
		}
		if err := f(tx, fb, b); err != nil {
			return "", err
		}
		if err := tx.SaveFeedback(fb); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutFeedback(fb, b.Hat(), act, item))
	})
	return err
}

// FeedbackDraft is what a giver has typed and the revision it was read at.
type FeedbackDraft struct {
	Answer   feedback.Answer
	Revision int64
}

// SaveFeedbackDraft keeps what the giver has written so far, for nobody but them.
func (w *Workflow) SaveFeedbackDraft(ctx context.Context, actor access.Actor, ref id.Feedback, d FeedbackDraft) (Saved, error) {
	var saved Saved
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return saved, err
	}
	_, err := w.act(store.Brief(ctx), actor, Once{}, nil, func(tx *store.Tx) (string, error) {
		f, b, err := reachFeedback(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		if err := mayWriteFeedback(f, actor); err != nil {
			return "", err
		}
		if err := f.CheckAnswer(d.Answer); err != nil {
			return "", err
		}
		revision, err := tx.SaveFeedbackDraft(f, d.Answer, d.Revision)
		saved = Saved{Revision: revision, At: tx.Now()}
		if err != nil || d.Revision > 0 {
			return "", err // only the beginning is journalled
		}
		return "", record(tx, actor, aboutFeedback(f, b.Hat(), audit.FeedbackDrafted, "fb_draft"))
	})
	return saved, err
}

func mayWriteFeedback(f *feedback.Feedback, actor access.Actor) error {
	if f.Giver != actor.Person {
		return fault.NotFound()
	}
	return f.MayWrite()
}

// GiveFeedback hands the answer over to its audience. The draft goes.
func (w *Workflow) GiveFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback, answer feedback.Answer) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackGiven, answer, func(tx *store.Tx, f *feedback.Feedback, _ access.Bond) error {
		if err := mayWriteFeedback(f, actor); err != nil {
			return err
		}
		if err := f.Give(answer, tx.Now()); err != nil {
			return err
		}
		if err := tx.DropFeedbackDraft(f.ID); err != nil {
			return err
		}
		if err := tx.DropNotices(f.Giver, feedbackObject(f.ID)); err != nil {
			return err
		}
		var told []notice.Notice
		for who, reads := range map[id.Person]bool{f.Subject: f.Answer.Audience.Subject, f.Asker: f.ByManager()} {
			if reads {
				told = append(told, notice.Notice{Person: who, Kind: notice.FeedbackGiven, Object: feedbackObject(f.ID)})
			}
		}
		return tellAll(tx, told)
	})
}

// DeclineFeedback ends the asking by whoever was asked, without a reason.
func (w *Workflow) DeclineFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackDeclined, nil, func(tx *store.Tx, f *feedback.Feedback, _ access.Bond) error {
		if f.Giver != actor.Person {
			return fault.NotFound()
		}
		if err := f.Decline(); err != nil {
			return err
		}
		if err := tx.DropNotices(f.Giver, feedbackObject(f.ID)); err != nil {
			return err
		}
		return tx.DropFeedbackDraft(f.ID)
	})
}

// WithdrawFeedback takes an asking back, or drops what was begun unasked. What
// somebody had typed for an asking stays with them.
func (w *Workflow) WithdrawFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackWithdrawn, nil, func(tx *store.Tx, f *feedback.Feedback, _ access.Bond) error {
		if f.Asker != actor.Person && (f.Asker != "" || f.Giver != actor.Person) {
			return fault.NotFound()
		}
		unasked := f.Stage == feedback.Unasked
		if err := f.Withdraw(); err != nil {
			return err
		}
		if unasked {
			return tx.DropFeedbackDraft(f.ID)
		}
		return tx.DropNotices(f.Giver, feedbackObject(f.ID))
	})
}

// RemindFeedback reminds the giver, by whoever asked, once a week at most.
func (w *Workflow) RemindFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackReminded, nil, func(tx *store.Tx, f *feedback.Feedback, _ access.Bond) error {
		if f.Asker != actor.Person {
			return fault.NotFound()
		}
		if err := f.Remind(tx.Now()); err != nil {
			return err
		}
		return tell(tx, f.Giver, notice.FeedbackReminded, feedbackObject(f.ID))
	})
}

// ThankForFeedback thanks the giver, by somebody who reads it.
func (w *Workflow) ThankForFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackThanked, nil, func(tx *store.Tx, f *feedback.Feedback, b access.Bond) error {
		if f.Giver == actor.Person || !f.ReadableBy(b, actor.Person) {
			return fault.NotFound()
		}
		if err := f.Thank(tx.Now()); err != nil {
			return err
		}
		return tell(tx, f.Giver, notice.FeedbackThanked, feedbackObject(f.ID))
	})
}

// ShareFeedback lets the person's manager of now read it, by the person.
func (w *Workflow) ShareFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackShared, nil, func(tx *store.Tx, f *feedback.Feedback, b access.Bond) error {
		if !b.Self || f.ByManager() {
			return fault.NotFound()
		}
		manager, _, err := tx.ManagerOf(f.Subject)
		if err != nil {
			return err
		}
		if err := f.Share(manager, tx.Now()); err != nil {
			return err
		}
		return tell(tx, manager, notice.FeedbackShared, feedbackObject(f.ID))
	})
}

// UnshareFeedback ends that, from this instant on.
func (w *Workflow) UnshareFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackUnshared, nil, func(tx *store.Tx, f *feedback.Feedback, b access.Bond) error {
		if !b.Self {
			return fault.NotFound()
		}
		with := f.SharedWith
		if err := f.Unshare(); err != nil {
			return err
		}
		return tx.DropNotices(with, feedbackObject(f.ID))
	})
}

// NarrowFeedback takes readers away from what the actor gave. There is no way to
// add any.
func (w *Workflow) NarrowFeedback(ctx context.Context, actor access.Actor, once Once, ref id.Feedback, to feedback.Audience) error {
	return w.feedbackAct(ctx, actor, once, ref, audit.FeedbackNarrowed, to, func(tx *store.Tx, f *feedback.Feedback, _ access.Bond) error {
		if f.Giver != actor.Person {
			return fault.NotFound()
		}
		before := f.SharedWith
		if err := f.Narrow(to); err != nil {
			return err
		}
		if before != "" && f.SharedWith == "" {
			return tx.DropNotices(before, feedbackObject(f.ID))
		}
		return nil
	})
}

// feedbackAfterManagers closes what a former manager asked and nobody has given
// yet, as nobody would read it, and ends what was shown to them: a next manager
// reads what is shown again.
func feedbackAfterManagers(tx *store.Tx, actor access.Actor, changed []org.Line) error {
	if len(changed) == 0 {
		return nil
	}
	subjects, err := tx.FeedbackSubjects()
	if err != nil {
		return err
	}
	about := make(map[id.Person]bool, len(subjects))
	for _, s := range subjects {
		about[s] = true
	}
	for _, l := range changed {
		if !about[l.Person] {
			continue
		}
		list, err := tx.FeedbackAbout(l.Person)
		if err != nil {
			return err
		}
		for _, f := range list {
			if err := feedbackAfterManager(tx, actor, f, l.Manager); err != nil {
				return err
			}
		}
	}
	return nil
}

func feedbackAfterManager(tx *store.Tx, actor access.Actor, f *feedback.Feedback, manager id.Person) error {
	var act audit.Act
	var err error
	who := f.SharedWith
	switch {
	case f.ByManager() && f.Writing() && f.Asker != manager:
		act, who, err = audit.FeedbackWithdrawn, f.Giver, f.Withdraw()
	case who != "" && who != manager:
		act, err = audit.FeedbackUnshared, f.Unshare()
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.SaveFeedback(f); err != nil {
		return err
	}
	if err := tx.DropNotices(who, feedbackObject(f.ID)); err != nil {
		return err
	}
	return record(tx, actor, aboutFeedback(f, "", act, f.Item()))
}
