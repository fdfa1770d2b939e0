package aggregate

import "errors"

// span is the least and the most that a number can be.
type span struct{ low, high int }

func (s span) width() int { return s.high - s.low }

func (s span) meet(t span) span { return span{max(s.low, t.low), min(s.high, t.high)} }

// flow is a network through which whole people flow, between bounds. Tables with the
// same margins are one: from each tribe through each step to each discipline. What a
// number of the tables can be at least and at most is what its arc can carry, and in
// a network that is found exactly, in whole numbers.
type flow struct {
	arcs []arc
	out  [][]int // of each node, the arcs that begin or end there
	from []int   // the arc by which the search came to a node
	line []int
}

type arc struct {
	tail, head int
	span
	now int
}

var errNoFlow = errors.New("aggregate: the numbers contradict each other")

func newFlow(nodes int) *flow {
	return &flow{out: make([][]int, nodes), from: make([]int, nodes), line: make([]int, 0, nodes)}
}

func (f *flow) add(tail, head int, s span) (at int) {
	at = len(f.arcs)
	f.arcs = append(f.arcs, arc{tail, head, s, s.low})
	f.out[tail] = append(f.out[tail], at)
	f.out[head] = append(f.out[head], at)
	return at
}

// room is how much more can flow over the arc when one comes from the node.
func (a arc) room(node int) int {
	if a.tail == node {
		return a.high - a.now
	}
	return a.now - a.low
}

func (a arc) other(node int) int { return a.tail + a.head - node }

// push sends up to most from one node to the first that is wanted, along the
// shortest way that avoids an arc, and returns how much went and where to.
func (f *flow) push(start, most, avoid int, wanted func(int) bool) (sent, end int) {
	for i := range f.from {
		f.from[i] = -1
	}
	f.from[start] = len(f.arcs)
	queue := append(f.line[:0], start)
	for at := 0; at < len(queue); at++ {
		node := queue[at]
		for _, i := range f.out[node] {
			next := f.arcs[i].other(node)
			if i == avoid || f.from[next] >= 0 || f.arcs[i].room(node) <= 0 {
				continue
			}
			f.from[next] = i
			if wanted(next) {
				return f.send(start, next, most), next
			}
			queue = append(queue, next)
		}
	}
	return 0, start
}

// send goes back along the way that was found, first to see how much fits.
func (f *flow) send(start, end, most int) int {
	for node := end; node != start; {
		a := f.arcs[f.from[node]]
		node = a.other(node)
		most = min(most, a.room(node))
	}
	for node := end; node != start; {
		a := &f.arcs[f.from[node]]
		before := a.other(node)
		if a.tail == before {
			a.now += most
		} else {
			a.now -= most
		}
		node = before
	}
	return most
}

// settle finds one flow within all bounds.
func (f *flow) settle() error {
	over := make([]int, len(f.out))
	for _, a := range f.arcs {
		if a.low > a.high {
			return errNoFlow
		}
		over[a.head] += a.now
		over[a.tail] -= a.now
	}
	for node := range over {
		for over[node] > 0 {
			_, end := f.push(node, 0, -1, func(n int) bool { return over[n] < 0 })
			if end == node {
				return errNoFlow
			}
			sent := f.send(node, end, min(over[node], -over[end]))
			over[node] -= sent
			over[end] += sent
		}
	}
	return nil
}

// most drives the arc up as far as it goes, and least down.
func (f *flow) most(at int) int {
	a := &f.arcs[at]
	for a.now < a.high {
		sent, _ := f.push(a.head, a.high-a.now, at, func(n int) bool { return n == a.tail })
		if sent == 0 {
			break
		}
		a.now += sent
	}
	return a.now
}

func (f *flow) least(at int) int {
	a := &f.arcs[at]
	for a.now > a.low {
		sent, _ := f.push(a.tail, a.now-a.low, at, func(n int) bool { return n == a.head })
		if sent == 0 {
			break
		}
		a.now -= sent
	}
	return a.now
}
