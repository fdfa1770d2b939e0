package web

import (
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	pages "cairn/internal/web/pages/extension"
	"cairn/internal/web/ui"
)

// extensionFile bounds an extension's file; it holds what one unit adds.
const extensionFile = 1 << 20

var (
	saidExtensionBegun     = said("extension-begun", ui.Done, "The draft is begun. Nobody else reads it until you publish it.")
	saidExtensionKept      = said("extension-kept", ui.Done, "Kept in the draft.")
	saidExtensionCarried   = said("extension-carried", ui.Done, "Carried over. What no longer fits, if anything, is listed below.")
	saidExtensionPublished = said("extension-published", ui.Done, "Published. Members read it from now on.")
	saidExtensionRetired   = said("extension-retired", ui.Done, "Retired. Members read the framework as it is.")
	saidExtensionDropped   = said("extension-dropped", ui.Done, "The draft is gone. What is published stays.")
	saidExtensionOwned     = said("extension-owned", ui.Done, "Noted, from this moment on.")
)

func (s *site) extensionRoutes() []Route {
	const one = "/framework/extensions/{kind}/{slug}"
	text := []string{"framework"}
	route := func(pattern string, handle func(*visit) error) Route {
		return Route{Pattern: pattern, Items: text, handle: handle}
	}
	file := route("POST "+one+"/file", s.replaceExtension)
	file.MaxBody = 2*extensionFile + 1<<16
	return []Route{
		route("GET /framework/extensions", s.listExtensions),
		route("POST /framework/extensions", s.startExtension),
		route("GET "+one, s.showExtension),
		route("GET "+one+"/source", s.extensionSource),
		route("GET "+one+"/examples", s.pickExample),
		route("GET "+one+"/entry", s.showEntry),
		route("POST "+one+"/entry", s.keepEntry),
		route("POST "+one+"/entry/removal", s.removeEntry),
		route("POST "+one+"/decision", s.settleEntry),
		route("GET "+one+"/file", s.showExtensionFile),
		file,
		route("POST "+one+"/base", s.carryExtension),
		route("POST "+one+"/publication", s.publishExtension),
		route("POST "+one+"/retirement", s.retireExtension),
		route("POST "+one+"/draft/removal", s.dropExtension),
		route("POST "+one+"/owner", s.ownExtension),
	}
}

func (s *site) listExtensions(v *visit) error {
	return v.renderExtensions(http.StatusOK, pages.StartForm{})
}

func (v *visit) renderExtensions(status int, start pages.StartForm) error {
	after, _ := id.Parse[id.Unit](v.query().Get("after"))
	list, err := v.Workflow.ReadExtensions(v.r.Context(), v.actor, after)
	if err == nil && len(list.Published) == 0 && after != "" { // nothing follows any more
		after = ""
		list, err = v.Workflow.ReadExtensions(v.r.Context(), v.actor, after)
	}
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	return v.render(status, pages.ShowList(pages.List{Page: v.page(v.say("What units add")), Words: f.Words, ExtensionsRead: list, After: after, Key: v.key, Start: start}))
}

// startExtension begins the first extension of a unit, or the next version.
func (s *site) startExtension(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	unit, ok := id.Parse[id.Unit](f.get("unit"))
	if !ok {
		return fault.NotFound()
	}
	at, err := s.Workflow.StartExtension(v.r.Context(), v.actor, f.once(), unit, f.get("reason"))
	if wrong, other := v.problemsOf(err); other != nil {
		return other
	} else if wrong != nil {
		return v.renderExtensions(http.StatusUnprocessableEntity, pages.StartForm{Unit: string(unit), Reason: f.get("reason"), Wrong: wrong})
	}
	return v.redirect(pages.Path(at), saidExtensionBegun)
}

// extensionUnit reads the unit of the address; what is none names nothing.
func (v *visit) extensionUnit() (framework.ExtensionUnit, error) {
	at, ok := framework.ParseExtensionUnit(v.r.PathValue("kind") + "/" + v.r.PathValue("slug"))
	if !ok || !utf8.ValidString(at.Slug) {
		return at, fault.NotFound()
	}
	return at, nil
}

// extensionPage describes the extension of the address as it stands: the draft
// to who writes it, unless the published version is asked for.
func (v *visit) extensionPage() (pages.Page, error) {
	at, err := v.extensionUnit()
	if err != nil {
		return pages.Page{}, err
	}
	view, err := v.Workflow.Extension(v.r.Context(), v.actor, at)
	if err != nil {
		return pages.Page{}, err
	}
	p := pages.Page{Page: v.page(v.say("What {view} adds", "view", view.Name)), View: view, Shown: view.Published, Key: v.key, Moment: v.moment}
	if view.Draft != nil && v.r.URL.Query().Get("show") != "published" {
		p.Shown = view.Draft
	}
	return p, nil
}

// draftPage is extensionPage for forms that change the draft: they are there for
// who may write one that is begun.
func (v *visit) draftPage() (pages.Page, error) {
	p, err := v.extensionPage()
	if err == nil && p.View.Draft == nil {
		err = fault.NotFound()
	}
	p.Shown = p.View.Draft
	return p, err
}

func (s *site) showExtension(v *visit) error {
	p, err := v.extensionPage()
	if err != nil {
		return err
	}
	v.seen("extension/" + p.View.ExtensionUnit.String())
	return v.render(http.StatusOK, pages.Show(p))
}

func (s *site) extensionSource(v *visit) error {
	p, err := v.extensionPage()
	if err != nil {
		return err
	}
	version := v.query().Get("version")
	if version == "" && p.Shown != nil {
		version = p.Shown.Version
	}
	at := p.View.ExtensionUnit
	_, source, err := s.Workflow.ExtensionVersion(v.r.Context(), v.actor, framework.ExtensionRef{Unit: at, Version: version})
	if err != nil {
		return err
	}
	v.started = true
	v.w.Header().Set("Content-Type", "text/yaml; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+at.Kind+"-extension-"+safeName(version)+`.yaml"`)
	_, _ = v.w.Write(source) // the visitor went away
	return nil
}

// safeName keeps what is safe in a file's name.
func safeName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
}

func (s *site) pickExample(v *visit) error {
	p, err := v.draftPage()
	if err != nil {
		return err
	}
	q, base := v.r.URL.Query(), p.Shown.BasedOn
	pick := pages.Picker{Page: p, Step: q.Get("step"), Discipline: q.Get("discipline")}
	if steps := base.StepsInOrder(); pick.Step == "" && len(steps) > 0 {
		pick.Step = string(steps[0].ID)
	}
	if pick.Discipline == "" && len(base.Disciplines) > 0 {
		pick.Discipline = string(base.Disciplines[0].ID)
	}
	for _, e := range base.Examples {
		here := string(e.Step) == pick.Step || e.Step == framework.EveryStep || e.Level != ""
		for _, d := range e.Disciplines {
			if here && string(d) == pick.Discipline {
				pick.Found = append(pick.Found, e)
			}
		}
	}
	return v.render(http.StatusOK, pages.ShowPicker(pick))
}

func (s *site) showEntry(v *visit) error {
	p, err := v.draftPage()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	e, ok := pages.EntryOf(p, q.Get("what"), q.Get("id"), q.Get("settles"))
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.ShowEntry(e))
}

// keepEntry adds an entry to the draft or changes one.
func (s *site) keepEntry(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	p, err := v.draftPage()
	if err != nil {
		return err
	}
	e, ok := pages.EntryOf(p, f.get("what"), f.get("id"), f.get("settles"))
	if !ok {
		return fault.NotFound()
	}
	e.Values = entryValues(f)
	err = s.Workflow.ChangeExtension(v.r.Context(), v.actor, f.once(), p.View.ID, f.revision("read"), e.Change())
	if again, other := v.wrongExtension(err); other != nil {
		return other
	} else if again != nil {
		e.Wrong = again
		return v.render(statusOf(err), pages.ShowEntry(e))
	}
	return v.redirect(pages.Path(p.View.ExtensionUnit), saidExtensionKept)
}

func entryValues(f form) pages.Values {
	return pages.Values{
		Name: f.get("name"), Also: f.get("also"), Near: f.get("near"), Summary: f.get("summary"), Discipline: f.get("discipline"),
		MinStep: f.get("min_step"), Titles: f.get("outside_titles"), Manages: f.get("manages_people") != "",
		Text: f.get("text"), Area: f.get("area"), Place: f.get("step"), Details: f.get("details"), Marks: f.all("disciplines"),
		UnitText: f.get("unit_text"), Because: f.get("because"), Reason: f.get("reason"),
	}
}

// wrongExtension lists what is wrong for the page that is shown again; anything
// else than such a mistake comes back.
func (v *visit) wrongExtension(err error) ([]ui.FieldError, error) {
	if !mendable(err) {
		return nil, err
	}
	message, fields := v.safe(err)
	if len(fields) == 0 {
		return []ui.FieldError{{Text: message}}, nil
	}
	var wrong []ui.FieldError
	for _, f := range fields {
		wrong = append(wrong, ui.FieldError{FieldID: f.Name, Text: f.Message})
	}
	return wrong, nil
}

func statusOf(err error) int { return status(fault.KindOf(err)) }

// extensionAct runs one act on the extension of the address and leads back to it.
func (v *visit) extensionAct(done flash, act func(id.Unit, form) error) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	p, err := v.extensionPage()
	if err != nil {
		return err
	}
	err = act(p.View.ID, f)
	wrong, other := v.wrongExtension(err)
	if other != nil {
		return other
	}
	if wrong != nil {
		p.Wrong, p.Email, p.Reason = wrong, f.get("email"), f.get("reason")
		return v.render(statusOf(err), pages.Show(p))
	}
	return v.redirect(pages.Path(p.View.ExtensionUnit), done)
}

func (s *site) removeEntry(v *visit) error {
	return v.extensionAct(saidExtensionKept, func(unit id.Unit, f form) error {
		return s.Workflow.ChangeExtension(v.r.Context(), v.actor, f.once(), unit, f.revision("read"),
			framework.ExtensionChange{Remove: &framework.EntryRef{List: f.get("list"), ID: f.get("id")}})
	})
}

// settleEntry decides about what no longer fits: it still holds, or it is dropped.
func (s *site) settleEntry(v *visit) error {
	return v.extensionAct(saidExtensionKept, func(unit id.Unit, f form) error {
		list, ref, _ := strings.Cut(f.get("settles"), " ")
		return s.Workflow.ChangeExtension(v.r.Context(), v.actor, f.once(), unit, f.revision("read"),
			framework.ExtensionChange{Settles: &framework.EntryRef{List: list, ID: ref}, Hold: f.get("hold") != ""})
	})
}

func (s *site) carryExtension(v *visit) error {
	return v.extensionAct(saidExtensionCarried, func(unit id.Unit, f form) error {
		return s.Workflow.CarryExtension(v.r.Context(), v.actor, f.once(), unit, f.revision("read"))
	})
}

func (s *site) publishExtension(v *visit) error {
	return v.extensionAct(saidExtensionPublished, func(unit id.Unit, f form) error {
		return s.Workflow.PublishExtension(v.r.Context(), v.actor, f.once(), unit, f.revision("read"))
	})
}

func (s *site) retireExtension(v *visit) error {
	return v.extensionAct(saidExtensionRetired, func(unit id.Unit, f form) error {
		return s.Workflow.RetireExtension(v.r.Context(), v.actor, f.once(), unit)
	})
}

func (s *site) dropExtension(v *visit) error {
	return v.extensionAct(saidExtensionDropped, func(unit id.Unit, f form) error {
		return s.Workflow.DropExtensionDraft(v.r.Context(), v.actor, f.once(), unit, f.revision("read"))
	})
}

func (s *site) ownExtension(v *visit) error {
	return v.extensionAct(saidExtensionOwned, func(unit id.Unit, f form) error {
		return s.Workflow.OwnExtension(v.r.Context(), v.actor, f.once(), unit, f.get("email"))
	})
}

func (s *site) showExtensionFile(v *visit) error {
	p, err := v.draftPage()
	if err != nil {
		return err
	}
	_, source, err := s.Workflow.ExtensionVersion(v.r.Context(), v.actor, framework.ExtensionRef{Unit: p.View.ExtensionUnit, Version: p.Shown.Version})
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowFile(pages.File{Page: p, Source: string(source)}))
}

// replaceExtension takes a file in the place of the draft. What is wrong is shown
// with line and column, above the text as it was sent.
func (s *site) replaceExtension(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	p, err := v.draftPage()
	if err != nil {
		return err
	}
	source, err := v.extensionText(f)
	if err != nil {
		return err
	}
	findings, err := s.Workflow.ReplaceExtension(v.r.Context(), v.actor, f.once(), p.View.ID, f.revision("read"), source)
	wrong, other := v.wrongExtension(err)
	if other != nil {
		return other
	}
	if wrong != nil {
		file := pages.File{Page: p, Source: string(source)}
		for _, finding := range findings {
			file.Findings = append(file.Findings, finding.In(lang.In(v.r.Context())))
		}
		file.Wrong = wrong
		if len(findings) > 0 {
			file.Wrong = []ui.FieldError{{FieldID: "source", Text: v.say("The text has mistakes. They are listed below, each with its line.")}}
		}
		return v.render(statusOf(err), pages.ShowFile(file))
	}
	return v.redirect(pages.Path(p.View.ExtensionUnit), saidExtensionKept)
}

// extensionText is the file that was sent, or else the text of the form.
func (v *visit) extensionText(f form) ([]byte, error) {
	if v.r.MultipartForm != nil && len(v.r.MultipartForm.File["file"]) > 0 && v.r.MultipartForm.File["file"][0].Size > 0 {
		file, err := v.r.MultipartForm.File["file"][0].Open()
		if err != nil {
			return nil, err
		}
		defer file.Close()
		data, err := io.ReadAll(io.LimitReader(file, extensionFile+1))
		if err == nil && len(data) > extensionFile {
			err = fault.New(fault.TooLarge, "An extension’s file has 1 MB at most. Nothing was changed.")
		}
		if err == nil && !utf8.Valid(data) {
			err = fault.New(fault.Invalid, "The file is not text (it is not valid UTF-8). Nothing was changed; save it as UTF-8 and send it again.")
		}
		return data, err
	}
	return []byte(f.get("source")), nil
}
