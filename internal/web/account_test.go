package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/web/pages/account"
	"cairn/internal/workflow"
)

const (
	oldPassword = "quiet harbour lantern moss"
	newPassword = "seven birches by the river"
)

// withPassword gives the person a password, as an invitation does.
func (s *testSite) withPassword(name string) {
	s.Helper()
	in, err := s.Invite(s.Context(), access.System(access.ViaCommand), workflow.Once{}, s.Person(name))
	if err == nil {
		_, err = s.AcceptInvitation(s.Context(), in.Token, oldPassword, "a test")
	}
	if err != nil {
		s.Fatal(err)
	}
}

func TestAccountNamesTheTwoWhoSeeTheStep(t *testing.T) {
	s := newSite(t)
	for name, want := range map[string]string{"noor": "You and Mats Holm", "cai": "You. You have no manager at the moment."} {
		for _, path := range []string{"/account", "/account/readers"} {
			if got := s.as(name).get(path).text(".notice-lock .notice-title"); got != want {
				t.Errorf("%s, %s: %q, want %q", name, path, got, want)
			}
		}
	}
}

func TestZoneIsChosenFromTheList(t *testing.T) {
	s := newSite(t)
	v := s.as("noor")
	key := v.get("/account/zone").Find("input[name=idempotency_key]").AttrOr("value", "")
	if a := v.post("/account/zone", "zone", "Asia/Kathmandu", "idempotency_key", key); a.status != http.StatusSeeOther || a.to != "/account" {
		t.Fatalf("status %d to %q", a.status, a.to)
	}
	a := v.get("/account")
	if got := a.text("#time + .section-body"); !strings.Contains(got, "Asia/Kathmandu, where it is now 14:45 on Tuesday, 12 May") {
		t.Errorf("account says %q", got)
	}
	if !strings.Contains(a.text(".flash"), "this zone") {
		t.Errorf("flash %q", a.text(".flash"))
	}
	v.get("/account/zone").has(t, "option[selected][value='Asia/Kathmandu']")
	for _, bad := range []string{"Middle/Earth", "Local", "../../etc/passwd", "<b>"} {
		a := v.post("/account/zone", "zone", bad)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text("#zone-error"), "not a time zone we know") {
			t.Errorf("%q: status %d, %q", bad, a.status, a.text("#zone-error"))
		}
	}
	if a := v.post("/account/zone", "zone", ""); a.status != http.StatusSeeOther {
		t.Errorf("back to the organisation's: %d", a.status)
	}
	if got := v.get("/account").text("#time + .section-body"); !strings.Contains(got, "This is the organisation’s") {
		t.Errorf("account says %q", got)
	}
}

func TestEveryZoneOfTheListIsKnown(t *testing.T) {
	for _, name := range account.Zones() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(account.Zones()); n < 400 {
		t.Errorf("%d zones", n)
	}
}

func TestPasswordFormSaysWhatIsWrongAndRepeatsNothing(t *testing.T) {
	s := newSite(t)
	s.withPassword("noor")
	v := s.as("noor")
	for _, c := range []struct{ current, fresh, field, says string }{
		{"not this one at all", newPassword, "current", "not your current password"},
		{oldPassword, "short", "password", "at least 12"},
		{oldPassword, "noor@example.org is me", "password", "your name or e-mail address"},
	} {
		a := v.post("/account/password", "current", c.current, "password", c.fresh)
		if got := a.text("#" + c.field + "-error"); a.status != http.StatusUnprocessableEntity || !strings.Contains(got, c.says) {
			t.Errorf("%q: status %d, %q", c.fresh, a.status, got)
		}
		a.has(t, `.error-summary a[href="#`+c.field+`"]`, "#"+c.field+"[aria-invalid]")
		if strings.Contains(a.body, c.current) || strings.Contains(a.body, `value="`+c.fresh) {
			t.Error("a password is repeated on the page")
		}
	}
}

func TestNewPasswordEndsTheOtherSessions(t *testing.T) {
	s := newSite(t)
	s.withPassword("noor")
	here, there := s.as("noor"), s.as("noor")
	defer here.renewed(t)()
	if a := here.post("/account/password", "current", oldPassword, "password", newPassword); a.status != http.StatusSeeOther || a.to != "/account" {
		t.Fatalf("status %d to %q", a.status, a.to)
	}
	if a := here.get("/account"); a.status != http.StatusOK || !strings.Contains(a.text(".flash"), "password is changed") {
		t.Errorf("here: %d %q", a.status, a.text(".flash"))
	}
	if a := there.get("/account"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, "/sign-in") {
		t.Errorf("there: %d to %q", a.status, a.to)
	}
	in := s.as("").post("/sign-in", "email", "noor@example.org", "password", newPassword)
	if in.status != http.StatusSeeOther {
		t.Errorf("signing in with the new one: %d", in.status)
	}
}

func TestSessionsAreEndedOneByOneAndTogether(t *testing.T) {
	s := newSite(t)
	here, second, third := s.as("noor"), s.as("noor"), s.as("noor")
	a := here.get("/account")
	if n := a.Find(".own-things li").Length(); n != 3 {
		t.Fatalf("%d sessions", n)
	}
	if got := a.text(".own-things .badge"); got != "this browser" || !strings.Contains(a.text(".own-things"), "Firefox on Linux") {
		t.Errorf("sessions read %q", a.text(".own-things"))
	}
	form := a.Find(`.own-things form[action$="/end"]`).First()
	path, key := form.AttrOr("action", ""), form.Find("[name=idempotency_key]").AttrOr("value", "")
	for range 2 { // a double click ends it once
		if e := here.post(path, "idempotency_key", key); e.status != http.StatusSeeOther {
			t.Errorf("ending: %d", e.status)
		}
	}
	if e := s.as("ola").post(path, "idempotency_key", "k"); e.status != http.StatusNotFound {
		t.Errorf("somebody else's session: %d", e.status)
	}
	if n := here.get("/account").Find(".own-things li").Length(); n != 2 {
		t.Errorf("%d sessions are left", n)
	}
	if e := here.post("/account/sessions/end-all", "idempotency_key", "all"); e.status != http.StatusSeeOther {
		t.Errorf("ending all: %d", e.status)
	}
	for _, v := range []*visitor{second, third} {
		if a := v.get("/account"); a.status != http.StatusSeeOther {
			t.Errorf("still signed in: %d", a.status)
		}
	}
	if a := here.get("/account"); a.status != http.StatusOK || a.Find(".own-things li").Length() != 1 {
		t.Errorf("here: %d", a.status)
	}
}

func TestTokenIsShownOnce(t *testing.T) {
	s := newSite(t)
	v := s.as("noor")
	a := v.get("/account/tokens")
	a.has(t, "select[name=days] option[selected][value='30']")
	if n := a.Find("input[name=scopes]").Length(); n != len(access.Scopes()) || a.Find("input[name=scopes][checked]").Length() != 0 {
		t.Errorf("%d scopes offered", n)
	}
	key := a.Find(`form[action="/account/tokens"] [name=idempotency_key]`).AttrOr("value", "")
	form := []string{"name", "My <notes>", "scopes", "organisation", "scopes", "framework", "days", "7", "idempotency_key", key}
	made := v.post("/account/tokens", form...)
	text := made.text("#token")
	if made.status != http.StatusOK || text == "" || made.text("h1") != "My <notes>" {
		t.Fatalf("status %d, token %q, title %q", made.status, text, made.text("h1"))
	}
	made.has(t, "[data-copy='"+text+"']")
	again := v.post("/account/tokens", form...)
	if again.status != http.StatusConflict || strings.Contains(again.body, text) || !strings.Contains(again.text(".notice-problem"), "shown only once") {
		t.Errorf("again: %d %q", again.status, again.text(".notice-problem"))
	}
	row := v.get("/account/tokens").text(".own-things li")
	for _, want := range []string{"My <notes>", "For people and units, the framework", "never used", "ends in 1 week"} {
		if !strings.Contains(row, want) {
			t.Errorf("list says %q, want %q", row, want)
		}
	}
	if _, _, err := s.AuthenticateToken(s.Context(), text); err != nil {
		t.Error(err)
	}
	if row := v.get("/account/tokens").text(".own-things li"); !strings.Contains(row, "last used just now") {
		t.Errorf("after its use the list says %q", row)
	}
}

func TestTokenFormKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	v := s.as("noor")
	a := v.post("/account/tokens", "name", "", "scopes", "step", "days", "forever")
	if a.status != http.StatusUnprocessableEntity || a.text("#name-error") == "" || a.text("#days-error") == "" {
		t.Errorf("status %d, %q, %q", a.status, a.text("#name-error"), a.text("#days-error"))
	}
	a.has(t, "input[name=scopes][value=step][checked]")
	a = v.post("/account/tokens", "name", "Notes", "scopes", "everything", "days", "90")
	if a.Find("input[name=name]").AttrOr("value", "") != "Notes" || !strings.Contains(a.text("fieldset .field-error"), "at least one") {
		t.Errorf("status %d, %q", a.status, a.text("fieldset .field-error"))
	}
	first := "#scopes-" + string(access.Scopes()[0])
	a.has(t, "option[selected][value='90']", `.error-summary a[href="`+first+`"]`, first)
}

func TestTokenIsRevokedByItsOwnerOnly(t *testing.T) {
	s := newSite(t)
	v := s.as("noor")
	text := v.post("/account/tokens", "name", "Notes", "scopes", "framework", "days", "30", "idempotency_key", "k").text("#token")
	path := v.get("/account/tokens").Find(`form[action$="/revocation"]`).AttrOr("action", "")
	if a := s.as("mats").post(path, "idempotency_key", "r"); a.status != http.StatusNotFound {
		t.Errorf("somebody else: %d", a.status)
	}
	for range 2 {
		if a := v.post(path, "idempotency_key", "r"); a.status != http.StatusSeeOther || a.to != "/account/tokens" {
			t.Errorf("revoking: %d", a.status)
		}
	}
	if _, _, err := s.AuthenticateToken(s.Context(), text); err == nil {
		t.Error("the token still opens")
	}
	if a := v.post("/account/tokens/"+string(id.New[id.Token]())+"/revocation", "idempotency_key", "x"); a.status != http.StatusNotFound {
		t.Errorf("unknown token: %d", a.status)
	}
}

func TestReadersAreToldToThePersonOnly(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	if got := noor.get("/account/readers").text("#reads + .section-body"); got != "Nobody else has read anything private about you so far." {
		t.Errorf("before: %q", got)
	}
	s.as("mats").get(s.profile("noor"))
	s.as("mats").get(s.profile("noor"))
	s.as("pia").get(s.profile("noor"))
	noor.get(s.profile("noor"))
	a := noor.get("/account/readers")
	got := a.text(".read-day")
	for _, want := range []string{"12 May 2026", "Your Step and how it came to be Mats Holm, your manager, at 09:00", "Your start date A people partner, at 09:00"} {
		if !strings.Contains(got, want) {
			t.Errorf("readers %q, want %q", got, want)
		}
	}
	if strings.Contains(got, "Pia") || a.Find(".read-day li").Length() != 3 {
		t.Errorf("readers %q", got)
	}
	if got := s.as("mats").get("/account/readers").text("main"); strings.Contains(got, "Noor") {
		t.Errorf("Mats is told about Noor: %q", got)
	}
}

func TestAPersonSeesWhatThereIsAndWhoCanReadIt(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	got := noor.get("/account/readers").text("section[aria-labelledby=there]")
	for _, want := range []string{"Your start date", "Mats Holm, as your manager of today", "People partners and compensation partners"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if n := noor.get("/account/readers").Find(".seen > li").Length(); n != 1 {
		t.Errorf("%d things, and there is the start date alone: %q", n, got)
	}
}

func TestFormerManagerIsNotNamed(t *testing.T) {
	s := newSite(t)
	s.as("mats").get(s.profile("noor"))
	if err := s.SetManager(s.Context(), access.System(access.ViaCommand), s.Person("noor"), s.Person("wim")); err != nil {
		t.Fatal(err)
	}
	got := s.as("noor").get("/account/readers").text(".read-day")
	if !strings.Contains(got, "Your manager at that time") || strings.Contains(got, "Mats") {
		t.Errorf("readers %q", got)
	}
	if a := s.as("mats").get(s.profile("noor")); a.Find("#step, .private-value").Length() > 0 {
		t.Error("the former manager still sees the private section")
	}
	s.as("wim").get(s.profile("noor")).has(t, "#step", ".private-value")
}

// What the manager drafts for themselves is no reading of the person.
func TestDraftsAreNoReadings(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	if _, err := s.Evaluation(s.Context(), s.Actor("mats"), ref); err != nil {
		t.Fatal(err)
	}
	a := s.as("noor").get("/account/readers")
	if n := a.Find(".read-day li").Length(); n != 0 {
		t.Errorf("readers %q", a.text(".read-day"))
	}
}

func TestReadersGoOnPageByPage(t *testing.T) {
	s := newSite(t)
	mats := s.Actor("mats")
	for range 150 {
		if _, err := s.Standing(s.Context(), mats, s.Person("noor")); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(time.Minute)
	}
	noor := s.as("noor")
	first := noor.get("/account/readers")
	next := first.Find(".pager [rel=next]").AttrOr("href", "")
	second := noor.get(next)
	if second.status != http.StatusOK || second.Find(".pager [rel=next]").Length() > 0 {
		t.Errorf("%q: status %d, or a third page", next, second.status)
	}
	if one, two := first.text(".read-day"), second.text(".read-day"); !strings.Contains(one, "until 11:29") || !strings.Contains(two, "09:00, several times until 09:49") {
		t.Errorf("pages %q and %q", one, two)
	}
	second.has(t, `.pager a[href="/account/readers"]`)
	for _, bad := range []string{"x", "1.2.3", "-5." + string(id.New[id.Entry]()), "99999999999999999999.a"} {
		if a := noor.get("/account/readers?before=" + bad); a.status != http.StatusOK || a.text(".read-day") != first.text(".read-day") {
			t.Errorf("%q: status %d, another page than the first", bad, a.status)
		}
	}
}

func TestAgentsInWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                  "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":               "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":                   "Safari on a Mac",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari on an iPhone",
		"Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                   "Chrome on Android",
		"": "A browser that does not say its name", "<script>": "<script>", "curl/8.5": "curl",
		strings.Repeat("å", 80): strings.Repeat("å", 59) + "…",
	} {
		if got := account.Agent(t.Context(), agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}
