package workflow

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/store"
)

// PolicyView is what the organisation does about pay, as everybody may read it.
type PolicyView struct {
	pay.Policy
	Holders  []PersonRef // compensation partners, by name
	AskedBy  PersonRef
	GivenBy  PersonRef
	Holds    bool // the exception is in force now
	Pay      bool // the reader is a compensation partner
	People   bool // the reader is a people partner
	MayAgree bool
	Changes  []PolicyChange // the newest first
}

// PolicyChange is one change, with who made it.
type PolicyChange struct {
	pay.PolicyEntry
	By PersonRef
}

// PayPolicy tells everybody who has signed in who may know what about pay.
func (w *Workflow) PayPolicy(ctx context.Context, actor access.Actor) (v PolicyView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v, err = policyView(r, actor)
		return err
	})
	return v, err
}

func hatsOf(actor access.Actor) pay.Hats {
	return pay.Hats{Pay: pay.Keeps(actor), People: actor.Via == access.ViaSession && actor.Holds(org.PeoplePartner)}
}

func policyView(r *store.Reader, actor access.Actor) (v PolicyView, err error) {
	entries, err := r.PayPolicy()
	if err != nil {
		return v, err
	}
	hats := hatsOf(actor)
	v = PolicyView{Policy: pay.PolicyOf(entries), Pay: hats.Pay, People: hats.People}
	v.Holds = v.Sight.Holds(r.Now())
	v.MayAgree = v.People && v.Sight.Waits() && v.Sight.AskedBy != actor.Person
	if !v.Sight.Announced() && !v.Pay && !v.People {
		v.Sight = pay.Sight{} // what only waits concerns the two offices
	}
	holders, err := r.HoldersOf(org.CompensationPartner)
	if err != nil {
		return v, err
	}
	who := append(eachOf(entries, func(e pay.PolicyEntry) id.Person { return e.By }), holders...)
	people, err := r.PeopleByID(who)
	for _, h := range holders {
		v.Holders = append(v.Holders, refOf(people, h))
	}
	arrange.By(v.Holders, func(a, b PersonRef) int { return cmp.Or(org.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	v.AskedBy, v.GivenBy = refOf(people, v.Sight.AskedBy), refOf(people, v.Sight.GivenBy)
	for _, e := range slices.Backward(told(entries, hats)) {
		v.Changes = append(v.Changes, PolicyChange{e, refOf(people, e.By)})
	}
	return v, err
}

// told are the changes that concern the reader: what was asked for and never given
// concerns the two offices alone.
func told(entries []pay.PolicyEntry, hats pay.Hats) (list []pay.PolicyEntry) {
	given := false
	for _, e := range entries {
		switch e.What {
		case pay.SightAsked:
			if !hats.Pay && !hats.People {
				continue
			}
		case pay.SightGiven:
			given = true
		case pay.SightEnded:
			if !given && !hats.Pay && !hats.People {
				continue
			}
			given = false
		}
		list = append(list, e)
	}
	return list
}

// SetPayPolicy changes what the organisation does about pay. That compensation
// partners may know ranges takes two offices, and everybody is told before it
// begins and when it ends.
func (w *Workflow) SetPayPolicy(ctx context.Context, actor access.Actor, once Once, what pay.What, value int64, words string) error {
	if err := own(actor); err != nil {
		return err
	}
	words = strings.TrimSpace(words)
	asked := struct {
		What  pay.What
		Value int64
		Words string
	}{what, value, words}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		entries, err := tx.PayPolicy()
		if err != nil {
			return "", err
		}
		before := pay.PolicyOf(entries)
		e, err := before.Next(pay.PolicyEntry{ID: id.New[id.Entry](), At: tx.Now(), By: actor.Person, What: what, Value: value, Words: words}, hatsOf(actor))
		if err != nil {
			return "", err
		}
		if err := tx.AddPayPolicy(e); err != nil {
			return "", err
		}
		if what == pay.SightGiven || what == pay.SightEnded && before.Sight.Announced() {
			if err := tellEverybody(tx, actor, notice.PaySight, "pay/policy"); err != nil {
				return "", err
			}
		}
		return "", record(tx, actor, audit.Entry{Hat: policyHat(actor), Act: audit.PolicySet, Item: "range_tab", Object: "pay/policy"})
	})
	return err
}

func policyHat(actor access.Actor) string {
	if pay.Keeps(actor) {
		return payHat
	}
	return org.PeoplePartner.Words()
}

func policyTitle(_ *Workflow, r *store.Reader, _ access.Actor, ref string) (string, error) {
	if ref == categoryRef {
		return lang.Say(r.Context(), "What women and men are paid"), nil
	}
	return lang.Say(r.Context(), "Who may know what about pay"), nil
}
