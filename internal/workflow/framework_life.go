package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// OpenForComments lets everybody who has signed in read the draft and comment on
// it. It can still be edited.
func (w *Workflow) OpenForComments(ctx context.Context, actor access.Actor, once Once, read int64) error {
	return w.age(ctx, actor, once, read, audit.FrameworkOpened, func(_ *store.Tx, text *store.FrameworkText) error {
		if text.Status != framework.Draft {
			return fault.New(fault.Conflict, "This version is open for comments already.")
		}
		text.Status = framework.Comment
		return nil
	})
}

// Publish puts the draft in force from the day on, which may be today or later.
// From then on its text stays as it is; evaluations that were opened before stay
// with their version.
func (w *Workflow) Publish(ctx context.Context, actor access.Actor, once Once, read int64, effective clock.Date) error {
	return w.age(ctx, actor, once, read, audit.FrameworkPublished, func(tx *store.Tx, text *store.FrameworkText) error {
		if effective < clock.DateOf(tx.Now(), earliestZone) {
			return fault.InvalidFields([]fault.Field{{Name: "effective", Value: string(effective), Message: "Give a day from today on. What was agreed before stays with the version it was agreed under."}})
		}
		if err := notBeforeAnother(tx.Reader, effective); err != nil {
			return err
		}
		f, err := w.parse(*text)
		if err != nil {
			return err
		}
		f = f.Release(text.Version, framework.Published).From(effective)
		source, err := frameworkfile.Encode(f, text.Source)
		if err != nil {
			return err
		}
		if err := tx.EditFramework(text.Ref, source, text.Revision); err != nil {
			return err
		}
		text.Revision++
		text.Status, text.PublishedAt, text.Effective = framework.Published, tx.Now(), effective
		tx.Happened(event.FrameworkPublished, text.Ref.Slug())
		if err := w.tellOfUnfit(tx, text.Ref); err != nil {
			return err
		}
		return tellEverybody(tx, actor, notice.VersionPublished, aboutVersion(text.Ref))
	})
}

// notBeforeAnother refuses a day on which a version published for later would
// take the new one's place again.
func notBeforeAnother(r *store.Reader, effective clock.Date) error {
	list, err := r.Frameworks()
	if err != nil {
		return err
	}
	for _, f := range list {
		if f.Status == framework.Published && f.Effective > effective {
			return fault.InvalidFields([]fault.Field{{Name: "effective", Value: string(effective),
				Message: "Version {version} comes into force on {day} and would replace this one again. Give that day or a later one.", With: []any{"version", f.Version, "day", f.Effective}}})
		}
	}
	return nil
}

// DropDraft throws away the version that is being written, with its comments.
func (w *Workflow) DropDraft(ctx context.Context, actor access.Actor, once Once, read int64) error {
	return w.writeDraft(ctx, actor, once, read, func(tx *store.Tx, text store.FrameworkText) (audit.Entry, error) {
		return frameworkEntry(audit.FrameworkDropped, text.Ref), tx.DropDraft(text)
	})
}

// Retire takes a published version out of use; the one in force stays.
func (w *Workflow) Retire(ctx context.Context, actor access.Actor, once Once, ref framework.Ref) error {
	return w.write(ctx, actor, once, ref, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		entry := frameworkEntry(audit.FrameworkRetired, ref)
		text, err := tx.Framework(ref)
		if err != nil || !editor.Everything {
			return entry, orElse(err, fault.NotFound())
		}
		now, _, err := tx.PublishedFramework()
		if err != nil {
			return entry, err
		}
		if text.Status != framework.Published || now == ref {
			return entry, fault.New(fault.Conflict, "Only a published version that is not in force can be retired. Publish the one that follows it first.")
		}
		text.Status, text.RetiredAt = framework.Retired, tx.Now()
		return entry, tx.AgeFramework(text)
	})
}

// age takes the draft at the revision read into another state of its life.
func (w *Workflow) age(ctx context.Context, actor access.Actor, once Once, read int64, act audit.Act, change func(*store.Tx, *store.FrameworkText) error) error {
	return w.writeDraft(ctx, actor, once, read, func(tx *store.Tx, text store.FrameworkText) (audit.Entry, error) {
		if err := change(tx, &text); err != nil {
			return audit.Entry{}, err
		}
		return frameworkEntry(act, text.Ref), tx.AgeFramework(text)
	})
}

// writeDraft is an act on the whole draft, by who may write all of it.
func (w *Workflow) writeDraft(ctx context.Context, actor access.Actor, once Once, read int64, f func(*store.Tx, store.FrameworkText) (audit.Entry, error)) error {
	return w.write(ctx, actor, once, read, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		text, ok, err := tx.DraftInWork()
		if err != nil || !ok || !editor.Everything {
			return audit.Entry{}, orElse(err, fault.NotFound())
		}
		if text.Revision != read {
			return audit.Entry{}, fault.Stale()
		}
		return f(tx, text)
	})
}

// FrameworkNews tells what changed for the actor since they were last told; ok is
// false when nothing did. Who asks for the first time is told nothing, because
// there is no change without something before it; what comes later is told.
func (w *Workflow) FrameworkNews(ctx context.Context, actor access.Actor) (news News, ok bool, err error) {
	if err := signedIn(actor, access.ScopeFramework); err != nil {
		return news, false, err
	}
	var before bool
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		var seen framework.Ref
		if seen, before, err = r.SeenFramework(actor.Person); err != nil || !before {
			return err
		}
		now, there, err := r.PublishedFramework()
		if err != nil || !there || now == seen {
			return err
		}
		discipline, err := r.DisciplineOf(actor.Person)
		if err != nil {
			return err
		}
		news, err = w.newsBetween(r, seen, now, discipline)
		ok = err == nil
		return err
	})
	if err == nil && !before {
		err = w.ReadFrameworkNews(ctx, actor)
	}
	return news, ok, err
}

// ReadFrameworkNews notes that the actor knows the version in force.
func (w *Workflow) ReadFrameworkNews(ctx context.Context, actor access.Actor) error {
	if err := signedIn(actor, access.ScopeFramework); err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		now, ok, err := tx.PublishedFramework()
		if err != nil || !ok {
			return err
		}
		if err := tx.MarkThingRead(actor.Person, aboutVersion(now)); err != nil {
			return err
		}
		return tx.NoteSeen(actor.Person, now)
	})
}

// CompareVersions tells how one version became another, for versions the actor
// may read; with a discipline, what changed for people of it.
func (w *Workflow) CompareVersions(ctx context.Context, actor access.Actor, from, to framework.Ref, discipline framework.DisciplineID) (d framework.Diff, err error) {
	before, err := w.FrameworkVersion(ctx, actor, from)
	if err != nil {
		return d, err
	}
	after, err := w.FrameworkVersion(ctx, actor, to)
	if err != nil {
		return d, err
	}
	d = framework.Compare(before, after)
	if discipline != "" {
		d = d.For(discipline)
	}
	return d, nil
}

// VersionFile is a version as a file, with what was found in it while it is written.
type VersionFile struct {
	Ref      framework.Ref
	Status   framework.Status
	Revision int64
	Text     []byte
	Findings []Finding
}

// VersionFile returns a version the actor may read as a file: in YAML as it is kept, or
// in JSON.
func (w *Workflow) VersionFile(ctx context.Context, actor access.Actor, ref framework.Ref, asJSON bool) (v VersionFile, err error) {
	if err := seesFramework(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		text, err := readable(r, actor, ref)
		if err != nil {
			return err
		}
		v = VersionFile{Ref: text.Ref, Status: text.Status, Revision: text.Revision, Text: text.Source}
		if text.Status != framework.Draft && text.Status != framework.Comment {
			if asJSON {
				v.Text, err = w.originalJSON(r, ref)
			}
			return err
		}
		var f *framework.Framework
		if f, v.Findings, _, err = w.parseDraft(text); err != nil {
			return err
		}
		if asJSON {
			v.Text, err = frameworkfile.EncodeJSON(f)
			return err
		}
		v.Text, err = frameworkfile.Encode(f, text.Source) // with the status that it has now
		return err
	})
	return v, err
}

func (w *Workflow) originalJSON(r *store.Reader, ref framework.Ref) ([]byte, error) {
	f, err := w.original(r, ref)
	if err != nil {
		return nil, err
	}
	return frameworkfile.EncodeJSON(f)
}

// FrameworkSource returns the file of a version the actor may read.
func (w *Workflow) FrameworkSource(ctx context.Context, actor access.Actor, ref framework.Ref) (source []byte, err error) {
	if err := seesFramework(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		text, err := readable(r, actor, ref)
		source = text.Source
		return err
	})
	return source, err
}
