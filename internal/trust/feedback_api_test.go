package trust

import (
	"testing"

	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// The API reaches feedback and journals too; what a manager asks is not in it.
func init() {
	for _, path := range []string{"", "/draft", "/giving", "/declining", "/withdrawal", "/reminder", "/thanks", "/sharing", "/audience"} {
		kinds["/api/v1/feedback/{id}"+path] = "feedback"
	}
	for _, path := range []string{"", "/sharing"} {
		kinds["/api/v1/journal/{id}"+path] = "note"
	}
	kinds["/api/v1/journal/files/{id}"] = "note-file"
	kinds["/api/v1/people/{id}/feedback"] = "person"
	kinds["/api/v1/people/{id}/feedback/requests"] = "person"
	breakages = append(breakages,
		broken("a token reaches what a manager asked", "TestATokenReachesNothingThatAManagerAsked", "workflow/feedback.go", "if !f.VisibleTo(b, actor.Person) || f.ByManager() && actor.Via == access.ViaToken {", "if !f.VisibleTo(b, actor.Person) {"),
	)
}

// TestATokenReachesNothingThatAManagerAsked: of nobody who takes part in it, by whatever act.
func TestATokenReachesNothingThatAManagerAsked(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once, ref := w.Context(), workflow.Once{}, askFeedback(w, "noor", "mats", "ben", "How is it?", "")
		for _, name := range []string{"noor", "mats", "ben"} {
			token := w.Token(name)
			_, read := w.Feedback(ctx, token, ref)
			for what, err := range map[string]error{
				"read it": read, "remind of it": w.RemindFeedback(ctx, token, once, ref), "withdraw it": w.WithdrawFeedback(ctx, token, once, ref), "decline it": w.DeclineFeedback(ctx, token, once, ref),
				"answer it": w.GiveFeedback(ctx, token, once, ref, feedback.Answer{Texts: []string{"x"}, Audience: feedback.Audience{Asker: true}}),
			} {
				if !fault.Is(err, fault.Withheld) {
					w.Errorf("a token of %s can %s: %v", name, what, err)
				}
			}
		}
	})
}
