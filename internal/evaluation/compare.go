package evaluation

import "cairn/internal/lang"

// Match says how two marks about the same thing stand to each other.
type Match string

// Ways two marks can stand to each other.
const (
	Same      Match = "same"      // both chose the same word
	Different Match = "different" // both chose a word, not the same
	OneSided  Match = "one"       // only one of them said a word
	Silent    Match = "silent"    // neither said a word
)

// MatchOf compares two marks. It weighs nothing: two words are the same or not.
func MatchOf(a, b Mark) Match {
	switch {
	case a == Unsaid && b == Unsaid:
		return Silent
	case a == Unsaid || b == Unsaid:
		return OneSided
	case a == b:
		return Same
	}
	return Different
}

// Words says the match in a few words.
func (m Match) Words() string {
	switch m {
	case Same:
		return lang.Later("You say the same")
	case Different:
		return lang.Later("You see this differently")
	case OneSided:
		return lang.Later("Only one of you said something")
	}
	return lang.Later("Neither of you said something")
}
