package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
	"cairn/internal/seal"
)

const salaryColumns = `id, person, made_at, made_by, nth, sealed`

var (
	lastSalary  = statement(`SELECT COALESCE(max(nth), 0) FROM pay_salaries`)
	salariesOf  = statement(`SELECT ` + salaryColumns + ` FROM pay_salaries WHERE person IN ($1)`)
	salaryKeys  = statement(`SELECT person, wrapped FROM pay_keys WHERE part = 'salaries' AND person IN ($1)`)
	anySalaries = statement(`SELECT count(*) FROM pay_salaries`)
)

// sealedSalary is what of a salary only the person's key of salaries opens. It is
// another key than that of evaluations: either can be destroyed alone.
type sealedSalary struct {
	From   clock.Date  `json:"from"`
	Full   money.Money `json:"full"`
	Period pay.Period  `json:"period"`
	Share  pay.Share   `json:"share"`
	Reason string      `json:"reason"`
}

func salaryPlace(s id.Salary) seal.Place {
	return seal.Place{Table: "pay_salaries", Column: "sealed", Row: string(s)}
}

// loadSalaryKeys unwraps the keys of many people in few queries, and tells who has
// none yet.
func (r *Reader) loadSalaryKeys(people []id.Person) (without []id.Person, err error) {
	type wrapped struct {
		person id.Person
		text   string
	}
	found, err := each(r, func(s scanner) (w wrapped, err error) { return w, s.Scan(&w.person, &w.text) }, salaryKeys, people)
	if err != nil {
		return nil, err
	}
	have := make(map[id.Person]bool, len(found))
	for _, w := range found {
		if _, err := r.unwrap(payOwner(paySalaries, w.person), w.text); err != nil {
			return nil, err
		}
		have[w.person] = true
	}
	for _, p := range people {
		if !have[p] {
			have[p] = true
			without = append(without, p)
		}
	}
	return without, nil
}

func (t *Tx) newSalaryKeys(people []id.Person) error {
	rows := make([][]any, 0, len(people))
	for _, p := range people {
		wrapped, err := t.newKey(payOwner(paySalaries, p))
		if err != nil {
			return err
		}
		rows = append(rows, []any{string(paySalaries), string(p), wrapped, int64(t.now)})
	}
	return t.insertMany("pay_keys", []string{"part", "person", "wrapped", "made_at"}, rows)
}

// AddSalaries keeps salaries, behind those there are. progress is told how many are
// written; it may be nil.
func (t *Tx) AddSalaries(list []pay.Salary, progress func(done int)) error {
	people := make([]id.Person, 0, len(list))
	for _, s := range list {
		people = append(people, s.Person)
	}
	without, err := t.loadSalaryKeys(people)
	if err != nil {
		return err
	}
	if err := t.newSalaryKeys(without); err != nil {
		return err
	}
	nth, err := one(t.Reader, count, lastSalary)
	if err != nil {
		return err
	}
	const batch = 1000
	for at := 0; at < len(list); at += batch {
		part := list[at:min(at+batch, len(list))]
		rows := make([][]any, 0, len(part))
		for i, s := range part {
			sealed, err := t.sealPay(paySalaries, s.Person, salaryPlace(s.ID), sealedSalary{s.From, s.Full, s.Period, s.Share, s.Reason})
			if err != nil {
				return err
			}
			rows = append(rows, []any{string(s.ID), string(s.Person), int64(s.MadeAt), string(s.MadeBy), nth + 1 + int64(at+i), sealed})
		}
		if err := t.insertMany("pay_salaries", []string{"id", "person", "made_at", "made_by", "nth", "sealed"}, rows); err != nil {
			return err
		}
		if progress != nil {
			progress(at + len(part))
		}
	}
	return nil
}

// Salaries returns every salary of the people, past and coming ones too.
func (r *Reader) Salaries(people []id.Person) (map[id.Person][]pay.Salary, error) {
	if _, err := r.loadSalaryKeys(people); err != nil {
		return nil, err
	}
	var sealed []string
	list, err := each(r, func(row scanner) (s pay.Salary, err error) {
		var text string
		err = row.Scan(&s.ID, &s.Person, &s.MadeAt, &s.MadeBy, &s.Nth, &text)
		sealed = append(sealed, text)
		return s, err
	}, salariesOf, people)
	of := make(map[id.Person][]pay.Salary, len(people))
	for i, s := range list {
		if err != nil {
			return nil, err
		}
		var in sealedSalary
		err = r.openPay(paySalaries, s.Person, salaryPlace(s.ID), sealed[i], &in)
		s.From, s.Full, s.Period, s.Share, s.Reason = in.From, in.Full, in.Period, in.Share, in.Reason
		of[s.Person] = append(of[s.Person], s)
	}
	return of, err
}

// AnySalaries tells whether salaries are kept for anybody.
func (r *Reader) AnySalaries() (bool, error) {
	n, err := one(r, count, anySalaries)
	return n > 0, err
}
