package workflow

import (
	"cmp"
	"context"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// MemosView is what the actor wrote to themselves about somebody.
type MemosView struct {
	Subject  PersonRef
	Memos    []*growth.Memo        // the newest first
	MayWrite bool                  // the actor is the manager of now
	Drafts   map[id.Memo]SavedMemo // begun and not kept; under the empty one, a new memo
	Ends     clock.Instant         // when they are removed; not set for the manager of now
}

// Memos returns the actor's own memos about the subject: to the manager of now, and
// for a while to whoever was it and has written some. For everybody else there are
// none, and to a token neither.
func (w *Workflow) Memos(ctx context.Context, actor access.Actor, subject id.Person) (v MemosView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		k, list, err := memosReached(r, actor, subject)
		if err != nil {
			return err
		}
		drafts, err := savedMemos(r, actor.Person, subject)
		if err != nil {
			return err
		}
		people, err := r.PeopleByID([]id.Person{subject})
		v = MemosView{Subject: refOf(people, subject), Memos: list, MayWrite: k.MayWrite(), Drafts: drafts, Ends: k.Ends()}
		return err
	})
	return v, err
}

func memosReached(r *store.Reader, actor access.Actor, subject id.Person) (k growth.Keeping, list []*growth.Memo, err error) {
	if k, err = r.Keeping(actor.Person, subject); err != nil {
		return k, nil, err
	}
	if !k.MayRead(r.Now()) {
		return k, nil, fault.NotFound()
	}
	list, err = r.MemosAbout(actor.Person, subject)
	if err == nil && !k.Manager && len(list) == 0 {
		drafts, failed := r.MemoDrafts(store.MemoPair{Author: actor.Person, Subject: subject})
		if err = failed; err == nil && len(drafts) == 0 {
			err = fault.NotFound()
		}
	}
	return k, list, err
}

// MemosLeft is somebody about whom memos are left with the actor, who manages them
// no more.
type MemosLeft struct {
	Subject PersonRef
	Ends    clock.Instant
}

// LeftMemos returns about whom memos are left with the actor.
func (w *Workflow) LeftMemos(ctx context.Context, actor access.Actor) (list []MemosLeft, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err = memosLeft(r, actor.Person)
		return err
	})
	return list, err
}

func memosLeft(r *store.Reader, author id.Person) (list []MemosLeft, err error) {
	pairs, err := r.MemoPairsOf(author)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	people, err := r.PeopleByID(eachOf(pairs, func(p store.MemoPair) id.Person { return p.Subject }))
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		k, err := r.Keeping(author, p.Subject)
		if err != nil {
			return nil, err
		}
		if !k.Manager && k.MayRead(r.Now()) {
			list = append(list, MemosLeft{refOf(people, p.Subject), k.Ends()})
		}
	}
	arrange.By(list, func(a, b MemosLeft) int { return cmp.Compare(a.Subject.ID, b.Subject.ID) })
	return list, nil
}

func aboutMemo(m *growth.Memo, act audit.Act, k growth.Keeping) audit.Entry {
	hat := "manager"
	if !k.Manager {
		hat = "former manager"
	}
	return audit.Entry{Act: act, Hat: hat, Item: "notes_mgr", Subject: m.Subject, Object: "memo/" + string(m.ID)}
}

// WriteMemo keeps a new memo about a report.
func (w *Workflow) WriteMemo(ctx context.Context, actor access.Actor, once Once, subject id.Person, d MemoText) (id.Memo, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		Text    string
	}{subject, d.Text}
	ref, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		k, err := tx.Keeping(actor.Person, subject)
		if err != nil || !k.MayWrite() {
			return "", orElse(err, fault.NotFound())
		}
		if err := growth.CheckMemo(d.Text); err != nil {
			return "", err
		}
		m := growth.NewMemo(subject, actor.Person, d.Text, tx.Now())
		if err := tx.AddMemo(m); err != nil {
			return "", err
		}
		if err := tx.DropMemoDraft(store.MemoPair{Author: actor.Person, Subject: subject}, "", d.Revision); err != nil {
			return "", err
		}
		return string(m.ID), record(tx, actor, aboutMemo(m, audit.MemoWritten, k))
	})
	return id.Memo(ref), err
}

// onMemo is an act on an own memo that is still reached; it returns whom it is about.
func (w *Workflow) onMemo(ctx context.Context, actor access.Actor, once Once, ref id.Memo, act audit.Act, input any, f func(*store.Tx, *growth.Memo, growth.Keeping) error) (id.Person, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Memo
		Input any
	}{act, ref, input}
	subject, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		m, err := tx.Memo(ref)
		if err != nil || m.Author != actor.Person {
			return "", orElse(err, fault.NotFound())
		}
		k, err := tx.Keeping(actor.Person, m.Subject)
		if err != nil || !k.MayRead(tx.Now()) {
			return "", orElse(err, fault.NotFound())
		}
		if err := f(tx, m, k); err != nil {
			return "", err
		}
		return string(m.Subject), record(tx, actor, aboutMemo(m, act, k))
	})
	return id.Person(subject), err
}

// MemoSubject returns whom an own memo is about that is still reached.
func (w *Workflow) MemoSubject(ctx context.Context, actor access.Actor, ref id.Memo) (subject id.Person, err error) {
	if err := own(actor); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		m, err := r.Memo(ref)
		if err != nil || m.Author != actor.Person {
			return orElse(err, fault.NotFound())
		}
		subject = m.Subject
		_, _, err = memosReached(r, actor, subject)
		return err
	})
	return subject, err
}

// RewriteMemo keeps another text of a memo that was read at the version.
func (w *Workflow) RewriteMemo(ctx context.Context, actor access.Actor, once Once, ref id.Memo, d MemoText, read int64) (id.Person, error) {
	input := struct {
		Text string
		Read int64
	}{d.Text, read}
	return w.onMemo(ctx, actor, once, ref, audit.MemoWritten, input, func(tx *store.Tx, m *growth.Memo, k growth.Keeping) error {
		if !k.MayWrite() {
			return fault.New(fault.Conflict, lang.Later("Somebody else is the manager now, so this can be read and removed, and not changed."))
		}
		if err := growth.CheckMemo(d.Text); err != nil {
			return err
		}
		if m.Version != read {
			return fault.Stale()
		}
		m.Text, m.SavedAt = d.Text, tx.Now()
		if err := tx.SaveMemo(m); err != nil {
			return err
		}
		return tx.DropMemoDraft(store.MemoPair{Author: m.Author, Subject: m.Subject}, m.ID, d.Revision)
	})
}

// RemoveMemo removes one for good.
func (w *Workflow) RemoveMemo(ctx context.Context, actor access.Actor, once Once, ref id.Memo) (id.Person, error) {
	return w.onMemo(ctx, actor, once, ref, audit.MemoRemoved, nil, func(tx *store.Tx, m *growth.Memo, _ growth.Keeping) error {
		return tx.RemoveMemo(m)
	})
}

// RemoveOldMemos removes what was left longer ago than its authors had time for, and
// returns about how many people. Doing it again removes none twice.
func (w *Workflow) RemoveOldMemos(ctx context.Context) (removed int, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		removed = 0
		pairs, err := tx.MemoPairs()
		if err != nil {
			return err
		}
		for _, p := range pairs {
			k, err := tx.Keeping(p.Author, p.Subject)
			if err != nil {
				return err
			}
			if k.MayRead(tx.Now()) {
				continue
			}
			if err := tx.DropMemos(p); err != nil {
				return err
			}
			line := audit.Entry{Act: audit.MemosExpired, Item: "notes_mgr", Subject: p.Subject, Object: "person/" + string(p.Subject)}
			if err := record(tx, access.System(access.ViaItself), line); err != nil {
				return err
			}
			removed++
		}
		return nil
	})
	return removed, err
}
