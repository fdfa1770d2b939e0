package journey

import (
	"context"
	"fmt"
	"strings"

	rules "cairn/internal/journey"
	"cairn/internal/lang"
)

// Measures of the picture. It is as wide as a telephone, so that its words are
// as large there as elsewhere.
const (
	pictureWidth = 360
	rowHeight    = 54
	firstRow     = 34
	laneWidth    = 28
	firstLane    = 24
	lanes        = 3
	wordsAt      = 106
	mostWords    = 32 // characters of a line
	mostRows     = 40
)

// picture is a path drawn: one row for each day.
type picture struct {
	Rows    []row
	Line    string // the path itself
	Height  int
	Earlier bool // something before the first row is left to the words
}

type row struct {
	X, Y  int
	Turn  bool // a cairn stands here; a stone otherwise
	Day   string
	Words string
	More  bool // more came on this day
	Way   rules.Way
}

// draw lays the days out. A way sideways or back leads into another lane; none
// of the lanes is a better one.
func draw(ctx context.Context, path []rules.Moment) (p picture) {
	days := daysOf(path)
	if len(days) > mostRows {
		days, p.Earlier = days[len(days)-mostRows:], true
	}
	lane, turn := 1, 1
	for i, d := range days {
		r := row{Y: firstRow + i*rowHeight, Day: lang.Date(ctx, d.On.Time()), More: len(d.Moments) > 1, Words: shorten(first(d).Words), Way: wayOf(d)}
		if r.Way == rules.Sideways || r.Way == rules.Back {
			if lane+turn < 0 || lane+turn >= lanes {
				turn = -turn
			}
			lane += turn
		}
		r.X, r.Turn = firstLane+lane*laneWidth, first(d).Sort != rules.Focus && first(d).Sort != rules.Manager && first(d).Sort != rules.Achievement
		p.Rows = append(p.Rows, r)
	}
	p.Line, p.Height = line(p.Rows), firstRow+len(p.Rows)*rowHeight
	return p
}

// first is what names a day: where the path turns, before what stands along it.
func first(d Day) rules.Moment {
	for _, m := range d.Moments {
		if m.Way == rules.Sideways || m.Way == rules.Back {
			return m
		}
	}
	for _, m := range d.Moments {
		if m.Way != rules.Along || m.Sort == rules.Step {
			return m
		}
	}
	return d.Moments[0]
}

func wayOf(d Day) rules.Way { return first(d).Way }

func line(rows []row) string {
	if len(rows) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", rows[0].X, rows[0].Y-firstRow+8)
	at := rows[0]
	fmt.Fprintf(&b, " L%d %d", at.X, at.Y)
	for _, r := range rows[1:] {
		fmt.Fprintf(&b, " C%d %d %d %d %d %d", at.X, at.Y+rowHeight/2, r.X, r.Y-rowHeight/2, r.X, r.Y)
		at = r
	}
	fmt.Fprintf(&b, " L%d %d", at.X, at.Y+rowHeight/2)
	return b.String()
}

func shorten(s string) string {
	runes := []rune(s)
	if len(runes) <= mostWords {
		return s
	}
	return strings.TrimSpace(string(runes[:mostWords-1])) + "…"
}

func (p picture) box() string { return fmt.Sprintf("0 0 %d %d", pictureWidth, p.Height) }
