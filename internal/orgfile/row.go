// Package orgfile reads and writes the people file: one line per person, with
// where they belong. It knows the form of the file and what can be judged from
// the file alone; what it means for the organisation is decided by others.
package orgfile

import (
	"strings"

	"cairn/internal/clock"
)

// Row is one person as the file tells it. Names of units, the discipline and
// roles are as written; whether they exist is not judged here.
type Row struct {
	Line       int // in the file, from 1; not written by Encode
	Name       string
	Email      string // as written; compared by org.FoldEmail
	Start      clock.Date
	LastDay    clock.Date // after it the person is not here any more; empty while nobody knows
	Manager    string     // an e-mail address or a name, as written
	Squads     []string
	Chapter    string
	Tribe      string
	Guilds     []string
	Discipline string
	Roles      []string
}

// Limits of a people file.
const (
	MaxBytes = 64 << 20
	MaxRows  = 200_000
	MaxCell  = 200 // characters
	maxLine  = 64 << 10
)

// tidy takes away the space around a text and all but one between words.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }
