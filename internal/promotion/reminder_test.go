package promotion

import (
	"testing"

	"cairn/internal/clock"
)

func TestAQuestionRemindsOnceAndSaysOnceThatItsDayHasPassed(t *testing.T) {
	c := Consultation{Reply: Waiting, Until: "2026-05-20"}
	for _, day := range []struct {
		today clock.Date
		want  Due
	}{
		{"2026-05-17", NothingDue}, {"2026-05-18", ReminderDue}, {"2026-05-18", NothingDue}, {"2026-05-20", NothingDue},
		{"2026-05-21", OverdueDue}, {"2026-05-21", NothingDue}, {"2026-06-30", NothingDue},
	} {
		if got := c.Remind(day.today); got != day.want {
			t.Errorf("on %s: %v", day.today, got)
		}
	}
	late := Consultation{Reply: Waiting, Until: "2026-05-20"}
	if late.Remind("2026-05-25") != OverdueDue || late.Remind("2026-05-26") != NothingDue {
		t.Error("a reminder comes after the day")
	}
	for _, quiet := range []Consultation{{Reply: Given, Until: "2026-05-20"}, {Reply: Passed, Until: "2026-05-20"}, {Reply: Waiting}} {
		if quiet.Remind("2026-05-19") != NothingDue || quiet.Remind("2026-05-25") != NothingDue {
			t.Errorf("%+v is reminded of", quiet)
		}
	}
}

func TestTheWidestStepHearsThreeOfTechnicalLeadership(t *testing.T) {
	asked := func(n int, reply Reply) (list []Consultation) {
		for range n {
			list = append(list, Consultation{Reply: reply, Label: AsTechnical, Relations: []Relation{LeadsTechnology}})
		}
		return list
	}
	for _, c := range []struct {
		from   []Consultation
		reason string
		enough bool
	}{
		{asked(3, Given), "", true},
		{append(asked(2, Given), asked(1, Disputed)...), "", true},
		{asked(2, Given), "", false},
		{append(asked(2, Given), asked(2, Passed)...), "", false},
		{asked(2, Given), "There are only two.", true},
		{append(asked(2, Given), Consultation{Reply: Given, Label: AsPeer, Relations: []Relation{LeadsTechnology}}), "", false},
	} {
		h := Heard{Wanted: Wanted([]string{"technical-leadership", "people-at-step"}), From: c.from, Reasons: map[Relation]string{ThreeInTechnology: c.reason}}
		if enough := len(h.missing()) == 0; enough != c.enough {
			t.Errorf("%d asked, reason %q: %+v", len(c.from), c.reason, h.missing())
		}
	}
}
