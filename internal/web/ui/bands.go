package ui

import "strconv"

// Bands draws ranges as bands on one scale, so that one sees how they overlap.
// Every number it draws stands in words beside it.
type Bands struct {
	Title string
	Rows  []Band
	Scale []string // what the ends and the middle of the scale stand for, from left to right
	Note  string   // what the signs stand for
}

// Band is one range on the scale, which goes from 0 to BandScale.
type Band struct {
	Name   string
	Words  string // what it says, in full
	From   int
	Mark   int // the reference; -1 when there is none
	To     int
	Shared []Stretch // where the band beside it lies too
	Points []int     // to see beside the band on the same scale; Words say them too
}

// Stretch is a part of the scale.
type Stretch struct{ From, To int }

// BandScale is how finely positions are told.
const BandScale = 1000

// bandWidth keeps a stretch that begins and ends at one amount visible.
func bandWidth(from, to int) string { return strconv.Itoa(max(to-from, 2)) }

func at(n int) string { return strconv.Itoa(n) }

func gridLines() []int { return []int{0, 250, 500, 750, BandScale} }
