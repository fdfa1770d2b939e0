package api

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
)

// The acts that no other test here does: each is sent twice under one key, as all are.

func TestRightsAreActedOnOnce(t *testing.T) {
	s := newSite(t)
	noor, pia := s.in("noor"), s.in("pia")
	per := s.in("per") // the other people partner
	asked := func() string {
		noor.ask(http.MethodPost, "/me/rights/restrictions", `{"words":"Please."}`).is(204)
		return read[DataRequests](pia.get("/data-requests").is(200)).Restrictions[0].ID
	}
	at := "/data-requests/restrictions/"
	pia.ask(http.MethodPost, at+asked()+"/refusal", `{"words":"Not now."}`).is(204)
	ref := asked()
	pia.ask(http.MethodPost, at+ref+"/force", "").is(204)
	pia.ask(http.MethodPost, at+ref+"/lifting", `{"words":"It is over."}`).is(204)
	noor.ask(http.MethodPost, "/me/rights/erasures", `{"words":"All of it."}`).is(204)
	pia.ask(http.MethodPost, "/data-requests/erasures/"+read[DataRequests](pia.get("/data-requests").is(200)).Erasures[0].ID+"/refusal", `{"words":"You work here."}`).is(204)
	pia.ask(http.MethodPost, "/data-requests/holds", `{"email":"noor@example.org","words":"A case in court."}`).is(204)
	if err := s.Leave(s.Context(), s.Actor("pia"), s.Person("ola")); err != nil {
		t.Fatal(err)
	}
	pia.ask(http.MethodPost, "/data-requests/erasures", `{"email":"ola@example.org","words":"By letter."}`).is(204)
	for _, e := range read[DataRequests](pia.get("/data-requests").is(200)).Erasures {
		if !e.Here {
			per.ask(http.MethodPost, "/data-requests/erasures/"+e.ID+"/done", "").is(204)
		}
	}
	hold := "/data-requests/holds/" + read[DataRequests](pia.get("/data-requests").is(200)).Holds[0].ID
	per.ask(http.MethodPost, hold+"/agreement", "").is(204)
	per.ask(http.MethodDelete, hold, "").is(204)
}

func TestRolesAreActedOnOnce(t *testing.T) {
	s := newSite(t)
	noor, mats := s.in("noor"), s.in("mats")
	person := "/people/" + string(s.Person("noor"))
	ask := func(role string) string {
		return "/role-requests/" + read[AskedRole](noor.ask(http.MethodPost, person+"/roles", `{"kind":"take-up","role":"`+role+`","why":"I like it."}`).is(200)).Request
	}
	mats.ask(http.MethodPost, ask("Gardener")+"/refusal", `{"words":"Not yet."}`).is(204)
	noor.ask(http.MethodPost, ask("Painter")+"/withdrawal", "").is(204)
	mats.ask(http.MethodPost, ask("Singer")+"/confirmation", "").is(204)
	mats.ask(http.MethodPut, person+"/roles/days", `{"role":"Singer","entry":"`+s.today()+`","from":"2026-05-01"}`).is(204)
}

func TestWhatIsNewIsActedOnOnce(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	noor := s.in("noor")
	box := read[Inbox](s.as("noor").get("/inbox").is(200))
	if len(box.New) == 0 {
		t.Fatal("nothing is new")
	}
	noor.ask(http.MethodPost, "/inbox/"+box.New[0].ID+"/mute", "").is(204)
	noor.ask(http.MethodDelete, "/inbox/"+box.New[0].ID+"/mute", "").is(204)
	s.as("noor").post("/inbox/"+box.New[0].ID+"/reading", "").is(204)
	noor.ask(http.MethodPost, "/inbox/readings", "").is(204)
}

func TestPayIsKeptOnce(t *testing.T) {
	s, kim := paidSite(t)
	market := read[PayMarkets](kim.get("/pay/markets").is(200)).Markets[0].ID
	kim.ask(http.MethodPost, "/people/"+string(s.Person("noor"))+"/pay/place", `{"market":"`+market+`","from":"`+s.today()+`"}`).is(204)
	kim.ask(http.MethodPost, "/pay/benchmarks", `{"market":"`+market+`","source":"A survey","dated":"2026-01-01","job":"Tester","p50":"45000"}`).is(204)
	kim.ask(http.MethodDelete, "/pay/benchmarks/"+read[Benchmarks](kim.get("/pay/benchmarks").is(200)).All[0].ID, "").is(204)
}

func TestARolloutIsPausedOnce(t *testing.T) {
	s := newSite(t)
	pia := s.in("pia")
	at := "/rollouts/" + read[Made](pia.ask(http.MethodPost, "/rollouts", `{"name":"Spring","purpose":"To begin."}`).is(201)).ID
	pia.ask(http.MethodPost, at+"/launch", "").is(204)
	pia.ask(http.MethodPost, at+"/pause", "").is(204)
	pia.ask(http.MethodPost, at+"/resumption", "").is(204)
}

func TestPrioritiesAreSharedOnce(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	person := "/people/" + string(s.Person("noor"))
	squad := ""
	for _, u := range read[Profile](noor.get(person).is(200)).Units {
		if u.Kind == "squad" {
			squad = u.ID
		}
	}
	at := "/priorities/shares/" + read[Made](noor.post(person+"/priorities/shares", `{"squad":"`+squad+`"}`).is(201)).ID
	mats.post(at+"/agreement", "").is(204)
	noor.ask(http.MethodDelete, at, "").is(204)
	text := `"text":"Open the line.","period":"Autumn","from":"2026-09-01","until":"2026-12-20"}`
	one := "/priorities/" + read[Made](mats.post(person+"/priorities", "{"+text).is(201)).ID
	noor.post(one+"/agreement", `{"revision":1}`).is(204)
	noor.post(one+"/carry-over", `{"revision":2,`+strings.Replace(text, "2026-12-20", "2027-03-01", 1)).is(201)
}

func TestFeedbackIsActedOnOnce(t *testing.T) {
	s := newSite(t)
	noor, fia, ben := s.as("noor"), s.as("fia"), s.as("ben")
	ask := `{"givers":["` + string(s.Person("fia")) + `","` + string(s.Person("ben")) + `"],"questions":["What did you see?"]}`
	noor.post("/people/"+string(s.Person("noor"))+"/feedback/requests", ask).is(204)
	toFia, toBen := "/feedback/"+read[FeedbackLists](fia.get("/feedback").is(200)).ToGive[0].ID, "/feedback/"+read[FeedbackLists](ben.get("/feedback").is(200)).ToGive[0].ID
	s.Clock.Advance(8 * 24 * 60 * 60 * 1e9)
	noor.post(toBen+"/reminder", "").is(204)
	ben.post(toBen+"/declining", "").is(204)
	fia.post(toFia+"/giving", `{"texts":["She asks first."],"audience":{"person":true,"person_may_share":true}}`).is(204)
	noor.post(toFia+"/sharing", "").is(204)
	noor.ask(http.MethodDelete, toFia+"/sharing", "").is(204)
}

func TestATalkIsPlannedOnce(t *testing.T) {
	s := newSite(t)
	at := "/evaluations/" + string(s.Evaluate("noor", "mats", evaluation.Opened, world.Plain))
	noor := s.as("noor")
	noor.ask(http.MethodPut, at+"/plan", `{"at":"2031-05-20T10:00:00Z"}`)
	noor.ask(http.MethodDelete, at+"/plan", "")
	noor.post(at+"/joining", "").is(204)
	noor.ask(http.MethodDelete, at+"/joining", "").is(204)
}

func TestATalkAboutAPromotionIsPlannedOnce(t *testing.T) {
	s := newSite(t)
	at := s.caseOf(promotion.Deciding)
	s.in("tove").act(http.MethodPost, at, "/postponement", `{"reasons":"Not across.","focus":["Across."],"talk":"In June."}`).is(204)
	s.in("noor").act(http.MethodPut, at, "/talk", `{"talk_on":"`+s.Clock.Now().Time().AddDate(0, 0, 9).Format("2006-01-02")+`"}`).is(204)
}

func TestPromotionsAreBegunAndAnsweredOnce(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats := s.in("noor"), s.in("mats")
	asked := noor.ask(http.MethodPost, "/promotions/requests", `{"words":"I think so."}`).is(201)
	mats.act(http.MethodPost, strings.TrimPrefix(asked.header.Get("Location"), Prefix), "/answer", `{"words":"Let us talk first."}`).is(204)
	mats.ask(http.MethodPost, "/promotions", `{"subject":"`+string(s.Person("noor"))+`","to":"tribe-guild"}`).is(201)
}

func TestAPostIsLookedAtOnce(t *testing.T) {
	s := newSite(t)
	post := read[Made](s.as("mats").post("/recognition", `{"work":"The export","text":"Thank you.","people":["`+string(s.Person("noor"))+`"]}`).is(201)).ID
	s.as("ola").post("/recognition/"+post+"/report", `{"words":"Not this."}`).is(204)
	pia := s.in("pia")
	pia.ask(http.MethodPost, "/recognition-reports/"+read[ReportedPosts](pia.get("/recognition-reports").is(200)).Reports[0].ID+"/closing", "").is(204)
}

func TestStandingInIsLaidDownOnce(t *testing.T) {
	s := newSite(t)
	mats := s.in("mats")
	who := read[StandingIn](mats.get("/standing-in").is(200)).May[0]
	mats.ask(http.MethodPut, "/standing-in", `{"person":"`+who.ID+`","until":"`+s.Clock.Now().Time().AddDate(0, 0, 20).Format("2006-01-02")+`"}`).is(204)
	for _, name := range s.Names() {
		if string(s.Person(name)) == who.ID {
			s.in(name).ask(http.MethodDelete, "/standing-in/"+string(s.Person("mats")), "").is(204)
		}
	}
}

func TestTheStepPolicyIsAskedForOnce(t *testing.T) {
	s := newSite(t)
	s.in("pia").ask(http.MethodPost, "/steps/policy", `{"what":"asked","circle":"people-partners","words":"So that we plan better."}`)
}
