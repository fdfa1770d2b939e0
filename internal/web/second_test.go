package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/credential"
	"cairn/internal/testkit/device"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// question is what the script is told to ask the device.
func (v *visitor) question(path string, pairs ...string) (token string, options []byte) {
	v.site.Helper()
	a := v.post(path, pairs...)
	var q struct {
		Token   string          `json:"token"`
		Options json.RawMessage `json:"options"`
	}
	if err := json.Unmarshal([]byte(a.body), &q); err != nil || a.status != http.StatusOK {
		v.site.Fatalf("status %d, %v: %s", a.status, err, a.body)
	}
	return q.Token, q.Options
}

func TestAPasskeyIsMadeUsedAndRemoved(t *testing.T) {
	s := newSite(t)
	s.withPassword("noor")
	v, d := s.as("noor"), device.New(world.PublicURL)
	page := v.get("/account/sign-in")
	page.has(t, "form[data-passkey][hidden]", "noscript")
	if got := page.text(".page-head"); !strings.Contains(got, "Your password alone signs you in") {
		t.Errorf("the page says %q", got)
	}
	if a := v.post("/account/passkeys/question", "current", "not the password"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "not your password") {
		t.Errorf("status %d: %s", a.status, a.body)
	}
	token, _ := v.question("/account/passkeys/question", "current", oldPassword)
	if a := v.post("/account/passkeys", "token", token, "answer", "{}", "name", "Phone"); a.status != http.StatusConflict || a.text(".error-summary") == "" {
		t.Errorf("a wrong answer: status %d", a.status)
	}
	token, options := v.question("/account/passkeys/question", "current", oldPassword)
	renewed := v.renewed(t)
	made := v.post("/account/passkeys", "token", token, "answer", d.Make(t, options), "name", "My <b>phone</b>")
	if made.status != http.StatusOK || made.Find("#spare-codes li").Length() != 10 {
		t.Fatalf("status %d, %d spare codes", made.status, made.Find("#spare-codes li").Length())
	}
	renewed()
	page = v.get("/account/sign-in")
	if got := page.text(".own-things .own-name"); got != "My <b>phone</b>" {
		t.Errorf("called %q", got)
	}

	fresh := s.as("")
	fresh.get("/sign-in").has(t, "form[data-passkey='/sign-in/passkey/question']")
	token, _ = fresh.question("/sign-in/passkey/question")
	if a := fresh.post("/sign-in/passkey", "token", token, "answer", "{}", "next", "/people"); a.status != http.StatusUnauthorized || a.text(".notice-problem") == "" || a.Find("input[name=next][value='/people']").Length() == 0 {
		t.Errorf("a wrong answer: status %d", a.status)
	}
	token, options = fresh.question("/sign-in/passkey/question")
	if a := fresh.post("/sign-in/passkey", "token", token, "answer", d.Use(t, options), "next", "//evil.example"); a.status != http.StatusSeeOther || a.to != "/" {
		t.Errorf("status %d to %q", a.status, a.to)
	}
	if a := fresh.get("/account"); a.status != http.StatusOK {
		t.Errorf("signed in, and the account says %d", a.status)
	}

	removal := page.Find(".own-things form[action$='/removal']").AttrOr("action", "")
	if a := v.post(removal, "current", "not the password"); a.status != http.StatusUnprocessableEntity || a.Find(".own-things details[open] .field-error").Length() != 1 {
		t.Errorf("removed without the password: status %d", a.status)
	}
	if a := v.post(removal, "current", oldPassword); a.to != "/account/sign-in" {
		t.Errorf("status %d to %q", a.status, a.to)
	}
	if a := v.post(removal, "current", oldPassword); a.status != http.StatusNotFound {
		t.Errorf("removed twice: status %d", a.status)
	}
}

func TestACodeAppIsSetUpAndAskedFor(t *testing.T) {
	s := newSite(t)
	s.withPassword("noor")
	v := s.as("noor")
	if a := v.get("/account/code-app"); a.to != "/account/sign-in" {
		t.Errorf("nothing was begun, and status %d to %q", a.status, a.to)
	}
	if a := v.post("/account/code-app", "current", oldPassword); a.to != "/account/code-app" {
		t.Fatalf("status %d to %q", a.status, a.to)
	}
	setup := v.get("/account/code-app")
	setup.has(t, "img.code-picture[src^='data:image/png;base64,'][alt]", "input[autocomplete='one-time-code']")
	link := setup.Find("a[href^='otpauth:']").AttrOr("href", "")
	key, err := credential.ParseCodeKey(link)
	if err != nil || strings.ReplaceAll(setup.text("#code-key"), " ", "") != strings.ReplaceAll(key.Secret(), " ", "") {
		t.Fatalf("%v: the key is %q", err, setup.text("#code-key"))
	}
	code := func() string {
		c, err := key.Code(s.Now())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if a := v.post("/account/code-app/confirmation", "code", "12"); a.status != http.StatusUnprocessableEntity || a.Find("#code-key").Length() == 0 {
		t.Errorf("a wrong code: status %d", a.status)
	}
	renewed := v.renewed(t)
	done := v.post("/account/code-app/confirmation", "code", code())
	renewed()
	spare := done.text("#spare-codes li:first-child")
	if done.status != http.StatusOK || spare == "" {
		t.Fatalf("status %d", done.status)
	}
	if a := v.get("/account/code-app"); a.to != "/account/sign-in" {
		t.Error("the key is shown again")
	}

	s.Clock.Advance(time.Minute)
	fresh := s.as("")
	signIn := func() answer {
		return fresh.post("/sign-in", "email", "noor@example.org", "password", oldPassword, "next", "/people")
	}
	a := signIn()
	if a.to != "/sign-in/second?next=%2Fpeople" || fresh.cookies["cairn_session"] != "" {
		t.Fatalf("status %d to %q, %v", a.status, a.to, fresh.cookies)
	}
	fresh.get(a.to).has(t, "input[name=code]", "input[name=next][value='/people']")
	if got := fresh.get("/people"); got.status != http.StatusSeeOther {
		t.Errorf("half signed in, and people are shown: %d", got.status)
	}
	wrong := fresh.post("/sign-in/second", "code", "000000", "next", "/people")
	if wrong.status != http.StatusUnprocessableEntity || wrong.text(".field-error") == "" {
		t.Errorf("a wrong code: status %d", wrong.status)
	}
	if a := fresh.post("/sign-in/second", "code", code(), "next", "/people"); a.to != "/people" || fresh.cookies["cairn_session"] == "" || fresh.cookies["cairn_session_waits"] != "" {
		t.Errorf("status %d to %q, %v", a.status, a.to, fresh.cookies)
	}
	fresh.cookies = map[string]string{}
	if a := fresh.get("/sign-in/second?next=/people"); a.to != "/sign-in?next=%2Fpeople" {
		t.Errorf("nothing waits, and status %d to %q", a.status, a.to)
	}
	fresh.get("/sign-in").has(t, ".flash")
	signIn()
	if a := fresh.post("/sign-in/second", "code", spare); a.to != "/" {
		t.Errorf("a spare code: status %d to %q", a.status, a.to)
	}
	if got := v.get("/account/sign-in").text("#spares-section + .section-body p"); !strings.HasPrefix(got, "9 are left") {
		t.Errorf("spare codes: %q", got)
	}
	s.Clock.Advance(workflow.ProofHolds)
	if a := v.post("/account/spare-codes", "current", oldPassword); a.to != "/account/second-proof?next=%2Faccount%2Fsign-in" {
		t.Errorf("without the second proof: status %d to %q", a.status, a.to)
	}
	if a := v.post("/account/password", "current", oldPassword, "password", "seven birches by the river"); !strings.HasPrefix(a.to, "/account/second-proof") {
		t.Errorf("the password, without the second proof: status %d to %q", a.status, a.to)
	}
	v.get("/account/sign-in").has(t, "a[href^='/account/second-proof']")
	v.get("/account/second-proof?next=/account/sign-in").has(t, "input[name=code]", "input[name=next][value='/account/sign-in']")
	if a := v.post("/account/second-proof", "code", "000000", "next", "/account/sign-in"); a.status != http.StatusUnprocessableEntity || a.text(".field-error") == "" {
		t.Errorf("a wrong code, shown again: status %d", a.status)
	}
	defer v.renewed(t)()
	if a := v.post("/account/second-proof", "code", code(), "next", "//evil.example"); a.to != "/account/sign-in" {
		t.Errorf("the code, shown again: status %d to %q", a.status, a.to)
	}
	if a := v.get("/account/second-proof"); a.to != "/account/sign-in" {
		t.Errorf("it was shown, and is asked for: status %d to %q", a.status, a.to)
	}
	if a := v.post("/account/spare-codes", "current", oldPassword); a.Find("#spare-codes li").Length() != 10 {
		t.Errorf("new spare codes: status %d", a.status)
	}
	if a := v.post("/account/code-app/removal", "current", oldPassword); a.to != "/account/sign-in" {
		t.Errorf("removal: status %d to %q", a.status, a.to)
	}
	if a := signIn(); a.to != "/people" {
		t.Errorf("nothing is set up, and status %d to %q", a.status, a.to)
	}
}
