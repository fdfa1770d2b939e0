package store

import (
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/seal"
)

const promotionColumns = `id, subject, manager, opened_at, closed_at, version, sealed`

var (
	insertPromotion = statement(`INSERT INTO promotions (id, subject, manager, opened_at, closed_at, judge_mark, version, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	updatePromotion = statement(`UPDATE promotions SET manager = $2, closed_at = $3, judge_mark = $4, sealed = $5, version = version + 1
		WHERE id = $1 AND version = $6`)
	promotionByID      = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE id = $1`)
	promotionsOf       = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE subject = $1 ORDER BY opened_at DESC, id`)
	promotionsBy       = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE manager = $1 AND closed_at = 0 ORDER BY opened_at DESC, id`)
	openPromotionOf    = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE subject = $1 AND closed_at = 0`)
	promotionsJudged   = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE judge_mark = $1 ORDER BY opened_at, id`)
	promotionsToJudge  = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE judge_mark <> '' AND closed_at = 0 ORDER BY opened_at, id`)
	promotionsAbout    = statement(`SELECT ` + promotionColumns + ` FROM promotions WHERE subject IN ($1) ORDER BY opened_at, id`)
	subjectsPromoted   = statement(`SELECT subject FROM promotions WHERE closed_at = 0`)
	subjectOfPromotion = statement(`SELECT subject FROM promotions WHERE id = $1`)
)

// sealedPromotion is everything of a case that would help to guess a Step.
type sealedPromotion struct {
	Framework  framework.Ref
	Discipline string
	From, To   framework.StepID
	Rule       framework.Approve
	Stage      promotion.Stage
	Outcome    promotion.Outcome
	OpenedBy   id.Person
	OfferedAt  clock.Instant
	Revision   int64
	Agreed     int64
	ConsentAt  clock.Instant
	HandedOnAt clock.Instant
	Decider    id.Person
	DecidedAt  clock.Instant
	Signed     map[promotion.Party]clock.Instant
	TalkOn     clock.Date
}

func promotionPlace(p id.Promotion) seal.Place {
	return seal.Place{Table: "promotions", Column: "sealed", Row: string(p)}
}

func (r *Reader) sealCase(c *promotion.Case) (string, error) {
	return r.seal(c.Subject, promotionPlace(c.ID), sealedPromotion{
		Framework: c.Framework, Discipline: c.Discipline, From: c.From, To: c.To, Rule: c.Rule, Stage: c.Stage, Outcome: c.Outcome, OpenedBy: c.OpenedBy,
		OfferedAt: c.OfferedAt, Revision: c.Revision, Agreed: c.Agreed, ConsentAt: c.ConsentAt, HandedOnAt: c.HandedOnAt,
		Decider: c.Decider, DecidedAt: c.DecidedAt, Signed: c.Signed, TalkOn: c.TalkOn,
	})
}

// NobodyYet stands for the one who decides a case that nobody may decide at the
// moment, so that it is found again when somebody is named.
const NobodyYet id.Person = "nobody yet"

// judgeMark recognises a judge; of nobody there is none.
func (r *Reader) judgeMark(who id.Person) string {
	if who == "" {
		return ""
	}
	return r.mark("promotion judge", []byte(who))
}

// AddPromotion keeps a new case. A person has one open case at most: see
// IsDuplicate.
func (t *Tx) AddPromotion(c *promotion.Case) error {
	sealed, err := t.sealCase(c)
	if err != nil {
		return err
	}
	return t.exec(insertPromotion, c.ID, c.Subject, c.Manager, c.OpenedAt, c.ClosedAt, "", c.Version, sealed)
}

// SavePromotion keeps the changes of a case and who may read it outside the pair
// from now on, nobody when empty, unless another change came first.
func (t *Tx) SavePromotion(c *promotion.Case, judge id.Person) error {
	sealed, err := t.sealCase(c)
	if err != nil {
		return err
	}
	return t.swap(updatePromotion, c.ID, c.Manager, c.ClosedAt, t.judgeMark(judge), sealed, c.Version)
}

// Promotion returns one case.
func (r *Reader) Promotion(p id.Promotion) (*promotion.Case, error) {
	row, err := one(r, scanPromotion, promotionByID, p)
	if err != nil {
		return nil, err
	}
	return r.openCase(row)
}

// PromotionsOf returns a person's cases, the newest first.
func (r *Reader) PromotionsOf(subject id.Person) ([]*promotion.Case, error) {
	return r.promotions(promotionsOf, string(subject))
}

// PromotionsBy returns the open cases the manager recommends or is asked about.
func (r *Reader) PromotionsBy(manager id.Person) ([]*promotion.Case, error) {
	return r.promotions(promotionsBy, string(manager))
}

// PromotionsJudged returns the cases that lie, or lay last, with the person.
func (r *Reader) PromotionsJudged(judge id.Person) ([]*promotion.Case, error) {
	return r.promotions(promotionsJudged, r.judgeMark(judge))
}

// PromotionsToJudge returns every open case that lies with somebody outside the
// pair, or lay: whoever changes the organisation looks again who that is.
func (r *Reader) PromotionsToJudge() ([]*promotion.Case, error) {
	return r.promotions(promotionsToJudge)
}

// PromotionsAbout returns every case of the people named, the oldest first.
func (r *Reader) PromotionsAbout(subjects []id.Person) ([]*promotion.Case, error) {
	return r.openCases(each(r, scanPromotion, promotionsAbout, subjects))
}

// OpenPromotionOf returns the person's open case.
func (r *Reader) OpenPromotionOf(subject id.Person) (*promotion.Case, bool, error) {
	row, ok, err := optional(r, scanPromotion, openPromotionOf, subject)
	if err != nil || !ok {
		return nil, false, err
	}
	c, err := r.openCase(row)
	return c, err == nil, err
}

// PeopleInPromotion returns everybody who has an open case.
func (r *Reader) PeopleInPromotion() ([]id.Person, error) {
	return all(r, text[id.Person], subjectsPromoted)
}

// SubjectOfPromotion returns whom the case is about.
func (r *Reader) SubjectOfPromotion(p id.Promotion) (id.Person, error) {
	return one(r, text[id.Person], subjectOfPromotion, p)
}

func (r *Reader) promotions(query string, args ...any) ([]*promotion.Case, error) {
	return r.openCases(all(r, scanPromotion, query, args...))
}

func (r *Reader) openCases(rows []promotionRow, err error) ([]*promotion.Case, error) {
	list := make([]*promotion.Case, 0, len(rows))
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var c *promotion.Case
		c, err = r.openCase(row)
		list = append(list, c)
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}

type promotionRow struct {
	c      *promotion.Case
	sealed string
}

func scanPromotion(s scanner) (row promotionRow, err error) {
	c := &promotion.Case{}
	err = s.Scan(&c.ID, &c.Subject, &c.Manager, &c.OpenedAt, &c.ClosedAt, &c.Version, &row.sealed)
	row.c = c
	return row, err
}

func (r *Reader) openCase(row promotionRow) (*promotion.Case, error) {
	c := row.c
	var s sealedPromotion
	if err := r.unseal(c.Subject, promotionPlace(c.ID), row.sealed, &s); err != nil {
		return nil, err
	}
	c.Framework, c.Discipline, c.From, c.To, c.Rule, c.Stage = s.Framework, s.Discipline, s.From, s.To, s.Rule, s.Stage
	c.Outcome, c.OpenedBy = s.Outcome, s.OpenedBy
	c.OfferedAt, c.Revision, c.Agreed, c.ConsentAt, c.HandedOnAt = s.OfferedAt, s.Revision, s.Agreed, s.ConsentAt, s.HandedOnAt
	c.Decider, c.DecidedAt, c.Signed, c.TalkOn = s.Decider, s.DecidedAt, s.Signed, s.TalkOn
	if c.Signed == nil {
		c.Signed = map[promotion.Party]clock.Instant{}
	}
	return c, nil
}
