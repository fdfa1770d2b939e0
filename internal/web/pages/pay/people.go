package pay

import (
	"context"
	"strings"

	"cairn/internal/lang"
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
func salaryWords(ctx context.Context, s rules.Salary) string {
	words := s.Full.In(lang.In(ctx)) + " " + lang.Say(ctx, s.Period.Words())
	if s.Share == rules.FullTime {
		return lang.Say(ctx, "{words}, full time", "words", words)
	}
	return lang.Say(ctx, "{words} for full time, at {share} per cent of it", "words", words, "share", lang.Decimal(ctx, ShareText(s.Share)))
}

// ShareText is the share in per cent, as a field holds it.
func ShareText(s rules.Share) string {
	return strings.TrimSuffix(money.Of(int64(s), "EUR").Plain(), ".00")
}

func paidWords(ctx context.Context, v workflow.SalaryView) string {
	words := v.Paid.In(lang.In(ctx)) + " " + lang.Say(ctx, v.Now.Period.Words())
	if v.Now.Share != rules.FullTime {
		words += ", " + lang.Say(ctx, rules.ShareRounding.Words())
	}
	return words
}

// positionWords say how the salary stands to the range: in a word, never a number.
func (p Own) positionWords(ctx context.Context) string {
	switch p.View.Salary.Position {
	case rules.Below:
		return p.toReader(ctx, lang.Later("Your salary is below the range. Talk about it: the range says what such work is paid here."), lang.Later("The salary is below the range. Talk about it: the range says what such work is paid here."))
	case rules.Inside:
		return p.toReader(ctx, lang.Later("Your salary is inside the range."), lang.Later("The salary is inside the range."))
	case rules.Above:
		return p.toReader(ctx, lang.Later("Your salary is above the range. That happens, and nothing is taken away for it."), lang.Later("The salary is above the range. That happens, and nothing is taken away for it."))
	case rules.Elsewhere:
		return lang.Say(ctx, "The range is in another currency, and Cairn does not convert: nothing is said about how the two stand to each other.")
	}
	return ""
}

func (p Own) periodOptions(ctx context.Context) []ui.Option {
	return periodOptions(ctx, p.Salary.Period)
}
