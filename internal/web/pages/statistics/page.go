// Package statistics shows what is told of many Steps at once: the same tables to
// everybody, with nothing to choose and nothing to ask.
package statistics

import (
	"strconv"

	"cairn/internal/aggregate"
	"cairn/internal/clock"
	"cairn/internal/org"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Path is where the tables stand.
const Path = "/statistics"

// Page is the tables to show.
type Page struct {
	ui.Page
	View  workflow.StatisticsView
	Kinds people.Words
}

// earlierShown is how many quarters before the newest stand below it.
const earlierShown = 4

func (p Page) earlier() []aggregate.Publication {
	if len(p.View.Published) < 2 {
		return nil
	}
	return p.View.Published[1:min(len(p.View.Published), 1+earlierShown)]
}

func (p Page) newest() (aggregate.Publication, bool) {
	if len(p.View.Published) == 0 {
		return aggregate.Publication{}, false
	}
	return p.View.Published[0], true
}

func wholeOf(p aggregate.Publication) aggregate.Line {
	for _, l := range p.Of(aggregate.Whole) {
		return l
	}
	return aggregate.Line{}
}

func cellWords(c aggregate.Cell) string {
	if !c.Told() {
		return "not told"
	}
	return "about " + strconv.Itoa(c.About)
}

// cellAt is a cell of a line that may tell nothing at all.
func cellAt(l aggregate.Line, i int) aggregate.Cell {
	if i >= len(l.Cells) {
		return aggregate.Cell{}
	}
	return l.Cells[i]
}

func columns(p aggregate.Publication) []string {
	heads := []string{"Name"}
	for _, s := range p.Steps {
		heads = append(heads, s.Name)
	}
	return append(heads, "Promoted", "Day")
}

func dayWords(d clock.Date) string {
	if !d.IsSet() {
		return "no day"
	}
	return ui.DateWords(d.Time())
}

// bands draws a line: from nothing to about how many, on one scale.
func bands(p aggregate.Publication, l aggregate.Line) ui.Bands {
	most := aggregate.LeastCell
	for _, c := range l.Cells {
		most = max(most, c.About)
	}
	round := 10
	for round*5 < most {
		round *= 2
	}
	most = (most + round - 1) / round * round
	d := ui.Bands{Title: "About how many people stand at each step, on " + dayWords(l.Day), Scale: []string{"0", strconv.Itoa(most / 2), strconv.Itoa(most)},
		Note: "Rounded to the nearest five. A step without a bar is one of which no number is told: it can be anything from nobody on."}
	for i, s := range p.Steps {
		c := cellAt(l, i)
		d.Rows = append(d.Rows, ui.Band{Name: s.Name, Words: cellWords(c), Mark: -1, To: c.About * ui.BandScale / most})
	}
	return d
}

// tables are the two tables below the whole.
func (p Page) tables() []aggregate.Kind {
	return []aggregate.Kind{aggregate.Tribe, aggregate.Discipline}
}

func (p Page) kindName(k aggregate.Kind) string {
	if k == aggregate.Tribe {
		return p.Kinds.Heading(org.Tribe)
	}
	return "Disciplines"
}

func title(q aggregate.Quarter) string { return "Published in " + q.Words() }
