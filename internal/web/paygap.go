package web

import (
	"io"
	"net/http"

	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/payfile"
	rules "cairn/internal/paygap"
	"cairn/internal/sheet"
	paypages "cairn/internal/web/pages/pay"
	pages "cairn/internal/web/pages/paygap"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidSexKept    = said("pay-sex-kept", ui.Done, "It is as you said, from this moment on.")
	saidSexesTaken = said("pay-sexes-taken", ui.Done, "The file was taken whole.")
	saidGapMade    = said("pay-gap-made", ui.Done, "The report is made and stays as it is.")
)

func (s *site) paygapRoutes() []Route {
	gap := []string{"paygap"}
	im := s.sexImport()
	return []Route{
		{Pattern: "GET /pay/category", Items: []string{"paygap", "hr_attr"}, handle: s.showCategory},
		{Pattern: "POST /pay/category/sex", Items: []string{"hr_attr"}, handle: s.saySex},
		{Pattern: "GET /pay/criteria", Items: []string{"framework"}, handle: s.showCriteria},
		{Pattern: "GET /pay/gap", Items: gap, handle: s.showGapReports},
		{Pattern: "POST /pay/gap", Items: gap, handle: s.makeGapReport},
		{Pattern: "GET /pay/gap/{id}", Items: gap, handle: s.showGapReport},
		{Pattern: "GET /pay/gap/{id}/export", Items: gap, handle: s.exportGapReport},
		{Pattern: "GET " + im.path, Items: []string{im.item}, handle: im.ask},
		{Pattern: "POST " + im.path, Items: []string{im.item}, MaxBody: importBody, handle: im.preview},
		{Pattern: "POST " + im.path + "/confirmation", Items: []string{im.item}, MaxBody: importBody, handle: im.confirm},
	}
}

func (v *visit) gapBase(title string, wrong error) pages.Base {
	b := pages.Base{Page: v.page(title), Key: v.key, Problems: problems{}}
	if wrong != nil {
		v.wrongFields(wrong, b.Problems, &b.Wrong)
	}
	return b
}

func (s *site) showCategory(v *visit) error {
	v.seen("pay/category")
	return v.renderCategory(nil, "")
}

func (v *visit) renderCategory(wrong error, sex string) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.PayCategory(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return err
	}
	return v.render(statusFor(wrong), pages.ShowCategory(pages.Category{Base: v.gapBase(v.say("What women and men are paid"), wrong), View: view, Sex: sex}))
}

func (s *site) saySex(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	sex := f.get("sex")
	if wrong := s.Workflow.SaySex(v.r.Context(), v.actor, f.once(), v.actor.Person, rules.Sex(sex)); wrong != nil {
		return v.renderCategory(wrong, sex)
	}
	return v.redirect(pages.CategoryPath, saidSexKept)
}

// showCriteria: the framework is open to everybody who has signed in.
func (s *site) showCriteria(v *visit) error {
	f, err := v.Workflow.Framework(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowCriteria(pages.Criteria{Page: v.page(v.say("What pay is decided by")), Framework: f}))
}

func (s *site) showGapReports(v *visit) error { return v.renderGapReports(nil) }

func (v *visit) renderGapReports(wrong error) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.GapReports(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(statusFor(wrong), pages.ShowReports(pages.Reports{Base: v.gapBase(v.say("Women and men"), wrong), View: view}))
}

func (s *site) makeGapReport(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	made, wrong := s.Workflow.MakeGapReport(v.r.Context(), v.actor, f.once(), f.get("country"))
	if wrong != nil {
		return v.renderGapReports(wrong)
	}
	return v.redirect(pages.ReportPath(made), saidGapMade)
}

// gapReport reads the report that the address names; to take it away is another line
// in the journal.
func (v *visit) gapReport(export bool) (workflow.GapReportView, error) {
	ref, ok := id.Parse[id.GapReport](v.r.PathValue("id"))
	if !ok {
		ref = "" // the same answer, by the same way
	}
	return v.Workflow.GapReport(v.r.Context(), v.actor, ref, export)
}

func (s *site) showGapReport(v *visit) error {
	view, err := v.gapReport(false)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowReport(pages.Report{Base: v.gapBase(v.say("Women and men"), nil), View: view}))
}

func (s *site) exportGapReport(v *visit) error {
	format := formatOf(v)
	view, err := v.gapReport(true)
	if err != nil {
		return err
	}
	head, rows := pages.Rows(view)
	return v.sendTable("women-and-men-"+view.Country+"-"+string(view.Day), format, func(w io.Writer) error { return sheet.Write(w, format, v.say("Report##of pay"), head, rows) })
}

func (s *site) sexImport() payImport {
	return payImport{
		path: pages.SexPath, back: pages.ReportsPath, item: "hr_attr", done: saidSexesTaken,
		title: lang.Later("Bring in what people said of their sex"), lead: lang.Later("A file with one person a line, for reports of pay and for nothing else."),
		columns: []paypages.ImportColumn{
			{Name: "e-mail", About: lang.Later("the person’s address in Cairn")},
			{Name: "sex", About: lang.Later("woman, man or other; empty leaves it as it is")},
		},
		notes: []string{
			lang.Later("Bring in only what people told you for this, or what the law lets you use for it. It is optional: whoever is not in the file is in no average."),
			lang.Later("What a person said in Cairn stays, whatever the file says. Each person finds that it was brought in, and can change it or take it back."),
			lang.Later("What is shown before you confirm names people and no answer."),
		},
		may: func(v *visit) error { return v.Workflow.MayBringSexes(v.actor) },
		take: func(v *visit, once workflow.Once, name string, data []byte, dry bool) (workflow.PayImport, int, error) {
			rows, problems := payfile.ReadSexes(name, data)
			if len(problems) > 0 {
				return workflow.PayImport{Problems: problems}, 0, nil
			}
			report, err := v.Workflow.ImportSexes(v.r.Context(), v.actor, once, rows, dry)
			return report, len(rows), err
		},
	}
}
