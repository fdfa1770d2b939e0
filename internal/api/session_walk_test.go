package api

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/testkit/world"
)

// TestTheGuideOverTheAPI: everybody reads it with a token, and people partners write it.
func TestTheGuideOverTheAPI(t *testing.T) {
	s := newSite(t)
	pia, noor, token := s.in("pia"), s.in("noor"), s.as("noor")
	const text = `{"kind":"page","title":"How we review","body":"Calmly.","process":"evaluation"}`
	noor.ask(http.MethodPost, "/guide/texts", text).is(404)
	if got := pia.ask(http.MethodPost, "/guide/texts", `{"kind":"page","title":"x","body":"y","process":"dancing"}`).is(422).places(); got[0] != "body.process" {
		t.Errorf("a process that is none: %v", got)
	}
	ref := read[Made](pia.ask(http.MethodPost, "/guide/texts", text, "Idempotency-Key", "a").is(201)).ID
	if again := read[Made](pia.ask(http.MethodPost, "/guide/texts", text, "Idempotency-Key", "a").is(201)).ID; again != ref {
		t.Error("the same act twice made two pages")
	}
	if g := read[Guide](token.get("/guide").is(200)); len(g.Pages) != 1 || g.Pages[0].Title != "How we review" || g.Pages[0].By.Name != "Pia Ross" {
		t.Errorf("it reads %+v", g)
	}
	page := token.get("/guide/pages/" + ref).is(200)
	if page.header.Get("ETag") != `"1"` {
		t.Errorf("ETag %s", page.header.Get("ETag"))
	}
	at := "/guide/texts/" + ref
	pia.ask(http.MethodPut, at, text).is(422) // without what was read
	pia.ask(http.MethodPut, at, strings.Replace(text, "Calmly", "With time", 1), "If-Match", `"1"`).is(204)
	pia.ask(http.MethodPut, at, text, "If-Match", `"1"`).is(409)
	if got := read[GuidePage](token.get("/guide/pages/" + ref).is(200)); got.Body != "With time." || got.Revision != 2 {
		t.Errorf("it reads %+v", got)
	}
	pia.ask(http.MethodDelete, at, "", "If-Match", `"2"`).is(204)
	token.get("/guide/pages/" + ref).is(404)
	s.as("pia").get("/guide/pages/" + ref).is(404) // a token shows nothing that only writers see
}

// TestMemosOverTheAPI: a manager's own, and nobody else's.
func TestMemosOverTheAPI(t *testing.T) {
	s := newSite(t)
	mats, noor := s.in("mats"), s.in("noor")
	at := "/people/" + string(s.Person("noor")) + "/memos"
	ref := read[Made](mats.ask(http.MethodPost, at, `{"text":"Ask about the export."}`).is(201)).ID
	noor.get(at).is(404)
	s.as("mats").get(at).is(404)
	noor.ask(http.MethodPut, "/memos/"+ref, `{"text":"x"}`, "If-Match", `"1"`).is(404)
	list := read[Memos](mats.get(at).is(200))
	if len(list.Memos) != 1 || list.Memos[0].Text != "Ask about the export." || list.Memos[0].Version != 1 {
		t.Fatalf("it reads %+v", list)
	}
	mats.ask(http.MethodPut, "/memos/"+ref, `{"text":"Asked."}`, "If-Match", `"1"`).is(204)
	mats.ask(http.MethodPut, "/memos/"+ref, `{"text":"Stale."}`, "If-Match", `"1"`).is(409)
	mats.ask(http.MethodDelete, "/memos/"+ref, "").is(204)
	if list := read[Memos](mats.get(at).is(200)); len(list.Memos) != 0 {
		t.Errorf("removed it reads %+v", list)
	}
}

// TestRolesOverTheAPI: asked for by the person, confirmed by the manager.
func TestRolesOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, ola := s.in("noor"), s.in("mats"), s.in("ola")
	person := "/people/" + string(s.Person("noor"))
	asked := read[AskedRole](noor.ask(http.MethodPost, person+"/roles", `{"kind":"take-up","role":"Gardener","why":"I like it."}`).is(200)).Request
	if asked == "" {
		t.Fatal("nothing waits")
	}
	ola.get("/role-requests/" + asked).is(404)
	ola.get(person + "/role-requests").is(404)
	if lines := read[RoleRequests](mats.get(person + "/role-requests").is(200)).Requests; len(lines) != 1 || !lines[0].Yours || lines[0].Role != "Gardener" {
		t.Errorf("the manager's list is %+v", lines)
	}
	if q := read[RoleRequest](mats.get("/role-requests/" + asked).is(200)); q.Why != "I like it." || q.Stage != "asked" {
		t.Errorf("the manager reads %+v", q)
	}
	mats.ask(http.MethodPost, "/role-requests/"+asked+"/refusal", `{}`).is(422)
	mats.ask(http.MethodPost, "/role-requests/"+asked+"/confirmation", "").is(204)
	mats.ask(http.MethodPost, "/role-requests/"+asked+"/confirmation", "").is(409)
	profile := s.as("ben").get(person).is(200)
	if !strings.Contains(profile.body, "Gardener") {
		t.Errorf("the person is %s", profile.body)
	}
	if got := mats.ask(http.MethodPost, person+"/roles", `{"kind":"take-up","role":"Gardener","from":"soon"}`).is(422).places(); got[0] != "body.from" {
		t.Errorf("a day that is none: %v", got)
	}
	mats.ask(http.MethodPut, person+"/discipline", `{"discipline":"quality"}`).is(204)
	ola.ask(http.MethodPut, person+"/discipline", `{"discipline":"quality"}`).is(404)
}

// TestRightsOverTheAPI: what is kept, who can see it, who read it, and what one asks.
func TestRightsOverTheAPI(t *testing.T) {
	s := newSite(t)
	ref := string(s.Evaluate("noor", "mats", "opened", world.Plain))
	noor, pia, mats := s.in("noor"), s.in("pia"), s.in("mats")
	if got := read[Rights](noor.get("/me/rights").is(200)); len(got.Classes) < 5 || len(got.Restrictions) != 0 {
		t.Errorf("it reads %+v", got)
	}
	mats.get("/people/" + string(s.Person("noor")) + "/journey/steps").is(200)
	if got := read[Readings](noor.get("/me/readings").is(200)); len(got.Readings) == 0 || got.Readings[0].As != "manager" {
		t.Errorf("readings are %+v", got)
	}
	noor.get("/me/readings?cursor=nowhere").is(422)
	if got := read[Visibility](noor.get("/me/visibility").is(200)); len(got.Things) == 0 {
		t.Errorf("it sees %+v", got)
	}
	noor.ask(http.MethodPost, "/corrections", `{"about":"evaluation/`+ref+`","words":"It was the import."}`).is(204)
	if got := read[Corrections](noor.get("/corrections?about=evaluation/" + ref).is(200)); len(got.Corrections) != 1 || got.Corrections[0].Words != "It was the import." {
		t.Errorf("corrections are %+v", got)
	}
	mats.get("/corrections?about=evaluation/" + ref).is(404)
	noor.ask(http.MethodPost, "/me/rights/restrictions", `{"words":"While we talk about it."}`).is(204)
	noor.get("/data-requests").is(404)
	asked := read[DataRequests](pia.get("/data-requests").is(200)).Restrictions
	if len(asked) != 1 || asked[0].Person.Name != "Noor Said" || asked[0].Words == "" {
		t.Fatalf("a people partner reads %+v", asked)
	}
	at := "/data-requests/restrictions/" + asked[0].ID
	noor.ask(http.MethodPost, at+"/force", "").is(404)
	pia.ask(http.MethodPost, at+"/force", "").is(204)
	noor.ask(http.MethodDelete, "/me/rights/restrictions/"+asked[0].ID, "").is(204)
	noor.ask(http.MethodPost, "/me/rights/erasures", `{}`).is(204)
	wish := read[Rights](noor.get("/me/rights").is(200)).Erasures
	noor.ask(http.MethodDelete, "/me/rights/erasures/"+wish[0].ID, "").is(204)
	s.as("noor").get("/me/rights").is(404)
}

// TestStandingInOverTheAPI: named, told, and laid down.
func TestStandingInOverTheAPI(t *testing.T) {
	s := newSite(t)
	mats := s.in("mats")
	may := read[StandingIn](mats.get("/standing-in").is(200)).May
	if len(may) == 0 {
		t.Fatal("nobody can be named")
	}
	if got := mats.ask(http.MethodPut, "/standing-in", `{"person":"`+string(s.Person("noor"))+`","until":"2026-06-01"}`); got.code < 400 {
		t.Errorf("a report is named: %d", got.code)
	}
	until := string(s.Clock.Now().Time().AddDate(0, 0, 20).Format("2006-01-02"))
	mats.ask(http.MethodPut, "/standing-in", `{"person":"`+may[0].ID+`","until":"`+until+`"}`).is(204)
	if got := read[StandingIn](s.in("noor").get("/standing-in").is(200)); got.Manager == nil || got.Manager.Who.ID != may[0].ID {
		t.Errorf("the report reads %+v", got)
	}
	mats.ask(http.MethodDelete, "/standing-in", "").is(204)
	mats.ask(http.MethodDelete, "/standing-in", "").is(409)
}

// TestPathsOverTheAPI: for the two, and a link for whom the person chooses.
func TestPathsOverTheAPI(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", "agreed", world.Plain)
	noor := s.in("noor")
	at := "/people/" + string(s.Person("noor")) + "/journey"
	s.in("ola").get(at).is(404)
	s.as("noor").get(at).is(404)
	path := read[Journey](noor.get(at).is(200))
	if len(path.Moments) == 0 {
		t.Fatal("the path is empty")
	}
	if with := read[Journey](s.in("mats").get(at + "/steps").is(200)); len(with.Moments) == 0 {
		t.Error("the manager finds nothing")
	}
	link := read[ExtractMade](noor.ask(http.MethodPost, "/journey/extracts", `{"lines":["`+path.Moments[0].Key+`"],"days":30,"words":"For you."}`).is(200)).Path
	list := read[Extracts](noor.get("/journey/extracts").is(200)).Extracts
	if !strings.HasPrefix(link, "/journey/shared/") || len(list) != 1 || !list[0].Open || list[0].Words != "For you." {
		t.Fatalf("%s, %+v", link, list)
	}
	s.in("mats").ask(http.MethodDelete, "/journey/extracts/"+list[0].ID, "").is(404)
	noor.ask(http.MethodDelete, "/journey/extracts/"+list[0].ID, "").is(204)
}

// TestRolloutsOverTheAPI: prepared and launched by people partners.
func TestRolloutsOverTheAPI(t *testing.T) {
	s := newSite(t)
	pia, mats := s.in("pia"), s.in("mats")
	mats.ask(http.MethodPost, "/rollouts", `{"name":"Spring","purpose":"To begin."}`).is(404)
	ref := read[Made](pia.ask(http.MethodPost, "/rollouts", `{"name":"Spring","purpose":"To begin.","trial":true}`).is(201)).ID
	sheet := read[Placements](mats.get("/rollouts/" + ref + "/placements").is(200))
	if len(sheet.Placements) == 0 || len(sheet.Steps) < 3 {
		t.Fatalf("the sheet is %+v", sheet)
	}
	pia.get("/rollouts/" + ref + "/placements").is(404)
	mats.ask(http.MethodPut, "/rollouts/"+ref+"/placements", `{"placements":[{"person":"`+sheet.Placements[0].Person.ID+`","step":"`+sheet.Steps[0].ID+`"}]}`).is(204)
	if again := read[Placements](mats.get("/rollouts/" + ref + "/placements").is(200)); again.Placements[0].Step != sheet.Steps[0].ID {
		t.Errorf("it is %+v", again.Placements[0])
	}
	mats.ask(http.MethodPost, "/rollouts/"+ref+"/launch", "").is(404)
	pia.ask(http.MethodPost, "/rollouts/"+ref+"/launch", "").is(204)
	if got := read[Rollout](pia.get("/rollouts/" + ref).is(200)); got.Name != "Spring" || got.Stage == "prepared" {
		t.Errorf("it is %+v", got)
	}
	if got := read[Rollouts](pia.get("/rollouts").is(200)).Rollouts; len(got) != 1 {
		t.Errorf("there are %+v", got)
	}
}

// TestPayOverTheAPI: each part for those who may know it.
func TestPayOverTheAPI(t *testing.T) {
	s := newSite(t)
	kim, noor := s.in("kim"), s.in("noor")
	if got := read[PayPolicy](noor.get("/pay/policy").is(200)); !got.OwnRange || got.Salaries || len(got.Holders) != 1 {
		t.Errorf("the policy is %+v", got)
	}
	noor.ask(http.MethodPost, "/pay/policy", `{"what":"salaries","value":1}`).is(404)
	market := read[Made](kim.ask(http.MethodPost, "/pay/markets", `{"name":"Stockholm","country":"SE","currency":"SEK","period":"month","usual":true}`).is(201)).ID
	kim.ask(http.MethodPut, "/pay/markets/"+market, `{"name":"Stockholm and around","country":"SE","currency":"SEK","period":"month","usual":true}`, "If-Match", `"1"`).is(204)
	kim.ask(http.MethodPut, "/pay/markets/"+market, `{"name":"Stale","country":"SE","currency":"SEK","period":"month","usual":true}`, "If-Match", `"1"`).is(409)
	today := s.Clock.Now().Time().Format("2006-01-02")
	kim.ask(http.MethodPost, "/pay/ranges", `{"market":"`+market+`","discipline":"software-development","step":"individual","from":"`+today+`","minimum":"40000","reference":"45000","maximum":"50000","reason":"First."}`).is(201)
	for _, path := range []string{"/pay/ranges", "/pay/markets", "/pay/benchmarks"} {
		kim.get(path).is(200)
		noor.get(path).is(404)
		s.as("kim").get(path).is(404)
	}
	if got := read[Pay](noor.get("/people/" + string(s.Person("noor")) + "/pay").is(200)); got.Range == nil || got.Salary != nil {
		t.Errorf("noor reads %+v", got)
	}
	s.in("ben").get("/people/" + string(s.Person("noor")) + "/pay").is(404)
	if got := read[PayTurns](kim.get("/pay/changes").is(200)); len(got.Turns) != 0 {
		t.Errorf("pay waits: %+v", got)
	}
}

// TestTheStepPolicyOverTheAPI: everybody reads it; it takes two offices to open anything.
func TestTheStepPolicyOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor := s.in("noor")
	if got := read[StepPolicy](noor.get("/steps/policy").is(200)); got.Circle != "" || got.InForce || got.AskedBy != nil {
		t.Errorf("it is %+v", got)
	}
	noor.ask(http.MethodPost, "/steps/policy", `{"what":"asked","circle":"everybody","words":"x"}`).is(404)
	noor.ask(http.MethodDelete, "/steps/mine", "").is(409)
	noor.get("/people/" + string(s.Person("ben")) + "/shown-step").is(404)
}
