package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

// ranges is a file of what two steps are paid.
const ranges = "market,discipline,step,valid from,minimum,reference,maximum,reason\n" +
	"Sweden,Software development,Individual,2026-01-01,36 000,43 000,52 000,First\n" +
	"Sweden,software-development,squad-chapter,2026-01-01,44000,53000.50,64000,First\n"

func (v *visitor) withMarket(t *testing.T) {
	t.Helper()
	page := v.get("/pay/markets")
	page.has(t, ".empty", "details[open] form")
	wrong := v.submit(t, page, `form[action="/pay/markets"]`, "name", "Sweden", "country", "Sweden", "currency", "", "period", "month")
	if wrong.status != http.StatusUnprocessableEntity || wrong.Find("#name").AttrOr("value", "") != "Sweden" {
		t.Errorf("a mistake in a market: %d", wrong.status)
	}
	wrong.has(t, "#country-error", "#currency-error", `#period-month[checked]`)
	v.follow(t, v.submit(t, wrong, `form[action="/pay/markets"]`, "country", "se", "currency", "SEK", "usual", "yes")).has(t, ".pay-market")
}

func TestRangesFromAFileToAPersonsPage(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	kim, noor, mats := s.as("kim"), s.as("noor"), s.as("mats")
	kim.get("/pay/ranges").has(t, ".empty a[href='/pay/markets']")
	kim.withMarket(t)
	bad := kim.uploadAs("/pay/ranges/import", "ranges.csv", strings.Replace(ranges, "52 000", "30", 1)+"Norway,quality,individual,2026-01-01,1,2,3,\n")
	if got := bad.text(".mistakes"); bad.status != http.StatusUnprocessableEntity || !strings.Contains(got, "line 2") || !strings.Contains(got, "line 4") || !strings.Contains(got, "no such market") {
		t.Errorf("mistakes: %d %q", bad.status, got)
	}
	page := kim.uploadAs("/pay/ranges/import", "ranges.csv", ranges)
	if got := page.text(".told-lines"); !strings.Contains(got, "Squad/Chapter, from 2026-01-01: SEK 44,000 to SEK 64,000, reference SEK 53,000.50") {
		t.Errorf("the preview reads %q", got)
	}
	kim.get("/pay/ranges").has(t, ".empty")
	page = kim.follow(t, kim.submit(t, page, `form[action="/pay/ranges/import/confirmation"]`))
	page.has(t, ".bands svg", `td[data-column="Minimum"]`)
	if got := page.text(".bands"); !strings.Contains(got, "SEK 36,000 to SEK 52,000, reference SEK 43,000") {
		t.Errorf("the picture says %q", got)
	}
	again := kim.uploadAs("/pay/ranges/import", "ranges.csv", kim.get("/pay/ranges/export").body)
	if got := again.text("#preview ~ .section-body"); again.Find("form[action$=confirmation]").Length() > 0 || !strings.Contains(got, "nothing new") {
		t.Errorf("what was taken away and brought in again says %q", got)
	}
	own := noor.get("/pay")
	own.has(t, ".pay-amounts", ".bands", ".notice-lock")
	if got := own.text("main"); !strings.Contains(got, "SEK 44,000 to SEK 64,000") || !strings.Contains(got, "The step sets the range, not the salary.") || strings.Contains(got, "36,000") {
		t.Errorf("her own reads %q", got)
	}
	address := "/people/" + string(s.Person("noor")) + "/pay"
	if got := mats.get(address).text("main"); !strings.Contains(got, "SEK 44,000 to SEK 64,000") || !strings.Contains(got, "That you opened this page is written down") {
		t.Errorf("her manager reads %q", got)
	}
	if got := kim.get(address).text("main"); strings.Contains(got, "44,000") || strings.Contains(got, "Squad/Chapter") || !strings.Contains(got, "not yours to see") {
		t.Errorf("a compensation partner reads %q", got)
	}
	mats.get("/pay/ranges").has(t, "table")
	for _, name := range []string{"ben", "pia", "odd", "tove", "cai"} {
		if got := s.as(name).get(address).status; got != http.StatusNotFound {
			t.Errorf("%s at her pay: %d", name, got)
		}
	}
	for _, path := range []string{"/pay/ranges", "/pay/ranges/new", "/pay/ranges/import", "/pay/ranges/export", "/pay/markets"} {
		if got := s.as("ben").get(path).status; got != http.StatusNotFound {
			t.Errorf("ben at %s: %d", path, got)
		}
	}
}

func TestAVersionOfARangeIsWritten(t *testing.T) {
	s := newSite(t)
	kim := s.as("kim")
	kim.withMarket(t)
	kim.follow(t, kim.submit(t, kim.uploadAs("/pay/ranges/import", "r.csv", ranges), `form[action="/pay/ranges/import/confirmation"]`))
	page := kim.get("/pay/ranges/new?discipline=software-development&step=individual")
	page.has(t, `#minimum[value="36000"]`, `#step option[value="individual"][selected]`, ".pay-history")
	wrong := kim.submit(t, page, `form[action="/pay/ranges"]`, "minimum", "40.000,001", "maximum", "38000", "from", "2026-07-01")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a mistake: %d", wrong.status)
	}
	wrong.has(t, "#minimum-error", "#reason-error", `#minimum[value="40.000,001"]`, `#maximum[value="38000"]`, `#from[value="2026-07-01"]`)
	page = kim.follow(t, kim.submit(t, wrong, `form[action="/pay/ranges"]`, "minimum", "60 000", "reference", "65000", "maximum", "70000", "from", "2026-05-01", "reason", "Too <b>high</b>."))
	page.has(t, ".bands")
	if got := page.text("main"); !strings.Contains(got, "SEK 60,000") {
		t.Errorf("the table reads %q", got)
	}
	history := kim.get("/pay/ranges/new?discipline=software-development&step=individual").text(".pay-history")
	if !strings.Contains(history, "Too <b>high</b>.") || !strings.Contains(history, "SEK 36,000") {
		t.Errorf("the history reads %q", history)
	}
	page = kim.follow(t, kim.submit(t, kim.get("/pay/ranges/new?discipline=software-development&step=individual"), `form[action="/pay/ranges"]`, "minimum", "20000", "reference", "25000", "maximum", "42000", "from", "2026-05-02", "reason", "Apart."))
	if got := page.text(".notice-changed"); !strings.Contains(got, "do not overlap") || !strings.Contains(got, "wider than you chose") {
		t.Errorf("what is worth a look: %q", got)
	}
	file := kim.get("/pay/ranges/export?format=xlsx")
	if file.status != http.StatusOK || !strings.HasPrefix(file.body, "PK") {
		t.Errorf("the workbook: %d", file.status)
	}
}

func TestThePolicyOfPayIsChosen(t *testing.T) {
	s := newSite(t)
	kim, pia, noor := s.as("kim"), s.as("pia"), s.as("noor")
	page := kim.get("/pay/policy")
	wrong := kim.submit(t, page, `form:has(input[value="width-limit"])`, "width", "7")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a limit of 7: %d", wrong.status)
	}
	wrong.has(t, `#width[value="7"]`, "#width-error")
	page = kim.follow(t, kim.submit(t, page, `form:has(input[value="own-range"])`))
	if got := noor.get("/pay").text("main"); !strings.Contains(got, "has chosen not to show people the range") {
		t.Errorf("where it is off she reads %q", got)
	}
	kim.follow(t, kim.submit(t, page, `form:has(input[value="sight-asked"])`, "reason", "The law asks for it."))
	if got := noor.get("/pay/policy").text("main"); strings.Contains(got, "The law asks") {
		t.Errorf("before anybody agreed she reads %q", got)
	}
	noor.get("/pay/policy").has(t, "h1")
	pia.follow(t, pia.submit(t, pia.get("/pay/policy"), `form:has(input[value="sight-given"])`))
	for _, at := range []string{"/pay/policy", "/inbox"} {
		if got := noor.get(at).text("main"); !strings.Contains(got, "The law asks for it.") && !strings.Contains(got, "Who may know what about pay") {
			t.Errorf("%s reads %q", at, got)
		}
	}
	kim.follow(t, kim.submit(t, kim.get("/pay/policy"), `form:has(input[value="sight-ended"])`))
	if got := noor.get("/pay/policy"); got.Find(".notice-changed").Length() > 0 {
		t.Error("after its end it is still told as if it held")
	}
}

func TestWhereSomebodyIsPaidIsSaid(t *testing.T) {
	s := newSite(t)
	kim := s.as("kim")
	address := "/people/" + string(s.Person("noor")) + "/pay"
	kim.get(address).has(t, `a[href="/pay/markets"]`)
	kim.withMarket(t)
	wrong := kim.submit(t, kim.get(address), `form[action$="/place"]`, "place_from", "soon")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a mistake: %d", wrong.status)
	}
	wrong.has(t, "#place_from-error", "details[open]")
	market := wrong.Find("#market option").Last().AttrOr("value", "")
	page := kim.follow(t, kim.submit(t, wrong, `form[action$="/place"]`, "market", market, "place_from", "2026-01-01"))
	if got := page.text("main"); !strings.Contains(got, "Now: Sweden, in SEK") || !strings.Contains(got, "from 1 January 2026") {
		t.Errorf("it reads %q", got)
	}
}

// uploadAs sends one file under the name that the pay part asks for it.
func (v *visitor) uploadAs(path, name, content string) answer {
	return v.uploadDraft(path, "file", name, content)
}
