package rights

import (
	"fmt"

	"cairn/internal/clock"
	"cairn/internal/lang"
)

// Keeping is for how long classes are kept, as the organisation has it: its own
// numbers of months in place of the built-in ones.
type Keeping map[Class]Months

// Months are how long a class is kept: since the person left, and since the thing was
// over. Nought is as in About.
type Months struct{ AfterLeaving, AfterEnd int }

// KeepingOf checks the organisation's own numbers: of which class, and that nothing is
// kept for longer than the name.
func KeepingOf(own map[string][2]int) (Keeping, error) {
	k := Keeping{}
	for name, m := range own {
		about, known := Of(Class(name))
		switch {
		case !known || about.AfterLeaving == 0:
			return nil, fmt.Errorf("retention: there is no class %q that ends by itself; docs/operate.md lists them", name)
		case m[0] == 0:
			return nil, fmt.Errorf("retention: say after how many months %s ends, once somebody has left", name)
		case m[1] > 0 && about.AfterEnd == 0:
			return nil, fmt.Errorf("retention: %s has one number of months, and no second one", name)
		}
		k[about.Class] = Months{m[0], m[1]}
	}
	return k, nil
}

// Of returns how long the class is kept.
func (k Keeping) Of(c Class) Months {
	if own, set := k[c]; set {
		return own
	}
	a, _ := Of(c)
	return Months{a.AfterLeaving, a.AfterEnd}
}

// LeftLongAgo are the classes of somebody who left then that are over by now.
func (k Keeping) LeftLongAgo(left, now clock.Instant) (over []Class) {
	for _, a := range classes {
		if m := k.Of(a.Class).AfterLeaving; m > 0 && now >= months(left, m) {
			over = append(over, a.Class)
		}
	}
	return over
}

// Gone tells whether all that was kept of somebody who left then is over, so that the
// name goes too.
func (k Keeping) Gone(left, now clock.Instant) bool {
	last := Last
	for _, a := range classes {
		last = max(last, k.Of(a.Class).AfterLeaving)
	}
	return now >= months(left, last)
}

// EndedBefore is the instant before which something of the class must have been over
// to go now; ok is false where that is kept as long as the person is here.
func (k Keeping) EndedBefore(c Class, now clock.Instant) (before clock.Instant, ok bool) {
	m := k.Of(c).AfterEnd
	return months(now, -m), m > 0
}

func months(at clock.Instant, n int) clock.Instant { return clock.At(at.Time().AddDate(0, n, 0)) }

// Words says how long, in English.
func (m Months) Words() string { return m.In(lang.English) }

// In says how long in a language.
func (m Months) In(in lang.Language) string {
	leaving := in.Say("until everything about me is erased")
	if m.AfterLeaving > 0 {
		leaving = in.Say("{time} after I have left", "time", spell(in, m.AfterLeaving))
	}
	if m.AfterEnd > 0 {
		return in.Say("{time} after it was over, and at most {leaving}", "time", spell(in, m.AfterEnd), "leaving", leaving)
	}
	return leaving
}

func spell(in lang.Language, months int) string {
	if months%12 == 0 {
		return in.Count(months/12, "a year", "{n} years")
	}
	return in.Count(months, "a month", "{n} months")
}
