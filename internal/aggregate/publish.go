package aggregate

import (
	"cmp"
	"slices"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// Records are what a publication is made from.
type Records struct {
	Quarter Quarter
	At      clock.Instant
	Steps   []Name // in their order, as they are called now
	Earlier []Publication
	Days    []Day // of each earlier one, and of this one last
	Name    func(Group) string
}

func (r Records) today() Day { return r.Days[len(r.Days)-1] }

// Publish makes what may be told in the quarter. Two tables are attacked apart: how
// many stand at each step, and how many were promoted.
func Publish(r Records) Publication {
	p := Publication{Quarter: r.Quarter, Day: r.today().On, At: r.At, Steps: r.Steps}
	groups := groupsOf(r.Days)
	for _, g := range groups {
		if slices.ContainsFunc(r.today().People, g.has) {
			p.Lines = append(p.Lines, Line{Group: g, Name: r.Name(g)})
		}
	}
	r.steps(&p, groups)
	r.promotions(&p, groups)
	return p
}

// steps fills in the Steps, line by line, and takes away what gives way.
func (r Records) steps(p *Publication, groups []Group) {
	t := newTally(r.Days, groups, stepColumns(r.Steps, r.Days))
	fresh := map[int]bool{}
	for i := range p.Lines {
		l := &p.Lines[i]
		at := slices.Index(groups, l.Group)
		if !l.Group.named() {
			continue
		}
		if old, ok := r.lastOf(l.Group); ok && t.changed(old.moment, len(r.Days)-1, at) < LeastChanges {
			l.Day, l.Cells = old.Day, old.Cells
			continue
		}
		if cells := t.cells(at, r.Steps); cells != nil {
			l.Day, l.Cells, fresh[i] = p.Day, cells, true
		}
	}
	d := defence{lines: p.Lines, fresh: fresh, weaken: hide, most: len(r.Earlier), drop: func(l *Line) { l.Day, l.Cells = "", nil }}
	d.attacked = func(skip int) *attack { return t.after(skip).attack(append(slices.Clone(r.Earlier[skip:]), *p)) }
	d.hold(t)
}

// promotions fills in how many were promoted in the quarter. Nothing ties one quarter
// to another, and who was not promoted is told nowhere.
func (r Records) promotions(p *Publication, groups []Group) {
	t := newTally(r.Days[len(r.Days)-1:], groups, promotedColumns())
	fresh := map[int]bool{}
	for i := range p.Lines {
		at := slices.Index(groups, p.Lines[i].Group)
		n, of := t.counts[0][at][0], t.size(0, at)
		if p.Lines[i].Group.named() && of >= LeastGroup && n >= LeastCell && n*100 <= of*MostShare {
			p.Lines[i].Promotions, fresh[i] = Cell{About: rounded(n)}, true
		}
	}
	alone := Publication{Quarter: p.Quarter, Day: p.Day, Steps: []Name{{ID: promoted}}}
	attacked := func(int) *attack {
		alone.Lines = nil
		for _, l := range p.Lines {
			one := Line{Group: l.Group}
			if l.Promotions.Told() {
				one.Day, one.Cells = p.Day, []Cell{l.Promotions}
			}
			alone.Lines = append(alone.Lines, one)
		}
		return t.attack([]Publication{alone})
	}
	drop := func(l *Line) { l.Promotions = Cell{} }
	d := defence{lines: p.Lines, fresh: fresh, attacked: attacked, weaken: func(*Line, []int) bool { return false }, drop: drop}
	d.hold(t)
}

// oldLine is the last line of a group that told anything, and of which publication.
type oldLine struct {
	Line
	moment int
}

func (r Records) lastOf(g Group) (old oldLine, ok bool) {
	for i, p := range r.Earlier {
		if l, has := p.line(g); has && l.Told() && l.Day == p.Day {
			old, ok = oldLine{l, i}, true
		}
	}
	return old, ok && sameSteps(r.Earlier[old.moment].Steps, r.Steps)
}

func sameSteps(a, b []Name) bool {
	return slices.EqualFunc(a, b, func(x, y Name) bool { return x.ID == y.ID })
}

// cells are what a group's line tells by itself: nothing in a small group, or where
// nearly all stand at one step.
func (t *tally) cells(group int, steps []Name) []Cell {
	last := len(t.counts) - 1
	sum, most := 0, 0
	for c := range t.columns[:len(t.columns)-1] {
		n := t.counts[last][group][c]
		sum, most = sum+n, max(most, n)
	}
	if sum < LeastGroup || most*100 > sum*MostShare {
		return nil
	}
	cells := make([]Cell, len(steps))
	for i, s := range steps {
		if n := t.counts[last][group][t.column(s.ID)]; n >= LeastCell {
			cells[i] = Cell{About: rounded(n)}
		} else {
			cells[i] = Cell{Few: true}
		}
	}
	return cells
}

// defence is a table of new lines, and how they are attacked and weakened.
type defence struct {
	lines    []Line
	fresh    map[int]bool           // places of lines that tell something new
	attacked func(skip int) *attack // without so many of the oldest quarters
	skip     int
	most     int                     // how many can be left out
	weaken   func(*Line, []int) bool // by these columns, and tells whether anything is left
	drop     func(*Line)
}

// hold attacks the new lines with what everybody can know, and with what each person
// knows by themselves, and weakens what gives way until nothing does.
func (d defence) hold(t *tally) {
	for len(d.fresh) > 0 {
		a := d.attacked(d.skip)
		found, err := a.everyLeak(t.after(d.skip))
		if err != nil && d.skip < d.most {
			// What is kept of people changes when somebody is erased, and then contradicts what
			// was told of them long ago: the oldest quarter is left out.
			d.skip++
			continue
		}
		if err != nil { // the numbers contradict each other: nothing more is told
			for i := range d.fresh {
				d.drop(&d.lines[i])
			}
			return
		}
		if len(found) == 0 {
			return
		}
		for i, columns := range d.guilty(a, found, t) {
			if !d.weaken(&d.lines[i], columns) {
				d.drop(&d.lines[i])
				delete(d.fresh, i)
			}
		}
	}
}

// next is in place of a column: the smallest number that a line still tells.
const next = -1

// hide hides numbers of a line, and tells whether any is left.
func hide(l *Line, columns []int) bool {
	l.Cells = slices.Clone(l.Cells)
	for _, c := range columns {
		if c == next {
			c = l.smallest()
		}
		if c >= 0 && l.Cells[c].Told() {
			l.Cells[c] = Cell{}
		}
	}
	return l.Told()
}

// smallest is the place of the smallest number that a line tells.
func (l Line) smallest() int {
	least := -1
	for i, c := range l.Cells {
		if c.Told() && (least < 0 || c.About < l.Cells[least].About) {
			least = i
		}
	}
	return least
}

// guilty says which new lines to weaken, and by which columns. Where a number could be
// worked out from its own line, that line is; where from others of its column, the
// smallest of these, and what stands in for it when there is none.
func (d defence) guilty(a *attack, found []leak, t *tally) map[int][]int {
	blamed := map[int][]int{}
	blame := func(i, column int) {
		if !slices.Contains(blamed[i], column) {
			blamed[i] = append(blamed[i], column)
		}
	}
	candidates := d.bySize(a, t)
	for _, l := range found {
		g, m := a.groups[l.group], &a.at[l.moment]
		own := slices.IndexFunc(candidates, func(i int) bool { return d.lines[i].Group == g })
		if own >= 0 && m.alone(l.group, l.column).width() < LeastWidth {
			blame(candidates[own], next)
		} else if i, ok := d.telling(candidates, g.Kind, l.column); ok {
			blame(i, l.column)
		} else if own >= 0 {
			blame(candidates[own], next)
		} else if same := slices.IndexFunc(candidates, func(i int) bool { return d.lines[i].Group.Kind == g.Kind }); same >= 0 {
			blame(candidates[same], next)
		} else {
			blame(candidates[len(candidates)-1], next)
		}
	}
	return blamed
}

// bySize are the new lines, of the smallest group first.
func (d defence) bySize(a *attack, t *tally) (lines []int) {
	last := len(t.counts) - 1
	size := func(i int) int { return t.size(last, slices.Index(a.groups, d.lines[i].Group)) }
	for i := range d.fresh {
		lines = append(lines, i)
	}
	slices.SortFunc(lines, func(i, j int) int { return cmp.Or(cmp.Compare(size(i), size(j)), cmp.Compare(i, j)) })
	return lines
}

// telling is the new line that tells the smallest number in the column: of the same
// table, or else of the whole, or else of the other table.
func (d defence) telling(candidates []int, kind Kind, column int) (line int, ok bool) {
	for _, of := range [][]Kind{{kind}, {Whole}, {Tribe, Discipline}} {
		for _, i := range candidates {
			l := d.lines[i]
			if !slices.Contains(of, l.Group.Kind) || column >= len(l.Cells) || !l.Cells[column].Told() {
				continue
			}
			if !ok || l.Cells[column].About < d.lines[line].Cells[column].About {
				line, ok = i, true
			}
		}
		if ok {
			return line, true
		}
	}
	return 0, false
}

// promoted is the one column of the table of promotions that is told.
const promoted framework.StepID = "promoted"

// columnOf says in which column somebody counts.
type columnOf struct {
	columns []framework.StepID // the last is never told
	of      func(Person) framework.StepID
}

func stepColumns(steps []Name, days []Day) columnOf {
	var all []framework.StepID
	add := func(s framework.StepID) {
		if s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, s := range steps {
		add(s.ID)
	}
	var others []framework.StepID // of earlier frameworks
	for _, d := range days {
		for _, p := range d.People {
			if !slices.Contains(all, p.Step) && !slices.Contains(others, p.Step) {
				others = append(others, p.Step)
			}
		}
	}
	slices.Sort(others)
	for _, s := range others {
		add(s)
	}
	return columnOf{append(all, ""), func(p Person) framework.StepID { return p.Step }}
}

func promotedColumns() columnOf {
	return columnOf{[]framework.StepID{promoted, ""}, func(p Person) framework.StepID {
		if p.Promoted {
			return promoted
		}
		return ""
	}}
}

// tally counts everybody, for the one who publishes.
type tally struct {
	columnOf
	groups []Group
	days   []Day
	counts [][][]int // by day, group and column
	places []map[id.Person][3]int
}

func newTally(days []Day, groups []Group, columns columnOf) *tally {
	t := &tally{columnOf: columns, groups: groups, days: days}
	index := map[Group]int{}
	for i, g := range groups {
		index[g] = i
	}
	for _, d := range days {
		counts, places := make([][]int, len(groups)), map[id.Person][3]int{}
		for g := range counts {
			counts[g] = make([]int, len(columns.columns))
		}
		for _, p := range d.People {
			var in [3]int
			for i, g := range p.groups() {
				in[i] = index[g]
				counts[in[i]][t.column(t.of(p))]++
			}
			places[p.ID] = in
		}
		t.counts, t.places = append(t.counts, counts), append(t.places, places)
	}
	return t
}

// after is the tally without the oldest days.
func (t *tally) after(skip int) *tally {
	one := *t
	one.days, one.counts, one.places = t.days[skip:], t.counts[skip:], t.places[skip:]
	return &one
}

func (t *tally) column(s framework.StepID) int { return slices.Index(t.columns, s) }

func (t *tally) size(day, group int) (n int) {
	for _, c := range t.counts[day][group] {
		n += c
	}
	return n
}
