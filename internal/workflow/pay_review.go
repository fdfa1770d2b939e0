package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/store"
)

func aboutReview(r id.PayReview) string { return "pay-review/" + string(r) }

// aboutPersonIn names what a review holds about a person; it stands where the page does.
func aboutPersonIn(r id.PayReview, who id.Person) string {
	return aboutReview(r) + "/people/" + string(who)
}

func aboutLetter(r id.PayReview, who id.Person) string { return aboutPersonIn(r, who) + "/letter" }

// ReviewText is a review as it is written down.
type ReviewText struct {
	Name, Guide           string
	Back, From, To, Holds clock.Date
	Unit                  int64
}

func (t ReviewText) review() pay.Review {
	return pay.Review{Name: strings.TrimSpace(t.Name), Guide: strings.TrimSpace(t.Guide), Back: t.Back, From: t.From, To: t.To, Holds: t.Holds, Unit: t.Unit}
}

// payAct is an act of a compensation partner on pay as a whole.
func (w *Workflow) payAct(ctx context.Context, actor access.Actor, once Once, input any, f func(*store.Tx) (string, error)) (string, error) {
	if err := keepsPay(actor); err != nil {
		return "", err
	}
	return w.act(ctx, actor, once, input, f)
}

func recordReview(tx *store.Tx, actor access.Actor, ref id.PayReview, act audit.Act) error {
	return record(tx, actor, audit.Entry{Hat: payHat, Act: act, Item: "salary", Object: aboutReview(ref)})
}

// OpenPayReview begins a review. Managers find it from its first day on.
func (w *Workflow) OpenPayReview(ctx context.Context, actor access.Actor, once Once, t ReviewText) (id.PayReview, error) {
	ref, err := w.payAct(ctx, actor, once, t, func(tx *store.Tx) (string, error) {
		if err := salariesAreKept(tx.Reader); err != nil {
			return "", err
		}
		v := t.review()
		v.ID, v.OpenedBy, v.OpenedAt, v.Version = id.New[id.PayReview](), actor.Person, tx.Now(), 1
		if err := orElse(v.Check(), w.sayNoStep(tx.Reader, "guide", v.Name+"\n"+v.Guide)); err != nil {
			return "", err
		}
		if err := tx.AddPayReview(&v); err != nil {
			return "", err
		}
		return string(v.ID), recordReview(tx, actor, v.ID, audit.ReviewOpened)
	})
	return id.PayReview(ref), err
}

// sayNoStep refuses words that name a step, where they are read by people who do not
// learn it.
func (w *Workflow) sayNoStep(r *store.Reader, field, words string) error {
	f, err := w.catalogue(r)
	if err != nil {
		return err
	}
	if name := f.StepNamedIn(words); name != "" {
		return fault.InvalidFields([]fault.Field{{Name: field, Message: "“{name}” names a step. Pay is read by people who do not learn it: say it without.", With: []any{"name", name}}})
	}
	return nil
}

// ChangePayReview writes other words and days into an open review.
func (w *Workflow) ChangePayReview(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, t ReviewText) error {
	return w.changeReview(ctx, actor, once, ref, t, func(tx *store.Tx, v *pay.Review) error {
		proposals, err := tx.PayProposalsIn(ref)
		if err := orElse(err, w.sayNoStep(tx.Reader, "guide", t.Name+"\n"+t.Guide)); err != nil {
			return err
		}
		return v.Rewrite(t.review(), len(proposals) > 0)
	})
}

// BudgetText is what a tribe may grow by in a year, as typed. An empty amount takes it
// away; an empty tribe is everybody without one.
type BudgetText struct {
	Tribe            id.Unit
	Currency, Amount string
}

// SetPayBudget sets the budget of a tribe in a currency.
func (w *Workflow) SetPayBudget(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, t BudgetText) error {
	return w.changeReview(ctx, actor, once, ref, t, func(tx *store.Tx, v *pay.Review) error {
		if t.Tribe != "" {
			if u, err := tx.Unit(t.Tribe); fault.Is(err, fault.Absent) || err == nil && u.Kind != org.Tribe {
				return fault.InvalidFields([]fault.Field{{Name: "tribe", Message: "Choose a tribe."}})
			} else if err != nil {
				return err
			}
		}
		c, err := money.ParseCurrency(t.Currency)
		if err != nil {
			return asField("currency", err)
		}
		var amount money.Money
		if strings.TrimSpace(t.Amount) != "" {
			if amount, err = money.Parse(t.Amount, c); err != nil {
				return asField("amount", err)
			}
		}
		return v.SetBudget(pay.Pot{Tribe: t.Tribe, Currency: c}, amount)
	})
}

// asField puts what is wrong with one thing that was typed beside its field.
func asField(name string, err error) error {
	return fault.InvalidFields([]fault.Field{fault.FieldOf(name, err)})
}

func (w *Workflow) changeReview(ctx context.Context, actor access.Actor, once Once, ref id.PayReview, input any, f func(*store.Tx, *pay.Review) error) error {
	asked := struct {
		Ref   id.PayReview
		Input any
	}{ref, input}
	_, err := w.payAct(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		v, err := tx.PayReview(ref)
		if err != nil {
			return "", err
		}
		if err := once.fits(v.Version); err != nil {
			return "", err
		}
		if err := f(tx, v); err != nil {
			return "", err
		}
		if err := tx.SavePayReview(v); err != nil {
			return "", err
		}
		return "", recordReview(tx, actor, ref, audit.ReviewChanged)
	})
	return err
}

// tribesOf are the tribes whose budgets the pay of people takes from: of each the one of
// the oldest membership; whoever is in none is missing.
func tribesOf(r *store.Reader, people []id.Person) (map[id.Person]id.Unit, error) {
	chart, err := r.ChartOf(people)
	if err != nil {
		return nil, err
	}
	tribes := make(map[id.Person]id.Unit, len(people))
	for _, p := range people {
		if in := chart.TribesOf(p); len(in) > 0 {
			tribes[p] = in[0]
		}
	}
	return tribes, nil
}
