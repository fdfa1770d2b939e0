package store

import (
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/seal"
)

const payRangeColumns = `id, market, discipline, valid_from, made_at, made_by, nth, sealed`

var (
	lastPayRange  = statement(`SELECT COALESCE(max(nth), 0) FROM pay_ranges`)
	allPayRanges  = statement(`SELECT ` + payRangeColumns + ` FROM pay_ranges`)
	payRangesIn   = statement(`SELECT ` + payRangeColumns + ` FROM pay_ranges WHERE market = $1`)
	payRangesOf   = statement(`SELECT ` + payRangeColumns + ` FROM pay_ranges WHERE market = $1 AND discipline = $2`)
	payRangesKept = statement(`SELECT market, discipline, max(valid_from), max(made_at) FROM pay_ranges GROUP BY market, discipline`)
)

// sealedRange is what of a range only the key of the ranges opens.
type sealedRange struct {
	Step   framework.StepID `json:"step"`
	Band   pay.Band         `json:"band"`
	Ends   bool             `json:"ends,omitempty"`
	Reason string           `json:"reason"`
}

func payRangePlace(r id.PayRange) seal.Place {
	return seal.Place{Table: "pay_ranges", Column: "sealed", Row: string(r)}
}

// AddPayRanges keeps new versions of ranges, behind those there are.
func (t *Tx) AddPayRanges(list []pay.Range) error {
	nth, err := one(t.Reader, count, lastPayRange)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(list))
	for i, r := range list {
		sealed, err := t.sealPay(payRanges, "", payRangePlace(r.ID), sealedRange{r.Key.Step, r.Band, r.Ends, r.Reason})
		if err != nil {
			return err
		}
		rows = append(rows, []any{string(r.ID), string(r.Key.Market), r.Key.Discipline, string(r.From), int64(r.MadeAt), string(r.MadeBy), nth + 1 + int64(i), sealed})
	}
	return t.insertMany("pay_ranges", []string{"id", "market", "discipline", "valid_from", "made_at", "made_by", "nth", "sealed"}, rows)
}

// PayRanges returns every version of every range.
func (r *Reader) PayRanges() ([]pay.Range, error) { return r.payRanges(allPayRanges) }

// PayRangesIn returns every version in the market.
func (r *Reader) PayRangesIn(m id.Market) ([]pay.Range, error) { return r.payRanges(payRangesIn, m) }

// PayRangesOf returns every version of the discipline in the market, of all steps:
// what is asked for does not depend on a Step.
func (r *Reader) PayRangesOf(m id.Market, discipline string) ([]pay.Range, error) {
	return r.payRanges(payRangesOf, m, discipline)
}

func (r *Reader) payRanges(query string, args ...any) ([]pay.Range, error) {
	var sealed []string
	list, err := all(r, func(s scanner) (v pay.Range, err error) {
		var text string
		err = s.Scan(&v.ID, &v.Key.Market, &v.Key.Discipline, &v.From, &v.MadeAt, &v.MadeBy, &v.Nth, &text)
		sealed = append(sealed, text)
		return v, err
	}, query, args...)
	for i := range list {
		if err != nil {
			return nil, err
		}
		var in sealedRange
		err = r.openPay(payRanges, "", payRangePlace(list[i].ID), sealed[i], &in)
		list[i].Key.Step, list[i].Band, list[i].Ends, list[i].Reason = in.Step, in.Band, in.Ends, in.Reason
	}
	return list, err
}

// PayRangeKept tells that a discipline has ranges in a market, and since when, and
// nothing of what they say.
type PayRangeKept struct {
	Market     id.Market
	Discipline string
	From       string
	MadeAt     int64
}

// PayRangesKept returns for which disciplines and markets there are ranges.
func (r *Reader) PayRangesKept() ([]PayRangeKept, error) {
	return all(r, func(s scanner) (k PayRangeKept, err error) {
		return k, s.Scan(&k.Market, &k.Discipline, &k.From, &k.MadeAt)
	}, payRangesKept)
}
