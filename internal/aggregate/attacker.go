package aggregate

import (
	"fmt"
	"slices"

	"cairn/internal/id"
)

// attack makes what can be worked out of the publications, one for each day of the
// tally, from what is open to everybody: the lines, who was in which group, who
// joined and left. It is also told how many changed their Step, which nobody knows.
func (t *tally) attack(all []Publication) *attack {
	a := &attack{groups: t.groups, width: len(t.columns)}
	for i, g := range t.groups {
		switch g.Kind {
		case Tribe:
			a.tribes = append(a.tribes, i)
		case Discipline:
			a.fields = append(a.fields, i)
		}
	}
	for day, p := range all {
		a.at = append(a.at, t.moment(a, day, p))
	}
	a.between = make([][][]span, len(all))
	for j := range all {
		a.between[j] = make([][]span, j)
		for i := range j {
			a.between[j][i] = t.moves(i, j)
		}
	}
	return a
}

func (t *tally) moment(a *attack, day int, p Publication) moment {
	m := moment{outside: t.outside(a, day)}
	for g, group := range t.groups {
		size := t.size(day, g)
		cells, told := make([]span, a.width), make([]bool, a.width)
		for c := range cells {
			cells[c] = span{0, size}
		}
		prior := slices.Clone(cells)
		if l, ok := p.line(group); ok && l.Cells != nil {
			for i, cell := range l.Cells {
				if c := t.column(p.Steps[i].ID); l.Day == p.Day && c >= 0 {
					told[c], m.speaks = cell.Told(), true
					cells[c], prior[c] = cell.says(size)
				}
			}
			if l.Day != p.Day { // it tells of its own day, and is attacked there
				told = slices.Repeat([]bool{true}, a.width)
			}
		}
		m.size, m.cells, m.prior, m.told = append(m.size, size), append(m.cells, cells), append(m.prior, prior), append(m.told, told)
	}
	if t.columns[0] == promoted { // who was not promoted is the rest, and no number of its own
		for g := range m.told {
			m.told[g][1] = true
		}
	}
	return m
}

// says is what a cell tells of its number. Whoever attacks is taken to know why a
// number is not told, so that no rule has to be a secret.
func (c Cell) says(size int) (now, prior span) {
	all := span{0, size}
	switch {
	case c.Told():
		now = unrounded(c.About).meet(all)
		return now, now
	case c.Few:
		all.high = min(size, LeastCell-1)
	default:
		all.low = min(size, LeastCell)
	}
	return all, all
}

// outside counts who of a group is not in another.
func (t *tally) outside(a *attack, day int) [][]int {
	both := make([][]int, len(t.groups))
	for g := range both {
		both[g] = make([]int, len(t.groups))
	}
	for _, in := range t.places[day] {
		both[in[1]][in[2]]++
		both[in[2]][in[1]]++
	}
	for g := range both {
		for h := range both[g] {
			if both[g][h] == 0 {
				both[g][h] = -1
			} else {
				both[g][h] = t.size(day, g) - both[g][h]
			}
		}
	}
	return both
}

// moves tells of each group by how many at most any of its numbers shrank and grew
// from one day to another.
func (t *tally) moves(from, to int) []span {
	by := make([]span, len(t.groups))
	was := map[id.Person]Person{}
	for _, p := range t.days[from].People {
		was[p.ID] = p
	}
	for _, p := range t.days[to].People {
		before, here := was[p.ID]
		delete(was, p.ID)
		for i, g := range t.places[to][p.ID] {
			switch {
			case !here:
				by[g].high++
			case t.places[from][p.ID][i] != g:
				by[g].high++
				by[t.places[from][p.ID][i]].low++
			case t.of(before) != t.of(p):
				by[g].high++
				by[g].low++
			}
		}
	}
	for gone := range was {
		for _, g := range t.places[from][gone] {
			by[g].low++
		}
	}
	return by
}

// changed is how many joined, left or changed in the group.
func (t *tally) changed(from, to, group int) (n int) {
	now := map[id.Person]Person{}
	for _, p := range t.days[to].People {
		if slices.Contains(places(t, to, p.ID), group) {
			now[p.ID] = p
		}
	}
	for _, p := range t.days[from].People {
		if !slices.Contains(places(t, from, p.ID), group) {
			continue
		}
		if after, here := now[p.ID]; !here || t.of(after) != t.of(p) {
			n++
		}
		delete(now, p.ID)
	}
	return n + len(now)
}

func places(t *tally, day int, p id.Person) []int {
	in := t.places[day][p]
	return in[:]
}

// everyLeak attacks as somebody who knows nothing, and as everybody who knows
// something: their own Step, and those of the people they manage.
func (a *attack) everyLeak(t *tally) (all []leak, err error) {
	if err := a.close(); err != nil {
		return nil, err
	}
	for day := range a.at {
		found, err := a.leaks(day, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) > 0 { // whoever knows more finds these too
		return all, nil
	}
	for day := range a.at {
		for _, k := range t.knowledge(day) {
			found, err := a.leaks(day, k)
			if err != nil || len(found) > 0 {
				return found, err
			}
		}
	}
	return nil, nil
}

// knowledge is what the people of a day know by themselves, each thing once.
func (t *tally) knowledge(day int) (all []known) {
	by := map[id.Person][]Person{}
	for _, p := range t.days[day].People {
		by[p.ID] = append(by[p.ID], p)
		if p.Manager != "" && p.Manager != p.ID {
			by[p.Manager] = append(by[p.Manager], p)
		}
	}
	seen := map[string]bool{}
	for _, p := range t.days[day].People {
		k, key := t.knows(day, by[p.ID])
		if !seen[key] {
			seen[key] = true
			all = append(all, k)
		}
	}
	return all
}

func (t *tally) knows(day int, people []Person) (known, string) {
	k := make(known, len(t.groups))
	for g := range k {
		k[g] = make([]int, len(t.columns))
	}
	for _, p := range people {
		for _, g := range t.places[day][p.ID] {
			k[g][t.column(t.of(p))]++
		}
	}
	return k, fmt.Sprint(k)
}

// certain finds people of a day whose Step somebody can tell for sure who does not
// know it by themselves.
func (a *attack) certain(t *tally, day int) (all []id.Person, err error) {
	by := map[id.Person][]Person{"": nil}
	for _, p := range t.days[day].People {
		by[p.ID] = append(by[p.ID], p)
		if p.Manager != "" && p.Manager != p.ID {
			by[p.Manager] = append(by[p.Manager], p)
		}
	}
	for _, mine := range by {
		k, _ := t.knows(day, mine)
		m := a.at[day]
		m.learn(k)
		if err := a.settleMoment(&m); err != nil {
			return nil, err
		}
		for _, p := range t.days[day].People {
			if slices.ContainsFunc(mine, func(q Person) bool { return q.ID == p.ID }) {
				continue
			}
			if len(m.possible(places(t, day, p.ID), k)) == 1 {
				all = append(all, p.ID)
			}
		}
	}
	return all, nil
}
