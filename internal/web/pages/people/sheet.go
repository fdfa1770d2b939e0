// Package people holds the pages about people: the directory and the profile.
package people

import _ "embed"

// Sheet is the style sheet of these pages.
//
//go:embed people.css
var Sheet []byte
