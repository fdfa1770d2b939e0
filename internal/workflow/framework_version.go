package workflow

import (
	"context"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/store"
)

// Versions lists the versions the actor may read: published and retired ones,
// what is open for comments, and drafts for those who write them.
func (w *Workflow) Versions(ctx context.Context, actor access.Actor) (lines []VersionLine, err error) {
	if err := seesFramework(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		lines, err = readableVersions(r, actor)
		return err
	})
	return lines, err
}

// readableVersions are the lines of what the actor may read, the newest first.
func readableVersions(r *store.Reader, actor access.Actor) ([]VersionLine, error) {
	editor, err := editorOf(r, actor)
	if err != nil {
		return nil, err
	}
	now, _, err := r.PublishedFramework()
	if err != nil {
		return nil, err
	}
	list, err := r.Frameworks()
	var lines []VersionLine
	for _, line := range versionLines(list, now, clock.DateOf(r.Now(), time.UTC)) {
		if line.Status != framework.Draft || editor.Any() {
			lines = append(lines, line)
		}
	}
	return lines, err
}

// versionLines says of each version where it is in its life.
func versionLines(list []store.FrameworkText, now framework.Ref, today clock.Date) []VersionLine {
	lines := make([]VersionLine, 0, len(list))
	for _, f := range list {
		lines = append(lines, VersionLine{
			Ref: f.Ref, Status: f.Status, Effective: f.Effective, PublishedAt: f.PublishedAt, RetiredAt: f.RetiredAt, InForce: f.Ref == now,
			Life: framework.LifeOf(f.Status, f.Effective, f.Ref == now, today), From: inForceFrom(f), BasedOn: f.BasedOn, Revision: f.Revision,
		})
	}
	for i := range lines {
		lines[i].Until = followedFrom(lines[i], lines)
		lines[i].Before = before(lines[i], lines)
	}
	return lines
}

// inForceFrom is the first day of a published version. The one that came with
// Cairn names none; it is in force since it was loaded.
func inForceFrom(f store.FrameworkText) clock.Date {
	if f.Effective != "" || !f.PublishedAt.IsSet() {
		return f.Effective
	}
	return clock.DateOf(f.PublishedAt, time.UTC)
}

// followedFrom is the day from which another version is in force instead.
func followedFrom(l VersionLine, all []VersionLine) (day clock.Date) {
	for _, next := range all {
		follows := next.From > l.From || next.From == l.From && next.PublishedAt > l.PublishedAt
		if l.From != "" && next.From != "" && follows && !next.NeverInForce() && (day == "" || next.From < day) {
			day = next.From
		}
	}
	return day
}

// NeverInForce tells whether the version was retired before its first day.
func (l VersionLine) NeverInForce() bool {
	return l.RetiredAt.IsSet() && clock.DateOf(l.RetiredAt, time.UTC) < l.From
}

// newest names the version published last: it is in force, or will be after all
// others.
func newest(r *store.Reader) (ref framework.Ref, ok bool, err error) {
	list, err := r.Frameworks()
	var last VersionLine
	for _, l := range versionLines(list, framework.Ref{}, "") {
		later := l.From > last.From || l.From == last.From && l.PublishedAt > last.PublishedAt
		if l.Status == framework.Published && (!ok || later) {
			last, ok = l, true
		}
	}
	return last.Ref, ok, err
}

// VersionView is one version as somebody reads it.
type VersionView struct {
	VersionLine
	Text   *framework.Framework
	Now    framework.Ref // the version in force
	Editor Editor
}

// Version returns the version of that name, "steps-1.0" or, for the framework in
// force, "1.0". What the actor may not read is not there.
func (w *Workflow) Version(ctx context.Context, actor access.Actor, name string) (v VersionView, err error) {
	if err := seesFramework(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		lines, err := readableVersions(r, actor)
		if err != nil {
			return err
		}
		var ok bool
		if v.Now, _, err = r.PublishedFramework(); err != nil {
			return err
		}
		if v.VersionLine, ok = named(lines, v.Now.ID, name); !ok {
			return fault.NotFound()
		}
		if v.Text, err = w.framework(r, v.Ref); err != nil {
			return err
		}
		v.Editor, err = editorOf(r, actor)
		return err
	})
	return v, err
}

// named finds a version by its slug or by its number: of the framework of that id
// or, where only one version has the number, of any.
func named(lines []VersionLine, id, name string) (VersionLine, bool) {
	var numbered []VersionLine
	for _, l := range lines {
		if l.Slug() == name {
			return l, true
		}
		if l.Version == name && l.ID == id {
			numbered = []VersionLine{l}
			break
		}
		if l.Version == name {
			numbered = append(numbered, l)
		}
	}
	if len(numbered) != 1 {
		return VersionLine{}, false
	}
	return numbered[0], true
}

// before is the version a version began from or, where that is not known, the one
// in force until its first day.
func before(l VersionLine, all []VersionLine) (ref framework.Ref) {
	var last VersionLine
	for _, b := range all {
		if b.ID == l.ID && b.Version == l.BasedOn {
			return b.Ref
		}
		earlier := b.From != "" && (l.From == "" || b.From < l.From || b.From == l.From && b.PublishedAt < l.PublishedAt)
		if b.Ref != l.Ref && earlier && (last.From == "" || b.From > last.From) {
			last = b
		}
	}
	return last.Ref
}
