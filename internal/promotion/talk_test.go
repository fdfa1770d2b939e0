package promotion

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
)

func TestADayForATalk(t *testing.T) {
	const today = clock.Date("2026-05-13")
	for on, good := range map[clock.Date]bool{"": true, today: true, "2026-06-01": true, "2028-05-13": true, "2026-05-12": false, "2028-05-14": false, "1.6.2026": false} {
		c := at(t, Asked)
		if err := c.PlanTalk(on, today); (err == nil) != good || good && c.TalkOn != on || !good && c.TalkOn != "" {
			t.Errorf("%q: %v, kept %q", on, err, c.TalkOn)
		}
	}
}

func TestOnlyATalkToComeHasADay(t *testing.T) {
	for _, stage := range Stages() {
		c := at(t, stage)
		want := stage == Asked || stage == Closed && (c.Outcome == NotYet || c.Outcome == Answered)
		if err := c.PlanTalk("2026-06-01", "2026-05-13"); (err == nil) != want || err != nil && !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", stage, err)
		}
	}
	c := at(t, Deciding)
	v := notYet
	v.TalkOn = "2026-01-01"
	if err := c.RefuseYet("tove", decider, v, "2026-05-13", 9); !fault.Is(err, fault.Invalid) || c.Stage != Deciding {
		t.Error("a day that has passed is taken:", err)
	}
	v.TalkOn = "2026-06-01"
	if err := c.RefuseYet("tove", decider, v, "2026-05-13", 9); err != nil || c.TalkOn != "2026-06-01" || !c.HasTalk() {
		t.Error(err, c.TalkOn)
	}
	asked := at(t, Asked)
	_ = asked.PlanTalk("2026-06-01", "2026-05-13")
	if err := asked.Answer("We talked.", 9); err != nil || asked.TalkOn != "" {
		t.Error("a talk that was held stays set aside:", err, asked.TalkOn)
	}
}
