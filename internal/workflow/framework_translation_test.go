package workflow

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

const ownInSwedish = `format: 1
id: acme-growth
name: Hur vi växer
version: "1.0"
language: sv-SE
steps:
  - {id: near, name: Nära, order: 1}
  - {id: far, name: Långt, order: 2, approve: {by: cto}}
areas:
  - {id: craft, name: Hantverk, order: 1, summary: Vad vi gör.}
examples:
  - {id: craft-near-1, area: craft, step: near, text: Avslutar det som är påbörjat.}
`

// TestAVersionIsReadInTheReadersLanguage: whoever reads in its language has its words, and
// the version's where it has none; everybody else, and every program, reads the version.
func TestAVersionIsReadInTheReadersLanguage(t *testing.T) {
	w, partner, owner, reader := editors(t)
	ctx := t.Context()
	inSwedish, inEnglish := lang.With(ctx, lang.Swedish), lang.With(ctx, lang.English)
	ref, _, err := w.ImportDraft(ctx, partner, Once{}, []byte(ownFramework))
	if err != nil {
		t.Fatal(err)
	}
	done, _, err := w.KeepTranslation(ctx, partner, Once{}, []byte(ownInSwedish))
	if err != nil || done.Ref != ref || done.Language != lang.Swedish {
		t.Fatal(done, err)
	}
	if len(done.Missing) != 1 || done.Missing[0] != (framework.Piece{What: "example", ID: "craft-far-1"}) {
		t.Errorf("missing: %v", done.Missing)
	}
	if v, err := w.Draft(inSwedish, owner); err != nil || v.Framework.Name != "How we grow" {
		t.Errorf("a draft is not written in the words of the version: %v", err)
	}
	if err := w.Publish(ctx, partner, Once{}, 1, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	read := func(what string, f *framework.Framework, err error, name, near, far string) {
		t.Helper()
		if err != nil {
			t.Fatal(what, err)
		}
		step, _ := f.Step("far")
		if f.Name != name || f.Examples[0].Text != near || f.Examples[1].Text != far || step.Approve.By != framework.ByManager {
			t.Errorf("%s: %s, %q, %q, decided by %s", what, f.Name, f.Examples[0].Text, f.Examples[1].Text, step.Approve.By)
		}
	}
	f, err := w.Framework(inSwedish, reader)
	read("in Swedish", f, err, "Hur vi växer", "Avslutar det som är påbörjat.", "Helps others finish.")
	f, err = w.Framework(inEnglish, reader)
	read("in English", f, err, "How we grow", "Finishes what is begun.", "Helps others finish.")
	f, err = w.Framework(ctx, reader)
	read("for a program", f, err, "How we grow", "Finishes what is begun.", "Helps others finish.")

	better := strings.Replace(ownInSwedish, "Avslutar det som är påbörjat", "Slutför det påbörjade", 1)
	if _, _, err := w.KeepTranslation(ctx, access.System(access.ViaCommand), Once{}, []byte(better)); err != nil {
		t.Fatal(err)
	}
	f, err = w.Framework(inSwedish, reader)
	read("given anew", f, err, "Hur vi växer", "Slutför det påbörjade.", "Helps others finish.")
}

func TestATranslationThatDoesNotFitIsRefused(t *testing.T) {
	w, partner, owner, reader := editors(t)
	ctx := t.Context()
	if _, _, err := w.ImportDraft(ctx, partner, Once{}, []byte(ownFramework)); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ old, put, says string }{
		"another version":      {`version: "1.0"`, `version: "7.0"`, "There is no version"},
		"no language of Cairn": {"language: sv-SE", "language: fr", "does not speak “fr”"},
		"the same language":    {"language: sv-SE", "language: en-GB", "itself is in"},
		"an id of its own":     {"craft-near-1", "craft-near-9", "has no example craft-near-9"},
		"nothing to read":      {"steps:", "steps", ""},
	} {
		source := []byte(strings.Replace(ownInSwedish, c.old, c.put, 1))
		_, _, err := w.ReadTranslation(ctx, partner, source)
		if _, fields := fault.Safe(err); !fault.Is(err, fault.Invalid) || len(fields) == 0 || !strings.Contains(fields[0].Message, c.says) {
			t.Errorf("%s: %v %v", what, err, fields)
		}
		if _, _, err := w.KeepTranslation(ctx, partner, Once{}, source); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s was kept: %v", what, err)
		}
	}
	for _, other := range []access.Actor{owner, reader} {
		if _, _, err := w.KeepTranslation(ctx, other, Once{}, []byte(ownInSwedish)); !fault.Is(err, fault.Withheld) {
			t.Errorf("a translation by %s: %v", other.Person, err)
		}
	}
}
