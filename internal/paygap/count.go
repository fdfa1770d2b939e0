package paygap

import (
	"cmp"
	"math/big"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/money"
)

// Rule is what a country asks of a report.
type Rule struct {
	Least     int
	Threshold Tenths
}

// Count fills in what is told of the workers, who are all of one country. named are
// the categories that there can be, told or not, so that a row is no sign of anybody.
func (r *Report) Count(workers []Worker, named []Row, rule Rule) {
	r.Least, r.Threshold = max(rule.Least, Least), rule.Threshold
	r.People, r.Currency = len(workers), commonest(workers)
	var counted []Worker
	for _, w := range workers {
		switch {
		case !w.Annual.IsSet():
			r.NoSalary++
		case w.Annual.Currency() != r.Currency:
			r.Elsewhere++
		case w.Sex == "":
			r.NoSex++
		default:
			counted = append(counted, w)
		}
	}
	r.Whole = r.figures(split(counted))
	r.Bands = bands(counted)
	r.Rows = nil
	for _, row := range named {
		two := split(slices.DeleteFunc(slices.Clone(counted), func(w Worker) bool { return w.Category != row.Category }))
		row.Figures = r.figures(two)
		if row.Told() {
			row.MeanWomen, row.MeanMen = shownMean(two.women, r.Currency), shownMean(two.men, r.Currency)
		}
		r.Rows = append(r.Rows, row)
	}
}

// commonest is the currency of most, and of several the first by its letters.
func commonest(workers []Worker) (c money.Currency) {
	n := map[money.Currency]int{}
	for _, w := range workers {
		if w.Annual.IsSet() {
			n[w.Annual.Currency()]++
		}
	}
	for x := range n {
		if c == "" || n[x] > n[c] || n[x] == n[c] && x < c {
			c = x
		}
	}
	return c
}

// pair is what women and men are paid, each from the least on.
type pair struct{ women, men []int64 }

func split(workers []Worker) (p pair) {
	for _, w := range workers {
		switch w.Sex {
		case Woman:
			p.women = append(p.women, w.Annual.Minor())
		case Man:
			p.men = append(p.men, w.Annual.Minor())
		}
	}
	slices.Sort(p.women)
	slices.Sort(p.men)
	return p
}

func (r *Report) figures(p pair) (f Figures) {
	if min(len(p.women), len(p.men)) < r.Least || dominated(p.women) || dominated(p.men) {
		return f
	}
	mean, exact := gap(average(p.women), average(p.men))
	f.Women, f.Men, f.Mean = rounded(len(p.women)), rounded(len(p.men)), &mean
	f.Flag = reaches(exact, r.Threshold)
	if min(len(p.women), len(p.men)) >= LeastMid {
		middle, _ := gap(middle(p.women), middle(p.men))
		f.Middle = &middle
	}
	return f
}

func rounded(n int) int { return (n + Rounding/2) / Rounding * Rounding }

// dominated tells whether somebody is more than a quarter of the sum.
func dominated(amounts []int64) bool {
	if len(amounts) == 0 {
		return true
	}
	most := new(big.Int).Mul(big.NewInt(amounts[len(amounts)-1]), big.NewInt(MostShare))
	return most.Cmp(sum(amounts)) > 0
}

func sum(amounts []int64) *big.Int {
	all := new(big.Int)
	for _, n := range amounts {
		all.Add(all, big.NewInt(n))
	}
	return all
}

func average(amounts []int64) *big.Rat {
	return new(big.Rat).SetFrac(sum(amounts), big.NewInt(int64(len(amounts))))
}

// middle is the amount in the middle, or half way between the two that are.
func middle(amounts []int64) *big.Rat {
	n := len(amounts)
	return average(amounts[(n-1)/2 : n/2+1])
}

// gap is how much less women are paid, as a part of what men are paid: to the nearest
// tenth of a per cent, from the middle away from nought, and exactly.
func gap(women, men *big.Rat) (Tenths, *big.Rat) {
	exact := new(big.Rat).Sub(men, women)
	exact.Quo(exact, men)
	return Tenths(nearest(new(big.Rat).Mul(exact, big.NewRat(1000, 1)))), exact
}

// nearest is the nearest whole number, from the middle away from nought.
func nearest(r *big.Rat) int64 {
	twice := new(big.Int).Mul(new(big.Int).Abs(r.Num()), big.NewInt(2))
	twice.Add(twice, r.Denom())
	twice.Quo(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	if r.Sign() < 0 {
		twice.Neg(twice)
	}
	return twice.Int64()
}

// reaches tells whether a gap, either way, is at the threshold or above, exactly.
func reaches(exact *big.Rat, threshold Tenths) bool {
	return threshold > 0 && new(big.Rat).Abs(exact).Cmp(big.NewRat(int64(threshold), 1000)) >= 0
}

// shownMean is an average with its first three figures, to the nearest.
func shownMean(amounts []int64, c money.Currency) money.Money {
	mean := nearest(average(amounts))
	unit := int64(1)
	for mean/unit >= 1000 {
		unit *= 10
	}
	shown, err := money.Of(mean, c).RoundTo(money.Of(unit, c), money.HalfUp)
	if err != nil { // rounded up past what there is
		return money.Of(mean, c)
	}
	return shown
}

// bands are the quarters of everybody by what they are paid, and how many in a hundred
// of each are women and men. Those who are paid the same, on the edge of two quarters, are in both, each
// by the part that is in it, so that no order among them counts.
func bands(workers []Worker) []Band {
	two := split(workers)
	both := slices.DeleteFunc(slices.Clone(workers), func(w Worker) bool { return w.Sex == Other })
	n := len(both)
	if n < 4*LeastBand || min(len(two.women), len(two.men)) < LeastMid {
		return nil
	}
	arrange.By(both, func(a, b Worker) int { return cmp.Compare(a.Annual.Minor(), b.Annual.Minor()) })
	women := make([]*big.Rat, 4)
	for i := range women {
		women[i] = new(big.Rat)
	}
	for at := 0; at < n; {
		next, some := at, int64(0)
		for ; next < n && both[next].Annual.Minor() == both[at].Annual.Minor(); next++ {
			if both[next].Sex == Woman {
				some++
			}
		}
		for i := at; i < next; i++ {
			q := quarterOf(i, n)
			women[q].Add(women[q], big.NewRat(some, int64(next-at)))
		}
		at = next
	}
	all := make([]Band, 4)
	for q := range all {
		size := int64((q+1)*n/4 - q*n/4)
		share := nearest(new(big.Rat).Mul(women[q], big.NewRat(100, size)))
		all[q] = Band{int(share), 100 - int(share)}
	}
	return all
}

// quarterOf is the quarter in which the i-th of n is.
func quarterOf(i, n int) int {
	for q := range 4 {
		if i < (q+1)*n/4 {
			return q
		}
	}
	return 3
}
