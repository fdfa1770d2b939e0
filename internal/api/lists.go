package api

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
)

// GoesOn tells where the lists of an answer that holds several go on.
type GoesOn struct {
	NextOf map[string]string `json:"next_of,omitempty" doc:"Of each list of which there is more, by its name: what to send as cursor. It is answered with more of that list, and with the others empty."`
}

// lists are the lists of one answer, of which each comes in pages of its own.
type lists struct {
	Paged
	of, at string // which list goes on, and where; of is empty at the beginning of all
	lost   bool   // the cursor leads nowhere
	next   map[string]string
}

func (p Paged) lists(names ...string) *lists {
	l := &lists{Paged: p, next: map[string]string{}}
	if p.Cursor != "" {
		l.of, l.at, _ = strings.Cut(p.Cursor, ".")
		l.lost = l.at == "" || !slices.Contains(names, l.of)
	}
	return l
}

// part is the page of one of the lists. Its key tells one from another of the list.
func part[T any](l *lists, name string, all []T, key func(T) string) []T {
	if l.of != "" && l.of != name {
		return []T{}
	}
	page, next, err := pageOf(all, Paged{Cursor: l.at, Limit: l.Limit}, func(v T) string { return opaque(key(v)) })
	if err != nil {
		l.lost = true
	}
	if next != "" {
		l.next[name] = name + "." + next
	}
	return page
}

// goesOn notes the last of a page that was cut before it came here; empty where nothing
// follows.
func (l *lists) goesOn(name, last string) {
	if last != "" {
		l.next[name] = name + "." + opaque(last)
	}
}

// end tells where the lists go on.
func (l *lists) end() (GoesOn, error) {
	if l.lost {
		return GoesOn{}, badCursor()
	}
	return GoesOn{l.next}, nil
}

// onePage is the page of the one list of an answer.
func onePage[T any](p Paged, all []T, key func(T) string) (page []T, next string, err error) {
	return pageOf(all, p, func(v T) string { return opaque(key(v)) })
}

// opaque makes a mark of what tells one from another: cursors stand in addresses, which
// are written down, so nothing of it is in them.
func opaque(key string) string {
	sum := sha256.Sum256([]byte(key))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}
