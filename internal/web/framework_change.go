package web

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"cairn/internal/fault"
	"cairn/internal/framework"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
)

// versionAsk is a page about a version on which something is asked.
type versionAsk = func(ui.Page, pages.VersionPage) templ.Component

// showChanges shows how the version of the address came from another: the one the
// query names, or else the one before it.
func (s *site) showChanges(v *visit) error {
	ctx, query := v.r.Context(), v.r.URL.Query()
	view, err := s.Workflow.Version(ctx, v.actor, v.r.PathValue("version"))
	if err != nil {
		return err
	}
	d := pages.ChangesPage{VersionView: view, From: view.Before}
	if d.Versions, err = s.Workflow.Versions(ctx, v.actor); err != nil {
		return err
	}
	page := v.framePage(v.say("Differences"))
	if from := query.Get("from"); from != "" {
		before, err := s.Workflow.Version(ctx, v.actor, from)
		if err != nil {
			return err
		}
		d.From = before.Ref
	}
	if d.From.Version == "" {
		return v.render(http.StatusOK, pages.Changes(page, d))
	}
	before, err := s.Workflow.FrameworkVersion(ctx, v.actor, d.From)
	if err != nil {
		return err
	}
	d.Disciplines = disciplinesOf(view.Text, before)
	d.Discipline = framework.DisciplineID(query.Get("discipline"))
	if d.Discipline != "" && !slices.ContainsFunc(d.Disciplines, func(c framework.Discipline) bool { return c.ID == d.Discipline }) {
		return fault.NotFound()
	}
	d.Marks, d.Area = namesOf(d.Disciplines), framework.AreaID(query.Get("area"))
	d.Path = pages.ChangesAsked(d.From, d.Ref, d.Discipline)
	if d.Change, err = s.Workflow.CompareVersions(ctx, v.actor, d.From, d.Ref, d.Discipline); err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Changes(page, d))
}

// disciplinesOf lists those of the later version, and then what it gave up.
func disciplinesOf(after, before *framework.Framework) []framework.Discipline {
	all := slices.Clone(after.Disciplines)
	for _, d := range before.Disciplines {
		if _, kept := after.Discipline(d.ID); !kept {
			all = append(all, d)
		}
	}
	return all
}

func namesOf(all []framework.Discipline) map[framework.DisciplineID]string {
	names := map[framework.DisciplineID]string{}
	for _, d := range all {
		names[d.ID] = d.Name
	}
	return names
}

// showNews shows what changed for the visitor since they were told last, or since
// their last evaluation.
func (s *site) showNews(v *visit) error {
	ctx, query := v.r.Context(), v.r.URL.Query()
	d := pages.NewsPage{Since: query.Get("since"), Key: v.key}
	if d.Since != pages.SinceEvaluation {
		d.Since = pages.SinceTold
	}
	told, ok, err := s.Workflow.FrameworkNews(ctx, v.actor)
	if err != nil {
		return err
	}
	if ok {
		d.Told = &told
	}
	since, ok, err := s.Workflow.NewsSinceEvaluation(ctx, v.actor)
	if err != nil {
		return err
	}
	if ok {
		d.Evaluation = &since
	}
	shown := pages.Difference{}
	if n := d.News(); n != nil {
		shown = pages.NewsOf(*n, query.Get("area"), d.Address())
	}
	return v.render(http.StatusOK, pages.News(v.framePage(v.say("What changed for you")), d, shown))
}

func (s *site) readNews(v *visit) error {
	if _, err := v.form(); err != nil {
		return err
	}
	if err := s.Workflow.ReadFrameworkNews(v.r.Context(), v.actor); err != nil {
		return err
	}
	return v.redirect("/", "")
}
