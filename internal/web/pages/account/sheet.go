// Package account holds the pages on which people look after what is their own:
// time zone, password, sessions, tokens, and who has read what about them.
package account

import _ "embed"

// Sheet is the style sheet of these pages.
//
//go:embed account.css
var Sheet []byte
