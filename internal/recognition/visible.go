package recognition

import (
	"slices"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

// VisibleTo tells whether the actor sees the post: on the wall it is open to all who
// have signed in, and once removed its author alone reads what became of it.
func (p *Post) VisibleTo(a access.Actor) bool {
	return a.Known() && (!p.RemovedAt.IsSet() || p.Author == a.Person)
}

// Names tells whether the person is named in it now.
func (p *Post) Names(who id.Person) bool {
	return slices.ContainsFunc(p.Named, func(n Named) bool { return n.Person == who && n.Stands() })
}

// Standing are those who are named in it now, in the order in which they were.
func (p *Post) Standing() (who []id.Person) {
	for _, n := range p.Named {
		if n.Stands() {
			who = append(who, n.Person)
		}
	}
	return who
}

// MayJudge tells whether somebody who holds the office of a people partner may
// remove it and read what was reported: nobody looks after a post of their own.
func (p *Post) MayJudge(partner bool, who id.Person) bool {
	return partner && p.Author != who && !slices.ContainsFunc(p.Named, func(n Named) bool { return n.Person == who })
}

// HandOf tells as whom the actor can take the post off the wall; empty when they
// cannot.
func (p *Post) HandOf(who id.Person, partner bool) Hand {
	switch {
	case p.Author == who:
		return ByAuthor
	case p.Names(who):
		return ByNamed
	case p.MayJudge(partner, who):
		return ByPartner
	}
	return ""
}

// Remove takes it off the wall. What its author takes off is gone; what another
// takes off stays readable to the author for a while.
func (p *Post) Remove(as Hand, why string, now clock.Instant) error {
	if as == "" {
		return fault.NotFound()
	}
	if p.RemovedAt.IsSet() && as != ByAuthor {
		return fault.NotFound()
	}
	if as == ByAuthor {
		p.Empty()
	}
	if p.RemovedAt.IsSet() { // its author has read why and wants the words gone
		return nil
	}
	p.RemovedAt, p.RemovedAs, p.Why = now, as, why
	return nil
}

// Empty takes all words out of it.
func (p *Post) Empty() {
	p.Work, p.Text, p.Project, p.Alt, p.Picture = "", "", "", "", ""
	for i := range p.Named {
		p.Named[i].Said, p.Named[i].SaidAt = "", 0
	}
}

// TakeOff takes the person's name off. When nobody is named any more, the post goes
// from the wall with it.
func (p *Post) TakeOff(who id.Person, now clock.Instant) error {
	if !p.Names(who) {
		return fault.NotFound()
	}
	for i, n := range p.Named {
		if n.Person == who {
			p.Named[i] = Named{Person: who, LeftAt: now}
		}
	}
	if len(p.Standing()) == 0 {
		p.RemovedAt, p.RemovedAs = now, ByNamed
	}
	return nil
}

// Say keeps the words of somebody who is named; none take them back.
func (p *Post) Say(who id.Person, words string, now clock.Instant) error {
	if !p.Names(who) {
		return fault.NotFound()
	}
	for i, n := range p.Named {
		if n.Person == who {
			p.Named[i].Said, p.Named[i].SaidAt = words, now
			if words == "" {
				p.Named[i].SaidAt = 0
			}
		}
	}
	return nil
}

// MayThank tells whether the person can join in: whoever wrote it thanks already,
// and nobody thanks themselves.
func (p *Post) MayThank(who id.Person) bool { return p.Author != who && !p.Names(who) }
