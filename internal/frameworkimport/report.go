package frameworkimport

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// Outcome is what became of something that was read.
type Outcome string

// What may become of it. Undecided is what a person should look at: something was
// assumed, or left out until somebody says what it means.
const (
	Taken     Outcome = "taken"
	Merged    Outcome = "merged"
	Skipped   Outcome = "skipped"
	Undecided Outcome = "needs a decision"
)

// Outcomes lists them in the order of a report.
func Outcomes() []Outcome { return []Outcome{Undecided, Skipped, Merged, Taken} }

// Place is where something stands in what was given.
type Place struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet,omitempty"`
	Line   int    `json:"line,omitempty"`   // from one; the row in a sheet
	Column int    `json:"column,omitempty"` // from one; the column in a sheet
	Text   string `json:"text,omitempty"`   // what stands there, shortened
}

// String gives "ladder.csv:7:3" or "ladder.xlsx, sheet Backend, C7".
func (p Place) String() string {
	s := p.File
	switch {
	case p.Sheet != "" && p.Line > 0 && p.Column > 0:
		return s + ", sheet " + p.Sheet + ", " + sheet.ColumnName(p.Column-1) + strconv.Itoa(p.Line)
	case p.Sheet != "" && p.Line > 0:
		return s + ", sheet " + p.Sheet + ", row " + strconv.Itoa(p.Line)
	case p.Sheet != "":
		return s + ", sheet " + p.Sheet
	case p.Line > 0 && p.Column > 0:
		return fmt.Sprintf("%s:%d:%d", s, p.Line, p.Column)
	case p.Line > 0:
		return fmt.Sprintf("%s:%d", s, p.Line)
	}
	return s
}

func (p Place) says(text string) Place {
	p.Text = shorten(text)
	return p
}

// Note is one line of the report.
type Note struct {
	Outcome Outcome `json:"outcome"`
	Place
	What    string    `json:"what"` // "example", "sheet", "file"
	Message lang.Told `json:"message"`
}

// Choice is one answer to a question.
type Choice struct {
	Value string    `json:"value"`
	Label lang.Told `json:"label"`
}

// Question is something only a person can decide. Until then Answer is assumed.
type Question struct {
	ID      string    `json:"id"`
	Ask     lang.Told `json:"ask"`
	Choices []Choice  `json:"choices,omitempty"` // none: the answer is an order, one name a line
	Answer  string    `json:"answer"`
	Decided bool      `json:"decided"` // a person gave the answer
	At      Place     `json:"at"`
}

// Report is what became of everything that was read.
type Report struct {
	Notes     []Note     `json:"notes"`
	Questions []Question `json:"questions"`
}

// Of lists the notes of one outcome.
func (r Report) Of(o Outcome) []Note {
	var found []Note
	for _, n := range r.Notes {
		if n.Outcome == o {
			found = append(found, n)
		}
	}
	return found
}

// A number of examples, or of levels, in a line of the report.
type (
	examplesCounted int
	levelsCounted   int
)

// In counts by the language's rules of number.
func (n examplesCounted) In(in lang.Language) string {
	return in.Count(int(n), "1 example", "{n} examples")
}

func (n examplesCounted) String() string { return n.In(lang.English) }

// In counts by the language's rules of number.
func (n levelsCounted) In(in lang.Language) string { return in.Count(int(n), "1 level", "{n} levels") }

func (n levelsCounted) String() string { return n.In(lang.English) }

// shorten keeps a report readable where a cell holds a whole page.
func shorten(s string) string {
	const most = 120
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
