package api

import (
	"net/http"
	"testing"

	"cairn/internal/feedback"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// TestFeedbackOverTheAPI goes from the asking to what is shown to the manager.
func TestFeedbackOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, fia, ola := s.as("noor"), s.as("mats"), s.as("fia"), s.as("ola")
	nowhere := ola.get("/nothing").is(404)
	requests := "/people/" + string(s.Person("noor")) + "/feedback/requests"
	ask := `{"givers":["` + string(s.Person("fia")) + `"],"questions":["What did you see?"],"areas":["team"],"note":"For May."}`
	if a := mats.post(requests, ask); !a.same(nowhere) {
		t.Errorf("a manager asks about a report: %d %s", a.code, a.body)
	}
	noor.post(requests, `{"givers":["`+string(s.Person("fia"))+`"],"questions":[" "]}`).is(422)
	noor.post(requests, ask).is(204)
	to := read[FeedbackLists](fia.get("/feedback").is(200)).ToGive
	if len(to) != 1 || to[0].State != "asked" {
		t.Fatalf("Fia is asked %+v", to)
	}
	at := "/feedback/" + to[0].ID
	fia.ask(http.MethodPut, at+"/draft", `{"texts":["So far."],"audience":{"person":true,"person_may_share":false},"revision":0}`).is(200)
	fia.ask(http.MethodPut, at+"/draft", `{"texts":["Again."],"audience":{"person":true,"person_may_share":false},"revision":0}`).is(409)
	if got := read[Feedback](fia.get(at).is(200)); got.Draft == nil || got.Draft.Texts[0] != "So far." || got.Draft.Revision != 1 || got.Evaluation != "" {
		t.Errorf("Fia gets %+v", got)
	}
	if got := read[Feedback](noor.get(at).is(200)); got.Draft != nil || got.Answer != nil {
		t.Errorf("before it is given Noor gets %+v", got)
	}
	fia.post(at+"/giving", `{"texts":["She asks first."],"audience":{"person":true,"person_may_share":true,"decider":true}}`).is(422)
	fia.post(at+"/giving", `{"texts":["She asks first."],"audience":{"person":true,"person_may_share":true}}`).is(204)
	if a := mats.get(at); !a.same(nowhere) {
		t.Errorf("the manager gets %d", a.code)
	}
	noor.post(at+"/thanks", ``).is(204)
	noor.post(at+"/sharing", ``).is(204)
	if got := read[Feedback](mats.get(at).is(200)); got.Answer == nil || got.Answer.Texts[0] != "She asks first." {
		t.Errorf("shown to him, Mats gets %+v", got)
	}
	fia.ask(http.MethodPut, at+"/audience", `{"audience":{"person":true,"person_may_share":false}}`).is(204)
	fia.ask(http.MethodPut, at+"/audience", `{"audience":{"person":true,"person_may_share":true}}`).is(422)
	for _, a := range []answer{mats.get(at), ola.get(at), ola.post(at+"/thanks", ``)} {
		if !a.same(nowhere) {
			t.Errorf("somebody else gets %d", a.code)
		}
	}
	begun := read[Made](fia.post("/people/"+string(s.Person("noor"))+"/feedback", `{"areas":["team"]}`).is(201))
	fia.post("/feedback/"+begun.ID+"/withdrawal", ``).is(204)
}

// TestWhatAManagerAsksIsReachedByNoToken, of nobody who takes part in it.
func TestWhatAManagerAsksIsReachedByNoToken(t *testing.T) {
	s := newSite(t)
	if err := s.AskFeedback(t.Context(), s.Actor("mats"), workflow.Once{}, workflow.Asking{
		Subject: s.Person("noor"), Givers: []id.Person{s.Person("fia")}, Ask: feedback.Ask{Questions: []string{"What?"}},
	}); err != nil {
		t.Fatal(err)
	}
	lists, err := s.Feedbacks(t.Context(), s.Actor("fia"))
	if err != nil {
		t.Fatal(err)
	}
	ref := lists.ToGive[0].ID
	if err := s.GiveFeedback(t.Context(), s.Actor("fia"), workflow.Once{}, ref, feedback.Answer{Texts: []string{"W."}, Audience: feedback.Audience{Subject: true, Asker: true}}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"noor", "mats", "fia"} {
		c := s.as(name)
		nowhere := c.get("/nothing").is(404)
		for _, a := range []answer{c.get("/feedback/" + string(ref)), c.post("/feedback/"+string(ref)+"/thanks", ``), c.ask(http.MethodPut, "/feedback/"+string(ref)+"/audience", `{"audience":{"person":true,"person_may_share":false}}`)} {
			if !a.same(nowhere) {
				t.Errorf("%s gets %d %s", name, a.code, a.body)
			}
		}
		got := read[FeedbackLists](c.get("/feedback").is(200))
		if len(got.ToGive)+len(got.Mine)+len(got.Asked)+len(got.Reports)+len(got.Gave) > 0 {
			t.Errorf("%s is told of it: %+v", name, got)
		}
	}
}
