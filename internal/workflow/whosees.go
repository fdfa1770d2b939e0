package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/priority"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// Why says why somebody can read something.
type Why string

// Reasons.
const (
	AsManager     Why = "manager"
	AsPartners    Why = "people and compensation partners"
	AsJoined      Why = "joined"
	AsDecider     Why = "decides"
	AsShown       Why = "shown"
	AsSquad       Why = "squad"
	AsStandIn     Why = "stands in"
	AsFeedback    Why = "feedback shown"
	AsGlass       Why = "break-glass"
	AsLead        Why = "asked about a departure"
	AsColleagues  Why = "everybody"
	AsPayPartners Why = "compensation partners"
	AsPeople      Why = "people partners"
	// By the policy on Steps.
	AsPeopleByPolicy    Why = "people partners, by policy"
	AsLeadByPolicy      Why = "tribe lead, by policy"
	AsEverybodyByPolicy Why = "everybody, by policy"

	UntilBothIn   Why = "until both are in"
	AsNobodysElse Why = "nobody"
)

// Seer is who can read something now, and why. Without a name it is an office, or
// nobody.
type Seer struct {
	Who *PersonRef
	Why Why
}

// Seen is one private thing about a person that there is, and who can read it now
// besides the person.
type Seen struct {
	Item string        // the matrix's name
	Path string        // where the person finds it
	At   clock.Instant // when it was begun, where there may be several
	By   []Seer
}

// WhoSees tells the actor who can read what there is about them. Nobody else is
// told, and what the actor may not know of is not in it.
func (w *Workflow) WhoSees(ctx context.Context, actor access.Actor) (list []Seen, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		s := &sees{r: r, w: w, me: actor.Person}
		if s.manager, err = managerRef(r, actor.Person); err != nil {
			return err
		}
		if s.rests, err = r.Restricted(actor.Person); err != nil {
			return err
		}
		if s.rests {
			s.manager = nil // who reads nothing meanwhile
		}
		list, err = s.all()
		return err
	})
	return list, err
}

// sees gathers who reads what.
type sees struct {
	r       *store.Reader
	w       *Workflow
	me      id.Person
	manager *PersonRef
	rests   bool
	list    []Seen
	let     []DisclosureLine // in force
}

func (s *sees) all() ([]Seen, error) {
	about, err := s.r.DisclosuresAbout(s.me)
	if err != nil {
		return nil, err
	}
	about = slices.DeleteFunc(about, func(d disclosure.Disclosure) bool { return !d.InForce(s.r.Now()) })
	if s.let, err = disclosureLines(s.r, about); err != nil {
		return nil, err
	}
	for _, part := range []func() error{s.start, s.steps, s.evaluations, s.promotions, s.plan, s.priorities, s.feedback, s.notes, s.files, s.roles, s.titles, s.pay, s.wall, s.asked} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return s.list, nil
}

func (s *sees) add(item, path string, at clock.Instant, by ...Seer) {
	if len(by) == 0 {
		by = []Seer{{Why: AsNobodysElse}}
	}
	s.list = append(s.list, Seen{item, path, at, by})
}

// pair is the manager of the moment, where there is one.
func (s *sees) pair() (by []Seer) {
	if s.manager != nil {
		by = append(by, Seer{s.manager, AsManager})
	}
	return by
}

// letIn are those to whom the object is opened.
func (s *sees) letIn(object string) (by []Seer) {
	for _, d := range s.let {
		if d.Object == object && d.Purpose != disclosure.Breaking {
			by = append(by, Seer{&d.Reader, map[disclosure.Purpose]Why{disclosure.Joining: AsJoined, disclosure.Deciding: AsDecider}[d.Purpose]})
		}
	}
	return append(by, s.letInWhole()...)
}

func (s *sees) start() error {
	dates, err := s.r.StartDates([]id.Person{s.me})
	if err == nil && dates[s.me] != "" {
		by := s.pair()
		if !s.rests {
			by = append(by, Seer{Why: AsPartners})
		}
		s.add("hr_attr", "/people/"+string(s.me), 0, by...)
	}
	return err
}

func (s *sees) steps() error {
	steps, err := s.r.Standings(s.me)
	if err == nil && len(steps) > 0 {
		by := s.pair()
		circle, err := s.circle()
		if err != nil {
			return err
		}
		by = append(by, circle...)
		for _, d := range s.let {
			if d.Purpose == disclosure.Deciding {
				by = append(by, Seer{&d.Reader, AsDecider})
			}
		}
		s.add("step", "/people/"+string(s.me), 0, append(by, s.letInWhole()...)...)
	}
	return err
}

func (s *sees) evaluations() error {
	list, err := s.r.EvaluationsOf(s.me)
	for _, e := range list {
		path, object := "/evaluations/"+string(e.ID), objectOf(e.ID)
		switch {
		case !e.BothSee():
			s.add("self_draft", path, e.OpenedAt, Seer{Why: UntilBothIn})
		case e.Stage == evaluation.Agreed || e.Closed():
			s.add("compare", path, e.OpenedAt, append(s.pair(), s.letIn(object)...)...)
		default:
			s.add("self_shared", path, e.OpenedAt, append(s.pair(), s.letIn(object)...)...)
		}
	}
	return err
}

func (s *sees) promotions() error {
	list, err := s.r.PromotionsOf(s.me)
	for _, c := range list {
		b := access.Bond{Known: true, Self: true}
		if c.VisibleTo(b, false, false, s.r.Now()) != promotion.Nothing {
			s.add("case", "/promotions/"+string(c.ID), c.OpenedAt, append(s.pair(), s.letIn(aboutCase(c.ID))...)...)
		}
	}
	return err
}

func (s *sees) plan() error {
	focuses, err := s.r.FocusesOf(s.me)
	if err != nil || len(focuses) == 0 {
		return err
	}
	by := append(s.pair(), s.standIns()...)
	views, err := s.w.shareViews(s.r, s.me)
	for _, v := range views {
		switch {
		case !v.Open():
		case v.Person != nil:
			by = append(by, Seer{v.Person, AsShown})
		default:
			by = append(by, Seer{Why: AsSquad})
		}
	}
	s.add("focus", "/growth", 0, by...)
	return err
}

func (s *sees) priorities() error {
	list, err := s.r.PrioritiesOf(s.me)
	if err != nil || len(list) == 0 {
		return err
	}
	shares, err := s.r.PrioritySharesOf(s.me)
	by := append(s.pair(), s.standIns()...)
	if slices.ContainsFunc(shares, func(sh priority.Share) bool { return sh.Holds() }) {
		by = append(by, Seer{Why: AsSquad})
	}
	s.add("priorities", "/priorities", 0, by...)
	return err
}

// feedback: what the person may read, and whom it is shown to. That something was
// given to the manager alone is not the person's to know here.
func (s *sees) feedback() error {
	list, err := s.r.FeedbackAbout(s.me)
	for _, f := range list {
		if !f.ReadableBy(access.Bond{Known: true, Self: true}, s.me) {
			continue
		}
		var by []Seer
		if s.manager != nil && f.ReadableBy(access.Bond{Known: true, Manager: true}, s.manager.ID) {
			by = append(by, Seer{s.manager, AsFeedback})
		}
		s.add(f.Item(), "/feedback/"+string(f.ID), f.GivenAt, append(by, s.letInWhole()...)...)
	}
	return err
}

// notes: the journal as one thing, and each entry that is shown.
func (s *sees) notes() error {
	list, err := s.r.NotesOf(s.me)
	if err != nil || len(list) == 0 {
		return err
	}
	s.add("notes_self", "/journal", 0)
	for _, n := range list {
		if s.manager != nil && n.SharedWith == s.manager.ID {
			s.add("note_shown", "/journal/"+string(n.ID), n.MadeAt, Seer{s.manager, AsShown})
		}
	}
	return nil
}
