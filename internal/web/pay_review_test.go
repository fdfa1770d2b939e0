package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func TestAReviewFromItsOpeningToALetter(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	kim, noor, mats := s.as("kim"), s.as("noor"), s.as("mats")
	if got := kim.get("/pay/reviews").text("main"); !strings.Contains(got, "Salaries are not kept") {
		t.Errorf("where none are kept: %q", got)
	}
	kim.withMarket(t)
	kim.follow(t, kim.submit(t, kim.uploadAs("/pay/ranges/import", "r.csv", ranges), `form[action="/pay/ranges/import/confirmation"]`))
	kim.keepingSalaries(t)
	for _, name := range []string{"noor", "ben"} {
		address := "/people/" + string(s.Person(name)) + "/pay"
		kim.follow(t, kim.submit(t, kim.get(address), `form[action="`+address+`/salary"]`, "amount", "40000", "currency", "SEK", "period", "month", "share", "80", "from", "2026-01-01", "reason", "Begins."))
	}
	open := `form[action="/pay/reviews"]`
	bad := kim.submit(t, kim.get("/pay/reviews"), open, "name", "Pay of the Squad/Chapter step", "from", "2026-05-10", "to", "2026-05-01", "holds", "soon", "back", "2025-05-01", "unit", "100")
	if got := bad.text(".error-summary"); bad.status != http.StatusUnprocessableEntity || !strings.Contains(got, "like 2026-09-01") {
		t.Errorf("mistakes: %d %q", bad.status, got)
	}
	if got := bad.Find(`input[name="name"]`).AttrOr("value", ""); got != "Pay of the Squad/Chapter step" {
		t.Errorf("what was typed is lost: %q", got)
	}
	page := kim.follow(t, kim.submit(t, bad, open, "name", "Pay 2026", "from", "2026-05-10", "to", "2026-05-20", "holds", "2026-07-01", "guide", "The market first."))
	review := strings.TrimSuffix(page.Find(`form[action$="/budgets"]`).AttrOr("action", ""), "/budgets")
	kim.follow(t, kim.submit(t, page, `form[action$="/budgets"]`, "tribe", page.Find(`select[name="tribe"] option:contains("Rivers")`).AttrOr("value", ""), "currency", "SEK", "amount", "10 000"))

	// The manager: at home, in the list, for one person.
	if got := mats.get("/").text("main"); !strings.Contains(got, "Pay 2026") {
		t.Errorf("at home Mats reads %q", got)
	}
	page = mats.get(review)
	for _, want := range []string{"The market first.", "SEK 40,000 a month for full time, at 80 per cent of it", "Below the range", "SEK 10,000 is left", "to whole 100 of the currency"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("the list lacks %q: %s", want, page.text("main"))
		}
	}
	person := review + "/people/" + string(s.Person("noor"))
	page = mats.get(person)
	if got := page.text("main"); !strings.Contains(got, "SEK 44,000 to SEK 64,000") || !strings.Contains(got, "Last agreed evaluation") || !strings.Contains(got, "No priority was agreed") {
		t.Errorf("of Noor Mats reads %q", got)
	}
	form := `form[action="` + person + `"]`
	for wrong, typed := range map[string][]string{
		"names a step":             {"how", "percent", "percent", "1", "reason", "Ready for the Tribe/Guild step."},
		"more than the budget":     {"how", "percent", "percent", "4.1", "reason", "Calm nights."},
		"like 2.5":                 {"how", "percent", "percent", "two", "reason", "Calm nights."},
		"Give the new amount":      {"how", "amount", "amount", "", "percent", "", "reason", "Calm nights."},
		"Choose an amount":         {"how", "magic", "reason", "Calm nights."},
		"the reason stays with it": {"how", "none", "reason", " "},
	} {
		if got := mats.submit(t, page, form, typed...); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(".error-summary"), wrong) {
			t.Errorf("%v: %d %q", typed, got.status, got.text(".error-summary"))
		}
	}
	page = mats.follow(t, mats.submit(t, page, form, "how", "percent", "percent", "4.1", "reason", "Calm nights.", "beyond", "She is below her range."))
	if got := page.text("main"); !strings.Contains(got, "SEK 41,600 (4.1 %)") || !strings.Contains(got, "SEK 5,360 more than there is") { // 1,280 × 12 = 15,360
		t.Errorf("written: %q", got)
	}
	if got := kim.get(person).status; got != http.StatusNotFound {
		t.Errorf("before it is sent Kim gets %d", got)
	}
	mats.follow(t, mats.submit(t, page, `form[action$="/sending"]`))
	if got := mats.submit(t, page, `form[action$="/sending"]`, "idempotency_key", "again"); got.status != http.StatusConflict {
		t.Errorf("sent twice: %d", got.status)
	}

	// The partner: no step and no range; over the budget with a word.
	page = kim.get(review)
	if got := page.text("main"); !strings.Contains(got, "SEK 41,600 (4.1 %)") || !strings.Contains(got, "She is below her range.") || !strings.Contains(got, "SEK 5,360 more than there is") {
		t.Errorf("Kim reads %q", got)
	}
	if got := kim.get(person).text("main"); strings.Contains(got, "44,000") || strings.Contains(got, "Squad") || !strings.Contains(got, "SEK 15,360 more") {
		t.Errorf("of Noor Kim reads %q", got)
	}
	approval := `form[action$="/approval"]`
	chosen := page.Find(`input[name="people"]`).AttrOr("value", "")
	if got := kim.submit(t, page, approval); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text("main"), "Choose whose proposals") {
		t.Errorf("nobody chosen: %d", got.status)
	}
	if got := kim.submit(t, page, approval, "people", chosen); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(".error-summary"), "more than the budget") || got.Find(`input[name="people"][checked]`).Length() != 1 {
		t.Errorf("over the budget: %d %q", got.status, got.text(".error-summary"))
	}
	if got := kim.submit(t, page, `form[action$="/closing"]`); got.status != http.StatusConflict {
		t.Errorf("closed while something waits: %d", got.status)
	}
	kim.follow(t, kim.submit(t, page, approval, "people", chosen, "beyond", "The range comes first."))
	page = kim.follow(t, kim.submit(t, kim.get(review), `form[action$="/closing"]`))
	if got := kim.get(page.Find(`a[href$="/export"]`).AttrOr("href", "")); !strings.Contains(got.body, "noor@example.org") || !strings.Contains(got.body, "41600") {
		t.Errorf("the file reads %q", got.body)
	}

	// The letter: the manager's to give, then the person's to read, without a word of a
	// step, a range or a promotion.
	letter := person + "/letter"
	if got := noor.get(letter).status; got != http.StatusNotFound {
		t.Errorf("before it is given Noor gets %d", got)
	}
	mats.follow(t, mats.submit(t, mats.get(letter), `form[action="`+letter+`"]`))
	if got := noor.get("/pay").Find(`a[href="` + letter + `"]`).Length(); got != 1 {
		t.Errorf("her page of pay leads to the letter %d times", got)
	}
	got := noor.get(letter).text(".pay-letter")
	if !strings.Contains(got, "From 1 July 2026 on, your salary is SEK 41,600 a month for full time, at 80 per cent of it.") || !strings.Contains(got, "that comes to SEK 33,280 a month") || !strings.Contains(got, "Calm nights.") || !strings.Contains(got, "Mats Holm") {
		t.Errorf("the letter reads %q", got)
	}
	for _, never := range []string{"step", "Step", "range", "promot", "Squad", "budget", "per cent of it more"} {
		if strings.Contains(got, never) {
			t.Errorf("the letter says %q: %s", never, got)
		}
	}
	for _, name := range []string{"ben", "pia", "odd"} {
		for _, path := range []string{"/pay/reviews", review, person, letter} {
			if got := s.as(name).get(path).status; got != http.StatusNotFound {
				t.Errorf("%s at %s: %d", name, path, got)
			}
		}
	}
}
