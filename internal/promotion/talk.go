package promotion

import (
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
)

// talkAhead is how far ahead a day for a talk can lie, in months.
const talkAhead = 24

// HasTalk tells whether there is a talk that the two mean to have: the person asked
// for one, or the case ended with one to come.
func (c *Case) HasTalk() bool {
	return c.at(Asked) || c.Stage == Closed && (c.Outcome == NotYet || c.Outcome == Answered)
}

// PlanTalk sets the day of that talk, moves it, or with no day takes it back. Either
// of the two does: it is a day set aside, and no promise of what comes of it.
func (c *Case) PlanTalk(on, today clock.Date) error {
	if !c.HasTalk() {
		return moved(lang.Later("There is no talk to set a day for at the moment."))
	}
	if wrong := checkTalk(on, today); len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.TalkOn = on
	return nil
}

func checkTalk(on, today clock.Date) []fault.Field {
	switch _, err := clock.ParseDate(string(on)); {
	case !on.IsSet():
		return nil
	case err != nil:
		return []fault.Field{{Name: "talk_on", Message: "Give the day as year, month and day, like 2026-05-12."}}
	case on < today:
		return []fault.Field{field("talk_on", lang.Later("This day has passed. Choose one that is to come."))}
	case on > today.AddMonths(talkAhead):
		return []fault.Field{field("talk_on", lang.Later("This is more than two years ahead. Choose a nearer day; it can be moved."))}
	}
	return nil
}
