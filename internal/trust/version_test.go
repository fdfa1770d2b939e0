package trust

import (
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// TestAVersionIsItsReadersOnly: a draft is no version to those who do not write it;
// a comment is settled by whoever writes that part, and by nobody else; once the
// version is published there is nothing to comment on.
func TestAVersionIsItsReadersOnly(t *testing.T) {
	s := drafting(t)
	ctx, noor, ola, pia := t.Context(), s.Actor("noor"), s.Actor("ola"), s.Actor("pia")
	ref := framework.Ref{ID: "steps", Version: "1.1"}
	if _, err := s.Workflow.Version(ctx, noor, ref.Slug()); !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Absent) {
		t.Errorf("a draft is read: %v", err)
	}
	if _, err := s.Workflow.FrameworkSource(ctx, noor, ref); err == nil {
		t.Error("the file of a draft is read")
	}
	must(t, s.Workflow.OpenForComments(ctx, pia, workflow.Once{}, 1))
	about := framework.Remark{Target: "team-individual-asks-early", Text: "Early is not always best."}
	_, err := s.Workflow.Remark(ctx, noor, workflow.Once{}, ref, about)
	must(t, err)
	threads, err := s.Workflow.Remarks(ctx, noor, ref)
	must(t, err)
	for _, who := range []string{"noor", "ola"} {
		if err := s.Workflow.CloseRemark(ctx, s.Actor(who), workflow.Once{}, ref, threads[0].ID, framework.Resolved); err == nil {
			t.Errorf("%s settles a comment on what is for everybody", who)
		}
	}
	must(t, s.Workflow.Publish(ctx, pia, workflow.Once{}, 2, clock.DateOf(s.Workflow.Now(), time.UTC)))
	if _, err := s.Workflow.Remark(ctx, ola, workflow.Once{}, ref, about); !fault.Is(err, fault.Conflict) {
		t.Errorf("a published version is commented on: %v", err)
	}
}
