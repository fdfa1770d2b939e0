package store

import (
	"cairn/internal/growth"
	"cairn/internal/id"
)

var (
	insertAttachment = statement(`INSERT INTO note_attachments (note, thing, since) VALUES ($1, $2, $3) ON CONFLICT (note, thing) DO NOTHING`)
	dropAttachment   = statement(`DELETE FROM note_attachments WHERE note = $1 AND thing = $2`)
	dropAttachments  = statement(`DELETE FROM note_attachments WHERE thing = $1`)
	attachmentsOf    = statement(`SELECT note, thing, since FROM note_attachments WHERE note = $1 ORDER BY since, thing`)
	attachmentsTo    = statement(`SELECT note, thing, since FROM note_attachments WHERE thing = $1 ORDER BY since, note`)
)

func scanAttachment(s scanner) (a growth.Attachment, err error) {
	return a, s.Scan(&a.Note, &a.Thing, &a.Since)
}

// AttachNote puts an entry beside a thing; doing it again changes nothing.
func (t *Tx) AttachNote(n id.Note, thing string) error {
	return t.exec(insertAttachment, n, thing, t.now)
}

// DetachNote takes it back.
func (t *Tx) DetachNote(n id.Note, thing string) error {
	return t.exec(dropAttachment, n, thing)
}

// DetachNotes takes back all that stands beside a thing.
func (t *Tx) DetachNotes(thing string) error { return t.exec(dropAttachments, thing) }

// AttachmentsOf returns beside what an entry stands.
func (r *Reader) AttachmentsOf(n id.Note) ([]growth.Attachment, error) {
	return all(r, scanAttachment, attachmentsOf, n)
}

// AttachedTo returns which entries stand beside a thing, in their order.
func (r *Reader) AttachedTo(thing string) ([]growth.Attachment, error) {
	return all(r, scanAttachment, attachmentsTo, thing)
}
