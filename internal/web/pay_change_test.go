package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestPayWithAPromotionFromAProposalToALine(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	ref := s.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Committing, world.PlainCase)
	kim, noor, mats := s.as("kim"), s.as("noor"), s.as("mats")
	path := "/pay/changes/" + string(ref)
	offer := `form[action="` + path + `/offer"]`
	if got := mats.get("/").text("main"); !strings.Contains(got, "The pay of Noor Said, with the promotion") {
		t.Errorf("at home Mats reads %q", got)
	}
	if got := mats.get("/promotions/" + string(ref)).Find(`a[href="` + path + `"]`).Length(); got != 1 {
		t.Errorf("the case leads there %d times", got)
	}
	// Nobody has said where she is paid: there is no currency, and the page says so.
	page := mats.get(path)
	if got := page.text("main"); !strings.Contains(got, "It is not said yet where Noor Said is paid") {
		t.Errorf("without a market: %q", got)
	}
	refused := mats.submit(t, page, offer, "amount", "60000", "reason", "She leads it.")
	if got := refused.text(".error-summary"); refused.status != http.StatusUnprocessableEntity || !strings.Contains(got, "in which currency") {
		t.Errorf("an amount without a currency: %d %q", refused.status, got)
	}
	kim.withMarket(t)
	kim.follow(t, kim.submit(t, kim.uploadAs("/pay/ranges/import", "r.csv", ranges+"Sweden,Software development,Tribe/Guild,2026-01-01,55000,60000,70000,The market.\n"), `form[action="/pay/ranges/import/confirmation"]`))
	kim.keepingSalaries(t)
	if got := kim.get(path).status; got != http.StatusNotFound {
		t.Errorf("before anything is proposed a compensation partner gets %d", got)
	}
	refused = mats.submit(t, mats.get(path), offer, "amount", "sixty", "reason", "Ready for the Tribe/Guild step.", "from", "2020-01-01")
	if got := refused.text(".error-summary"); !strings.Contains(got, "names a step") || !strings.Contains(got, "digits") || !strings.Contains(got, "from the decision on") {
		t.Errorf("mistakes: %q", got)
	}
	if got, _ := refused.Find(`input[name="amount"]`).Attr("value"); got != "sixty" {
		t.Errorf("what was typed is lost: %q", got)
	}
	page = mats.follow(t, mats.submit(t, mats.get(path), offer, "amount", "20 000", "reason", "She leads it."))
	for name, v := range map[string]*visitor{"mats": mats, "noor": noor} {
		if got := v.get(path).text("main"); !strings.Contains(got, "SEK 20,000 a month, full time") || !strings.Contains(got, "Below the minimum of the new range") || !strings.Contains(got, "Tribe/Guild") {
			t.Errorf("%s reads %q", name, got)
		}
	}
	if got := page.text(".turn"); !strings.Contains(got, "a compensation partner’s turn") {
		t.Errorf("whose turn: %q", got)
	}
	// The partner reads amounts and reasons, and nothing of a step or a range.
	if got := kim.get("/pay/changes").text("main"); !strings.Contains(got, "The pay of Noor Said") {
		t.Errorf("what waits: %q", got)
	}
	page = kim.get(path)
	if got := page.text("main"); !strings.Contains(got, "SEK 20,000") || !strings.Contains(got, "She leads it.") || strings.Contains(got, "minimum") || strings.Contains(got, "Tribe") {
		t.Errorf("the compensation partner reads %q", got)
	}
	page = kim.submit(t, page, `form[action="`+path+`/return"]`, "words", " ")
	if page.status != http.StatusUnprocessableEntity || page.Find("details[open] textarea").Length() != 1 {
		t.Errorf("sent back without a word: %d", page.status)
	}
	kim.follow(t, kim.submit(t, page, `form[action="`+path+`/return"]`, "words", "Is that all?"))
	if got := mats.get(path).text("main"); !strings.Contains(got, "It is your turn") || !strings.Contains(got, "Is that all?") {
		t.Errorf("sent back, Mats reads %q", got)
	}
	old := mats.get(path)
	mats.follow(t, mats.submit(t, old, offer, "amount", "60000", "reason", "She leads it."))
	if got := mats.submit(t, old, offer, "amount", "1", "reason", "Again.", "idempotency_key", "another"); got.status != http.StatusConflict {
		t.Errorf("from a page that is old: %d", got.status)
	}
	kim.follow(t, kim.submit(t, kim.get(path), `form[action="`+path+`/approval"]`))
	for _, name := range []string{"noor", "mats"} {
		if err := s.SignCommitment(t.Context(), s.Actor(name), workflow.Once{}, ref, 1); err != nil {
			t.Fatal(err)
		}
	}
	if got := noor.get("/pay").text("main"); !strings.Contains(got, "SEK 60,000 a month, full time") || !strings.Contains(got, "She leads it.") {
		t.Errorf("her salary reads %q", got)
	}
	for _, name := range []string{"ben", "tove", "pia", "cai", "odd"} {
		if got := s.as(name).get(path).status; got != http.StatusNotFound {
			t.Errorf("%s: %d", name, got)
		}
	}
}
