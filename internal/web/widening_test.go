package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/standing"
	"cairn/internal/testkit/world"
)

const narrowOath = "Your Step is private to you and your manager."

func TestStepsAreOpenedToMoreAndNarrowedAgain(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, pia, cai, ben := s.as("noor"), s.as("pia"), s.as("cai"), s.as("ben")
	at, hers := "/steps/policy", "/people/"+string(s.Person("noor"))
	page := ben.get(at)
	if got := page.text("main"); !strings.Contains(got, "private to the person and the manager of the moment") || page.Find("main form").Length() > 0 {
		t.Errorf("as shipped everybody reads %q", got)
	}
	page = pia.submit(t, pia.get(at), `form:has(textarea[name="why"])`, "circle", "tribe-leads")
	if page.status != http.StatusUnprocessableEntity || page.text("#why-error") == "" || page.Find(`input[value="tribe-leads"][checked]`).Length() != 1 {
		t.Errorf("without a reason: %d, %q", page.status, page.text("main"))
	}
	pia.follow(t, pia.submit(t, page, `form:has(textarea[name="why"])`, "why", "Leads help with growth."))
	if got := ben.get(at).text("main"); strings.Contains(got, "Leads help with growth.") {
		t.Error("what only waits is told to everybody")
	}
	if got := cai.get("/inbox").text("main"); !strings.Contains(got, "Something is asked for. Read what, and why.") {
		t.Errorf("the CTO's inbox reads %q", got)
	}
	cai.follow(t, cai.submit(t, cai.get(at), `form:has(input[value="given"])`))

	// For a month everybody knows, and nothing is open.
	if got := ben.get("/").text("main"); !strings.Contains(got, "The lead of a person’s tribe will be able to read Steps") || !strings.Contains(got, "Yours is not set yet.") {
		t.Errorf("ben's home reads %q", got)
	}
	if got := noor.get("/").text("main"); !strings.Contains(got, "stays between you and your manager unless you choose otherwise") {
		t.Errorf("noor's home reads %q", got)
	}
	if got := noor.get(at); got.text("footer .oath") != narrowOath {
		t.Errorf("the footer says %q", got.text("footer .oath"))
	}
	tove := s.as("tove")
	if got := tove.get(hers + "/step"); got.status != http.StatusNotFound {
		t.Errorf("before its day: %d", got.status)
	}
	hasNot(t, tove.get(hers), `a[href$="/step"]`)

	s.Clock.Advance(standing.WideningNotice)
	noor, pia, ben, tove = s.as("noor"), s.as("pia"), s.as("ben"), s.as("tove") // sessions have ended meanwhile
	mats, kim := s.as("mats"), s.as("kim")
	for name, page := range map[string]answer{"noor": noor.get("/"), "nobody": s.as("").get("/sign-in")} {
		if got := page.text("footer .oath"); strings.Contains(got, narrowOath) || !strings.Contains(got, "The lead of a person’s tribe can read Steps that were set since") {
			t.Errorf("to %s the footer says %q", name, got)
		}
	}
	tove.get(hers).has(t, `a[href$="/step"]`)
	if got := tove.get(hers + "/step"); got.status != http.StatusOK || !strings.Contains(got.text("main"), "Nothing is shown here") {
		t.Errorf("a Step of before: %d %q", got.status, got.text("main"))
	}
	for name, v := range map[string]*visitor{"ben": ben, "kim": kim, "pia": pia} {
		if got := v.get(hers + "/step"); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := mats.get(hers + "/step"); got.to != hers {
		t.Errorf("the manager is led to %q", got.to)
	}
	noor.follow(t, noor.submit(t, noor.get(at), `form:has(input[value="open"])`))
	page = tove.get(hers + "/step")
	if got := page.text("main"); !strings.Contains(got, "Squad/Chapter") || !strings.Contains(got, "is written down") || strings.Contains(got, "first evaluation") {
		t.Errorf("tove reads %q", got)
	}
	s.Clock.Advance(time.Second)
	readers := noor.get("/account/readers").text("main")
	for _, words := range []string{"and the lead of your tribe", "Tove Lund, who leads your tribe, by the policy on Steps", "A tribe lead, by the policy on Steps"} {
		if !strings.Contains(readers, words) {
			t.Errorf("noor does not read %q in %q", words, readers)
		}
	}
	if got := noor.get(hers).text("main"); !strings.Contains(got, "More than the two of you can read this Step") {
		t.Errorf("her own page says %q", got)
	}
	noor.follow(t, noor.submit(t, noor.get(at), `form:has(input[value="close"])`))
	if got := tove.get(hers + "/step").text("main"); !strings.Contains(got, "Nothing is shown here") {
		t.Errorf("taken back, tove reads %q", got)
	}
	if got := noor.submit(t, noor.get(at), `form:has(input[value="open"])`, "policy", "x"); got.status != http.StatusConflict {
		t.Errorf("a policy of nothing: %d", got.status)
	}
	if got := mats.post("/steps/mine", "what", "else"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("no choice: %d", got.status)
	}
	pia.follow(t, pia.submit(t, pia.get(at), `form:has(input[value="narrowed"])`))
	if got := tove.get(hers + "/step"); got.status != http.StatusNotFound {
		t.Errorf("narrowed: %d", got.status)
	}
	if got := ben.get(at); got.text("footer .oath") != narrowOath || !strings.Contains(got.text("main"), "It was agreed that the lead of a person’s tribe can read Steps") {
		t.Errorf("afterwards ben reads %q", got.text("main"))
	}
}

// TestWhereAStepIsAgreedToItsReadersAreTold: before the signature, while a policy holds.
func TestWhereAStepIsAgreedToItsReadersAreTold(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Talked, world.Plain)
	told := "can be read by more than the two of you"
	page := "/evaluations/" + string(ref)
	if got := s.as("noor").get(page).text("main"); strings.Contains(got, told) {
		t.Error("it is told though nobody else reads it")
	}
	pia, cai := s.as("pia"), s.as("cai")
	pia.follow(t, pia.submit(t, pia.get("/steps/policy"), `form:has(textarea[name="why"])`, "circle", "everybody", "why", "Why."))
	cai.follow(t, cai.submit(t, cai.get("/steps/policy"), `form:has(input[value="given"])`))
	s.Clock.Advance(standing.WideningNotice)
	mats, noor := s.as("mats"), s.as("noor")
	mats.follow(t, mats.submit(t, mats.get(page+"?edit=result"), `form[action$="/result"]`, "summary", "Good.", "step", "individual", "focus:0", "Rest."))
	if got := noor.get(page).text("main"); !strings.Contains(got, told) {
		t.Errorf("before she signs it says %q", got)
	}
}
