package ui

// RingsData is the framework as a picture: a ring for every step from the
// inside out, a sector for every area. Without cells it shows the framework;
// with cells it shows in word and pattern what was agreed about a person.
type RingsData struct {
	ID    string // unique on its page
	Title string // what the picture shows
	Steps []RingStep
	Areas []RingArea
	Cells map[[2]string]RingCell // by step and area
}

// RingStep is a ring; the order given is from the inside out.
type RingStep struct{ ID, Name, Href string }

// RingArea is a sector.
type RingArea struct{ ID, Name, Href string }

// RingCell is where a ring and a sector meet.
type RingCell struct {
	Pattern RingPattern
	Word    string
	Href    string
}

// RingPattern is how a cell is drawn, told apart without colour.
type RingPattern string

// The patterns, from everything to nothing; Blank is also that of a cell about
// which nothing was said.
const (
	Solid RingPattern = "solid"
	Hatch RingPattern = "hatch"
	Dots  RingPattern = "dots"
	Blank RingPattern = "blank"
)

// patternOrder is the order of the legend.
var patternOrder = []RingPattern{Solid, Hatch, Dots, Blank}

// legendEntry is a pattern with the words it stands for in this picture.
type legendEntry struct {
	Pattern RingPattern
	Words   string
}

func (d RingsData) cell(step RingStep, area RingArea) RingCell {
	c := d.Cells[[2]string{step.ID, area.ID}]
	if c.Pattern == "" {
		c.Pattern = Blank
	}
	return c
}

// agreed tells whether the picture says anything about a person.
func (d RingsData) agreed() bool {
	for _, c := range d.Cells {
		if c.Word != "" {
			return true
		}
	}
	return false
}

// legend lists the patterns in use with each word they stand for.
func (d RingsData) legend() []legendEntry {
	var entries []legendEntry
	for _, p := range patternOrder {
		if words := d.wordsOf(p); words != "" {
			entries = append(entries, legendEntry{p, words})
		}
	}
	return entries
}

func (d RingsData) wordsOf(p RingPattern) string {
	var words string
	seen := map[string]bool{"": true}
	for _, s := range d.Steps {
		for _, a := range d.Areas {
			c := d.cell(s, a)
			if c.Pattern != p || seen[c.Word] {
				continue
			}
			if seen[c.Word] = true; words != "" {
				words += ", "
			}
			words += c.Word
		}
	}
	return words
}

func (d RingsData) id(part string) string { return "rings-" + slug(d.ID) + "-" + part }

func (d RingsData) fill(p RingPattern) string {
	if p == Blank {
		return "none"
	}
	return "url(#" + d.id(string(p)) + ")"
}

func (d RingsData) cellTitle(step RingStep, area RingArea) string {
	title := area.Name + ", " + step.Name
	if w := d.cell(step, area).Word; w != "" {
		title += ": " + w
	}
	return title
}
