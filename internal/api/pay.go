package api

import (
	"net/http"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/workflow"
)

func payOperations() []Operation {
	of := forSession("pay")
	writeRange := of(http.MethodPost, "/pay/ranges", "write-range", "Write a version of a range", "By compensation partners. Versions before stay as they were.", on((*service).writeRange), "range_tab")
	makeMarket := of(http.MethodPost, "/pay/markets", "make-market", "Make a market", "By compensation partners.", on((*service).makeMarket), "range_tab")
	writeRange.Status, makeMarket.Status = http.StatusCreated, http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/people/{id}/pay", "get-pay", "Somebody’s pay", "Your own, a report’s, or as a compensation partner: the range of the step and the salary, each for those who may know it. What is not for you is not loaded.", on((*service).pay), "range", "salary"),
		of(http.MethodPost, "/people/{id}/pay/salary", "write-salary", "Write a salary down", "By compensation partners, where salaries are kept. Entries before stay.", on((*service).writeSalary), "salary"),
		of(http.MethodPost, "/people/{id}/pay/place", "place-in-market", "Say where somebody is paid", "By compensation partners.", on((*service).placeInMarket), "salary"),
		of(http.MethodGet, "/pay/ranges", "list-ranges", "Ranges of a market", "For compensation partners: each step of each discipline, on a day. Nothing here knows who stands where.", on((*service).ranges), "range_tab"),
		writeRange,
		of(http.MethodGet, "/pay/markets", "list-markets", "Where people are paid", "For compensation partners.", on((*service).markets), "range_tab"),
		makeMarket,
		of(http.MethodPut, "/pay/markets/{id}", "change-market", "Change a market", "By compensation partners, as it was read.", on((*service).changeMarket), "range_tab"),
		of(http.MethodGet, "/pay/benchmarks", "list-benchmarks", "Benchmarks of a market", "For compensation partners and nobody else.", on((*service).benchmarks), "benchmark", "range_tab"),
		of(http.MethodDelete, "/pay/benchmarks/{id}", "remove-benchmark", "Remove a benchmark", "By compensation partners.", on((*service).removeBenchmark), "benchmark"),
	}
}

// Amount is money, exact: a decimal number as text, and its currency.
type Amount struct {
	Amount   string `json:"amount" example:"52000.00"`
	Currency string `json:"currency" example:"EUR"`
}

func amountOf(m money.Money) *Amount {
	if !m.IsSet() {
		return nil
	}
	return &Amount{m.Plain(), string(m.Currency())}
}

// Pay is somebody's pay, as far as whoever asks may know of it.
type Pay struct {
	Person      PersonRef    `json:"person"`
	Market      *PayMarket   `json:"market,omitempty"`
	Range       *PersonRange `json:"range,omitempty" doc:"Absent for those who may not know the Step."`
	Salary      *OwnSalary   `json:"salary,omitempty" doc:"Absent where none is kept, and for those who may not know it."`
	Note        string       `json:"note,omitempty" doc:"What the two agreed about pay with the last move."`
	Corrections []Correction `json:"corrections"`
}

// PersonRange is the range of a person's step, or why there is none.
type PersonRange struct {
	Missing    string    `json:"missing,omitempty" enum:"not-shown,step,discipline,market,range"`
	Step       *StepRef  `json:"step,omitempty"`
	Discipline string    `json:"discipline,omitempty"`
	Range      *PayRange `json:"range,omitempty"`
	Overlaps   bool      `json:"overlaps,omitempty" doc:"With the range of a step beside it."`
}

// PayRange is a version of a range.
type PayRange struct {
	ID        string  `json:"id,omitempty" doc:"And the reason: for those who keep ranges."`
	From      string  `json:"from" format:"date"`
	Minimum   *Amount `json:"minimum,omitempty"`
	Reference *Amount `json:"reference,omitempty"`
	Maximum   *Amount `json:"maximum,omitempty"`
	Ends      bool    `json:"ends,omitempty" doc:"From that day on there is none."`
	Reason    string  `json:"reason,omitempty"`
}

func payRangeOf(r rules.Range) PayRange {
	return PayRange{ID: string(r.ID), From: string(r.From), Minimum: amountOf(r.Band.Minimum), Reference: amountOf(r.Band.Reference), Maximum: amountOf(r.Band.Maximum), Ends: r.Ends, Reason: r.Reason}
}

// OwnSalary is what is kept of somebody's salary.
type OwnSalary struct {
	Now      *Salary  `json:"now,omitempty"`
	Coming   []Salary `json:"coming"`
	History  []Salary `json:"history" doc:"The last in force first."`
	Position string   `json:"position,omitempty" doc:"To the range, in a word; for those who may know the range."`
}

// Salary is one entry of it.
type Salary struct {
	From   string  `json:"from" format:"date"`
	Full   *Amount `json:"full_time"`
	Period string  `json:"period" enum:"year,month"`
	Share  int64   `json:"share" doc:"Of full time, in hundredths of a per cent: 10000 is all of it."`
	Reason string  `json:"reason,omitempty"`
}

func salaryOf(s rules.Salary) Salary {
	return Salary{string(s.From), amountOf(s.Full), string(s.Period), int64(s.Share), s.Reason}
}

type payOutput struct{ Body Pay }

func (s *service) pay(v visit, in *idInput) (*payOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.Workflow.Pay(v, v.actor, subject)
	if err != nil {
		return nil, err
	}
	out := Pay{Person: personRef(p.Subject), Range: personRangeOf(p.Range), Salary: ownSalaryOf(p.Salary), Corrections: each(p.Corrections, correctionOf)}
	if p.Market != nil {
		out.Market = new(payMarketOf(*p.Market))
	}
	if p.Note != nil {
		out.Note = p.Note.Words
	}
	return &payOutput{out}, nil
}

func personRangeOf(r *workflow.RangeView) *PersonRange {
	if r == nil {
		return nil
	}
	out := &PersonRange{Missing: string(r.Missing), Discipline: r.Discipline, Overlaps: r.Overlaps}
	if r.Missing == workflow.Nothing {
		of := payRangeOf(r.Range)
		of.ID, of.Reason = "", "" // of the table, which is for those who keep it
		out.Range, out.Step = &of, &StepRef{string(r.Step.ID), r.Step.Name}
	}
	return out
}

func ownSalaryOf(s *workflow.SalaryView) *OwnSalary {
	if s == nil {
		return nil
	}
	out := &OwnSalary{Coming: each(s.Coming, salaryOf), History: each(s.History, salaryOf), Position: string(s.Position)}
	if s.Now != nil {
		out.Now = new(salaryOf(*s.Now))
	}
	return out
}

type writeSalaryInput struct {
	Act
	Body struct {
		Amount   string `json:"amount" maxLength:"40" doc:"For full time, as a decimal number."`
		Currency string `json:"currency" maxLength:"3"`
		Period   string `json:"period" enum:"year,month"`
		Share    string `json:"share,omitempty" maxLength:"10" doc:"In per cent; full time when left out."`
		From     string `json:"from" format:"date"`
		Reason   string `json:"reason,omitempty" maxLength:"1000"`
	}
}

func (in *writeSalaryInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) writeSalary(v visit, in *writeSalaryInput) (*done, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	from, err := bodyDay("from", in.Body.From)
	if err != nil {
		return nil, err
	}
	b := in.Body
	return finished(s.Workflow.WriteSalary(v, v.actor, in.once(), subject, workflow.SalaryText{Amount: b.Amount, Currency: b.Currency, Period: rules.Period(b.Period), Share: b.Share, From: from, Reason: b.Reason}))
}

type placeInMarketInput struct {
	Act
	Body struct {
		Market string `json:"market" maxLength:"40" doc:"By id."`
		From   string `json:"from" format:"date"`
	}
}

func (in *placeInMarketInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"place_from": "from"})
}

func (s *service) placeInMarket(v visit, in *placeInMarketInput) (*done, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	from, err := bodyDay("from", in.Body.From)
	if err != nil {
		return nil, err
	}
	market, _ := id.Parse[id.Market](in.Body.Market)
	return finished(s.Workflow.PlacePerson(v, v.actor, in.once(), subject, market, from))
}

// PayMarket is where people are paid.
type PayMarket struct {
	ID      string `json:"id"`
	Version int64  `json:"version" doc:"What to name in If-Match when changing it."`
	MarketText
}

// MarketText is what a market is.
type MarketText struct {
	Name     string `json:"name" minLength:"1" maxLength:"80"`
	Country  string `json:"country" minLength:"2" maxLength:"2" doc:"ISO 3166, two letters." example:"SE"`
	City     string `json:"city,omitempty" maxLength:"80" doc:"The whole country, when left out."`
	Currency string `json:"currency" minLength:"3" maxLength:"3" example:"SEK"`
	Period   string `json:"period" enum:"year,month"`
	Usual    bool   `json:"usual,omitempty" doc:"For whoever has no market of their own."`
}

func (t MarketText) text() workflow.MarketText {
	return workflow.MarketText{Name: t.Name, Country: t.Country, City: t.City, Currency: t.Currency, Period: rules.Period(t.Period), Usual: t.Usual}
}

func payMarketOf(m rules.Market) PayMarket {
	return PayMarket{string(m.ID), m.Version, MarketText{m.Name, m.Country, m.City, string(m.Currency), string(m.Period), m.Usual}}
}

// PayMarkets are all of them.
type PayMarkets struct {
	Markets []PayMarket `json:"markets"`
	Next    string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

type marketsOutput struct{ Body PayMarkets }

func (s *service) markets(v visit, in *Paged) (*marketsOutput, error) {
	list, err := s.Workflow.Markets(v, v.actor)
	if err != nil {
		return nil, err
	}
	page, next, err := onePage(*in, each(list, payMarketOf), func(m PayMarket) string { return m.ID })
	return &marketsOutput{PayMarkets{page, next}}, err
}

type marketInput struct {
	Idempotent
	Body MarketText
}

func (in *marketInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) makeMarket(v visit, in *marketInput) (*madeOutput, error) {
	return made(s.Workflow.MakeMarket(v, v.actor, in.once(), in.Body.text()))
}

type changeMarketInput struct {
	VersionedAct
	Body MarketText
}

func (in *changeMarketInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) changeMarket(v visit, in *changeMarketInput) (*done, error) {
	ref, read, err := asSeen[id.Market](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangeMarket(v, v.actor, in.once(), ref, read, in.Body.text()))
}

type rangesInput struct {
	Paged
	Market     string `query:"market" maxLength:"40" doc:"By id; the usual one when left out."`
	Discipline string `query:"discipline" maxLength:"100" doc:"Only of this one."`
	On         string `query:"on" maxLength:"10" doc:"The day, as 2026-05-12; today when left out."`
}

func (in *rangesInput) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, true
}

// Ranges are the ranges of a market on a day.
type Ranges struct {
	Market *PayMarket     `json:"market,omitempty"`
	On     string         `json:"on" format:"date"`
	Tables []RangeOfTable `json:"disciplines"`
	Next   string         `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// RangeOfTable is what one discipline is paid, step by step.
type RangeOfTable struct {
	Discipline string         `json:"discipline"`
	Name       string         `json:"name"`
	Steps      []RangeOfSteps `json:"steps"`
}

// RangeOfSteps is the range of one step.
type RangeOfSteps struct {
	Step    StepRef    `json:"step"`
	Now     *PayRange  `json:"now,omitempty"`
	Coming  []PayRange `json:"coming"`
	History []PayRange `json:"history" doc:"The newest first."`
}

type rangesOutput struct{ Body Ranges }

func (s *service) ranges(v visit, in *rangesInput) (*rangesOutput, error) {
	f := workflow.RangeFilter{Market: id.Market(in.Market), Discipline: in.Discipline}
	if in.On != "" {
		on, err := clock.ParseDate(in.On)
		if err != nil {
			return nil, mistaken("on", "Give the day as year, month and day, like 2026-09-01.")
		}
		f.On = on
	}
	t, err := s.Workflow.RangeTables(v, v.actor, f)
	if err != nil {
		return nil, err
	}
	out := Ranges{On: string(t.On), Tables: each(t.Tables, func(d workflow.RangeTable) RangeOfTable {
		return RangeOfTable{d.Discipline.Key, d.Discipline.Name, each(d.Lines, rangeOfSteps)}
	})}
	if t.Market.ID != "" {
		out.Market = new(payMarketOf(t.Market))
	}
	out.Tables, out.Next, err = onePage(in.Paged, out.Tables, func(t RangeOfTable) string { return t.Discipline })
	return &rangesOutput{out}, err
}

func rangeOfSteps(l workflow.RangeLine) RangeOfSteps {
	out := RangeOfSteps{Step: StepRef{string(l.Step.ID), l.Step.Name}, Coming: each(l.Coming, payRangeOf), History: each(l.History, payRangeOf)}
	if l.Now != nil {
		out.Now = new(payRangeOf(*l.Now))
	}
	return out
}

type rangeInput struct {
	Idempotent
	Body struct {
		Market     string `json:"market" maxLength:"40"`
		Discipline string `json:"discipline" maxLength:"100"`
		Step       string `json:"step" maxLength:"100"`
		From       string `json:"from" format:"date"`
		Minimum    string `json:"minimum,omitempty" maxLength:"40"`
		Reference  string `json:"reference,omitempty" maxLength:"40"`
		Maximum    string `json:"maximum,omitempty" maxLength:"40"`
		Ends       bool   `json:"ends,omitempty"`
		Reason     string `json:"reason" minLength:"1" maxLength:"1000" doc:"Why; it stays with it."`
	}
}

func (in *rangeInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) writeRange(v visit, in *rangeInput) (*madeOutput, error) {
	from, err := bodyDay("from", in.Body.From)
	if err != nil {
		return nil, err
	}
	b := in.Body
	return made(s.Workflow.WriteRange(v, v.actor, in.once(), workflow.RangeText{Market: id.Market(b.Market), Discipline: b.Discipline, Step: framework.StepID(b.Step), From: from,
		Minimum: b.Minimum, Reference: b.Reference, Maximum: b.Maximum, Ends: b.Ends, Reason: b.Reason}))
}

type benchmarksInput struct {
	Paged
	Market string `query:"market" maxLength:"40" doc:"By id; the usual one when left out."`
}

// Benchmarks are those of a market beside its ranges.
type Benchmarks struct {
	Market *PayMarket  `json:"market,omitempty"`
	All    []Benchmark `json:"benchmarks"`
	Next   string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Benchmark is what a supplier says of some work.
type Benchmark struct {
	ID         string           `json:"id"`
	Source     string           `json:"source"`
	Dated      string           `json:"dated" format:"date"`
	Job        string           `json:"job"`
	Discipline string           `json:"discipline,omitempty" doc:"Of the range it stands beside; absent where it stands beside none."`
	Step       string           `json:"step,omitempty"`
	Points     []BenchmarkPoint `json:"points"`
	Note       string           `json:"note,omitempty"`
	Version    int64            `json:"version" doc:"What to name in If-Match."`
}

// BenchmarkPoint is a percentile.
type BenchmarkPoint struct {
	Percentile int     `json:"percentile"`
	Amount     *Amount `json:"amount"`
}

func benchmarkOf(b rules.Benchmark) Benchmark {
	return Benchmark{string(b.ID), b.Source, string(b.Dated), b.Job, b.Match.Discipline, string(b.Match.Step),
		each(b.Points, func(p rules.Point) BenchmarkPoint { return BenchmarkPoint{p.Percentile, amountOf(p.Amount)} }), b.Note, b.Version}
}

type benchmarksOutput struct{ Body Benchmarks }

func (s *service) benchmarks(v visit, in *benchmarksInput) (*benchmarksOutput, error) {
	view, err := s.Workflow.Benchmarks(v, v.actor, id.Market(in.Market))
	if err != nil {
		return nil, err
	}
	out := Benchmarks{All: []Benchmark{}}
	for _, beside := range view.Beside {
		out.All = append(out.All, each(beside.Benchmarks, benchmarkOf)...)
	}
	out.All = append(out.All, each(view.Loose, benchmarkOf)...)
	if out.All, out.Next, err = pageOf(out.All, in.Paged, func(b Benchmark) string { return b.ID }); err != nil {
		return nil, err
	}
	if view.Market.ID != "" {
		out.Market = new(payMarketOf(view.Market))
	}
	return &benchmarksOutput{out}, nil
}

func (s *service) removeBenchmark(v visit, in *Act) (*done, error) {
	ref, err := parse[id.Benchmark](in.ID)
	if err != nil {
		return nil, err
	}
	_, err = s.Workflow.RemoveBenchmark(v, v.actor, in.once(), ref)
	return finished(err)
}
