package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/store"
)

// RangeText is a version of a range as it is written down. Amounts are as typed.
type RangeText struct {
	Market                      id.Market
	Discipline                  string
	Step                        framework.StepID
	From                        clock.Date
	Minimum, Reference, Maximum string
	Ends                        bool
	Reason                      string
}

// WriteRange keeps a new version of a range. Versions before stay as they were.
func (w *Workflow) WriteRange(ctx context.Context, actor access.Actor, once Once, t RangeText) (id.PayRange, error) {
	if err := keepsPay(actor); err != nil {
		return "", err
	}
	t.Reason = strings.TrimSpace(t.Reason)
	made, err := w.act(ctx, actor, once, t, func(tx *store.Tx) (string, error) {
		m, err := tx.Market(t.Market)
		if err != nil {
			return "", orElse(notMarket(err), fault.NotFound())
		}
		f, err := w.catalogue(tx.Reader)
		if err != nil {
			return "", err
		}
		v, err := rangeOf(t, m, f)
		if err != nil {
			return "", err
		}
		v.MadeAt, v.MadeBy = tx.Now(), actor.Person
		if err := tx.AddPayRanges([]pay.Range{v}); err != nil {
			return "", err
		}
		return string(v.ID), record(tx, actor, aboutMarket(audit.RangeWritten, m.ID))
	})
	return id.PayRange(made), err
}

// notMarket says it to the field of a form; nil when err is something else.
func notMarket(err error) error {
	if !fault.Is(err, fault.Absent) {
		return err
	}
	return fault.InvalidFields([]fault.Field{{Name: "market", Message: "Choose a market."}})
}

// rangeOf reads what was written by the framework and the market, and tells every
// mistake in it at once.
func rangeOf(t RangeText, m pay.Market, f *framework.Framework) (pay.Range, error) {
	var wrong []fault.Field
	v := pay.Range{ID: id.New[id.PayRange](), Key: pay.Key{Market: m.ID, Step: t.Step}, From: t.From, Ends: t.Ends, Reason: t.Reason}
	if v.Key.Discipline = disciplineOf(f, t.Discipline); v.Key.Discipline == "" {
		wrong = append(wrong, fault.Field{Name: "discipline", Message: "Choose a discipline."})
	}
	if _, ok := f.Step(t.Step); !ok {
		wrong = append(wrong, fault.Field{Name: "step", Message: "Choose a step of the framework in force."})
	}
	check := v
	if !t.Ends {
		band, mistakes := bandOf(t, m.Currency)
		v.Band, check.Band = band, band
		check.Ends = len(mistakes) > 0 // amounts that cannot be read are told once
		wrong = append(wrong, mistakes...)
	}
	return v, joinFields(fault.InvalidFields(wrong), check.Check(m))
}

// bandOf reads three amounts; one that is left out is for the rules to ask for.
func bandOf(t RangeText, c money.Currency) (b pay.Band, wrong []fault.Field) {
	for _, x := range []struct {
		name, text string
		to         *money.Money
	}{{"minimum", t.Minimum, &b.Minimum}, {"reference", t.Reference, &b.Reference}, {"maximum", t.Maximum, &b.Maximum}} {
		if strings.TrimSpace(x.text) == "" {
			continue
		}
		amount, err := money.Parse(x.text, c)
		if err != nil {
			wrong = append(wrong, fault.FieldOf(x.name, err))
		}
		*x.to = amount
	}
	return b, wrong
}

// disciplineOf is a discipline by the framework's id, or in the organisation's own
// words where the framework has none, as people hold it.
func disciplineOf(f *framework.Framework, words string) string {
	words = strings.TrimSpace(words)
	if d, ok := f.DisciplineNamed(words); ok {
		return string(d.ID)
	}
	if len([]rune(words)) > pay.MaxName {
		return ""
	}
	return words
}

// joinFields tells mistakes of both at once, each field's first one.
func joinFields(a, b error) error {
	if a == nil || b == nil {
		return orElse(a, b)
	}
	_, first := fault.Safe(a)
	_, second := fault.Safe(b)
	seen := map[string]bool{}
	var all []fault.Field
	for _, f := range append(first, second...) {
		if !seen[f.Name] {
			seen[f.Name] = true
			all = append(all, f)
		}
	}
	return fault.InvalidFields(all)
}

// stepNamed finds a step by its id or its name.
func stepNamed(f *framework.Framework, words string) (framework.Step, bool) {
	for _, s := range f.Steps {
		if string(s.ID) == words || org.Fold(s.Name) == org.Fold(words) {
			return s, true
		}
	}
	return framework.Step{}, false
}
