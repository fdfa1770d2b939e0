package web

import (
	"net/http"
	"net/url"

	"cairn/internal/fault"
	"cairn/internal/framework"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
)

func (s *site) frameworkRoutes() []Route {
	text := []string{"framework"}
	marked := []string{"framework", "discipline"} // the viewer's own discipline chooses what is marked
	return []Route{
		{Pattern: "GET /framework", Items: text, handle: s.showFramework},
		{Pattern: "GET /framework/steps/{step}", Items: marked, handle: s.showStep},
		{Pattern: "GET /framework/areas/{area}", Items: marked, handle: s.showArea},
		{Pattern: "GET /framework/disciplines/{discipline}", Items: text, handle: s.showDiscipline},
		{Pattern: "GET /framework/compare", Items: marked, handle: s.compareSteps},
		{Pattern: "GET /framework/compare/disciplines", Items: text, handle: s.compareDisciplines},
		{Pattern: "GET /framework/search", Items: text, handle: s.searchExamples},
		{Pattern: "GET /framework/print", Items: text, handle: s.printFramework},
		{Pattern: "GET /public/framework", Items: text, Public: true, handle: s.showPublicFramework},
		{Pattern: "GET /framework/roles", Items: text, handle: s.showRoles},
		{Pattern: "GET /framework/faq", Items: text, handle: s.showQuestions},
	}
}

// plainReading is the framework with the discipline that the query names, if any.
func (v *visit) plainReading() (pages.Reading, error) {
	r, err := v.version()
	if err != nil {
		return r, err
	}
	return pages.Choose(r.Framework, v.query(), "").In(r), nil
}

// query is what the address asks; what is not text asks nothing.
func (v *visit) query() url.Values {
	query := v.r.URL.Query()
	if checkText(query) != nil {
		return url.Values{}
	}
	return query
}

// reading is the framework with the discipline that the query names, or else the
// viewer's own.
func (v *visit) reading() (pages.Reading, error) {
	r, err := v.version()
	if err != nil {
		return r, err
	}
	query := v.query()
	if query.Has("discipline") {
		return pages.Choose(r.Framework, query, "").In(r), nil
	}
	own, err := v.Workflow.DisciplineHeld(v.r.Context(), v.actor)
	if err != nil {
		return r, err
	}
	return pages.Choose(r.Framework, query, own).In(r), nil
}

// framePage is a page whose whole address, with what was chosen, is returned to.
func (v *visit) framePage(title string) ui.Page {
	p := v.page(title)
	p.Path = v.r.URL.RequestURI()
	return p
}

func (s *site) showFramework(v *visit) error {
	r, err := v.plainReading()
	if err != nil {
		return err
	}
	editor, err := v.Workflow.MayEditFramework(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	r.MayWrite = editor.Any()
	return v.render(http.StatusOK, pages.Overview(v.readingPage(v.say("Framework"), r), r))
}

func (s *site) showStep(v *visit) error {
	r, err := v.reading()
	if err != nil {
		return err
	}
	step, ok := r.Step(framework.StepID(v.r.PathValue("step")))
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.Step(v.readingPage(step.Name, r), r, step))
}

func (s *site) showArea(v *visit) error {
	r, err := v.reading()
	if err != nil {
		return err
	}
	area, ok := r.Area(framework.AreaID(v.r.PathValue("area")))
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.Area(v.readingPage(area.Name, r), r, area))
}

func (s *site) showDiscipline(v *visit) error {
	r, err := v.plainReading()
	if err != nil {
		return err
	}
	d, ok := r.Framework.Discipline(framework.DisciplineID(v.r.PathValue("discipline")))
	if !ok {
		return fault.NotFound()
	}
	r.Discipline, r.Unknown = d.ID, false
	return v.render(http.StatusOK, pages.Discipline(v.readingPage(d.Name, r), r, d))
}

func (s *site) compareSteps(v *visit) error {
	r, err := v.reading()
	if err != nil {
		return err
	}
	query := v.r.URL.Query()
	pair, ok := pages.PairOf(r.Framework, framework.StepID(query.Get("left")), framework.StepID(query.Get("right")))
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.Compare(v.readingPage(v.say("Side by side"), r), r, pair))
}

func (s *site) showRoles(v *visit) error {
	r, err := v.plainReading()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Roles(v.readingPage(v.say("Roles"), r), r))
}

func (s *site) showQuestions(v *visit) error {
	r, err := v.plainReading()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.FAQ(v.readingPage(v.say("Questions"), r), r))
}

func (s *site) compareDisciplines(v *visit) error {
	r, err := v.plainReading()
	if err != nil {
		return err
	}
	b, ok := pages.BesideOf(r.Framework, v.query())
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.CompareDisciplines(v.readingPage(v.say("Side by side"), r), r, b))
}

func (s *site) searchExamples(v *visit) error {
	r, err := v.plainReading()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Search(v.framePage(v.say("Find an example")), r, pages.Look(r, v.query())))
}

func (s *site) printFramework(v *visit) error {
	r, err := v.version()
	if err != nil {
		return err
	}
	e := pages.ExcerptOf(r.Named(v.r.Context()), "/framework/print", v.query())
	e.Reading = e.In(r)
	return v.render(http.StatusOK, pages.Document(v.readingPage(v.say("To print"), e.Reading), e))
}

// showPublicFramework shows the text alone, to anybody alike: whoever has signed
// in is not greeted here either.
func (s *site) showPublicFramework(v *visit) error {
	f, err := v.Workflow.PublicFramework(v.r.Context())
	if err != nil {
		return err
	}
	page := v.framePage(v.say("Framework"))
	page.Viewer, page.Nav, page.Flash, page.DemoPersona = nil, nil, nil, ""
	return v.render(http.StatusOK, pages.Document(page, pages.ExcerptOf(f, "/public/framework", v.query())))
}
