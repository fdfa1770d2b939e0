package workflow

import (
	"context"
	"strings"

	"golang.org/x/text/language"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// Translated tells what became of a translation.
type Translated struct {
	Ref      framework.Ref
	Language lang.Language
	Missing  []framework.Piece // stay in the words of the version
}

// ReadTranslation looks at a file that is a version in another language, and keeps
// nothing. Which version it is of, id and version in the file say. What is wrong with it
// comes back as findings or as the mistakes of a form.
func (w *Workflow) ReadTranslation(ctx context.Context, actor access.Actor, source []byte) (t Translated, findings []frameworkfile.Finding, err error) {
	if err := w.writesEverything(ctx, actor); err != nil {
		return t, nil, err
	}
	err = w.view(ctx, func(r *store.Reader) error {
		t, _, findings, err = w.readTranslation(r, source)
		return err
	})
	return t, findings, err
}

// KeepTranslation keeps it, in place of one that was given before. Whoever reads in its
// language reads its words from then on; evaluations and cases, which name what they are
// about by id, do too.
func (w *Workflow) KeepTranslation(ctx context.Context, actor access.Actor, once Once, source []byte) (t Translated, findings []frameworkfile.Finding, err error) {
	if err := w.writesEverything(ctx, actor); err != nil {
		return t, nil, err
	}
	_, err = w.act(ctx, actor, once, struct{ Translation []byte }{source}, func(tx *store.Tx) (string, error) {
		if editor, err := editorOf(tx.Reader, actor); err != nil || !editor.Everything {
			return "", orElse(err, fault.NotFound())
		}
		var text []byte
		if t, text, findings, err = w.readTranslation(tx.Reader, source); err != nil {
			return "", err
		}
		if err := tx.SaveTranslation(store.Translation{Ref: t.Ref, Language: t.Language, Source: text}); err != nil {
			return "", err
		}
		return "", record(tx, actor, frameworkEntry(audit.FrameworkTranslated, t.Ref))
	})
	return t, findings, err
}

func (w *Workflow) readTranslation(r *store.Reader, source []byte) (t Translated, text []byte, findings []frameworkfile.Finding, err error) {
	f, text, findings := readFile(source)
	if f == nil {
		return t, nil, findings, findingsFault(findings)
	}
	t.Ref, t.Language = framework.Ref{ID: f.ID, Version: f.Version}, lang.Language(spokenAs(f.Language))
	base, err := w.original(r, t.Ref)
	switch {
	case fault.Is(err, fault.Absent):
		return t, nil, findings, wrongTranslation("There is no version {version} here. The fields id and version name the version that the file is a translation of.", "version", t.Ref)
	case err != nil:
		return t, nil, findings, err
	case !lang.Known(t.Language):
		return t, nil, findings, wrongTranslation("Cairn does not speak “{language}”. The field language is one of {known}.", "language", f.Language, "known", lang.NewOffer(lang.Languages()...))
	case spokenAs(base.Language) == string(t.Language):
		return t, nil, findings, wrongTranslation("The version itself is in “{language}”. Say in the field language what the file is in.", "language", f.Language)
	}
	_, missing, strange := base.Translate(f)
	if len(strange) > 0 {
		var all []string
		for _, p := range strange {
			all = append(all, p.What+" "+p.ID)
		}
		return t, nil, findings, wrongTranslation("The version has no {pieces}. Ids stay as they are in every language.", "pieces", strings.Join(all, ", "))
	}
	t.Missing = missing
	return t, text, findings, nil
}

func wrongTranslation(message string, with ...any) error {
	return fault.InvalidFields([]fault.Field{{Name: "source", Message: message, With: with}})
}

// spokenAs is the language without script or country: sv-SE is sv.
func spokenAs(tag string) string {
	if lang.Known(lang.Language(tag)) {
		return tag
	}
	base, _ := language.Make(tag).Base()
	return base.String()
}

// translation names a version in a language, as often as it was given.
type translation struct {
	framework.Ref
	language lang.Language
	revision int64
}

// translated is the version in the words of whoever reads. Drafts are read as they are
// written, and so is everything that no person asks for.
func (w *Workflow) translated(r *store.Reader, f *framework.Framework) (*framework.Framework, error) {
	in, chosen := lang.Chosen(r.Context())
	if !chosen {
		return f, nil
	}
	return w.translatedInto(r, f, in)
}

// wordings are the version as it was written and in every language that it was given in.
func (w *Workflow) wordings(r *store.Reader, ref framework.Ref) ([]*framework.Framework, error) {
	f, err := w.original(r, ref)
	if err != nil {
		return nil, err
	}
	all := []*framework.Framework{f}
	for _, in := range lang.Languages() {
		t, err := w.translatedInto(r, f, in)
		if err != nil {
			return nil, err
		}
		if t != f {
			all = append(all, t)
		}
	}
	return all, nil
}

// inForce is the version in force in all its languages: what must not be told is not
// told in any of them. Before there is one, it is one without steps.
func (w *Workflow) inForce(r *store.Reader) ([]*framework.Framework, error) {
	ref, ok, err := r.PublishedFramework()
	if err != nil || !ok {
		return []*framework.Framework{framework.New(framework.Framework{})}, err
	}
	return w.wordings(r, ref)
}

// inAnyLanguage finds what a text tells by the version in force, in the first of its
// languages that finds something.
func (w *Workflow) inAnyLanguage(r *store.Reader, find func(*framework.Framework, string) (framework.Named, bool)) (func(string) (framework.Named, bool), error) {
	all, err := w.inForce(r)
	return func(text string) (framework.Named, bool) {
		for _, f := range all {
			if n, found := find(f, text); found {
				return n, true
			}
		}
		return framework.Named{}, false
	}, err
}

func (w *Workflow) translatedInto(r *store.Reader, f *framework.Framework, in lang.Language) (*framework.Framework, error) {
	if spokenAs(f.Language) == string(in) || f.Status != framework.Published && f.Status != framework.Retired {
		return f, nil
	}
	key := translation{framework.Ref{ID: f.ID, Version: f.Version}, in, 0}
	var err error
	if key.revision, err = r.TranslationRevision(key.Ref, in); err != nil || key.revision == 0 {
		return f, err
	}
	if s, ok := w.spoken.Load(key); ok {
		lang.Read(r.Context(), s.(spoken).words, in)
		return s.(spoken).version, nil
	}
	text, err := r.Translation(key.Ref, in)
	if err != nil {
		return nil, err
	}
	t, _ := frameworkfile.Load(text.Ref.String(), text.Source)
	if t == nil { // an older Cairn took it; the version itself can be read
		return f, nil
	}
	version, _, _ := f.Translate(t)
	w.spoken.Store(key, spoken{version, t})
	lang.Read(r.Context(), t, in)
	return version, nil
}

// spoken is a version in another language, and the words that it took from there.
type spoken struct{ version, words *framework.Framework }
