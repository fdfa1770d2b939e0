package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/event"
	"cairn/internal/recognition"
	"cairn/internal/workflow"
)

// giveUp tells everything that is due, until it is given up.
func giveUp(t *testing.T, s *testSite, a event.Answer) {
	t.Helper()
	for range 30 {
		calls, err := s.ClaimHookCalls(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range calls {
			if _, err := s.HookCalled(t.Context(), c, a); err != nil {
				t.Fatal(err)
			}
		}
		s.Clock.Advance(25 * time.Hour)
	}
}

func TestThePageOfAddressesThatAreTold(t *testing.T) {
	s := newSite(t)
	ctx, odd := t.Context(), s.as("odd")
	if got := odd.get("/hooks"); !strings.Contains(got.text("main"), "cairn hook add") {
		t.Errorf("without an address: %s", got.text("main"))
	}
	for _, wish := range []event.Wish{{Name: "news", Address: "https://news.example.org/very-secret"}, {Name: "chat", Address: "https://chat.example.org/very-secret", Form: event.Slack}} {
		if _, _, err := s.AddHook(ctx, access.System(access.ViaCommand), wish); err != nil {
			t.Fatal(err)
		}
	}
	thank := func() {
		t.Helper()
		if _, err := s.Recognise(ctx, s.Actor("fia"), workflow.Once{}, workflow.Thanks{Content: recognition.Content{Work: "The shelter", Text: "It stands.", People: nil}}); err == nil {
			t.Fatal("nobody is thanked")
		}
		c := recognition.Content{Work: "The shelter", Text: "It stands."}
		c.People = append(c.People, s.Person("noor"))
		if _, err := s.Recognise(ctx, s.Actor("fia"), workflow.Once{}, workflow.Thanks{Content: c}); err != nil {
			t.Fatal(err)
		}
	}
	thank()
	giveUp(t, s, event.Answer{Status: 500})
	odd = s.as("odd") // the session before has ended
	odd.get("/organisation").has(t, "a[href='/hooks']")
	page := odd.get("/hooks")
	main := page.text("main")
	for _, want := range []string{"news.example.org", "Standard Webhooks", "Slack", "recognition.posted", "answered 500", "Somebody is thanked on the wall"} {
		if !strings.Contains(main, want) {
			t.Errorf("%q is not on the page:\n%s", want, main)
		}
	}
	for _, not := range []string{"very-secret", "whsec_", "shelter", "Noor", "Fia"} {
		if strings.Contains(page.body, not) {
			t.Errorf("%q is on the page", not)
		}
	}
	if n := page.Find(".hook-dead li").Length(); n != 2 {
		t.Errorf("%d were given up", n)
	}
	odd.follow(t, odd.submit(t, page, ".hook-dead form"))
	if n := odd.get("/hooks").Find(".hook-dead li").Length(); n != 1 {
		t.Errorf("%d are left after one was told again", n)
	}
	wrong := odd.submit(t, odd.get("/hooks"), "form[action='/hooks/replay']", "since", "soon")
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.text("main"), "This is no day") {
		t.Errorf("%d: %s", wrong.status, wrong.text("main"))
	}
	wrong.has(t, "input[name=since][value='soon']")
	for _, one := range []string{"news", "chat"} {
		h, err := s.HookNamed(ctx, access.System(access.ViaCommand), one)
		if err != nil {
			t.Fatal(err)
		}
		odd.follow(t, odd.submit(t, odd.get("/hooks"), "form[action='/hooks/replay']", "hook", string(h.ID)))
		if odd.get("/hooks").Find("form[action='/hooks/replay']").Length() == 0 {
			break
		}
	}
	if got := odd.get("/hooks"); got.Find(".hook-dead").Length() > 0 || !strings.Contains(got.text("main"), "Nothing. What an address") {
		t.Errorf("what is told again still stands there: %s", got.text("main"))
	}
	ben := s.as("ben")
	if got := ben.get("/hooks"); got.status != http.StatusNotFound || stripViewer(got) != stripViewer(ben.get("/hook")) {
		t.Errorf("an employee gets %d", got.status)
	}
	if n := ben.get("/organisation").Find("a[href='/hooks']").Length() + s.as("pia").get("/organisation").Find("a[href='/hooks']").Length(); n != 0 {
		t.Error("who is no operator is led to the addresses")
	}
}

// TestAnAddressThatEnded stays on the page for a while, and says why.
func TestAnAddressThatEnded(t *testing.T) {
	s := newSite(t)
	if _, _, err := s.AddHook(t.Context(), access.System(access.ViaCommand), event.Wish{Name: "chat", Address: "https://chat.example.org/x", Kinds: []event.Kind{event.PersonLeft}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Leave(t.Context(), s.Actor("pia"), s.Person("ben")); err != nil {
		t.Fatal(err)
	}
	giveUp(t, s, event.Answer{Status: 410})
	page := s.as("odd").get("/hooks")
	if got := page.text("main"); !strings.Contains(got, "Has ended") || !strings.Contains(got, "it answered that it is gone") {
		t.Errorf("%s", got)
	}
	if page.Find("form[action^='/hooks/']").Length() > 0 {
		t.Error("it can be told again")
	}
}
