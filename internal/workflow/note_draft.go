package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/store"
)

// NoteDraft is what an entry is to say, and the revision of the draft that its
// writer saw; nought when there was none.
type NoteDraft struct {
	growth.NoteText
	Revision int64
}

// SavedNote is a draft as it was saved last. Revision nought means that there is
// none.
type SavedNote struct {
	NoteDraft
	At clock.Instant
}

func savedNote(r *store.Reader, owner id.Person, n id.Note) (SavedNote, error) {
	d, err := r.NoteDraft(owner, n)
	return SavedNote{NoteDraft{d.NoteText, d.Revision}, d.SavedAt}, err
}

// SaveNoteDraft keeps what the actor has written into an entry of theirs so far,
// into a new one when ref is empty. The entry itself stays as it is. A draft that was
// saved elsewhere since it was read is refused and keeps its words.
func (w *Workflow) SaveNoteDraft(ctx context.Context, actor access.Actor, ref id.Note, d NoteDraft) (saved Saved, err error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return saved, err
	}
	_, err = w.act(store.Brief(ctx), actor, Once{}, nil, func(tx *store.Tx) (string, error) {
		n := &growth.Note{Owner: actor.Person}
		if ref != "" {
			if n, err = tx.Note(ref); err == nil && n.Owner != actor.Person {
				err = fault.NotFound()
			}
			if err != nil {
				return "", err
			}
			if err := free(tx.Reader, actor, n); err != nil {
				return "", err
			}
		}
		if err := d.CheckDraft(); err != nil {
			return "", err
		}
		revision, err := tx.SaveNoteDraft(actor.Person, ref, d.NoteText, d.Revision)
		saved = Saved{Revision: revision, At: tx.Now()}
		if err != nil || d.Revision > 0 {
			return "", err // only the beginning is journalled
		}
		line := aboutNote(n, audit.NoteDrafted, "self")
		if ref == "" {
			line.Object = "note/new"
		}
		return "", record(tx, actor, line)
	})
	return saved, err
}

// DropNoteDraft throws away what was written and not kept.
func (w *Workflow) DropNoteDraft(ctx context.Context, actor access.Actor, ref id.Note, read int64) error {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return err
	}
	_, err := w.act(store.Brief(ctx), actor, Once{}, nil, func(tx *store.Tx) (string, error) {
		if ref != "" {
			if n, err := tx.Note(ref); err != nil || n.Owner != actor.Person {
				return "", orElse(err, fault.NotFound())
			}
		}
		return "", tx.DropNoteDraft(actor.Person, ref, read)
	})
	return err
}
