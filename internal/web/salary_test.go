package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func (v *visitor) keepingSalaries(t *testing.T) {
	t.Helper()
	v.follow(t, v.submit(t, v.get("/pay/policy"), `form:has(input[value="salaries"])`))
}

func TestASalaryFromAFileToAPersonsPage(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	kim, noor, mats := s.as("kim"), s.as("noor"), s.as("mats")
	kim.withMarket(t)
	kim.follow(t, kim.submit(t, kim.uploadAs("/pay/ranges/import", "r.csv", ranges), `form[action="/pay/ranges/import/confirmation"]`))
	address := "/people/" + string(s.Person("noor")) + "/pay"
	file := "e-mail,valid from,salary,share,market,reason\nnoor@example.org,2026-02-01,\"43 999,50\",80,Sweden,As agreed.\n"
	refused := kim.uploadAs("/pay/people/import", "s.csv", file)
	if got := refused.text(".mistakes"); refused.status != http.StatusUnprocessableEntity || !strings.Contains(got, "not kept in Cairn here") {
		t.Errorf("where none are kept: %d %q", refused.status, got)
	}
	if kim.get("/pay/people").Find(`[data-column="Salary"]`).Length() > 0 || noor.get("/pay").Find("#salary").Length() > 0 {
		t.Error("where none are kept a place for them is shown")
	}
	kim.keepingSalaries(t)
	bad := kim.uploadAs("/pay/people/import", "s.csv", file+"kim@example.org,2026-02-01,1,,,\nnobody@example.org,2026-02-01,1,,,\nben@example.org,2026-02-01,1,120,,\n")
	if got := bad.text(".mistakes"); !strings.Contains(got, "this is you") || !strings.Contains(got, "nobody here has this address") || !strings.Contains(got, "line 5, column share") {
		t.Errorf("mistakes: %q", got)
	}
	page := kim.uploadAs("/pay/people/import", "s.csv", file)
	if got := page.text(".told-lines"); !strings.Contains(got, "Noor Said, from 2026-02-01: a salary") || strings.Contains(got, "43") {
		t.Errorf("the preview reads %q", got)
	}
	page = kim.follow(t, kim.submit(t, page, `form[action="/pay/people/import/confirmation"]`))
	if got := page.text("table"); !strings.Contains(got, "SEK 43,999.50 a month for full time, at 80 per cent of it") || !strings.Contains(got, "another partner’s to look after") {
		t.Errorf("the list reads %q", got)
	}
	if got := kim.get("/pay/people?q=said").Find("tbody tr").Length(); got != 1 {
		t.Errorf("searching finds %d", got)
	}
	for name, got := range map[string]string{"noor": noor.get("/pay").text("main"), "mats": mats.get(address).text("main")} {
		if !strings.Contains(got, "SEK 43,999.50") || !strings.Contains(got, "SEK 35,199.60 a month, rounded") || !strings.Contains(got, "below the range") || !strings.Contains(got, "As agreed.") {
			t.Errorf("%s reads %q", name, got)
		}
	}
	if got := kim.get(address).text("main"); !strings.Contains(got, "SEK 43,999.50") || strings.Contains(got, "below") || strings.Contains(got, "inside") {
		t.Errorf("a compensation partner reads %q", got)
	}
	if got := s.as("ben").get("/pay/people").status; got != http.StatusNotFound {
		t.Errorf("ben at the list: %d", got)
	}
	if got := kim.get("/pay/people/import/progress?key=none"); got.status != http.StatusOK || got.body != "" {
		t.Errorf("of no import it is told %q", got.body)
	}
}

func TestASalaryIsWrittenForOne(t *testing.T) {
	s := newSite(t)
	kim := s.as("kim")
	kim.withMarket(t)
	kim.keepingSalaries(t)
	address := "/people/" + string(s.Person("noor")) + "/pay"
	form := `form[action="` + address + `/salary"]`
	wrong := kim.submit(t, kim.get(address), form, "amount", "many", "share", "half", "from", "")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a mistake: %d", wrong.status)
	}
	wrong.has(t, "#amount-error", "#share-error", "#from-error", "#reason-error", `#amount[value="many"]`, `#share[value="half"]`, "details[open]")
	page := kim.follow(t, kim.submit(t, wrong, form, "amount", "48 000", "share", "87.5", "from", "2026-01-01", "reason", "Begins <b>here</b>."))
	page = kim.follow(t, kim.submit(t, page, form, "amount", "50000", "from", "2026-05-01", "reason", "More."))
	got := page.text("main")
	for _, words := range []string{"SEK 50,000", "87.50 per cent", "SEK 43,750 a month", "Begins <b>here</b>.", "From 1 January 2026"} {
		if !strings.Contains(got, words) {
			t.Errorf("%q is not in %q", words, got)
		}
	}
}

const benchmarks = "source,date,market,job,discipline,step,p25,p50,p75\n" +
	"Fjord Survey,2026-03-01,Sweden,Developer II,software-development,squad-chapter,47000,52500,59000\n" +
	"Fjord Survey,2026-03-01,Sweden,Tester III,,,50000,56000,\n"

func TestBenchmarksStandBesideRanges(t *testing.T) {
	s := newSite(t)
	kim := s.as("kim")
	kim.get("/pay/benchmarks").has(t, ".empty")
	kim.withMarket(t)
	kim.follow(t, kim.submit(t, kim.uploadAs("/pay/ranges/import", "r.csv", ranges), `form[action="/pay/ranges/import/confirmation"]`))
	page := kim.follow(t, kim.submit(t, kim.uploadAs("/pay/benchmarks/import", "b.csv", benchmarks), `form[action="/pay/benchmarks/import/confirmation"]`))
	got := page.text("main")
	for _, words := range []string{"The reference lies between its median and its P75; the minimum lies below its P25; the maximum lies above its P75.", "Beside no range yet", "Tester III", "P25: SEK 47,000, median: SEK 52,500"} {
		if !strings.Contains(got, words) {
			t.Errorf("%q is not in %q", words, got)
		}
	}
	loose := page.Find("#loose ~ .section-body form, section:has(#loose) form").First().AttrOr("action", "")
	wrong := kim.submit(t, page, `form[action="`+loose+`"]`, "discipline", "quality", "step", "")
	if wrong.status != http.StatusUnprocessableEntity || wrong.Find("details[open] .field-error").Length() == 0 {
		t.Errorf("half a match: %d", wrong.status)
	}
	page = kim.follow(t, kim.submit(t, wrong, `form[action="`+loose+`"]`, "discipline", "quality", "step", "tribe-guild"))
	if got := page.text("main"); strings.Contains(got, "Beside no range yet") || !strings.Contains(got, "Quality: Tribe/Guild") {
		t.Errorf("matched it reads %q", got)
	}
	page = kim.follow(t, kim.submit(t, page, `form[action="`+loose+`/removal"]`))
	if strings.Contains(page.text("main"), "Tester III") {
		t.Error("removed it is still there")
	}
	wrong = kim.submit(t, page, `form[method="post"][action="/pay/benchmarks"]`, "source", "Hafen", "dated", "2026-01-01", "p50", "50.000,001")
	if wrong.status != http.StatusUnprocessableEntity || wrong.Find("#p50").AttrOr("value", "") != "50.000,001" || wrong.Find("#source").AttrOr("value", "") != "Hafen" {
		t.Errorf("a mistake: %d", wrong.status)
	}
	kim.follow(t, kim.submit(t, wrong, `form[method="post"][action="/pay/benchmarks"]`, "p50", "50000", "job", "Tester"))
	file := kim.get("/pay/benchmarks/export")
	if !strings.Contains(file.body, `"Hafen","2026-01-01","Sweden","Tester"`) {
		t.Errorf("the file reads %q", file.body)
	}
	again := kim.uploadAs("/pay/benchmarks/import", "b.csv", file.body)
	if got := again.text("main"); !strings.Contains(got, "nothing new") {
		t.Errorf("brought in again it says %q", got)
	}
	for _, name := range []string{"noor", "mats", "cai", "pia", "odd"} {
		for _, path := range []string{"/pay/benchmarks", "/pay/benchmarks/export", "/pay/benchmarks/import"} {
			if got := s.as(name).get(path).status; got != http.StatusNotFound {
				t.Errorf("%s at %s: %d", name, path, got)
			}
		}
	}
}
