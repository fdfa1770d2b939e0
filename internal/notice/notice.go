package notice

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/id"
)

// Notice tells one person of one thing. It holds no words: what is said follows
// from the kind, and what the thing is called is asked when it is read.
type Notice struct {
	ID     id.Notice
	Person id.Person
	Kind   Kind
	Object string // "evaluation/ID"
	At     clock.Instant
	ReadAt clock.Instant // not set: new
	Way    Way           // as the person wanted to be told at that time
	Mail   id.Mail       // which carries it; empty while none does
}

// Thing is something that a person is told about.
type Thing struct {
	Person id.Person
	Object string
}

// Noun returns what sort of thing an object is and its reference: "evaluation"
// and the id.
func Noun(object string) (noun, ref string) {
	noun, ref, _ = strings.Cut(object, "/")
	return noun, ref
}

// key is what makes two notices the same one.
type key struct {
	person id.Person
	kind   Kind
	object string
}

func (n Notice) key() key { return key{n.Person, n.Kind, n.Object} }

// Batch decides what comes of telling: what is told anew, and which unread
// notices stand for what was told again. Nobody is told of what they muted, unless
// it is told always.
func Batch(told, unread []Notice, settings map[id.Person]Settings, muted map[Thing]bool) (fresh, again []Notice) {
	known := make(map[key]Notice, len(unread))
	for _, n := range unread {
		known[n.key()] = n
	}
	done := make(map[key]bool, len(told))
	for _, n := range told {
		if done[n.key()] {
			continue
		}
		done[n.key()] = true
		n.Way = settings[n.Person].Way(n.Kind)
		if n.Way == Muted || n.Way != Always && muted[Thing{n.Person, n.Object}] {
			continue
		}
		if before, ok := known[n.key()]; ok {
			again = append(again, before)
			continue
		}
		n.ID = id.New[id.Notice]()
		fresh = append(fresh, n)
	}
	return fresh, again
}
