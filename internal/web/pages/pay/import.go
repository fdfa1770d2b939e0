package pay

import (
	"cairn/internal/sheet"
	"cairn/internal/workflow"
)

// Import brings in a file of the pay part. Nothing is kept of it before somebody
// says so: until then it travels in the page.
type Import struct {
	Base
	Title, Lead string
	Path        string // where the form goes; what is confirmed goes to Path/confirmation
	Back        string
	Columns     []ImportColumn
	Notes       []string
	Content     string // the file, packed, once it was given
	Name        string // of the file
	Lines       int
	Report      *workflow.PayImport
	Problems    []sheet.Problem
	Limit       string
	Progress    string // where a script asks how far a large file is; may be empty
}

// ImportColumn is one that the file may have.
type ImportColumn struct{ Name, About string }

// slug makes an id of any words.
func slug(text string) string {
	var b []rune
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			b = append(b, r)
		default:
			b = append(b, '_')
		}
	}
	return string(b)
}
