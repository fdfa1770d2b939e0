package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/store"
)

// Finding and FoundAt are what reading a framework's file found, and the part of
// the framework it is about.
type (
	Finding = frameworkfile.Finding
	FoundAt = frameworkfile.Item
)

// parsedDraft is the draft as it was last read. Every page of the editor needs
// it, and a large one takes its time to read.
type parsedDraft struct {
	print    string // of all that it was made from
	f        *framework.Framework
	findings []Finding
	about    []FoundAt
}

// parseDraft reads the text of a draft, once for each text.
func (w *Workflow) parseDraft(text store.FrameworkText) (*framework.Framework, []Finding, []FoundAt, error) {
	print := Print(struct {
		Ref    framework.Ref
		Status framework.Status
		Source []byte
	}{text.Ref, text.Status, text.Source})
	if p, ok := w.drafted.Load().(*parsedDraft); ok && p.print == print {
		return p.f, p.findings, p.about, nil
	}
	f, findings := frameworkfile.Load(text.Ref.String(), text.Source)
	if f == nil {
		return nil, nil, nil, fmt.Errorf("stored draft %s cannot be read: %v", text.Ref, findings)
	}
	p := &parsedDraft{print, f.Release(text.Version, text.Status), findings, frameworkfile.Items(text.Source, findings)}
	w.drafted.Store(p)
	return p.f, p.findings, p.about, nil
}

// Print recognises a part of a framework as it was when a form was made of it.
func Print(part any) string {
	raw, err := json.Marshal(part)
	if err != nil { // parts are plain data
		panic(err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

// Edit changes one part of a draft. Two people who write different parts do not
// get into each other's way; of two who write the same, the second is told.
type Edit struct {
	Input any    // what was asked for, to recognise a repetition
	Read  string // the Print of the part as it was when the form was made; empty for what is new or only moved
	// Part is the part as it stands; nil when it is gone. It may be nil where Read is empty.
	Part func(*framework.Framework) any
	// Whole is set where only those do who may write everything.
	Whole bool
	Apply func(*framework.Framework, Editor) (*framework.Framework, error)
}

// EditPart makes the edit in the draft, whatever else of it has changed since.
func (w *Workflow) EditPart(ctx context.Context, actor access.Actor, once Once, e Edit) error {
	asked := struct {
		Read  string
		Input any
	}{e.Read, e.Input}
	return w.write(ctx, actor, once, asked, func(tx *store.Tx, editor Editor) (audit.Entry, error) {
		text, ok, err := tx.DraftInWork()
		if err != nil || !ok || e.Whole && !editor.Everything {
			return audit.Entry{}, orElse(err, fault.NotFound())
		}
		f, _, _, err := w.parseDraft(text)
		if err != nil {
			return audit.Entry{}, err
		}
		changed, err := e.Apply(f, editor)
		if err != nil {
			return audit.Entry{}, err
		}
		if e.Read != "" && Print(e.Part(f)) != e.Read {
			return audit.Entry{}, fault.Stale()
		}
		source, err := encoded(changed, text)
		if err != nil {
			return audit.Entry{}, err
		}
		return frameworkEntry(audit.FrameworkEdited, text.Ref), tx.EditFramework(text.Ref, source, text.Revision)
	})
}

// DisciplinesOrNone lists the disciplines of the draft; none when there is no draft.
func (v DraftView) DisciplinesOrNone() []framework.Discipline {
	if v.Framework == nil {
		return nil
	}
	return v.Disciplines
}

// DraftFile returns the draft's file in YAML, as it is kept, or in JSON.
func (w *Workflow) DraftFile(ctx context.Context, actor access.Actor, asJSON bool) (ref framework.Ref, data []byte, err error) {
	if err := seesFramework(actor); err != nil {
		return ref, nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		text, ok, err := r.DraftInWork()
		if err != nil || !ok {
			return orElse(err, fault.NotFound())
		}
		if text, err = readable(r, actor, text.Ref); err != nil {
			return err
		}
		ref, data = text.Ref, text.Source
		f, _, _, err := w.parseDraft(text)
		if err != nil {
			return err
		}
		if asJSON {
			data, err = frameworkfile.EncodeJSON(f)
			return err
		}
		data, err = frameworkfile.Encode(f, text.Source) // with the status that it has now
		return err
	})
	return ref, data, err
}

// StartOwn begins a framework of the organisation's own under a new id: a copy of
// the one in force, or nothing but a first area and step to write on from.
func (w *Workflow) StartOwn(ctx context.Context, actor access.Actor, once Once, name string, fromNothing bool) (framework.Ref, error) {
	if err := w.writesEverything(ctx, actor); err != nil {
		return framework.Ref{}, err
	}
	source, err := w.ownSource(ctx, actor, name, fromNothing)
	if err != nil {
		return framework.Ref{}, err
	}
	asked := struct {
		Own         string
		FromNothing bool
	}{name, fromNothing}
	ref, _, err := w.importDraft(ctx, actor, once, asked, source)
	return ref, err
}

func (w *Workflow) ownSource(ctx context.Context, actor access.Actor, name string, fromNothing bool) (source []byte, err error) {
	if name == "" || len([]rune(name)) > framework.LongestName {
		return nil, fault.InvalidFields([]fault.Field{{Name: "name", Message: "Give your framework a name, of 200 signs at most."}})
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err := r.Frameworks()
		if err != nil {
			return err
		}
		own := framework.IDFrom(name, "framework", func(s string) bool {
			for _, f := range list {
				if f.ID == s {
					return true
				}
			}
			return false
		})
		if fromNothing {
			source, err = frameworkfile.Encode(framework.Beginning(own, name), nil)
			return err
		}
		ref, ok, err := r.PublishedFramework()
		if err != nil || !ok {
			return orElse(err, fault.New(fault.Conflict, "There is no framework to copy yet."))
		}
		text, err := r.Framework(ref)
		if err != nil {
			return err
		}
		f, err := w.parse(text)
		if err != nil {
			return err
		}
		source, err = frameworkfile.Encode(f.As(own, name), text.Source)
		return err
	})
	return source, err
}

// OwnerLine is one span of time in which somebody looked after a discipline.
type OwnerLine struct {
	Discipline framework.DisciplineID
	Person     PersonRef
	Since      clock.Instant
	Until      clock.Instant // not set while it lasts
}

// Owners lists who looks after which discipline, now and before, for people
// partners, who name them.
func (w *Workflow) Owners(ctx context.Context, actor access.Actor) (lines []OwnerLine, err error) {
	if err := w.readsEverything(ctx, actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		spans, err := r.Owners()
		if err != nil {
			return err
		}
		who := make([]id.Person, 0, len(spans))
		for _, s := range spans {
			who = append(who, s.Person)
		}
		people, err := r.PeopleByID(who)
		lines = nil
		for _, s := range spans {
			lines = append(lines, OwnerLine{s.Discipline, refOf(people, s.Person), s.Since, s.Until})
		}
		return err
	})
	return lines, err
}
