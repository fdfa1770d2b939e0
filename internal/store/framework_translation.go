package store

import (
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

// Translation is a version of a framework in another language, as its file. Revision
// counts how often it was given.
type Translation struct {
	framework.Ref
	Language lang.Language
	Source   []byte
	MadeAt   clock.Instant
	Revision int64
}

var (
	saveTranslation = statement(`INSERT INTO framework_translations (framework, version, language, source, made_at, revision) VALUES ($1, $2, $3, $4, $5, 1)
		ON CONFLICT (framework, version, language) DO UPDATE SET source = excluded.source, made_at = excluded.made_at, revision = framework_translations.revision + 1`)
	translationOf       = statement(`SELECT framework, version, language, source, made_at, revision FROM framework_translations WHERE framework = $1 AND version = $2 AND language = $3`)
	translationRevision = statement(`SELECT revision FROM framework_translations WHERE framework = $1 AND version = $2 AND language = $3`)
	dropTranslations    = statement(`DELETE FROM framework_translations WHERE framework = $1 AND version = $2`)
)

// SaveTranslation keeps a translation, in place of the one before.
func (t *Tx) SaveTranslation(x Translation) error {
	delete(t.translated, translationRef{x.Ref, x.Language})
	return t.exec(saveTranslation, x.ID, x.Version, x.Language, string(x.Source), t.now)
}

// Translation returns the version in the language.
func (r *Reader) Translation(ref framework.Ref, in lang.Language) (Translation, error) {
	return one(r, scanTranslation, translationOf, ref.ID, ref.Version, in)
}

// translationRef names a version in a language.
type translationRef struct {
	framework.Ref
	language lang.Language
}

// TranslationRevision tells how often the version was given in the language; 0 is never.
// A transaction asks once, since a page reads a version for each line that it has.
func (r *Reader) TranslationRevision(ref framework.Ref, in lang.Language) (int64, error) {
	at := translationRef{ref, in}
	if n, asked := r.translated[at]; asked {
		return n, nil
	}
	n, _, err := optional(r, count, translationRevision, ref.ID, ref.Version, in)
	if err == nil {
		if r.translated == nil {
			r.translated = map[translationRef]int64{}
		}
		r.translated[at] = n
	}
	return n, err
}

func scanTranslation(s scanner) (x Translation, err error) {
	return x, s.Scan(&x.ID, &x.Version, &x.Language, &x.Source, &x.MadeAt, &x.Revision)
}
