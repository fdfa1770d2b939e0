package workflow

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// EvaluationLine is an evaluation in a list: what it is, whose turn it is, and
// nothing of what anybody wrote.
type EvaluationLine struct {
	ID       id.Evaluation
	Kind     evaluation.Kind
	Stage    evaluation.Stage
	Viewer   evaluation.SideName
	Subject  PersonRef
	Other    PersonRef
	Turn     evaluation.Turn
	Due      clock.Date
	OpenedAt clock.Instant
	AgreedAt clock.Instant
}

// Closed tells whether the evaluation has ended.
func (l EvaluationLine) Closed() bool {
	return l.Stage == evaluation.Agreed || l.Stage == evaluation.NotAgreed
}

// ReportLine is one report of a manager with the open evaluation, if any.
type ReportLine struct {
	Person PersonRef
	Open   *EvaluationLine
}

// Home is what waits for a person.
type Home struct {
	Manager  *PersonRef       // nil when there is none
	NewSince clock.Instant    // since when the manager is another one; set for a month
	Mine     []EvaluationLine // of the person, the newest first
	Reports  []ReportLine     // by name
	Left     bool             // a draft is left with the person, who manages somebody no more
	Agreeing []PersonRef      // whose priorities hold something that waits for the person; the own ones first
	Plans    []PersonRef      // whose growth plans hold a suggestion that waits for the person; the own one first
	Roles    []RoleLine       // open requests that concern the person; none over a token
	Pay      []PayTurn        // pay that waits for the person; none over a token
	Title    string           // that the person uses outside; empty when there is none
	Talks    []TalkAhead      // about a wider step, from today on, the nearest first; none over a token
	Titles   []TitleTurn      // proposed titles of the person and of reports; none over a token
	StandsIn []StandInLine    // for whom the person stands in; none over a token
	Joined   []JoinedLine     // evaluations of others that the person was asked to join
}

// JoinedLine is an evaluation of two others that the person was asked to join.
type JoinedLine struct {
	ID      id.Evaluation
	Subject PersonRef
	Manager PersonRef
	Since   clock.Instant
}

// Next returns the lines in which it is the person's turn, own ones first.
func (h Home) Next() (next []EvaluationLine) {
	for _, l := range h.Mine {
		if l.Turn.Whose == evaluation.Yours || l.Turn.Whose == evaluation.Both {
			next = append(next, l)
		}
	}
	for _, rep := range h.Reports {
		if rep.Open != nil && rep.Open.Turn.Whose != evaluation.Theirs {
			next = append(next, *rep.Open)
		}
	}
	return next
}

// HasOpen tells whether the person has an evaluation that is not agreed yet.
func (h Home) HasOpen() bool {
	return slices.ContainsFunc(h.Mine, func(l EvaluationLine) bool { return !l.Closed() })
}

// Home returns what waits for the actor. It takes the same few queries however
// many reports there are.
func (w *Workflow) Home(ctx context.Context, actor access.Actor) (h Home, err error) {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return h, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		l, err := loadLists(r, actor.Person)
		if err != nil {
			return err
		}
		h = l.home()
		if h.Joined, err = joinedLines(r, actor.Person); err != nil || actor.Via == access.ViaToken {
			return err
		}
		if h.StandsIn, err = standInsBy(r, actor.Person); err != nil {
			return err
		}
		if h.Pay, err = payTurns(r, actor, l.reports); err != nil {
			return err
		}
		if h.Talks, err = w.talksAhead(r, actor.Person, l.reports, w.today(r)); err != nil {
			return err
		}
		for i, t := range h.Talks {
			h.Talks[i].Subject = refOf(l.people, t.Subject.ID)
		}
		if h.Titles, err = l.titleTurns(r); err != nil {
			return err
		}
		reviews, err := w.reviewTurns(r, actor, l.reports)
		if err != nil {
			return err
		}
		h.Pay = append(h.Pay, reviews...)
		h.Roles, err = w.roleTurns(r, actor.Person, l.reports)
		return err
	})
	return h, err
}

// lists is what a home page is made of.
type lists struct {
	viewer  id.Person
	mine    []*evaluation.Evaluation
	reports []id.Person
	theirs  []*evaluation.Evaluation
	manager id.Person
	lines   []org.Line // the viewer's, the newest first
	now     clock.Instant
	written map[id.Evaluation]bool
	plans   []id.Person
	waiting []id.Person // whose priorities wait for an answer
	left    bool
	people  map[id.Person]org.Person
}

func loadLists(r *store.Reader, viewer id.Person) (l lists, err error) {
	l.viewer = viewer
	if l.mine, err = r.EvaluationsOf(viewer); err != nil {
		return l, err
	}
	if l.theirs, err = r.EvaluationsBy(viewer); err != nil {
		return l, err
	}
	if l.reports, err = r.ReportsOf(viewer); err != nil {
		return l, err
	}
	if l.manager, _, err = r.ManagerOf(viewer); err != nil {
		return l, err
	}
	if l.lines, err = r.LinesOf(viewer); err != nil {
		return l, err
	}
	l.now = r.Now()
	if l.written, err = r.ResultsWritten(viewer); err != nil {
		return l, err
	}
	if l.plans, err = r.PlansWaiting(viewer); err != nil {
		return l, err
	}
	if l.waiting, err = r.PrioritiesWaiting(viewer); err != nil {
		return l, err
	}
	if err := l.leaveOutResting(r); err != nil {
		return l, err
	}
	left, err := leftHere(r, viewer)
	if err != nil {
		return l, err
	}
	memos, err := memosLeft(r, viewer)
	if err != nil {
		return l, err
	}
	l.left = len(left)+len(memos) > 0
	l.people, err = r.PeopleByID(l.names())
	return l, err
}

// leaveOutResting leaves out what is about reports whose data rest.
func (l *lists) leaveOutResting(r *store.Reader) error {
	rest, err := r.AllRestricted()
	if len(rest) == 0 {
		return err
	}
	delete(rest, l.viewer) // to whom their own stays as it is
	gone := func(p id.Person) bool { return rest[p] }
	l.theirs = slices.DeleteFunc(l.theirs, func(e *evaluation.Evaluation) bool { return rest[e.Subject] })
	l.plans, l.waiting = slices.DeleteFunc(l.plans, gone), slices.DeleteFunc(l.waiting, gone)
	return err
}

func (l lists) names() []id.Person {
	who := slices.Concat([]id.Person{l.viewer, l.manager}, l.reports, l.plans, l.waiting)
	for _, e := range l.mine {
		who = append(who, e.Manager)
	}
	return who
}

func (l lists) home() (h Home) {
	if l.manager != "" {
		m := refOf(l.people, l.manager)
		h.Manager = &m
	}
	h.NewSince, h.Title = newLine(l.lines, l.now), l.people[l.viewer].Title
	for _, e := range l.mine {
		h.Mine = append(h.Mine, l.line(e, evaluation.SelfSide, refOf(l.people, e.Manager)))
	}
	for _, p := range l.reports {
		line := ReportLine{Person: refOf(l.people, p)}
		for _, e := range l.theirs {
			if e.Subject == p {
				open := l.line(e, evaluation.ManagerSide, line.Person)
				line.Open = &open
			}
		}
		h.Reports = append(h.Reports, line)
	}
	h.Plans, h.Agreeing, h.Left = l.ownFirst(l.plans), l.ownFirst(l.waiting), l.left
	arrange.By(h.Reports, func(a, b ReportLine) int { return org.Compare(a.Person.Name, b.Person.Name) })
	return h
}

// ownFirst are the viewer, if among them, then the others by name.
func (l lists) ownFirst(who []id.Person) (refs []PersonRef) {
	for _, p := range who {
		if p != l.viewer {
			refs = append(refs, refOf(l.people, p))
		}
	}
	arrange.By(refs, func(a, b PersonRef) int { return org.Compare(a.Name, b.Name) })
	if slices.Contains(who, l.viewer) {
		refs = append([]PersonRef{refOf(l.people, l.viewer)}, refs...)
	}
	return refs
}

func (l lists) line(e *evaluation.Evaluation, side evaluation.SideName, other PersonRef) EvaluationLine {
	return EvaluationLine{
		ID: e.ID, Kind: e.Kind, Stage: e.Stage, Viewer: side, Subject: refOf(l.people, e.Subject), Other: other,
		Turn: e.TurnOf(side, other.Name, l.written[e.ID]), Due: e.Due, OpenedAt: e.OpenedAt, AgreedAt: e.AgreedAt,
	}
}

// tellFor is how long a person is told that the manager is another one.
const tellFor = 30 * 24 * time.Hour

// newLine returns since when the present manager is another than the one before,
// when that is recent. A first manager is nobody's successor.
func newLine(lines []org.Line, now clock.Instant) clock.Instant {
	if len(lines) < 2 || !lines[0].Open() || lines[0].Manager == lines[1].Manager || now.Sub(lines[0].Since) > tellFor {
		return 0
	}
	return lines[0].Since
}

// joinedLines lists what the person reads along in at this moment.
func joinedLines(r *store.Reader, who id.Person) (lines []JoinedLine, err error) {
	list, err := r.DisclosuresTo(who)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		ref, ok := strings.CutPrefix(d.Object, "evaluation/")
		if !ok || d.Purpose != disclosure.Joining || !d.InForce(r.Now()) {
			continue
		}
		e, err := r.Evaluation(id.Evaluation(ref))
		if err != nil {
			return nil, err
		}
		people, err := r.PeopleByID([]id.Person{e.Subject, e.Manager})
		if err != nil {
			return nil, err
		}
		lines = append(lines, JoinedLine{e.ID, refOf(people, e.Subject), refOf(people, e.Manager), d.Since})
	}
	return lines, nil
}
