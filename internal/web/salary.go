package web

import (
	"net/http"

	"cairn/internal/lang"
	rules "cairn/internal/pay"
	"cairn/internal/payfile"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidSalaryKept    = said("salary-kept", ui.Done, "The salary is kept, with the day from which it holds.")
	saidSalariesTaken = said("salaries-taken", ui.Done, "The file was taken whole.")
)

func (s *site) salaryRoutes() []Route {
	items := []string{"salary"}
	return []Route{
		{Pattern: "POST /people/{id}/pay/salary", Items: items, handle: s.writeSalary},
		{Pattern: "GET /pay/people", Items: items, handle: s.showPayPeople},
		{Pattern: "GET /pay/people/import/progress", Items: items, handle: s.showImportProgress},
	}
}

func (s *site) writeSalary(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	typed := pages.SalaryForm{Amount: f.get("amount"), Currency: f.get("currency"), Period: f.get("period"), Share: f.get("share"), From: f.get("from"), Reason: f.get("reason")}
	from, wrong := dayOf(f, "from")
	if wrong == nil {
		wrong = s.Workflow.WriteSalary(v.r.Context(), v.actor, f.once(), person, workflow.SalaryText{Amount: typed.Amount, Currency: typed.Currency,
			Period: rules.Period(typed.Period), Share: typed.Share, From: from, Reason: typed.Reason})
	}
	if wrong != nil {
		return v.renderPay(person, wrong, func(p *pages.Own) { p.Salary, p.SalaryOpen = typed, true })
	}
	return v.redirect(pages.Path(person), saidSalaryKept)
}

// salaryForm begins with what holds, or with what the market is paid in.
func salaryForm(view workflow.PayView) pages.SalaryForm {
	form := pages.SalaryForm{Share: "100", Period: string(rules.Monthly)}
	if view.Market != nil {
		form.Currency, form.Period = string(view.Market.Currency), string(view.Market.Period)
	}
	if view.Salary != nil && view.Salary.Now != nil {
		now := view.Salary.Now
		form.Currency, form.Period, form.Share = string(now.Full.Currency()), string(now.Period), pages.ShareText(now.Share)
	}
	return form
}

func (s *site) showPayPeople(v *visit) error {
	asked := v.r.URL.Query()
	filter := filterOf(asked)
	list, err := s.Workflow.PayPeople(v.r.Context(), v.actor, filter.Words, filter.After, 0)
	if err != nil {
		return err
	}
	p := pages.People{Base: v.payBase(v.say("People"), nil), List: list, Words: filter.Words}
	if filter.After != "" {
		p.First = pages.PeoplePage(filter.Words, "")
	}
	if list.Next != "" {
		p.Next = pages.PeoplePage(filter.Words, string(list.Next))
	}
	return v.render(http.StatusOK, pages.ShowPeople(p))
}

func salaryImport(s *site) payImport {
	return payImport{
		path: pages.PeoplePath + "/import", back: pages.PeoplePath, item: "salary", done: saidSalariesTaken, progress: pages.PeoplePath + "/import/progress?key=",
		title: lang.Later("Bring in salaries and markets"), lead: lang.Later("A file with one person and day a line. You see what it would change before anything is kept."),
		columns: []pages.ImportColumn{
			{Name: "e-mail", About: lang.Later("the person’s address in Cairn")}, {Name: "valid from", About: lang.Later("the first day, like 2027-01-01")},
			{Name: "salary", About: lang.Later("the amount for full time: 52000, 52 000 or 52000.50; empty where the line only says where")},
			{Name: "currency, period", About: lang.Later("may be left out: as the person’s market. A period is month or year")},
			{Name: "share", About: lang.Later("of full time in per cent, like 80 or 87.5; empty is full time")},
			{Name: "market", About: lang.Later("where the person is paid from that day on, by its name; empty leaves it as it is")},
			{Name: "reason", About: lang.Later("may be left out; the person reads it")},
		},
		notes: []string{
			lang.Later("Up to 200,000 lines, taken whole or not at all. Each person whom it is about finds that it was written."),
			lang.Later("What is kept is never overwritten: another amount for a day that has one is a correction, and the one before stays in the history. Your own line is refused: another partner looks after your pay."),
			lang.Later("What is shown before you confirm names people and days, and no amount."),
		},
		may: func(v *visit) error {
			_, err := v.Workflow.Markets(v.r.Context(), v.actor)
			return err
		},
		take: func(v *visit, once workflow.Once, name string, data []byte, dry bool) (workflow.PayImport, int, error) {
			rows, problems := payfile.ReadSalaries(name, data)
			if len(problems) > 0 {
				return workflow.PayImport{Problems: problems}, 0, nil
			}
			o, over := s.importing(v, once, dry)
			defer over()
			report, err := v.Workflow.ImportSalaries(v.r.Context(), v.actor, once, rows, o)
			return report, len(rows), err
		},
	}
}

// showImportProgress tells whoever began an import how far it is, in words; nothing
// where none is under way.
func (s *site) showImportProgress(v *visit) error {
	if _, err := s.Workflow.Markets(v.r.Context(), v.actor); err != nil {
		return err
	}
	return s.tellProgress(v)
}
