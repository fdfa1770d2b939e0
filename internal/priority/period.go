package priority

import (
	"fmt"
	"slices"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
)

// Limits in bytes.
const (
	MaxText  = 2_000
	MaxWords = 5_000
	MaxName  = 80
)

// Period is the time that priorities are for. The two name it and choose its
// days; a half-year is a suggestion and no rule.
type Period struct {
	Name  string     `json:"name"`
	From  clock.Date `json:"from"`
	Until clock.Date `json:"until"` // the last day
}

// HalfYears suggests the half-year of today and the one after it, named in the language.
func HalfYears(today clock.Date, in lang.Language) []Period {
	day := today.Time()
	year, first := day.Year(), day.Month() <= 6
	now := halfYear(year, first, in)
	if first {
		return []Period{now, halfYear(year, false, in)}
	}
	return []Period{now, halfYear(year+1, true, in)}
}

func halfYear(year int, first bool, in lang.Language) Period {
	if first {
		return Period{in.Say("First half of {year}", "year", year), clock.Date(fmt.Sprintf("%d-01-01", year)), clock.Date(fmt.Sprintf("%d-06-30", year))}
	}
	return Period{in.Say("Second half of {year}", "year", year), clock.Date(fmt.Sprintf("%d-07-01", year)), clock.Date(fmt.Sprintf("%d-12-31", year))}
}

// Periods lists the periods of a person's priorities, the one that begins last
// first.
func Periods(list []*Priority) (periods []Period) {
	for _, p := range list {
		if !slices.Contains(periods, p.Content.Period) {
			periods = append(periods, p.Content.Period)
		}
	}
	arrange.By(periods, later)
	return periods
}

func later(a, b Period) int {
	if a.From != b.From {
		return strings.Compare(string(b.From), string(a.From))
	}
	if a.Until != b.Until {
		return strings.Compare(string(b.Until), string(a.Until))
	}
	return strings.Compare(a.Name, b.Name)
}

func (c Content) tidy() Content {
	c.Text, c.Period.Name = strings.TrimSpace(c.Text), strings.TrimSpace(c.Period.Name)
	return c
}

// Check says what is missing or too long. Field names are the form's.
func (c Content) Check() error {
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	if c.Text == "" || len(c.Text) > MaxText {
		say("text", lang.Later("Say what matters in this period, in 2,000 bytes at most."))
	}
	if c.Period.Name == "" || len(c.Period.Name) > MaxName {
		say("name", lang.Later("Give the period a name, like Autumn 2026, in 80 bytes at most."))
	}
	if !c.Period.From.IsSet() {
		say("from", lang.Later("Say on which day the period begins."))
	}
	switch {
	case !c.Period.Until.IsSet():
		say("until", lang.Later("Say which day is the last of the period."))
	case c.Period.Until < c.Period.From:
		say("until", lang.Later("The period ends before it begins. Change one of the two days."))
	}
	return fault.InvalidFields(wrong)
}

// CheckWords refuses words that are too long; empty words are wrong only where
// something has to be said.
func CheckWords(words string, needed bool) error {
	if needed && strings.TrimSpace(words) == "" || len(words) > MaxWords {
		return fault.InvalidFields([]fault.Field{{Name: "words", Message: lang.Later("Write something, in 5,000 bytes at most. What you typed is still here.")}})
	}
	return nil
}
