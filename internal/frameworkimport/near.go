package frameworkimport

import (
	"strings"
	"unicode"

	"cairn/internal/lang"
)

// mostNear bounds the questions about names; somebody who mistyped more than that
// has another file to mend first.
const mostNear = 50

// sameNames asks about names that differ by one slip of the hand, and puts one in
// place of the other where the answer says so.
func (c *collector) sameNames() {
	for _, l := range []struct {
		kind string
		*names
	}{{"area", &c.areas}, {"step", &c.steps}, {"discipline", &c.disciplines}} {
		for _, n := range l.all {
			meant := likely(n, l.all)
			if meant == nil || len(c.ask) >= mostNear {
				continue
			}
			id := l.kind + " " + fold(n.name)
			answer := c.question(Question{ID: id, At: n.at, Ask: likeEachOther(l.kind, n.name, meant.name),
				Choices: []Choice{{"own", lang.Tell("No, keep both")}, {"same", lang.Tell("Yes, it means {name}", "name", meant.name)}}, Answer: "own"})
			if answer == "same" {
				c.rename(l.names, n, meant)
				c.note(Merged, n.at, l.kind, lang.Tell("Taken as {name}, as you decided.", "name", lang.Quoted(meant.name)))
			} else if !c.decided(id) {
				c.note(Undecided, n.at, l.kind, lang.Tell("{name} is written much like {other}. Both were kept.", "name", lang.Quoted(n.name), "other", lang.Quoted(meant.name)))
			}
		}
	}
}

func (c *collector) decided(id string) bool {
	for _, q := range c.ask {
		if q.ID == id {
			return q.Decided
		}
	}
	return false
}

// likeEachOther asks whether two names mean the same.
func likeEachOther(kind, name, other string) lang.Told {
	with := []any{"name", lang.Quoted(name), "other", lang.Quoted(other)}
	switch kind {
	case "area":
		return lang.Tell("Area {name} is written much like {other}. Is it the same?", with...)
	case "step":
		return lang.Tell("Step {name} is written much like {other}. Is it the same?", with...)
	}
	return lang.Tell("Discipline {name} is written much like {other}. Is it the same?", with...)
}

// likely is the name used more often that differs by one slip.
func likely(n *named, all []*named) *named {
	var best *named
	for _, o := range all {
		if o != n && o.uses > n.uses && slip(fold(n.name), fold(o.name)) && (best == nil || o.uses > best.uses) {
			best = o
		}
	}
	return best
}

// slip tells names that differ by one letter more, less, changed or swapped; what
// tells steps apart on purpose, such as a number at the end, is none.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < 4 {
		return false
	}
	if lastWord(a) != lastWord(b) && (mark(lastWord(a)) || mark(lastWord(b))) {
		return false
	}
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	for _, r := range append(append([]rune{}, x...), y...) {
		if unicode.IsDigit(r) {
			return false
		}
	}
	if len(x) == 2 && len(y) == 2 {
		return x[0] == y[1] && x[1] == y[0]
	}
	return len(x) <= 1 && len(y) <= 1
}

func lastWord(s string) string { return s[strings.LastIndex(s, " ")+1:] }

// mark tells "ii", "b", "3" and the like.
func mark(word string) bool {
	return len([]rune(word)) == 1 || strings.Trim(word, "ivx") == "" || strings.ContainsFunc(word, unicode.IsDigit)
}

// rename puts one name in place of the other everywhere.
func (c *collector) rename(l *names, from, to *named) {
	for i, n := range l.all {
		if n == from {
			l.all = append(l.all[:i:i], l.all[i+1:]...)
			break
		}
	}
	to.uses += from.uses
	l.by[fold(from.name)] = to
	for i := range c.examples {
		e := &c.examples[i]
		if e.area == from {
			e.area = to
		}
		if e.step == from {
			e.step = to
		}
		for j, d := range e.disciplines {
			if d == from {
				e.disciplines[j] = to
			}
		}
	}
	for i := range c.profiles {
		if c.profiles[i].step == from {
			c.profiles[i].step = to
		}
	}
}
