package web

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"cairn/internal/fault"
	"cairn/internal/framework"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidDraftBegun   = said("draft-begun", ui.Done, "The draft is begun. Nobody else reads it yet.")
	saidPartKept     = said("draft-part-kept", ui.Done, "It is kept in the draft.")
	saidPartOut      = said("draft-part-out", ui.Done, "It is taken out of the draft.")
	saidExampleMoved = said("draft-moved", ui.Done, "It is moved.")
	saidFileTaken    = said("draft-file-taken", ui.Done, "The file is taken over into the draft.")
)

// partKinds are what a draft is made of, apart from its examples.
var partKinds = []string{"step", "area", "discipline", "role", "question"}

func (s *site) draftRoutes() []Route {
	text := []string{"framework"}
	routes := []Route{
		{Pattern: "GET /framework/draft", Items: text, handle: s.showDraft},
		{Pattern: "POST /framework/draft", Items: text, handle: s.beginDraft},
		{Pattern: "GET /framework/draft/place", Items: text, handle: s.showPlace},
		{Pattern: "GET /framework/draft/preview", Items: text, handle: s.showPreview},
		{Pattern: "POST /framework/draft/preview", Items: text, handle: s.previewExample},
		{Pattern: "GET /framework/draft/new-example", Items: text, handle: s.newExample},
		{Pattern: "GET /framework/draft/examples/{example}", Items: text, handle: s.showExample},
		{Pattern: "POST /framework/draft/examples", Items: text, handle: s.keepExample},
		{Pattern: "POST /framework/draft/positions", Items: text, handle: s.movePart},
		{Pattern: "GET /framework/draft/removal", Items: text, handle: s.askPartRemoval},
		{Pattern: "POST /framework/draft/removal", Items: text, handle: s.removePart},
		{Pattern: "GET /framework/draft/about", Items: text, handle: s.showPart("about", "")},
		{Pattern: "POST /framework/draft/about", Items: text, handle: s.keepPart("about")},
		{Pattern: "GET /framework/draft/question", Items: text, handle: s.showPart("question", "?")},
		{Pattern: "GET /framework/draft/file", Items: text, handle: s.showDraftFile},
		{Pattern: "POST /framework/draft/file", Items: text, MaxBody: 5 << 20, handle: s.putDraftFile},
		{Pattern: "GET /framework/draft/file.yaml", Items: text, handle: s.downloadDraft(false)},
		{Pattern: "GET /framework/draft/file.json", Items: text, handle: s.downloadDraft(true)},
		{Pattern: "GET /framework/owners", Items: text, handle: s.showOwners},
		{Pattern: "POST /framework/owners", Items: text, handle: s.nameOwner},
		{Pattern: "POST /framework/owners/end", Items: text, handle: s.endOwner},
	}
	for _, kind := range partKinds {
		routes = append(routes,
			Route{Pattern: "GET " + pages.ListPath(kind), Items: text, handle: s.showParts(kind)},
			Route{Pattern: "POST " + pages.ListPath(kind), Items: text, handle: s.keepPart(kind)})
		if kind != "question" {
			routes = append(routes,
				Route{Pattern: "GET " + pages.PartPath(kind, ""), Items: text, handle: s.showPart(kind, "")},
				Route{Pattern: "GET " + pages.ListPath(kind) + "/{" + kind + "}", Items: text, handle: s.showPart(kind, kind)})
		}
	}
	return routes
}

// draft is the draft for those who write some of it; for everybody else there is
// nothing here.
func (v *visit) draft() (pages.Draft, error) {
	view, err := v.Workflow.Draft(v.r.Context(), v.actor)
	if err == nil && !view.Editor.Any() {
		err = fault.NotFound()
	}
	if err != nil {
		return pages.Draft{}, err
	}
	return pages.DraftOf(view, v.r.URL.Query(), v.key()), nil
}

// widePage is a page of the editor, whose whole address is returned to.
func (v *visit) widePage(title string) ui.Page {
	p := v.framePage(title)
	if v.r.Method != http.MethodGet {
		p.Path = pages.DraftPath
	}
	p.Wide = true
	return p
}

func (s *site) showDraft(v *visit) error {
	d, err := v.draft()
	if fault.Is(err, fault.Absent) {
		return v.renderNoDraft(http.StatusOK, pages.NoDraft{})
	}
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowDraft(v.widePage(v.say("Draft")), d))
}

// renderNoDraft asks those who may what to begin with.
func (v *visit) renderNoDraft(status int, n pages.NoDraft) error {
	editor, err := v.Workflow.MayEditFramework(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	if !editor.Any() {
		return fault.NotFound()
	}
	if f, err := v.Workflow.Framework(v.r.Context(), v.actor); err == nil {
		n.Ref = framework.Ref{ID: f.ID, Version: f.Version}
	} else if !fault.Is(err, fault.Unavailable) {
		return err
	}
	n.All, n.Keys = editor.Everything, [3]string{v.key(), v.key(), v.key()}
	return v.render(status, pages.Begin(v.page(v.say("Draft")), n))
}

func (s *site) beginDraft(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	name := oneLine(f.get("name"))
	switch f.get("begin") {
	case "copy", "nothing":
		_, err = s.Workflow.StartOwn(v.r.Context(), v.actor, f.once(), name, f.get("begin") == "nothing")
	default:
		_, err = s.Workflow.StartDraft(v.r.Context(), v.actor, f.once())
	}
	message, _ := v.safe(err)
	if fault.Is(err, fault.Conflict) {
		if _, there := v.draft(); there == nil { // somebody began it a moment ago
			return v.redirect(pages.DraftPath, "")
		}
		return v.renderNoDraft(http.StatusConflict, pages.NoDraft{Name: name, Said: message})
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderNoDraft(http.StatusUnprocessableEntity, pages.NoDraft{Name: name, Wrong: wrong["name"], Said: wrong[""]})
	}
	return v.redirect(pages.DraftPath, saidDraftBegun)
}

func (s *site) showPlace(v *visit) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	query := v.r.URL.Query()
	area, ok := d.Area(framework.AreaID(query.Get("area")))
	if !ok {
		return fault.NotFound()
	}
	if !query.Has("step") {
		return v.render(http.StatusOK, pages.ShowArea(v.widePage(area.Name), d, area))
	}
	place := pages.Place{Area: area.ID, At: query.Get("step")}
	if !d.Known(place) {
		return fault.NotFound()
	}
	from, _ := strconv.Atoi(query.Get("from")) // what is no number begins at the first
	return v.render(http.StatusOK, pages.ShowCell(v.widePage(area.Name), d, d.CellAt(place, from)))
}

func (s *site) showPreview(v *visit) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	step, ok := d.Step(framework.StepID(v.r.URL.Query().Get("step")))
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.Preview(v.framePage(v.say("Preview")), d, step))
}

// edit makes a change in the draft and tells what is wrong with it, field by
// field; stale is true when somebody else was first.
func (v *visit) edit(f form, e workflow.Edit) (wrong problems, stale bool, err error) {
	err = v.Workflow.EditPart(v.r.Context(), v.actor, f.once(), e)
	if fault.Is(err, fault.Conflict) {
		return nil, true, nil
	}
	wrong, err = v.problemsOf(err)
	return wrong, false, err
}

// draftStatus is the status of a form that is shown again.
func draftStatus(stale bool) int {
	if stale {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// words is a text as it is kept: without what cannot be seen, its ends trimmed.
func words(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

func oneLine(s string) string { return strings.Join(strings.Fields(words(s)), " ") }

// lines are the lines of a text that say something.
func lines(s string) (list []string) {
	for _, l := range strings.Split(s, "\n") {
		if l = oneLine(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

// idsOf are the values of a field as ids of one kind, each once.
func idsOf[T ~string](f form, name string) (ids []T) {
	seen := map[string]bool{}
	for _, v := range f.all(name) {
		if !seen[v] && v != "" {
			seen[v] = true
			ids = append(ids, T(v))
		}
	}
	return ids
}
