package rollout

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

func begun(t *testing.T) *Rollout {
	t.Helper()
	r, err := Prepare(Draft{Name: "Steps", Purpose: "To begin.", Trial: true}, "pia", 100)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestADraftNeedsANameAndAPurpose(t *testing.T) {
	for name, d := range map[string]Draft{
		"no name": {Purpose: "p"}, "spaces": {Name: "  ", Purpose: "p"}, "no purpose": {Name: "n"}, "two lines": {Name: "n\nm", Purpose: "p"},
		"long": {Name: strings.Repeat("é", MostName+1), Purpose: "p"}, "long purpose": {Name: "n", Purpose: strings.Repeat("p", MostPurpose+1)},
	} {
		if _, err := Prepare(d, "pia", 1); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Prepare(Draft{Name: strings.Repeat("é", MostName), Purpose: "p"}, "pia", 1); err != nil {
		t.Error(err)
	}
}

func TestMovesOfARollout(t *testing.T) {
	moves := map[string]func(*Rollout) error{
		"launch": func(r *Rollout) error { return r.Launch(3, 5) }, "pause": (*Rollout).Pause, "resume": (*Rollout).Resume,
		"end": func(r *Rollout) error { return r.End(9) },
	}
	allowed := map[Stage]string{Prepared: "launch end", Opening: "", Running: "pause end", Paused: "resume end", Ended: ""}
	for stage, may := range allowed {
		for name, move := range moves {
			r := begun(t)
			r.Stage = stage
			err := move(r)
			if want := strings.Contains(" "+may+" ", " "+name+" "); (err == nil) != want || err != nil && (r.Stage != stage || !fault.Is(err, fault.Conflict)) {
				t.Errorf("%s from %s: %v, now %s", name, stage, err, r.Stage)
			}
		}
	}
	r := begun(t)
	if err := r.Launch(0, 5); !fault.Is(err, fault.Invalid) || r.Stage != Prepared {
		t.Errorf("a rollout of nobody was opened: %v", err)
	}
}

func TestPlacingEndsWithTheLaunch(t *testing.T) {
	r := begun(t)
	if !r.MayPlace() || !r.KeepsPlacements() {
		t.Error("nobody can place before the launch")
	}
	if err := r.Launch(1, 2); err != nil || r.MayPlace() || r.KeepsPlacements() {
		t.Errorf("placements outlive the launch: %v", err)
	}
	plain := begun(t)
	if plain.Trial = false; plain.MayPlace() {
		t.Error("placing without a trial")
	}
}

func TestRemindersComeOnceAWeekAtMost(t *testing.T) {
	at := func(days int) clock.Instant { return clock.Instant(0).Add(time.Duration(1000+days) * 24 * time.Hour) }
	r := begun(t)
	r.Stage, r.OpenedAt = Running, at(0)
	for name, c := range map[string]struct {
		last, now clock.Instant
		stage     Stage
		want      bool
	}{
		"the week it opened":    {0, at(6), Running, false},
		"a week after":          {0, at(7), Running, true},
		"another was reminded":  {at(5), at(8), Running, false},
		"a week after that":     {at(5), at(12), Running, true},
		"paused":                {0, at(20), Paused, false},
		"ended":                 {0, at(20), Ended, false},
		"still being opened":    {0, at(20), Opening, false},
		"exactly a week before": {at(1), at(8), Running, true},
	} {
		r.Stage = c.stage
		if got := r.MayRemind(c.last, c.now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhoIsLeftOut(t *testing.T) {
	const today = clock.Date("2026-05-12")
	for name, c := range map[string]struct {
		Candidate
		want Reason
	}{
		"in":                  {Candidate{Manager: "m", Start: "2020-01-01"}, In},
		"start not known":     {Candidate{Manager: "m"}, In},
		"no manager":          {Candidate{Start: "2020-01-01"}, NoManager},
		"a newcomer":          {Candidate{Manager: "m", Start: "2025-11-13"}, Newcomer},
		"six months today":    {Candidate{Manager: "m", Start: "2025-11-12"}, In},
		"in another":          {Candidate{Manager: "m", Start: "2020-01-01", Elsewhere: true}, Elsewhere},
		"in another, no lead": {Candidate{Elsewhere: true}, Elsewhere},
	} {
		if got := c.Reason(6, today); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSmallChaptersAreCountedTogether(t *testing.T) {
	words := func(list []Count) string {
		var b strings.Builder
		for _, c := range list {
			fmt.Fprintf(&b, "%s:%d/%d ", c.Chapter, c.Pairs, c.Started)
		}
		return strings.TrimSpace(b.String())
	}
	for name, c := range map[string]struct {
		counts []Count
		want   string
	}{
		"nobody":                    {nil, ""},
		"fewer than five in all":    {[]Count{{Chapter: "a", Pairs: 4, Started: 1}}, ""},
		"five":                      {[]Count{{Chapter: "a", Pairs: 5, Started: 2}}, "a:5/2"},
		"two small make one":        {[]Count{{Chapter: "a", Pairs: 6}, {Chapter: "b", Pairs: 2, Started: 1}, {Chapter: "c", Pairs: 3, Started: 3}}, "a:6/0 :5/4"},
		"a rest too small takes on": {[]Count{{Chapter: "a", Pairs: 9, Started: 1}, {Chapter: "b", Pairs: 6, Started: 2}, {Chapter: "c", Pairs: 1, Started: 1}}, "a:9/1 :7/3"},
		"no chapter is a rest too":  {[]Count{{Chapter: "a", Pairs: 5}, {Pairs: 1, Started: 1}}, ":6/1"},
		"no chapter, enough":        {[]Count{{Chapter: "a", Pairs: 5}, {Pairs: 7, Started: 1}}, "a:5/0 :7/1"},
		"three and one":             {[]Count{{Chapter: "a", Pairs: 3}, {Chapter: "b", Pairs: 1}}, ""},
	} {
		if got := words(Merge(c.counts, strings.Compare)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestNoLineOfCountsIsSmallAndNothingIsLost(t *testing.T) {
	for range 2_000 {
		var counts []Count
		total := 0
		for i := range rand.IntN(12) {
			n := 1 + rand.IntN(9)
			counts, total = append(counts, Count{Chapter: id.Unit(fmt.Sprint(i)), Name: fmt.Sprint(i), Pairs: n}), total+n
		}
		shown := 0
		for _, c := range Merge(counts, strings.Compare) {
			if c.Pairs < SmallestGroup {
				t.Fatalf("%v shows a line of %d", counts, c.Pairs)
			}
			shown += c.Pairs
		}
		if total >= SmallestGroup && shown != total || total < SmallestGroup && shown != 0 {
			t.Fatalf("%v: %d of %d", counts, shown, total)
		}
	}
}

var four = []framework.StepID{"a", "b", "c", "d"}

func placed(n ...int) map[framework.StepID]int {
	m := map[framework.StepID]int{}
	for i, s := range four {
		m[s] = n[i]
	}
	return m
}

func TestASpreadTellsOfNobody(t *testing.T) {
	for name, c := range map[string]struct {
		placed map[framework.StepID]int
		want   string
	}{
		"49 people":                    {placed(13, 12, 12, 12), ""},
		"50 people":                    {placed(14, 12, 12, 12), "15 10 10 10"},
		"one small step hides another": {placed(30, 20, 12, 3), "30 20 0 0"},
		"none is small":                {placed(30, 20, 15, 0), "30 20 0 0"},
		"none at two, a third hidden":  {placed(40, 30, 0, 0), "40 0 0 0"},
		"above nine tenths at one":     {placed(100, 11, 0, 0), ""},
		"exactly nine tenths":          {placed(90, 10, 0, 0), ""},
		"everybody at one":             {placed(60, 0, 0, 0), ""},
	} {
		var got []string
		for _, cell := range SpreadOf(four, c.placed) {
			got = append(got, fmt.Sprint(cell.About))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

// TestNothingHiddenCanBeWorkedOut tries every way in which the hidden steps could
// be filled, for somebody who knows the exact total and every shown figure exactly,
// and which of the hidden ones are few.
func TestNothingHiddenCanBeWorkedOut(t *testing.T) {
	told, hiddenSome := 0, 0
	for range 20_000 {
		p := placed(rand.IntN(70), rand.IntN(50), rand.IntN(25), rand.IntN(14))
		cells := SpreadOf(four, p)
		if cells == nil {
			continue
		}
		told++
		var hidden []framework.StepID
		sum := 0
		for _, c := range cells {
			switch {
			case c.Hidden():
				hidden, sum = append(hidden, c.Step), sum+p[c.Step]
			case p[c.Step] < SpreadCell || c.About%SpreadRound != 0 || c.About < SpreadCell || max(c.About-p[c.Step], p[c.Step]-c.About) > SpreadRound/2:
				t.Fatalf("%v shows %v", p, cells)
			}
		}
		if len(hidden) == 0 {
			continue
		}
		hiddenSome++
		for s, w := range widths(hidden, p, sum) {
			if w < SpreadUnsure {
				t.Fatalf("%v: %s can be worked out to within %d", p, s, w)
			}
		}
	}
	if told < 1_000 || hiddenSome < 100 {
		t.Errorf("only %d spreads told, %d with something hidden", told, hiddenSome)
	}
}

// widths enumerates what each hidden step could be.
func widths(hidden []framework.StepID, p map[framework.StepID]int, sum int) map[framework.StepID]int {
	low, high := map[framework.StepID]int{}, map[framework.StepID]int{}
	var fill func(i, left int, chosen []int)
	fill = func(i, left int, chosen []int) {
		if i == len(hidden) {
			if left != 0 {
				return
			}
			for j, s := range hidden {
				if l, ok := low[s]; !ok || chosen[j] < l {
					low[s] = chosen[j]
				}
				high[s] = max(high[s], chosen[j])
			}
			return
		}
		from, to := 0, min(SpreadCell-1, left)
		if p[hidden[i]] >= SpreadCell {
			from, to = SpreadCell, left
		}
		for n := from; n <= to; n++ {
			fill(i+1, left-n, append(chosen, n))
		}
	}
	fill(0, sum, nil)
	w := map[framework.StepID]int{}
	for _, s := range hidden {
		w[s] = high[s] - low[s]
	}
	return w
}

func TestASpreadIsRepeatedUntilEnoughChanged(t *testing.T) {
	week := func(n int) clock.Instant { return clock.Instant(0).Add(time.Duration(n) * 7 * 24 * time.Hour) }
	many := func(n int, at clock.Instant) (list []Placement) {
		for i := range n {
			list = append(list, Placement{Step: four[i%4], At: at})
		}
		return list
	}
	r := begun(t)
	if r.Publish(four, many(49, week(1)), week(2)) || r.Cells() != nil {
		t.Error("49 were told")
	}
	if !r.Publish(four, many(60, week(1)), week(2)) || len(r.Cells()) != 4 || r.Cells()[0].About != 15 {
		t.Fatalf("60 were not: %s", r.Spread)
	}
	before := r.Spread
	for name, c := range map[string]struct {
		placed []Placement
		now    clock.Instant
	}{
		"within the week":  {append(many(60, week(1)), many(40, week(2)+1)...), week(2) + 2},
		"four are new":     {append(many(60, week(1)), many(4, week(2)+1)...), week(4)},
		"too few are left": {many(20, week(3)), week(4)},
	} {
		if r.Publish(four, c.placed, c.now) || r.Spread != before {
			t.Errorf("%s: told anew", name)
		}
	}
	if !r.Publish(four, append(many(60, week(1)), many(40, week(2)+1)...), week(3)) {
		t.Error("after a week and forty more it was not told anew")
	}
}

func TestFewDeletedAreLikeNone(t *testing.T) {
	for n, want := range map[int]string{0: "0 true", 9: "0 true", 10: "10 false", 12: "10 false", 13: "15 false", 1000: "1000 false"} {
		about, few := (&Rollout{Dropped: n}).DroppedAbout()
		if got := fmt.Sprint(about, few); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
