package workflow

import (
	"cmp"
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// PayChangeView is what a promotion does to somebody's pay, with what the reader may
// know of it and nothing else.
type PayChangeView struct {
	*pay.Change
	Bond       access.Bond
	Subject    PersonRef
	Manager    PersonRef    // zero when there is none
	Promoted   clock.Date   // the day the wider step began; empty until it does
	Known      bool         // how the person is paid is known
	Base       pay.Salary   // how they are paid; without an amount where none is kept
	Kept       bool         // there is an amount
	More       money.Money  // what the offer is above, or below, what is kept; unset where nothing can be said
	Range      *RangeView   // of the wider step; nil for those who may not know it
	Market     *pay.Market  // of the range
	Position   pay.Position // of the offer to that range; empty for those who may not know it
	Salaries   bool         // salaries are kept in Cairn
	MayDecide  bool         // the reader decides
	Names      map[id.Person]string
	DecidedDay clock.Date
}

// MayPropose tells whether the reader proposes.
func (v PayChangeView) MayPropose() bool { return v.Bond.Manager && v.State != pay.ChangeApproved }

// PayChange returns what a promotion does to pay: to the person, the current manager
// and compensation partners. The range of the wider step is for those who may know
// the Step; for others it is not loaded, so that nothing here can depend on it.
func (w *Workflow) PayChange(ctx context.Context, actor access.Actor, ref id.Promotion) (v PayChangeView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	var subject id.Person
	if err := w.view(ctx, func(r *store.Reader) (err error) {
		subject, err = r.SubjectOfPromotion(ref)
		return err
	}); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, "", func(r *store.Reader, _ access.Bond, journal journal) error {
		change, c, b, err := reachChange(r, actor, ref)
		if err != nil {
			return err
		}
		if err := journal(audit.Entry{Item: "pay_case", Subject: subject, Object: aboutChange(ref)}); err != nil {
			return err
		}
		v, err = w.payChangeView(r, actor, b, c, change, journal)
		return err
	})
	if err != nil {
		return PayChangeView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) payChangeView(r *store.Reader, actor access.Actor, b access.Bond, c *promotion.Case, change *pay.Change, journal journal) (v PayChangeView, err error) {
	v = PayChangeView{Change: change, Bond: b, DecidedDay: clock.DateOf(c.DecidedAt, w.zone)}
	v.MayDecide = change.State == pay.ChangeWaiting && pay.Decides(b, actor.Person, change.By)
	if c.Outcome == promotion.Promoted {
		v.Promoted = clock.DateOf(c.ClosedAt, w.zone)
	}
	if err := v.nameAll(r); err != nil {
		return v, err
	}
	policy, err := payPolicy(r)
	if err != nil {
		return v, err
	}
	v.Salaries = policy.Salaries
	if err := w.fillBase(r, &v, policy, journal); err != nil {
		return v, err
	}
	if !pay.RangeVisibleTo(b, policy, r.Now()) {
		return v, nil
	}
	return v, w.fillNewRange(r, &v, c, journal)
}

func (v *PayChangeView) nameAll(r *store.Reader) error {
	manager, managed, err := r.ManagerOf(v.Change.Subject)
	if err != nil {
		return err
	}
	who := append(eachOf(v.Course, func(e pay.ChangeEntry) id.Person { return e.By }), v.Change.Subject, manager)
	people, err := r.PeopleByID(who)
	v.Subject, v.Names = refOf(people, v.Change.Subject), make(map[id.Person]string, len(people))
	for p, one := range people {
		v.Names[p] = one.Name
	}
	if managed {
		v.Manager = refOf(people, manager)
	}
	return err
}

// fillBase puts in how the person is paid now, and what the offer is above it.
func (w *Workflow) fillBase(r *store.Reader, v *PayChangeView, policy pay.Policy, journal journal) (err error) {
	if v.Base, v.Known, err = w.paidInOf(r, v.Change.Subject); err != nil {
		return err
	}
	if v.Kept = v.Base.Full.Sign() > 0; !v.Kept {
		return nil
	}
	if !pay.SalaryVisibleTo(v.Bond, policy) {
		v.Base.Full, v.Kept = money.Of(0, v.Base.Full.Currency()), false
		return nil
	}
	if err := journal(audit.Entry{Item: "salary", Subject: v.Change.Subject, Object: "person/" + string(v.Change.Subject)}); err != nil {
		return err
	}
	if o := v.Offer; o.Full.Currency() == v.Base.Full.Currency() && o.Period == v.Base.Period && v.State != pay.ChangeApproved {
		v.More, err = o.Full.Sub(v.Base.Full)
	}
	return err
}

func (w *Workflow) fillNewRange(r *store.Reader, v *PayChangeView, c *promotion.Case, journal journal) error {
	if err := journal(audit.Entry{Item: "range", Subject: c.Subject, Object: "person/" + string(c.Subject)}); err != nil {
		return err
	}
	f, err := w.framework(r, c.Framework)
	if err != nil {
		return err
	}
	step, _ := f.Step(c.To)
	step.ID = c.To
	on := max(w.today(r), v.Promoted, v.Offer.From)
	at, err := marketsOn(r, []id.Person{c.Subject}, on)
	if err != nil {
		return err
	}
	v.Market = at[c.Subject]
	found, err := w.rangeOfStep(r, c.Subject, v.Market, on, step)
	if err != nil {
		return err
	}
	v.Range = &found
	if o := v.Offer; found.Missing == Nothing && o.Full.IsSet() {
		v.Position = pay.PositionOf(pay.Salary{Full: o.Full, Period: o.Period}, found.Range.Band, v.Market.Period)
	}
	return nil
}

// PayTurn is pay that waits for the reader.
type PayTurn struct {
	Kind    PayTurnKind
	Ref     string // of the promotion, or of the review
	Name    string // of the review
	Subject PersonRef
}

// PayTurnKind is what waits.
type PayTurnKind string

// What can wait.
const (
	TurnPropose PayTurnKind = "propose" // pay with a promotion, by the manager
	TurnDecide  PayTurnKind = "decide"  // and by a compensation partner
	TurnReports PayTurnKind = "reports" // a review, by the manager
	TurnReview  PayTurnKind = "review"  // by a compensation partner
	TurnLetters PayTurnKind = "letters" // letters to give, by the manager
)

// payTurns are what of pay waits for the actor: as a manager, and as a compensation
// partner.
func payTurns(r *store.Reader, actor access.Actor, reports []id.Person) (turns []PayTurn, err error) {
	due, err := r.PayChangesDue(reports)
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		turns = append(turns, PayTurn{Kind: TurnPropose, Ref: string(d.Promotion), Subject: PersonRef{ID: d.Person}})
	}
	if pay.Keeps(actor) {
		waiting, err := r.PayChangesWithPartners()
		if err != nil {
			return nil, err
		}
		for _, d := range waiting {
			if d.Person != actor.Person && !slices.Contains(reports, d.Person) {
				turns = append(turns, PayTurn{Kind: TurnDecide, Ref: string(d.Promotion), Subject: PersonRef{ID: d.Person}})
			}
		}
	}
	if turns, err = withoutResting(r, turns, func(t PayTurn) id.Person { return t.Subject.ID }); err != nil {
		return nil, err
	}
	return nameTurns(r, turns)
}

// nameTurns puts in names, and leaves out what has ended with a person who left.
func nameTurns(r *store.Reader, turns []PayTurn) (named []PayTurn, err error) {
	if len(turns) == 0 {
		return nil, nil
	}
	people, err := r.PeopleByID(eachOf(turns, func(t PayTurn) id.Person { return t.Subject.ID }))
	for _, t := range turns {
		if p, ok := people[t.Subject.ID]; ok && !p.LeftAt.IsSet() {
			t.Subject = refOf(people, p.ID)
			named = append(named, t)
		}
	}
	arrange.By(named, func(a, b PayTurn) int {
		return cmp.Or(org.Compare(a.Subject.Name, b.Subject.Name), cmp.Compare(a.Ref, b.Ref))
	})
	return named, err
}

// PayChanges lists to compensation partners which changes of pay wait for them, by
// name. Their own, and those of people they manage, are another partner's.
func (w *Workflow) PayChanges(ctx context.Context, actor access.Actor) (turns []PayTurn, err error) {
	if err := keepsPay(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		reports, err := r.ReportsOf(actor.Person)
		if err != nil {
			return err
		}
		all, err := payTurns(r, actor, reports)
		turns = slices.DeleteFunc(all, func(t PayTurn) bool { return t.Kind != TurnDecide })
		return err
	})
	return turns, err
}
