package workflow

import (
	"bytes"
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/store"
)

// ImportDraft makes a file, in YAML or JSON, the draft that is being written. A
// file of a framework that is here already becomes its next version; a file with
// another id becomes a framework of the organisation's own, in force beside
// nothing and for nobody until it is published. Evaluations stay with the version
// they were opened under, of whichever framework. While another draft is in work
// it is refused: ReplaceDraft says explicitly that a draft's text goes.
func (w *Workflow) ImportDraft(ctx context.Context, actor access.Actor, once Once, source []byte) (framework.Ref, []frameworkfile.Finding, error) {
	return w.importDraft(ctx, actor, once, struct{ Import []byte }{source}, source)
}

// importDraft is ImportDraft of a source that was made of what was asked for.
func (w *Workflow) importDraft(ctx context.Context, actor access.Actor, once Once, asked any, source []byte) (framework.Ref, []frameworkfile.Finding, error) {
	if err := w.writesEverything(ctx, actor); err != nil {
		return framework.Ref{}, nil, err
	}
	if err := w.room(); err != nil {
		return framework.Ref{}, nil, err
	}
	f, text, findings := readFile(source)
	if f == nil {
		return framework.Ref{}, findings, findingsFault(findings)
	}
	result, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if editor, err := editorOf(tx.Reader, actor); err != nil || !editor.Everything {
			return "", orElse(err, fault.NotFound())
		}
		draft, err := w.importedDraft(tx.Reader, f, text)
		if err != nil {
			return "", err
		}
		draft.LoadedAt = tx.Now()
		if err := tx.AddFramework(draft); err != nil {
			return "", err
		}
		return draftMade(draft.Ref), record(tx, actor, frameworkEntry(audit.FrameworkImported, draft.Ref))
	})
	return refMade(result), findings, err
}

// importedDraft is the file as the draft of a version that nothing was ever
// called.
func (w *Workflow) importedDraft(r *store.Reader, f *framework.Framework, source []byte) (text store.FrameworkText, err error) {
	if there, ok, err := r.DraftInWork(); err != nil || ok {
		return text, orElse(err, fault.New(fault.Conflict, "A version is being written already: {version}. Put the file in its place there, or publish it or drop it first.", "version", there.Ref))
	}
	text = store.FrameworkText{Ref: framework.Ref{ID: f.ID, Version: f.Version}, Status: framework.Draft}
	if text.BasedOn, err = latestVersion(r, f.ID); err != nil {
		return text, err
	}
	if _, err := r.Framework(text.Ref); err == nil {
		if text.Ref, err = w.unusedVersion(r, text.Ref); err != nil {
			return text, err
		}
	} else if !fault.Is(err, fault.Absent) {
		return text, err
	}
	f = f.Release(text.Version, framework.Draft)
	if text.BasedOn != "" && f.Replaces == nil {
		f = f.Replacing(text.BasedOn)
	}
	text.Source, err = frameworkfile.Encode(f, source)
	return text, err
}

// latestVersion is the version of that framework in force, or else the one that
// was published last; empty when the framework is new here.
func latestVersion(r *store.Reader, name string) (string, error) {
	now, _, err := r.PublishedFramework()
	if err != nil || now.ID == name {
		return now.Version, err
	}
	list, err := r.Frameworks()
	var last store.FrameworkText
	for _, f := range list {
		if f.ID == name && f.PublishedAt > last.PublishedAt {
			last = f
		}
	}
	return last.Version, err
}

// writesEverything refuses, as if nothing were there, whoever may not put whole
// files in place: they learn nothing about files either.
func (w *Workflow) writesEverything(ctx context.Context, actor access.Actor) error {
	if err := writesFramework(actor); err != nil {
		return err
	}
	return w.readsEverything(ctx, actor)
}

// readsEverything refuses, in the same way, whoever may not write all of it.
func (w *Workflow) readsEverything(ctx context.Context, actor access.Actor) error {
	editor, err := w.MayEditFramework(ctx, actor)
	if err == nil && !editor.Everything {
		err = fault.NotFound()
	}
	return err
}

// readFile reads a framework file in YAML or JSON and returns it with its text in
// YAML, in which it is kept.
func readFile(source []byte) (*framework.Framework, []byte, []frameworkfile.Finding) {
	if !bytes.HasPrefix(bytes.TrimSpace(source), []byte("{")) {
		f, findings := frameworkfile.Load("the file", source)
		return f, source, findings
	}
	f, findings := frameworkfile.LoadJSON("the file", source)
	if f == nil { // YAML may begin with a brace too
		if again, warnings := frameworkfile.Load("the file", source); again != nil {
			return again, source, warnings
		}
		return nil, source, findings
	}
	return f, nil, findings // JSON has no comments or order of its own to keep
}
