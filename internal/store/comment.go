package store

import (
	"database/sql"

	"cairn/internal/framework"
	"cairn/internal/id"
)

var (
	insertComment = statement(`INSERT INTO framework_comments (id, framework, version, target, reply_to, author, at, body, outcome, closed_by, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0)`)
	commentsOn = statement(`SELECT id, target, reply_to, author, at, body, outcome, closed_by, closed_at
		FROM framework_comments WHERE framework = $1 AND version = $2 ORDER BY at, id`)
	commentByID = statement(`SELECT id, target, reply_to, author, at, body, outcome, closed_by, closed_at
		FROM framework_comments WHERE id = $1 AND framework = $2 AND version = $3`)
	closeComment = statement(`UPDATE framework_comments SET outcome = $2, closed_by = $3, closed_at = $4 WHERE id = $1 AND outcome = ''`)
	dropComments = statement(`DELETE FROM framework_comments WHERE framework = $1 AND version = $2`)
)

// AddComment keeps a comment on a version that is open for comments.
func (t *Tx) AddComment(ref framework.Ref, c framework.Remark) error {
	return t.exec(insertComment, c.ID, ref.ID, ref.Version, c.Target, nullable(id.Entry(c.ReplyTo)), c.Author, c.At, c.Text)
}

// Comments returns everything said about the version, the oldest first.
func (r *Reader) Comments(ref framework.Ref) ([]framework.Remark, error) {
	return all(r, scanComment, commentsOn, ref.ID, ref.Version)
}

// Comment returns one comment on the version.
func (r *Reader) Comment(ref framework.Ref, c id.Entry) (framework.Remark, error) {
	return one(r, scanComment, commentByID, c, ref.ID, ref.Version)
}

// CloseComment notes what became of a comment that is open.
func (t *Tx) CloseComment(c id.Entry, outcome framework.Outcome, by id.Person) error {
	return t.swap(closeComment, c, outcome, by, t.now)
}

func scanComment(s scanner) (c framework.Remark, err error) {
	var reply sql.NullString
	err = s.Scan(&c.ID, &c.Target, &reply, &c.Author, &c.At, &c.Text, &c.Outcome, &c.ClosedBy, &c.ClosedAt)
	c.ReplyTo = scanNull[id.Entry](reply)
	return c, err
}
