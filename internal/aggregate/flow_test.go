package aggregate

import (
	"testing"

	"pgregory.net/rapid"
)

// TestTheSolverIsExact compares it with trying every table there is, for tables that
// are small enough to try: two tribes, two disciplines and three columns.
func TestTheSolverIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &attack{groups: make([]Group, 5), tribes: []int{1, 2}, fields: []int{3, 4}, width: 3}
		draw := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
		var truth [2][2][3]int
		m := moment{size: make([]int, 5), outside: make([][]int, 5)}
		counts := make([][]int, 5)
		for g := range counts {
			counts[g], m.outside[g] = make([]int, 3), []int{-1, -1, -1, -1, -1}
		}
		for i := range 2 {
			for j := range 2 {
				for c := range 3 {
					n := draw("people", 2)
					truth[i][j][c] = n
					for _, g := range []int{0, 1 + i, 3 + j} {
						counts[g][c] += n
						m.size[g] += n
					}
				}
			}
		}
		for g := range counts {
			var row []span
			for c := range 3 {
				row = append(row, span{max(0, counts[g][c]-draw("below", 2)), min(m.size[g], counts[g][c]+draw("above", 2))})
			}
			m.cells = append(m.cells, row)
		}
		want := tryAll(m)
		if err := a.flows(&m); err != nil {
			t.Fatal(err)
		}
		for g := range want {
			for c := range want[g] {
				if m.cells[g][c] != want[g][c] {
					t.Fatalf("group %d, column %d: %v, and there are tables for %v", g, c, m.cells[g][c], want[g][c])
				}
			}
		}
	})
}

// tryAll goes through all tables of both tribes and of both disciplines.
func tryAll(m moment) [][]span {
	found := make([][]span, 5)
	for g := range found {
		found[g] = []span{{99, -1}, {99, -1}, {99, -1}}
	}
	rows := func(g int) (all [][3]int) {
		for x := m.cells[g][0].low; x <= m.cells[g][0].high; x++ {
			for y := m.cells[g][1].low; y <= m.cells[g][1].high; y++ {
				if z := m.size[g] - x - y; z >= m.cells[g][2].low && z <= m.cells[g][2].high {
					all = append(all, [3]int{x, y, z})
				}
			}
		}
		return all
	}
	pairs := func(g, h int) map[[3]int][][2][3]int {
		all := map[[3]int][][2][3]int{}
		for _, x := range rows(g) {
			for _, y := range rows(h) {
				sum := [3]int{x[0] + y[0], x[1] + y[1], x[2] + y[2]}
				all[sum] = append(all[sum], [2][3]int{x, y})
			}
		}
		return all
	}
	tribes, fields := pairs(1, 2), pairs(3, 4)
	take := func(g int, row [3]int) {
		for c, n := range row {
			found[g][c] = span{min(found[g][c].low, n), max(found[g][c].high, n)}
		}
	}
	for _, all := range rows(whole) {
		if len(tribes[all]) == 0 || len(fields[all]) == 0 {
			continue
		}
		take(whole, all)
		for _, p := range tribes[all] {
			take(1, p[0])
			take(2, p[1])
		}
		for _, p := range fields[all] {
			take(3, p[0])
			take(4, p[1])
		}
	}
	return found
}
