package pay

import (
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
)

// Budget is what salaries of a tribe may grow by in a year, in one currency. The
// empty tribe is everybody without one. Currencies are never added to each other.
type Budget struct {
	Tribe  id.Unit     `json:"tribe"`
	Amount money.Money `json:"amount"`
}

// Pot is one tribe in one currency.
type Pot struct {
	Tribe    id.Unit
	Currency money.Currency
}

// Pot names whose budget it is.
func (b Budget) Pot() Pot { return Pot{b.Tribe, b.Amount.Currency()} }

// SetBudget sets what a pot may grow by; an amount that is not set takes it away.
func (r *Review) SetBudget(pot Pot, amount money.Money) error {
	if !r.Open() {
		return errReviewClosed
	}
	if amount.IsSet() && amount.Sign() < 0 {
		return fault.InvalidFields([]fault.Field{{Name: "amount", Message: "A budget is nothing or more. Leave it empty to take it away."}})
	}
	var kept []Budget
	for _, b := range r.Budgets {
		if b.Pot() != pot {
			kept = append(kept, b)
		}
	}
	if amount.IsSet() {
		kept = append(kept, Budget{pot.Tribe, amount})
	}
	r.Budgets = kept
	return nil
}

// BudgetOf is what the pot may grow by; ok is false where nothing was said.
func (r *Review) BudgetOf(pot Pot) (money.Money, bool) {
	for _, b := range r.Budgets {
		if b.Pot() == pot {
			return b.Amount, true
		}
	}
	return money.Money{}, false
}

// Cost is what a change of salary comes to in a year, exactly: the difference of what
// is paid for the share, each rounded by ShareRounding, and a year has twelve months.
func Cost(before Salary, full money.Money) (money.Money, error) {
	after := before
	after.Full = full
	a, err := before.Paid()
	if err != nil {
		return a, err
	}
	b, err := after.Paid()
	if err != nil {
		return b, err
	}
	more, err := b.Sub(a)
	if err != nil || before.Period == Yearly {
		return more, err
	}
	return more.Times(12)
}

// Spent is what the proposals come to, pot by pot.
func Spent(proposals []*Proposal) (map[Pot]money.Money, error) {
	spent := map[Pot]money.Money{}
	for _, p := range proposals {
		cost, err := p.Cost()
		if err != nil {
			return nil, err
		}
		pot := p.Pot()
		before, ok := spent[pot]
		if !ok {
			before = money.Of(0, pot.Currency)
		}
		if spent[pot], err = before.Add(cost); err != nil {
			return nil, err
		}
	}
	return spent, nil
}

// Left is what is left of a budget.
type Left struct {
	Pot
	Budget money.Money // not set where nothing was said
	Spent  money.Money
	Rest   money.Money // not set where nothing was said; below nothing where it is more
}

// Over tells whether more is proposed than there is, or anything where nothing was
// said.
func (l Left) Over() bool {
	if !l.Budget.IsSet() {
		return l.Spent.Sign() > 0
	}
	return l.Rest.Sign() < 0
}

// LeftOf is what is left of the pot after the proposals.
func (r *Review) LeftOf(pot Pot, proposals []*Proposal) (Left, error) {
	spent, err := Spent(proposals)
	if err != nil {
		return Left{}, err
	}
	l := Left{Pot: pot, Spent: money.Of(0, pot.Currency)}
	if s, ok := spent[pot]; ok {
		l.Spent = s
	}
	var there bool
	if l.Budget, there = r.BudgetOf(pot); there {
		l.Rest, err = l.Budget.Sub(l.Spent)
	}
	return l, err
}
