package web

import (
	"net/http"
	"strconv"

	"cairn/internal/fault"
	"cairn/internal/id"
	rules "cairn/internal/journey"
	pages "cairn/internal/web/pages/journey"
	"cairn/internal/web/ui"
)

var saidExtractEnded = said("extract-ended", ui.Done, "Withdrawn. The link answers like an address that was never there.")

func (s *site) journeyRoutes() []Route {
	work := []string{"profile", "discipline", "role", "hr_attr", "focus", "priorities"}
	steps := []string{"profile", "discipline", "role", "hr_attr", "focus", "step", "step_hist"}
	file := []string{"export"}
	return []Route{
		{Pattern: "GET /journey", Items: work, handle: s.showOwnJourney(rules.Work)},
		{Pattern: "GET /journey/steps", Items: steps, handle: s.showOwnJourney(rules.Steps)},
		{Pattern: "GET /people/{id}/journey", Items: work, handle: s.showJourney(rules.Work)},
		{Pattern: "GET /people/{id}/journey/steps", Items: steps, handle: s.showJourney(rules.Steps)},
		{Pattern: "GET /journey/file", Items: append(file, work...), handle: s.serveJourney(rules.Work)},
		{Pattern: "GET /journey/steps/file", Items: append(file, steps...), handle: s.serveJourney(rules.Steps)},
		{Pattern: "GET /journey/extracts", Items: file, handle: s.listExtracts},
		{Pattern: "GET /journey/extracts/new", Items: work, handle: s.chooseExtract(rules.Work)},
		{Pattern: "GET /journey/extracts/new/steps", Items: steps, handle: s.chooseExtract(rules.Steps)},
		{Pattern: "POST /journey/extracts", Items: file, handle: s.makeExtract},
		{Pattern: "GET /journey/extracts/{id}", Items: file, handle: s.showExtract},
		{Pattern: "POST /journey/extracts/{id}/end", Items: file, MaxBody: 8 << 10, handle: s.endExtract},
		{Pattern: "GET /journey/shared/{secret}", Items: file, Public: true, handle: s.openExtract},
	}
}

func (s *site) showOwnJourney(view rules.View) func(*visit) error {
	return func(v *visit) error { return v.renderJourney(v.actor.Person, view) }
}

func (s *site) showJourney(view rules.View) func(*visit) error {
	return func(v *visit) error {
		person, err := v.askedPerson()
		if err != nil {
			return err
		}
		return v.renderJourney(person, view)
	}
}

func (v *visit) renderJourney(person id.Person, view rules.View) error {
	p, err := v.journeyPage(person, view, "")
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Show(p))
}

func (v *visit) journeyPage(person id.Person, view rules.View, title string) (pages.Page, error) {
	j, err := v.Workflow.Journey(v.r.Context(), v.actor, person, view)
	if err != nil {
		return pages.Page{}, err
	}
	if title == "" {
		title = pages.Title(v.r.Context(), j)
	}
	p := pages.Page{Page: v.page(title), Journey: j}
	p.Wide = true
	return p, nil
}

func (s *site) serveJourney(view rules.View) func(*visit) error {
	return func(v *visit) error {
		file, err := s.Workflow.ExportJourney(v.r.Context(), v.actor, view)
		if err != nil {
			return err
		}
		return v.downloadJSON("journey.json", file)
	}
}

func (s *site) listExtracts(v *visit) error {
	list, err := s.Workflow.Extracts(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowList(pages.List{Page: v.page(v.say("What you show")), Extracts: list, Moment: v.moment}))
}

// usualDays is for how long a link is open when nothing else is chosen.
const usualDays = 30

func (s *site) chooseExtract(view rules.View) func(*visit) error {
	return func(v *visit) error { return v.renderChoosing(view, pages.Form{Days: usualDays}, nil) }
}

func (v *visit) renderChoosing(view rules.View, typed pages.Form, wrong error) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	page, err := v.journeyPage(v.actor.Person, view, v.say("Choose what to show"))
	if err != nil {
		return err
	}
	page.Wide = false
	p := pages.Choosing{Page: page, Form: typed, Problems: problems{}, Key: v.key()}
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	return v.render(statusFor(wrong), pages.Choose(p))
}

// makeExtract answers with the link, which is shown this once.
func (s *site) makeExtract(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	view := rules.Work
	if f.get("view") == string(rules.Steps) {
		view = rules.Steps
	}
	days, _ := strconv.Atoi(f.get("days")) // what is no number is none of the choices
	typed := pages.Form{Lines: f.all("line"), Words: f.get("words"), Days: days, Certain: f.get("certain") == "yes"}
	choice := rules.Choice{Lines: typed.Lines, Words: typed.Words, Days: days, Certain: typed.Certain}
	secret, err := s.Workflow.MakeExtract(v.r.Context(), v.actor, f.once(), view, choice)
	if err != nil {
		return v.renderChoosing(view, typed, err)
	}
	return v.render(http.StatusOK, pages.Made(v.page(v.say("Your link")), v.absolute("/journey/shared/"+secret)))
}

func (v *visit) extractID() (id.Extract, error) {
	ref, ok := id.Parse[id.Extract](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showExtract(v *visit) error {
	ref, err := v.extractID()
	if err != nil {
		return err
	}
	e, err := s.Workflow.Extract(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowOne(pages.One{Page: v.page(v.say("One of your extracts")), Extract: e, Key: v.key(), Moment: v.moment}))
}

func (s *site) endExtract(v *visit) error {
	ref, err := v.extractID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.EndExtract(v.r.Context(), v.actor, f.once(), ref); err != nil {
		return err
	}
	return v.redirect("/journey/extracts", saidExtractEnded)
}

// openExtract answers whoever holds a link. Its address is a secret, so nothing
// that leaves the page names it.
func (s *site) openExtract(v *visit) error {
	e, err := s.Workflow.OpenExtract(v.r.Context(), v.actor, v.r.PathValue("secret"))
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	p := pages.Shared{Page: v.page(v.say("From a journey")), Extract: e, Ends: v.moment(e.Ends)}
	p.Wide, p.Path = true, "/" // the theme's form names no secret
	return v.render(http.StatusOK, pages.ShowShared(p))
}
