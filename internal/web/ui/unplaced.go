package ui

import "context"

type unplacedKey struct{}

// WithUnplaced is ctx with words that somebody typed and the page has no place for.
func WithUnplaced(ctx context.Context, words []string) context.Context {
	return context.WithValue(ctx, unplacedKey{}, words)
}

func unplaced(ctx context.Context) []string {
	words, _ := ctx.Value(unplacedKey{}).([]string)
	return words
}
