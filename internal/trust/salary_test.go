package trust

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Salaries and benchmarks bring tables, addresses, rows and guards of their own.
func init() {
	clear["pay_benchmarks"] = "id market made_at made_by version" // that there is one, not whose data or what it says
	clear["pay_salaries"] = "id person made_at made_by nth"       // that one was written, not from when, how much or why
	sealed = append(sealed, "pay_benchmarks.sealed", "pay_salaries.sealed")
	probes["salary"] = probe{readSalary, nil, writeSalary, ""}
	probes["benchmark"] = probe{readBenchmarks, nil, writeBenchmarks, ""}
	maps.Copy(kinds, map[string]string{
		"/people/{id}/pay/salary":      "person",
		"/pay/benchmarks/{id}":         "benchmark",
		"/pay/benchmarks/{id}/removal": "benchmark",
	})
	twins["one salary or another"] = twin{salariesOn, paidAt("48000"), paidAt("61000"), false}
	breakages = append(breakages,
		broken("salaries are everybody's", "TestTheMatrixHolds", "pay/visible.go", "return p.Salaries && (b.Self || b.Manager || b.Pay)", "return p.Salaries && b.Known",
			edit{"pay/visible.go", "return b.Self || b.Manager || b.Pay }", "return b.Known }"}),
		broken("salaries are shown where they are switched off", "TestSalariesAreOffUntilChosen", "pay/visible.go", "return p.Salaries && (b.Self || b.Manager || b.Pay)", "return b.Self || b.Manager || b.Pay"),
		broken("how a salary stands is told to whoever may know the salary", "TestHowASalaryStandsIsForTheTwo", "workflow/salary.go", "if v.Range != nil && v.Range.Missing == Nothing && v.Market != nil {", "if v.Range == nil {\n\t\t\tat, _ := (&Workflow{}).rangeOfPerson(r, v.Subject.ID, v.Market, v.Today)\n\t\t\tv.Range = &at\n\t\t}\n\t\tif v.Range.Missing == Nothing && v.Market != nil {"),
		broken("benchmarks are managers' too", "TestTheMatrixHolds", "workflow/benchmark.go", "if err := keepsPay(actor); err != nil {\n\t\treturn v, err\n\t}", "if err := own(actor); err != nil {\n\t\treturn v, err\n\t}"),
		broken("readings of a salary are not journalled", "TestEveryActOnSalariesIsWrittenDown", "workflow/salary.go", `if err := journal(audit.Entry{Item: "salary"`, `if err := func(audit.Entry) error { return nil }(audit.Entry{Item: "salary"`),
		broken("the list of salaries is not journalled", "TestEveryActOnSalariesIsWrittenDown", "workflow/salary_import.go", "return page, tx.RecordAll(entries)", "return page, nil"),
	)
}

// payAll is everything that the pay part keeps, of Noor too.
func payAll(w *world.World) {
	w.Helper()
	payUp(w)
	keepSalaries(w)
	paidAt("48123")(w, "")
	haveReport(w)
	_, err := w.ImportBenchmarks(w.Context(), w.Actor("kim"), workflow.Once{}, []payfile.BenchmarkRow{plainBenchmark("Survey", "")}, false)
	must(w.T, err)
}

func salaryText(amount, reason string) workflow.SalaryText {
	return workflow.SalaryText{Amount: amount, Currency: "SEK", Period: pay.Monthly, Share: "80", From: "2026-02-01", Reason: reason}
}

func keepSalaries(w *world.World) {
	w.Helper()
	must(w.T, w.SetPayPolicy(w.Context(), w.Actor("kim"), workflow.Once{}, pay.Salaries, 1, ""))
}

func salariesOn(w *world.World) id.Evaluation {
	keepSalaries(w)
	return reach(evaluation.Agreed)(w)
}

func paidAt(amount string) func(*world.World, id.Evaluation) {
	return func(w *world.World, _ id.Evaluation) {
		must(w.T, w.WriteSalary(w.Context(), w.Actor("kim"), workflow.Once{}, w.Person("noor"), salaryText(amount, "Begins.")))
	}
}

func plainBenchmark(source, note string) payfile.BenchmarkRow {
	return payfile.BenchmarkRow{Line: 2, Source: source, Market: "Sweden", Dated: "2026-01-01", Job: "Engineer 2", Discipline: "software-development", Step: "individual", P50: "40000", P90: "52000", Note: note}
}

// haveSalary makes sure that Noor has one and that there is a benchmark.
func (a ask) haveSalary() (market id.Market, err error) {
	if err := a.havePay(); err != nil {
		return "", err
	}
	kim := a.Actor("kim")
	v, err := a.Pay(a.ctx, kim, a.subject)
	if err == nil && v.Salary == nil {
		keepSalaries(a.World)
		paidAt("48123")(a.World, "")
		_, err = a.ImportBenchmarks(a.ctx, kim, workflow.Once{}, []payfile.BenchmarkRow{plainBenchmark("Survey", "")}, false)
	}
	list, failed := a.Markets(a.ctx, kim)
	if err != nil || failed != nil {
		return "", fmt.Errorf("%w, %w", err, failed)
	}
	return list[len(list)-1].ID, nil // Sweden, by name
}

func readSalary(a ask) (outcome, error) {
	if _, err := a.haveSalary(); err != nil {
		return "", err
	}
	v, err := a.Pay(a.ctx, a.actor, a.subject)
	return a.outcome(err, v.Salary != nil && v.Salary.Now.Full.Plain() == "48123")
}

// writeSalary tries every act on salaries; all must answer alike.
func writeSalary(a ask) (outcome, error) {
	market, err := a.haveSalary()
	if err != nil {
		return "", err
	}
	rows := []payfile.SalaryRow{{Line: 2, Email: "ben@example.org", From: "2026-01-01", Amount: "50000"}}
	return a.alike([]func() error{
		func() error { return a.WriteSalary(a.ctx, a.actor, workflow.Once{}, a.subject, workflow.SalaryText{}) },
		func() error { return a.PlacePerson(a.ctx, a.actor, workflow.Once{}, a.subject, market, "") },
		func() error {
			return second(a.ImportSalaries(a.ctx, a.actor, workflow.Once{}, rows, workflow.ImportOptions{DryRun: true}))
		},
		func() error {
			return second(a.ImportSalaries(a.ctx, a.actor, workflow.Once{}, rows, workflow.ImportOptions{}))
		},
		func() error { return second(a.PayPeople(a.ctx, a.actor, "", "", 0)) },
	})
}

func (a ask) alike(acts []func() error) (outcome, error) {
	var all []outcome
	for _, act := range acts {
		err := act()
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) { // whoever may write learns what is wrong with it
			err = nil
		}
		o, err := a.written(err)
		if err != nil {
			return "", err
		}
		all = append(all, o)
	}
	if len(slices.Compact(all)) != 1 {
		return "", fmt.Errorf("acts answer differently: %v", all)
	}
	return all[0], nil
}

func readBenchmarks(a ask) (outcome, error) {
	market, err := a.haveSalary()
	if err != nil {
		return "", err
	}
	v, err := a.Benchmarks(a.ctx, a.actor, market)
	return a.outcome(err, slices.ContainsFunc(v.Beside, func(b workflow.BesideRange) bool { return len(b.Benchmarks) == 1 }))
}

func writeBenchmarks(a ask) (outcome, error) {
	market, err := a.haveSalary()
	if err != nil {
		return "", err
	}
	v, err := a.Benchmarks(a.ctx, a.Actor("kim"), market)
	if err != nil {
		return "", err
	}
	var ref id.Benchmark
	for _, b := range v.Beside {
		for _, x := range b.Benchmarks {
			ref = x.ID
		}
	}
	once := workflow.Once{}
	return a.alike([]func() error{
		func() error { return second(a.MatchBenchmark(a.ctx, a.actor, once, ref, 0, pay.Match{})) },
		func() error { return a.WriteBenchmark(a.ctx, a.actor, once, market, payfile.BenchmarkRow{}) },
		func() error { return second(a.ImportBenchmarks(a.ctx, a.actor, once, nil, true)) },
		func() error { return second(a.ExportBenchmarks(a.ctx, a.actor)) },
	})
}

// salaries puts canaries into salaries and benchmarks.
func (c *cage) salaries() {
	c.Helper()
	ctx, kim, once := c.Context(), c.Actor("kim"), workflow.Once{}
	keepSalaries(c.World)
	for i, at := range []struct{ subject, manager string }{{"noor", "mats"}, {"ola", "timo"}} {
		readers := []string{at.subject, at.manager, "kim"}
		text := salaryText(fmt.Sprint(88_201+1001*i), c.put(at.subject, "salary-reason", readers...))
		must(c.T, c.WriteSalary(ctx, kim, once, c.Person(at.subject), text))
		c.canaries = append(c.canaries, canary{fmt.Sprintf("%d,%03d a month", (88_201+1001*i)/1000, (88_201+1001*i)%1000), at.subject + "'s salary", readers})
	}
	row := plainBenchmark(c.put("benchmark", "source", "kim"), c.put("benchmark", "note", "kim"))
	report, err := c.ImportBenchmarks(ctx, kim, once, []payfile.BenchmarkRow{row}, false)
	if err != nil {
		c.Fatal(err, report.Problems)
	}
}

// TestSalariesAreOffUntilChosen, and nothing of them is seen when they are off again.
func TestSalariesAreOffUntilChosen(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ctx, kim, noor, once := t.Context(), w.Actor("kim"), w.Person("noor"), workflow.Once{}
	if err := w.WriteSalary(ctx, kim, once, noor, salaryText("48000", "Begins.")); !fault.Is(err, fault.Conflict) {
		t.Errorf("a salary is kept before anybody chose it: %v", err)
	}
	for name := range map[string]bool{"noor": true, "mats": true, "pia": true, "odd": true, "cai": true} {
		if err := w.SetPayPolicy(ctx, w.Actor(name), once, pay.Salaries, 1, ""); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s switches salaries on: %v", name, err)
		}
	}
	keepSalaries(w)
	paidAt("48000")(w, "")
	seen := func() (n int) {
		for _, name := range []string{"noor", "mats", "kim"} {
			v, err := w.Pay(ctx, w.Actor(name), noor)
			must(t, err)
			if v.Salary != nil && v.Salary.Now != nil && v.Salary.Paid.Plain() == "38400" {
				n++
			}
		}
		page, err := w.PayPeople(ctx, kim, "noor", "", 0)
		must(t, err)
		if page.Lines[0].Salary != nil {
			n++
		}
		return n
	}
	if n := seen(); n != 4 {
		t.Errorf("switched on it is seen in %d places, want 4", n)
	}
	must(t, w.SetPayPolicy(ctx, kim, once, pay.Salaries, 0, ""))
	if n := seen(); n != 0 {
		t.Errorf("switched off it is still seen in %d places", n)
	}
}

// TestHowASalaryStandsIsForTheTwo: below, inside or above tells of a Step, so it is
// worked out for those alone who may know the Step.
func TestHowASalaryStandsIsForTheTwo(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain) // squad-chapter, from 41,419 to 57,373
	payUp(w)
	keepSalaries(w)
	ctx, noor := t.Context(), w.Person("noor")
	for amount, want := range map[string]pay.Position{"41418.99": pay.Below, "41419": pay.Inside, "57373": pay.Inside, "57373.01": pay.Above} {
		paidAt(amount)(w, "")
		for name, want := range map[string]pay.Position{"noor": want, "mats": want, "kim": ""} {
			v, err := w.Pay(ctx, w.Actor(name), noor)
			must(t, err)
			if v.Salary.Position != want {
				t.Errorf("with %s %s reads %q, want %q", amount, name, v.Salary.Position, want)
			}
		}
	}
	if err := w.WriteSalary(ctx, w.Actor("kim"), workflow.Once{}, w.Person("kim"), salaryText("90000", "Because.")); !fault.Is(err, fault.Withheld) {
		t.Errorf("a compensation partner writes their own salary: %v", err)
	}
	report, err := w.ImportSalaries(ctx, w.Actor("kim"), workflow.Once{}, []payfile.SalaryRow{{Line: 2, Email: "kim@example.org", From: "2026-01-01", Amount: "90000"}}, workflow.ImportOptions{})
	if err == nil || len(report.Problems) != 1 {
		t.Errorf("and by a file: %v %v", report, err)
	}
}

// TestNoFileTellsAStep: what a compensation partner is told of files is the same in
// worlds that differ in one Step, mistakes included.
func TestNoFileTellsAStep(t *testing.T) {
	t.Parallel() // in a world of its own
	before := world.New(t, "sqlite")
	ref := reach(evaluation.Talked)(before)
	payUp(before)
	keepSalaries(before)
	a, b := before.Copy(t), before.Copy(t)
	agree("individual", "words")(a, ref)
	agree("technology-company", "words")(b, ref)
	tell := func(w *world.World) string {
		ctx, kim := t.Context(), w.Actor("kim")
		var said []string
		for _, amount := range []string{"1", "40000", "52000", "999999", "abc", "-5", ""} {
			rows := []payfile.SalaryRow{{Line: 2, Email: "noor@example.org", From: "2026-02-01", Amount: amount}, {Line: 3, Email: "nobody@example.org", From: "2026-02-01", Amount: "5"}}
			for n := range rows {
				for _, dry := range []bool{true, false} {
					report, err := w.ImportSalaries(ctx, kim, workflow.Once{}, rows[:n+1], workflow.ImportOptions{DryRun: dry})
					said = append(said, fmt.Sprint(report, err))
				}
			}
		}
		page, err := w.PayPeople(ctx, kim, "", "", 0)
		for _, l := range page.Lines {
			said = append(said, fmt.Sprint(l.Name, l.Market != nil, l.Salary != nil))
		}
		report, failed := w.ImportRanges(ctx, kim, workflow.Once{}, rangeFile("Sweden", "Nowhere"), true)
		return strings.Join(append(said, fmt.Sprint(err, page.Total, report, failed)), "\n")
	}
	first, second := tell(a), tell(b)
	if first != second || strings.Count(first, "\n") < 40 {
		t.Errorf("told of the one\n%s\nand of the other\n%s", first, second)
	}
}

// TestEveryActOnSalariesIsWrittenDown, and on benchmarks, and every reading.
func TestEveryActOnSalariesIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	payUp(w)
	for _, d := range salaryDeeds(w) {
		tryDeed(t, w, d)
	}
}

func salaryDeeds(w *world.World) []deed {
	ctx, kim, once, noor := w.Context(), w.Actor("kim"), workflow.Once{}, w.Person("noor")
	markets, err := w.Markets(ctx, kim)
	must(w.T, err)
	m := markets[len(markets)-1].ID
	by := func(act, item string) []string { return []string{line("pay."+act, item, "compensation partner")} }
	rows := []payfile.SalaryRow{
		{Line: 2, Email: "noor@example.org", From: "2026-03-01", Amount: "50000"},
		{Line: 3, Email: "ben@example.org", From: "2026-03-01", Amount: "50000", Market: "North"},
	}
	return []deed{
		{"switch salaries on", func() error { return w.SetPayPolicy(ctx, kim, once, pay.Salaries, 1, "") }, by("policy-set", "range_tab")},
		{"write a salary", func() error { return w.WriteSalary(ctx, kim, once, noor, salaryText("48000", "Begins.")) }, by("salary-written", "salary")},
		{"look at a file", func() error {
			return second(w.ImportSalaries(ctx, kim, once, rows, workflow.ImportOptions{DryRun: true}))
		}, nil},
		{"bring in a file", func() error { return second(w.ImportSalaries(ctx, kim, once, rows, workflow.ImportOptions{})) },
			slices.Concat(by("salary-written", "salary"), by("salary-written", "salary"), by("place-set", "salary"))},
		{"noor reads", func() error { return second(w.Pay(ctx, w.Actor("noor"), noor)) }, nil},
		{"mats reads", func() error { return second(w.Pay(ctx, w.Actor("mats"), noor)) }, []string{line("read", "range", "manager"), line("read", "salary", "manager")}},
		{"kim reads", func() error { return second(w.Pay(ctx, kim, noor)) }, []string{line("read", "salary", "compensation partner")}},
		{"kim reads the list", func() error { return second(w.PayPeople(ctx, kim, "", "", 0)) },
			[]string{line("read", "salary", "compensation partner"), line("read", "salary", "compensation partner")}},
		{"write a benchmark", func() error { return w.WriteBenchmark(ctx, kim, once, m, plainBenchmark("Survey", "")) }, by("benchmarks-changed", "benchmark")},
		{"bring in benchmarks", func() error {
			return second(w.ImportBenchmarks(ctx, kim, once, []payfile.BenchmarkRow{plainBenchmark("Other", "")}, false))
		}, by("benchmarks-changed", "benchmark")},
		{"take benchmarks away", func() error { return second(w.ExportBenchmarks(ctx, kim)) }, by("exported", "benchmark")},
		{"remove a benchmark", func() error {
			v, err := w.Benchmarks(ctx, kim, m)
			if err != nil {
				return err
			}
			return second(w.RemoveBenchmark(ctx, kim, once, v.Beside[0].Benchmarks[0].ID))
		}, by("benchmarks-changed", "benchmark")},
	}
}
