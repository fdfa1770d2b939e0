package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/rights"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// PayView is a person's pay, with what the reader may know of it and nothing else.
type PayView struct {
	Subject     PersonRef
	Bond        access.Bond
	Policy      pay.Policy
	Today       clock.Date
	Market      *pay.Market // nil when it is not said where the person is paid
	Places      []pay.Place // for those who say where
	Markets     []pay.Market
	Range       *RangeView          // nil for those who may not know it
	Note        *PayNote            // agreed with the last move; between the two
	Salary      *SalaryView         // nil for those who may not know it, and where none are kept
	Corrections []rights.Correction // of the person, beside the salary
	Reports     []PersonRef
	Keeps       bool // looks after pay
}

// Writes tells whether the reader may say where the person is paid, and how much.
func (v PayView) Writes() bool { return pay.Writes(v.Bond) }

// PayNote is what the two agreed about pay with a move to a narrower step or another
// discipline.
type PayNote struct {
	Evaluation id.Evaluation
	Words      string
	From       clock.Date
	AgreedAt   clock.Instant
	Narrower   bool
}

// fillNote puts in the note of the last move that both signed.
func fillNote(r *store.Reader, v *PayView, journal journal) error {
	if !evaluation.VisibleTo(v.Bond) {
		return nil
	}
	list, err := r.EvaluationsOf(v.Subject.ID)
	if err != nil {
		return err
	}
	var last *evaluation.Evaluation
	for _, e := range list {
		if e.Stage == evaluation.Agreed && e.Kind.Moves() && (last == nil || e.AgreedAt > last.AgreedAt) {
			last = e
		}
	}
	if last == nil {
		return nil
	}
	if err := journal(audit.Entry{Item: "compare", Subject: v.Subject.ID, Object: aboutEvaluation(last)}); err != nil {
		return err
	}
	result, err := r.Result(last)
	v.Note = &PayNote{last.ID, result.Pay, result.PayFrom, last.AgreedAt, last.Kind == evaluation.Narrower}
	return err
}

// Missing is why there is no range to show.
type Missing string

// Why there is none. NotShown is the organisation's choice for people's own.
const (
	Nothing      Missing = ""
	NotShown     Missing = "not-shown"
	NoStep       Missing = "step"
	NoDiscipline Missing = "discipline"
	NoMarket     Missing = "market"
	NoRange      Missing = "range"
)

// RangeView is the range of a person's step, or why there is none.
type RangeView struct {
	Missing    Missing
	Step       framework.Step
	Discipline string
	Range      pay.Range
	Overlaps   bool // with the range of a step beside it
}

// Pay returns what the actor may know of the person's pay. The range is for those
// who may know the Step; it is computed here and nowhere kept. Where it is not for
// the actor, nothing of it is loaded, so that answers cannot differ by it.
func (w *Workflow) Pay(ctx context.Context, actor access.Actor, subject id.Person) (v PayView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, "", func(r *store.Reader, b access.Bond, journal journal) (err error) {
		v, err = w.payView(r, actor, b, subject, journal)
		return err
	})
	if err != nil {
		return PayView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) payView(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person, journal journal) (v PayView, err error) {
	if !pay.PlaceVisibleTo(b) {
		return v, fault.NotFound()
	}
	who, err := isHere(r, subject)
	if err != nil {
		return v, err
	}
	v = PayView{Subject: PersonRef{ID: who.ID, Name: who.Name}, Bond: b, Today: w.today(r), Keeps: pay.Keeps(actor)}
	if v.Policy, err = payPolicy(r); err != nil {
		return v, err
	}
	if err := v.fillPlace(r); err != nil {
		return v, err
	}
	if b.Self {
		if err := fillPayReports(r, actor, &v); err != nil {
			return v, err
		}
	}
	if err := w.fillRange(r, &v, journal); err != nil {
		return v, err
	}
	if err := fillNote(r, &v, journal); err != nil {
		return v, err
	}
	if err := w.fillSalary(r, &v, journal); err != nil {
		return v, err
	}
	return v, fillCorrections(r, v.Salary != nil, AboutSalary(subject), &v.Corrections)
}

func (v *PayView) fillPlace(r *store.Reader) error {
	markets, err := r.Markets()
	if err != nil {
		return err
	}
	places, err := r.PayPlaces([]id.Person{v.Subject.ID})
	if m, ok := pay.PlaceOn(places[v.Subject.ID], markets, v.Today); ok {
		v.Market = &m
	}
	if v.Writes() {
		v.Places, v.Markets = places[v.Subject.ID], markets
	}
	return err
}

// marketsOn are the markets that the people are paid in on the day; whoever is paid in
// none is missing.
func marketsOn(r *store.Reader, people []id.Person, on clock.Date) (map[id.Person]*pay.Market, error) {
	markets, err := r.Markets()
	if err != nil {
		return nil, err
	}
	places, err := r.PayPlaces(people)
	at := map[id.Person]*pay.Market{}
	for _, p := range people {
		if m, ok := pay.PlaceOn(places[p], markets, on); ok {
			at[p] = &m
		}
	}
	return at, err
}

func fillPayReports(r *store.Reader, actor access.Actor, v *PayView) error {
	reports, err := r.ReportsOf(actor.Person)
	if err != nil {
		return err
	}
	people, err := r.PeopleByID(reports)
	for _, p := range reports {
		v.Reports = append(v.Reports, refOf(people, p))
	}
	return err
}

// fillRange computes the range for those who may know it.
func (w *Workflow) fillRange(r *store.Reader, v *PayView, journal journal) error {
	if !pay.RangeVisibleTo(v.Bond, v.Policy, r.Now()) {
		if v.Bond.Self {
			v.Range = &RangeView{Missing: NotShown}
		}
		return nil
	}
	if err := journal(audit.Entry{Item: "range", Subject: v.Subject.ID, Object: "person/" + string(v.Subject.ID)}); err != nil {
		return err
	}
	found, err := w.rangeOfPerson(r, v.Subject.ID, v.Market, v.Today)
	v.Range = &found
	return err
}

// rangeOfPerson looks for what the person's step, discipline and market come to on
// the day. Everything is loaded whatever the step is.
func (w *Workflow) rangeOfPerson(r *store.Reader, subject id.Person, market *pay.Market, on clock.Date) (v RangeView, err error) {
	history, err := r.Standings(subject)
	if err != nil {
		return v, err
	}
	now, set := standing.Current(history)
	var step framework.Step
	if set {
		if step, err = w.stepOf(r, now); err != nil {
			return v, err
		}
		step.ID = now.Step
	}
	return w.rangeOfStep(r, subject, market, on, step)
}

// rangeOfStep looks for what a step comes to with the person's discipline and market:
// their own step, or the one a promotion leads to. An empty one is none.
func (w *Workflow) rangeOfStep(r *store.Reader, subject id.Person, market *pay.Market, on clock.Date, step framework.Step) (v RangeView, err error) {
	held, err := r.Disciplines([]id.Person{subject})
	if err != nil {
		return v, err
	}
	f, err := w.catalogue(r)
	if err != nil {
		return v, err
	}
	discipline, has := held[subject]
	v.Step = step
	switch {
	case step.ID == "":
		v.Missing = NoStep
	case !has:
		v.Missing = NoDiscipline
	case market == nil:
		v.Missing = NoMarket
	}
	if v.Missing != Nothing {
		return v, nil
	}
	v.Discipline = discipline.Discipline
	if d, ok := f.DisciplineNamed(v.Discipline); ok {
		v.Discipline = d.Name
	}
	versions, err := r.PayRangesOf(market.ID, disciplineOf(f, discipline.Discipline))
	if err != nil {
		return v, err
	}
	v.find(pay.InForce(versions, on), step.ID)
	return v, nil
}

// stepOf is the step of a standing, by the framework that it was set under.
func (w *Workflow) stepOf(r *store.Reader, s standing.Standing) (framework.Step, error) {
	f, err := w.framework(r, s.Framework)
	if err != nil {
		return framework.Step{}, err
	}
	step, _ := f.Step(s.Step)
	return step, nil
}

func (v *RangeView) find(inForce map[pay.Key]pay.Range, step framework.StepID) {
	v.Missing = NoRange
	for k, one := range inForce {
		if k.Step == step {
			v.Range, v.Missing = one, Nothing
		}
	}
	for k, one := range inForce {
		if k.Step != step && v.Missing == Nothing && one.Band.Overlaps(v.Range.Band) {
			v.Overlaps = true
		}
	}
}

// PlacePerson says where a person is paid from a day on.
func (w *Workflow) PlacePerson(ctx context.Context, actor access.Actor, once Once, subject id.Person, market id.Market, from clock.Date) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Subject id.Person
		Market  id.Market
		From    clock.Date
	}{subject, market, from}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := writesPay(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		var wrong []fault.Field
		if _, err := tx.Market(market); fault.Is(err, fault.Absent) {
			wrong = append(wrong, fault.Field{Name: "market", Message: "Choose a market."})
		} else if err != nil {
			return "", err
		}
		if !from.IsSet() {
			wrong = append(wrong, fault.Field{Name: "place_from", Message: "Say from which day on."})
		}
		if err := fault.InvalidFields(wrong); err != nil {
			return "", err
		}
		place := pay.Place{ID: id.New[id.PayPlace](), Person: subject, Market: market, From: from, MadeAt: tx.Now(), MadeBy: actor.Person}
		if err := tx.AddPayPlaces([]pay.Place{place}); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Hat: b.Hat(), Act: audit.PlaceSet, Item: "salary", Subject: subject, Object: "person/" + string(subject)})
	})
	return err
}

// writesPay finds a person for whoever may write about their pay.
func writesPay(r *store.Reader, actor access.Actor, subject id.Person) (access.Bond, error) {
	b, err := bond(r, actor, subject)
	if err == nil && !pay.Writes(b) {
		err = fault.NotFound()
	}
	if err != nil {
		return b, err
	}
	_, err = isHere(r, subject)
	return b, err
}
