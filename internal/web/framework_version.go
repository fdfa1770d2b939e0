package web

import (
	"net/http"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidStarted   = said("version-started", ui.Done, "The next version is begun. Only those who write it can read it.")
	saidOpenFor   = said("version-opened", ui.Done, "It is open for comments. Everybody here can read it now.")
	saidPublished = said("version-published", ui.Done, "It is published. Its text stays as it is from now on.")
	saidDiscarded = said("version-discarded", ui.Done, "The version is discarded.")
	saidRetired   = said("version-retired", ui.Done, "The version is retired. It stays readable.")
)

func (s *site) versionRoutes() []Route {
	route := func(pattern string, handle func(*visit) error) Route {
		return Route{Pattern: pattern, Items: []string{"framework"}, handle: handle}
	}
	return []Route{
		route("GET /framework/versions", s.listVersions),
		route("POST /framework/versions", s.startVersion),
		{Pattern: "GET /framework/versions/{version}", Items: []string{"framework", "discipline"}, handle: s.showVersion},
		route("POST /framework/versions/{version}/opening", s.openVersion),
		route("GET /framework/versions/{version}/publication", s.askPublication),
		route("POST /framework/versions/{version}/publication", s.publishVersion),
		route("GET /framework/versions/{version}/removal", s.askRemoval),
		route("POST /framework/versions/{version}/removal", s.removeVersion),
		route("GET /framework/versions/{version}/retirement", s.askRetirement),
		route("POST /framework/versions/{version}/retirement", s.retireVersion),
		route("GET /framework/versions/{version}/changes", s.showChanges),
		route("GET /framework/versions/{version}/comments", s.listRemarks),
		route("POST /framework/versions/{version}/comments", s.remark),
		route("POST /framework/versions/{version}/comments/outcome", s.settleRemark),
		{Pattern: "GET /framework/news", Items: []string{"framework", "discipline"}, handle: s.showNews},
		route("POST /framework/news", s.readNews),
	}
}

// version is the reading of the version that the query names, or else of the one
// in force.
func (v *visit) version() (pages.Reading, error) {
	name := v.r.URL.Query().Get("version")
	if name == "" {
		return v.inForce()
	}
	shown, err := v.Workflow.Version(v.r.Context(), v.actor, name)
	if err == nil && shown.InForce {
		return v.inForce()
	}
	if err != nil {
		return pages.Reading{}, err
	}
	threads, err := v.Workflow.Remarks(v.r.Context(), v.actor, shown.Ref)
	talk := map[string][]workflow.Thread{}
	for _, t := range threads {
		talk[t.Target] = append(talk[t.Target], t)
	}
	return pages.Reading{Framework: shown.Text, Shown: &pages.Shown{VersionView: shown, Talk: talk, Moment: v.moment}}, err
}

// inForce is the reading of the version in force: with what the visitor's units
// add, unless the address asks for another unit's or for none.
func (v *visit) inForce() (pages.Reading, error) {
	as, err := v.Workflow.FrameworkAs(v.r.Context(), v.actor, v.query().Get("unit"))
	if err != nil {
		return pages.Reading{}, err
	}
	return pages.Reading{Framework: as.Framework, Lens: pages.LensOf(as, v.r.URL.Path, v.query())}, nil
}

func (s *site) listVersions(v *visit) error { return v.versions(http.StatusOK, nil) }

// versions answers with the list, and with what went wrong.
func (v *visit) versions(status int, wrong []ui.FieldError) error {
	lines, err := v.Workflow.Versions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	editor, err := v.Workflow.MayEditFramework(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	d := pages.VersionsPage{Lines: lines, MayStart: editor.Any() && len(lines) > 0, MayWrite: editor.Any(), MayImport: editor.Everything, Key: v.key, Wrong: wrong}
	for _, l := range lines {
		d.MayStart = d.MayStart && l.Status != framework.Draft && l.Status != framework.Comment
	}
	return v.render(status, pages.Versions(v.framePage(v.say("Versions of the framework")), d))
}

func (s *site) startVersion(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	ref, err := s.Workflow.StartDraft(v.r.Context(), v.actor, f.once())
	if fault.Is(err, fault.Conflict) {
		message, _ := v.safe(err)
		return v.versions(http.StatusConflict, []ui.FieldError{{Text: message}})
	}
	if err != nil {
		return err
	}
	if ref.Version == "" { // sent twice: the first has begun it
		return v.redirect("/framework/versions", saidStarted)
	}
	return v.redirect(pages.VersionPath(ref), saidStarted)
}

// versionPage describes the version of the address as it stands.
func (v *visit) versionPage() (pages.VersionPage, error) {
	view, err := v.Workflow.Version(v.r.Context(), v.actor, v.r.PathValue("version"))
	d := pages.VersionPage{VersionView: view, Key: v.key, Problems: map[string]string{}, Today: clock.DateOf(v.Workflow.Now(), time.UTC)}
	if err != nil || view.Before.Version == "" {
		return d, err
	}
	change, err := v.Workflow.CompareVersions(v.r.Context(), v.actor, view.Before, view.Ref, "")
	d.Change = &change
	return d, err
}

func (s *site) showVersion(v *visit) error {
	d, err := v.versionPage()
	if err != nil {
		return err
	}
	v.seen("framework/" + d.Slug())
	me, err := v.Workflow.Profile(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return err
	}
	d.Mine, _ = d.Text.DisciplineNamed(me.Discipline)
	return v.render(http.StatusOK, pages.Version(v.versionFrame(d), d))
}

// versionFrame is the frame of a page about the version.
func (v *visit) versionFrame(d pages.VersionPage) ui.Page {
	return v.framePage(v.say("Version {version}", "version", d.VersionLine.Version))
}

// askVersion shows a page that asks before an act; whoever may not do the act has
// no such page.
func (v *visit) askVersion(may func(pages.VersionPage) bool, show versionAsk) error {
	d, err := v.versionPage()
	if err != nil {
		return err
	}
	if !d.Editor.Everything || !may(d) {
		return fault.NotFound()
	}
	d.Effective = string(d.Today)
	return v.render(http.StatusOK, show(v.versionFrame(d), d))
}

func (s *site) askPublication(v *visit) error {
	return v.askVersion(pages.VersionPage.InWork, pages.Publication)
}

func (s *site) askRemoval(v *visit) error {
	return v.askVersion(pages.VersionPage.InWork, pages.Removal)
}

func (s *site) askRetirement(v *visit) error {
	return v.askVersion(pages.VersionPage.MayRetire, pages.Retirement)
}

func (s *site) openVersion(v *visit) error {
	return v.versionAct(pages.Version, func(ref framework.Ref, f form, read int64) error {
		if err := s.Workflow.OpenForComments(v.r.Context(), v.actor, f.once(), read); err != nil {
			return err
		}
		return v.redirect(pages.VersionPath(ref), saidOpenFor)
	})
}

func (s *site) publishVersion(v *visit) error {
	return v.versionAct(pages.Publication, func(ref framework.Ref, f form, read int64) error {
		day, err := clock.ParseDate(f.get("effective"))
		if err != nil {
			return fault.InvalidFields([]fault.Field{{Name: "effective", Value: f.get("effective"), Message: "Give the day as year, month and day, like 2026-05-12."}})
		}
		if err := s.Workflow.Publish(v.r.Context(), v.actor, f.once(), read, day); err != nil {
			return err
		}
		return v.redirect(pages.VersionPath(ref), saidPublished)
	})
}

func (s *site) removeVersion(v *visit) error {
	return v.versionAct(pages.Removal, func(_ framework.Ref, f form, read int64) error {
		if err := s.Workflow.DropDraft(v.r.Context(), v.actor, f.once(), read); err != nil {
			return err
		}
		return v.redirect("/framework/versions", saidDiscarded)
	})
}

func (s *site) retireVersion(v *visit) error {
	return v.versionAct(pages.Retirement, func(ref framework.Ref, f form, _ int64) error {
		if err := s.Workflow.Retire(v.r.Context(), v.actor, f.once(), ref); err != nil {
			return err
		}
		return v.redirect(pages.VersionPath(ref), saidRetired)
	})
}

// versionAct runs an act on the version of the address. What is wrong is shown on
// the page that asked, as the version stands now, with what was typed.
func (v *visit) versionAct(show versionAsk, act func(framework.Ref, form, int64) error) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	d, err := v.versionPage()
	if err != nil {
		return err
	}
	if !d.Editor.Everything {
		return fault.NotFound()
	}
	read := f.revision("read")
	err = act(d.Ref, f, read)
	if err == nil || !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
		return err
	}
	message, fields := v.safe(err)
	d.Effective = f.get("effective")
	for _, field := range fields {
		d.Problems[field.Name] = field.Message
		d.Wrong = append(d.Wrong, ui.FieldError{FieldID: field.Name, Text: field.Message})
	}
	if len(fields) == 0 {
		d.Wrong = []ui.FieldError{{Text: message}}
	}
	return v.render(status(fault.KindOf(err)), show(v.versionFrame(d), d))
}
