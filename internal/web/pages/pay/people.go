package pay

import (
	"strings"

	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// People lists where people are paid and what, to those who look after it.
type People struct {
	Base
	List  workflow.PayPeople
	Words string
	First string // the first page, when this is another
	Next  string
}

// PeoplePage is a page of the list.
func PeoplePage(words, after string) string { return query(PeoplePath, "q", words, "after", after) }

// SalaryForm is a salary as typed.
type SalaryForm struct{ Amount, Currency, Period, Share, From, Reason string }

// salaryWords say a salary in one line.
func salaryWords(s rules.Salary) string {
	words := s.Full.String() + " " + s.Period.Words()
	if s.Share == rules.FullTime {
		return words + ", full time"
	}
	return words + " for full time, at " + ShareText(s.Share) + " per cent of it"
}

// ShareText is the share in per cent, as a field holds it.
func ShareText(s rules.Share) string {
	return strings.TrimSuffix(money.Of(int64(s), "EUR").Plain(), ".00")
}

func paidWords(v workflow.SalaryView) string {
	words := v.Paid.String() + " " + v.Now.Period.Words()
	if v.Now.Share != rules.FullTime {
		words += ", " + rules.ShareRounding.Words()
	}
	return words
}

// positionWords say how the salary stands to the range: in a word, never a number.
func (p Own) positionWords() string {
	whose := "Your salary is "
	if !p.self() {
		whose = "The salary is "
	}
	switch p.View.Salary.Position {
	case rules.Below:
		return whose + "below the range. Talk about it: the range says what such work is paid here."
	case rules.Inside:
		return whose + "inside the range."
	case rules.Above:
		return whose + "above the range. That happens, and nothing is taken away for it."
	case rules.Elsewhere:
		return "The range is in another currency, and Cairn does not convert: nothing is said about how the two stand to each other."
	}
	return ""
}

func (p Own) periodOptions() []ui.Option { return periodOptions(p.Salary.Period) }
