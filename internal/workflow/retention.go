package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// Retain deletes what is no longer kept: classes of those who left, things of those who
// are here that were over long ago, and at the end the name. It returns about how many
// people something went. Where a hold or a restriction keeps it, nothing goes. Each
// class of each person is a line in the journal; running it again deletes none twice.
// Each person is a transaction of their own, so that nobody waits for all of them.
func (w *Workflow) Retain(ctx context.Context) (people int, err error) {
	left, ended, err := w.notKept(ctx)
	if err != nil {
		return 0, err
	}
	gone := map[id.Person]bool{}
	one := func(who id.Person, retain func(*store.Tx) (bool, error)) error {
		return w.update(ctx, func(tx *store.Tx) error {
			may, err := mayGo(tx.Reader, who)
			if err != nil || !may {
				return err
			}
			something, err := retain(tx)
			if something {
				gone[who] = true
			}
			return err
		})
	}
	for _, who := range left {
		if err := one(who, func(tx *store.Tx) (bool, error) { return w.retainLeft(tx, who) }); err != nil {
			return len(gone), err
		}
	}
	for _, e := range ended {
		if err := one(e.who, func(tx *store.Tx) (bool, error) { return w.retainEnded(tx, e) }); err != nil {
			return len(gone), err
		}
	}
	return len(gone), nil
}

// ended is that something of the class about the person was over long ago.
type ended struct {
	class rights.Class
	who   id.Person
}

// notKept finds of whom something may be no longer kept.
func (w *Workflow) notKept(ctx context.Context) (left []id.Person, over []ended, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		all, err := r.WhoLeftBefore(r.Now())
		if err != nil {
			return err
		}
		for _, p := range all {
			if len(w.keeping.LeftLongAgo(p.LeftAt, r.Now())) > 0 {
				left = append(left, p.ID)
			}
		}
		over, err = w.endedLongAgo(r)
		return err
	})
	return left, over, err
}

func (w *Workflow) endedLongAgo(r *store.Reader) (over []ended, err error) {
	for _, about := range rights.Classes() {
		before, ends := w.keeping.EndedBefore(about.Class, r.Now())
		if !ends {
			continue
		}
		who, err := r.EndedOf(about.Class, before)
		if err != nil {
			return nil, err
		}
		for _, p := range who {
			over = append(over, ended{about.Class, p})
		}
	}
	return over, nil
}

// mayGo tells whether what is kept about the person may be deleted.
func mayGo(r *store.Reader, who id.Person) (bool, error) {
	held, err := heldBack(r, who)
	if err != nil || held {
		return false, err
	}
	rests, err := r.Restricted(who)
	return !rests, err
}

func (w *Workflow) retainLeft(tx *store.Tx, who id.Person) (something bool, err error) {
	p, err := tx.Person(who)
	if err != nil || p.LeftAt == 0 { // back since it was looked for
		return false, err
	}
	erasures, err := tx.ErasuresOf(who)
	if err != nil || slices.ContainsFunc(erasures, func(e *rights.Erasure) bool { return e.DoneAt > 0 }) {
		return false, err
	}
	if w.keeping.Gone(p.LeftAt, tx.Now()) {
		return true, w.buryLeft(tx, who)
	}
	for _, c := range w.keeping.LeftLongAgo(p.LeftAt, tx.Now()) {
		there, err := tx.DropClass(c, who)
		if err != nil {
			return something, err
		}
		if !there {
			continue
		}
		if err := recordPassed(tx, c, who); err != nil {
			return something, err
		}
		something = true
	}
	return something, nil
}

func (w *Workflow) retainEnded(tx *store.Tx, e ended) (something bool, err error) {
	before, _ := w.keeping.EndedBefore(e.class, tx.Now())
	something, err = tx.DropEnded(e.class, e.who, before)
	if err != nil || !something { // somebody else was faster
		return false, err
	}
	return true, recordPassed(tx, e.class, e.who)
}

func recordPassed(tx *store.Tx, c rights.Class, who id.Person) error {
	about, _ := rights.Of(c)
	return record(tx, access.System(access.ViaItself), audit.Entry{Act: audit.RetentionPassed, Item: about.Item, Subject: who, Object: "person/" + string(who)})
}

// buryLeft erases what is left of somebody whose time is over.
func (w *Workflow) buryLeft(tx *store.Tx, who id.Person) error {
	e := &rights.Erasure{ID: id.New[id.Erasure](), Subject: who, AskedAt: tx.Now(), DoneAt: tx.Now(), EndedAt: tx.Now(), Version: 1}
	open, err := tx.ErasuresOf(who)
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.Waits() { // the wish is fulfilled
			if err := o.Withdraw("", tx.Now()); err != nil {
				return err
			}
			if err := tx.SaveErasure(o); err != nil {
				return err
			}
		}
	}
	if err := tx.Bury(who); err != nil {
		return err
	}
	if err := tx.AddErasure(e); err != nil {
		return err
	}
	return record(tx, access.System(access.ViaItself), aboutData(audit.ErasureDone, "", who))
}
