package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"unicode/utf8"

	"cairn/internal/fault"
	"cairn/internal/lang"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/workflow"
)

func (s *site) showDraftFile(v *visit) error {
	return v.renderFile(http.StatusOK, pages.DraftFile{})
}

// renderFile shows the draft as a file; while there is none, people partners can
// bring one in.
func (v *visit) renderFile(status int, f pages.DraftFile) error {
	f.Key = v.key()
	d, err := v.draft()
	if fault.Is(err, fault.Absent) {
		editor, err := v.Workflow.MayEditFramework(v.r.Context(), v.actor)
		if err != nil || !editor.Everything {
			return orElse(err, fault.NotFound())
		}
		return v.render(status, pages.ShowFile(v.widePage(v.say("Bring in a file")), f))
	}
	if err != nil {
		return err
	}
	f.Draft, f.Revision = &d, d.View.Revision
	return v.render(status, pages.ShowFile(v.widePage(v.say("As a file")), f))
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// putDraftFile puts a file in place of the draft, or makes it the draft.
func (s *site) putDraftFile(v *visit) error {
	editor, err := v.Workflow.MayEditFramework(v.r.Context(), v.actor)
	if err != nil || !editor.Everything {
		return orElse(err, fault.NotFound())
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	source, err := v.sentFile(f)
	if err != nil {
		return err
	}
	var findings []workflow.Finding
	if read, _ := strconv.ParseInt(f.get("revision"), 10, 64); read > 0 {
		findings, err = s.Workflow.ReplaceDraft(v.r.Context(), v.actor, f.once(), read, source)
	} else {
		_, findings, err = s.Workflow.ImportDraft(v.r.Context(), v.actor, f.once(), source)
	}
	if err == nil {
		return v.redirect(pages.DraftPath, saidFileTaken)
	}
	return v.fileAgain(string(source), findings, err)
}

// sentFile is the file that was chosen, or else the text that was typed.
func (v *visit) sentFile(f form) ([]byte, error) {
	source := []byte(f.get("source"))
	file, _, err := v.r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return source, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "The file could not be read. Choose it again, or paste its text.", err)
	}
	defer file.Close()
	sent, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if len(sent) == 0 {
		return source, nil
	}
	return sent, nil
}

// fileAgain shows what is wrong with a file, and keeps it in the form.
func (v *visit) fileAgain(source string, findings []workflow.Finding, err error) error {
	page := pages.DraftFile{Source: source}
	if !utf8.ValidString(source) {
		page.Source = "" // nothing of it can be shown
	}
	message, fields := v.safe(err)
	switch {
	case fault.Is(err, fault.Conflict):
		page.Wrong = message
		return v.renderFile(http.StatusConflict, page)
	case !fault.Is(err, fault.Invalid):
		return err
	}
	for _, f := range findings {
		line := pages.FileLine{Text: f.Text, Message: f.Message.In(lang.In(v.r.Context())), Error: f.Severity == "error"}
		if f.Line > 0 {
			line.Where = v.say("Line {line}, column {column}:", "line", f.Line, "column", f.Column)
		}
		page.Findings = append(page.Findings, line)
	}
	if !page.HasErrors() {
		page.Wrong = message
		if len(fields) > 0 {
			page.Wrong = fields[0].Message
		}
	}
	return v.renderFile(http.StatusUnprocessableEntity, page)
}

func (s *site) downloadDraft(asJSON bool) func(*visit) error {
	return func(v *visit) error {
		if _, err := v.draft(); err != nil {
			return err
		}
		ref, data, err := s.Workflow.DraftFile(v.r.Context(), v.actor, asJSON)
		if err != nil {
			return err
		}
		name, kind := ref.ID+"-"+ref.Version+".yaml", "application/yaml; charset=utf-8"
		if asJSON {
			name, kind = ref.ID+"-"+ref.Version+".json", "application/json"
		}
		h := v.w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		v.started = true
		_, _ = v.w.Write(data) // the visitor went away
		return nil
	}
}
