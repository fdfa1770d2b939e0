// Package organisation holds the pages about who works with whom: the tree of
// tribes, chapters, squads and guilds, and the page of one of them.
package organisation

import _ "embed"

// Sheet is the style sheet of these pages.
//
//go:embed organisation.css
var Sheet []byte
