package sample

import (
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

func newCairn(t *testing.T, day time.Time) (*workflow.Workflow, *clock.Fake) {
	t.Helper()
	master, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "cairn.db"), master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	fake := clock.NewFake(day)
	return workflow.New(db, fake), fake
}

func as(t *testing.T, w *workflow.Workflow, email string) access.Actor {
	t.Helper()
	ref, err := w.PersonByEmail(t.Context(), system(), email+host)
	if err != nil {
		t.Fatal(email, err)
	}
	return access.Actor{Person: ref.ID, Via: access.ViaSession}
}

func TestNorthlightLoadsOnAnyDay(t *testing.T) {
	for _, day := range []time.Time{
		time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC),
		time.Date(2027, 3, 1, 0, 5, 0, 0, time.UTC),
		time.Date(2028, 8, 31, 23, 59, 0, 0, time.UTC),
		time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC),
	} {
		w, fake := newCairn(t, day)
		if err := Load(t.Context(), w, fake); err != nil {
			t.Fatal(day, err)
		}
		if fake.Now() != clock.At(day) {
			t.Errorf("the clock was left at %s", fake.Now())
		}
		for email, want := range map[string]evaluation.Stage{
			"elin.dahl": evaluation.Writing, "diego.fuentes": evaluation.Writing, "malik.johnson": evaluation.Writing,
			"bilal.aydin": evaluation.Opened, "thandiwe.nkosi": evaluation.Opened, "freya.lang": evaluation.Talked,
			"grace.kim": evaluation.Agreed, "paula.schmidt": evaluation.Agreed, "yara.nasser": evaluation.Agreed, "ravi.menon": evaluation.Agreed,
			"aoife.byrne": evaluation.Talked, "daniel.osei": evaluation.NotAgreed,
		} {
			home, err := w.Home(t.Context(), as(t, w, email))
			if err != nil || len(home.Mine) == 0 || home.Mine[0].Stage != want {
				t.Errorf("%s, %s: %+v, %v", day.Format(time.DateOnly), email, home.Mine, err)
			}
		}
		if n, err := w.OpenFirstEvaluations(t.Context()); n != 0 || err != nil {
			t.Errorf("%s: the sweep opens %d more, %v", day.Format(time.DateOnly), n, err)
		}
	}
}

func TestTheFileOfTodayChangesNothing(t *testing.T) {
	w, fake := newCairn(t, time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC))
	if err := Load(t.Context(), w, fake); err != nil {
		t.Fatal(err)
	}
	r, err := w.ImportPeople(t.Context(), system(), Rows("2026-05-12"), workflow.ImportOptions{})
	if err != nil || r.Unchanged != len(people) || r.Added+r.Changed != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestNorthlightIsAsLargeAsItSays(t *testing.T) {
	w, fake := newCairn(t, time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC))
	if err := Load(t.Context(), w, fake); err != nil {
		t.Fatal(err)
	}
	tree, err := w.Organisation(t.Context(), system())
	if err != nil {
		t.Fatal(err)
	}
	chapters, squads := 0, 0
	for _, tribe := range tree.Tribes {
		chapters, squads = chapters+len(tribe.Chapters), squads+len(tribe.Squads)
		for _, c := range append(tribe.Chapters, tribe.UnitEntry) {
			if c.Lead == nil {
				t.Errorf("%s has no lead", c.Name)
			}
		}
	}
	if len(tree.Tribes) != 3 || chapters != 8 || squads != 9 || len(tree.Guilds) != 3 || len(tree.Squads) != 0 || tree.CTO == nil {
		t.Errorf("%d tribes, %d chapters, %d squads, %d guilds", len(tree.Tribes), chapters, squads, len(tree.Guilds))
	}
	for _, p := range people {
		profile, err := w.Profile(t.Context(), as(t, w, p.email), as(t, w, p.email).Person)
		if err != nil || (profile.Manager == nil) != (p.email == "ingrid.solheim") {
			t.Errorf("%s: %+v, %v", p.name, profile.Manager, err)
		}
	}
}

func TestWhoHasAStepAndWhoSeesIt(t *testing.T) {
	w, fake := newCairn(t, time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC))
	if err := Load(t.Context(), w, fake); err != nil {
		t.Fatal(err)
	}
	for _, s := range paymentsStories {
		actor := as(t, w, s.who)
		v, err := w.Standing(t.Context(), actor, actor.Person)
		if err != nil || v.Step.ID != s.step {
			t.Errorf("%s stands on %q, %v", s.who, v.Step.ID, err)
		}
	}
	for _, email := range []string{"elin.dahl", "bilal.aydin", "noor.rahman"} {
		actor := as(t, w, email)
		if v, err := w.Standing(t.Context(), actor, actor.Person); err != nil || v.Set {
			t.Errorf("%s has a step already, %v", email, err)
		}
	}
	for _, email := range []string{"rafael.costa", "ingrid.solheim", "maria.lindgren", "nikolai.berg", "malik.johnson"} {
		if _, err := w.Standing(t.Context(), as(t, w, email), as(t, w, "diego.fuentes").Person); !fault.Is(err, fault.Absent) {
			t.Errorf("%s sees Diego's step: %v", email, err)
		}
	}
}

func TestPersonasAreThere(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Personas() {
		if p.Key == "" || p.Name == "" || p.Is == "" || seen[p.Key] {
			t.Errorf("%+v", p)
		}
		seen[p.Key] = true
	}
	if len(seen) < 14 {
		t.Errorf("%d personas", len(seen))
	}
}

func TestPaulaChangedHerDiscipline(t *testing.T) {
	w, fake := newCairn(t, time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC))
	if err := Load(t.Context(), w, fake); err != nil {
		t.Fatal(err)
	}
	paula := as(t, w, "paula.schmidt")
	home, err := w.Home(t.Context(), paula)
	if err != nil || len(home.Mine) != 2 {
		t.Fatalf("%+v, %v", home, err)
	}
	for i, want := range []string{"quality", "software-development"} {
		v, err := w.Evaluation(t.Context(), paula, home.Mine[i].ID)
		if err != nil || v.Discipline != want {
			t.Errorf("evaluation %d is about %q, %v", i, v.Discipline, err)
		}
	}
}

func TestANextVersionIsOpenForComments(t *testing.T) {
	w, fake := newCairn(t, time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC))
	if err := Load(t.Context(), w, fake); err != nil {
		t.Fatal(err)
	}
	elin := as(t, w, "elin.dahl")
	v, err := w.Version(t.Context(), elin, "1.1")
	if err != nil || v.Life != framework.OpenForComments {
		t.Fatal(v.Life, err)
	}
	d, err := w.CompareVersions(t.Context(), elin, v.Before, v.Ref, "")
	if want := "1 example added, 1 example removed, 3 examples changed, 1 example moved"; err != nil || d.Counts() != want {
		t.Errorf("%q, %v", d.Counts(), err)
	}
	threads, err := w.Remarks(t.Context(), elin, v.Ref)
	if err != nil || len(threads) != len(talks) {
		t.Errorf("%d talks, %v", len(threads), err)
	}
	if news, ok, err := w.FrameworkNews(t.Context(), elin); ok || err != nil {
		t.Errorf("news of what is not in force: %v, %v", news, err)
	}
}

func TestAMoveWaitsAndADisagreementStands(t *testing.T) {
	w, fake := newCairn(t, time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC))
	if err := Load(t.Context(), w, fake); err != nil {
		t.Fatal(err)
	}
	last := func(email string) workflow.EvaluationView {
		home, err := w.Home(t.Context(), as(t, w, email))
		if err != nil || len(home.Mine) == 0 {
			t.Fatal(home, err)
		}
		v, err := w.Evaluation(t.Context(), as(t, w, email), home.Mine[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	aoife, daniel := last("aoife.byrne"), last("daniel.osei")
	if aoife.Kind != evaluation.Discipline || aoife.Written.Pay == "" || len(aoife.Signed) != 1 || len(aoife.Thread) != 1 {
		t.Errorf("the move: %s, %+v", aoife.Kind, aoife.Written)
	}
	if len(daniel.Stated) != 2 || len(daniel.Thread) != 3 || len(daniel.Disclosures) != 1 || daniel.Joining() != nil {
		t.Errorf("the disagreement: %+v, %+v", daniel.Thread, daniel.Disclosures)
	}
	if _, err := w.Evaluation(t.Context(), as(t, w, "jonas.lindqvist"), daniel.ID); !fault.Is(err, fault.Absent) {
		t.Errorf("whoever joined still reads: %v", err)
	}
}
