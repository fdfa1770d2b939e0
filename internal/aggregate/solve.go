package aggregate

import "slices"

// attack is what somebody can work out from all tables together, who also knows from
// the open directory who is in which group and how many joined, left or changed.
type attack struct {
	groups []Group
	tribes []int // places in groups
	fields []int // disciplines
	width  int   // columns; the last is never told
	at     []moment
	// between says by how much a number of a group can have grown and shrunk from one
	// moment to a later one; nil where nothing ties them.
	between [][][]span
}

// moment is one publication.
type moment struct {
	size    []int
	cells   [][]span // by group and column: what it can be
	prior   [][]span // what it can be by what its own line says
	told    [][]bool
	speaks  bool    // it tells anything new
	outside [][]int // how many of a group are not in another that it meets; -1 where that says nothing
}

// whole is the place of the whole organisation.
const whole = 0

// close works out everything there is to work out, until nothing gets narrower.
func (a *attack) close() error {
	stale := make([]bool, len(a.at))
	for i := range stale {
		stale[i] = true
	}
	for slices.Contains(stale, true) {
		for i := range a.at {
			if stale[i] {
				if err := a.settleMoment(&a.at[i]); err != nil {
					return err
				}
				stale[i] = false
			}
		}
		a.tie(stale)
	}
	return nil
}

// settleMoment makes every number of one publication as narrow as its margins and
// overlaps make it.
func (a *attack) settleMoment(m *moment) error {
	for again := true; again; {
		if err := a.flows(m); err != nil {
			return err
		}
		again = m.overlap(a)
	}
	return nil
}

// flows takes each number up and down as far as all margins let it.
func (a *attack) flows(m *moment) error {
	tribe := func(i int) int { return 1 + i }
	in := func(c int) int { return 1 + len(a.tribes) + c }
	out := func(c int) int { return in(c) + a.width }
	field := func(i int) int { return out(a.width-1) + 1 + i }
	end := field(len(a.fields))
	f := newFlow(end + 1)
	type place struct{ arc, group, column int }
	var places []place
	exactly := func(n int) span { return span{n, n} }
	for i, g := range a.tribes {
		f.add(0, tribe(i), exactly(m.size[g]))
		for c := range a.width {
			places = append(places, place{f.add(tribe(i), in(c), m.cells[g][c]), g, c})
		}
	}
	for c := range a.width {
		places = append(places, place{f.add(in(c), out(c), m.cells[whole][c]), whole, c})
	}
	for i, g := range a.fields {
		for c := range a.width {
			places = append(places, place{f.add(out(c), field(i), m.cells[g][c]), g, c})
		}
		f.add(field(i), end, exactly(m.size[g]))
	}
	f.add(end, 0, exactly(m.size[whole]))
	if err := f.settle(); err != nil {
		return err
	}
	for _, p := range places {
		if s := m.cells[p.group][p.column]; s.low < s.high {
			m.cells[p.group][p.column] = span{f.least(p.arc), f.most(p.arc)}
		}
	}
	return nil
}

// overlap: whoever is in a tribe and at a step is in the discipline at that step too,
// but for those of the tribe who are in another one.
func (m *moment) overlap(a *attack) (narrower bool) {
	for _, pair := range [2][2][]int{{a.tribes, a.fields}, {a.fields, a.tribes}} {
		for _, g := range pair[0] {
			for _, h := range pair[1] {
				out := m.outside[g][h]
				if out < 0 {
					continue
				}
				for c := range a.width {
					narrower = m.narrow(g, c, span{0, m.cells[h][c].high + out}) || narrower
					narrower = m.narrow(h, c, span{m.cells[g][c].low - out, m.size[h]}) || narrower
				}
			}
		}
	}
	return narrower
}

func (m *moment) narrow(g, c int, s span) bool {
	before := m.cells[g][c]
	m.cells[g][c] = before.meet(s)
	return m.cells[g][c] != before
}

// tie takes what is known of one publication to the others.
func (a *attack) tie(stale []bool) {
	for j := range a.at {
		for i := range j {
			if a.between == nil || a.between[j][i] == nil {
				continue
			}
			for g, by := range a.between[j][i] {
				for c := range a.width {
					was, is := a.at[i].cells[g][c], a.at[j].cells[g][c]
					if a.at[j].narrow(g, c, span{was.low - by.low, was.high + by.high}) {
						stale[j] = true
					}
					if a.at[i].narrow(g, c, span{is.low - by.high, is.high + by.low}) {
						stale[i] = true
					}
				}
			}
		}
	}
}

// known is how many of each group and column somebody knows by themselves: their own
// Step, and those of people they manage.
type known [][]int

// leak is a number that is not told and can be worked out all the same.
type leak struct{ moment, group, column int }

// leaks looks for numbers that are not told and that the tables make narrower than
// five: for somebody who knows nothing by themselves where k is nil. What is narrow
// by what they know themselves, or because the group is that small, is no leak.
func (a *attack) leaks(at int, k known) ([]leak, error) {
	m := a.at[at]
	if !m.speaks {
		return nil, nil
	}
	if k != nil {
		if !m.learn(k) {
			return nil, nil // nothing that could not be worked out already
		}
		if err := a.settleMoment(&m); err != nil {
			return nil, err
		}
	}
	var found []leak
	for g := range a.groups {
		for c := range a.width {
			if !m.told[g][c] && m.cells[g][c].width() < m.need(g, c, k) {
				found = append(found, leak{at, g, c})
			}
		}
	}
	return found, nil
}

// alone is what a number can be by its own line and nothing else.
func (m *moment) alone(g, c int) span {
	rest := span{m.size[g], m.size[g]}
	for i, other := range m.prior[g] {
		if i != c {
			rest = span{rest.low - other.high, rest.high - other.low}
		}
	}
	return m.prior[g][c].meet(rest)
}

// learn puts in what somebody knows by themselves, and tells whether it says anything.
func (m *moment) learn(k known) (news bool) {
	m.cells = copied(m.cells)
	for g := range k {
		for c, n := range k[g] {
			if n > m.cells[g][c].low {
				m.cells[g][c].low, news = n, true
			}
		}
	}
	return news
}

// need is how wide a number must stay.
func (m *moment) need(g, c int, k known) int {
	mine, all := 0, 0
	if k != nil {
		mine = k[g][c]
		for _, n := range k[g] {
			all += n
		}
	}
	return min(LeastWidth, m.size[g]-all, m.prior[g][c].high-max(m.prior[g][c].low, mine))
}

// possible tells at which columns somebody of these groups can be, whom the one who
// knows does not know.
func (m *moment) possible(groups []int, k known) (columns []int) {
	for c := range m.cells[whole] {
		ok := true
		for _, g := range groups {
			mine := 0
			if k != nil {
				mine = k[g][c]
			}
			ok = ok && m.cells[g][c].high > mine
		}
		if ok {
			columns = append(columns, c)
		}
	}
	return columns
}

func copied(cells [][]span) [][]span {
	all := make([][]span, len(cells))
	for i := range cells {
		all[i] = slices.Clone(cells[i])
	}
	return all
}
