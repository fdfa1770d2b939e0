package paygap

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/access"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
)

var dev = Category{"software-development", 1}

// paid are workers of one sex in a category, in whole kronor a year.
func paid(sex Sex, c Category, amounts ...int64) (all []Worker) {
	for i, n := range amounts {
		all = append(all, Worker{id.Person(fmt.Sprint(sex, c, i)), sex, c, money.Of(n*100, "SEK")})
	}
	return all
}

func times(n int, amount int64) []int64 { return slices.Repeat([]int64{amount}, n) }

func counted(workers []Worker) Report {
	var r Report
	r.Count(workers, []Row{{Category: dev, Name: "Development, Individual"}}, Rule{Least: 6, Threshold: 50})
	return r
}

func TestWhatIsTold(t *testing.T) {
	six := times(6, 500_000)
	for what, c := range map[string]struct {
		women, men []int64
		told       bool
	}{
		"six of each":                            {six, six, true},
		"five women":                             {times(5, 500_000), six, false},
		"five men":                               {six, times(5, 500_000), false},
		"nobody":                                 {nil, nil, false},
		"somebody is more than a quarter":        {append(times(5, 500_000), 900_000), six, false},
		"somebody is a quarter exactly":          {append(times(6, 300_000), 600_000), six, true},
		"somebody is a little over a quarter":    {append(times(6, 300_000), 600_001), six, false},
		"a man is a little over a quarter":       {six, append(times(6, 300_000), 600_001), false},
		"somebody earns nearly all that is paid": {append(times(9, 1), 1_000_000), six, false},
	} {
		row, _ := counted(append(paid(Woman, dev, c.women...), paid(Man, dev, c.men...)...)).Of(dev)
		if row.Told() != c.told || row.MeanWomen.IsSet() != c.told {
			t.Errorf("%s: told %v, want %v", what, row.Told(), c.told)
		}
	}
}

// TestTheMarkIsExact at 4.99 and 5.00 per cent, either way, although both are shown
// as 5.0.
func TestTheMarkIsExact(t *testing.T) {
	for women, want := range map[int64]struct {
		shown Tenths
		flag  bool
	}{
		1_000_000: {0, false}, 950_000: {50, true}, 950_100: {50, false}, 950_500: {50, false}, 950_600: {49, false},
		1_050_000: {-50, true}, 1_049_999: {-50, false}, 900_000: {100, true},
	} {
		r := counted(append(paid(Woman, dev, times(6, women)...), paid(Man, dev, times(6, 1_000_000)...)...))
		row, _ := r.Of(dev)
		if *row.Mean != want.shown || row.Flag != want.flag || *r.Whole.Mean != want.shown {
			t.Errorf("%d against a million: %d, marked %v, want %d, %v", women, *row.Mean, row.Flag, want.shown, want.flag)
		}
	}
}

func TestTheMiddle(t *testing.T) {
	women := append(times(5, 400_000), times(5, 500_000)...) // 450,000 half way
	men := append(times(5, 400_000), times(6, 600_000)...)   // 600,000
	row, _ := counted(append(paid(Woman, dev, women...), paid(Man, dev, men...)...)).Of(dev)
	if row.Middle == nil || *row.Middle != 250 {
		t.Errorf("the middle is %v", row.Middle)
	}
	row, _ = counted(append(paid(Woman, dev, women[:9]...), paid(Man, dev, men...)...)).Of(dev)
	if row.Middle != nil || row.Mean == nil {
		t.Errorf("of nine women the middle is told: %v", row.Middle)
	}
}

// TestWhoIsCounted: what is missing is said, and is in no figure.
func TestWhoIsCounted(t *testing.T) {
	workers := slices.Concat(paid(Woman, dev, times(6, 500_000)...), paid(Man, dev, times(8, 500_000)...), paid("", dev, 9_000_000), paid(Other, dev, 9_000_000))
	workers = append(workers, Worker{Person: "none", Sex: Woman, Category: dev}, Worker{"abroad", Man, dev, money.Of(1, "EUR")})
	r := counted(workers)
	if r.People != len(workers) || r.NoSalary != 1 || r.NoSex != 1 || r.Elsewhere != 1 || r.Currency != "SEK" {
		t.Errorf("%+v", r)
	}
	if *r.Whole.Mean != 0 || r.Whole.Women != 5 || r.Whole.Men != 10 {
		t.Errorf("six women and eight men are told as %d and %d, with a gap of %d", r.Whole.Women, r.Whole.Men, *r.Whole.Mean)
	}
	if _, ok := r.Of(Category{}); ok {
		t.Error("whoever is in no category has one")
	}
}

// TestAMeanHasThreeFigures, so that nobody takes their own away and reads a single one.
func TestAMeanHasThreeFigures(t *testing.T) {
	for amount, want := range map[int64]string{523_449: "523000", 523_500: "524000", 999_999: "1000000", 47: "47", 1_234: "1230"} {
		row, _ := counted(append(paid(Woman, dev, times(6, amount)...), paid(Man, dev, times(6, amount)...)...)).Of(dev)
		if got := row.MeanWomen.Plain(); got != want {
			t.Errorf("%d is shown as %s, want %s", amount, got, want)
		}
	}
}

func TestQuarters(t *testing.T) {
	women, men := times(20, 400_000), append(times(10, 400_000), times(10, 900_000)...)
	r := counted(append(paid(Woman, dev, women...), paid(Man, dev, men...)...))
	want := []Band{{67, 33}, {67, 33}, {67, 33}, {0, 100}} // those with 400,000 are two women and one man of three
	if !slices.Equal(r.Bands, want) {
		t.Errorf("%v, want %v", r.Bands, want)
	}
	if r = counted(append(paid(Woman, dev, women...), paid(Man, dev, men[1:]...)...)); r.Bands != nil {
		t.Errorf("of 39 people quarters are told: %v", r.Bands)
	}
	if r = counted(append(paid(Woman, dev, women[:9]...), paid(Man, dev, times(40, 1)...)...)); r.Bands != nil {
		t.Errorf("with nine women quarters are told: %v", r.Bands)
	}
}

// TestNoOrderCounts: whoever comes first in the list, and in every kind of currency,
// the same is told.
func TestNoOrderCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]money.Currency{"JPY", "SEK", "KWD"}).Draw(t, "currency")
		var workers []Worker
		for i := range rapid.IntRange(0, 90).Draw(t, "people") {
			sex := rapid.SampledFrom([]Sex{Woman, Man, Woman, Man, Other, ""}).Draw(t, "sex")
			workers = append(workers, Worker{id.Person(fmt.Sprint(i)), sex, Category{"d", 1 + i%2}, money.Of(rapid.Int64Range(1, 1<<58).Draw(t, "amount"), c)})
		}
		named := []Row{{Category: Category{"d", 1}}, {Category: Category{"d", 2}}}
		var a, b Report
		a.Count(workers, named, Rule{6, 50})
		slices.Reverse(workers)
		b.Count(workers, named, Rule{6, 50})
		if fmt.Sprint(told(a)) != fmt.Sprint(told(b)) {
			t.Fatalf("%v and %v", told(a), told(b))
		}
		for _, row := range a.Rows {
			if row.Told() && (min(row.Women, row.Men) < 5 || *row.Mean > 1000) {
				t.Fatalf("told: %+v", row)
			}
		}
	})
}

// told is all of a report without its pointers.
func told(r Report) (all []any) {
	for _, row := range append(slices.Clone(r.Rows), Row{Figures: r.Whole}) {
		f := row.Figures
		all = append(all, f.Women, f.Men, f.Flag, row.MeanWomen, row.MeanMen)
		for _, p := range []*Tenths{f.Mean, f.Middle} {
			if p != nil {
				all = append(all, *p)
			} else {
				all = append(all, "-")
			}
		}
	}
	return append(all, r.Bands, r.People, r.NoSex)
}

func TestCategories(t *testing.T) {
	steps := []framework.Step{{ID: "a", Order: 1}, {ID: "b", Order: 2}, {ID: "b2", Order: 2}}
	if CategoryOf("d", "b", steps) != CategoryOf("d", "b2", steps) || CategoryOf("d", "a", steps) == CategoryOf("d", "b", steps) {
		t.Error("steps that stand beside each other are of one category, and others are not")
	}
	if !CategoryOf("d", "gone", steps).None() || !CategoryOf("", "a", steps).None() {
		t.Error("without a step or a discipline there is a category")
	}
}

func TestWhoMayKnow(t *testing.T) {
	actor := func(via access.Via, offices ...org.Office) access.Actor {
		return access.Actor{Person: "p", Via: via, Offices: offices}
	}
	for _, c := range []struct {
		actor                access.Actor
		reads, makes, brings bool
	}{
		{actor(access.ViaSession, org.CompensationPartner), true, true, false},
		{actor(access.ViaSession, org.PeoplePartner), true, false, true},
		{actor(access.ViaSession, org.CTO), false, false, false},
		{actor(access.ViaSession, org.Operator), false, false, false},
		{actor(access.ViaToken, org.CompensationPartner), false, false, false},
		{access.System(access.ViaItself), false, false, false},
	} {
		if Reads(c.actor) != c.reads || Makes(c.actor) != c.makes || BringsSex(c.actor) != c.brings {
			t.Errorf("%+v: reads %v, makes %v, brings %v", c.actor, Reads(c.actor), Makes(c.actor), BringsSex(c.actor))
		}
	}
	for _, b := range []access.Bond{{Known: true, Manager: true}, {Known: true, Pay: true}, {Known: true, People: true}, {}} {
		if OwnVisibleTo(b) || SaysSex(b) {
			t.Errorf("%+v reads somebody’s category, or says their sex", b)
		}
	}
}
