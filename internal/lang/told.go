package lang

import (
	"strconv"
	"strings"
)

// Told is a text with what stands in its places, for whoever reads it where the language
// is known. The zero value says nothing.
type Told struct {
	Text string
	With []any // names of the places and what goes there, taking turns
}

// Tell marks a text, with the values of its places, that is said somewhere else.
func Tell(text string, with ...any) Told { return Told{text, with} }

// None tells whether nothing is said.
func (t Told) None() bool { return t.Text == "" }

// In says it in the language.
func (t Told) In(l Language) string { return l.Say(t.Text, t.With...) }

// String says it in English.
func (t Told) String() string { return t.In(English) }

// MarshalText writes it in English, for programs.
func (t Told) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText takes words as they are.
func (t *Told) UnmarshalText(words []byte) error {
	*t = Told{Text: string(words)}
	return nil
}

// Quoted is a value in quotation marks, in those of the language; what nobody sees in it
// is written out.
type Quoted string

// In puts the language's marks around it.
func (q Quoted) In(l Language) string {
	marked := strconv.Quote(string(q))
	if l == English {
		return marked
	}
	within := strings.ReplaceAll(marked[1:len(marked)-1], `\"`, `"`)
	if l == German {
		return "„" + within + "“"
	}
	return "”" + within + "”"
}

func (q Quoted) String() string { return q.In(English) }

// Either are words of which one is meant: this, that or another.
type Either []string

// In joins them as the language does.
func (e Either) In(in Language) string { return strings.Join(e, in.Say(" or ")) }

func (e Either) String() string { return e.In(English) }
