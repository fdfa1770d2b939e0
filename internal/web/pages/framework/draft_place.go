package framework

import (
	"context"
	"net/url"
	"strconv"

	"cairn/internal/framework"
)

// Cell is one place with its examples, one page of them.
type Cell struct {
	Place
	Examples    []framework.Example
	First       int // how many stand before those shown
	Before, Aft string
}

// CellAt returns the examples of the place from an offset on.
func (d Draft) CellAt(p Place, from int) Cell {
	c := Cell{Place: p}
	all := d.byPlace()[p]
	if from < 0 || from >= len(all) {
		from = 0
	}
	c.First = from
	c.Examples = all[from:min(from+mostInCell, len(all))]
	at := func(from int) string { return d.path(p) + "&" + url.Values{"from": {strconv.Itoa(from)}}.Encode() }
	if from > 0 {
		c.Before = at(max(0, from-mostInCell))
	}
	if from+mostInCell < len(all) {
		c.Aft = at(from + mostInCell)
	}
	return c
}

// wide tells whether an area has too much for one page.
func (d Draft) wide(area framework.AreaID) bool {
	found := d.byPlace()
	return len(d.ofArea(found, area)) > mostOnPage || len(d.placesOf(area)) > 3*mostSteps
}

// crumbs lead from a place back to its area.
func (d Draft) placeTitle(ctx context.Context, p Place) string {
	a, _ := d.Area(p.Area)
	return a.Name + ", " + d.atName(ctx, p)
}

func count1(before int) string { return strconv.Itoa(before + 1) }
