package people

import (
	"strings"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/workflow"
)

// Words is what the organisation calls its kinds of unit, in the singular.
type Words map[org.UnitKind]string

// WordsOf takes the organisation's words from its framework; what is not said
// there is called as Cairn calls it.
func WordsOf(w framework.Words) Words {
	words := Words{}
	for kind, own := range map[org.UnitKind]string{
		org.Squad: w.Team, org.Chapter: w.LineGroup, org.Tribe: w.Area, org.Guild: w.Community,
	} {
		if words[kind] = own; own == "" {
			words[kind] = string(kind)
		}
	}
	return words
}

// Many is the plural of a kind, as English forms it.
func (w Words) Many(kind org.UnitKind) string {
	one := w[kind]
	switch {
	case strings.HasSuffix(one, "y") && !strings.HasSuffix(one, "ay") && !strings.HasSuffix(one, "ey") && !strings.HasSuffix(one, "oy"):
		return strings.TrimSuffix(one, "y") + "ies"
	case strings.HasSuffix(one, "s"), strings.HasSuffix(one, "x"), strings.HasSuffix(one, "ch"), strings.HasSuffix(one, "sh"):
		return one + "es"
	}
	return one + "s"
}

// Heading is the plural with a capital.
func (w Words) Heading(kind org.UnitKind) string { return capital(w.Many(kind)) }

func capital(s string) string {
	if s == "" {
		return s
	}
	first := []rune(s)[0]
	return strings.ToUpper(string(first)) + s[len(string(first)):]
}

// Path is the address of a person's profile.
func Path(p id.Person) string { return "/people/" + string(p) }

// UnitPath is the address of a unit.
func UnitPath(u id.Unit) string { return "/organisation/units/" + string(u) }

// Row is a person in a list.
type Row struct {
	workflow.PersonEntry
	Manager *workflow.PersonRef // nil when there is none
}

// ofKind picks units of the kind.
func ofKind(units []workflow.UnitRef, kind org.UnitKind) (picked []workflow.UnitRef) {
	for _, u := range units {
		if u.Kind == kind {
			picked = append(picked, u)
		}
	}
	return picked
}
