package trust

import (
	"net/url"
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/framework"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// drafting is a world in which Pia writes the next version and Ola looks after
// the examples of one discipline.
func drafting(t *testing.T) *site {
	t.Helper()
	w := world.New(t, "sqlite")
	_, err := w.StartDraft(t.Context(), w.Actor("pia"), workflow.Once{})
	must(t, err)
	must(t, w.OwnDiscipline(t.Context(), w.Actor("pia"), workflow.Once{}, "quality", w.Person("ola"), true))
	s := serve(t, w)
	s.signIn(t)
	return s
}

// TestTheDraftIsItsWritersAlone: for everybody else each address of the draft and
// of its owners answers like one that does not exist, byte for byte.
func TestTheDraftIsItsWritersAlone(t *testing.T) {
	s := drafting(t)
	found := idsOf(t, s.World)
	asked := 0
	for _, e := range endpoints() {
		if !strings.HasPrefix(e.pattern, "/framework/draft") && !strings.HasPrefix(e.pattern, "/framework/owners") {
			continue
		}
		path := e.fill(t, found)[0]
		form := url.Values{"kind": {"example"}, "id": found["example"][:1], "up": found["example"][:1], "name": {"x"}, "text": {"x"}, "source": {"format: 1"},
			"discipline": {"quality"}, "manager": {"noor@example.org"}, "person": {string(s.Person("ola"))}, "begin": {"next"}, "area": {"team"}, "step": {"individual"}}
		for _, name := range s.Names() {
			if name == "pia" || name == "per" || name == "ola" && strings.HasPrefix(e.pattern, "/framework/draft") {
				continue
			}
			foreign, absent := s.get(t, name, path+"?"+form.Encode()), s.get(t, name, "/framework/draft/nothing")
			if e.method == "POST" {
				foreign, absent = s.post(t, name, path, form), s.post(t, name, "/framework/draft/nothing", form)
			}
			if foreign.plain() != absent.plain() {
				t.Errorf("%s %s answers %s with %d", e.method, path, name, foreign.status)
			}
			asked++
		}
	}
	if asked < 300 {
		t.Errorf("only %d requests were made", asked)
	}
}

// TestAnOwnerIsNobodyElsewhere: what is not marked for the owner's discipline alone
// is written by none of their requests, and answered as if it were not there.
func TestAnOwnerIsNobodyElsewhere(t *testing.T) {
	s := drafting(t)
	v, err := s.Workflow.Draft(t.Context(), s.Actor("pia"))
	must(t, err)
	absent := s.post(t, "ola", "/framework/draft/nothing", url.Values{}).plain()
	edits, tried := effects(t, s.World, audit.FrameworkEdited), 0
	for _, e := range v.Examples {
		if len(e.Disciplines) == 1 && e.Disciplines[0] == "quality" || tried >= 40 {
			continue
		}
		tried++
		form := url.Values{"kind": {"example"}, "id": {string(e.ID)}, "revision": {workflow.Print(e)}, "text": {"Mine."}, "disciplines": {"quality"},
			"area": {string(e.Area)}, "step": {string(e.Step)}, "form": {"behaviour"}}
		for _, path := range []string{"/framework/draft/examples", "/framework/draft/preview", "/framework/draft/positions", "/framework/draft/removal"} {
			if a := s.post(t, "ola", path, form).plain(); a != absent {
				t.Errorf("%s at %s: %d", e.ID, path, a.status)
			}
		}
	}
	for _, path := range []string{"steps", "areas", "disciplines", "roles", "questions", "about", "file"} {
		if a := s.post(t, "ola", "/framework/draft/"+path, url.Values{"name": {"Mine"}, "source": {"format: 1"}}).plain(); a != absent {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if n := effects(t, s.World, audit.FrameworkEdited); n != edits {
		t.Errorf("%d edits were made", n-edits)
	}
}

// TestEveryEditOfTheDraftIsWrittenDownOnce sends one edit many times at once.
func TestEveryEditOfTheDraftIsWrittenDownOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		_, err := w.StartDraft(w.Context(), w.Actor("pia"), workflow.Once{})
		must(w.T, err)
		new := framework.Example{Area: "team", Step: "individual", Text: "Says thank you."}
		add := workflow.Edit{Input: new, Apply: func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
			changed, _ := f.PutExample(new)
			return changed, nil
		}}
		for _, err := range together(8, func() error { return w.EditPart(w.Context(), w.Actor("pia"), workflow.Once{Key: "once"}, add) }) {
			if err != nil {
				w.Error(err)
			}
		}
		if n := effects(w.T, w, audit.FrameworkEdited); n != 1 {
			w.Errorf("%d lines", n)
		}
		v, err := w.Draft(w.Context(), w.Actor("pia"))
		must(w.T, err)
		if len(v.Examples) != 149 {
			w.Errorf("%d examples", len(v.Examples))
		}
	})
}
