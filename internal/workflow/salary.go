package workflow

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
	"cairn/internal/store"
)

// SalaryView is a person's salary, for those who may know it.
type SalaryView struct {
	Now      *pay.Salary // in force today; nil when none is
	Paid     money.Money // for the share, by pay.ShareRounding
	Coming   []pay.Salary
	History  []pay.Salary // every entry, the last in force first
	Letters  []LetterLine // of reviews, the newest first; to the person alone
	Position pay.Position // to the range; empty for those who may not know the range
}

// SalaryText is a salary as it is written down. Amounts are as typed.
type SalaryText struct {
	Amount, Currency string
	Period           pay.Period
	Share            string // in per cent; empty is full time
	From             clock.Date
	Reason           string
}

// fillSalary puts in the salary for those who may know it. How it stands to the
// range is worked out for those alone who may know the range.
func (w *Workflow) fillSalary(r *store.Reader, v *PayView, journal journal) error {
	if !pay.SalaryVisibleTo(v.Bond, v.Policy) {
		return nil
	}
	if err := journal(audit.Entry{Item: "salary", Subject: v.Subject.ID, Object: "person/" + string(v.Subject.ID)}); err != nil {
		return err
	}
	of, err := r.Salaries([]id.Person{v.Subject.ID})
	if err != nil {
		return err
	}
	s := SalaryView{History: pay.Newest(of[v.Subject.ID])}
	if v.Bond.Self { // what came of a review is theirs to know with the letter
		letters, hidden, err := w.lettersOf(r, v.Subject.ID, v.Today)
		if err != nil {
			return err
		}
		s.Letters = letters
		s.History = slices.DeleteFunc(s.History, func(one pay.Salary) bool { return hidden[one.ID] })
	}
	if now, ok := pay.PaidOn(s.History, v.Today); ok {
		s.Now = &now
		if s.Paid, err = now.Paid(); err != nil {
			return err
		}
		if v.Range != nil && v.Range.Missing == Nothing && v.Market != nil {
			s.Position = pay.PositionOf(now, v.Range.Range.Band, v.Market.Period)
		}
	}
	for i := len(s.History) - 1; i >= 0; i-- {
		if s.History[i].From > v.Today {
			s.Coming = append(s.Coming, s.History[i])
		}
	}
	v.Salary = &s
	return nil
}

var errNoSalaries = fault.New(fault.Conflict, "Salaries are not kept in Cairn here. A compensation partner can switch that on, under Who may know what.")

// salariesAreKept refuses what needs salaries where none are kept.
func salariesAreKept(r *store.Reader) error {
	policy, err := payPolicy(r)
	if err == nil && !policy.Salaries {
		err = errNoSalaries
	}
	return err
}

// WriteSalary keeps what a person is paid from a day on. What was kept before stays
// as it was.
func (w *Workflow) WriteSalary(ctx context.Context, actor access.Actor, once Once, subject id.Person, t SalaryText) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Subject id.Person
		Text    SalaryText
	}{subject, t}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := writesPay(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		if err := salariesAreKept(tx.Reader); err != nil {
			return "", err
		}
		s, err := salaryOf(t)
		if err != nil {
			return "", err
		}
		s.Person, s.MadeAt, s.MadeBy = subject, tx.Now(), actor.Person
		if err := tx.AddSalaries([]pay.Salary{s}, nil); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Hat: b.Hat(), Act: audit.SalaryWritten, Item: "salary", Subject: subject, Object: "person/" + string(subject)})
	})
	return err
}

// salaryOf reads what was written, and tells every mistake in it at once.
func salaryOf(t SalaryText) (pay.Salary, error) {
	var wrong []fault.Field
	s := pay.Salary{ID: id.New[id.Salary](), From: t.From, Period: t.Period, Share: pay.FullTime, Reason: strings.TrimSpace(t.Reason)}
	c, err := money.ParseCurrency(t.Currency)
	if err != nil {
		wrong = append(wrong, fault.FieldOf("currency", err))
	} else if strings.TrimSpace(t.Amount) != "" {
		if s.Full, err = money.Parse(t.Amount, c); err != nil {
			wrong = append(wrong, fault.FieldOf("amount", err))
		}
	}
	if share := strings.TrimSpace(t.Share); share != "" {
		if s.Share, err = parseShare(share); err != nil {
			wrong = append(wrong, fault.Field{Name: "share", Message: "Give the share of full time in per cent, like 80 or 87.5."})
		}
	}
	return s, joinFields(fault.InvalidFields(wrong), s.Check())
}

// parseShare reads a share of full time in per cent, with two decimals at most.
func parseShare(text string) (pay.Share, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(text, ",", "."), ".")
	if len(fraction) > 2 {
		fraction = strings.TrimRight(fraction, "0")
	}
	if len(fraction) > 2 || len(whole) > 3 || whole == "" {
		return 0, errNoShare
	}
	n, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", 2-len(fraction)), 10, 32)
	if err != nil {
		return 0, errNoShare
	}
	return pay.Share(n), nil
}

var errNoShare = fault.New(fault.Invalid, "This is no share of full time.")
