package home

import (
	"context"

	"slices"

	"cairn/internal/clock"
	"cairn/internal/feedback"
	"cairn/internal/id"
	"cairn/internal/lang"
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

func yourTurn(ctx context.Context) string { return lang.Say(ctx, "It is your turn.") }

func turnLine(ctx context.Context, yours bool) string {
	if yours {
		return yourTurn(ctx)
	}
	return lang.Say(ctx, "With somebody else for now.")
}

// Things is everything that waits, in the order in which it is said: what two
// write with each other first, then what somebody asks of the viewer, then what
// is to be agreed.
func (p Page) Things(ctx context.Context) (list []Thing) {
	for _, l := range p.Home.Mine {
		if !l.Closed() {
			list = append(list, evaluationThing(ctx, l))
		}
	}
	for _, r := range p.Home.Reports {
		if r.Open != nil {
			list = append(list, evaluationThing(ctx, *r.Open))
		}
	}
	list = append(list, p.caseThings(ctx)...)
	list = append(list, p.feedbackThings(ctx)...)
	for _, r := range p.Home.Roles {
		list = append(list, Thing{Title: roleTitle(ctx, r), Href: "/role-requests/" + string(r.ID), Yours: r.Yours, Line: turnLine(ctx, r.Yours),
			Next: lang.Say(ctx, "Somebody would like a role to begin or to end. Read it and say what you think."), Act: lang.Say(ctx, "Read and answer"), About: r.Subject.ID})
	}
	for _, who := range p.Home.Plans {
		list = append(list, Thing{Title: p.planTitle(ctx, who), Href: p.planHref(who), Yours: true, Line: yourTurn(ctx),
			Next: lang.Say(ctx, "Something is suggested for it. Agree, change the words, or say that it is not for now."), Act: lang.Say(ctx, "Read and answer"), About: who.ID})
	}
	for _, who := range p.Home.Agreeing {
		list = append(list, Thing{Title: p.prioritiesTitle(ctx, who), Href: p.prioritiesHref(who), Yours: true, Line: yourTurn(ctx),
			Next: lang.Say(ctx, "Something waits for you to agree. Agree, propose other words, or say that it is not for now."), Act: lang.Say(ctx, "Read and answer"), About: who.ID})
	}
	for _, t := range p.Home.Titles {
		list = append(list, Thing{Title: p.titleOf(ctx, t), Href: "/people/" + string(t.Subject.ID) + "/title", Yours: t.Yours, Line: turnLine(ctx, t.Yours),
			Next: lang.Say(ctx, "One for outside is proposed. Agree, or say what you would rather see."), Act: lang.Say(ctx, "Read and answer"), About: t.Subject.ID})
	}
	list = append(list, p.payThings(ctx)...)
	if p.Home.Left {
		list = append(list, Thing{Title: lang.Say(ctx, "Something you wrote as a manager"), Href: "/drafts", Yours: true, Line: lang.Say(ctx, "Left with you."),
			Next: lang.Say(ctx, "Finish it for the two, or remove it."), Act: lang.Say(ctx, "Finish or remove it")})
	}
	return list
}

func (p Page) titleOf(ctx context.Context, t workflow.TitleTurn) string {
	if t.Subject.ID == p.Viewer.Person {
		return lang.Say(ctx, "Your outside title")
	}
	return lang.Say(ctx, "{name}’s outside title", "name", t.Subject.Name)
}

func evaluationThing(ctx context.Context, l workflow.EvaluationLine) Thing {
	turn, next := l.Turn.Say(ctx)
	return Thing{Title: title(ctx, l), Href: href(l), Yours: yours(l), Line: turn, Next: next, Act: act(ctx, l), Due: l.Due, About: l.Subject.ID}
}

// caseThings are questions for a promotion, and open promotions.
func (p Page) caseThings(ctx context.Context) (list []Thing) {
	for _, q := range p.asked() {
		list = append(list, Thing{Title: lang.Say(ctx, "A question about working with {name}", "name", q.About.Name), Href: "/consultations/" + string(q.ID), Yours: true, Line: yourTurn(ctx),
			Next: lang.Say(ctx, "Who reads your words is said before you write. You can also say that you would rather not."), Act: lang.Say(ctx, "Read the question")})
	}
	for _, l := range p.cases() {
		about := l.Subject.ID
		if l.Party != rules.Manager {
			about = "" // one decides about people who are no reports
		}
		list = append(list, Thing{Title: caseTitle(ctx, l), Href: "/promotions/" + string(l.ID), Yours: l.Yours, Line: turnLine(ctx, l.Yours),
			Next: lang.Say(ctx, "Its page says what comes next, and with whom."), Act: lang.Say(ctx, "Open it"), About: about})
	}
	return list
}

// feedbackThings are what the viewer was asked for, and what was asked of others.
func (p Page) feedbackThings(ctx context.Context) (list []Thing) {
	for _, f := range p.Feedback.ToGive {
		if f.Stage == feedback.Asked {
			list = append(list, Thing{Title: lang.Say(ctx, "Feedback for {name}", "name", f.Subject.Name), Href: "/feedback/" + string(f.ID), Yours: true, Line: yourTurn(ctx),
				Next: lang.Say(ctx, "{name} would like your words. You can write, or decline.", "name", f.Asker.Name), Act: lang.Say(ctx, "Read what is asked")})
		}
	}
	for _, f := range p.Feedback.Asked {
		if f.Stage == feedback.Asked {
			list = append(list, Thing{Title: lang.Say(ctx, "Feedback from {name}", "name", f.Giver.Name), Href: "/feedback/" + string(f.ID), Line: lang.Say(ctx, "Asked; they write when they can.")})
		}
	}
	return list
}

// next is the one thing at the head of the page; nil when nothing waits.
func (p Page) next(ctx context.Context) *Thing {
	all := p.Things(ctx)
	i := slices.IndexFunc(all, func(t Thing) bool { return t.Yours })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// besides are the things of one sort that stand neither at the head of the page
// nor in the line of a report.
func (p Page) besides(ctx context.Context, yours bool) (list []Thing) {
	first := p.next(ctx)
	told := map[string]bool{}
	for _, r := range p.Home.Reports {
		if t := p.aboutReport(ctx, r); t != nil {
			told[t.Href] = true
		}
	}
	for _, t := range p.Things(ctx) {
		if t.Yours == yours && !told[t.Href] && (first == nil || t.Href != first.Href) {
			list = append(list, t)
		}
	}
	return list
}

// aboutReport is what a report's one line says: what waits for the viewer first.
func (p Page) aboutReport(ctx context.Context, r workflow.ReportLine) *Thing {
	var other *Thing
	for _, t := range p.Things(ctx) {
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
func (p Page) news(ctx context.Context) (list []workflow.NoticeLine) {
	waiting := map[string]bool{}
	for _, t := range p.Things(ctx) {
		waiting[t.Href], waiting[t.Title] = true, true
	}
	for _, l := range p.Fresh {
		if !waiting[l.Path] && !waiting[l.Title] && len(list) < mostNews {
			list = append(list, l)
		}
	}
	return list
}
