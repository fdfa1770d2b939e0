package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// FeedbackLine is a feedback in a list: who and about whom, and nothing of what
// anybody wrote.
type FeedbackLine struct {
	ID        id.Feedback
	Subject   PersonRef
	Asker     PersonRef // without a name when nobody asked
	Giver     PersonRef
	Stage     feedback.Stage
	ByManager bool
	Readable  bool // the viewer reads what was given
	Shared    bool // the person lets the manager read it
	MadeAt    clock.Instant
	GivenAt   clock.Instant
}

// FeedbackLists is the feedback that concerns a person.
type FeedbackLists struct {
	ToGive    []FeedbackLine // what they are asked, and what they have begun
	Mine      []FeedbackLine // about them, given, to read
	Asked     []FeedbackLine // what they asked for and has not come yet
	ByManager []FeedbackLine // what their manager asked about them
	Reports   []FeedbackLine // about reports: what they asked, and what is shared with them
	Gave      []FeedbackLine // what they gave
}

// Feedbacks lists the feedback that concerns the actor.
func (w *Workflow) Feedbacks(ctx context.Context, actor access.Actor) (lists FeedbackLists, err error) {
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return lists, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		lists, err = loadFeedbacks(r, actor)
		return err
	})
	return lists, err
}

func loadFeedbacks(r *store.Reader, actor access.Actor) (lists FeedbackLists, err error) {
	about, err := r.FeedbackAbout(actor.Person)
	if err != nil {
		return lists, err
	}
	by, err := r.FeedbackBy(actor.Person)
	if err != nil {
		return lists, err
	}
	reports, err := r.FeedbackOfReports(actor.Person)
	if err != nil {
		return lists, err
	}
	if reports, err = withoutResting(r, reports, func(f *feedback.Feedback) id.Person { return f.Subject }); err != nil {
		return lists, err
	}
	name, err := feedbackNames(r, slices.Concat(about, by, reports))
	if err != nil {
		return lists, err
	}
	self, manager, giver := access.Bond{Known: true, Self: true}, access.Bond{Known: true, Manager: true}, access.Bond{Known: true}
	for _, f := range about {
		if hidden(f, actor) {
			continue
		}
		lists.addMine(f, lineOf(f, self, actor, name))
	}
	for _, f := range by {
		switch line := lineOf(f, giver, actor, name); {
		case hidden(f, actor):
		case f.Writing():
			lists.ToGive = append(lists.ToGive, line)
		case f.Stage == feedback.Given:
			lists.Gave = append(lists.Gave, line)
		}
	}
	for _, f := range reports {
		if f.Giver != actor.Person && f.VisibleTo(manager, actor.Person) && f.Stage != feedback.Withdrawn && !hidden(f, actor) {
			lists.Reports = append(lists.Reports, lineOf(f, manager, actor, name))
		}
	}
	return lists, nil
}

// hidden keeps what a manager asked from tokens.
func hidden(f *feedback.Feedback, actor access.Actor) bool {
	return f.ByManager() && actor.Via == access.ViaToken
}

func (l *FeedbackLists) addMine(f *feedback.Feedback, line FeedbackLine) {
	switch {
	case f.ByManager() && line.Readable:
		l.Mine = append(l.Mine, line)
	case f.ByManager() && f.Stage != feedback.Withdrawn:
		l.ByManager = append(l.ByManager, line)
	case line.Readable:
		l.Mine = append(l.Mine, line)
	case f.Stage == feedback.Asked || f.Stage == feedback.Declined:
		l.Asked = append(l.Asked, line)
	}
}

func feedbackNames(r *store.Reader, list []*feedback.Feedback) (map[id.Person]org.Person, error) {
	var who []id.Person
	for _, f := range list {
		who = append(who, f.Subject, f.Giver, f.Asker)
	}
	return r.PeopleByID(who)
}

func lineOf(f *feedback.Feedback, b access.Bond, actor access.Actor, people map[id.Person]org.Person) FeedbackLine {
	return FeedbackLine{
		ID: f.ID, Subject: refOf(people, f.Subject), Asker: refOf(people, f.Asker), Giver: refOf(people, f.Giver), Stage: f.Stage,
		ByManager: f.ByManager(), Readable: f.ReadableBy(b, actor.Person), Shared: f.SharedWith != "", MadeAt: f.MadeAt, GivenAt: f.GivenAt,
	}
}

// FeedbackView is one feedback as somebody sees it. What is not open to the viewer
// is absent: Answer is nil, and so is Draft for everybody but the giver.
type FeedbackView struct {
	ID       id.Feedback
	Subject  PersonRef
	Asker    PersonRef
	Giver    PersonRef
	Manager  PersonRef // the person's, at this moment; without a name when there is none
	Viewer   PersonRef
	Stage    feedback.Stage
	Ask      feedback.Ask
	ByAsker  bool // by the manager who asks, and not the person
	Widest   feedback.Audience
	Answer   *feedback.Answer
	Draft    *FeedbackDraft
	SavedAt  clock.Instant
	Shared   bool
	MadeAt   clock.Instant
	GivenAt  clock.Instant
	Thanked  bool
	MayThank bool
	MayShare bool
	RemindAt clock.Instant // from when the viewer may remind; not set for who did not ask

	Corrections []rights.Correction // of the person, beside what was given
	Areas       []framework.Area
}

// Gives tells whether the viewer is the one who was asked.
func (v FeedbackView) Gives() bool { return v.Viewer.ID == v.Giver.ID }

// Self tells whether it is about the viewer.
func (v FeedbackView) Self() bool { return v.Viewer.ID == v.Subject.ID }

// Asks tells whether the viewer asked for it.
func (v FeedbackView) Asks() bool { return v.Asker.ID != "" && v.Viewer.ID == v.Asker.ID }

// Feedback returns one feedback to those who may know of it. A reading of the
// answer by the manager is journalled.
func (w *Workflow) Feedback(ctx context.Context, actor access.Actor, ref id.Feedback) (v FeedbackView, err error) {
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return v, err
	}
	var subject id.Person
	err = w.view(ctx, func(r *store.Reader) (err error) {
		subject, err = r.FeedbackSubject(ref)
		return err
	})
	if err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeFeedback, func(r *store.Reader, _ access.Bond, journal journal) error {
		f, b, err := reachFeedback(r, actor, ref)
		if err != nil {
			return err
		}
		if v, err = w.feedbackView(r, actor, b, f); err != nil || v.Answer == nil || v.Gives() {
			return err
		}
		return journal(audit.Entry{Item: f.Item(), Subject: f.Subject, Object: feedbackObject(f.ID)})
	})
	if err != nil {
		return FeedbackView{}, err
	}
	return v, nil
}

func (w *Workflow) feedbackView(r *store.Reader, actor access.Actor, b access.Bond, f *feedback.Feedback) (v FeedbackView, err error) {
	manager, _, err := r.ManagerOf(f.Subject)
	if err != nil {
		return v, err
	}
	people, err := r.PeopleByID(slices.DeleteFunc([]id.Person{f.Subject, f.Giver, f.Asker, manager, actor.Person}, func(p id.Person) bool { return p == "" }))
	if err != nil {
		return v, err
	}
	v = FeedbackView{
		ID: f.ID, Subject: refOf(people, f.Subject), Asker: refOf(people, f.Asker), Giver: refOf(people, f.Giver), Manager: refOf(people, manager),
		Viewer: refOf(people, actor.Person), Stage: f.Stage, Ask: f.Ask, ByAsker: f.ByManager(), Widest: f.Widest(), Shared: f.SharedWith != "" && f.SharedWith == manager,
		MadeAt: f.MadeAt, GivenAt: f.GivenAt, Thanked: f.ThankedAt.IsSet(),
	}
	if f.ReadableBy(b, actor.Person) {
		v.Answer = &f.Answer
		v.MayThank = !v.Gives() && !v.Thanked
		v.MayShare = b.Self && !f.ByManager() && !v.Shared && f.Answer.Audience.MayShare && manager != "" && manager != f.Giver
	}
	if f.Asker == actor.Person && f.Stage == feedback.Asked {
		v.RemindAt = f.RemindFrom()
	}
	if text, err := w.current(r); err == nil {
		for _, a := range f.Ask.Areas {
			if area, ok := text.Area(a); ok {
				v.Areas = append(v.Areas, area)
			}
		}
	}
	if err := fillCorrections(r, v.Answer != nil, "feedback/"+string(f.ID), &v.Corrections); err != nil {
		return v, err
	}
	return v, w.fillFeedbackDraft(r, f, &v)
}

// fillFeedbackDraft is for the giver alone, also of what was taken back meanwhile.
func (w *Workflow) fillFeedbackDraft(r *store.Reader, f *feedback.Feedback, v *FeedbackView) error {
	if !v.Gives() || f.Stage == feedback.Given {
		return nil
	}
	d, err := r.FeedbackDraft(f)
	if d.Revision == 0 {
		d.Audience = f.Widest()
		d.Audience.Decider = false // to be chosen
		if f.ByManager() {
			d.Audience = feedback.Audience{} // to be chosen
		}
	}
	v.Draft, v.SavedAt = &FeedbackDraft{d.Answer, d.Revision}, d.SavedAt
	return err
}

func feedbackTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	f, _, err := reachFeedback(r, actor, id.Feedback(ref))
	if err != nil {
		return "", err
	}
	people, err := feedbackNames(r, []*feedback.Feedback{f})
	if err != nil {
		return "", err
	}
	subject, giver := people[f.Subject].Name, people[f.Giver].Name
	switch {
	case f.Giver == actor.Person && f.ByManager():
		return lang.Say(r.Context(), "{name} asks you about working with {subject}", "name", people[f.Asker].Name, "subject", subject), nil
	case f.Giver == actor.Person:
		return lang.Say(r.Context(), "Feedback for {subject}", "subject", subject), nil
	case f.Subject == actor.Person:
		return lang.Say(r.Context(), "Feedback from {giver}", "giver", giver), nil
	}
	return lang.Say(r.Context(), "Feedback about {subject}", "subject", subject), nil
}

// SuggestedPeer is somebody who could be heard, with what everybody can see.
type SuggestedPeer struct {
	PersonRef
	Where      string // squad or chapter
	Discipline string
	Other      bool // another discipline than the person's
}

// SuggestedGroup are people who stand alike to the person.
type SuggestedGroup struct {
	Near   org.Nearness
	People []SuggestedPeer
}

// How many are suggested of each sort, and of how many they are chosen.
const (
	suggested = 5
	looked    = 60
)

// AskSetup is what the form of asking is made from.
type AskSetup struct {
	Subject PersonRef
	Self    bool
	Manager PersonRef // the person's
	Areas   []framework.Area
	Groups  []SuggestedGroup
	Case    id.Promotion // that can be asked for; empty when none can
}

// AskingSetup returns what the form of asking about the subject is made from, to
// those who may ask. Who is suggested follows from units and disciplines alone.
func (w *Workflow) AskingSetup(ctx context.Context, actor access.Actor, subject id.Person) (s AskSetup, err error) {
	if err := signedIn(actor, access.ScopeFeedback); err != nil {
		return s, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := mayAsk(r, actor, subject)
		if err != nil {
			return err
		}
		chart, err := chartNear(r, subject)
		if err != nil {
			return err
		}
		manager, _, err := r.ManagerOf(subject)
		if err != nil {
			return err
		}
		pair, err := r.PeopleByID([]id.Person{subject, manager})
		if err != nil {
			return err
		}
		s.Subject, s.Self, s.Manager = refOf(pair, subject), b.Self, refOf(pair, manager)
		if f, err := w.current(r); err == nil {
			s.Areas = f.AreasInOrder()
		} else if !fault.Is(err, fault.Unavailable) {
			return err
		}
		if ref, ok, err := caseToAskFor(r, actor, subject); err != nil {
			return err
		} else if ok {
			s.Case = ref
		}
		near := chart.Around(subject, func(p id.Person) bool { return p == actor.Person || p == manager })
		for _, degree := range org.Degrees() {
			group, err := w.suggestedGroup(r, chart, subject, degree, near[degree])
			if err != nil {
				return err
			}
			if len(group.People) > 0 {
				s.Groups = append(s.Groups, group)
			}
		}
		return nil
	})
	return s, err
}

// chartNear is the part of the organisation in which the suggestions are found: whoever
// shares a unit or a tribe with the person, and so many others by name that there are
// enough of them.
func chartNear(r *store.Reader, subject id.Person) (*org.Chart, error) {
	here, err := r.ChartOf([]id.Person{subject})
	if err != nil {
		return nil, err
	}
	units := append(slices.Clone(here.Member[subject]), here.Leads[subject]...)
	for _, tribe := range here.TribesOf(subject) {
		within, _, err := r.UnitsWithin(tribe)
		if err != nil {
			return nil, err
		}
		units = append(units, eachOf(within, func(u org.Unit) id.Unit { return u.ID })...)
	}
	near, err := r.MembersIn(units)
	if err != nil {
		return nil, err
	}
	leads, err := r.LeadsOf(units)
	if err != nil {
		return nil, err
	}
	near = append(near, valuesOf(leads)...)
	first, err := r.FirstPeople(looked + len(near) + 2) // the two are left out
	if err != nil {
		return nil, err
	}
	who := append(append(near, subject), eachOf(first, func(p org.Person) id.Person { return p.ID })...)
	chart, err := r.ChartOf(who)
	if err != nil {
		return nil, err
	}
	chart.People, err = r.PeopleByID(who)
	return chart, err
}

// suggestedGroup chooses a few, two of them of other disciplines where there are.
func (w *Workflow) suggestedGroup(r *store.Reader, chart *org.Chart, subject id.Person, degree org.Nearness, list []id.Person) (g SuggestedGroup, err error) {
	names, err := w.names(r)
	if err != nil {
		return g, err
	}
	list = list[:min(len(list), looked)]
	held, err := r.Disciplines(append([]id.Person{subject}, list...))
	if err != nil {
		return g, err
	}
	g.Near = degree
	var same, others []SuggestedPeer
	for _, p := range list {
		peer := SuggestedPeer{PersonRef: refOf(chart.People, p), Discipline: names.discipline(held[p].Discipline)}
		peer.Other = held[p].Discipline != "" && held[p].Discipline != held[subject].Discipline
		for _, kind := range []org.UnitKind{org.Squad, org.Chapter, org.Tribe} {
			if units := chart.UnitsOf(p, kind); len(units) > 0 && peer.Where == "" {
				peer.Where = chart.Units[units[0]].Name
			}
		}
		if peer.Other {
			others = append(others, peer)
		} else {
			same = append(same, peer)
		}
	}
	n := min(len(others), max(2, suggested-len(same)))
	g.People = append(same[:min(len(same), suggested-n)], others[:n]...)
	return g, nil
}

// BesideEvaluation is the feedback that was asked for an evaluation, as one of its
// two may read it.
type BesideEvaluation struct {
	Given []FeedbackView
	Open  []FeedbackLine // asked and not given yet, by the viewer
}

// FeedbackBeside returns the feedback asked for the evaluation: each of the two
// sees what they may read anyway, and nothing because there is an evaluation. What
// the person shared stands there for the manager too.
func (w *Workflow) FeedbackBeside(ctx context.Context, actor access.Actor, ref id.Evaluation) (beside BesideEvaluation, err error) {
	subject, err := w.subjectOf(ctx, ref)
	if err != nil {
		return beside, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeFeedback, func(r *store.Reader, b access.Bond, journal journal) error {
		beside = BesideEvaluation{}
		if !b.Pair() {
			return fault.NotFound()
		}
		all, err := r.FeedbackAbout(subject)
		if err != nil {
			return err
		}
		people, err := feedbackNames(r, all)
		if err != nil {
			return err
		}
		for _, f := range all {
			if f.Ask.Evaluation != ref || !f.VisibleTo(b, actor.Person) || hidden(f, actor) || f.Giver == actor.Person {
				continue
			}
			if f.Stage == feedback.Asked && f.Asker == actor.Person {
				beside.Open = append(beside.Open, lineOf(f, b, actor, people))
			}
			if !f.ReadableBy(b, actor.Person) {
				continue
			}
			v, err := w.feedbackView(r, actor, b, f)
			if err != nil {
				return err
			}
			beside.Given = append(beside.Given, v)
			if err := journal(audit.Entry{Item: f.Item(), Subject: subject, Object: feedbackObject(f.ID)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return BesideEvaluation{}, err
	}
	return beside, nil
}
