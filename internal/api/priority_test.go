package api

import (
	"net/http"
	"testing"
)

// TestPrioritiesOverTheAPI goes from a suggestion to what came of it.
func TestPrioritiesOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, ola := s.as("noor"), s.as("mats"), s.as("ola")
	nowhere := ola.get("/nothing").is(404)
	list := "/people/" + string(s.Person("noor")) + "/priorities"
	text := `"text":"Open the line.","period":"Autumn","from":"2026-09-01","until":"2026-12-20"}`
	mats.post(list, `{"text":"Open the line.","period":"Autumn","from":"2026-09-01","until":"soon"}`).is(422)
	at := "/priorities/" + read[Made](mats.post(list, "{"+text).is(201)).ID
	mats.ask(http.MethodPost, at+"/agreement", `{"revision":1}`).is(409)
	noor.ask(http.MethodPost, at+"/agreement", `{"revision":1}`).is(204)
	noor.ask(http.MethodPut, at, `{"revision":2,"text":"Open half of it.","period":"Autumn","from":"2026-09-01","until":"2026-12-20"}`).is(204)
	mats.ask(http.MethodPost, at+"/words-kept", `{"revision":3}`).is(204)
	mats.ask(http.MethodPost, at+"/notes", `{"revision":4,"words":"Well begun."}`).is(204)
	noor.ask(http.MethodPost, at+"/carry-over", `{"revision":5,`+text).is(422)
	noor.ask(http.MethodPost, at+"/state", `{"revision":5,"state":"ended"}`).is(422)
	noor.ask(http.MethodPost, at+"/state", `{"revision":5,"state":"ended","words":"It runs."}`).is(204)
	got := read[PriorityList](mats.get(list).is(200))
	if len(got.Priorities) != 1 || got.Priorities[0].Outcome != "It runs." || got.Priorities[0].Text != "Open the line." || len(got.Priorities[0].History) != 6 {
		t.Errorf("the manager gets %+v", got)
	}
	if a := ola.get(list); !a.same(nowhere) {
		t.Errorf("somebody else gets %d %s", a.code, a.body)
	}
	if a := ola.ask(http.MethodPost, at+"/notes", `{"revision":6,"words":"x"}`); !a.same(nowhere) {
		t.Errorf("somebody else writes: %d", a.code)
	}
}
