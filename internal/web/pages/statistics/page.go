// Package statistics shows what is told of many Steps at once: the same tables to
// everybody, with nothing to choose and nothing to ask.
package statistics

import (
	"context"
	"strconv"

	"cairn/internal/aggregate"
	"cairn/internal/clock"
	"cairn/internal/lang"
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

func cellWords(ctx context.Context, c aggregate.Cell) string {
	if !c.Told() {
		return lang.Say(ctx, "not told")
	}
	return lang.Say(ctx, "about {number}", "number", strconv.Itoa(c.About))
}

// cellAt is a cell of a line that may tell nothing at all.
func cellAt(l aggregate.Line, i int) aggregate.Cell {
	if i >= len(l.Cells) {
		return aggregate.Cell{}
	}
	return l.Cells[i]
}

func columns(ctx context.Context, p aggregate.Publication) []string {
	heads := []string{lang.Say(ctx, "Name")}
	for _, s := range p.Steps {
		heads = append(heads, s.Name)
	}
	return append(heads, lang.Say(ctx, "Promoted"), lang.Say(ctx, "Day"))
}

func dayWords(ctx context.Context, d clock.Date) string {
	if !d.IsSet() {
		return lang.Say(ctx, "no day")
	}
	return lang.Date(ctx, d.Time())
}

// bands draws a line: from nothing to about how many, on one scale.
func bands(ctx context.Context, p aggregate.Publication, l aggregate.Line) ui.Bands {
	most := aggregate.LeastCell
	for _, c := range l.Cells {
		most = max(most, c.About)
	}
	round := 10
	for round*5 < most {
		round *= 2
	}
	most = (most + round - 1) / round * round
	d := ui.Bands{Title: lang.Say(ctx, "About how many people stand at each step, on {day}", "day", dayWords(ctx, l.Day)), Scale: []string{"0", strconv.Itoa(most / 2), strconv.Itoa(most)},
		Note: lang.Say(ctx, "Rounded to the nearest five. A step without a bar is one of which no number is told: it can be anything from nobody on.")}
	for i, s := range p.Steps {
		c := cellAt(l, i)
		d.Rows = append(d.Rows, ui.Band{Name: s.Name, Words: cellWords(ctx, c), Mark: -1, To: c.About * ui.BandScale / most})
	}
	return d
}

// tables are the two tables below the whole.
func (p Page) tables() []aggregate.Kind {
	return []aggregate.Kind{aggregate.Tribe, aggregate.Discipline}
}

func (p Page) kindName(ctx context.Context, k aggregate.Kind) string {
	if k == aggregate.Tribe {
		return p.Kinds.Heading(org.Tribe)
	}
	return lang.Say(ctx, "Disciplines")
}

func title(ctx context.Context, q aggregate.Quarter) string {
	return lang.Say(ctx, "Published in {quarter}", "quarter", quarter(ctx, q))
}

var quarters = [...]string{
	lang.Later("the first quarter of {year}"), lang.Later("the second quarter of {year}"), lang.Later("the third quarter of {year}"), lang.Later("the fourth quarter of {year}"),
}

// quarter says the quarter as people do.
func quarter(ctx context.Context, q aggregate.Quarter) string {
	first := q.First().Time()
	return lang.Say(ctx, quarters[(first.Month()-1)/3], []any{"year", first.Year()}...)
}
