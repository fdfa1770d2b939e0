package api

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"cairn/internal/credential"
	"cairn/internal/evaluation"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// browser is somebody who is signed in.
type browser struct {
	*site
	session string
}

func (s *site) in(name string) browser {
	s.Helper()
	in, err := s.SignInAs(s.Context(), s.Person(name), "a test")
	if err != nil {
		s.Fatal(err)
	}
	return browser{s, in.Token}
}

func (b browser) ask(method, path, body string, headers ...string) answer {
	b.Helper()
	return caller{site: b.site}.ask(method, path, body, append(headers, "Cookie", credential.SessionCookie(false)+"="+b.session)...)
}

func (b browser) get(path string) answer { b.Helper(); return b.ask(http.MethodGet, path, "") }

// act does something to the promotion as it is now.
func (b browser) act(method, path, act, body string) answer {
	b.Helper()
	return b.ask(method, path+act, body, "If-Match", b.get(path).is(200).header.Get("ETag"))
}

// caseOf is a promotion of Noor's at the stage, and its path.
func (s *site) caseOf(stage promotion.Stage) string {
	s.Helper()
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	return "/promotions/" + string(s.Promote("noor", "mats", "fia", "tove", "tribe-guild", stage, world.PlainCase))
}

// TestAPromotionOverTheAPI goes from the request to talk to both signatures.
func TestAPromotionOverTheAPI(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats, tove, fia := s.in("noor"), s.in("mats"), s.in("tove"), s.in("fia")
	begun := noor.ask(http.MethodPost, "/promotions/requests", `{"words":"I think so."}`).is(201)
	path := strings.TrimPrefix(begun.header.Get("Location"), Prefix)
	mats.act(http.MethodPost, path, "/draft", `{"to":"tribe-guild"}`).is(204)
	mats.act(http.MethodPut, path, "/text", `{"to":"tribe-guild","summary":"Leads.","reason":"Known.","areas":[{"area":"team","text":"Shown."}],"evidence":[{"kind":"link","ref":"https://example.org/a"}]}`).is(204)
	mats.act(http.MethodPost, path, "/offer", "").is(204)
	mats.act(http.MethodDelete, path, "/offer", "").is(204)
	mats.act(http.MethodPost, path, "/offer", "").is(204)
	noor.act(http.MethodPost, path, "/consent", `{"words":"Gladly."}`).is(204)
	mats.act(http.MethodPost, path, "/consultations", `{"who":"`+string(s.Person("fia"))+`","as":"peer","question":"How do you work together?"}`).is(204)
	asked := read[Promotions](fia.get("/promotions").is(200)).Questions
	if len(asked) != 1 || !asked[0].Open || asked[0].About.Name != "Noor Lind" && asked[0].About.ID != string(s.Person("noor")) {
		t.Fatalf("Fia is asked %+v", asked)
	}
	question := "/consultations/" + asked[0].ID
	if q := fia.get(question).is(200); strings.Contains(q.body, "tribe-guild") || strings.Contains(q.body, "Leads.") || !strings.Contains(read[AskedQuestion](q).Readers, "Mats") {
		t.Errorf("Fia reads %s", q.body)
	}
	fia.ask(http.MethodPost, question+"/reply", `{"reply":"given","text":"She asks first."}`).is(204)
	fia.ask(http.MethodPost, question+"/reply", `{"reply":"given","text":"And more."}`).is(409)
	fia.get(path).is(404)
	gaps := read[Promotion](mats.get(path)).Gaps
	refused := mats.act(http.MethodPost, path, "/handover", `{}`).is(422)
	if len(gaps) == 0 || !slices.Equal(slices.Compact(refused.places()), []string{"body.gaps"}) {
		t.Errorf("gaps %v are asked for at %v", gaps, refused.places())
	}
	var reasons []string
	for _, g := range gaps {
		reasons = append(reasons, `{"relation":"`+g.Relation+`","reason":"Nobody there."}`)
	}
	handOn := `{"gaps":[` + strings.Join(reasons, ",") + `],"reply":"As you asked."}`
	mats.act(http.MethodPost, path, "/handover", handOn).is(204)
	tove.act(http.MethodPost, path, "/question", `{"question":"What of others?"}`).is(204)
	tove.get(path).is(404)
	mats.act(http.MethodPost, path, "/handover", handOn).is(204)
	if p := read[Promotion](tove.get(path).is(200)); p.Viewer != "decider" || !p.YourTurn || len(p.Heard) != 1 || p.Heard[0].Answer == nil {
		t.Errorf("Tove reads %+v", p)
	}
	if p := read[Promotion](noor.get(path).is(200)); len(p.Heard) != 0 || p.Decision != nil || p.YourTurn {
		t.Errorf("before the decision Noor reads %+v", p)
	}
	tove.act(http.MethodPost, path, "/approval", `{"reasons":" "}`).is(422)
	tove.act(http.MethodPost, path, "/approval", `{"reasons":"Seen for a year."}`).is(204)
	mats.act(http.MethodPut, path, "/commitment", `{"challenges":"The migration.","person":"Goes on.","pay":"With June."}`).is(204)
	if p := read[Promotion](tove.get(path).is(200)); p.Commitment != nil || p.SignedBy != nil {
		t.Errorf("Tove reads what the two commit to: %+v", p.Commitment)
	}
	noor.act(http.MethodPost, path, "/signature", "").is(204)
	noor.act(http.MethodDelete, path, "/signature", "").is(204)
	noor.act(http.MethodPost, path, "/signature", "").is(204)
	mats.act(http.MethodPost, path, "/signature", "").is(204)
	p := read[Promotion](noor.get(path).is(200))
	if p.Outcome != "promoted" || p.Commitment.Challenges != "The migration." || len(p.SignedBy) != 2 || p.Decision.Reasons != "Seen for a year." || len(p.Heard) != 1 {
		t.Errorf("in the end Noor reads %+v", p)
	}
	if st := read[Standing](s.as("noor").get("/people/" + string(s.Person("noor")) + "/step").is(200)); st.Current == nil || st.Current.Step.ID != "tribe-guild" {
		t.Errorf("the Step is %+v", st)
	}
}

// TestOtherEndsOfAPromotionOverTheAPI: no, not yet, withdrawn, talked about.
func TestOtherEndsOfAPromotionOverTheAPI(t *testing.T) {
	for name, c := range map[string]struct {
		stage             promotion.Stage
		who, act, body    string
		outcome, whoReads string
	}{
		"declined":  {promotion.Offered, "noor", "/decline", `{}`, "declined", "mats"},
		"withdrawn": {promotion.Consulting, "noor", "/withdrawal", `{"words":"Later."}`, "withdrawn", "mats"},
		"not yet":   {promotion.Deciding, "tove", "/postponement", `{"reasons":"Not across.","focus":["Across."],"talk":"In June."}`, "not-yet", "noor"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			path := s.caseOf(c.stage)
			s.in(c.who).act(http.MethodPost, path, c.act, c.body).is(204)
			if p := read[Promotion](s.in(c.whoReads).get(path).is(200)); p.Outcome != c.outcome {
				t.Errorf("ended as %q", p.Outcome)
			}
		})
	}
}

// TestToATokenPromotionsDoNotExist: whoever's it is, whatever it holds, and however
// it asks, the answer is that of an address that is not there.
func TestToATokenPromotionsDoNotExist(t *testing.T) {
	s := newSite(t)
	path := s.caseOf(promotion.Deciding)
	asked, err := s.Promotions(t.Context(), s.Actor("fia"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"noor", "mats", "tove", "fia", "ben"} {
		token := s.as(name)
		session := []string{"Cookie", credential.SessionCookie(false) + "=" + s.in(name).session}
		for _, op := range Operations() {
			if !op.Session {
				continue
			}
			target := strings.TrimPrefix(path, "/promotions/")
			if strings.HasPrefix(op.Path, "/consultations") {
				target = string(asked.Questions[0].ID)
			}
			address := strings.Replace(op.Path, "{id}", target, 1)
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
				nowhere := token.ask(method, "/nothing", "").is(404)
				for _, headers := range [][]string{nil, session} {
					if a := token.ask(method, address, "", headers...); !a.same(nowhere) {
						t.Errorf("%s at %s %s: %d %s", name, method, address, a.code, a.body)
					}
				}
			}
		}
	}
}

// TestASessionOpensNothingOfTokens: and without being signed in nobody gets in.
func TestASessionOpensNothingOfTokens(t *testing.T) {
	s := newSite(t)
	noor := s.in("noor")
	for _, path := range []string{"/me", "/evaluations", "/nothing", "/promotions/", "//promotions"} {
		noor.get(path).is(401)
	}
	noor.get("/promotions").is(200)
	if a := noor.ask(http.MethodPatch, "/promotions", "").is(405); a.header.Get("Allow") != "GET, POST" {
		t.Errorf("allowed are %q", a.header.Get("Allow"))
	}
	token := s.as("noor").token
	for name, cookie := range map[string]string{"none": "", "a token's": token, "half": noor.session[:20]} {
		if a := (browser{s, cookie}).get("/promotions").is(401); a.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", name, a.header)
		}
	}
	if err := s.RevokeAll(t.Context(), s.Actor("noor"), workflow.Once{}); err != nil {
		t.Fatal(err)
	}
	noor.get("/promotions").is(401)
}

// TestAnotherSiteCannotAct: as on the pages.
func TestAnotherSiteCannotAct(t *testing.T) {
	s := newSite(t)
	path := s.caseOf(promotion.Offered)
	noor := s.in("noor")
	tag := noor.get(path).header.Get("ETag")
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}} {
		noor.ask(http.MethodPost, path+"/consent", `{}`, append(headers, "If-Match", tag)...).is(403)
	}
	noor.ask(http.MethodPost, path+"/consent", `{}`, "Sec-Fetch-Site", "same-origin", "If-Match", tag).is(204)
	behind := New(Options{Workflow: s.Workflow, Origin: "https://cairn.example.org"})
	r := httptest.NewRequest(http.MethodPost, Prefix+path+"/withdrawal", strings.NewReader(`{}`))
	r.Header.Set("Origin", "https://cairn.example.org")
	r.Header.Set("Cookie", credential.SessionCookie(false)+"="+noor.session)
	r.Header.Set("If-Match", noor.get(path).header.Get("ETag"))
	w := httptest.NewRecorder()
	if behind.ServeHTTP(w, r); w.Code != 204 {
		t.Errorf("from its public address behind a proxy: %d %s", w.Code, w.Body)
	}
}

// TestAnActIsOnThePromotionAsItWasRead: the version is needed, an older one is
// refused, and the same act with its key is done once.
func TestAnActIsOnThePromotionAsItWasRead(t *testing.T) {
	s := newSite(t)
	path := s.caseOf(promotion.Offered)
	noor, mats := s.in("noor"), s.in("mats")
	missing := read[Problem](noor.ask(http.MethodPost, path+"/consent", `{}`).is(422)).Errors
	if !slices.Equal(missing, []Mistake{{"header.If-Match", "This is missing."}}) {
		t.Errorf("without a version: %+v", missing)
	}
	noor.ask(http.MethodPost, path+"/consent", `{}`, "If-Match", "*").is(422)
	tag := noor.get(path).header.Get("ETag")
	mats.act(http.MethodDelete, path, "/offer", "").is(204)
	mats.act(http.MethodPut, path, "/text", `{"to":"tribe-guild","summary":"Other words.","reason":"Known."}`).is(204)
	mats.act(http.MethodPost, path, "/offer", "").is(204)
	noor.ask(http.MethodPost, path+"/consent", `{}`, "If-Match", tag).is(409)
	tag = noor.get(path).header.Get("ETag")
	for range 2 {
		noor.ask(http.MethodPost, path+"/consent", `{}`, "If-Match", tag, "Idempotency-Key", "yes").is(204)
	}
	if got := noor.ask(http.MethodPost, path+"/consent", `{"words":"x"}`, "If-Match", tag, "Idempotency-Key", "yes").is(422).places(); !slices.Equal(got, []string{"header.Idempotency-Key"}) {
		t.Errorf("the key for something else: %v", got)
	}
	named := mats.act(http.MethodPost, path, "/consultations", `{"who":"`+string(s.Person("fia"))+`","as":"peer","question":"Is she at Tribe/Guild?"}`).is(422)
	if !slices.Equal(named.places(), []string{"body.question"}) {
		t.Errorf("a step is named: %v", named.places())
	}
}

// TestAManagerTakesUpTheCaseOfAnother over the API; what the one before read is
// closed to them.
func TestAManagerTakesUpTheCaseOfAnother(t *testing.T) {
	s := newSite(t)
	path := s.caseOf(promotion.Consulting)
	mats, mira := s.in("mats"), s.in("mira")
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	mats.get(path).is(404)
	mira.act(http.MethodPost, path, "/sponsorship", `{"words":"I see it too."}`).is(204)
	if p := read[Promotion](s.in("noor").get(path).is(200)); p.Stage != "offered" || p.Manager.ID != string(s.Person("mira")) || !p.YourTurn {
		t.Errorf("Noor reads %+v", p)
	}
}
