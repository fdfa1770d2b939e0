package ui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The picture is a square around the origin, in units that are about a pixel
// on a phone. Names of areas run along two arcs outside the rings.
const (
	ringsHalf   = 236.0
	ringsInner  = 44.0
	ringsOuter  = 190.0
	ringsLabelA = 198.0 // baseline of the line of a name next to the rings
	lineHeight  = 18.0
	charWidth   = 9.0 // of an area's name, generous, so that wide fonts fit too
	wordWidth   = 6.0 // of a cell's word
	stepWidth   = 8.0 // of a step's name
)

// ringsGeometry is everything the template draws, computed once.
type ringsGeometry struct {
	Cells  []ringShape
	Spokes []ringLine
	Steps  []ringText
	Areas  []ringArc
	Key    []ringKey // what the signs in the picture stand for, where names would not fit
}

// ringKey is a sign that stands for a name.
type ringKey struct{ Sign, Name, Href string }

type ringShape struct {
	Step  RingStep
	Area  RingArea
	Cell  RingCell
	Path  string
	Arc   ringArc // where the word runs
	Under string  // the line under the word that keeps the pattern away from it
	Fits  bool    // the word has room inside the cell
}

type ringLine struct{ X1, Y1, X2, Y2 float64 }

type ringText struct {
	Step   RingStep
	Text   string
	Radius float64
	Y      float64
}

// ringArc is one line of an area's name and the arc it runs along.
type ringArc struct {
	Area RingArea
	ID   string
	Path string
	Text string
}

type point struct{ X, Y float64 }

// polar turns a radius and an angle, clockwise from the top, into a point.
func polar(radius, angle float64) point {
	return point{radius * math.Sin(angle), -radius * math.Cos(angle)}
}

// ringRadius returns the inner and outer radius of ring i of n. The rings are
// of equal width: a wider sphere is not a longer way.
func ringRadius(i, n int) (inner, outer float64) {
	width := (ringsOuter - ringsInner) / float64(max(n, 1))
	return ringsInner + width*float64(i), ringsInner + width*float64(i+1)
}

// sectorAngles returns where sector i of n begins and ends. The first begins
// at the top, where the names of the steps stand.
func sectorAngles(i, n int) (from, to float64) {
	width := 2 * math.Pi / float64(max(n, 1))
	return width * float64(i), width * float64(i+1)
}

// sectorPath outlines the part of a ring between two angles. A single sector
// is drawn a hair short of the whole circle, which an arc cannot close.
func sectorPath(inner, outer, from, to float64) string {
	to = math.Min(to, from+2*math.Pi-0.001)
	wide := 0
	if to-from > math.Pi {
		wide = 1
	}
	a, b, c, d := polar(outer, from), polar(outer, to), polar(inner, to), polar(inner, from)
	return fmt.Sprintf("M%.1f %.1fA%.1f %.1f 0 %d 1 %.1f %.1fL%.1f %.1fA%.1f %.1f 0 %d 0 %.1f %.1fZ",
		a.X, a.Y, outer, outer, wide, b.X, b.Y, c.X, c.Y, inner, inner, wide, d.X, d.Y)
}

// geometry computes the picture.
func (d RingsData) geometry() ringsGeometry {
	var g ringsGeometry
	for i, step := range d.Steps {
		inner, outer := ringRadius(i, len(d.Steps))
		sign := d.stepSign(i)
		if sign != step.Name {
			g.Key = append(g.Key, ringKey{sign, step.Name, step.Href})
		}
		g.Steps = append(g.Steps, ringText{Step: step, Text: sign, Radius: outer, Y: -(outer - 17)})
		for j, area := range d.Areas {
			from, to := sectorAngles(j, len(d.Areas))
			g.Cells = append(g.Cells, d.shape(step, area, inner, outer, from, to))
		}
	}
	for j, area := range d.Areas {
		from, to := sectorAngles(j, len(d.Areas))
		a, b := polar(ringsInner, from), polar(ringsOuter, from)
		g.Spokes = append(g.Spokes, ringLine{a.X, a.Y, b.X, b.Y})
		sign := d.areaSign(j)
		if sign != area.Name {
			g.Key = append(g.Key, ringKey{sign, area.Name, area.Href})
		}
		g.Areas = append(g.Areas, d.nameArcs(area, sign, from, to)...)
	}
	return g
}

func (d RingsData) shape(step RingStep, area RingArea, inner, outer, from, to float64) ringShape {
	cell := d.cell(step, area)
	radius := (inner + outer) / 2
	start, end := wordRoom(radius, from, to, d.stepSign(slices.Index(d.Steps, step)))
	middle := (start + end) / 2
	below := isBelow(middle)
	baseline := radius - 3
	if below {
		baseline = radius + 3.5
	}
	return ringShape{
		Step: step, Area: area, Cell: cell,
		Path: sectorPath(inner, outer, from, to),
		Arc: ringArc{
			ID:   d.id("cell-" + slug(step.ID) + "-" + slug(area.ID)),
			Path: textArc(baseline, middle, end-start, below), Text: cell.Word,
		},
		Under: textArc(radius, middle, plateWidth(wordWidth, cell.Word)*0.6/radius, below),
		Fits:  cell.Word != "" && plateWidth(wordWidth, cell.Word) <= radius*(end-start) && outer-inner >= 16,
	}
}

// wordRoom is the part of a sector left for words: the name of the step stands
// at the top, over the ends of the first and the last sector.
func wordRoom(radius, from, to float64, step string) (start, end float64) {
	half := math.Asin(math.Min(plateWidth(stepWidth, step)/2/radius, 1))
	return math.Max(from, half), math.Max(math.Min(to, 2*math.Pi-half), math.Max(from, half))
}

// stepRoom is how wide the name of a step may be over the rings.
const stepRoom = 170.0

// stepSign is what stands in the ring: the name, or a letter where one of the
// names has no room. Then all are letters, so that they read as one list.
func (d RingsData) stepSign(i int) string {
	for _, s := range d.Steps {
		if plateWidth(stepWidth, s.Name) > stepRoom {
			return string(rune('A' + i%26))
		}
	}
	return d.Steps[i].Name
}

// areaSign is what stands outside the sector: the name, or a number where one of
// the names has no room in two lines.
func (d RingsData) areaSign(i int) string {
	room := ringsLabelA * 2 * math.Pi / float64(len(d.Areas))
	for _, a := range d.Areas {
		for _, line := range arcLines(a.Name, room-10) {
			if charWidth*float64(utf8.RuneCountInString(line)) > room {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return d.Areas[i].Name
}

// isBelow tells whether text at the angle is better read running the other way.
func isBelow(angle float64) bool { return math.Cos(angle) < -0.01 }

// nameArcs lays the name of an area along its sector, in two lines when one
// would be too long. In the lower half the text runs the other way, so that
// nobody has to read upside down.
func (d RingsData) nameArcs(area RingArea, name string, from, to float64) []ringArc {
	lines := arcLines(name, ringsLabelA*(to-from)-10)
	middle := (from + to) / 2
	below := isBelow(middle)
	var arcs []ringArc
	for i, line := range lines {
		radius := ringsLabelA + lineHeight*float64(len(lines)-1-i)
		if below {
			radius = ringsLabelA + 12 + lineHeight*float64(i)
		}
		arcs = append(arcs, ringArc{
			Area: area, ID: d.id("arc-" + slug(area.ID) + "-" + string(rune('0'+i))),
			Path: textArc(radius, middle, to-from, below), Text: line,
		})
	}
	return arcs
}

// textArc is an arc for text centred on middle, wide enough for any line: it
// may reach into its neighbours' room by a third on either side.
func textArc(radius, middle, width float64, below bool) string {
	half := math.Min(width*5/6, math.Pi-0.01)
	a, b, sweep := polar(radius, middle-half), polar(radius, middle+half), 1
	if below {
		a, b, sweep = b, a, 0
	}
	wide := 0
	if 2*half > math.Pi {
		wide = 1
	}
	return fmt.Sprintf("M%.1f %.1fA%.1f %.1f 0 %d %d %.1f %.1f", a.X, a.Y, radius, radius, wide, sweep, b.X, b.Y)
}

// arcLines breaks a name into two lines near its middle when it is longer than
// the room for one.
func arcLines(name string, room float64) []string {
	if charWidth*float64(utf8.RuneCountInString(name)) <= room {
		return []string{name}
	}
	words := strings.Fields(name)
	best, bestGap := 0, math.MaxInt
	for i := 1; i < len(words); i++ {
		a, b := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		gap := utf8.RuneCountInString(a) - utf8.RuneCountInString(b)
		if gap = max(gap, -gap); gap < bestGap {
			best, bestGap = i, gap
		}
	}
	if best == 0 {
		return []string{name}
	}
	return []string{strings.Join(words[:best], " "), strings.Join(words[best:], " ")}
}

// plateWidth is the room words take, with a little air.
func plateWidth(width float64, words string) float64 {
	return width*float64(utf8.RuneCountInString(words)) + 8
}

func num(f float64) string { return fmt.Sprintf("%.1f", f) }
