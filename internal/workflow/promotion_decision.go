package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// deciderOf computes, from the organisation of this very transaction, who decides
// the case.
func deciderOf(r *store.Reader, c *promotion.Case) (d promotion.Decider, ok bool, err error) {
	if c.To == "" {
		return d, false, nil // only asked for so far
	}
	l, err := lineFor(r, c.Rule, c.Subject)
	if err != nil {
		return d, false, err
	}
	lets, err := standInsFor(r, c.Subject)
	if err != nil {
		return d, false, err
	}
	l.StandIns = eachOf(lets, func(d disclosure.Disclosure) id.Person { return d.Reader })
	var failed error
	l.Manager = func(p id.Person) (id.Person, bool) {
		m, ok, err := r.ManagerOf(p)
		failed = orElse(failed, err)
		return m, ok && err == nil
	}
	d, ok = promotion.DeciderOf(c.Rule, c.Subject, c.Manager, l)
	return d, ok, failed
}

func lineFor(r *store.Reader, a framework.Approve, subject id.Person) (l promotion.Line, err error) {
	if l.CTO, err = onlyHolder(r, org.CTO); err != nil {
		return l, err
	}
	if l.Second, err = onlyHolder(r, org.StandIn); err != nil {
		return l, err
	}
	switch a.By {
	case framework.ByUnitLead:
		l.UnitLead, err = unitLead(r, org.UnitKind(a.Unit), subject)
	case framework.ByManager, framework.ByCTO:
	default:
		l.Holders, err = r.RoleHolders(a.By)
	}
	return l, err
}

func onlyHolder(r *store.Reader, office org.Office) (id.Person, error) {
	held, err := r.HoldersOf(office)
	if err != nil || len(held) == 0 {
		return "", err
	}
	return held[0], nil
}

// unitLead is the lead of the person's unit of that kind, the relevant one of
// several; empty when none of them has one.
func unitLead(r *store.Reader, kind org.UnitKind, subject id.Person) (id.Person, error) {
	chart, err := r.ChartOf([]id.Person{subject})
	if err != nil {
		return "", err
	}
	if leads := chart.LeadsOver(subject, kind); len(leads) > 0 {
		return leads[0], nil
	}
	return "", nil
}

// judgeOf names who may read the case outside the pair from now on: the one who
// decides while it lies with them, then the one who decided.
func judgeOf(r *store.Reader, c *promotion.Case) (id.Person, error) {
	judge := c.Decider
	if c.Stage == promotion.Deciding {
		d, ok, err := deciderOf(r, c)
		if err != nil || !ok {
			return store.NobodyYet, err
		}
		judge = d.Person
	}
	if judge == c.Manager || judge == c.Subject {
		return "", nil // they read it as what they are
	}
	return judge, nil
}

// HandingOn is what the manager says when the consultation is done.
type HandingOn struct {
	Gaps  map[promotion.Relation]string // why wanted relations were not heard
	Reply string                        // to the question of a case that was sent back
}

// HandOn gives the case to whoever decides. Where nobody can, it waits with them
// named as soon as somebody is.
func (w *Workflow) HandOn(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, h HandingOn) error {
	return w.changeCase(ctx, actor, once, ref, h, caseAct{audit.PromotionHandedOn, "case", promotion.Manager, func(tx *store.Tx, c *promotion.Case, f *framework.Framework) error {
		heard, err := heardIn(tx.Reader, c, f)
		if err != nil {
			return err
		}
		heard.Reasons = h.Gaps
		if err := c.HandOn(heard, h.Reply, tx.Now()); err != nil {
			return err
		}
		if err := tx.WriteGaps(c, actor.Person, h.Gaps); err != nil {
			return err
		}
		return say(tx, c, actor.Person, promotion.EntryReply, h.Reply)
	}})
}

// heardIn gathers what the consultation of the case gave so far.
func heardIn(r *store.Reader, c *promotion.Case, f *framework.Framework) (h promotion.Heard, err error) {
	step, _ := f.Step(c.To)
	h.Wanted = promotion.Wanted(step.Approve.Hear)
	list, err := r.Consultations(c.ID)
	for _, one := range list {
		h.From = append(h.From, one.Consultation)
	}
	return h, err
}

// judgeAct is an act of the one who decides, by what the organisation is now.
func (w *Workflow) judgeAct(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, name string, v promotion.Verdict, f func(*store.Tx, *promotion.Case, promotion.Decider) error) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Act     string
		Ref     id.Promotion
		Seen    int64
		Verdict promotion.Verdict
	}{name, ref, once.Seen, v}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		c, d, hat, err := w.reachToJudge(tx, actor, ref)
		if err := orElse(err, once.fitsCase(c)); err != nil {
			return "", err
		}
		if err := f(tx, c, d); err != nil {
			return "", err
		}
		if err := saveCase(tx, actor, c); err != nil {
			return "", err
		}
		if err := record(tx, actor, caseEntry(c, hat, audit.PromotionDecided, "approve")); err != nil {
			return "", err
		}
		return "", tellPair(tx, c, actor.Person)
	})
	return err
}

// reachToJudge loads the case for the one who decides it now. Whoever decided a
// moment ago is told that it has moved; for everybody else there is none.
func (w *Workflow) reachToJudge(tx *store.Tx, actor access.Actor, ref id.Promotion) (*promotion.Case, promotion.Decider, string, error) {
	c, err := tx.Promotion(ref)
	if err != nil {
		return nil, promotion.Decider{}, "", err
	}
	eye, b, err := eyeOn(tx.Reader, actor, c)
	if err != nil {
		return nil, promotion.Decider{}, "", err
	}
	if eye == promotion.Nothing || b.Self {
		return nil, promotion.Decider{}, "", fault.NotFound()
	}
	d, _, err := deciderOf(tx.Reader, c)
	return c, d, b.Hat(), err
}

// Decide promotes, with reasons. The Step is set when both have signed what they
// commit to, and the pay that comes with it is due from now on.
func (w *Workflow) Decide(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, v promotion.Verdict) error {
	return w.judgeAct(ctx, actor, once, ref, "decide", v, func(tx *store.Tx, c *promotion.Case, d promotion.Decider) error {
		if err := orWrite(tx, c, actor.Person, v, c.Decide(actor.Person, d, v, tx.Now())); err != nil {
			return err
		}
		return tx.AddPayChange(pay.Begin(c.ID, c.Subject, tx.Now()))
	})
}

// RefuseYet ends the case with "not yet": reasons, what to focus on, and the next
// conversation.
func (w *Workflow) RefuseYet(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, v promotion.Verdict) error {
	return w.judgeAct(ctx, actor, once, ref, "not yet", v, func(tx *store.Tx, c *promotion.Case, d promotion.Decider) error {
		return orWrite(tx, c, actor.Person, v, c.RefuseYet(actor.Person, d, v, w.today(tx.Reader), tx.Now()))
	})
}

func orWrite(tx *store.Tx, c *promotion.Case, by id.Person, v promotion.Verdict, err error) error {
	if err != nil {
		return err
	}
	return tx.WriteVerdict(c, by, v)
}

// ReturnCase sends the case back with a question.
func (w *Workflow) ReturnCase(ctx context.Context, actor access.Actor, once Once, ref id.Promotion, question string) error {
	v := promotion.Verdict{Question: question}
	return w.judgeAct(ctx, actor, once, ref, "return", v, func(tx *store.Tx, c *promotion.Case, d promotion.Decider) error {
		if err := c.Return(actor.Person, d, v); err != nil {
			return err
		}
		return say(tx, c, actor.Person, promotion.EntryQuestion, question)
	})
}

func tellPair(tx *store.Tx, c *promotion.Case, but id.Person) error {
	for _, who := range []id.Person{c.Subject, c.Manager} {
		if who != but {
			if err := tell(tx, who, notice.PromotionTurn, aboutCase(c.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// movePromotions follows a change of the organisation in its own transaction:
// cases of people whose manager changed wait for the new one, and a case lies with
// whoever decides now. Whoever could read one a moment ago cannot any more.
func movePromotions(tx *store.Tx, actor access.Actor, changed []org.Line) error {
	if err := reassignCases(tx, actor, changed); err != nil {
		return err
	}
	pending, err := tx.PromotionsToJudge()
	if err != nil {
		return err
	}
	for _, c := range pending {
		if c.Stage != promotion.Deciding {
			continue
		}
		if err := saveCase(tx, actor, c); err != nil {
			return err
		}
	}
	return nil
}

func reassignCases(tx *store.Tx, actor access.Actor, changed []org.Line) error {
	if len(changed) == 0 {
		return nil
	}
	open, err := tx.PeopleInPromotion()
	if err != nil {
		return err
	}
	for _, l := range changed {
		if !slices.Contains(open, l.Person) {
			continue
		}
		if err := reassignCase(tx, actor, l); err != nil {
			return err
		}
	}
	return nil
}

func reassignCase(tx *store.Tx, actor access.Actor, l org.Line) error {
	c, there, err := tx.OpenPromotionOf(l.Person)
	if err != nil || !there || c.Manager == l.Manager {
		return err
	}
	c.Reassign(l.Manager, tx.Now())
	if err := saveCase(tx, actor, c); err != nil {
		return err
	}
	if err := record(tx, actor, caseEntry(c, "", audit.PromotionMoved, "case")); err != nil {
		return err
	}
	if !c.Open() || l.Manager == "" {
		return nil
	}
	return tell(tx, l.Manager, notice.PromotionTurn, aboutCase(c.ID))
}

// endCase ends the open case of somebody who leaves.
func endCase(tx *store.Tx, actor access.Actor, who id.Person) error {
	c, there, err := tx.OpenPromotionOf(who)
	if err != nil || !there {
		return err
	}
	c.Leave(tx.Now())
	if err := saveCase(tx, actor, c); err != nil {
		return err
	}
	return record(tx, actor, caseEntry(c, "", audit.PromotionClosed, "case"))
}

// PeopleAtStep names those who stand at the step a case is about, to the one who
// decides it, where the step's rule asks to hear them (seed: consultation with
// "people currently at the technology/company step"). It is the one place where
// somebody outside a pair learns where people stand, so each of them finds the
// reading in their own list.
func (w *Workflow) PeopleAtStep(ctx context.Context, actor access.Actor, ref id.Promotion) (list []PersonRef, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		c, d, hat, err := w.reachToJudge(tx, actor, ref)
		if err != nil {
			return err
		}
		if c.Stage != promotion.Deciding || d.Person != actor.Person || d.Alone || !slices.Contains(c.Rule.Hear, framework.HearPeopleAtStep) {
			return fault.NotFound()
		}
		if list, err = standingAt(tx, c); err != nil {
			return err
		}
		for _, p := range list {
			e := audit.Entry{Act: audit.Read, Hat: hat, Item: "step", Subject: p.ID, Object: "person/" + string(p.ID)}
			if err := record(tx, actor, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// standingAt lists, by name, who is here and stands at the step of the case, but
// the two of it.
func standingAt(tx *store.Tx, c *promotion.Case) (list []PersonRef, err error) {
	who, err := tx.StandingAt(c.To)
	if err != nil {
		return nil, err
	}
	rest, err := tx.AllRestricted()
	if err != nil {
		return nil, err
	}
	people, err := tx.PeopleByID(who)
	for _, p := range who {
		if known, ok := people[p]; ok && !rest[p] && known.Here(tx.Now()) && p != c.Subject && p != c.Manager {
			list = append(list, refOf(people, p))
		}
	}
	arrange.By(list, func(a, b PersonRef) int { return org.Compare(a.Name, b.Name) })
	return list, err
}
