package web

import (
	"io"
	"net/http"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/pay"
	"cairn/internal/payfile"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/workflow"
)

func marketText(f pages.MarketForm) workflow.MarketText {
	return workflow.MarketText{Name: f.Name, Country: f.Country, City: f.City, Currency: f.Currency, Period: rules.Period(f.Period), Usual: f.Usual}
}

// showRanges is the table for those who look after it, and for a manager what of it
// concerns reports.
func (s *site) showRanges(v *visit) error {
	asked := v.r.URL.Query()
	market, _ := id.Parse[id.Market](asked.Get("market"))
	on, err := clock.ParseDate(asked.Get("on"))
	if err != nil {
		on = ""
	}
	discipline := asked.Get("discipline")
	tables, err := s.Workflow.RangeTables(v.r.Context(), v.actor, workflow.RangeFilter{Market: market, Discipline: discipline, On: on})
	if fault.Is(err, fault.Withheld) {
		return v.showKept()
	}
	if err != nil {
		return err
	}
	page := v.payBase(v.say("Ranges"), nil)
	page.Wide = true
	return v.render(http.StatusOK, pages.Table(pages.Ranges{Base: page, Tables: tables, Discipline: discipline, Today: on == ""}))
}

func (v *visit) showKept() error {
	kept, err := v.Workflow.KeptRanges(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowKept(pages.Kept{Base: v.payBase(v.say("Ranges that are kept"), nil), Ranges: kept}))
}

// askRange asks for a version, beginning with the amounts that hold: they are there
// to be seen, and the reason is always asked for anew.
func (s *site) askRange(v *visit) error {
	asked := v.r.URL.Query()
	form := pages.RangeForm{Market: asked.Get("market"), Discipline: asked.Get("discipline"), Step: asked.Get("step")}
	return v.renderRangeForm(nil, form, true)
}

func (v *visit) renderRangeForm(wrong error, typed pages.RangeForm, fill bool) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	market, _ := id.Parse[id.Market](typed.Market)
	tables, err := v.Workflow.RangeTables(v.r.Context(), v.actor, workflow.RangeFilter{Market: market, Discipline: typed.Discipline})
	if err != nil {
		return err
	}
	if len(tables.Tables) == 0 && len(tables.Disciplines) > 0 { // the steps stand in any table
		first := tables.Disciplines[0].Key
		if tables, err = v.Workflow.RangeTables(v.r.Context(), v.actor, workflow.RangeFilter{Market: market, Discipline: first}); err != nil {
			return err
		}
	}
	p := pages.Writing{Base: v.payBase(v.say("A range"), wrong), Tables: tables, Form: typed}
	if fill {
		p.Fill()
	}
	return v.render(statusFor(wrong), pages.Write(p))
}

func rangeForm(f form) pages.RangeForm {
	return pages.RangeForm{Market: f.get("market"), Discipline: f.get("discipline"), Step: f.get("step"), From: f.get("from"),
		Minimum: f.get("minimum"), Reference: f.get("reference"), Maximum: f.get("maximum"), Reason: f.get("reason"), Ends: f.get("ends") != ""}
}

func (s *site) writeRange(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	typed := rangeForm(f)
	market, _ := id.Parse[id.Market](typed.Market)
	from, wrong := dayOf(f, "from")
	if wrong == nil {
		_, wrong = s.Workflow.WriteRange(v.r.Context(), v.actor, f.once(), workflow.RangeText{Market: market, Discipline: typed.Discipline,
			Step: framework.StepID(typed.Step), From: from, Minimum: typed.Minimum, Reference: typed.Reference, Maximum: typed.Maximum, Ends: typed.Ends, Reason: typed.Reason})
	}
	if wrong != nil {
		return v.renderRangeForm(wrong, typed, false)
	}
	return v.redirect(pages.TablePath(market, typed.Discipline), saidRangeKept)
}

func (s *site) exportRanges(v *visit) error {
	format := formatOf(v)
	rows, err := s.Workflow.ExportRanges(v.r.Context(), v.actor, v.r.URL.Query().Get("versions") == "all")
	if err != nil {
		return err
	}
	return v.sendTable("ranges", format, func(w io.Writer) error { return payfile.WriteRanges(w, format, rows) })
}
