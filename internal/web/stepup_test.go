package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/workflow"
)

// TestPagesAskForAProofAndLeadBack: a file asks before it goes, a token before it is
// made, and what was typed in between stays.
func TestPagesAskForAProofAndLeadBack(t *testing.T) {
	s := newSite(t)
	s.withPassword("noor")
	v := s.as("noor")
	if a := v.get("/journal/export"); a.status != http.StatusOK {
		t.Errorf("just signed in: %d", a.status)
	}
	v.get("/account/tokens").has(t, `form[action="/account/tokens"]`)
	s.Clock.Advance(workflow.ProofHolds + time.Minute)
	if a := v.get("/journal/export"); a.to != "/account/confirm?next=%2Fjournal%2Fexport" {
		t.Errorf("later: %d to %q", a.status, a.to)
	}
	page := v.get("/account/tokens")
	if page.Find(`form[action="/account/tokens"]`).Length() > 0 || page.Find(`a[href="/account/confirm?next=%2Faccount%2Ftokens"]`).Length() == 0 {
		t.Error("the form is there without a proof, or nothing leads to it")
	}
	late := v.post("/account/tokens", "idempotency_key", "k", "name", "My <b>script</b>", "scopes", "framework", "days", "30")
	if got := late.Find(`input[name="name"]`).AttrOr("value", ""); late.status != http.StatusConflict || got != "My <b>script</b>" || late.Find(`a[href^="/account/confirm"]`).Length() == 0 {
		t.Errorf("typed meanwhile: %d, %q", late.status, got)
	}
	defer v.renewed(t)()
	if a := v.post("/account/confirm", "password", oldPassword, "next", "/account/tokens"); a.to != "/account/tokens" {
		t.Fatalf("confirming: %d to %q: %s", a.status, a.to, a.text("main"))
	}
	made := v.post("/account/tokens", "idempotency_key", "k", "name", "My script", "scopes", "framework", "days", "30")
	if made.status != http.StatusOK || !strings.Contains(made.body, "cairn_pat_") {
		t.Errorf("confirmed: %d", made.status)
	}
}

// renewed remembers the token of the browser's session; what it returns fails when that is
// still the token.
func (v *visitor) renewed(t *testing.T) func() {
	t.Helper()
	before := v.cookies["cairn_session"]
	return func() {
		t.Helper()
		if now := v.cookies["cairn_session"]; now == before || now == "" {
			t.Error("the browser keeps the token it had before")
		}
	}
}
