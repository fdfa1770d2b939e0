package store

import (
	"cairn/internal/clock"
	"cairn/internal/framework"
)

// FrameworkText is one version of a framework as its file.
type FrameworkText struct {
	framework.Ref
	Status      string
	Source      []byte
	LoadedAt    clock.Instant
	PublishedAt clock.Instant
}

var (
	insertFramework = statement(`INSERT INTO frameworks (id, version, status, source, loaded_at, published_at) VALUES ($1, $2, $3, $4, $5, $6)`)
	frameworkByRef  = statement(`SELECT id, version, status, source, loaded_at, published_at FROM frameworks WHERE id = $1 AND version = $2`)
	newestPublished = statement(`SELECT id, version FROM frameworks WHERE status = 'published' ORDER BY published_at DESC, version DESC, id LIMIT 1`)
)

// AddFramework keeps a version. A version that is there already is refused as a
// duplicate: published text is never edited in place.
func (t *Tx) AddFramework(f FrameworkText) error {
	return t.exec(insertFramework, f.ID, f.Version, f.Status, string(f.Source), f.LoadedAt, f.PublishedAt)
}

// Framework returns the version.
func (r *Reader) Framework(ref framework.Ref) (FrameworkText, error) {
	return one(r, scanFramework, frameworkByRef, ref.ID, ref.Version)
}

// PublishedFramework names the version in force; ok is false when there is none.
func (r *Reader) PublishedFramework() (framework.Ref, bool, error) {
	return optional(r, func(s scanner) (ref framework.Ref, err error) { return ref, s.Scan(&ref.ID, &ref.Version) }, newestPublished)
}

func scanFramework(s scanner) (f FrameworkText, err error) {
	return f, s.Scan(&f.ID, &f.Version, &f.Status, &f.Source, &f.LoadedAt, &f.PublishedAt)
}
