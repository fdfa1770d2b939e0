package workflow

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// editors is a Cairn with a people partner, somebody who looks after one
// discipline, and somebody who does neither.
func editors(t *testing.T) (w *Workflow, partner, owner, reader access.Actor) {
	t.Helper()
	w, _ = newWorkflow(t)
	actors := make([]access.Actor, 3)
	people := make([]org.Person, 3)
	for i, name := range []string{"Pia", "Olle", "Rut"} {
		people[i] = org.Person{ID: id.New[id.Person](), Name: name, Email: name + "@example.org"}
		actors[i] = access.Actor{Person: people[i].ID, Via: access.ViaSession}
	}
	actors[0].Offices = []org.Office{org.PeoplePartner}
	if err := w.update(t.Context(), func(tx *store.Tx) error { return tx.AddPeople(people, nil) }); err != nil {
		t.Fatal(err)
	}
	if err := w.OwnDiscipline(t.Context(), actors[0], Once{}, "quality", actors[1].Person, true); err != nil {
		t.Fatal(err)
	}
	return w, actors[0], actors[1], actors[2]
}

// put is an edit that writes the example, by who may.
func put(x framework.Example) func(*framework.Framework, Editor) (*framework.Framework, error) {
	return func(f *framework.Framework, e Editor) (*framework.Framework, error) {
		if !e.MayWrite(x) {
			return nil, fault.NotFound()
		}
		changed, _ := f.PutExample(x)
		return changed, nil
	}
}

func TestAVersionFromDraftToRetired(t *testing.T) {
	w, partner, owner, reader := editors(t)
	ctx := t.Context()
	if _, _, err := w.FrameworkNews(ctx, reader); err != nil {
		t.Fatal(err)
	}
	ref, err := w.StartDraft(ctx, partner, Once{})
	if err != nil || ref.Version != "1.1" {
		t.Fatal(ref, err)
	}
	if _, err := w.StartDraft(ctx, partner, Once{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second draft: %v", err)
	}
	if _, err := w.Draft(ctx, reader); !fault.Is(err, fault.Withheld) {
		t.Errorf("a draft read by somebody who does not write it: %v", err)
	}
	common := framework.Example{ID: "team-new", Area: "team", Step: "individual", Text: "Says thank you."}
	marked := framework.Example{Area: "mastery", Step: "individual", Text: "Tries what nobody expects.", Disciplines: []framework.DisciplineID{"quality"}}
	if err := w.EditDraft(ctx, owner, Once{}, 1, common, put(common)); !fault.Is(err, fault.Withheld) {
		t.Errorf("the owner of a discipline writes what is for everybody: %v", err)
	}
	if err := w.EditDraft(ctx, owner, Once{}, 1, marked, put(marked)); err != nil {
		t.Fatal(err)
	}
	if err := w.EditDraft(ctx, partner, Once{}, 1, common, put(common)); !fault.Is(err, fault.Conflict) {
		t.Errorf("an edit of a text that has changed: %v", err)
	}
	if err := w.EditDraft(ctx, partner, Once{}, 2, common, put(common)); err != nil {
		t.Fatal(err)
	}
	if err := w.OpenForComments(ctx, owner, Once{}, 3); !fault.Is(err, fault.Withheld) {
		t.Errorf("opened by the owner of one discipline: %v", err)
	}
	if err := w.OpenForComments(ctx, partner, Once{}, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Remark(ctx, reader, Once{}, ref, framework.Remark{Target: "team-new", Text: "To whom?"}); err != nil {
		t.Fatal(err)
	}
	threads, err := w.Remarks(ctx, reader, ref)
	if err != nil || len(threads) != 1 || threads[0].By.Name != "Rut" {
		t.Fatal(threads, err)
	}
	if err := w.CloseRemark(ctx, partner, Once{}, ref, threads[0].ID, framework.Adopted); err != nil {
		t.Fatal(err)
	}
	if err := w.Publish(ctx, partner, Once{}, 4, "2026-05-01"); !fault.Is(err, fault.Invalid) {
		t.Errorf("published in the past: %v", err)
	}
	if err := w.Publish(ctx, partner, Once{}, 4, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	f, err := w.Framework(ctx, reader)
	if e, ok := f.Example("team-new"); err != nil || !ok || e.Text != "Says thank you." || f.Version != "1.1" {
		t.Errorf("in force: %s, %v, %v", f.Version, ok, err)
	}
	news, ok, err := w.FrameworkNews(ctx, reader)
	if err != nil || !ok || news.Change.Empty() || !strings.Contains(news.Change.Counts(), "example added") {
		t.Errorf("news %q, %v, %v", news.Change.Counts(), ok, err)
	}
	if err := w.ReadFrameworkNews(ctx, reader); err != nil {
		t.Fatal(err)
	}
	if _, again, _ := w.FrameworkNews(ctx, reader); again {
		t.Error("a change is told twice")
	}
	if err := w.Retire(ctx, partner, Once{}, ref); !fault.Is(err, fault.Conflict) {
		t.Errorf("the version in force was retired: %v", err)
	}
	if err := w.Retire(ctx, partner, Once{}, framework.Ref{ID: "steps", Version: "1.0"}); err != nil {
		t.Error(err)
	}
}

func TestAPublishedTextNeverChanges(t *testing.T) {
	w, partner, _, _ := editors(t)
	one := framework.Ref{ID: "steps", Version: "1.0"}
	err := w.update(t.Context(), func(tx *store.Tx) error { return tx.EditFramework(one, []byte("x"), 1) })
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("the text of a published version was changed: %v", err)
	}
	if _, err := w.Remark(t.Context(), partner, Once{}, one, framework.Remark{Text: "Late."}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a comment on a published version: %v", err)
	}
}

func TestAVersionOfLaterIsNotInForceYet(t *testing.T) {
	w, partner, _, reader := editors(t)
	if _, err := w.StartDraft(t.Context(), partner, Once{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Publish(t.Context(), partner, Once{}, 1, "2026-06-01"); err != nil {
		t.Fatal(err)
	}
	if f, err := w.Framework(t.Context(), reader); err != nil || f.Version != "1.0" {
		t.Errorf("in force before its day: %s, %v", f.Version, err)
	}
}
