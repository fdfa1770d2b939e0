package api

import (
	"errors"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestTheInboxOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, ben := s.as("noor"), s.as("mats"), s.as("ben")
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	once, self := workflow.Once{}, s.Actor("noor")
	if err := errors.Join(s.Say(t.Context(), self, once, ref, "Hello."), s.PlanTalk(t.Context(), self, once, ref, s.Now().Add(48*time.Hour))); err != nil {
		t.Fatal(err)
	}
	box := read[Inbox](mats.get("/inbox").is(200))
	if len(box.New) != 1 || box.New[0].Title != "Noor Said’s evaluation" || !box.New[0].YourTurn || len(box.New[0].Said) < 2 {
		t.Fatalf("the inbox: %+v", box)
	}
	ben.post("/inbox/"+box.New[0].ID+"/reading", "").is(404)
	noor.post("/inbox/x/reading", "").is(404)
	mats.post("/inbox/"+box.New[0].ID+"/reading", "").is(204)
	if box = read[Inbox](mats.get("/inbox")); len(box.New) != 0 || len(box.Before) != 1 {
		t.Errorf("after reading: %+v", box)
	}
}

// TestATokenHearsOnlyOfWhatItReaches: that somebody has another manager is of the
// organisation, which this token does not reach.
func TestATokenHearsOnlyOfWhatItReaches(t *testing.T) {
	w := world.New(t, "sqlite")
	if err := w.SetManager(t.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scopes []access.Scope
		want   int
	}{{nil, 1}, {[]access.Scope{access.ScopeEvaluations}, 0}} {
		box, err := w.Inbox(t.Context(), w.Token("noor", c.scopes...))
		if err != nil || len(box.New) != c.want {
			t.Errorf("with %v: %+v, %v", c.scopes, box, err)
		}
	}
}
