package aggregate

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"cairn/internal/framework"
	"cairn/internal/id"
)

var (
	stepIDs   = []framework.StepID{"individual", "squad", "tribe", "company"}
	stepNames = []Name{{"individual", "Individual"}, {"squad", "Squad"}, {"tribe", "Tribe"}, {"company", "Company"}}
)

// organisation changes from quarter to quarter, as they do.
type organisation struct {
	rand   *rand.Rand
	people []Person
	since  map[id.Person]int // the quarter of those who have no Step yet
	tribes []int             // how much of everybody each takes
	fields []int
	next   int
	share  []int
}

// newOrganisation has 20 to most people, tribes and disciplines of very unequal
// size, some of one person, and steps that are sometimes nearly all the same.
func newOrganisation(seed uint64, most int) *organisation {
	r := rand.New(rand.NewPCG(seed, 11))
	o := &organisation{rand: r, since: map[id.Person]int{}}
	skewed := func(n int) (list []int) {
		for range n {
			list = append(list, []int{1, 1, 10, 40, 100, 100}[r.IntN(6)])
		}
		return list
	}
	o.tribes, o.fields = skewed(1+r.IntN(9)), skewed(1+r.IntN(7))
	o.share = [][]int{{40, 40, 15, 5}, {30, 50, 18, 2}, {2, 94, 3, 1}, {25, 25, 25, 25}, {60, 38, 1, 1}}[r.IntN(5)]
	n := 20 + r.IntN(most-19)
	if r.IntN(3) > 0 {
		n = 20 + r.IntN(min(most, 400)-19)
	}
	for range n {
		o.join(-2)
	}
	return o
}

func pick(r *rand.Rand, weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := r.IntN(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return 0
}

func (o *organisation) join(quarter int) {
	o.next++
	p := Person{ID: id.Person(fmt.Sprint("p", o.next)), Discipline: fmt.Sprint("d", pick(o.rand, o.fields))}
	if at := pick(o.rand, o.tribes); at > 0 || o.rand.IntN(4) > 0 {
		p.Tribe = id.Unit(fmt.Sprint("t", at))
	}
	if quarter == -2 && o.rand.IntN(20) > 0 {
		p.Step = stepIDs[pick(o.rand, o.share)]
	} else {
		o.since[p.ID] = quarter
	}
	o.people = append(o.people, p)
}

// day moves on by a quarter: people join, leave, move and are promoted, and Steps are
// set half a year after the first day. Managers have up to 12 reports.
func (o *organisation) day(quarter int) Day {
	restless := []int{1, 10, 40}[o.rand.IntN(3)] // of a thousand
	for i := range o.people {
		p := &o.people[i]
		p.Promoted = false
		switch {
		case p.Step == "" && quarter-o.since[p.ID] >= 2:
			p.Step = stepIDs[pick(o.rand, o.share)]
		case p.Step != "" && p.Step != "company" && o.rand.IntN(1000) < restless*2:
			p.Step, p.Promoted = stepIDs[slices.Index(stepIDs, p.Step)+1], true
		}
		if o.rand.IntN(1000) < restless {
			p.Tribe = id.Unit(fmt.Sprint("t", pick(o.rand, o.tribes)))
		}
	}
	o.people = slices.DeleteFunc(o.people, func(Person) bool { return o.rand.IntN(1000) < restless && len(o.people) > 5 })
	for range len(o.people) * restless / 1000 {
		o.join(quarter)
	}
	if quarter%3 == 0 {
		lead := id.Person("")
		for i := range o.people {
			if i == 0 || o.rand.IntN(8) == 0 {
				lead = o.people[i].ID
			}
			o.people[i].Manager = lead
		}
	}
	return Day{On: Quarter("2026-Q1").First().AddMonths(3 * quarter).AddDays(-Age), People: slices.Clone(o.people)}
}

// publisher makes the tables of a quarter, as Publish does or worse.
type publisher func(Records) Publication

// told is what came of an organisation's quarters.
type told struct{ certain, narrow, cells, lines, quarters int }

func (a told) add(b told) told {
	return told{a.certain + b.certain, a.narrow + b.narrow, a.cells + b.cells, a.lines + b.lines, a.quarters + b.quarters}
}

// besiege publishes eight quarters and then attacks all of them together, as
// everybody who is or was there.
func besiege(t *testing.T, seed uint64, most int, publish publisher) (sum told) {
	t.Helper()
	o := newOrganisation(seed, most)
	r := Records{Steps: stepNames, Name: func(g Group) string { return g.Key }}
	for q := range 8 {
		d := o.day(q)
		r.Quarter, r.Days = QuarterOf(d.On.AddDays(Age)), append(r.Days, d)
		p := publish(r)
		r.Earlier = append(r.Earlier, p)
		for _, l := range p.Lines {
			if l.Told() && l.Day == p.Day {
				sum.lines++
			}
			for _, c := range l.Cells {
				if c.Told() && l.Day == p.Day {
					sum.cells++
				}
			}
		}
		if p.Shows() {
			sum.quarters++
		}
	}
	count := newTally(r.Days, groupsOf(r.Days), stepColumns(r.Steps, r.Days))
	a := count.attack(r.Earlier)
	if err := a.close(); err != nil {
		t.Fatalf("organisation %d: %v", seed, err)
	}
	for day := range a.at {
		for _, k := range append(count.knowledge(day), nil) {
			found, err := a.leaks(day, k)
			if err != nil {
				t.Fatalf("organisation %d: %v", seed, err)
			}
			sum.narrow += len(found)
		}
		who, err := a.certain(count, day)
		if err != nil {
			t.Fatalf("organisation %d: %v", seed, err)
		}
		sum.certain += len(who)
	}
	return sum
}

// naive publishes as people do who mean well: small numbers are left out, the others
// are rounded, and that is all.
func naive(r Records) Publication {
	p := Publication{Quarter: r.Quarter, Day: r.today().On, Steps: r.Steps}
	t := newTally(r.Days, groupsOf(r.Days), stepColumns(r.Steps, r.Days))
	for g, group := range t.groups {
		l := Line{Group: group, Day: p.Day}
		for _, s := range r.Steps {
			n, c := t.counts[len(r.Days)-1][g][t.column(s.ID)], Cell{Few: true}
			if n >= LeastCell {
				c = Cell{About: rounded(n)}
			}
			l.Cells = append(l.Cells, c)
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

// organisations is how many are besieged: a few in every run, and as many as
// CAIRN_AGGREGATES says when somebody asks for more; 1,000 are what is promised.
func organisations(t *testing.T) (n, most int) {
	t.Helper()
	asked := os.Getenv("CAIRN_AGGREGATES")
	if asked == "" {
		return 5, 250
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 {
		t.Fatalf("CAIRN_AGGREGATES is %q; say how many", asked)
	}
	return n, 2000
}

// TestNobodyIsWorkedOut: random organisations, eight quarters, everybody who is there
// with what they know: nobody's Step becomes certain, and no number that is not told
// can be told to less than five.
func TestNobodyIsWorkedOut(t *testing.T) {
	t.Parallel()
	n, most := organisations(t)
	var sum told
	for seed := range n {
		got := besiege(t, uint64(seed), most, Publish)
		if got.certain > 0 || got.narrow > 0 {
			t.Errorf("organisation %d: %d people are certain, %d numbers are narrow", seed, got.certain, got.narrow)
		}
		sum = sum.add(got)
	}
	if sum.cells == 0 || sum.lines == 0 {
		t.Error("nothing was told at all")
	}
	t.Logf("%d organisations: %d lines and %d numbers told in %d of %d quarters", n, sum.lines, sum.cells, sum.quarters, 8*n)
}

// TestWhatMeansWellIsNotEnough: the same attackers find people and numbers where each
// safeguard is missing, so that the test above says something.
func TestWhatMeansWellIsNotEnough(t *testing.T) {
	t.Parallel()
	var plain, alone told
	for seed := range 4 {
		plain = plain.add(besiege(t, uint64(seed), 120, naive))
		alone = alone.add(besiege(t, uint64(seed), 250, undefended))
	}
	if plain.certain == 0 || plain.narrow == 0 {
		t.Errorf("small numbers left out and the others rounded: %d people are certain, %d numbers narrow", plain.certain, plain.narrow)
	}
	if alone.narrow == 0 {
		t.Error("every rule kept but that of the solver: nothing is narrow")
	}
	t.Logf("naive: %+v; without the solver: %+v", plain, alone)
}

// undefended keeps every rule of a line by itself, and attacks nothing.
func undefended(r Records) Publication {
	p := Publication{Quarter: r.Quarter, Day: r.today().On, Steps: r.Steps}
	t := newTally(r.Days, groupsOf(r.Days), stepColumns(r.Steps, r.Days))
	for g, group := range t.groups {
		if l := (Line{Group: group, Day: p.Day, Cells: t.cells(g, r.Steps)}); group.named() && l.Cells != nil {
			p.Lines = append(p.Lines, l)
		}
	}
	return p
}
