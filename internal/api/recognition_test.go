package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestThanksOverTheAPI goes from a post to its end.
func TestThanksOverTheAPI(t *testing.T) {
	s := newSite(t)
	fia, noor, ola := s.as("fia"), s.as("noor"), s.as("ola")
	nowhere := ola.get("/nothing").is(404)
	people := `"people":["` + string(s.Person("noor")) + `","` + string(s.Person("ben")) + `"]}`
	stopped := fia.post("/recognition", `{"work":"The shelter","text":"Noor was promoted.",`+people).is(422)
	if !strings.Contains(stopped.body, "body.text") || strings.Contains(stopped.body, "Noor was") {
		t.Errorf("a promotion is answered %s", stopped.body)
	}
	at := "/recognition/" + read[Made](fia.post("/recognition", `{"work":"The shelter","text":"It *stands*.","project":"Shelters",`+people).is(201)).ID
	fia.post("/recognition", `{"work":"The gauge","text":"It runs.",`+people).is(201)
	fia.ask(http.MethodPut, at, `{"revision":1,"work":"The shelter at the lake","text":"It *stands*.","project":"Shelters",`+people).is(204)
	fia.ask(http.MethodPut, at, `{"revision":1,"work":"The shelter","text":"It stands.",`+people).is(409)
	if a := ola.ask(http.MethodPut, at, `{"revision":2,"work":"Mine","text":"Mine.",`+people); !a.same(nowhere) {
		t.Errorf("somebody else changes it: %d", a.code)
	}
	ola.ask(http.MethodPut, at+"/thanks", "").is(204)
	noor.ask(http.MethodPut, at+"/words", `{"words":"Thank you."}`).is(204)
	got := read[Post](ola.get(at).is(200))
	if got.Work != "The shelter at the lake" || len(got.To) != 2 || got.To[0].Words != "Thank you." || len(got.Joined) != 1 || got.Joined[0].Name != "Ola Finn" {
		t.Errorf("it reads %+v", got)
	}
	ola.ask(http.MethodDelete, at+"/thanks", "").is(204)
	page := ola.get("/recognition?limit=1").is(200)
	if !strings.Contains(page.body, "The gauge") || strings.Contains(page.body, "lake") || !strings.Contains(page.body, `"next"`) {
		t.Errorf("the first page is %s", page.body)
	}
	if a := ola.get("/recognition?project=shelters&person=" + string(s.Person("ben"))); strings.Contains(a.body, "gauge") || !strings.Contains(a.body, "lake") {
		t.Errorf("narrowed it is %s", a.body)
	}
	ola.get("/recognition?cursor=x").is(422)
	noor.ask(http.MethodDelete, at+"/name", "").is(204)
	s.as("ben").ask(http.MethodDelete, at, "").is(204)
	if a := ola.get(at); !a.same(nowhere) {
		t.Errorf("taken off, it is answered with %d", a.code)
	}
	if got := read[Post](fia.get(at).is(200)); got.Removed == nil || got.Text == "" {
		t.Errorf("its author gets %+v", got)
	}
}
