package workflow

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
)

const ownFramework = `# Ours, begun from nothing.
format: 1
id: acme-growth
name: How we grow
version: "1.0"
status: published
x-owner: people team
steps:
  - {id: near, name: Near, order: 1}
  - {id: far, name: Far, order: 2, approve: {by: manager}}
areas:
  - {id: craft, name: Craft, order: 1, summary: What we make.}
examples:
  - {id: craft-near-1, area: craft, step: near, text: Finishes what is begun.} # the first one
  - {id: craft-far-1, area: craft, step: far, text: Helps others finish.}
`

func TestAnOrganisationBringsItsOwnFramework(t *testing.T) {
	w, partner, owner, reader := editors(t)
	ctx := t.Context()
	if _, _, err := w.FrameworkNews(ctx, reader); err != nil {
		t.Fatal(err)
	}
	ref, findings, err := w.ImportDraft(ctx, partner, Once{Key: "one"}, []byte(ownFramework))
	if err != nil || ref != (framework.Ref{ID: "acme-growth", Version: "1.0"}) || frameworkfile.HasErrors(findings) {
		t.Fatal(ref, findings, err)
	}
	again, _, err := w.ImportDraft(ctx, partner, Once{Key: "one"}, []byte(ownFramework))
	if err != nil || again != ref {
		t.Errorf("sent twice: %v, %v", again, err)
	}
	if _, err := w.Draft(ctx, reader); !fault.Is(err, fault.Withheld) {
		t.Errorf("an imported draft read by somebody who does not write it: %v", err)
	}
	if v, err := w.Draft(ctx, owner); err != nil || v.BasedOn != nil || v.Status != framework.Draft {
		t.Errorf("the draft: %v, %v, %v", v.BasedOn, v.Status, err)
	}
	source, err := w.FrameworkSource(ctx, partner, ref)
	if err != nil || !strings.Contains(string(source), "# the first one") || !strings.Contains(string(source), "x-owner: people team") {
		t.Errorf("the file lost something: %v\n%s", err, source)
	}
	if err := w.Publish(ctx, partner, Once{}, 1, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	if f, err := w.Framework(ctx, reader); err != nil || f.ID != "acme-growth" {
		t.Errorf("in force: %v, %v", f, err)
	}
	if f, err := w.FrameworkVersion(ctx, reader, framework.Ref{ID: "steps", Version: "1.0"}); err != nil || f.ID != "steps" {
		t.Errorf("the framework before: %v", err)
	}
	if _, ok, err := w.FrameworkNews(ctx, reader); err != nil || !ok {
		t.Errorf("nobody is told of another framework: %v, %v", ok, err)
	}
}

func TestTheSameFrameworkImportedIsItsNextVersion(t *testing.T) {
	w, partner, _, _ := editors(t)
	source := frameworkfile.BuiltInSource()
	ref, _, err := w.ImportDraft(t.Context(), partner, Once{}, source)
	if err != nil || ref.Version != "1.1" {
		t.Fatal(ref, err)
	}
	v, err := w.Draft(t.Context(), partner)
	if err != nil || v.BasedOn == nil || v.BasedOn.Version != "1.0" || v.Replaces == nil || v.Replaces.Version != "1.0" || !v.Change.Empty() {
		t.Errorf("based on %v, replaces %v: %v", v.BasedOn, v.Replaces, err)
	}
	if _, _, err := w.ImportDraft(t.Context(), partner, Once{}, []byte(ownFramework)); !fault.Is(err, fault.Conflict) {
		t.Errorf("imported over a draft in work: %v", err)
	}
}

func TestImportsAreOfThoseWhoWriteEverything(t *testing.T) {
	w, partner, owner, reader := editors(t)
	for name, actor := range map[string]struct{ bad, good error }{
		"owner":  {importError(t, w, owner, "not a framework"), importError(t, w, owner, ownFramework)},
		"reader": {importError(t, w, reader, "not a framework"), importError(t, w, reader, ownFramework)},
	} {
		if !fault.Is(actor.bad, fault.Withheld) || !fault.Is(actor.good, fault.Withheld) {
			t.Errorf("%s: %v, %v", name, actor.bad, actor.good)
		}
	}
	if err := importError(t, w, partner, "id: [\n"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

func importError(t *testing.T, w *Workflow, actor access.Actor, source string) error {
	t.Helper()
	_, _, err := w.ImportDraft(t.Context(), actor, Once{}, []byte(source))
	return err
}

func TestAJSONFileIsADraftToo(t *testing.T) {
	w, partner, _, _ := editors(t)
	f, _ := frameworkfile.Load("", []byte(ownFramework))
	data, err := frameworkfile.EncodeJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	ref, _, err := w.ImportDraft(t.Context(), partner, Once{}, data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.FrameworkVersion(t.Context(), partner, ref)
	if err != nil || !frameworkfile.Same(got, f.Release("1.0", framework.Draft)) {
		t.Errorf("the JSON says something else: %v", err)
	}
}
