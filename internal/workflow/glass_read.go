package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// GlassPart is one sort of what is opened. Each is read apart, so that nobody reads
// more than they need, and each reading is a line of its own.
type GlassPart string

// Parts.
const (
	GlassStep        GlassPart = "step"
	GlassEvaluations GlassPart = "evaluations"
	GlassFeedback    GlassPart = "feedback"
	GlassPromotions  GlassPart = "promotions"
)

// GlassParts lists them.
func GlassParts() []GlassPart {
	return []GlassPart{GlassStep, GlassEvaluations, GlassFeedback, GlassPromotions}
}

// Items are the rows of the permission matrix that a part holds.
func (p GlassPart) Items() []string {
	switch p {
	case GlassStep:
		return []string{"step", "step_hist"}
	case GlassEvaluations:
		return []string{"self_shared", "mgr_shared", "compare"}
	case GlassFeedback:
		return []string{"fb_subject", "fb_manager"}
	case GlassPromotions:
		return []string{"case_text", "consult"}
	}
	return nil
}

// GlassReading is what is open about one person for now, and the part that was asked for.
type GlassReading struct {
	ID      id.Glass
	Person  PersonRef
	Reason  disclosure.Reason
	Words   string
	Until   clock.Instant
	Part    GlassPart // empty: none yet
	Records []rights.Record
}

// ReadGlass shows the one who asked what is open, one part at a time. Drafts, notes,
// plans, priorities and pay are in no part. What is read is written down in the same
// transaction, and the person finds it at once.
func (w *Workflow) ReadGlass(ctx context.Context, actor access.Actor, ref id.Glass, part GlassPart) (v GlassReading, err error) {
	if err := mayPartner(actor); err != nil {
		return v, err
	}
	if part != "" && !slices.Contains(GlassParts(), part) {
		return v, fault.NotFound()
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		g, err := letInByGlass(tx.Reader, actor, ref)
		if err != nil {
			return err
		}
		people, err := tx.PeopleByID([]id.Person{g.Subject})
		if err != nil {
			return err
		}
		v = GlassReading{ID: g.ID, Person: refOf(people, g.Subject), Reason: g.Reason, Words: g.Words, Until: g.Ends(), Part: part}
		if part == "" {
			return nil
		}
		for _, item := range part.Items() {
			e := audit.Entry{Act: audit.Read, Hat: disclosure.Breaking.Hat(), Item: item, Subject: g.Subject, Object: "person/" + string(g.Subject)}
			if err := record(tx, actor, e); err != nil {
				return err
			}
		}
		v.Records, err = w.glassRecords(tx.Reader, actor, g.Subject, part)
		return err
	})
	if err != nil {
		return GlassReading{}, err // what could not be written down is not read
	}
	return v, nil
}

// letInByGlass returns what is open to the actor by it at this instant; for everybody
// else, and afterwards, there is none.
func letInByGlass(r *store.Reader, actor access.Actor, ref id.Glass) (*disclosure.Glass, error) {
	g, err := r.Glass(ref)
	if err != nil {
		return nil, err
	}
	b, err := bond(r, actor, g.Subject)
	if err != nil || g.AskedBy != actor.Person || !g.Open(r.Now()) || b.Rests || b.Pair() {
		return nil, orElse(err, fault.NotFound())
	}
	list, err := r.DisclosuresTo(actor.Person)
	in := slices.ContainsFunc(list, func(d disclosure.Disclosure) bool {
		return d.Purpose == disclosure.Breaking && d.Subject == g.Subject && d.InForce(r.Now())
	})
	if err != nil || !in {
		return nil, orElse(err, fault.NotFound())
	}
	return g, nil
}

func (w *Workflow) glassRecords(r *store.Reader, actor access.Actor, subject id.Person, part GlassPart) (list []rights.Record, err error) {
	add := func(rec *rights.Record) { list = append(list, *rec) }
	switch part {
	case GlassStep:
		s, err := w.standingView(r, subject)
		for _, e := range s.History {
			add(rights.NewRecord(e.Step.Name, e.Since).Put("set by", e.How.Words()).Put("framework", e.Ref.String()))
		}
		return list, err
	case GlassEvaluations:
		evaluations, err := r.EvaluationsOf(subject)
		for _, e := range evaluations {
			if err != nil || !e.BothSee() {
				continue
			}
			var v EvaluationView
			v, err = w.evaluationView(r, actor.Person, access.Bond{Known: true, Let: disclosure.Breaking.Hat()}, e.ID)
			add(evaluationRecord(v, "the person's side"))
		}
		return list, err
	case GlassFeedback:
		return w.glassFeedback(r, subject)
	}
	return w.glassCases(r, subject)
}

func (w *Workflow) glassFeedback(r *store.Reader, subject id.Person) (list []rights.Record, err error) {
	given, err := r.FeedbackAbout(subject)
	if err != nil {
		return nil, err
	}
	names, err := feedbackNames(r, given)
	for _, f := range given {
		if f.Stage != feedback.Given {
			continue
		}
		v := FeedbackView{Subject: refOf(names, f.Subject), Giver: refOf(names, f.Giver), Asker: refOf(names, f.Asker), Stage: f.Stage, Ask: f.Ask, Answer: &f.Answer, MadeAt: f.MadeAt, GivenAt: f.GivenAt}
		list = append(list, *feedbackRecord(v))
	}
	return list, err
}

// glassCases are the written cases and what was said for them; not how they lie, who
// decides or what came of them.
func (w *Workflow) glassCases(r *store.Reader, subject id.Person) (list []rights.Record, err error) {
	cases, err := r.PromotionsOf(subject)
	for _, c := range cases {
		if err != nil {
			return nil, err
		}
		var text promotion.Text
		if text, _, err = r.CaseText(c); err != nil {
			return nil, err
		}
		f, err := w.framework(r, c.Framework)
		if err != nil {
			return nil, err
		}
		rec := rights.NewRecord("A case", c.OpenedAt)
		putCase(rec, f, text)
		heard, err := r.Consultations(c.ID)
		if err != nil {
			return nil, err
		}
		people, err := r.PeopleByID(eachOf(heard, func(h store.Heard) id.Person { return h.Who }))
		if err != nil {
			return nil, err
		}
		for _, h := range heard {
			putAnswerOf(rec, people[h.Who].Name, h.Answer)
		}
		list = append(list, *rec)
	}
	return list, err
}
