package web

import (
	"errors"
	"io"
	"net/http"
	"sync"

	"cairn/internal/fault"
	"cairn/internal/frameworkimport"
	"cairn/internal/id"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// carriedFile is the file given now, or else the one that the page carried.
func (v *visit) carriedFile() (name string, data []byte, f form, err error) {
	if f, err = v.form(); err != nil {
		return "", nil, f, err
	}
	if v.r.MultipartForm != nil {
		defer func() { _ = v.r.MultipartForm.RemoveAll() }()
		if given := v.r.MultipartForm.File["file"]; len(given) > 0 {
			in, err := given[0].Open()
			if err != nil {
				return "", nil, f, err
			}
			data, err = io.ReadAll(in)
			return fileName(given[0].Filename), data, f, errors.Join(err, in.Close())
		}
	}
	if content := f.get("content"); content != "" {
		files, err := unpacked(content)
		if err == nil && len(files) == 1 {
			return files[0].Name, files[0].Data, f, nil
		}
		return "", nil, f, fault.New(fault.Invalid, "The file did not come along whole. Give it again.")
	}
	return "", nil, f, fault.New(fault.Invalid, "Choose a file.")
}

// carry packs the file for the page, which brings it along when it is confirmed; what to
// do instead of a large one is said in the visitor's language already.
func carry(name string, data []byte, instead string) (string, error) {
	content, err := packed([]frameworkimport.File{{Name: name, Data: data}})
	if fault.Is(err, fault.TooLarge) {
		err = fault.New(fault.TooLarge, "The file is larger than 4 MiB once packed. {instead}", "instead", instead)
	}
	return content, err
}

// fileWrong is what stands in the way of a file, for the page that asked for it, and the
// status to answer with; what a page cannot say is returned.
func (v *visit) fileWrong(err error, instead string) (wrong []ui.FieldError, code int, _ error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = fault.New(fault.TooLarge, "The file is larger than 8 MiB. {instead}", "instead", instead)
	}
	kind := fault.KindOf(err)
	switch kind {
	case fault.Invalid, fault.Conflict, fault.TooLarge:
	default:
		return nil, 0, err
	}
	message, fields := v.safe(err)
	wrong = append(wrong, ui.FieldError{FieldID: "file", Text: message})
	for _, field := range fields {
		wrong = append(wrong, ui.FieldError{FieldID: "file", Text: field.Message})
	}
	return wrong, status(kind), nil
}

// imports are how far imports under way are, for whoever began them alone.
type imports struct{ sync.Map }

type importKey struct {
	person id.Person
	key    string
}

type importState struct{ done, total int }

// importing are the options of an import that tells whoever began it how far it is;
// over ends that.
func (s *site) importing(v *visit, once workflow.Once, dry bool) (o workflow.ImportOptions, over func()) {
	o.DryRun, o.Once = dry, once
	if dry || once.Key == "" {
		return o, func() {}
	}
	at := importKey{v.actor.Person, once.Key}
	o.Progress = func(done, total int) { s.imports.Store(at, importState{done, total}) }
	return o, func() { s.imports.Delete(at) }
}

// tellProgress answers a script in words; with nothing where nothing is under way.
func (s *site) tellProgress(v *visit) error {
	words := ""
	if at, ok := s.imports.Load(importKey{v.actor.Person, v.r.URL.Query().Get("key")}); ok {
		words = ui.ImportProgress(v.r.Context(), at.(importState).done, at.(importState).total)
	}
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.started = true
	_, _ = io.WriteString(v.w, words) // the visitor went away
	return nil
}
