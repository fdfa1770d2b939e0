package workflow

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

func aboutConsultation(c id.Consultation) string { return "consultation/" + string(c) }

// Question is what the manager or the one who decides asks somebody.
type Question struct {
	Who    id.Person
	Label  promotion.Label
	Ask    string // in neutral words
	Shared string // what they may know
	Until  clock.Date
	Note   string // of a talk that was held; empty when they are to write
}

// Consult asks somebody to be heard, in writing, or gives them the note of a talk
// to confirm.
func (w *Workflow) Consult(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, q Question) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref  id.Promotion
		Seen int64
		Q    Question
	}{ref, once.Seen, q}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		c, hat, err := w.reachToAsk(tx, actor, ref)
		if err := orElse(err, once.fitsCase(c)); err != nil {
			return "", err
		}
		f, err := w.framework(tx.Reader, c.Framework)
		if err != nil {
			return "", err
		}
		one, err := w.newQuestion(tx, actor, c, f, q)
		if err != nil {
			return "", err
		}
		if err := tx.AddConsultation(c.Subject, one); err != nil {
			return "", err
		}
		if err := record(tx, actor, caseEntry(c, hat, audit.PromotionHeard, "consult")); err != nil {
			return "", err
		}
		return string(one.ID), tell(tx, q.Who, notice.ConsultationAsked, aboutConsultation(one.ID))
	})
	return err
}

// reachToAsk lets the manager ask while the case is being consulted about, and the
// one who decides while it lies with them.
func (w *Workflow) reachToAsk(tx *store.Tx, actor access.Actor, ref id.Promotion) (*promotion.Case, string, error) {
	c, err := tx.Promotion(ref)
	if err != nil {
		return nil, "", err
	}
	eye, b, err := eyeOn(tx.Reader, actor, c)
	switch {
	case err != nil:
		return nil, "", err
	case eye == promotion.Nothing || b.Self:
		return nil, "", fault.NotFound()
	case eye == promotion.Judge && c.Stage == promotion.Deciding:
		return c, b.Hat(), nil
	}
	return c, b.Hat(), c.MayInvite()
}

const maxQuestion = 2_000

func (w *Workflow) newQuestion(tx *store.Tx, actor access.Actor, c *promotion.Case, f *framework.Framework, q Question) (one promotion.Consultation, err error) {
	if _, err := isHere(tx.Reader, q.Who); err != nil {
		return one, fault.InvalidFields([]fault.Field{{Name: "who", Message: "Choose somebody of the organisation."}})
	}
	d, _, err := deciderOf(tx.Reader, c)
	if err != nil {
		return one, err
	}
	asked, err := tx.Consultations(c.ID)
	if err != nil {
		return one, err
	}
	var before []promotion.Consultation
	for _, a := range asked {
		before = append(before, a.Consultation)
	}
	if err := c.MayAsk(q.Who, d.Person, before); err != nil {
		return one, err
	}
	if err := checkQuestion(q, f, clock.DateOf(tx.Now(), w.zone)); err != nil {
		return one, err
	}
	places, err := placesOf(tx.Reader, []id.Person{c.Subject, q.Who})
	if err != nil {
		return one, err
	}
	one = promotion.Consultation{
		ID: id.New[id.Consultation](), Case: c.ID, Who: q.Who, By: actor.Person, Label: q.Label, Way: promotion.Written, Question: q.Ask, Shared: q.Shared,
		Until: q.Until, AskedAt: tx.Now(), Reply: promotion.Waiting, Relations: promotion.RelationsOf(places[c.Subject], places[q.Who]), Version: 1,
	}
	if strings.TrimSpace(q.Note) != "" {
		one.Way, one.Answer.Note = promotion.Spoken, q.Note
	}
	return one, nil
}

// checkQuestion refuses questions that would tell a step: neither its name nor
// what is written for it goes to those who are asked.
func checkQuestion(q Question, f *framework.Framework, today clock.Date) error {
	var wrong []fault.Field
	add := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	if !slices.Contains([]promotion.Label{promotion.AsPeer, promotion.AsTribeLead, promotion.AsTechnical}, q.Label) {
		add("label", lang.Later("Say as what they are asked."))
	}
	if len(q.Ask) > maxQuestion || len(q.Shared) > maxQuestion || len(q.Note) > promotion.MaxText {
		add("ask", lang.Later("This is longer than can be taken. Shorten it; nothing of it is lost here."))
	}
	if name := f.StepNamedIn(q.Ask + "\n" + q.Shared + "\n" + q.Note); name != "" {
		wrong = append(wrong, fault.Field{Name: "ask", Message: "“{step}” names a step. Those who are asked do not learn it: ask about the behaviour instead.", With: []any{"step", name}})
	}
	if q.Until.IsSet() && q.Until < today {
		add("until", lang.Later("Give a day from today on, or none."))
	}
	return fault.InvalidFields(wrong)
}

// placesOf tells where people work, as everybody can see.
func placesOf(r *store.Reader, who []id.Person) (map[id.Person]promotion.Place, error) {
	disciplines, err := r.Disciplines(who)
	if err != nil {
		return nil, err
	}
	chart, err := r.ChartOf(who)
	if err != nil {
		return nil, err
	}
	cto, err := onlyHolder(r, org.CTO)
	places := make(map[id.Person]promotion.Place, len(who))
	for _, p := range who {
		places[p] = promotion.Place{
			Squads: chart.UnitsOf(p, org.Squad), Chapters: chart.ChaptersOf(p), Tribes: chart.TribesOf(p), LeadsTribes: chart.TribesLed(p),
			Discipline: disciplines[p].Discipline, CTO: p == cto && p != "",
		}
	}
	return places, err
}

// ConsultationView is a question as the one who was asked sees it: the person's
// name, what was chosen to share, and their own answer. Nothing of the case.
type ConsultationView struct {
	promotion.Consultation
	About PersonRef
	Asker PersonRef
	Areas []framework.Area
	Open  bool // it can be answered
}

// Consultation returns a question to the one who was asked.
func (w *Workflow) Consultation(ctx context.Context, actor access.Actor, ref id.Consultation) (v ConsultationView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		h, c, err := reachQuestion(r, actor, ref)
		if err != nil {
			return err
		}
		f, err := w.framework(r, c.Framework)
		if err != nil {
			return err
		}
		people, err := r.PeopleByID([]id.Person{h.Subject, h.By})
		v = ConsultationView{Consultation: h.Consultation, About: refOf(people, h.Subject), Asker: refOf(people, h.By), Areas: f.AreasInOrder(), Open: h.Reply == promotion.Waiting}
		v.Relations = nil
		return err
	})
	return v, err
}

// reachQuestion loads a question for the one who was asked. When the case has
// ended, only what they said themselves remains.
func reachQuestion(r *store.Reader, actor access.Actor, ref id.Consultation) (store.Heard, *promotion.Case, error) {
	h, err := r.Consultation(ref)
	if err != nil {
		return h, nil, err
	}
	if h.Who != actor.Person {
		return h, nil, fault.NotFound()
	}
	c, err := r.Promotion(h.Case)
	if err == nil && h.Reply == promotion.Cancelled {
		err = fault.NotFound() // closed before they answered: there is nothing of theirs in it
	}
	return h, c, err
}

// Reply is what somebody who was asked does: answer, confirm a note or not, or
// pass.
type Reply struct {
	Answer  promotion.Answer
	Pass    bool
	Confirm bool // the note of the talk is right
	Dispute bool // it is not; the words say what was said
}

// ReplyTo answers a question. The audience was shown before and is never widened.
func (w *Workflow) ReplyTo(ctx context.Context, actor access.Actor, once Once, ref id.Consultation, a Reply) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Ref   id.Consultation
		Reply Reply
	}{ref, a}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		h, c, err := reachQuestion(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		f, err := w.framework(tx.Reader, c.Framework)
		if err != nil {
			return "", err
		}
		if err := reply(&h.Consultation, a, f, tx.Now()); err != nil {
			return "", err
		}
		if err := tx.SaveConsultation(h.Subject, h.Consultation); err != nil {
			return "", err
		}
		if err := record(tx, actor, audit.Entry{Act: audit.PromotionHeard, Hat: "asked", Item: "consult", Subject: h.Subject, Object: aboutCase(c.ID)}); err != nil {
			return "", err
		}
		if err := tx.MarkThingRead(actor.Person, aboutConsultation(h.ID)); err != nil {
			return "", err
		}
		return "", tell(tx, h.By, notice.PromotionTurn, aboutCase(c.ID))
	})
	return err
}

func reply(c *promotion.Consultation, a Reply, f *framework.Framework, now clock.Instant) error {
	switch {
	case a.Pass:
		return c.Pass(now)
	case c.Way == promotion.Spoken:
		return c.Confirm(!a.Dispute, a.Answer.Text, now)
	}
	a.Answer.Note = c.Answer.Note
	return c.Give(a.Answer, f, now)
}

// cancelWaiting closes the questions nobody answered in time.
func cancelWaiting(tx *store.Tx, c *promotion.Case) error {
	list, err := tx.Consultations(c.ID)
	if err != nil {
		return err
	}
	for _, h := range list {
		if h.Reply != promotion.Waiting {
			continue
		}
		h.Cancel(tx.Now())
		if err := tx.SaveConsultation(h.Subject, h.Consultation); err != nil {
			return err
		}
	}
	return nil
}
