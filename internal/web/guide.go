package web

import (
	"net/http"
	"slices"
	"strings"

	"cairn/internal/fault"
	rules "cairn/internal/guide"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/guide"
	"cairn/internal/web/ui"
)

var (
	saidGuideWritten = said("guide-written", ui.Done, "Kept. Everybody can read it now.")
	saidGuideRemoved = said("guide-removed", ui.Done, "Taken out of the guide. Its texts are kept.")
)

// The guide is the organisation's words for everybody: the matrix speaks of nothing
// in it.
func (s *site) guideRoutes() []Route {
	const larger = 512 << 10
	return []Route{
		{Pattern: "GET /guide", Plain: true, handle: s.showGuide},
		{Pattern: "GET /guide/how/{process}", Plain: true, handle: s.showHow},
		{Pattern: "GET /guide/pages/new", Plain: true, handle: s.newGuidePage},
		{Pattern: "POST /guide/pages", Plain: true, MaxBody: larger, handle: s.writeGuidePage},
		{Pattern: "GET /guide/pages/{id}", Plain: true, handle: s.showGuidePage},
		{Pattern: "GET /guide/pages/{id}/edit", Plain: true, handle: s.editGuidePage},
		{Pattern: "POST /guide/pages/{id}", Plain: true, MaxBody: larger, handle: s.writeGuidePage},
		{Pattern: "POST /guide/pages/{id}/removal", Plain: true, MaxBody: 8 << 10, handle: s.removeGuidePage},
	}
}

// processAt says which process a page is part of, so that it leads to how that
// works. The first place that fits counts.
func processAt(path string) rules.Process {
	if rest, ok := strings.CutPrefix(path, "/people/"); ok {
		_, part, _ := strings.Cut(rest, "/")
		path = "/" + part
	}
	for _, place := range []struct {
		path    string
		process rules.Process
	}{
		{"/evaluations", rules.Evaluation}, {"/drafts", rules.Evaluation}, {"/growth", rules.Growth}, {"/priorities", rules.Priorities},
		{"/feedback", rules.Feedback}, {"/promotions", rules.Promotion}, {"/consultations", rules.Consultation}, {"/role-requests", rules.Roles},
		{"/framework/roles", rules.Roles}, {"/journey", rules.Journey}, {"/rollouts", rules.Rollout}, {"/account/readers", rules.Visibility},
		{"/journal", rules.Visibility},
	} {
		if inside(path, place.path) {
			return place.process
		}
	}
	return ""
}

func (s *site) showGuide(v *visit) error {
	g, err := s.Workflow.Guide(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowList(pages.List{Page: v.page(v.say("Guide")), Guide: g}))
}

func (s *site) showHow(v *visit) error {
	g, err := s.Workflow.Guide(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	h, ok := pages.HowOf(v.r.Context(), v.page(v.say("Guide")), rules.Process(v.r.PathValue("process")), g)
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.ShowHow(h))
}

func (v *visit) guideID() (id.Guide, error) {
	ref, ok := id.Parse[id.Guide](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showGuidePage(v *visit) error {
	ref, err := v.guideID()
	if err != nil {
		return err
	}
	versions, keeper, err := s.Workflow.GuideVersions(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Show(pages.One{Page: v.page(versions[0].Title), Versions: versions, Keeper: keeper, Key: v.key(), Moment: v.moment}))
}

// mayWriteGuide answers whoever does not write the guide as if there were nothing.
func (v *visit) mayWriteGuide() error {
	g, err := v.Workflow.Guide(v.r.Context(), v.actor)
	if err == nil && !g.Keeper {
		err = fault.NotFound()
	}
	return err
}

func (s *site) newGuidePage(v *visit) error {
	if err := v.mayWriteGuide(); err != nil {
		return err
	}
	asked := rules.Process(v.query().Get("process"))
	if !slices.Contains(rules.Processes(), asked) {
		asked = ""
	}
	return v.renderGuideForm(pages.Write{Form: rules.Content{Kind: rules.Page, Process: asked}}, nil)
}

func (s *site) editGuidePage(v *visit) error {
	ref, err := v.guideID()
	if err != nil {
		return err
	}
	versions, keeper, err := s.Workflow.GuideVersions(v.r.Context(), v.actor, ref)
	if err == nil && !keeper {
		err = fault.NotFound()
	}
	if err != nil {
		return err
	}
	return v.renderGuideForm(pages.Write{Ref: ref, Read: versions[0].Revision, Form: versions[0].Content}, nil)
}

func (v *visit) renderGuideForm(p pages.Write, wrong error) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	p.Page, p.Problems, p.Key = v.page(v.say("Write a page")), problems{}, v.key()
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	return v.render(statusFor(wrong), pages.ShowWrite(p))
}

// writeGuidePage keeps what was typed, or shows how it will look.
func (s *site) writeGuidePage(v *visit) error {
	if err := v.mayWriteGuide(); err != nil { // before looking at what was typed
		return err
	}
	ref := id.Guide("")
	if v.r.PathValue("id") != "" {
		var err error
		if ref, err = v.guideID(); err != nil {
			return err
		}
		if _, _, err = s.Workflow.GuideVersions(v.r.Context(), v.actor, ref); err != nil {
			return err // no page, whatever was typed
		}
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	typed := rules.Content{Kind: rules.Kind(f.get("kind")), Title: f.get("title"), Body: f.get("body"), Process: rules.Process(f.get("process"))}
	form := pages.Write{Ref: ref, Read: f.revision("read"), Form: typed}
	if f.get("preview") != "" {
		form.Preview = true
		return v.renderGuideForm(form, nil)
	}
	made, err := s.Workflow.WriteGuide(v.r.Context(), v.actor, f.once(), ref, form.Read, typed)
	if err != nil {
		return v.renderGuideForm(form, err)
	}
	return v.redirect(pages.Path(made), saidGuideWritten)
}

func (s *site) removeGuidePage(v *visit) error {
	ref, err := v.guideID()
	if err != nil {
		return err
	}
	if err := v.mayWriteGuide(); err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.RemoveGuide(v.r.Context(), v.actor, f.once(), ref, f.revision("read")); err != nil {
		return err
	}
	return v.redirect("/guide", saidGuideRemoved)
}
