package web

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	rules "cairn/internal/pay"
	"cairn/internal/sheet"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
)

var (
	saidPayPlaced   = said("pay-placed", ui.Done, "It is kept, with the day from which it holds.")
	saidPolicySet   = said("pay-policy-set", ui.Done, "It is as you chose, from this moment on.")
	saidSightAsked  = said("pay-sight-asked", ui.Done, "A people partner can agree now. Nobody else was told.")
	saidSightGiven  = said("pay-sight-given", ui.Done, "Everybody is told. It begins in 30 days, unless one of you ends it.")
	saidSightEnded  = said("pay-sight-ended", ui.Done, "It has ended, from this moment on.")
	saidRangeKept   = said("pay-range-kept", ui.Done, "The version is kept. What held before stays in the history.")
	saidRangesTaken = said("pay-ranges-taken", ui.Done, "The file was taken whole.")
	saidMarketMade  = said("pay-market-made", ui.Done, "The market is there. Ranges can be kept for it now.")
	saidMarketKept  = said("pay-market-kept", ui.Done, "The changes are kept.")
)

func (s *site) payRoutes() []Route {
	person, table := []string{"range", "salary"}, []string{"range_tab"}
	routes := []Route{
		{Pattern: "GET /pay", Items: person, handle: s.showOwnPay},
		{Pattern: "GET /people/{id}/pay", Items: person, handle: s.showPay},
		{Pattern: "POST /people/{id}/pay/place", Items: []string{"salary"}, handle: s.placePerson},
		{Pattern: "GET /pay/ranges", Items: table, handle: s.showRanges},
		{Pattern: "POST /pay/ranges", Items: table, handle: s.writeRange},
		{Pattern: "GET /pay/ranges/new", Items: table, handle: s.askRange},
		{Pattern: "GET /pay/ranges/export", Items: table, handle: s.confirming(s.exportRanges)},
		{Pattern: "GET /pay/markets", Items: table, handle: s.showMarkets},
		{Pattern: "POST /pay/markets", Items: table, handle: s.makeMarket},
		{Pattern: "POST /pay/markets/{id}", Items: table, handle: s.changeMarket},
		{Pattern: "GET /pay/policy", Items: []string{"profile"}, handle: s.showPayPolicy},
		{Pattern: "POST /pay/policy", Items: table, handle: s.setPayPolicy},
	}
	return slices.Concat(routes, s.benchmarkRoutes(), s.salaryRoutes(), s.payChangeRoutes(), s.payReviewRoutes(), s.payImportRoutes())
}

// payBase is what every page of pay is made from.
func (v *visit) payBase(title string, wrong error) pages.Base {
	b := pages.Base{Page: v.page(title), Key: v.key, Moment: v.moment, Problems: problems{}}
	if wrong != nil {
		v.wrongFields(wrong, b.Problems, &b.Wrong)
	}
	return b
}

func (s *site) showOwnPay(v *visit) error {
	return v.renderPay(v.actor.Person, nil, nil)
}

func (s *site) showPay(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderPay(person, nil, nil)
}

func (v *visit) renderPay(person id.Person, wrong error, keep func(*pages.Own)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.Pay(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	p := pages.Own{Base: v.payBase(pages.Title(v.r.Context(), view), wrong), View: view, Said: v.saidBeside(rights.Said{List: view.Corrections, Object: "salary/" + string(view.Subject.ID)}, view.Subject)}
	p.Place.From, p.Salary = string(view.Today), salaryForm(view)
	if view.Bond.Self {
		profile, err := v.Workflow.Profile(v.r.Context(), v.actor, person)
		if err != nil {
			return err
		}
		if profile.Manager != nil {
			p.Manager = profile.Manager.Name
		}
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (s *site) placePerson(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	market, _ := id.Parse[id.Market](f.get("market"))
	from, wrong := dayOf(f, "place_from")
	if wrong == nil {
		wrong = s.Workflow.PlacePerson(v.r.Context(), v.actor, f.once(), person, market, from)
	}
	if wrong != nil {
		return v.renderPay(person, wrong, func(p *pages.Own) {
			p.Place, p.PlaceOpen = pages.PlaceForm{Market: f.get("market"), From: f.get("place_from")}, true
		})
	}
	return v.redirect(pages.Path(person), saidPayPlaced)
}

// dayOf reads a day; one that is left out is for the rules to ask for.
func dayOf(f form, field string) (clock.Date, error) {
	text := strings.TrimSpace(f.get(field))
	if text == "" {
		return "", nil
	}
	on, err := clock.ParseDate(text)
	if err != nil {
		return "", fault.InvalidFields([]fault.Field{{Name: field, Value: text, Message: "Give the day as year, month and day, like 2026-09-01."}})
	}
	return on, nil
}

func (s *site) showPayPolicy(v *visit) error {
	v.seen("pay/policy")
	return v.renderPolicy(nil, nil)
}

func (v *visit) renderPolicy(wrong error, keep func(*pages.Policy)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.PayPolicy(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Policy{Base: v.payBase(v.say("Who may know what about pay"), wrong), View: view}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowPolicy(p))
}

func (s *site) setPayPolicy(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	what, value := rules.What(f.get("what")), f.revision("value")
	if what == rules.WidthLimit {
		value = f.revision("width")
	}
	if wrong := s.Workflow.SetPayPolicy(v.r.Context(), v.actor, f.once(), what, value, f.get("reason")); wrong != nil {
		return v.renderPolicy(wrong, func(p *pages.Policy) { p.Width, p.Words = f.get("width"), f.get("reason") })
	}
	done := saidPolicySet
	switch what {
	case rules.SightAsked:
		done = saidSightAsked
	case rules.SightGiven:
		done = saidSightGiven
	case rules.SightEnded:
		done = saidSightEnded
	}
	return v.redirect(pages.PolicyPath, done)
}

func (s *site) showMarkets(v *visit) error {
	return v.renderMarkets(nil, nil)
}

func (v *visit) renderMarkets(wrong error, keep func(*pages.Markets)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	list, err := v.Workflow.Markets(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Markets{Base: v.payBase(v.say("Markets"), wrong), List: list}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowMarkets(p))
}

func marketForm(f form) pages.MarketForm {
	return pages.MarketForm{Name: f.get("name"), Country: f.get("country"), City: f.get("city"), Currency: f.get("currency"), Period: f.get("period"), Usual: f.get("usual") != ""}
}

func (s *site) makeMarket(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	typed := marketForm(f)
	if _, wrong := s.Workflow.MakeMarket(v.r.Context(), v.actor, f.once(), marketText(typed)); wrong != nil {
		return v.renderMarkets(wrong, func(p *pages.Markets) { p.Form, p.Opened = typed, "new" })
	}
	return v.redirect(pages.MarketsPath, saidMarketMade)
}

func (s *site) changeMarket(v *visit) error {
	ref, ok := id.Parse[id.Market](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	typed := marketForm(f)
	if wrong := s.Workflow.ChangeMarket(v.r.Context(), v.actor, f.once(), ref, f.revision("read"), marketText(typed)); wrong != nil {
		return v.renderMarkets(wrong, func(p *pages.Markets) {
			p.Form, p.Opened = typed, string(ref)
			for i := range p.Wrong {
				p.Wrong[i].FieldID += "-" + string(ref)
			}
		})
	}
	return v.redirect(pages.MarketsPath, saidMarketKept)
}

// sendTable answers with a file that nobody keeps on the way. It is made whole before
// it is sent.
func (v *visit) sendTable(name string, f sheet.Format, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", f.MediaType())
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+string(f)+`"`)
	v.started = true
	_, _ = b.WriteTo(v.w) // the visitor went away
	return nil
}
