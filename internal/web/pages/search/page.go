// Package search shows what a search finds: among what is open to everybody who
// has signed in, and nothing else.
package search

import (
	_ "embed"
	"net/url"

	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of this page.
//
//go:embed search.css
var Sheet []byte

// Page is a search and what it found.
type Page struct {
	ui.Page
	Result workflow.SearchResult
}

// more leads to all of a sort, with the words.
func (p Page) more(path string) string {
	return path + "?" + url.Values{"q": {p.Result.Words}}.Encode()
}

func again(words string) string { return "/search?" + url.Values{"q": {words}}.Encode() }
