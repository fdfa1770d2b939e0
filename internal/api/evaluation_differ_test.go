package api

import (
	"net/http"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

// TestADisagreementOverTheAPI: notes of the talk, somebody who joins, a statement,
// and the way out when the other never answers.
func TestADisagreementOverTheAPI(t *testing.T) {
	s := newSite(t)
	path := "/evaluations/" + string(s.Evaluate("noor", "mats", evaluation.Opened, world.Plain))
	noor, mats, tove := s.as("noor"), s.as("mats"), s.as("tove")
	tove.get(path).is(404)
	noor.put(path+"/plan", `{"at":"2026-05-20T13:00:00Z"}`).is(204)
	noor.post(path+"/joining", "").is(204)
	mats.post(path+"/joining", "").is(409)
	tove.post(path+"/messages", `{"text":"Let us talk."}`).is(204)
	if e := read[Evaluation](tove.get(path).is(200)); e.Stage != "opened" || e.LastTime != nil {
		t.Errorf("whoever joined reads %+v", e)
	}
	mats.ask(http.MethodDelete, path+"/joining", "").is(409)
	noor.post(path+"/talk", `{"way":"met","on":"2026-05-12","notes":"We differ about spring."}`).is(204)
	noor.post(path+"/ending", "").is(409)
	noor.post(path+"/statement", `{"text":"I see more."}`).is(204)
	noor.post(path+"/statement", `{"text":"I see much more."}`).is(409)
	noor.post(path+"/ending", "").is(409)
	sorts := map[string]string{}
	for _, m := range read[Messages](mats.get(path + "/messages").is(200)).Messages {
		sorts[m.Text] = m.Sort
	}
	if sorts["We differ about spring."] != "notes" || sorts["I see more."] != "statement" || sorts["Let us talk."] != "" || len(sorts) != 3 {
		t.Errorf("the conversation: %v", sorts)
	}
	s.Clock.Advance(evaluation.TimeToAnswer)
	mats.post(path+"/ending", "").is(409)
	tove.post(path+"/ending", "").is(404)
	noor.post(path+"/ending", "").is(204)
	if e := read[Evaluation](mats.get(path).is(200)); e.Stage != "not-agreed" || e.Turn.Whose != "nobody" {
		t.Errorf("it ended as %+v", e)
	}
	tove.get(path).is(404)
	noor.ask(http.MethodDelete, path+"/joining", "").is(409)
	noor.open("noor")
}
