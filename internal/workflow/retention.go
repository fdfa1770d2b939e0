package workflow

import (
	"context"

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
func (w *Workflow) Retain(ctx context.Context) (people int, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		gone := map[id.Person]bool{}
		if err := w.retainOfLeft(tx, gone); err != nil {
			return err
		}
		err := w.retainEnded(tx, gone)
		people = len(gone)
		return err
	})
	return people, err
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

func (w *Workflow) retainOfLeft(tx *store.Tx, gone map[id.Person]bool) error {
	left, err := tx.WhoLeftBefore(tx.Now())
	if err != nil {
		return err
	}
	for _, p := range left {
		classes := w.keeping.LeftLongAgo(p.LeftAt, tx.Now())
		if len(classes) == 0 {
			continue
		}
		may, err := mayGo(tx.Reader, p.ID)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if w.keeping.Gone(p.LeftAt, tx.Now()) {
			if err := w.buryLeft(tx, p.ID); err != nil {
				return err
			}
			gone[p.ID] = true
			continue
		}
		for _, c := range classes {
			there, err := tx.DropClass(c, p.ID)
			if err != nil {
				return err
			}
			if !there {
				continue
			}
			if err := recordPassed(tx, c, p.ID); err != nil {
				return err
			}
			gone[p.ID] = true
		}
	}
	return nil
}

func (w *Workflow) retainEnded(tx *store.Tx, gone map[id.Person]bool) error {
	for _, about := range rights.Classes() {
		before, ends := w.keeping.EndedBefore(about.Class, tx.Now())
		if !ends {
			continue
		}
		who, err := tx.EndedOf(about.Class, before)
		if err != nil {
			return err
		}
		for _, p := range who {
			may, err := mayGo(tx.Reader, p)
			if err != nil {
				return err
			}
			if !may {
				continue
			}
			if err := tx.DropEnded(about.Class, p, before); err != nil {
				return err
			}
			if err := recordPassed(tx, about.Class, p); err != nil {
				return err
			}
			gone[p] = true
		}
	}
	return nil
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
