package workflow

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// VersionLine is one version in the list of versions.
type VersionLine struct {
	framework.Ref
	Status      framework.Status
	Effective   clock.Date
	PublishedAt clock.Instant
	RetiredAt   clock.Instant
	InForce     bool
	Life        framework.Life
	From, Until clock.Date // the days from which it is or was in force, and from which another is; empty when not known
	BasedOn     string
	Before      framework.Ref // the version it followed or is to follow; empty for a first
	Revision    int64
}

// DraftView is a version that is being written, for those who write it and,
// while it is open for comments, for everybody.
type DraftView struct {
	*framework.Framework
	Status   framework.Status
	Revision int64
	BasedOn  *framework.Framework // nil when it began from nothing
	Change   framework.Diff       // against BasedOn
	Editor   Editor
	Findings []Finding
	About    []FoundAt // finding by finding, what of the framework it is about
}

// Editor is what of a framework somebody may write.
type Editor struct {
	Everything  bool                     // people partners
	Disciplines []framework.DisciplineID // examples marked for these, and for no other
}

// Any tells whether the person may write anything at all.
func (e Editor) Any() bool { return e.Everything || len(e.Disciplines) > 0 }

// MayWrite tells whether the person may write that example as it is.
func (e Editor) MayWrite(x framework.Example) bool {
	if e.Everything {
		return true
	}
	return len(x.Disciplines) > 0 && !slices.ContainsFunc(x.Disciplines, func(d framework.DisciplineID) bool { return !slices.Contains(e.Disciplines, d) })
}

// editorOf tells what the actor may write: people partners all of it, owners of
// a discipline its examples.
func editorOf(r *store.Reader, actor access.Actor) (Editor, error) {
	if actor.Holds(org.PeoplePartner) || actor.Via == access.ViaCommand {
		return Editor{Everything: true}, nil
	}
	owned, err := r.OwnedBy(actor.Person)
	return Editor{Disciplines: owned}, err
}

// MayEditFramework tells what the actor may write.
func (w *Workflow) MayEditFramework(ctx context.Context, actor access.Actor) (e Editor, err error) {
	if err := seesFramework(actor); err != nil {
		return e, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		e, err = editorOf(r, actor)
		return err
	})
	return e, err
}

func seesFramework(actor access.Actor) error {
	if actor.Via == access.ViaCommand {
		return nil
	}
	return reads(actor, access.ScopeFramework)
}

// writesFramework refuses whoever has not signed in, and tokens that are for reading.
func writesFramework(actor access.Actor) error {
	if actor.Via == access.ViaCommand {
		return nil
	}
	if err := signedIn(actor, access.ScopeFramework); err != nil {
		return err
	}
	return signedIn(actor, access.ScopeFrameworkWriting)
}

// FrameworkVersion returns one version the actor may read, as it was written: it is what
// versions are compared by.
func (w *Workflow) FrameworkVersion(ctx context.Context, actor access.Actor, ref framework.Ref) (f *framework.Framework, err error) {
	if err := seesFramework(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if _, err := readable(r, actor, ref); err != nil {
			return err
		}
		f, err = w.original(r, ref)
		return err
	})
	return f, err
}

// readable returns the version when the actor may read it: a draft is there for
// its writers only.
func readable(r *store.Reader, actor access.Actor, ref framework.Ref) (store.FrameworkText, error) {
	text, err := r.Framework(ref)
	if err != nil || text.Status != framework.Draft {
		return text, err
	}
	editor, err := editorOf(r, actor)
	if err == nil && !editor.Any() {
		err = fault.NotFound()
	}
	return text, err
}

// Draft returns the version that is being written, to whoever may read it.
func (w *Workflow) Draft(ctx context.Context, actor access.Actor) (v DraftView, err error) {
	if err := seesFramework(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		text, ok, err := r.DraftInWork()
		if err != nil || !ok {
			return orElse(err, fault.NotFound())
		}
		if text, err = readable(r, actor, text.Ref); err != nil {
			return err
		}
		v, err = w.draftView(r, actor, text)
		return err
	})
	return v, err
}

func (w *Workflow) draftView(r *store.Reader, actor access.Actor, text store.FrameworkText) (v DraftView, err error) {
	v.Status, v.Revision = text.Status, text.Revision
	if v.Framework, v.Findings, v.About, err = w.parseDraft(text); err != nil {
		return v, err
	}
	read(r, v.Framework)
	if v.Editor, err = editorOf(r, actor); err != nil || text.BasedOn == "" {
		return v, err
	}
	base, err := r.Framework(framework.Ref{ID: text.ID, Version: text.BasedOn})
	if err != nil {
		return v, err
	}
	if v.BasedOn, err = w.parse(base); err == nil {
		v.Change = framework.Compare(read(r, v.BasedOn), v.Framework)
	}
	return v, err
}

// StartDraft begins the next version with the text of the one published last,
// which is in force or will be.
func (w *Workflow) StartDraft(ctx context.Context, actor access.Actor, once Once) (framework.Ref, error) {
	made, err := w.writeMaking(ctx, actor, once, "start a draft", func(tx *store.Tx, _ Editor) (string, audit.Entry, error) {
		if _, there, err := tx.DraftInWork(); err != nil || there {
			return "", audit.Entry{}, orElse(err, fault.New(fault.Conflict, "A version is being written already. There is one at a time, so that nobody’s words are lost."))
		}
		now, ok, err := newest(tx.Reader)
		if err != nil || !ok {
			return "", audit.Entry{}, orElse(err, fault.New(fault.Conflict, "There is no version to begin from. Import one first."))
		}
		text, err := tx.Framework(now)
		if err != nil {
			return "", audit.Entry{}, err
		}
		ref, err := w.unusedVersion(tx.Reader, now)
		if err != nil {
			return "", audit.Entry{}, err
		}
		return draftMade(ref), frameworkEntry(audit.FrameworkDrafted, ref), w.addDraft(tx, text, ref)
	})
	return refMade(made), err
}

// draftMade is how an act says which version it began, also when it is asked again.
func draftMade(ref framework.Ref) string { return ref.Version + " " + ref.ID }

func refMade(said string) framework.Ref {
	version, name, _ := strings.Cut(said, " ")
	return framework.Ref{ID: name, Version: version}
}

// unusedVersion is the next version that nothing was ever called.
func (w *Workflow) unusedVersion(r *store.Reader, now framework.Ref) (framework.Ref, error) {
	for {
		now.Version = framework.NextVersion(now.Version)
		if _, err := r.Framework(now); fault.Is(err, fault.Absent) {
			return now, nil
		} else if err != nil {
			return now, err
		}
	}
}

func (w *Workflow) addDraft(tx *store.Tx, base store.FrameworkText, ref framework.Ref) error {
	f, err := w.parse(base)
	if err != nil {
		return err
	}
	f = f.Release(ref.Version, framework.Draft)
	f = f.Replacing(base.Version)
	source, err := frameworkfile.Encode(f, base.Source)
	if err != nil {
		return err
	}
	return tx.AddFramework(store.FrameworkText{Ref: ref, Status: framework.Draft, Source: source, LoadedAt: tx.Now(), BasedOn: base.Version})
}

// write is an act on the framework by somebody who may write some of it.
func (w *Workflow) write(ctx context.Context, actor access.Actor, once Once, input any, f func(*store.Tx, Editor) (audit.Entry, error)) error {
	_, err := w.writeMaking(ctx, actor, once, input, func(tx *store.Tx, e Editor) (string, audit.Entry, error) {
		entry, err := f(tx, e)
		return "", entry, err
	})
	return err
}

// writeMaking is a write that says what it made.
func (w *Workflow) writeMaking(ctx context.Context, actor access.Actor, once Once, input any, f func(*store.Tx, Editor) (string, audit.Entry, error)) (string, error) {
	if err := writesFramework(actor); err != nil {
		return "", err
	}
	return w.act(ctx, actor, once, input, func(tx *store.Tx) (string, error) {
		editor, err := editorOf(tx.Reader, actor)
		if err != nil {
			return "", err
		}
		if !editor.Any() {
			return "", fault.NotFound()
		}
		made, entry, err := f(tx, editor)
		if err != nil {
			return "", err
		}
		return made, record(tx, actor, entry)
	})
}

func frameworkEntry(act audit.Act, ref framework.Ref) audit.Entry {
	return audit.Entry{Act: act, Item: "framework", Object: "framework/" + ref.String()}
}

// EditDraft changes the draft that stands at the revision read. edit gets the
// text as it stands; input says what was asked for, to recognise a repetition.
func (w *Workflow) EditDraft(ctx context.Context, actor access.Actor, once Once, read int64, input any, edit func(*framework.Framework, Editor) (*framework.Framework, error)) error {
	asked := struct {
		Read  int64
		Input any
	}{read, input}
	return w.write(ctx, actor, once, asked, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		text, ok, err := tx.DraftInWork()
		if err != nil || !ok {
			return audit.Entry{}, orElse(err, fault.NotFound())
		}
		f, _, _, err := w.parseDraft(text)
		if err != nil {
			return audit.Entry{}, err
		}
		changed, err := edit(f, editor)
		if err != nil {
			return audit.Entry{}, err
		}
		source, err := encoded(changed, text)
		if err != nil {
			return audit.Entry{}, err
		}
		return frameworkEntry(audit.FrameworkEdited, text.Ref), tx.EditFramework(text.Ref, source, read)
	})
}

// encoded is the text of the changed framework; what could not be read again is
// refused.
func encoded(f *framework.Framework, before store.FrameworkText) ([]byte, error) {
	source, err := frameworkfile.Encode(f, before.Source)
	if err != nil {
		reason := errors.Unwrap(err)
		return nil, fault.Wrap(fault.Invalid, "The framework would not hold together like this, so nothing was changed. {reason}", err, "reason", reason)
	}
	return source, nil
}

// findingsFault turns the findings of a load into mistakes that can be shown.
func findingsFault(findings []frameworkfile.Finding) error {
	var wrong []fault.Field
	for _, f := range findings {
		if f.Severity == frameworkfile.Error {
			wrong = append(wrong, fault.Field{Name: "source", Message: "{finding}", With: []any{"finding", f}})
		}
	}
	return fault.InvalidFields(wrong)
}

// ReplaceDraft puts a whole file in place of the draft's text; only who may
// write everything does. The id and the version stay the draft's.
func (w *Workflow) ReplaceDraft(ctx context.Context, actor access.Actor, once Once, read int64, source []byte) ([]frameworkfile.Finding, error) {
	if err := w.writesEverything(ctx, actor); err != nil {
		return nil, err
	}
	f, text, findings := readFile(source)
	if f == nil {
		return findings, findingsFault(findings)
	}
	asked := struct {
		Read   int64
		Source []byte
	}{read, source}
	err := w.write(ctx, actor, once, asked, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		if !editor.Everything {
			return audit.Entry{}, fault.NotFound()
		}
		draft, ok, err := tx.DraftInWork()
		if err != nil || !ok {
			return audit.Entry{}, orElse(err, fault.NotFound())
		}
		if f.ID != draft.ID {
			return audit.Entry{}, fault.InvalidFields([]fault.Field{{Name: "source", Message: "The file is of the framework {file}; the draft is of {draft}. The id of a framework never changes. To begin a framework of your own, drop this draft first and bring the file in as a new draft.",
				With: []any{"file", f.ID, "draft", draft.ID}}})
		}
		released, err := frameworkfile.Encode(f.Release(draft.Version, draft.Status), text)
		if err != nil {
			return audit.Entry{}, err
		}
		return frameworkEntry(audit.FrameworkEdited, draft.Ref), tx.EditFramework(draft.Ref, released, read)
	})
	return findings, err
}

// OwnDiscipline lets the person look after the examples of a discipline; a people
// partner names them.
func (w *Workflow) OwnDiscipline(ctx context.Context, actor access.Actor, once Once, d framework.DisciplineID, who id.Person, own bool) error {
	asked := struct {
		Discipline framework.DisciplineID
		Who        id.Person
		Own        bool
	}{d, who, own}
	return w.write(ctx, actor, once, asked, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		entry := audit.Entry{Act: audit.DisciplineOwned, Item: "framework", Subject: who, Object: "discipline/" + string(d)}
		if !editor.Everything {
			return entry, fault.NotFound()
		}
		if _, err := isHere(tx.Reader, who); err != nil && own { // what somebody who left looked after can be ended
			return entry, err
		}
		owned, err := tx.OwnedBy(who)
		if err != nil || slices.Contains(owned, d) == own {
			return entry, err
		}
		if own {
			return entry, tx.OwnDiscipline(d, who)
		}
		entry.Act = audit.DisciplineDisowned
		_, err = tx.DisownDiscipline(d, who)
		return entry, err
	})
}
