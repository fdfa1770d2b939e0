package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

// paidSite is a world where Noor is paid, and Sweden has a market.
func paidSite(t *testing.T) (s *site, kim browser) {
	t.Helper()
	s = newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	kim = s.in("kim")
	kim.ask(http.MethodPost, "/pay/markets", `{"name":"Sweden","country":"SE","currency":"SEK","period":"month","usual":true}`).is(201)
	kim.ask(http.MethodPost, "/pay/policy", `{"what":"salaries","value":1}`).is(204)
	kim.ask(http.MethodPost, "/people/"+string(s.Person("noor"))+"/pay/salary", `{"amount":"48000","currency":"SEK","period":"month","from":"2026-01-01","reason":"Begins."}`).is(204)
	return s, kim
}

// TestAReviewOfPayOverTheAPI: opened, proposed as it was read, handed in, sent back,
// approved, closed, and told by a letter.
func TestAReviewOfPayOverTheAPI(t *testing.T) {
	s, kim := paidSite(t)
	mats, noor, ben := s.in("mats"), s.in("noor"), s.in("ben")
	today := s.today()
	text := `{"name":"Pay 2026","looks_back_to":"2025-05-01","from":"` + today + `","to":"2027-05-31","holds":"2027-06-30","guideline":"The market first.","unit":1}`
	mats.ask(http.MethodPost, "/pay/reviews", text).is(404)
	if got := kim.ask(http.MethodPost, "/pay/reviews", strings.Replace(text, "2027-06-30", "soon", 1)).is(422).places(); got[0] != "body.holds" {
		t.Errorf("a day that is none: %v", got)
	}
	at := "/pay/reviews/" + read[Made](kim.ask(http.MethodPost, "/pay/reviews", text, "Idempotency-Key", "a").is(201)).ID
	nowhere := ben.get("/pay/reviews/01hzzzzzzzzzzzzzzzzzzzzzzz").is(404)
	for _, a := range []answer{ben.get(at), noor.get(at), ben.get(at + "/people/" + string(s.Person("noor"))), noor.get(at + "/people/" + string(s.Person("noor"))), s.as("mats").get(at), s.as("kim", access.Scopes()...).get("/pay/reviews")} {
		if a.code != 404 || a.body != nowhere.body {
			t.Errorf("somebody else: %d %s", a.code, a.body)
		}
	}
	if list := read[PayReviews](mats.get("/pay/reviews").is(200)).Reviews; len(list) != 1 || !list[0].Open || list[0].Guide != "The market first." {
		t.Errorf("the manager's list is %+v", list)
	}
	noor.get("/pay/reviews").is(404)
	kim.ask(http.MethodPost, at+"/budgets", `{"currency":"SEK","amount":"100000"}`, "If-Match", `"1"`).is(204)
	kim.ask(http.MethodPut, at, text, "If-Match", `"1"`).is(409)
	kim.ask(http.MethodPut, at, strings.Replace(text, "Pay 2026", "Pay of 2026", 1), "If-Match", kim.get(at).header.Get("ETag")).is(204)

	person := at + "/people/" + string(s.Person("noor"))
	empty := mats.get(person).is(200)
	if got := read[PersonInReview](empty); got.Proposal != nil || got.Base == nil || got.Base.Full.Amount != "48000.00" && got.Base.Full.Amount != "48000" || empty.header.Get("ETag") != `"0"` || got.Range != nil && got.Range.Step != nil {
		t.Errorf("the manager reads %+v", got)
	}
	propose := `{"how":"percent","percent":"2.5","reason":"Calm nights.","beyond":"The market."}`
	ben.ask(http.MethodPut, person, propose, "If-Match", `"0"`).is(404)
	noor.ask(http.MethodPut, person, propose, "If-Match", `"0"`).is(404)
	mats.ask(http.MethodPut, person, propose).is(422)
	mats.ask(http.MethodPut, person, propose, "If-Match", `"0"`).is(204)
	mats.ask(http.MethodPut, person, propose, "If-Match", `"0"`).is(409)
	if got := mats.ask(http.MethodPut, person, strings.Replace(propose, "2.5", "much", 1), "If-Match", `"1"`).is(422).places(); got[0] != "body.percent" {
		t.Errorf("no per cent: %v", got)
	}
	kim.get(person).is(404) // nothing is sent
	ben.ask(http.MethodPost, at+"/sending", "").is(404)
	mats.ask(http.MethodPost, at+"/sending", "").is(204)
	mats.ask(http.MethodPost, at+"/sending", "").is(409)
	sent := read[WholePayReview](kim.get(at).is(200)).Sent
	if len(sent) != 1 || !sent[0].Decides || sent[0].Proposal.Full.Amount != "49200.00" && sent[0].Proposal.Full.Amount != "49200" || sent[0].Proposal.Percent != "2.5" {
		t.Fatalf("sent is %+v", sent)
	}
	back := `{"words":"Look again."}`
	version := kim.get(person).is(200).header.Get("ETag")
	mats.ask(http.MethodPost, person+"/return", back, "If-Match", version).is(404)
	kim.ask(http.MethodPost, person+"/return", back, "If-Match", `"99"`).is(409)
	kim.ask(http.MethodPost, person+"/return", back, "If-Match", version).is(204)
	again := mats.get(person).is(200)
	if got := read[PersonInReview](again).Proposal; got.State != "returned" || got.Answer != "Look again." {
		t.Errorf("sent back it is %+v", got)
	}
	mats.ask(http.MethodPut, person, propose, "If-Match", again.header.Get("ETag")).is(204)
	mats.ask(http.MethodPost, at+"/sending", "").is(204)
	seen := strings.Trim(kim.get(person).is(200).header.Get("ETag"), `"`)
	approve := `{"people":[{"person":"` + string(s.Person("noor")) + `","version":` + seen + `}],"words":"It is right."}`
	mats.ask(http.MethodPost, at+"/approval", approve).is(404)
	kim.ask(http.MethodPost, at+"/approval", strings.Replace(approve, `"version":`+seen, `"version":1`, 1)).is(409)
	kim.ask(http.MethodPost, at+"/approval", approve).is(204)
	kim.ask(http.MethodPost, at+"/closing", "", "If-Match", `"1"`).is(409)
	kim.ask(http.MethodPost, at+"/closing", "", "If-Match", kim.get(at).header.Get("ETag")).is(204)
	noor.get(person + "/letter").is(404)
	ben.ask(http.MethodPost, person+"/letter", "").is(404)
	mats.ask(http.MethodPost, person+"/letter", "").is(204)
	if got := read[PayLetter](noor.get(person + "/letter").is(200)); got.Reason != "Calm nights." || !got.Changed || got.GivenAt == nil {
		t.Errorf("the letter is %+v", got)
	}
	ben.get(person + "/letter").is(404)
}

// TestFilesOfLinesOverTheAPI: looked at, told line by line, and taken once.
func TestFilesOfLinesOverTheAPI(t *testing.T) {
	s, kim := paidSite(t)
	noor, pia := s.in("noor"), s.in("pia")
	nowhere := noor.get("/pay/markets").is(404)
	another := strings.NewReplacer("45000", "46000", "44000", "46000", "New Comer", "Newer Comer")
	for path, file := range map[string]struct{ good, bad, says string }{
		"/pay/ranges/import": {"market,discipline,step,valid from,min,ref,max\nSweden,quality,individual,2027-01-01,40000,45000,50000\n",
			"market,discipline,step,valid from,min,ref,max\nNowhere,quality,individual,2027-01-01,40000,45000,50000\n", "line 2"},
		"/pay/benchmarks/import": {"source,date,market,job,p50\nA survey,2026-01-01,Sweden,Tester,45000\n", "source,date,market,job,p50\nA survey,soon,Sweden,Tester,45000\n", "line 2"},
		"/pay/people/import":     {"e-mail,valid from,salary\nben@example.org,2026-02-01,44000\n", "e-mail,valid from,salary\nnobody@example.org,2026-02-01,44000\n", "line 2"},
		"/organisation/import":   {"name,e-mail\nNew Comer,new@example.org\n", "name,e-mail\nNew Comer,nowhere\n", "line 2"},
	} {
		who := kim
		if path == "/organisation/import" {
			who = pia
		}
		put := func(b browser, query, file string, more ...string) answer {
			return b.ask(http.MethodPost, path+"?name=a.csv"+query, file, append(more, rawBody...)...)
		}
		for _, a := range []answer{put(noor, "", file.good), put(noor, "", "x"), put(noor, "&dry_run=true", file.good)} {
			if a.code != 404 || a.body != nowhere.body {
				t.Errorf("%s as an employee: %d %s", path, a.code, a.body)
			}
		}
		if a := put(who, "", file.bad).is(422); !strings.Contains(a.body, file.says) || a.places()[0] != "body" {
			t.Errorf("%s: %s", path, a.body)
		}
		look := read[Imported](put(who, "&dry_run=true", file.good).is(200))
		if !look.DryRun || look.Added != 1 || len(look.Lines)+len(look.People) == 0 {
			t.Errorf("%s, looked at: %+v", path, look)
		}
		if strings.Contains(put(who, "&dry_run=true", file.good).body, "44000") {
			t.Errorf("%s tells an amount", path)
		}
		first := read[Imported](put(who, "", file.good, "Idempotency-Key", path).is(200))
		if first.DryRun || first.Added != 1 {
			t.Errorf("%s, taken: %+v", path, first)
		}
		if second := read[Imported](put(who, "", file.good, "Idempotency-Key", path).is(200)); second.Added != 1 {
			t.Errorf("%s, once more by the same key: %+v", path, second)
		}
		for _, other := range []string{another.Replace(file.good), file.good + "\n"} {
			if got := put(who, "", other, "Idempotency-Key", path).is(422).places(); !slices.Equal(got, []string{"header.Idempotency-Key"}) {
				t.Errorf("%s, another file by the same key: %v", path, got)
			}
		}
		if third := read[Imported](put(who, "", file.good).is(200)); third.Added != 0 || third.Unchanged != 1 {
			t.Errorf("%s, brought in again: %+v", path, third)
		}
		if got := who.ask(http.MethodPost, path, file.good, rawBody...).is(422).places(); got[0] != "query.name" {
			t.Errorf("%s without a name: %v", path, got)
		}
	}
}

// TestListsForSessionsComeInPages: each list leads from page to page, and nothing is
// left out or told twice.
func TestListsForSessionsComeInPages(t *testing.T) {
	s, kim := paidSite(t)
	mats, pia := s.in("mats"), s.in("pia")
	noor := "/people/" + string(s.Person("noor"))
	market := read[PayMarkets](kim.get("/pay/markets").is(200)).Markets[0].ID
	kim.ask(http.MethodPost, "/pay/benchmarks/import?name=a.csv", "source,date,market,job,p50\nOne,2026-01-01,Sweden,Tester,45000\nTwo,2026-01-01,Sweden,Tester,45000\nThree,2026-01-01,Sweden,Tester,45000\n", rawBody...).is(200)
	for _, words := range []string{"One.", "Two.", "Three."} {
		mats.ask(http.MethodPost, noor+"/memos", `{"text":"`+words+`"}`).is(201)
		ref := read[Made](pia.ask(http.MethodPost, "/rollouts", `{"name":"`+words+`","purpose":"To begin.","trial":true}`).is(201)).ID
		pia.ask(http.MethodPost, "/rollouts/"+ref+"/ending", "")
	}
	for path, b := range map[string]browser{noor + "/memos": mats, "/rollouts": pia, "/pay/benchmarks?market=" + market: kim} {
		join := "?"
		if strings.Contains(path, "?") {
			join = "&"
		}
		type page struct {
			Memos, Rollouts, Benchmarks []struct{ ID string }
			Next                        string
		}
		seen, cursor, pages := map[string]bool{}, "", 0
		for pages < 10 {
			p := read[page](b.get(path + join + "limit=2" + cursor).is(200))
			pages++
			for _, one := range append(append(p.Memos, p.Rollouts...), p.Benchmarks...) {
				if seen[one.ID] {
					t.Errorf("%s tells of one twice", path)
				}
				seen[one.ID] = true
			}
			if p.Next == "" {
				break
			}
			cursor = "&cursor=" + p.Next
		}
		if len(seen) != 3 || pages != 2 {
			t.Errorf("%s: %d in %d pages", path, len(seen), pages)
		}
		if got := b.get(path + join + "cursor=nowhere").is(422).places(); got[0] != "query.cursor" {
			t.Errorf("%s, from nowhere: %v", path, got)
		}
	}
}

// TestWhatPartnersKeepOverTheAPI: people with what they are paid, and benchmarks.
func TestWhatPartnersKeepOverTheAPI(t *testing.T) {
	s, kim := paidSite(t)
	mats := s.in("mats")
	mats.get("/pay/people").is(404)
	s.as("kim").get("/pay/people").is(404)
	list := read[PayPeople](kim.get("/pay/people?q=noor").is(200)).People
	if len(list) != 1 || list[0].Salary == nil || list[0].Salary.Period != "month" || list[0].Market == nil {
		t.Errorf("noor is %+v", list)
	}
	if own := read[PayPeople](kim.get("/pay/people?q=kim").is(200)).People; len(own) != 1 || !own[0].Own || own[0].Market != nil {
		t.Errorf("kim's own line is %+v", own)
	}
	if got := kim.get("/pay/people?cursor=nowhere").is(422).places(); got[0] != "query.cursor" {
		t.Errorf("from nowhere: %v", got)
	}
	market := read[PayMarkets](kim.get("/pay/markets").is(200)).Markets[0].ID
	text := `{"market":"` + market + `","source":"A survey","dated":"2026-01-01","job":"Tester","p50":"45000"}`
	mats.ask(http.MethodPost, "/pay/benchmarks", text).is(404)
	if got := kim.ask(http.MethodPost, "/pay/benchmarks", strings.Replace(text, `"45000"`, `"much"`, 1)).is(422).places(); got[0] != "body.p50" {
		t.Errorf("no amount: %v", got)
	}
	kim.ask(http.MethodPost, "/pay/benchmarks", text).is(204)
	kept := read[Benchmarks](kim.get("/pay/benchmarks").is(200)).All
	if len(kept) != 1 || kept[0].Version != 1 || kept[0].Discipline != "" {
		t.Fatalf("kept is %+v", kept)
	}
	at, to := "/pay/benchmarks/"+kept[0].ID+"/match", `{"discipline":"quality","step":"individual"}`
	mats.ask(http.MethodPut, at, to, "If-Match", `"1"`).is(404)
	kim.ask(http.MethodPut, at, to, "If-Match", `"1"`).is(204)
	kim.ask(http.MethodPut, at, to, "If-Match", `"1"`).is(409)
	if now := read[Benchmarks](kim.get("/pay/benchmarks").is(200)).All; len(now) != 1 || now[0].Step != "individual" || now[0].Version != 2 {
		t.Errorf("matched it is %+v", now)
	}
}
