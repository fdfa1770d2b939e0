package workflow

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/priority"
	"cairn/internal/store"
)

// ReviewLine is one person in a review.
type ReviewLine struct {
	Person   PersonRef
	Manager  PersonRef     // to those who decide
	Base     *pay.Salary   // paid on the day from which it holds; nil when none is kept
	Proposal *pay.Proposal // nil while there is none
	Position pay.Position  // of what is paid to the range, to the manager
	Tribe    string
	Decides  bool // the reader decides about it
}

// LeftLine is what is left of a budget.
type LeftLine struct {
	pay.Left
	Tribe string // the name; empty is everybody without one
}

// PayReviewView is a review, with what the reader may know of it and nothing else.
type PayReviewView struct {
	*pay.Review
	Today    clock.Date
	Keeps    bool         // the reader is a compensation partner
	Reports  []ReviewLine // of the reader, by name
	Left     []LeftLine   // of the budgets of reports, after what the reader proposes
	Sent     []ReviewLine // what was sent, by name, to compensation partners
	Budgets  []LeftLine   // every budget after what was sent, to compensation partners
	Tribes   []UnitRef    // to set budgets for
	Proposed bool         // something was
}

// CanSend tells whether something is written that is not sent yet.
func (v PayReviewView) CanSend() bool {
	return v.Open() && slices.ContainsFunc(v.Reports, func(l ReviewLine) bool { return l.Proposal != nil && l.Proposal.State == pay.ProposalWritten })
}

// PayReviews lists reviews: to compensation partners all, to managers those that have
// begun. Everybody else finds nothing.
func (w *Workflow) PayReviews(ctx context.Context, actor access.Actor) (list []*pay.Review, policy pay.Policy, err error) {
	if err := own(actor); err != nil {
		return nil, policy, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		reports, err := r.ReportsOf(actor.Person)
		if err != nil {
			return err
		}
		if policy, err = payPolicy(r); err != nil {
			return err
		}
		if !pay.Keeps(actor) && (len(reports) == 0 || !policy.Salaries) {
			return fault.NotFound()
		}
		if !policy.Salaries {
			return nil
		}
		list, err = r.PayReviews()
		today := w.today(r)
		list = slices.DeleteFunc(list, func(v *pay.Review) bool { return !pay.Keeps(actor) && !v.Begun(today) })
		return err
	})
	return list, policy, err
}

// PayReview returns a review: to a manager the reports with what is paid and proposed,
// to a compensation partner what was sent and what the budgets have left. Each salary
// that is shown is written down as read.
func (w *Workflow) PayReview(ctx context.Context, actor access.Actor, ref id.PayReview) (v PayReviewView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error { // a stranger waits for no writer
		_, _, err := w.reachReview(r, actor, ref)
		return err
	})
	if err != nil {
		return v, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		v, err = w.payReviewView(tx, actor, ref)
		return err
	})
	if err != nil {
		return PayReviewView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) payReviewView(tx *store.Tx, actor access.Actor, ref id.PayReview) (v PayReviewView, err error) {
	review, reports, err := w.reachReview(tx.Reader, actor, ref)
	if err != nil {
		return v, err
	}
	v = PayReviewView{Review: review, Today: w.today(tx.Reader), Keeps: pay.Keeps(actor)}
	n, err := w.everyName(tx.Reader)
	if err != nil {
		return v, err
	}
	read := readings{actor: actor}
	if v.Begun(v.Today) {
		if err := w.fillReports(tx.Reader, &v, n, reports, &read); err != nil {
			return v, err
		}
	}
	if v.Keeps {
		if err := w.fillSent(tx.Reader, &v, n, actor, reports, &read); err != nil {
			return v, err
		}
	}
	return v, tx.RecordAll(read.entries)
}

// readings are lines of the journal about what is read of several people.
type readings struct {
	actor   access.Actor
	entries []audit.Entry
}

func (r *readings) of(item, hat string, who id.Person) {
	r.entries = append(r.entries, audit.Entry{Actor: r.actor.Person, Via: string(r.actor.Via), Hat: hat, Act: audit.Read, Item: item, Subject: who, Object: "person/" + string(who)})
}

// fillReports puts in what the manager reads and proposes.
func (w *Workflow) fillReports(r *store.Reader, v *PayReviewView, n names, reports []id.Person, read *readings) error {
	people, err := r.PeopleByID(reports)
	if err != nil {
		return err
	}
	histories, err := r.Salaries(reports)
	if err != nil {
		return err
	}
	proposals, err := r.PayProposalsOf(reports)
	if err != nil {
		return err
	}
	tribes, err := tribesOf(r, reports)
	if err != nil {
		return err
	}
	markets, err := marketsOn(r, reports, v.Holds)
	if err != nil {
		return err
	}
	var own []*pay.Proposal
	pots := map[pay.Pot]bool{}
	for _, p := range reports {
		line := ReviewLine{Person: refOf(people, p), Tribe: n.unit(tribes[p]).Name}
		if base, ok := pay.PaidOn(histories[p], v.Holds); ok {
			line.Base = &base
			read.of("salary", "manager", p)
			pots[pay.Pot{Tribe: tribes[p], Currency: base.Full.Currency()}] = true
			found, err := w.rangeOfPerson(r, p, markets[p], v.Holds)
			if err != nil {
				return err
			}
			read.of("range", "manager", p)
			if found.Missing == Nothing {
				line.Position = pay.PositionOf(base, found.Range.Band, markets[p].Period)
			}
		}
		for _, one := range proposals {
			if one.Review == v.ID && one.Person == p {
				line.Proposal, own = one, append(own, one)
				pots[one.Pot()] = true
			}
		}
		v.Reports = append(v.Reports, line)
	}
	sortReviewLines(v.Reports)
	v.Left, err = leftLines(v.Review, n, pots, own)
	return err
}

func sortReviewLines(lines []ReviewLine) {
	arrange.By(lines, func(a, b ReviewLine) int {
		return cmp.Or(org.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.ID, b.Person.ID))
	})
}

func leftLines(v *pay.Review, n names, pots map[pay.Pot]bool, proposals []*pay.Proposal) (lines []LeftLine, err error) {
	for pot := range pots {
		left, err := v.LeftOf(pot, proposals)
		if err != nil {
			return nil, err
		}
		lines = append(lines, LeftLine{left, n.unit(pot.Tribe).Name})
	}
	arrange.By(lines, func(a, b LeftLine) int {
		return cmp.Or(org.Compare(a.Tribe, b.Tribe), cmp.Compare(a.Pot.Tribe, b.Pot.Tribe), cmp.Compare(a.Currency, b.Currency))
	})
	return lines, nil
}

// fillSent puts in what was sent, and every budget after it. The reader's own line is
// in neither, so that no sum tells it.
func (w *Workflow) fillSent(r *store.Reader, v *PayReviewView, n names, actor access.Actor, reports []id.Person, read *readings) error {
	all, err := r.PayProposalsIn(v.ID)
	if err != nil {
		return err
	}
	if all, err = proposalsAwake(r, all); err != nil {
		return err
	}
	v.Proposed = len(all) > 0
	all = slices.DeleteFunc(all, func(p *pay.Proposal) bool {
		return p.Person == actor.Person || !p.HandedIn()
	})
	who := eachOf(all, func(p *pay.Proposal) id.Person { return p.Person })
	managers, err := r.ManagersOf(who)
	if err != nil {
		return err
	}
	for _, m := range managers {
		who = append(who, m.Manager)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return err
	}
	pots := map[pay.Pot]bool{}
	for _, b := range v.Review.Budgets {
		pots[b.Pot()] = true
	}
	for _, p := range all {
		pots[p.Pot()] = true
		base := p.Base
		mine := slices.Contains(reports, p.Person)
		v.Sent = append(v.Sent, ReviewLine{Person: refOf(people, p.Person), Manager: refOf(people, managers[p.Person].Manager), Base: &base, Proposal: p, Tribe: n.unit(p.Tribe).Name,
			Decides: v.Open() && pay.Decides(access.Bond{Known: true, Pay: true, Manager: mine}, actor.Person, p.By)})
		read.of("salary", payHat, p.Person)
	}
	sortReviewLines(v.Sent)
	if v.Budgets, err = leftLines(v.Review, n, pots, all); err != nil {
		return err
	}
	for _, u := range n.units {
		if u.Kind == org.Tribe {
			v.Tribes = append(v.Tribes, n.unit(u.ID))
		}
	}
	arrange.By(v.Tribes, func(a, b UnitRef) int { return org.Compare(a.Name, b.Name) })
	return nil
}

// ReviewPersonView is one person in a review: to the manager with all that helps to
// propose, to a compensation partner with what was sent.
type ReviewPersonView struct {
	Review     *pay.Review
	Today      clock.Date
	Bond       access.Bond
	Subject    PersonRef
	Base       *pay.Salary
	Proposal   *pay.Proposal
	Cost       money.Money // of the proposal in a year
	Left       *LeftLine   // of the manager's own proposals, or to a partner of all
	Range      *RangeView  // nil for those who may not know it
	Market     *pay.Market
	Position   pay.Position
	Priorities []*priority.Priority // agreed, of the time that the review looks back on; to the manager
	Evaluation *EvaluationRef       // agreed last; to the manager
	Decides    bool
}

// EvaluationRef leads to an evaluation.
type EvaluationRef struct {
	ID id.Evaluation
	At clock.Instant
}

// PayReviewOf returns what a review holds about one person.
func (w *Workflow) PayReviewOf(ctx context.Context, actor access.Actor, ref id.PayReview, person id.Person) (v ReviewPersonView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, person, "", func(r *store.Reader, b access.Bond, journal journal) error {
		v, err = w.reviewPerson(r, actor, b, ref, person, journal)
		return err
	})
	if err != nil {
		return ReviewPersonView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) reviewPerson(r *store.Reader, actor access.Actor, b access.Bond, ref id.PayReview, person id.Person, journal journal) (v ReviewPersonView, err error) {
	review, reports, err := w.reachReview(r, actor, ref)
	if err != nil {
		return v, err
	}
	policy, err := payPolicy(r)
	if err != nil {
		return v, err
	}
	p, there, err := r.PayProposal(ref, person)
	if err != nil {
		return v, err
	}
	sent := there && p.HandedIn()
	if !pay.ProposalVisibleTo(b, policy) || !b.Manager && !sent || b.Manager && !review.Begun(w.today(r)) {
		return v, fault.NotFound()
	}
	who, err := isHere(r, person)
	if err != nil {
		return v, err
	}
	if err := journal(audit.Entry{Item: "salary", Subject: person, Object: aboutPersonIn(ref, person)}); err != nil {
		return v, err
	}
	v = ReviewPersonView{Review: review, Today: w.today(r), Bond: b, Subject: PersonRef{ID: who.ID, Name: who.Name}}
	of, err := r.Salaries([]id.Person{person})
	if err != nil {
		return v, err
	}
	if base, ok := pay.PaidOn(of[person], review.Holds); ok {
		v.Base = &base
	}
	if there {
		v.Proposal = p
		v.Decides = review.Open() && p.State == pay.ProposalSent && pay.Decides(b, actor.Person, p.By)
		if v.Cost, err = p.Cost(); err != nil {
			return v, err
		}
	}
	if err := w.fillLeft(r, actor, &v, reports); err != nil {
		return v, err
	}
	if pay.RangeVisibleTo(b, policy, r.Now()) {
		if err := w.fillReviewRange(r, &v, journal); err != nil {
			return v, err
		}
	}
	if !b.Manager {
		return v, nil
	}
	return v, w.fillWork(r, &v, journal)
}

// fillLeft tells the manager what is left after the own proposals, and a partner after
// all that are sent, but the partner's own.
func (w *Workflow) fillLeft(r *store.Reader, actor access.Actor, v *ReviewPersonView, reports []id.Person) error {
	var pot pay.Pot
	switch {
	case v.Proposal != nil:
		pot = v.Proposal.Pot()
	case v.Base != nil:
		tribes, err := tribesOf(r, []id.Person{v.Subject.ID})
		if err != nil {
			return err
		}
		pot = pay.Pot{Tribe: tribes[v.Subject.ID], Currency: v.Base.Full.Currency()}
	default:
		return nil
	}
	list, err := r.PayProposalsIn(v.Review.ID)
	if err != nil {
		return err
	}
	if list, err = proposalsAwake(r, list); err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(p *pay.Proposal) bool {
		if v.Bond.Manager {
			return !slices.Contains(reports, p.Person)
		}
		return p.Person == actor.Person || !p.HandedIn()
	})
	left, err := v.Review.LeftOf(pot, list)
	if err != nil {
		return err
	}
	tribe, err := r.UnitsByID([]id.Unit{pot.Tribe})
	v.Left = &LeftLine{left, tribe[pot.Tribe].Name}
	return err
}

func (w *Workflow) fillReviewRange(r *store.Reader, v *ReviewPersonView, journal journal) error {
	if err := journal(audit.Entry{Item: "range", Subject: v.Subject.ID, Object: "person/" + string(v.Subject.ID)}); err != nil {
		return err
	}
	at, err := marketsOn(r, []id.Person{v.Subject.ID}, v.Review.Holds)
	if err != nil {
		return err
	}
	v.Market = at[v.Subject.ID]
	found, err := w.rangeOfPerson(r, v.Subject.ID, v.Market, v.Review.Holds)
	v.Range = &found
	if err == nil && found.Missing == Nothing && v.Base != nil {
		v.Position = pay.PositionOf(*v.Base, found.Range.Band, v.Market.Period)
	}
	return err
}

// fillWork puts in what was agreed about the time that the review looks back on.
func (w *Workflow) fillWork(r *store.Reader, v *ReviewPersonView, journal journal) error {
	if err := journal(audit.Entry{Item: "priorities", Subject: v.Subject.ID, Object: "person/" + string(v.Subject.ID)}); err != nil {
		return err
	}
	list, err := r.PrioritiesOf(v.Subject.ID)
	if err != nil {
		return err
	}
	for _, p := range list {
		if priority.Shareable(p.State) && p.Content.Period.Until >= v.Review.Back && p.Content.Period.From <= v.Review.To {
			v.Priorities = append(v.Priorities, p)
		}
	}
	evaluations, err := r.EvaluationsOf(v.Subject.ID)
	for _, e := range evaluations {
		if e.Stage == evaluation.Agreed && (v.Evaluation == nil || e.AgreedAt > v.Evaluation.At) {
			v.Evaluation = &EvaluationRef{e.ID, e.AgreedAt}
		}
	}
	return err
}

// LetterLine is a letter of the reader's own.
type LetterLine struct {
	Review id.PayReview
	Person id.Person
	Holds  clock.Date
}

// lettersOf are the letters that the person may read, and which lines of the history
// they may not know yet.
func (w *Workflow) lettersOf(r *store.Reader, person id.Person, today clock.Date) (letters []LetterLine, hidden map[id.Salary]bool, err error) {
	list, err := r.PayProposalsOf([]id.Person{person})
	hidden = map[id.Salary]bool{}
	for _, p := range list {
		if err != nil || !p.Closed || p.State != pay.ProposalApproved {
			continue
		}
		var v *pay.Review
		if v, err = r.PayReview(p.Review); err != nil {
			break
		}
		if p.TellsPerson(v.Holds, today) {
			letters = append(letters, LetterLine{p.Review, person, v.Holds})
		} else if p.Salary != "" {
			hidden[p.Salary] = true
		}
	}
	arrange.By(letters, func(a, b LetterLine) int {
		return cmp.Or(cmp.Compare(b.Holds, a.Holds), cmp.Compare(a.Review, b.Review))
	})
	return letters, hidden, err
}

// reviewTitle names a review, a person in one, or a letter, to those who may read it.
func reviewTitle(w *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	review, rest, about := strings.Cut(ref, "/people/")
	person, letter := strings.CutSuffix(rest, "/letter")
	if about && letter {
		b, err := bond(r, actor, id.Person(person))
		if err != nil {
			return "", err
		}
		_, err = w.reachLetter(r, b, id.PayReview(review), id.Person(person))
		return lang.Say(r.Context(), "Your pay"), err
	}
	_, _, err := w.reachReview(r, actor, id.PayReview(review))
	return lang.Say(r.Context(), "A look at pay"), err
}

// reviewTurns are reviews that wait for the actor: as a manager, who proposes or gives
// letters, and as a compensation partner, who decides.
func (w *Workflow) reviewTurns(r *store.Reader, actor access.Actor, reports []id.Person) (turns []PayTurn, err error) {
	policy, err := payPolicy(r)
	if err != nil || !policy.Salaries || len(reports) == 0 && !pay.Keeps(actor) {
		return nil, err
	}
	list, err := r.PayReviews()
	if err != nil || len(list) == 0 {
		return nil, err
	}
	rest, err := r.AllRestricted()
	if err != nil {
		return nil, err
	}
	reports = slices.DeleteFunc(slices.Clone(reports), func(p id.Person) bool { return rest[p] })
	lies, err := r.PayProposalsLie(reports)
	if err != nil {
		return nil, err
	}
	salaried, err := r.WithSalary(reports)
	if err != nil {
		return nil, err
	}
	sent, err := r.PayProposalsSent()
	today := w.today(r)
	for _, v := range list {
		turn := PayTurn{Ref: string(v.ID), Name: v.Name}
		if turn.Kind = managersTurn(v, lies, salaried, today); turn.Kind != "" {
			turns = append(turns, turn)
		}
		waits := func(l store.PayLies) bool {
			return l.Review == v.ID && l.Person != actor.Person && !rest[l.Person] && !slices.Contains(reports, l.Person)
		}
		if pay.Keeps(actor) && v.Open() && slices.ContainsFunc(sent, waits) {
			turns = append(turns, PayTurn{Kind: TurnReview, Ref: string(v.ID), Name: v.Name})
		}
	}
	return turns, err
}

// managersTurn is what a manager does next in a review; empty when nothing.
func managersTurn(v *pay.Review, lies []store.PayLies, salaried []id.Person, today clock.Date) PayTurnKind {
	at := map[id.Person]pay.With{}
	for _, l := range lies {
		if l.Review == v.ID {
			at[l.Person] = l.With
		}
	}
	for _, with := range at {
		switch {
		case with == pay.WithLetter:
			return TurnLetters
		case with == pay.WithManager && v.Open():
			return TurnReports
		}
	}
	if v.In(today) && slices.ContainsFunc(salaried, func(p id.Person) bool { _, there := at[p]; return !there }) {
		return TurnReports
	}
	return ""
}
