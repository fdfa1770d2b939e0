package workflow

import (
	"context"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// EnsureFramework loads and publishes the built-in framework when the
// organisation has none yet.
func (w *Workflow) EnsureFramework(ctx context.Context) error {
	return w.update(ctx, func(tx *store.Tx) error {
		if _, ok, err := tx.PublishedFramework(); err != nil || ok {
			return err
		}
		f := frameworkfile.BuiltIn()
		ref := framework.Ref{ID: f.ID, Version: f.Version}
		text := store.FrameworkText{Ref: ref, Status: framework.Published, Source: frameworkfile.BuiltInSource(), LoadedAt: tx.Now(), PublishedAt: tx.Now()}
		if err := tx.AddFramework(text); err != nil {
			return err
		}
		return record(tx, access.System(access.ViaItself), audit.Entry{Act: audit.FrameworkLoaded, Item: "framework", Object: "framework/" + ref.String()})
	})
}

// Framework returns the version in force, for everybody who has signed in.
func (w *Workflow) Framework(ctx context.Context, actor access.Actor) (*framework.Framework, error) {
	if err := reads(actor, access.ScopeFramework); err != nil {
		return nil, err
	}
	var f *framework.Framework
	err := w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		f, err = w.current(r)
		return err
	})
	return f, err
}

// OpenFramework lets people read the framework in force who have not signed in.
func OpenFramework() Option { return func(w *Workflow) { w.open = true } }

// PublicFramework returns the version in force to anybody, where the operator has
// opened it; elsewhere nothing is there.
func (w *Workflow) PublicFramework(ctx context.Context) (f *framework.Framework, err error) {
	if !w.open {
		return nil, fault.NotFound()
	}
	err = w.view(ctx, func(r *store.Reader) (err error) {
		f, err = w.current(r)
		return err
	})
	return f, err
}

// current returns the version in force.
func (w *Workflow) current(r *store.Reader) (*framework.Framework, error) {
	ref, ok, err := r.PublishedFramework()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.Unavailable, "No framework is published yet. A people partner or the operator can publish one.")
	}
	return w.framework(r, ref)
}

// framework returns the version in the words of whoever reads, as far as it is
// translated. What compares or writes versions takes the original.
func (w *Workflow) framework(r *store.Reader, ref framework.Ref) (*framework.Framework, error) {
	f, err := w.original(r, ref)
	if err != nil {
		return nil, err
	}
	return w.translated(r, f)
}

// original returns the version as it was written, parsed once in the life of the
// process when it can change no more.
func (w *Workflow) original(r *store.Reader, ref framework.Ref) (*framework.Framework, error) {
	if f, ok := w.published.Load(ref); ok {
		return read(r, f.(*framework.Framework)), nil
	}
	text, err := r.Framework(ref)
	if err != nil {
		return nil, fmt.Errorf("framework %s: %w", ref, err)
	}
	f, err := w.parse(text)
	if err != nil {
		return nil, err
	}
	return read(r, f), nil
}

// read notes what a version is in that is not in the language of whoever reads, so that
// its words can be told from the page's.
func read(r *store.Reader, f *framework.Framework) *framework.Framework {
	if in := lang.Language(spokenAs(f.Language)); in != lang.In(r.Context()) {
		lang.Read(r.Context(), f, in)
	}
	return f
}

// parse reads a stored text.
func (w *Workflow) parse(text store.FrameworkText) (*framework.Framework, error) {
	f, findings := frameworkfile.Load(text.Ref.String(), text.Source)
	if f == nil {
		return nil, fmt.Errorf("stored framework %s cannot be read: %v", text.Ref, findings)
	}
	f = f.Release(text.Version, text.Status)
	if text.Status == framework.Published || text.Status == framework.Retired {
		w.published.Store(text.Ref, f)
	}
	return f, nil
}
