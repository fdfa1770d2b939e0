package ui

import (
	"context"

	"cairn/internal/lang"
)

// EvaluationStages are the stages of every evaluation, in order.
func EvaluationStages(ctx context.Context) []string {
	return []string{lang.Say(ctx, "Write##stage"), lang.Say(ctx, "Both handed in"), lang.Say(ctx, "Opened together"), lang.Say(ctx, "Talked"), lang.Say(ctx, "Agreed")}
}

func stageState(i, current int) string {
	switch {
	case i < current:
		return "past"
	case i == current:
		return "current"
	}
	return "ahead"
}

func stageWords(ctx context.Context, i, current int) string {
	switch {
	case i < current:
		return lang.Say(ctx, "behind you:")
	case i == current:
		return lang.Say(ctx, "now:")
	}
	return lang.Say(ctx, "later:")
}
