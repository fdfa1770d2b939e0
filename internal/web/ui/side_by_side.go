package ui

import "cairn/internal/lang"

// SideMark says how two sides of one row stand to each other.
type SideMark string

// How two sides can stand to each other. NoMark is for rows where comparing
// means nothing: only one side said something.
const (
	NoMark SideMark = ""
	Agree  SideMark = "agree"
	Differ SideMark = "differ"
)

func (m SideMark) words() string {
	switch m {
	case Agree:
		return lang.Later("Agree##both sides do")
	case Differ:
		return lang.Later("Differ##both sides do")
	}
	return ""
}

// Sides are two views of the same things. The names head the columns: "Ada",
// "Noor, manager".
type Sides struct {
	Caption             string
	LeftName, RightName string
	LeftPaper           string // the left name on paper, where nobody is "You"; LeftName when empty
	Rows                []SideRow
}

func (s Sides) leftPaper() string {
	if s.LeftPaper == "" {
		return s.LeftName
	}
	return s.LeftPaper
}

// SideRow is one thing and what each side says about it.
type SideRow struct {
	Title       string
	Detail      string // the text of the example or behaviour, in full
	Left, Right Side
	Mark        SideMark
}

// Side is what one side says: a word, and text in its own words.
type Side struct{ Word, Text string }
