package rights

import (
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

const day = 24 * time.Hour

var start = clock.At(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))

func TestWhoMovesARestriction(t *testing.T) {
	ask := func() *Restriction {
		r, err := AskRestriction("noor", "Wrong.", start)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if _, err := AskRestriction("noor", "  ", start); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a word: %v", err)
	}
	r := ask()
	if r.InForce(start) || !r.Waits() {
		t.Error("in force before it was set")
	}
	if err := r.Set("noor", start); !fault.Is(err, fault.Conflict) {
		t.Errorf("set by the person: %v", err)
	}
	if err := r.Set("pia", start); err != nil || !r.InForce(start) || r.Waits() {
		t.Errorf("set: %v", err)
	}
	if err := r.Refuse("pia", "No.", start); !fault.Is(err, fault.Conflict) {
		t.Errorf("refused once set: %v", err)
	}
	if err := r.Lift("pia", "Settled.", start); err != nil || !r.InForce(start.Add(LiftedAfter-1000)) || r.InForce(start.Add(LiftedAfter)) {
		t.Errorf("lifted: %v", err)
	}
	if err := r.End(start.Add(day)); err != nil || r.InForce(start.Add(day)) {
		t.Errorf("ended by the person before it is lifted: %v", err)
	}
	r = ask()
	if err := r.Refuse("pia", "", start); !fault.Is(err, fault.Invalid) {
		t.Errorf("refused without a reason: %v", err)
	}
}

func TestWhoErases(t *testing.T) {
	for name, c := range map[string]struct {
		asked, by  string
		here, held bool
		want       bool
	}{
		"asked by the person, done by a partner": {"noor", "pia", false, false, true},
		"asked by a partner, done by another":    {"pia", "per", false, false, true},
		"by who asked":                           {"pia", "pia", false, false, false},
		"by the person":                          {"pia", "noor", false, false, false},
		"while the person works here":            {"noor", "pia", true, false, false},
		"under a hold":                           {"noor", "pia", false, true, false},
	} {
		e, err := AskErasure("noor", id.Person(c.asked), "Because.", start)
		if err != nil {
			t.Fatal(err)
		}
		err = e.Do(id.Person(c.by), c.here, c.held, start)
		if (err == nil) != c.want || c.want && (!e.DoneAt.IsSet() || e.Words != "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatAHoldStops(t *testing.T) {
	h, err := AskHold("noor", "pia", "A claim.", start)
	if err != nil || !h.Stops(start) || !h.Stops(start.Add(HoldWaits-1000)) || h.Stops(start.Add(HoldWaits)) {
		t.Errorf("asked for: %v", err)
	}
	if h.Agree("pia", start) == nil || h.Agree("noor", start) == nil {
		t.Error("agreed by who asked, or by the person")
	}
	if err := h.Agree("per", start); err != nil || !h.Stops(start.Add(1000*day)) {
		t.Errorf("agreed: %v", err)
	}
	if err := h.End("pia", start.Add(day)); err != nil || h.Stops(start.Add(day)) {
		t.Errorf("ended: %v", err)
	}
	if _, err := AskHold("pia", "pia", "A claim.", start); err == nil {
		t.Error("a hold on oneself")
	}
}

func TestHowLongClassesAreKept(t *testing.T) {
	own, err := KeepingOf(map[string][2]int{"pay": {120, 0}, "feedback": {3, 36}})
	if err != nil {
		t.Fatal(err)
	}
	after := func(months int) clock.Instant { return clock.At(start.Time().AddDate(0, months, 0)) }
	for name, c := range map[string]struct {
		keeping Keeping
		class   Class
		months  int
		over    bool
	}{
		"a month before": {nil, Pay, 83, false}, "on the day": {nil, Pay, 84, true}, "the journal": {nil, Journal, 3, true},
		"longer": {own, Pay, 84, false}, "until": {own, Pay, 120, true}, "the profile": {nil, Profile, 2000, false},
	} {
		over := false
		for _, c2 := range c.keeping.LeftLongAgo(start, after(c.months)) {
			over = over || c2 == c.class
		}
		if over != c.over {
			t.Errorf("%s: %s over after %d months: %v", name, c.class, c.months, over)
		}
	}
	if Keeping(nil).Gone(start, after(83)) || !Keeping(nil).Gone(start, after(84)) || own.Gone(start, after(119)) || !own.Gone(start, after(120)) {
		t.Error("the name goes at another time than the last class")
	}
	if before, ok := own.EndedBefore(Feedback, after(36)); !ok || before != start {
		t.Errorf("feedback that was over before %v, %v", before, ok)
	}
	for _, wrong := range []map[string][2]int{{"nonsense": {1, 0}}, {"profile": {1, 0}}, {"pay": {0, 0}}, {"pay": {1, 1}}} {
		if _, err := KeepingOf(wrong); err == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
	if got := (Months{24, 36}).Words(); got != "3 years after it was over, and at most 2 years after I have left" {
		t.Error(got)
	}
}
