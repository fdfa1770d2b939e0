package web

import (
	"cairn/internal/web/pages/evaluation"
	"cairn/internal/web/pages/home"
)

// pageSheets are the style sheets of the pages, in a fixed order. A page package
// with a sheet of its own exports it as Sheet.
func pageSheets() [][]byte {
	return [][]byte{
		evaluation.Sheet,
		home.Sheet,
	}
}
