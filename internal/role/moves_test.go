package role

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/id"
)

func asked() *Request { return &Request{Kind: TakeUp, Stage: Asked, AskedAt: 1, Role: "chapter-lead"} }

func TestAManagerConfirmsWhatMeetsTheMinimum(t *testing.T) {
	r := asked()
	if err := r.Confirm(false, 5); err != nil || r.Stage != Confirmed || r.Open() {
		t.Error(err, r.Stage)
	}
	if err := r.Confirm(false, 6); !fault.Is(err, fault.Conflict) {
		t.Error("confirmed twice:", err)
	}
}

func TestADepartureTakesThePersonAndTheLead(t *testing.T) {
	r := asked()
	if err := r.Confirm(true, 2); !fault.Is(err, fault.Conflict) || !r.Open() {
		t.Fatal("confirmed without the lead's reason:", err)
	}
	for _, step := range []struct {
		name string
		do   func() error
		told bool
	}{
		{"asking", func() error { return r.AskDeparture("m", "l", "She has done it before.", true, 3) }, false},
		{"agreeing", func() error { return r.Decide(true, 4) }, true},
		{"answering", func() error { return r.AnswerDeparture("l", true, "It fits.", 5) }, true},
		{"confirming", func() error { return r.Confirm(true, 6) }, true},
	} {
		if err := step.do(); err != nil || r.ToldTo("l") != step.told || r.ToldTo("other") {
			t.Errorf("%s: %v, the lead is told: %v", step.name, err, r.ToldTo("l"))
		}
	}
	if r.Stage != Confirmed || !r.Departs() || r.Departure.Reason != "It fits." {
		t.Errorf("%+v", r)
	}
}

func TestWithoutThePersonNobodyIsAsked(t *testing.T) {
	r := asked()
	if err := r.AskDeparture("m", "l", "Why.", true, 2); err != nil {
		t.Fatal(err)
	}
	if err := r.AnswerDeparture("l", true, "Yes.", 3); err == nil {
		t.Error("the lead answers before the person agreed")
	}
	if err := r.Decide(false, 3); err != nil || r.Stage != Asked || r.ToldTo("l") {
		t.Error("the lead is told although the person would rather not:", err)
	}
	if err := r.Decide(true, 4); err == nil {
		t.Error("decided twice")
	}
	if err := r.Confirm(true, 5); err == nil {
		t.Error("confirmed although nobody agreed")
	}
}

func TestWhatIsRefused(t *testing.T) {
	long := strings.Repeat("é", MostWords+1)
	for name, try := range map[string]func(*Request) error{
		"a departure that is not needed": func(r *Request) error { return r.AskDeparture("m", "l", "Why.", false, 2) },
		"a departure without words":      func(r *Request) error { return r.AskDeparture("m", "l", " ", true, 2) },
		"a departure with too many":      func(r *Request) error { return r.AskDeparture("m", "l", long, true, 2) },
		"a no without words":             func(r *Request) error { return r.Decline("", 2) },
		"an answer nobody waits for":     func(r *Request) error { return r.AnswerDeparture("l", true, "Yes.", 2) },
	} {
		r := asked()
		if err := try(r); err == nil || r.Stage != Asked || r.Departure != nil {
			t.Errorf("%s: %v, %s", name, err, r.Stage)
		}
	}
	r := asked()
	_ = r.AskDeparture("m", "l", "Why.", true, 2)
	_ = r.Decide(true, 3)
	if err := r.AnswerDeparture("somebody", true, "Yes.", 4); err == nil {
		t.Error("another lead answers")
	}
	if err := r.Confirm(true, 4); err == nil {
		t.Error("confirmed while the lead is asked")
	}
	if r.Recall(); r.Stage != Asked || r.Departure != nil {
		t.Error("what is with a former lead stays there")
	}
	if err := r.Withdraw(5); err != nil || r.Open() {
		t.Error("not withdrawn", err)
	}
	if err := r.Decline("No.", 6); err == nil {
		t.Error("declined after it was withdrawn")
	}
}

func TestAManagerWhoLeadsTheTribeIsAskedAtOnce(t *testing.T) {
	r := asked()
	if err := r.AskDeparture("m", "m", "Why.", true, 2); err != nil || r.Stage != WithLead {
		t.Error(err, r.Stage)
	}
}

func TestNames(t *testing.T) {
	for name, good := range map[string]bool{"": false, " \t": false, "Gardener of builds": true, strings.Repeat("x", 80): true, strings.Repeat("x", 81): false} {
		if err := Named(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWhoKnowsOfARequest(t *testing.T) {
	for b, want := range map[access.Bond]bool{
		{Known: true, Self: true}: true, {Known: true, Manager: true}: true, {Known: true, People: true}: false, {Known: true}: false, {}: false,
	} {
		if VisibleTo(b) != want {
			t.Errorf("%+v", b)
		}
	}
	if asked().ToldTo(id.Person("")) {
		t.Error("told to nobody")
	}
}
