package store

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/framework"
)

// FrameworkText is one version of a framework as its file. Revision counts the
// changes of a draft; a published text has no more of them.
type FrameworkText struct {
	framework.Ref
	Status      framework.Status
	Source      []byte
	LoadedAt    clock.Instant
	PublishedAt clock.Instant
	RetiredAt   clock.Instant
	Revision    int64
	Effective   clock.Date // the day from which a published version is in force
	BasedOn     string     // the version a draft began from
}

const frameworkColumns = `id, version, status, source, loaded_at, published_at, retired_at, revision, effective, based_on`

var (
	insertFramework = statement(`INSERT INTO frameworks (` + frameworkColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)`)
	frameworkByRef  = statement(`SELECT ` + frameworkColumns + ` FROM frameworks WHERE id = $1 AND version = $2`)
	inForce         = statement(`SELECT id, version FROM frameworks WHERE status = 'published' AND effective <= $1
		ORDER BY effective DESC, published_at DESC, version DESC, id LIMIT 1`)
	allVersions = statement(`SELECT id, version, status, '', loaded_at, published_at, retired_at, revision, effective, based_on
		FROM frameworks ORDER BY loaded_at DESC, version DESC, id`)
	editFramework = statement(`UPDATE frameworks SET source = $3, revision = revision + 1 WHERE id = $1 AND version = $2 AND revision = $4 AND status IN ('draft', 'comment')`)
	ageFramework  = statement(`UPDATE frameworks SET status = $3, published_at = $4, retired_at = $5, effective = $6, revision = revision + 1
		WHERE id = $1 AND version = $2 AND revision = $7`)
	dropDraft = statement(`DELETE FROM frameworks WHERE id = $1 AND version = $2 AND revision = $3 AND status IN ('draft', 'comment')`)
)

// AddFramework keeps a version. A version that is there already is refused as a
// duplicate: published text is never edited in place.
func (t *Tx) AddFramework(f FrameworkText) error {
	return t.exec(insertFramework, f.ID, f.Version, f.Status, string(f.Source), f.LoadedAt, f.PublishedAt, f.RetiredAt, f.Effective, f.BasedOn)
}

// EditFramework keeps a new text of a draft that stands at the revision read.
func (t *Tx) EditFramework(ref framework.Ref, source []byte, read int64) error {
	return t.swap(editFramework, ref.ID, ref.Version, string(source), read)
}

// AgeFramework takes a version into the state of f, at the revision f was read.
// Its text stays.
func (t *Tx) AgeFramework(f FrameworkText) error {
	return t.swap(ageFramework, f.ID, f.Version, f.Status, f.PublishedAt, f.RetiredAt, f.Effective, f.Revision)
}

// DropDraft throws a draft away with the comments on it.
func (t *Tx) DropDraft(f FrameworkText) error {
	for _, of := range []string{dropComments, dropTranslations} {
		if err := t.exec(of, f.ID, f.Version); err != nil {
			return err
		}
	}
	return t.swap(dropDraft, f.ID, f.Version, f.Revision)
}

// Framework returns the version.
func (r *Reader) Framework(ref framework.Ref) (FrameworkText, error) {
	return one(r, scanFramework, frameworkByRef, ref.ID, ref.Version)
}

// Frameworks lists all versions, the newest first, without their texts.
func (r *Reader) Frameworks() ([]FrameworkText, error) {
	return all(r, scanFramework, allVersions)
}

// PublishedFramework names the version in force today (UTC); ok is false when
// there is none.
func (r *Reader) PublishedFramework() (framework.Ref, bool, error) {
	return optionalOnce(r, func(s scanner) (ref framework.Ref, err error) { return ref, s.Scan(&ref.ID, &ref.Version) },
		inForce, string(clock.DateOf(r.now, time.UTC)))
}

// DraftInWork returns the version that is being written, if any.
func (r *Reader) DraftInWork() (FrameworkText, bool, error) {
	list, err := r.Frameworks()
	if err != nil {
		return FrameworkText{}, false, err
	}
	for _, f := range list {
		if f.Status == framework.Draft || f.Status == framework.Comment {
			whole, err := r.Framework(f.Ref)
			return whole, err == nil, err
		}
	}
	return FrameworkText{}, false, nil
}

func scanFramework(s scanner) (f FrameworkText, err error) {
	return f, s.Scan(&f.ID, &f.Version, &f.Status, &f.Source, &f.LoadedAt, &f.PublishedAt, &f.RetiredAt, &f.Revision, &f.Effective, &f.BasedOn)
}
