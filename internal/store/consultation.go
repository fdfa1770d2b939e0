package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/seal"
)

const consultationColumns = `c.id, c.promotion, c.who, c.asked_at, c.replied_at, c.version, c.sealed, p.subject`

var (
	insertConsultation = statement(`INSERT INTO consultations (id, promotion, who, asked_at, replied_at, version, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	updateConsultation = statement(`UPDATE consultations SET replied_at = $2, sealed = $3, version = version + 1 WHERE id = $1 AND version = $4`)
	consultationByID   = statement(`SELECT ` + consultationColumns + ` FROM consultations c JOIN promotions p ON p.id = c.promotion WHERE c.id = $1`)
	consultationsIn    = statement(`SELECT ` + consultationColumns + ` FROM consultations c JOIN promotions p ON p.id = c.promotion WHERE c.promotion = $1 ORDER BY c.asked_at, c.id`)
	consultationsOf    = statement(`SELECT ` + consultationColumns + ` FROM consultations c JOIN promotions p ON p.id = c.promotion WHERE c.who = $1 ORDER BY c.asked_at DESC, c.id`)
)

// sealedConsultation is all that was asked and said. It is sealed with the key of
// the person it is about, as it is theirs.
type sealedConsultation struct {
	By               id.Person
	Label            promotion.Label
	Way              promotion.Way
	Question, Shared string
	Until            clock.Date
	Reply            promotion.Reply
	Answer           promotion.Answer
	Relations        []promotion.Relation
	Reminded         bool
	Overdue          bool
}

// Heard is a consultation with whom it is about.
type Heard struct {
	promotion.Consultation
	Subject id.Person
}

func consultationPlace(c id.Consultation) seal.Place {
	return seal.Place{Table: "consultations", Column: "sealed", Row: string(c)}
}

func (r *Reader) sealConsultation(subject id.Person, c promotion.Consultation) (string, error) {
	return r.seal(subject, consultationPlace(c.ID), sealedConsultation{c.By, c.Label, c.Way, c.Question, c.Shared, c.Until, c.Reply, c.Answer, c.Relations, c.Reminded, c.Overdue})
}

// AddConsultation keeps that somebody is asked about the subject.
func (t *Tx) AddConsultation(subject id.Person, c promotion.Consultation) error {
	sealed, err := t.sealConsultation(subject, c)
	if err != nil {
		return err
	}
	return t.exec(insertConsultation, c.ID, c.Case, c.Who, c.AskedAt, c.RepliedAt, c.Version, sealed)
}

// SaveConsultation keeps what was answered, unless another change came first.
func (t *Tx) SaveConsultation(subject id.Person, c promotion.Consultation) error {
	sealed, err := t.sealConsultation(subject, c)
	if err != nil {
		return err
	}
	return t.swap(updateConsultation, c.ID, c.RepliedAt, sealed, c.Version)
}

// Consultation returns one.
func (r *Reader) Consultation(c id.Consultation) (Heard, error) {
	row, err := one(r, scanConsultation, consultationByID, c)
	if err != nil {
		return Heard{}, err
	}
	return r.openConsultation(row)
}

// Consultations returns who is heard in the case, in the order they were asked.
func (r *Reader) Consultations(p id.Promotion) ([]Heard, error) {
	return r.consultations(consultationsIn, string(p))
}

// ConsultationsOf returns where the person was asked, the newest first.
func (r *Reader) ConsultationsOf(who id.Person) ([]Heard, error) {
	return r.consultations(consultationsOf, string(who))
}

func (r *Reader) consultations(query, key string) ([]Heard, error) {
	rows, err := all(r, scanConsultation, query, key)
	if err != nil {
		return nil, err
	}
	list := make([]Heard, 0, len(rows))
	for _, row := range rows {
		h, err := r.openConsultation(row)
		if err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, nil
}

type consultationRow struct {
	h      Heard
	sealed string
}

func scanConsultation(s scanner) (row consultationRow, err error) {
	h := &row.h
	err = s.Scan(&h.ID, &h.Case, &h.Who, &h.AskedAt, &h.RepliedAt, &h.Version, &row.sealed, &h.Subject)
	return row, err
}

func (r *Reader) openConsultation(row consultationRow) (Heard, error) {
	h := row.h
	var s sealedConsultation
	if err := r.unseal(h.Subject, consultationPlace(h.ID), row.sealed, &s); err != nil {
		return h, err
	}
	h.By, h.Label, h.Way, h.Question, h.Shared, h.Until = s.By, s.Label, s.Way, s.Question, s.Shared, s.Until
	h.Reply, h.Answer, h.Relations = s.Reply, s.Answer, s.Relations
	h.Reminded, h.Overdue = s.Reminded, s.Overdue
	return h, nil
}
