// Package demo holds the page on which a visitor of a demo chooses whom to look as.
package demo

import _ "embed"

// Sheet is the style sheet of this page.
//
//go:embed demo.css
var Sheet []byte
