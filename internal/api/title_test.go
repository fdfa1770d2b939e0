package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestATitleOverTheAPI goes from a proposal to a title that is laid down.
func TestATitleOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, ola := s.in("noor"), s.in("mats"), s.in("ola")
	at := "/people/" + string(s.Person("noor")) + "/title"
	nowhere := s.as("ola").get("/nothing").is(404)
	for name, a := range map[string]answer{
		"reads it": ola.get(at), "proposes one": ola.ask(http.MethodPost, at+"/proposals", `{"title":"Queen of Lakes"}`), "lays it down": ola.ask(http.MethodDelete, at, ""),
		"with a token": s.as("noor").get(at),
	} {
		if !a.same(nowhere) {
			t.Errorf("a colleague %s: %d", name, a.code)
		}
	}
	if got := read[Titles](noor.get(at).is(200)); got.Now != "" || len(got.Used)+len(got.Proposed) != 0 || len(got.Suggested) == 0 {
		t.Errorf("before anything it reads %+v", got)
	}
	stopped := noor.ask(http.MethodPost, at+"/proposals", `{"title":"Squad/Chapter Engineer"}`).is(422)
	if !strings.Contains(stopped.body, "body.title") || strings.Contains(stopped.body, "Engineer") {
		t.Errorf("a title that names a step is answered %s", stopped.body)
	}
	first := read[Made](noor.ask(http.MethodPost, at+"/proposals", `{"title":"Engineer","words":"Short."}`).is(201)).ID
	got := read[Titles](mats.get(at).is(200))
	if len(got.Proposed) != 1 || !got.Proposed[0].Yours || got.Proposed[0].By.Name != "Noor Said" || got.Proposed[0].Words != "Short." {
		t.Errorf("the manager reads %+v", got.Proposed)
	}
	noor.ask(http.MethodPost, "/titles/"+first+"/agreement", "", "If-Match", `"1"`).is(409)
	if a := ola.ask(http.MethodPost, "/titles/"+first+"/agreement", "", "If-Match", `"1"`); !a.same(nowhere) {
		t.Errorf("a colleague agrees: %d", a.code)
	}
	mats.ask(http.MethodPost, "/titles/"+first+"/agreement", "").is(422)
	mats.ask(http.MethodPost, "/titles/"+first+"/refusal", `{"words":"Say more."}`, "If-Match", `"1"`).is(204)
	second := read[Made](mats.ask(http.MethodPost, at+"/proposals", `{"title":"Data Engineer"}`).is(201)).ID
	mats.ask(http.MethodDelete, "/titles/"+second, "", "If-Match", `"1"`).is(204)
	third := read[Made](mats.ask(http.MethodPost, at+"/proposals", `{"title":"Software Engineer, Data"}`).is(201)).ID
	noor.ask(http.MethodPost, "/titles/"+third+"/agreement", "", "If-Match", `"9"`).is(409)
	noor.ask(http.MethodPost, "/titles/"+third+"/agreement", "", "If-Match", `"1"`).is(204)
	if got := read[Titles](noor.get(at).is(200)); got.Now != "Software Engineer, Data" || len(got.Used) != 1 || got.Used[0].Until != nil || len(got.Proposed) != 3 {
		t.Errorf("agreed it reads %+v", got)
	}
	mats.ask(http.MethodDelete, at, "").is(404)
	noor.ask(http.MethodDelete, at, "").is(204)
	if got := read[Titles](noor.get(at).is(200)); got.Now != "" {
		t.Errorf("laid down it reads %+v", got)
	}
}
