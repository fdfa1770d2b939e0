package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/pay"
	"cairn/internal/workflow"
)

func (s *testSite) keepPay(t *testing.T) {
	t.Helper()
	ctx, kim, once := s.Context(), s.Actor("kim"), workflow.Once{}
	_, err := s.MakeMarket(ctx, kim, once, workflow.MarketText{Name: "Sweden", Country: "SE", Currency: "SEK", Period: pay.Monthly, Usual: true})
	if err == nil {
		err = s.SetPayPolicy(ctx, kim, once, pay.Salaries, 1, "")
	}
	if err == nil {
		err = s.WriteSalary(ctx, kim, once, s.Person("noor"), workflow.SalaryText{Amount: "48123", Currency: "SEK", Period: pay.Monthly, From: "2026-01-01", Reason: "Begins."})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestOnesOwnCategory: the page says what one is paid, why no average stands there and
// who can be asked instead, and keeps an answer about one's sex until it is taken back.
func TestOnesOwnCategory(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	page := noor.get("/pay/category")
	if !strings.Contains(page.text("main"), "Salaries are not kept in Cairn here") {
		t.Errorf("without salaries: %s", page.text("#level + *"))
	}
	s.keepPay(t)
	page = noor.get("/pay/category")
	text := page.text("main")
	for _, want := range []string{"577,476 a year, for full time", "You have no step yet", "Discrimination Act", "no legal advice", "I say nothing"} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q", want)
		}
	}
	page.has(t, `input[name="sex"][value=""][checked]`)
	page = noor.submit(t, page, `form[action="/pay/category/sex"]`, "sex", "a unicorn")
	if page.status != http.StatusUnprocessableEntity || page.text("#sex-error") == "" {
		t.Errorf("an answer that is none: %d", page.status)
	}
	page = noor.follow(t, noor.submit(t, noor.get("/pay/category"), `form[action="/pay/category/sex"]`, "sex", "woman"))
	page.has(t, `input[name="sex"][value="woman"][checked]`)
	page = noor.follow(t, noor.submit(t, page, `form[action="/pay/category/sex"]`, "sex", ""))
	page.has(t, `input[name="sex"][value=""][checked]`)
	noor.get("/pay").has(t, `main a[href="/pay/category"]`)
}

func TestTheCriteriaAreMadeFromTheFramework(t *testing.T) {
	s := newSite(t)
	page := s.as("ben").get("/pay/criteria")
	f, err := s.Framework(s.Context(), s.Actor("ben"))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range f.AreasInOrder() {
		page.has(t, `main a[href="/framework/areas/`+string(a.ID)+`"]`)
	}
	for _, step := range f.StepsInOrder() {
		page.has(t, `main a[href="/framework/steps/`+string(step.ID)+`"]`)
	}
	if !strings.Contains(page.text("main"), "the same for everybody") || !strings.Contains(page.text("main"), f.Version) {
		t.Error("the page does not say that they are the same for everybody, or which version it is made from")
	}
}

// TestAReportFromAFileToACSV: answers come in from a file, a report is made, read by
// the two offices and taken away, and nobody else finds any of it.
func TestAReportFromAFileToACSV(t *testing.T) {
	s := newSite(t)
	s.keepPay(t)
	s.Clock.Advance(150 * 24 * time.Hour)
	kim, pia, noor := s.as("kim"), s.as("pia"), s.as("noor")
	page := pia.uploadAs("/pay/sex/import", "sex.csv", "e-mail,sex\nnoor@example.org,perhaps\nnobody@example.org,man\n")
	if text := page.text("main"); page.status != http.StatusUnprocessableEntity || !strings.Contains(text, "write woman, man or other") || !strings.Contains(text, "nobody here has this address") {
		t.Errorf("mistakes: %d, %s", page.status, text)
	}
	page = pia.uploadAs("/pay/sex/import", "sex.csv", "e-mail,sex\nnoor@example.org,woman\n")
	if text := page.text("main"); !strings.Contains(text, "Noor Said: an answer") || strings.Contains(text, "Noor Said: woman") {
		t.Errorf("what it would change: %s", text)
	}
	pia.follow(t, pia.submit(t, page, `form[action="/pay/sex/import/confirmation"]`))
	noor.get("/pay/category").has(t, `input[name="sex"][value="woman"][checked]`)

	page = kim.follow(t, kim.submit(t, kim.get("/pay/gap"), `form[action="/pay/gap"]`))
	if text := page.text("main"); !strings.Contains(text, "Sweden") || !strings.Contains(text, "not told") || strings.Contains(text, "577") {
		t.Errorf("the report reads %s", text)
	}
	at, _ := page.Find(`main a[href$="/export"]`).Attr("href")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(pia.get(at).body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 5 || rows[1][0] != "everybody" || rows[1][3] != "" {
		t.Errorf("the file reads %v, %v", rows, err)
	}
	if again := kim.get("/pay/gap"); again.Find(`form[action="/pay/gap"]`).Length() > 0 || !strings.Contains(again.text("main"), "The next report can be made from") {
		t.Error("another report is offered")
	}
	for _, path := range []string{"/pay/gap", at, strings.TrimSuffix(at, "/export"), "/pay/sex/import"} {
		for _, name := range []string{"noor", "mats", "cai", "odd"} {
			if got := s.as(name).get(path).status; got != http.StatusNotFound {
				t.Errorf("%s as %s: %d", path, name, got)
			}
		}
	}
}
