package growth

import (
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

// Limits of what a focus area holds; texts in bytes.
const (
	MaxText    = 2_000
	MaxWords   = 5_000
	MaxToward  = 200
	MaxActions = 12
	MaxReviews = 6
)

// tidy takes away empty lines and says each day once, in order.
func (c Content) tidy() Content {
	c.Text, c.Support = strings.TrimSpace(c.Text), strings.TrimSpace(c.Support)
	c.Role, c.Discipline = strings.TrimSpace(c.Role), strings.TrimSpace(c.Discipline)
	var actions []string
	for _, a := range c.Actions {
		if a = strings.TrimSpace(a); a != "" {
			actions = append(actions, a)
		}
	}
	c.Actions = actions
	reviews := slices.DeleteFunc(slices.Clone(c.Reviews), func(d clock.Date) bool { return !d.IsSet() })
	slices.Sort(reviews)
	if c.Reviews = slices.Compact(reviews); len(c.Reviews) == 0 {
		c.Reviews = nil
	}
	if c.Aim != Role {
		c.Role = ""
	}
	if c.Aim != Discipline {
		c.Discipline = ""
	}
	return c
}

// Check says what is missing or too long. Field names are the form's.
func (c Content) Check(f *framework.Framework) error {
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	if !slices.Contains(Aims(), c.Aim) {
		say("aim", lang.Later("Choose where this leads. Growing where you are is one of the answers."))
	}
	if _, ok := f.Area(c.Area); c.Area != "" && !ok {
		say("area", lang.Later("This area is not part of the framework. Choose one of the list."))
	}
	if c.Text == "" || len(c.Text) > MaxText {
		say("text", lang.Later("Say what to focus on, in 2,000 bytes at most."))
	}
	if len(c.Support) > MaxText {
		say("support", lang.Later("This is longer than 2,000 bytes. Shorten it; nothing of it is lost here."))
	}
	wrong = append(wrong, c.checkToward()...)
	wrong = append(wrong, c.checkLists()...)
	return fault.InvalidFields(wrong)
}

func (c Content) checkToward() []fault.Field {
	switch {
	case c.Aim == Role && (c.Role == "" || len(c.Role) > MaxToward):
		return []fault.Field{{Name: "role", Message: lang.Later("Say which role, in a few words or from the list.")}}
	case c.Aim == Discipline && (c.Discipline == "" || len(c.Discipline) > MaxToward):
		return []fault.Field{{Name: "discipline", Message: lang.Later("Say which discipline, in a few words or from the list.")}}
	}
	return nil
}

func (c Content) checkLists() (wrong []fault.Field) {
	if len(c.Actions) > MaxActions {
		wrong = append(wrong, fault.Field{Name: "actions", Message: lang.Later("{n} lines at most. Fewer are easier to keep."), With: []any{"n", MaxActions}})
	}
	for _, a := range c.Actions {
		if len(a) > MaxText {
			wrong = append(wrong, fault.Field{Name: "actions", Message: lang.Later("One of the lines is longer than 2,000 bytes. Shorten it; nothing of it is lost here.")})
			break
		}
	}
	if len(c.Reviews) > MaxReviews {
		wrong = append(wrong, fault.Field{Name: "reviews", Message: lang.Later("{n} days at most. More can be named when one has come."), With: []any{"n", MaxReviews}})
	}
	return wrong
}

// CheckWords refuses words that are too long; empty words are wrong only where
// something has to be said.
func CheckWords(words string, needed bool) error {
	if needed && strings.TrimSpace(words) == "" || len(words) > MaxWords {
		return fault.InvalidFields([]fault.Field{{Name: "words", Message: lang.Later("Write something, in 5,000 bytes at most. What you typed is still here.")}})
	}
	return nil
}
