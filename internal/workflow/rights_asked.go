package workflow

import (
	"slices"

	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// asked is what the person asked for about their data, and what came of it.
func (g *gathering) asked() error {
	return g.view(func(r *store.Reader) error {
		me := g.actor.Person
		said, err := r.CorrectionsBy(me)
		for _, c := range said {
			g.add(rights.NewRecord("I said beside "+c.Object, c.At).Put("words", c.Text))
		}
		if err != nil {
			return err
		}
		rests, err := r.RestrictionsOf(me)
		for _, v := range rests {
			g.add(rights.NewRecord("I asked that what is kept about me rests", v.AskedAt).Put("words", v.Words).PutTime("in force from", v.SetAt).PutTime("ended", v.EndedAt).Put("answer", v.Answer))
		}
		if err != nil {
			return err
		}
		erasures, err := r.ErasuresOf(me)
		for _, v := range erasures {
			g.add(rights.NewRecord("Erasure was asked for", v.AskedAt).Put("words", v.Words).PutTime("ended", v.EndedAt).Put("answer", v.Answer))
		}
		if err != nil {
			return err
		}
		holds, err := r.HoldsOf(me)
		for _, v := range holds {
			g.add(rights.NewRecord("A legal hold", v.AskedAt).PutTime("agreed", v.AgreedAt).PutTime("ended", v.EndedAt))
		}
		return err
	})
}

// heldBack tells whether a legal hold keeps what is kept about the person.
func heldBack(r *store.Reader, subject id.Person) (bool, error) {
	list, err := r.HoldsOf(subject)
	return slices.ContainsFunc(list, func(h *rights.Hold) bool { return h.Stops(r.Now()) }), err
}

// withoutResting leaves out what is about people whose data rest.
func withoutResting[T any](r *store.Reader, list []T, subject func(T) id.Person) ([]T, error) {
	if len(list) == 0 {
		return list, nil
	}
	rest, err := r.AllRestricted()
	return slices.DeleteFunc(list, func(v T) bool { return rest[subject(v)] }), err
}
