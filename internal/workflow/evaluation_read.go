package workflow

import (
	"context"
	"errors"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// PersonRef is a person as others are shown them.
type PersonRef struct {
	ID   id.Person
	Name string
}

// EvaluationView is an evaluation as one of its two sees it. What is not open to
// the viewer yet is absent, not hidden.
type EvaluationView struct {
	*evaluation.Evaluation
	Text    *framework.Framework // with the extensions it was opened with
	Marks   []framework.Mark     // what of it comes from units
	Units   []UnitName           // whose extensions they are, as in Extensions
	Subject PersonRef
	Manager PersonRef
	Reader  id.Person
	Viewer  evaluation.SideName // a manager who took over reads the manager's side, whoever wrote it; empty for whoever joined
	Joined  bool                // the viewer was asked to join: reads both sides and the conversation, and signs nothing
	Wrote   PersonRef           // who writes or wrote the manager's side
	Mine    evaluation.Side
	Theirs  *evaluation.Side // nil until both are opened
	Thread  []evaluation.Message
	Written evaluation.Written
	Closing []ClosingView // of managers before; none until both are opened
	Turn    evaluation.Turn
	Last    *LastTime // nil when nothing was agreed before, and for whoever joined
	Change  *News     // of the framework around this evaluation; nil when nothing changed, and for whoever joined

	Disclosures []DisclosureLine // to whom this was ever opened, the newest first
	MayJoin     *PersonRef       // who can be asked to join now; nil when nobody, or when somebody has
	MayEnd      bool             // the viewer's statement has had no answer for two weeks
	Corrections []rights.Correction
	names       map[id.Person]string
}

// Joining returns who reads along at the moment, nil when nobody does.
func (v EvaluationView) Joining() *DisclosureLine {
	for i, d := range v.Disclosures {
		if !d.Until.IsSet() {
			return &v.Disclosures[i]
		}
	}
	return nil
}

// Other returns the one of the two whom the viewer is not.
func (v EvaluationView) Other() PersonRef {
	if v.Viewer == evaluation.SelfSide {
		return v.Manager
	}
	return v.Subject
}

// FormerManager is how somebody is called whose name nobody here knows any more.
var FormerManager = lang.Later("a former manager")

// NameOf returns the name of one of the two.
func (v EvaluationView) NameOf(p id.Person) string {
	switch p {
	case v.Subject.ID:
		return v.Subject.Name
	case v.Manager.ID:
		return v.Manager.Name
	case v.Wrote.ID:
		return v.Wrote.Name
	}
	if name := v.names[p]; name != "" {
		return name
	}
	return FormerManager
}

// LastTime is what was agreed last; it is shown beside the form and never filled
// into it.
type LastTime struct {
	ID      id.Evaluation
	On      clock.Instant
	Ref     framework.Ref
	Written evaluation.Written
}

// Evaluation returns the evaluation to the person or the current manager.
// Everybody else is answered as if there were none.
func (w *Workflow) Evaluation(ctx context.Context, actor access.Actor, ref id.Evaluation) (EvaluationView, error) {
	var v EvaluationView
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return v, err
	}
	subject, err := w.subjectOf(ctx, ref)
	if err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeEvaluations, func(r *store.Reader, b access.Bond, journal journal) (err error) {
		if !evaluation.VisibleTo(b) {
			if b, err = bondTo(r, actor, subject, objectOf(ref)); err != nil {
				return err
			}
		}
		if !evaluation.VisibleTo(b) && b.Let == "" {
			return fault.NotFound()
		}
		if v, err = w.evaluationView(r, actor.Person, b, ref); err != nil {
			return err
		}
		return journalEvaluation(v, b.Hat(), journal)
	})
	if err != nil {
		return EvaluationView{}, err // what could not be written down is not read
	}
	return v, nil
}

// journalEvaluation writes a line for each item of the subject's that the view
// holds, of this evaluation and of the one that stands beside it.
func journalEvaluation(v EvaluationView, hat string, journal journal) error {
	read := map[id.Evaluation][]string{v.ID: itemsRead(v.Evaluation)}
	if v.Joined {
		read[v.ID] = append(read[v.ID], "mgr_shared")
	}
	if v.Last != nil {
		read[v.Last.ID] = []string{"compare", "focus"}
	}
	for ref, items := range read {
		for _, item := range items {
			if err := journal(audit.Entry{Hat: hat, Item: item, Subject: v.Subject.ID, Object: objectOf(ref)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// itemsRead names what of the subject's the page of the evaluation shows the
// manager. A growth evaluation's steps in view tell the Step, and so does the
// agreed result of a first one.
func itemsRead(e *evaluation.Evaluation) (items []string) {
	if e.TellsStep() || e.Stage == evaluation.Agreed {
		items = append(items, "step")
	}
	if e.BothSee() {
		items = append(items, "self_shared", "compare")
	}
	if e.Stage == evaluation.Agreed {
		items = append(items, "focus")
	}
	return items
}

func (w *Workflow) subjectOf(ctx context.Context, ref id.Evaluation) (subject id.Person, err error) {
	err = w.view(ctx, func(r *store.Reader) (err error) {
		subject, err = r.SubjectOf(ref)
		return err
	})
	return subject, err
}

func (w *Workflow) evaluationView(r *store.Reader, viewer id.Person, b access.Bond, ref id.Evaluation) (v EvaluationView, err error) {
	if v.Evaluation, err = r.Evaluation(ref); err != nil {
		return v, err
	}
	side, ok := v.SideOf(viewer)
	switch {
	case b.Let != "" && v.OpenTo(b):
		side, v.Joined = "", true
	case ok:
	case v.Closed() && b.Manager: // agreed with a manager before; it passes on as it is
		side = evaluation.ManagerSide
	default:
		return v, fault.NotFound()
	}
	v.Reader, v.Viewer = viewer, side
	text, err := w.effective(r, v.Framework, v.Extensions)
	if err != nil {
		return v, err
	}
	v.Text, v.Marks = text.framework, text.marks
	if len(v.Extensions) > 0 {
		names, err := unitNames(r)
		if err != nil {
			return v, err
		}
		v.Units = names.of(v.Extensions)
	}
	wrote := v.Author(evaluation.ManagerSide)
	people, err := r.PeopleByID([]id.Person{v.Evaluation.Subject, v.Evaluation.Manager, wrote})
	v.Subject, v.Manager, v.Wrote = refOf(people, v.Evaluation.Subject), refOf(people, v.Evaluation.Manager), refOf(people, wrote)
	return v, errors.Join(err, w.fillSides(r, viewer, b, &v), w.fillTalk(r, &v), fillJoining(r, &v), fillCorrections(r, v.BothSee() || v.Closed(), objectOf(ref), &v.Corrections))
}

func refOf(people map[id.Person]org.Person, who id.Person) PersonRef {
	return PersonRef{ID: who, Name: people[who].Name}
}

// fillJoining tells who reads along, who did, and who could be asked to.
func fillJoining(r *store.Reader, v *EvaluationView) error {
	list, err := r.DisclosuresOf(objectOf(v.ID))
	if err != nil {
		return err
	}
	if v.Disclosures, err = disclosureLines(r, list); err != nil {
		return err
	}
	v.names = map[id.Person]string{}
	for _, d := range v.Disclosures {
		v.names[d.Reader.ID] = d.Reader.Name
	}
	if v.Joined || !v.BothSee() || v.Closed() || v.Joining() != nil {
		return nil
	}
	who, err := whoJoins(r, v.Evaluation)
	if fault.Is(err, fault.Conflict) {
		return nil // there is nobody
	}
	if err != nil {
		return err
	}
	people, err := r.PeopleByID([]id.Person{who})
	ref := refOf(people, who)
	v.MayJoin = &ref
	return err
}

func (w *Workflow) fillSides(r *store.Reader, viewer id.Person, b access.Bond, v *EvaluationView) (err error) {
	if v.Joined { // reads the person's side first, then the manager's
		theirs, err := r.Side(v.Evaluation, evaluation.ManagerSide)
		if err != nil {
			return err
		}
		v.Theirs = &theirs
		v.Mine, err = r.Side(v.Evaluation, evaluation.SelfSide)
		return err
	}
	if v.Mine, err = r.Side(v.Evaluation, v.Viewer); err != nil {
		return err
	}
	if other := v.Viewer.Other(); v.SideVisibleTo(b, viewer, other) {
		side, err := r.Side(v.Evaluation, other)
		if err != nil {
			return err
		}
		v.Theirs = &side
	}
	return nil
}

func (w *Workflow) fillTalk(r *store.Reader, v *EvaluationView) (err error) {
	if v.BothSee() {
		if v.Thread, err = r.Messages(v.Evaluation); err != nil {
			return err
		}
		if v.Written, err = r.Result(v.Evaluation); err != nil {
			return err
		}
		if v.Closing, err = closingViews(r, v.Evaluation); err != nil {
			return err
		}
	}
	if v.Joined {
		v.Turn = evaluation.JoinedTurn(v.Subject.Name, v.Manager.Name)
		return nil // what was agreed before is not part of this evaluation
	}
	by := v.AnswerBy(v.Viewer)
	v.MayEnd = by.IsSet() && by <= r.Now()
	v.Turn = v.TurnOf(v.Viewer, v.Other().Name, v.Written.Revision > 0)
	if v.Last, err = lastAgreed(r, v.Evaluation); err != nil {
		return err
	}
	return w.fillChange(r, v)
}

// lastAgreed returns what the person and a manager agreed before this one.
func lastAgreed(r *store.Reader, e *evaluation.Evaluation) (*LastTime, error) {
	before, err := r.EndedEvaluationsOf(e.Subject)
	if err != nil {
		return nil, err
	}
	var last *evaluation.Evaluation
	for _, b := range before {
		earlier := b.Stage == evaluation.Agreed && b.ID != e.ID && b.AgreedAt <= e.OpenedAt
		if earlier && (last == nil || b.AgreedAt > last.AgreedAt) {
			last = b
		}
	}
	if last == nil {
		return nil, nil
	}
	written, err := r.Result(last)
	return &LastTime{ID: last.ID, On: last.AgreedAt, Ref: last.Framework, Written: written}, err
}
