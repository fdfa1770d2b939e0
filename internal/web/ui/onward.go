package ui

import (
	"context"

	"cairn/internal/lang"
)

// pagesOf names the way through the pages of a list.
func pagesOf(ctx context.Context, list string) string {
	if list == "" {
		return lang.Say(ctx, "Pages")
	}
	return lang.Say(ctx, "Pages: {list}", "list", list)
}
