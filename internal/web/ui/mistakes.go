package ui

import (
	"context"
	"strconv"

	"cairn/internal/lang"
)

// shownMistakes keeps a page with very many mistakes light.
const shownMistakes = 200

func mistakesIn(ctx context.Context, n int) string {
	return lang.Count(ctx, n, "There is one mistake in the file", "There are {n} mistakes in the file")
}

// Thousands sets a thin space between groups of three figures.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

// ImportProgress says how far a large file is.
func ImportProgress(ctx context.Context, done, total int) string {
	return lang.Say(ctx, "{done} of {total} lines are through. It is taken whole or not at all; stay on this page.", "done", Thousands(done), "total", Thousands(total))
}
