package trust

import (
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	const test = "TestWhatOutlivesASessionAsksForAProof"
	guard, without := "w.confirmed(tx.Reader, actor)", "w.confirmed(tx.Reader, access.Actor{})"
	breakages = append(breakages,
		broken("a token is made without a proof", test, "workflow/token.go", guard, without),
		broken("a link is made without a proof", test, "workflow/invitation.go", guard, without),
		broken("ranges go without a proof", test, "workflow/pay_range_read.go", guard, without),
		broken("benchmarks go without a proof", test, "workflow/benchmark.go", guard, without),
		broken("a review of pay goes without a proof", test, "workflow/pay_review_close.go", guard, without),
		broken("the journal goes without a proof", test, "workflow/note_file.go", "w.Confirmed(ctx, actor)", "own(actor)"),
	)
}

// TestWhatOutlivesASessionAsksForAProof: what takes much away at once, or opens more
// than the session, asks a browser that nobody has proved for a while; what is not
// theirs stays absent, asked or not.
func TestWhatOutlivesASessionAsksForAProof(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, noone := t.Context(), w.Person("noor")
	acts := map[string]struct {
		who, other string
		do         func(access.Actor) error
	}{
		"a token": {"noor", "", func(a access.Actor) error {
			return second(w.MakeToken(ctx, a, workflow.Once{}, workflow.NewToken{Name: "t", Scopes: access.Scopes(), Days: 1}))
		}},
		"a link":      {"pia", "noor", func(a access.Actor) error { return second(w.Invite(ctx, a, workflow.Once{}, noone)) }},
		"the ranges":  {"kim", "pia", func(a access.Actor) error { return second(w.ExportRanges(ctx, a, true)) }},
		"benchmarks":  {"kim", "pia", func(a access.Actor) error { return second(w.ExportBenchmarks(ctx, a)) }},
		"the journal": {"noor", "", func(a access.Actor) error { _, _, err := w.ExportJournal(ctx, a); return err }},
	}
	for name, act := range acts {
		actor := inBrowser(w, act.who)
		if err := act.do(actor); err != nil {
			t.Errorf("%s, just signed in: %v", name, err)
		}
		w.Clock.Advance(workflow.ProofHolds + time.Minute)
		if err := act.do(actor); !workflow.MustConfirm(err) {
			t.Errorf("%s, later: %v", name, err)
		}
		must(t, w.Confirm(ctx, actor, ""))
		if err := act.do(actor); err != nil {
			t.Errorf("%s, confirmed: %v", name, err)
		}
		if act.other == "" {
			continue
		}
		stranger := inBrowser(w, act.other)
		w.Clock.Advance(workflow.ProofHolds + time.Minute)
		if err := act.do(stranger); !fault.Is(err, fault.Withheld) || workflow.MustConfirm(err) {
			t.Errorf("%s, for somebody else: %v", name, err)
		}
	}
	ref := closedReview(w)
	kim := inBrowser(w, "kim")
	must(t, second(w.ReviewFile(ctx, kim, ref)))
	w.Clock.Advance(workflow.ProofHolds + time.Minute)
	if _, err := w.ReviewFile(ctx, kim, ref); !workflow.MustConfirm(err) {
		t.Errorf("a review's file, later: %v", err)
	}
}

func closedReview(w *world.World) id.PayReview {
	w.Helper()
	ref := reviewing(w)
	must(w.T, w.WriteProposal(w.Context(), w.Actor("mats"), workflow.Once{}, ref, w.Person("noor"), amountOf("51000")))
	must(w.T, w.SendProposals(w.Context(), w.Actor("mats"), workflow.Once{}, ref))
	approveIn(w, "")
	must(w.T, w.ClosePayReview(w.Context(), w.Actor("kim"), workflow.Once{}, ref))
	return ref
}
