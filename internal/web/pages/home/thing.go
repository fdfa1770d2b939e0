package home

import (
	"slices"

	"cairn/internal/clock"
	"cairn/internal/feedback"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	"cairn/internal/workflow"
)

// Thing is something that waits: for the viewer, or for somebody else.
type Thing struct {
	Title string
	Href  string
	Yours bool
	Line  string     // whose turn it is
	Next  string     // what happens then
	Act   string     // what the link to it says
	Due   clock.Date // six months after the start, of a first evaluation
	About id.Person  // whom it is about
}

const (
	yourTurn = "It is your turn."
	theirs   = "With somebody else for now."
)

func turnLine(yours bool) string {
	if yours {
		return yourTurn
	}
	return theirs
}

// Things is everything that waits, in the order in which it is said: what two
// write with each other first, then what somebody asks of the viewer, then what
// is to be agreed.
func (p Page) Things() (list []Thing) {
	for _, l := range p.Home.Mine {
		if !l.Closed() {
			list = append(list, evaluationThing(l))
		}
	}
	for _, r := range p.Home.Reports {
		if r.Open != nil {
			list = append(list, evaluationThing(*r.Open))
		}
	}
	list = append(list, p.caseThings()...)
	list = append(list, p.feedbackThings()...)
	for _, r := range p.Home.Roles {
		list = append(list, Thing{Title: roleTitle(r), Href: "/role-requests/" + string(r.ID), Yours: r.Yours, Line: turnLine(r.Yours),
			Next: "Somebody would like a role to begin or to end. Read it and say what you think.", Act: "Read and answer", About: r.Subject.ID})
	}
	for _, who := range p.Home.Plans {
		list = append(list, Thing{Title: p.planTitle(who), Href: p.planHref(who), Yours: true, Line: yourTurn,
			Next: "Something is suggested for it. Agree, change the words, or say that it is not for now.", Act: "Read and answer", About: who.ID})
	}
	for _, who := range p.Home.Agreeing {
		list = append(list, Thing{Title: p.prioritiesTitle(who), Href: p.prioritiesHref(who), Yours: true, Line: yourTurn,
			Next: "Something waits for you to agree. Agree, propose other words, or say that it is not for now.", Act: "Read and answer", About: who.ID})
	}
	for _, t := range p.Home.Titles {
		list = append(list, Thing{Title: p.titleOf(t), Href: "/people/" + string(t.Subject.ID) + "/title", Yours: t.Yours, Line: turnLine(t.Yours),
			Next: "One for outside is proposed. Agree, or say what you would rather see.", Act: "Read and answer", About: t.Subject.ID})
	}
	list = append(list, p.payThings()...)
	if p.Home.Left {
		list = append(list, Thing{Title: "Something you wrote as a manager", Href: "/drafts", Yours: true, Line: "Left with you.",
			Next: "Finish it for the two, or remove it.", Act: "Finish or remove it"})
	}
	return list
}

func (p Page) titleOf(t workflow.TitleTurn) string {
	if t.Subject.ID == p.Viewer.Person {
		return "Your outside title"
	}
	return t.Subject.Name + "’s outside title"
}

func evaluationThing(l workflow.EvaluationLine) Thing {
	return Thing{Title: title(l), Href: href(l), Yours: yours(l), Line: l.Turn.Line, Next: l.Turn.Next, Act: act(l), Due: l.Due, About: l.Subject.ID}
}

// caseThings are questions for a promotion, and open promotions.
func (p Page) caseThings() (list []Thing) {
	for _, q := range p.asked() {
		list = append(list, Thing{Title: "A question about working with " + q.About.Name, Href: "/consultations/" + string(q.ID), Yours: true, Line: yourTurn,
			Next: "Who reads your words is said before you write. You can also say that you would rather not.", Act: "Read the question"})
	}
	for _, l := range p.cases() {
		about := l.Subject.ID
		if l.Party != rules.Manager {
			about = "" // one decides about people who are no reports
		}
		list = append(list, Thing{Title: caseTitle(l), Href: "/promotions/" + string(l.ID), Yours: l.Yours, Line: turnLine(l.Yours),
			Next: "Its page says what comes next, and with whom.", Act: "Open it", About: about})
	}
	return list
}

// feedbackThings are what the viewer was asked for, and what was asked of others.
func (p Page) feedbackThings() (list []Thing) {
	for _, f := range p.Feedback.ToGive {
		if f.Stage == feedback.Asked {
			list = append(list, Thing{Title: "Feedback for " + f.Subject.Name, Href: "/feedback/" + string(f.ID), Yours: true, Line: yourTurn,
				Next: f.Asker.Name + " would like your words. You can write, or decline.", Act: "Read what is asked"})
		}
	}
	for _, f := range p.Feedback.Asked {
		if f.Stage == feedback.Asked {
			list = append(list, Thing{Title: "Feedback from " + f.Giver.Name, Href: "/feedback/" + string(f.ID), Line: "Asked; they write when they can."})
		}
	}
	return list
}

// next is the one thing at the head of the page; nil when nothing waits.
func (p Page) next() *Thing {
	all := p.Things()
	i := slices.IndexFunc(all, func(t Thing) bool { return t.Yours })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// besides are the things of one sort that stand neither at the head of the page
// nor in the line of a report.
func (p Page) besides(yours bool) (list []Thing) {
	first := p.next()
	told := map[string]bool{}
	for _, r := range p.Home.Reports {
		if t := p.aboutReport(r); t != nil {
			told[t.Href] = true
		}
	}
	for _, t := range p.Things() {
		if t.Yours == yours && !told[t.Href] && (first == nil || t.Href != first.Href) {
			list = append(list, t)
		}
	}
	return list
}

// aboutReport is what a report's one line says: what waits for the viewer first.
func (p Page) aboutReport(r workflow.ReportLine) *Thing {
	var other *Thing
	for _, t := range p.Things() {
		if t.About != r.Person.ID {
			continue
		}
		if t.Yours {
			return &t
		}
		if other == nil {
			other = &t
		}
	}
	return other
}

// mostNews bounds what is told of the inbox.
const mostNews = 5

// news are things of the inbox to read; turns stand above.
func (p Page) news() (list []workflow.NoticeLine) {
	waiting := map[string]bool{}
	for _, t := range p.Things() {
		waiting[t.Href], waiting[t.Title] = true, true
	}
	for _, l := range p.Fresh {
		if !waiting[l.Path] && !waiting[l.Title] && len(list) < mostNews {
			list = append(list, l)
		}
	}
	return list
}
