package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// checkEvidence refuses evidence that the recommender may not point at: an agreed
// evaluation of the person, an entry that they show, feedback that both read.
func checkEvidence(r *store.Reader, c *promotion.Case, list []promotion.Evidence) error {
	for _, e := range list {
		ok, err := mayPick(r, c, e)
		if err != nil && !fault.Is(err, fault.Absent) {
			return err
		}
		if err != nil || !ok {
			return fault.InvalidFields([]fault.Field{{Name: "evidence", Message: notToPick(e.Kind)}})
		}
	}
	return nil
}

func mayPick(r *store.Reader, c *promotion.Case, e promotion.Evidence) (bool, error) {
	switch e.Kind {
	case promotion.FromEvaluation:
		found, err := r.Evaluation(id.Evaluation(e.Ref))
		return err == nil && found.Subject == c.Subject && found.Closed(), err
	case promotion.FromJournal:
		n, err := r.Note(id.Note(e.Ref))
		return err == nil && n.Owner == c.Subject && n.SharedWith == c.Manager, err
	case promotion.FromFeedback:
		f, err := r.Feedback(id.Feedback(e.Ref))
		return err == nil && f.Subject == c.Subject && f.Evidence(c.Manager), err
	}
	return e.Kind == promotion.FromLink, nil
}

func notToPick(k promotion.EvidenceKind) string {
	switch k {
	case promotion.FromEvaluation:
		return lang.Later("This is no agreed evaluation of theirs. Choose one of the list.")
	case promotion.FromJournal:
		return lang.Later("One of the entries is not shown to you any more. Choose again from those that are.")
	case promotion.FromFeedback:
		return lang.Later("One of the pieces of feedback is not for both of you to read any more. Choose again.")
	}
	return lang.Later("This cannot be pointed at. Choose again.")
}

// EvidenceChoice is what a recommender can point at, and may read.
type EvidenceChoice struct {
	Evaluations []EvaluationLine
	Notes       []NoteView // by day alone, as in a list
	Feedback    []PickedFeedback
}

// PickedFeedback is feedback to point at, with who will read it then.
type PickedFeedback struct {
	FeedbackLine
	ForDecider bool // the giver allowed it; otherwise it stays with the two
}

// EvidenceAbout lists what the current manager can point at in a case about a
// report: nothing that they may not read already.
func (w *Workflow) EvidenceAbout(ctx context.Context, actor access.Actor, subject id.Person) (c EvidenceChoice, err error) {
	if err := own(actor); err != nil {
		return c, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := bond(r, actor, subject)
		if err != nil || !b.Manager {
			return orElse(err, fault.NotFound())
		}
		c = EvidenceChoice{}
		found, err := r.EvaluationsOf(subject)
		if err != nil {
			return err
		}
		for _, e := range found {
			if e.Stage == evaluation.Agreed {
				c.Evaluations = append(c.Evaluations, EvaluationLine{ID: e.ID, Kind: e.Kind, Stage: e.Stage, AgreedAt: e.AgreedAt})
			}
		}
		notes, err := r.NotesShownBy(subject)
		if err != nil {
			return err
		}
		if c.Notes, err = w.shownViews(r, actor, notes); err != nil {
			return err
		}
		c.Feedback, err = feedbackToPick(r, actor, b, subject)
		return err
	})
	return c, err
}

func feedbackToPick(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person) (list []PickedFeedback, err error) {
	all, err := r.FeedbackAbout(subject)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f *feedback.Feedback) bool { return !f.Evidence(actor.Person) })
	people, err := feedbackNames(r, all)
	for _, f := range all {
		list = append(list, PickedFeedback{lineOf(f, b, actor, people), f.ForDecider(actor.Person)})
	}
	return list, err
}

// EvidenceLine is one thing that a case points at, or that stands beside it, as the
// viewer may read it: without a note and feedback it is there and not for them.
type EvidenceLine struct {
	promotion.Evidence
	Note       *NoteView
	Feedback   *FeedbackView
	ByPerson   bool // the person put it there
	ForDecider bool // whoever decides reads it
}

// CaseEvidence returns the entries and the feedback of a case, to those who read
// it. Each reading of what is the person's is journalled.
func (w *Workflow) CaseEvidence(ctx context.Context, actor access.Actor, ref id.Promotion) (lines []EvidenceLine, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	var subject id.Person
	err = w.view(ctx, func(r *store.Reader) (err error) {
		subject, err = r.SubjectOfPromotion(ref)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeEvaluations, func(r *store.Reader, _ access.Bond, journal journal) error {
		c, err := r.Promotion(ref)
		if err != nil {
			return err
		}
		eye, b, err := eyeOn(r, actor, c)
		if err != nil || eye == promotion.Nothing {
			return orElse(err, fault.NotFound())
		}
		lines, err = w.evidenceLines(r, actor, b, eye, c, journal)
		return err
	})
	if err != nil {
		return nil, err
	}
	return lines, nil
}

func (w *Workflow) evidenceLines(r *store.Reader, actor access.Actor, b access.Bond, eye promotion.Eye, c *promotion.Case, journal journal) ([]EvidenceLine, error) {
	text := promotion.Text{}
	if b.Manager || c.OfferedAt.IsSet() {
		var err error
		if text, _, err = r.CaseText(c); err != nil {
			return nil, err
		}
	}
	beside, err := r.AttachedTo(aboutCase(c.ID))
	if err != nil {
		return nil, err
	}
	e := evidenceReader{w, r, actor, b, eye, c, journal, beside, nil}
	for _, picked := range text.Evidence {
		switch picked.Kind {
		case promotion.FromJournal:
			err = e.note(picked, false)
		case promotion.FromFeedback:
			err = e.feedback(picked)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, a := range beside {
		picked := promotion.Evidence{Kind: promotion.FromJournal, Ref: string(a.Note)}
		if !slices.ContainsFunc(text.Evidence, func(e promotion.Evidence) bool { return e.Kind == picked.Kind && e.Ref == picked.Ref }) {
			if err := e.note(picked, true); err != nil {
				return nil, err
			}
		}
	}
	return e.lines, nil
}

// evidenceReader gathers what one viewer reads of a case's evidence.
type evidenceReader struct {
	w       *Workflow
	r       *store.Reader
	actor   access.Actor
	bond    access.Bond
	eye     promotion.Eye
	c       *promotion.Case
	journal journal
	beside  []growth.Attachment
	lines   []EvidenceLine
}

// add leaves out for the one who decides what is not for them: not even that it is
// there.
func (e *evidenceReader) add(l EvidenceLine) {
	if e.eye == promotion.Whole || l.Note != nil || l.Feedback != nil {
		e.lines = append(e.lines, l)
	}
}

func (e *evidenceReader) note(picked promotion.Evidence, byPerson bool) error {
	line := EvidenceLine{Evidence: picked, ByPerson: byPerson}
	n, err := e.r.Note(id.Note(picked.Ref))
	if fault.Is(err, fault.Absent) || err == nil && n.Owner != e.c.Subject {
		e.add(line)
		return nil
	}
	if err != nil {
		return err
	}
	attached := slices.ContainsFunc(e.beside, func(a growth.Attachment) bool { return a.Note == n.ID })
	// Before the person agrees, what the manager picked is among the two; at that
	// instant it is put beside the case.
	line.ForDecider = attached || e.c.ConsentAt == 0 && n.SharedWith == e.c.Manager
	if !n.VisibleTo(e.bond, e.actor.Person) && !attached {
		e.add(line)
		return nil
	}
	view, err := e.w.noteView(e.r, e.actor, n)
	if err != nil {
		return err
	}
	line.Note = &view
	e.add(line)
	return e.journal(audit.Entry{Hat: e.bond.Hat(), Item: "notes_self", Subject: e.c.Subject, Object: noteObject(n.ID)})
}

func (e *evidenceReader) feedback(picked promotion.Evidence) error {
	line := EvidenceLine{Evidence: picked}
	f, err := e.r.Feedback(id.Feedback(picked.Ref))
	if fault.Is(err, fault.Absent) || err == nil && f.Subject != e.c.Subject {
		e.add(line)
		return nil
	}
	if err != nil {
		return err
	}
	line.ForDecider = f.ForDecider(e.c.Manager)
	reads := f.ReadableBy(e.bond, e.actor.Person)
	if e.eye == promotion.Judge {
		reads = line.ForDecider
	}
	if !reads {
		e.add(line)
		return nil
	}
	people, err := feedbackNames(e.r, []*feedback.Feedback{f})
	if err != nil {
		return err
	}
	line.Feedback = &FeedbackView{ID: f.ID, Subject: refOf(people, f.Subject), Giver: refOf(people, f.Giver), Stage: f.Stage, Ask: f.Ask, Answer: &f.Answer, GivenAt: f.GivenAt}
	e.add(line)
	return e.journal(audit.Entry{Hat: e.bond.Hat(), Item: f.Item(), Subject: e.c.Subject, Object: feedbackObject(f.ID)})
}

// evidenceFor leaves in a text what the viewer of a case may know of: whoever
// decides learns of nothing that is not for them.
func (w *Workflow) evidenceFor(r *store.Reader, actor access.Actor, b access.Bond, eye promotion.Eye, c *promotion.Case, list []promotion.Evidence) ([]promotion.Evidence, error) {
	if eye != promotion.Judge {
		return list, nil
	}
	lines, err := w.evidenceLines(r, actor, b, eye, c, func(audit.Entry) error { return nil }) // names alone; reading them is an act of its own
	return slices.DeleteFunc(slices.Clone(list), func(e promotion.Evidence) bool {
		own := e.Kind == promotion.FromJournal || e.Kind == promotion.FromFeedback
		return own && !slices.ContainsFunc(lines, func(l EvidenceLine) bool { return l.Kind == e.Kind && l.Ref == e.Ref })
	}), err
}
