package pay

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
)

// Benchmark is what a supplier says that work is paid in a market: a help for
// whoever keeps ranges, and nobody else's to read.
type Benchmark struct {
	ID      id.Benchmark
	Market  id.Market
	Source  string
	Dated   clock.Date // of the supplier's data
	Job     string     // what the supplier calls the work
	Match   Match      // which range it is set beside; may be none
	Points  []Point
	Note    string
	MadeAt  clock.Instant
	MadeBy  id.Person
	Version int64
}

// Match says beside which range of its market a benchmark stands. It is a judgement,
// and can be made later than the benchmark was brought in.
type Match struct {
	Discipline string           `json:"discipline,omitempty"`
	Step       framework.StepID `json:"step,omitempty"`
}

// Set tells whether a range was chosen.
func (m Match) Set() bool { return m.Discipline != "" && m.Step != "" }

// Point is what so many in a hundred are paid at most.
type Point struct {
	Percentile int         `json:"percentile"`
	Amount     money.Money `json:"amount"`
}

// Percentiles are those that a benchmark may have.
func Percentiles() []int { return []int{10, 25, 50, 75, 90} }

// Check tells what cannot stand in a benchmark of the market.
func (b Benchmark) Check(m Market) error {
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	switch n := utf8.RuneCountInString(strings.TrimSpace(b.Source)); {
	case n == 0:
		say("source", lang.Later("Say whose data it is."))
	case n > MaxName:
		say("source", lang.Later("A source has 80 characters at most."))
	}
	if !b.Dated.IsSet() {
		say("dated", lang.Later("Say of which day the data are."))
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(b.Job)); n == 0 || n > 2*MaxName {
		say("job", lang.Later("Say what the supplier calls the work, in up to 160 characters."))
	}
	if utf8.RuneCountInString(b.Note) > MaxWords {
		say("note", lang.Later("A note has 1,000 characters at most."))
	}
	if (b.Match.Discipline == "") != (b.Match.Step == "") {
		say("step", lang.Later("Choose both a discipline and a step, or neither for now."))
	}
	return fault.InvalidFields(append(wrong, checkPoints(b.Points, m.Currency)...))
}

func checkPoints(points []Point, c money.Currency) (wrong []fault.Field) {
	if len(points) == 0 {
		return []fault.Field{{Name: "p50", Message: "Give at least one percentile."}}
	}
	for i, p := range points {
		name := "p" + strconv.Itoa(p.Percentile)
		switch {
		case !slices.Contains(Percentiles(), p.Percentile):
			wrong = append(wrong, fault.Field{Name: "p50", Message: "The percentiles are 10, 25, 50, 75 and 90."})
		case p.Amount.Currency() != c:
			wrong = append(wrong, fault.Field{Name: name, Message: "The market is paid in {currency}; give the amount in it.", With: []any{"currency", string(c)}})
		case p.Amount.Sign() <= 0:
			wrong = append(wrong, fault.Field{Name: name, Message: "Give an amount above nothing."})
		case i > 0 && p.Amount.Minor() < points[i-1].Amount.Minor():
			wrong = append(wrong, fault.Field{Name: name, Message: "A higher percentile is not below a lower one."})
		}
	}
	return wrong
}

// Beside are the benchmarks that stand beside a range, the newest data first.
func Beside(all []Benchmark, k Key) (own []Benchmark) {
	for _, b := range all {
		if b.Market == k.Market && b.Match == (Match{k.Discipline, k.Step}) {
			own = append(own, b)
		}
	}
	arrange.By(own, byDate)
	return own
}

func byDate(a, b Benchmark) int {
	return cmp.Or(cmp.Compare(b.Dated, a.Dated), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Job, b.Job), cmp.Compare(a.ID, b.ID))
}

// Between says between which percentiles an amount lies: 0 below the lowest, and
// 100 above the highest. Both are the same where it is one of them.
func (b Benchmark) Between(amount money.Money) (low, high int) {
	low, high = 0, 100
	for _, p := range b.Points {
		switch {
		case p.Amount.Minor() == amount.Minor():
			return p.Percentile, p.Percentile
		case p.Amount.Minor() < amount.Minor():
			low = p.Percentile
		case high == 100:
			high = p.Percentile
		}
	}
	return low, high
}
