package web

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkimport"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
)

var saidImported = said("framework-imported", ui.Done, "Your files became the draft. Only those who write it can read it.")

// What an import may send. The files travel in the page, packed, so that nothing
// is kept before somebody says so.
const (
	importGiven  = 8 << 20
	importPacked = 4 << 20
	importBody   = importGiven + 1<<20
)

func (s *site) importRoutes() []Route {
	route := func(pattern string, handle func(*visit) error) Route {
		return Route{Pattern: pattern, Items: []string{"framework"}, MaxBody: importBody, handle: handle}
	}
	return []Route{
		route("GET /framework/import", s.askImport),
		route("POST /framework/import", s.previewImport),
		route("POST /framework/import/draft", s.importDraft),
	}
}

// importPage is the page for whoever may put whole files in place; for anybody
// else there is none.
func (v *visit) importPage() (pages.ImportPage, error) {
	d := pages.ImportPage{Key: v.key, Limit: v.say("Together up to 8 MiB, and 4 MiB once packed; what is larger the command line takes.")}
	editor, err := v.Workflow.MayEditFramework(v.r.Context(), v.actor)
	if err != nil {
		return d, err
	}
	if !editor.Everything {
		return d, fault.NotFound()
	}
	lines, err := v.Workflow.Versions(v.r.Context(), v.actor)
	for _, l := range lines {
		if l.Status == framework.Draft || l.Status == framework.Comment {
			d.InWork = &l.Ref
		}
	}
	return d, err
}

func (v *visit) showImport(status int, d pages.ImportPage) error {
	return v.render(status, pages.Import(v.framePage(v.say("Bring in a framework")), d))
}

func (s *site) askImport(v *visit) error {
	d, err := v.importPage()
	if err != nil {
		return err
	}
	return v.showImport(http.StatusOK, d)
}

// previewImport shows what the files become. Nothing is written.
func (s *site) previewImport(v *visit) error {
	d, _, err := v.readImport()
	if err != nil {
		return v.importRefused(d, err)
	}
	return v.showImport(http.StatusOK, d)
}

func (s *site) importDraft(v *visit) error {
	d, f, err := v.readImport()
	if err != nil {
		return v.importRefused(d, err)
	}
	if d.Result.Framework == nil {
		d.Wrong = []ui.FieldError{{Text: v.say("Nothing that was read could become a framework; the report says why.")}}
		return v.showImport(http.StatusUnprocessableEntity, d)
	}
	ref, _, err := v.Workflow.ImportDraft(v.r.Context(), v.actor, f.once(), d.Result.Source)
	switch {
	case err == nil && ref.Version == "":
		return v.redirect("/framework/versions", saidImported)
	case err == nil:
		return v.redirect(pages.VersionPath(ref), saidImported)
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Invalid):
		return v.importRefused(d, err)
	}
	return err
}

// importRefused shows the page again, with everything that was given and why it
// was not taken.
func (v *visit) importRefused(d pages.ImportPage, err error) error {
	if d.Key == nil {
		return err
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = fault.New(fault.TooLarge, "The files are larger than 8 MiB together. Take out what is not part of the framework, or use the command cairn framework import.")
	}
	switch kind := fault.KindOf(err); kind {
	case fault.Invalid, fault.Conflict, fault.TooLarge:
		message, fields := v.safe(err)
		for _, field := range fields {
			d.Wrong = append(d.Wrong, ui.FieldError{Text: field.Message})
		}
		if len(fields) == 0 {
			d.Wrong = []ui.FieldError{{Text: message}}
			if d.Result == nil {
				d.Wrong[0].FieldID = "files"
			}
		}
		return v.showImport(status(kind), d)
	}
	return err
}

// readImport reads the files from the form, given now or carried along, and makes
// of them what the answers in the form say. Its page has no key where the form is
// not for whoever asks.
func (v *visit) readImport() (d pages.ImportPage, f form, err error) {
	page, err := v.importPage()
	if err != nil {
		return d, f, err
	}
	d = page
	if f, err = v.form(); err != nil {
		return d, f, err
	}
	if v.r.MultipartForm != nil {
		defer func() { _ = v.r.MultipartForm.RemoveAll() }()
	}
	d.Options = importOptions(f)
	files, err := v.importFiles(f)
	if err != nil {
		return d, f, err
	}
	if d.Content, err = packed(files); err != nil {
		return d, f, err
	}
	r := frameworkimport.Import(files, d.Options)
	d.Result = &r
	return d, f, nil
}

func importOptions(f form) frameworkimport.Options {
	o := frameworkimport.Options{Columns: map[frameworkimport.Field]string{}, Decisions: map[string]string{},
		Name: strings.TrimSpace(f.get("name")), ID: strings.TrimSpace(f.get("id")), Version: strings.TrimSpace(f.get("version"))}
	if format, ok := frameworkimport.FormatNamed(f.get("format")); ok {
		o.Format = format
	}
	for _, field := range frameworkimport.Fields() {
		if column := f.get("column-" + string(field)); column != "" {
			o.Columns[field] = column
		}
	}
	for name := range f.values {
		if question, ok := strings.CutPrefix(name, "decision "); ok {
			o.Decisions[question] = f.get(name)
		}
	}
	return o
}

// importFiles are those given now, or else those the page carried.
func (v *visit) importFiles(f form) ([]frameworkimport.File, error) {
	if v.r.MultipartForm != nil && len(v.r.MultipartForm.File["files"]) > 0 {
		return givenFiles(v.r.MultipartForm.File["files"])
	}
	if content := f.get("content"); content != "" {
		return unpacked(content)
	}
	return nil, fault.New(fault.Invalid, "Choose at least one file.")
}

func givenFiles(headers []*multipart.FileHeader) (files []frameworkimport.File, err error) {
	if len(headers) > frameworkimport.MaxFiles {
		return nil, fault.New(fault.TooLarge, "These are more than 500 files. Pack those that belong to the framework.")
	}
	for _, h := range headers {
		in, err := h.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err = errors.Join(err, in.Close()); err != nil {
			return nil, err
		}
		if h.Filename == "" && len(data) == 0 {
			continue
		}
		files = append(files, frameworkimport.File{Name: fileName(h.Filename), Data: data})
	}
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "Choose at least one file.")
	}
	return files, nil
}

// fileName is what the report calls the file: its last part, as text.
func fileName(name string) string {
	name = strings.ToValidUTF8(name, "�")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	if name == "" {
		name = "file"
	}
	return name
}

// packed is the form in which the page carries the files along.
func packed(files []frameworkimport.File) (string, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write(f.Data)
		}
		if err != nil {
			return "", err
		}
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	if b.Len() > importPacked {
		return "", fault.New(fault.TooLarge, "Packed together the files are larger than 4 MiB. Take out what is not part of the framework, or use the command cairn framework import.")
	}
	return base64.RawURLEncoding.EncodeToString(b.Bytes()), nil
}

var errImportLost = fault.New(fault.Invalid, "The files that the page carried cannot be read any more. Choose them again.")

func unpacked(content string) (files []frameworkimport.File, err error) {
	data, err := base64.RawURLEncoding.DecodeString(content)
	if err != nil {
		return nil, errImportLost
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > frameworkimport.MaxFiles {
		return nil, errImportLost
	}
	left := int64(importGiven)
	for _, entry := range z.File {
		in, err := entry.Open()
		if err != nil {
			return nil, errImportLost
		}
		data, err := io.ReadAll(io.LimitReader(in, left+1))
		if left -= int64(len(data)); errors.Join(err, in.Close()) != nil || left < 0 {
			return nil, errImportLost
		}
		files = append(files, frameworkimport.File{Name: fileName(entry.Name), Data: data})
	}
	return files, nil
}
