package store

import (
	"bytes"

	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	insertMessage = statement(`INSERT INTO evaluation_messages (id, evaluation, author, at, sealed) VALUES ($1, $2, $3, $4, $5)`)
	messagesOf    = statement(`SELECT id, author, at, sealed FROM evaluation_messages WHERE evaluation = $1 ORDER BY at, id`)
	saidIn        = statement(`SELECT DISTINCT author FROM evaluation_messages WHERE evaluation = $1`)
)

// sealedMessage is what a message says and what it is for: in clear all look alike.
type sealedMessage struct {
	Text     string          `json:"text"`
	Sort     evaluation.Sort `json:"sort"`
	Revision int64           `json:"revision"`
}

// read reads a text alone as well, as it was kept at first.
func (m *sealedMessage) read(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("{")) {
		return readSealed(raw, m)
	}
	return readSealed(raw, &m.Text)
}

// AddMessage keeps a message of the written conversation.
func (t *Tx) AddMessage(e *evaluation.Evaluation, m evaluation.Message) error {
	sealed, err := t.seal(e.Subject, messagePlace(m.ID), sealedMessage{m.Text, m.Sort, m.Revision})
	if err != nil {
		return err
	}
	return t.exec(insertMessage, m.ID, e.ID, m.Author, m.At, sealed)
}

// Messages returns the written conversation in its order.
func (r *Reader) Messages(e *evaluation.Evaluation) ([]evaluation.Message, error) {
	list, err := all(r, func(s scanner) (m evaluation.Message, err error) {
		return m, s.Scan(&m.ID, &m.Author, &m.At, &m.Text)
	}, messagesOf, e.ID)
	for i := range list {
		if err != nil {
			break
		}
		var m sealedMessage
		err = r.unseal(e.Subject, messagePlace(list[i].ID), list[i].Text, &m)
		list[i].Text, list[i].Sort, list[i].Revision = m.Text, m.Sort, m.Revision
	}
	return list, err
}

// WhoSaid tells who has written in the conversation.
func (r *Reader) WhoSaid(e id.Evaluation) (map[id.Person]bool, error) {
	authors, err := all(r, text[id.Person], saidIn, e)
	said := map[id.Person]bool{}
	for _, a := range authors {
		said[a] = true
	}
	return said, err
}

func messagePlace(m id.Entry) seal.Place {
	return seal.Place{Table: "evaluation_messages", Column: "sealed", Row: string(m)}
}
