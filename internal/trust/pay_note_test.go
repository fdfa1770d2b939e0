package trust

import (
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	breakages = append(breakages,
		broken("compensation partners read the note on a move", "TestANoteOnPayIsBetweenTheTwo", "workflow/pay.go", "if !evaluation.VisibleTo(v.Bond) {", "if !v.Bond.Known {"),
	)
}

// TestANoteOnPayIsBetweenTheTwo: what a move to a narrower step means for pay stands
// with the two when both have signed, goes to the new manager, and is nobody else's.
func TestANoteOnPayIsBetweenTheTwo(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ref := move(w, evaluation.Opening{Kind: evaluation.Narrower})
	payAll(w)
	s := serve(t, w)
	s.signIn(t)
	noor := "/people/" + string(w.Person("noor")) + "/pay"
	reads := func(name string) bool {
		path := noor
		if name == "noor" {
			path = "/pay"
		}
		return strings.Contains(s.get(t, name, path).body, "Stays this year.")
	}
	if reads("noor") || reads("mats") {
		t.Error("it stands there before both have signed")
	}
	must(t, w.SignWith(t.Context(), w.Actor("mats"), workflow.Once{}, ref, workflow.Signature{Read: 1, Words: "I stand behind it."}))
	for _, name := range w.Names() {
		if got := reads(name); got != (name == "noor" || name == "mats") {
			t.Errorf("%s reads it: %v", name, got)
		}
	}
	body := s.get(t, "noor", "/pay").body
	for _, want := range []string{"31 December 2026", "ranges overlap", "/evaluations/" + string(ref)} {
		if !strings.Contains(body, want) {
			t.Errorf("Noor’s page lacks %q", want)
		}
	}
}
