package web

import (
	"io"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	rules "cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/sheet"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidBenchmarkKept    = said("benchmark-kept", ui.Done, "The benchmark is kept.")
	saidBenchmarkMatched = said("benchmark-matched", ui.Done, "It stands there now.")
	saidBenchmarkGone    = said("benchmark-gone", ui.Done, "It is removed for good.")
	saidBenchmarksTaken  = said("benchmarks-taken", ui.Done, "The file was taken whole.")
)

func (s *site) benchmarkRoutes() []Route {
	beside, own := []string{"benchmark", "range_tab"}, []string{"benchmark"}
	return []Route{
		{Pattern: "GET /pay/benchmarks", Items: beside, handle: s.showBenchmarks},
		{Pattern: "POST /pay/benchmarks", Items: own, handle: s.writeBenchmark},
		{Pattern: "POST /pay/benchmarks/{id}", Items: own, handle: s.matchBenchmark},
		{Pattern: "POST /pay/benchmarks/{id}/removal", Items: own, handle: s.removeBenchmark},
		{Pattern: "GET /pay/benchmarks/export", Items: own, handle: s.confirming(s.exportBenchmarks)},
	}
}

func (s *site) showBenchmarks(v *visit) error {
	market, _ := id.Parse[id.Market](v.r.URL.Query().Get("market"))
	return v.renderBenchmarks(market, nil, nil)
}

func (v *visit) renderBenchmarks(market id.Market, wrong error, keep func(*pages.Benchmarks)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.Benchmarks(v.r.Context(), v.actor, market)
	if err != nil {
		return err
	}
	p := pages.Benchmarks{Base: v.payBase(v.say("Benchmarks"), wrong), View: view}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowBenchmarks(p))
}

func (s *site) writeBenchmark(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	market, _ := id.Parse[id.Market](f.get("market"))
	row := payfile.BenchmarkRow{Source: f.get("source"), Job: f.get("job"), Discipline: f.get("discipline"), Step: f.get("step"), Note: f.get("note")}
	for p, text := range row.Points() {
		*text = f.get(payfile.Column(p))
	}
	var wrong error
	if row.Dated, wrong = dayOf(f, "dated"); wrong == nil {
		wrong = s.Workflow.WriteBenchmark(v.r.Context(), v.actor, f.once(), market, row)
	}
	if wrong != nil {
		return v.renderBenchmarks(market, wrong, func(p *pages.Benchmarks) { p.Form, p.Dated, p.Opened = row, f.get("dated"), true })
	}
	return v.redirect(pages.BenchmarksIn(market), saidBenchmarkKept)
}

func (v *visit) benchmarkID() (id.Benchmark, error) {
	ref, ok := id.Parse[id.Benchmark](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) matchBenchmark(v *visit) error {
	ref, err := v.benchmarkID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	to := rules.Match{Discipline: f.get("discipline"), Step: framework.StepID(f.get("step"))}
	market, wrong := s.Workflow.MatchBenchmark(v.r.Context(), v.actor, f.once(), ref, f.revision("read"), to)
	if wrong != nil {
		return v.renderBenchmarks(market, wrong, func(p *pages.Benchmarks) {
			p.Match = string(ref)
			for i := range p.Wrong {
				p.Wrong[i].FieldID = "step-" + string(ref)
			}
		})
	}
	return v.redirect(pages.BenchmarksIn(market), saidBenchmarkMatched)
}

func (s *site) removeBenchmark(v *visit) error {
	ref, err := v.benchmarkID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	market, err := s.Workflow.RemoveBenchmark(v.r.Context(), v.actor, f.once(), ref)
	if err != nil {
		return err
	}
	return v.redirect(pages.BenchmarksIn(market), saidBenchmarkGone)
}

func (s *site) exportBenchmarks(v *visit) error {
	format := formatOf(v)
	rows, err := s.Workflow.ExportBenchmarks(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.sendTable("benchmarks", format, func(w io.Writer) error { return payfile.WriteBenchmarks(w, format, rows) })
}

func formatOf(v *visit) sheet.Format {
	if v.r.URL.Query().Get("format") == string(sheet.XLSX) {
		return sheet.XLSX
	}
	return sheet.CSV
}

func benchmarkImport() payImport {
	return payImport{
		path: pages.BenchmarksPath + "/import", back: pages.BenchmarksPath, item: "benchmark", done: saidBenchmarksTaken,
		title: lang.Later("Bring in benchmarks"), lead: lang.Later("A file with one benchmark a line. You see what it would change before anything is kept."),
		columns: []pages.ImportColumn{
			{Name: "source", About: lang.Later("whose data it is")}, {Name: "date", About: lang.Later("the day of the data, like 2027-01-01")}, {Name: "market", About: lang.Later("its name, as under Markets")},
			{Name: "job", About: lang.Later("what the supplier calls the work")}, {Name: "p10, p25, p50, p75, p90", About: lang.Later("amounts for full time in the market’s currency; at least one")},
			{Name: "discipline, step", About: lang.Later("beside which range it stands; both or neither")}, {Name: "currency, note", About: lang.Later("may be left out; a currency is checked")},
		},
		notes: []string{lang.Later("A line of the same source, day, market and work as one that is there is put in its place.")},
		may: func(v *visit) error {
			_, err := v.Workflow.Markets(v.r.Context(), v.actor)
			return err
		},
		take: func(v *visit, once workflow.Once, name string, data []byte, dry bool) (workflow.PayImport, int, error) {
			rows, problems := payfile.ReadBenchmarks(name, data)
			if len(problems) > 0 {
				return workflow.PayImport{Problems: problems}, 0, nil
			}
			report, err := v.Workflow.ImportBenchmarks(v.r.Context(), v.actor, once, rows, dry)
			return report, len(rows), err
		},
	}
}
