package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/seal"
)

// Parts of a case that are written as a whole.
const (
	partText       = "text"
	partGaps       = "gaps"
	partVerdict    = "verdict"
	partCommitment = "commitment"
)

var (
	promotionPart = statement(`SELECT revision, written_by, written_at, sealed FROM promotion_parts WHERE promotion = $1 AND part = $2`)
	writePart     = statement(`INSERT INTO promotion_parts (promotion, part, revision, written_by, written_at, sealed) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (promotion, part) DO UPDATE SET revision = excluded.revision, written_by = excluded.written_by,
		written_at = excluded.written_at, sealed = excluded.sealed`)
	insertPromotionEntry = statement(`INSERT INTO promotion_entries (id, promotion, at, sealed) VALUES ($1, $2, $3, $4)`)
	promotionEntries     = statement(`SELECT id, at, sealed FROM promotion_entries WHERE promotion = $1 ORDER BY at, id`)
)

// Written tells who wrote a part of a case last, and when. Revision nought means
// that there is none yet.
type Written struct {
	Revision int64
	By       id.Person
	At       clock.Instant
}

func partPlace(c *promotion.Case, part string) seal.Place {
	return seal.Place{Table: "promotion_parts", Column: "sealed", Row: string(c.ID) + "/" + part}
}

func (r *Reader) part(c *promotion.Case, part string, v any) (w Written, err error) {
	sealed, ok, err := optional(r, func(s scanner) (text string, err error) {
		return text, s.Scan(&w.Revision, &w.By, &w.At, &text)
	}, promotionPart, c.ID, part)
	if err != nil || !ok {
		return w, err
	}
	return w, r.unseal(c.Subject, partPlace(c, part), sealed, v)
}

// write keeps a part. The version of its case, which is saved with it, refuses
// whoever was slower.
func (t *Tx) write(c *promotion.Case, part string, by id.Person, revision int64, v any) error {
	sealed, err := t.seal(c.Subject, partPlace(c, part), v)
	if err != nil {
		return err
	}
	return t.exec(writePart, c.ID, part, revision, by, t.now, sealed)
}

// CaseText returns the written case.
func (r *Reader) CaseText(c *promotion.Case) (t promotion.Text, w Written, err error) {
	w, err = r.part(c, partText, &t)
	return t, w, err
}

// WriteCase keeps the written case at the revision the case now has.
func (t *Tx) WriteCase(c *promotion.Case, by id.Person, text promotion.Text) error {
	return t.write(c, partText, by, c.Revision, text)
}

// Gaps returns why wanted relations were not heard.
func (r *Reader) Gaps(c *promotion.Case) (gaps map[promotion.Relation]string, err error) {
	_, err = r.part(c, partGaps, &gaps)
	return gaps, err
}

// WriteGaps keeps them.
func (t *Tx) WriteGaps(c *promotion.Case, by id.Person, gaps map[promotion.Relation]string) error {
	return t.write(c, partGaps, by, 1, gaps)
}

// Verdict returns the decision.
func (r *Reader) Verdict(c *promotion.Case) (v promotion.Verdict, w Written, err error) {
	w, err = r.part(c, partVerdict, &v)
	return v, w, err
}

// WriteVerdict keeps it.
func (t *Tx) WriteVerdict(c *promotion.Case, by id.Person, v promotion.Verdict) error {
	return t.write(c, partVerdict, by, 1, v)
}

// Commitment returns what both commit to.
func (r *Reader) Commitment(c *promotion.Case) (text promotion.Commitment, w Written, err error) {
	w, err = r.part(c, partCommitment, &text)
	text.Revision = w.Revision
	return text, w, err
}

// WriteCommitment keeps it as the revision that follows the one read.
func (t *Tx) WriteCommitment(c *promotion.Case, by id.Person, read int64, text promotion.Commitment) error {
	return t.write(c, partCommitment, by, read+1, text)
}

type sealedEntry struct {
	Kind   promotion.EntryKind
	Author id.Person
	Text   string
}

func entryPlace(e id.Entry) seal.Place {
	return seal.Place{Table: "promotion_entries", Column: "sealed", Row: string(e)}
}

// AddPromotionEntry keeps something said in the course of a case.
func (t *Tx) AddPromotionEntry(c *promotion.Case, e promotion.Entry) error {
	sealed, err := t.seal(c.Subject, entryPlace(e.ID), sealedEntry{e.Kind, e.Author, e.Text})
	if err != nil {
		return err
	}
	return t.exec(insertPromotionEntry, e.ID, c.ID, e.At, sealed)
}

// PromotionEntries returns what was said in the course of a case, in its order.
func (r *Reader) PromotionEntries(c *promotion.Case) ([]promotion.Entry, error) {
	var sealed []string
	list, err := all(r, func(s scanner) (e promotion.Entry, err error) {
		var text string
		err = s.Scan(&e.ID, &e.At, &text)
		sealed = append(sealed, text)
		return e, err
	}, promotionEntries, c.ID)
	for i := range list {
		var s sealedEntry
		if err == nil {
			err = r.unseal(c.Subject, entryPlace(list[i].ID), sealed[i], &s)
		}
		list[i].Kind, list[i].Author, list[i].Text = s.Kind, s.Author, s.Text
	}
	return list, err
}
