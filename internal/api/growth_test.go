package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestAGrowthPlanOverTheAPI goes from a suggestion to what came of it, and back
// to what others are shown of it.
func TestAGrowthPlanOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, ola := s.as("noor"), s.as("mats"), s.as("ola")
	nowhere := ola.get("/nothing").is(404)
	plan := "/people/" + string(s.Person("noor")) + "/growth"
	made := mats.post(plan, `{"aim":"role","role":"Agile coach","area":"team","text":"Hold the retrospective.","actions":["Watch one"],"support":"An hour a week.","reviews":["2026-06-01"]}`).is(201)
	at := "/growth/" + read[Made](made).ID
	noor.ask(http.MethodPost, at+"/agreement", `{"revision":1}`).is(204)
	noor.ask(http.MethodPut, at, `{"revision":2,"aim":"role","role":"Agile coach","text":"Hold two of them.","support":"Two hours."}`).is(422)
	noor.ask(http.MethodPut, at, `{"revision":2,"aim":"role","role":"Agile coach","text":"Hold two of them.","support":"An hour a week.","reviews":["tomorrow"]}`).is(422)
	noor.ask(http.MethodPut, at, `{"revision":2,"aim":"role","role":"Agile coach","text":"Hold two of them.","support":"An hour a week."}`).is(204)
	noor.ask(http.MethodPost, at+"/notes", `{"revision":2,"words":"Stale."}`).is(409)
	mats.ask(http.MethodPost, at+"/notes", `{"revision":3,"words":"Well begun."}`).is(204)
	noor.ask(http.MethodPost, at+"/state", `{"revision":4,"state":"done"}`).is(422)
	noor.ask(http.MethodPost, at+"/state", `{"revision":4,"state":"done","words":"I hold them now."}`).is(204)
	noor.ask(http.MethodPut, plan+"/answer", `{"staying":true,"words":"Not now."}`).is(204)
	mats.ask(http.MethodPut, plan+"/answer", `{"staying":false}`).is(404)
	got := read[GrowthPlan](mats.get(plan).is(200))
	if len(got.Focuses) != 1 || got.Focuses[0].State != "done" || len(got.Focuses[0].History) != 5 || !got.Answers[0].Staying || got.Focuses[0].SupportBy == nil || len(got.Shares) > 0 {
		t.Errorf("the manager gets %+v", got)
	}
	if a := ola.get(plan); !a.same(nowhere) {
		t.Errorf("somebody else gets %d %s", a.code, a.body)
	}
	shared := noor.post(plan+"/shares", `{"person":"`+string(s.Person("ola"))+`"}`).is(201)
	mats.post(plan+"/shares", `{"person":"`+string(s.Person("ola"))+`"}`).is(404)
	noor.post(plan+"/shares", `{"person":"`+string(s.Person("pia"))+`"}`).is(422)
	a := ola.get(plan).is(200)
	for _, private := range []string{"Not now.", "Well begun.", "An hour a week.", "history\":[{"} {
		if strings.Contains(a.body, private) {
			t.Errorf("a share shows %q: %s", private, a.body)
		}
	}
	if a := ola.ask(http.MethodPost, at+"/notes", `{"revision":5,"words":"x"}`); !a.same(nowhere) {
		t.Errorf("somebody it is shared with writes: %d", a.code)
	}
	noor.ask(http.MethodDelete, "/growth/shares/"+read[Made](shared).ID, "").is(204)
	if a := ola.get(plan); !a.same(nowhere) {
		t.Errorf("after it was taken back: %d", a.code)
	}
}
