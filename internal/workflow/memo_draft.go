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

// MemoText is what a memo is to say, and the revision of the draft that its writer
// saw; nought when there was none.
type MemoText struct {
	Text     string
	Revision int64
}

// SavedMemo is a draft as it was saved last.
type SavedMemo struct {
	MemoText
	At clock.Instant
}

func savedMemos(r *store.Reader, author, subject id.Person) (map[id.Memo]SavedMemo, error) {
	drafts, err := r.MemoDrafts(store.MemoPair{Author: author, Subject: subject})
	saved := map[id.Memo]SavedMemo{}
	for m, d := range drafts {
		saved[m] = SavedMemo{MemoText{d.Text, d.Revision}, d.SavedAt}
	}
	return saved, err
}

// SaveMemoDraft keeps what the manager of now has written into a memo so far, into a
// new one when ref is empty. The memo itself stays as it is. A draft that was saved
// elsewhere since it was read is refused and keeps its words.
func (w *Workflow) SaveMemoDraft(ctx context.Context, actor access.Actor, subject id.Person, ref id.Memo, d MemoText) (saved Saved, err error) {
	if err := own(actor); err != nil {
		return saved, err
	}
	_, err = w.act(store.Brief(ctx), actor, Once{}, nil, func(tx *store.Tx) (string, error) {
		k, pair, err := draftsMemo(tx, actor, subject, ref)
		if err != nil {
			return "", err
		}
		if err := growth.CheckMemoDraft(d.Text); err != nil {
			return "", err
		}
		revision, err := tx.SaveMemoDraft(pair, ref, d.Text, d.Revision)
		saved = Saved{Revision: revision, At: tx.Now()}
		if err != nil || d.Revision > 0 {
			return "", err // only the beginning is journalled
		}
		line := aboutMemo(&growth.Memo{ID: ref, Subject: subject}, audit.MemoDrafted, k)
		if ref == "" {
			line.Object = "memo/new"
		}
		return "", record(tx, actor, line)
	})
	return saved, err
}

// draftsMemo lets in whoever may write about the subject, into their own memo.
func draftsMemo(tx *store.Tx, actor access.Actor, subject id.Person, ref id.Memo) (k growth.Keeping, pair store.MemoPair, err error) {
	if k, err = tx.Keeping(actor.Person, subject); err != nil || !k.MayWrite() {
		return k, pair, orElse(err, fault.NotFound())
	}
	if ref != "" {
		m, err := tx.Memo(ref)
		if err != nil || m.Author != actor.Person || m.Subject != subject {
			return k, pair, orElse(err, fault.NotFound())
		}
	}
	return k, store.MemoPair{Author: actor.Person, Subject: subject}, nil
}

// DropMemoDraft throws away what was written and not kept.
func (w *Workflow) DropMemoDraft(ctx context.Context, actor access.Actor, subject id.Person, ref id.Memo, read int64) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(store.Brief(ctx), actor, Once{}, nil, func(tx *store.Tx) (string, error) {
		k, err := tx.Keeping(actor.Person, subject)
		if err != nil || !k.MayRead(tx.Now()) {
			return "", orElse(err, fault.NotFound())
		}
		return "", tx.DropMemoDraft(store.MemoPair{Author: actor.Person, Subject: subject}, ref, read)
	})
	return err
}
