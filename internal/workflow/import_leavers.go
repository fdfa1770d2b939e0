package workflow

import (
	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/store"
)

// left takes somebody out of the plan whose last day is over. Who is not here, or
// left before, stays so.
func (im *importer) left(who id.Person, known bool, row orgfile.Row) {
	if !known {
		im.note(row.Line, "last day", string(row.LastDay), lang.Tell("the last day is over, so the person is not added"))
		return
	}
	p := im.chart.People[who]
	if p.LeftAt.IsSet() {
		return
	}
	p.LeftAt = im.now
	im.chart.People[who] = p
	im.write.leave = append(im.write.leave, who)
	im.tell(who, lang.Tell("leaves: the last day is over"))
	im.clear(who)
}

// tooMany refuses a file that would end the work of very many at once, where nobody
// looks at it before it is taken.
func (im *importer) tooMany() {
	here := 0
	for _, p := range im.chart.People {
		if !p.LeftAt.IsSet() {
			here++
		}
	}
	if gone := len(im.write.leave); gone > manyLeavers && gone*5 > here+gone {
		im.problem(0, "last day", "", lang.Tell("{n} people would leave at once, more than one in five; if that is meant, bring the file in by hand", "n", gone))
	}
}

// manyLeavers may leave at once in any case.
const manyLeavers = 5

// clear takes the person out of the chart as leaving takes them out of what is
// kept.
func (im *importer) clear(who id.Person) {
	delete(im.chart.Member, who)
	for _, u := range im.chart.Leads[who] {
		delete(im.chart.LeadOf, u)
	}
	delete(im.chart.Leads, who)
	for p, m := range im.chart.SetManager {
		if p == who || m == who {
			delete(im.chart.SetManager, p)
		}
	}
	if im.chart.CTO == who {
		im.chart.CTO = ""
	}
}

// applyLeavers ends what they have here; the reporting lines follow with the rest.
func (im *importer) applyLeavers(tx *store.Tx, actor access.Actor) error {
	for _, who := range im.write.leave {
		if err := leave(tx, actor, who); err != nil {
			return err
		}
	}
	return nil
}

// leaves tells whether a changed line is that of somebody who goes, which is no
// news.
func (im *importer) leaves(l org.Line) bool { return im.chart.People[l.Person].LeftAt.IsSet() }
