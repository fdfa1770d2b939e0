package pay

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
)

// Range is what work at a step of a discipline is paid in a market, from a day on.
// It is one version: it is never rewritten, a change is another with its reason.
type Range struct {
	ID     id.PayRange
	Key    Key
	From   clock.Date
	Band   Band
	Ends   bool // from that day on there is none
	Reason string
	MadeAt clock.Instant
	MadeBy id.Person
	Nth    int64 // of all versions, in the order they were made
}

// Key is what a range is for. Discipline is the framework's id, or the
// organisation's own words where the framework has none.
type Key struct {
	Market     id.Market
	Discipline string
	Step       framework.StepID
}

// Band is the room between a minimum and a maximum, and where pay is meant to
// settle in it.
type Band struct {
	Minimum   money.Money `json:"minimum"`
	Reference money.Money `json:"reference"`
	Maximum   money.Money `json:"maximum"`
}

// Check tells what cannot stand in a band of the currency.
func (b Band) Check(c money.Currency) (wrong []fault.Field) {
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	for _, x := range []struct {
		name   string
		amount money.Money
	}{{"minimum", b.Minimum}, {"reference", b.Reference}, {"maximum", b.Maximum}} {
		switch {
		case !x.amount.IsSet():
			say(x.name, lang.Later("Give an amount."))
		case x.amount.Currency() != c:
			wrong = append(wrong, fault.Field{Name: x.name, Message: "The market is paid in {currency}; give the amount in it.", With: []any{"currency", string(c)}})
		case x.amount.Sign() <= 0:
			say(x.name, lang.Later("Give an amount above nothing."))
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	if b.Reference.Minor() < b.Minimum.Minor() || b.Reference.Minor() > b.Maximum.Minor() {
		say("reference", lang.Later("The reference lies between the minimum and the maximum."))
	}
	if b.Maximum.Minor() < b.Minimum.Minor() {
		say("maximum", lang.Later("The maximum is not below the minimum."))
	}
	return wrong
}

// Check tells what cannot stand in a range of the market.
func (r Range) Check(m Market) error {
	var wrong []fault.Field
	if !r.Ends {
		wrong = r.Band.Check(m.Currency)
	}
	if !r.From.IsSet() {
		wrong = append(wrong, fault.Field{Name: "from", Message: "Say from which day on it holds."})
	}
	return fault.InvalidFields(append(wrong, checkReason(r.Reason)...))
}

func checkReason(reason string) []fault.Field {
	switch n := utf8.RuneCountInString(strings.TrimSpace(reason)); {
	case n == 0:
		return []fault.Field{{Name: "reason", Message: "Say why in a few words: the reason stays with it."}}
	case n > MaxWords:
		return []fault.Field{{Name: "reason", Message: "A reason has 1,000 characters at most."}}
	}
	return nil
}

// later orders versions of one range: by the day they hold from, then by when they
// were made.
func later(a, b Range) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Nth, b.Nth))
}

// InForce returns the range of each key on the day, without those that ended.
func InForce(versions []Range, on clock.Date) map[Key]Range {
	now := map[Key]Range{}
	for _, v := range versions {
		if before, ok := now[v.Key]; v.From <= on && (!ok || later(before, v) < 0) {
			now[v.Key] = v
		}
	}
	for k, v := range now {
		if v.Ends {
			delete(now, k)
		}
	}
	return now
}

// Of returns the versions of one key, the newest first.
func Of(versions []Range, k Key) (own []Range) {
	for _, v := range versions {
		if v.Key == k {
			own = append(own, v)
		}
	}
	arrange.By(own, func(a, b Range) int { return later(b, a) })
	return own
}

// Standing returns of all versions those that say what holds, today or on a later
// day: of two for one day the one made later.
func Standing(versions []Range, today clock.Date) []Range {
	type day struct {
		Key
		from clock.Date
	}
	last := map[day]Range{}
	for _, v := range versions {
		at := day{v.Key, v.From}
		if before, ok := last[at]; !ok || later(before, v) < 0 {
			last[at] = v
		}
	}
	begun := map[Key]clock.Date{}
	for at := range last {
		if at.from <= today && at.from > begun[at.Key] {
			begun[at.Key] = at.from
		}
	}
	var all []Range
	for at, v := range last {
		if at.from > today || at.from == begun[at.Key] && !v.Ends {
			all = append(all, v)
		}
	}
	return all
}
