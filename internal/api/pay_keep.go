package api

import (
	"net/http"

	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/workflow"
)

// payKeeping is what compensation partners look after beside ranges.
func payKeeping() []Operation {
	of := forSession("pay")
	return []Operation{
		of(http.MethodGet, "/pay/people", "list-pay-people", "Where and what people are paid", "For compensation partners, by name, as on the page. Each salary that is shown is written down as read; your own line shows nothing.", on((*service).payPeople), "salary"),
		of(http.MethodPost, "/pay/benchmarks", "write-benchmark", "Write a benchmark", "By compensation partners.", on((*service).writeBenchmark), "benchmark"),
		of(http.MethodPut, "/pay/benchmarks/{id}/match", "match-benchmark", "Say beside which range it stands", "By compensation partners, as it was read. Beside none, when both are left out.", on((*service).matchBenchmark), "benchmark"),
	}
}

// PayPeople is one page of people, with where and what they are paid.
type PayPeople struct {
	People []PaidPerson `json:"people"`
	Next   string       `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// PaidPerson is one of them.
type PaidPerson struct {
	Person PersonRef  `json:"person"`
	Market *PayMarket `json:"market,omitempty"`
	Salary *Salary    `json:"salary,omitempty" doc:"In force today; absent where none is kept."`
	Own    bool       `json:"yours,omitempty" doc:"Your own line, of which nothing is shown."`
}

func paidPersonOf(l workflow.PayLine) PaidPerson {
	out := PaidPerson{Person: personRef(l.PersonRef), Own: l.Own}
	if l.Market != nil {
		out.Market = new(payMarketOf(*l.Market))
	}
	if l.Salary != nil {
		out.Salary = new(salaryOf(*l.Salary))
	}
	return out
}

type payPeopleInput struct {
	Words string `query:"q" maxLength:"200" doc:"Only people whose names have words that begin like these."`
	Paged
}

func (in *payPeopleInput) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, true
}

type payPeopleOutput struct{ Body PayPeople }

func (s *service) payPeople(v visit, in *payPeopleInput) (*payPeopleOutput, error) {
	after := id.Person("")
	if in.Cursor != "" {
		var ok bool
		if after, ok = id.Parse[id.Person](in.Cursor); !ok {
			return nil, badCursor()
		}
	}
	list, err := s.Workflow.PayPeople(v, v.actor, in.Words, after, in.Limit)
	if err != nil {
		return nil, err
	}
	return &payPeopleOutput{PayPeople{each(list.Lines, paidPersonOf), string(list.Next)}}, nil
}

type writeBenchmarkInput struct {
	Idempotent
	Body struct {
		Market     string `json:"market" maxLength:"40" doc:"By id."`
		Source     string `json:"source" maxLength:"200" doc:"Whose data it is."`
		Dated      string `json:"dated" format:"date" doc:"The day of the data."`
		Job        string `json:"job" maxLength:"200" doc:"What the supplier calls the work."`
		Discipline string `json:"discipline,omitempty" maxLength:"100" doc:"Of the range it stands beside, by its id; with a step, or neither."`
		Step       string `json:"step,omitempty" maxLength:"100"`
		P10        string `json:"p10,omitempty" maxLength:"40" doc:"For full time, in the market’s currency; at least one of the percentiles."`
		P25        string `json:"p25,omitempty" maxLength:"40"`
		P50        string `json:"p50,omitempty" maxLength:"40"`
		P75        string `json:"p75,omitempty" maxLength:"40"`
		P90        string `json:"p90,omitempty" maxLength:"40"`
		Note       string `json:"note,omitempty" maxLength:"1000"`
	}
}

func (in *writeBenchmarkInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) writeBenchmark(v visit, in *writeBenchmarkInput) (*done, error) {
	b := in.Body
	dated, err := bodyDay("dated", b.Dated)
	if err != nil {
		return nil, err
	}
	market, _ := id.Parse[id.Market](b.Market)
	return finished(s.Workflow.WriteBenchmark(v, v.actor, in.once(), market, payfile.BenchmarkRow{
		Source: b.Source, Dated: dated, Job: b.Job, Discipline: b.Discipline, Step: b.Step, P10: b.P10, P25: b.P25, P50: b.P50, P75: b.P75, P90: b.P90, Note: b.Note,
	}))
}

type matchBenchmarkInput struct {
	VersionedAct
	Body struct {
		Discipline string `json:"discipline,omitempty" maxLength:"100" doc:"By its id."`
		Step       string `json:"step,omitempty" maxLength:"100" doc:"By its id."`
	}
}

func (in *matchBenchmarkInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) matchBenchmark(v visit, in *matchBenchmarkInput) (*done, error) {
	ref, read, err := asSeen[id.Benchmark](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	_, err = s.Workflow.MatchBenchmark(v, v.actor, in.once(), ref, read, rules.Match{Discipline: in.Body.Discipline, Step: framework.StepID(in.Body.Step)})
	return finished(err)
}
