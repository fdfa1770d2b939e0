package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestBeingLetInFromTheSwitchToTheEnd(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats, pia, per, ben := s.as("noor"), s.as("mats"), s.as("pia"), s.as("per"), s.as("ben")
	at := "/break-glass"
	if got := ben.get(at); !strings.Contains(got.text("main"), "Nobody can be let in here") || got.Find("form").Length() > got.Find("form[action='/theme'], header form, footer form").Length() {
		t.Errorf("everybody reads %q", got.text("main"))
	}
	page := pia.submit(t, pia.get(at), `form[action$="/switch"]`)
	if page.status != http.StatusUnprocessableEntity || page.text("#why-error") == "" {
		t.Errorf("without a reason: %d", page.status)
	}
	pia.follow(t, pia.submit(t, page, `form[action$="/switch"]`, "why", "The works agreement asks for it."))
	per.follow(t, per.submit(t, per.get(at), `form:has(button[value="given"])`, "what", "given"))
	if box := ben.get("/inbox").text("main"); !strings.Contains(box, "Who may be let in to what is private has changed.") {
		t.Errorf("everybody's inbox reads %q", box)
	}
	page = pia.submit(t, pia.get(at), `form[action="/break-glass"]`, "email", "nobody@example.org", "reason", "claim", "words", "A claim of May.")
	if page.status != http.StatusUnprocessableEntity || page.text("#email-error") == "" || page.text("#words") != "A claim of May." {
		t.Errorf("nobody of that address: %d, kept %q", page.status, page.text("#words"))
	}
	s.Clock.Advance(workflow.ProofHolds + time.Minute)
	page = pia.submit(t, page, `form[action="/break-glass"]`, "email", "noor@example.org")
	if page.status != http.StatusConflict || page.text("#words") != "A claim of May." {
		t.Errorf("an old proof: %d, kept %q", page.status, page.text("#words"))
	}
	page.has(t, `a[href^="/account/confirm"]`)
	pia.follow(t, pia.submit(t, pia.get("/account/confirm?next="+at), `form[action="/account/confirm"]`))
	page = pia.follow(t, pia.submit(t, page, `form[action="/break-glass"]`))
	hasNot(t, page, `form[action$="/agreement"]`)
	per.follow(t, per.submit(t, per.get("/account/confirm?next="+at), `form[action="/account/confirm"]`))
	per.follow(t, per.submit(t, per.get(at), `form[action$="/agreement"]`))
	open := pia.get(at).Find(`main a[href^="/break-glass/"]`).AttrOr("href", "")
	page = pia.get(open + "?part=evaluations")
	if got := page.text("main"); !strings.Contains(got, world.Plain.Self) || !strings.Contains(got, "A formal complaint") && !strings.Contains(got, "A legal claim") {
		t.Errorf("pia reads %q", got)
	}
	for name, v := range map[string]*visitor{"noor": noor, "mats": mats, "per": per, "ben": ben} {
		if got := v.get(open + "?part=step"); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	readers := noor.get("/account/readers").text("main")
	for _, words := range []string{"Pia Ross, a people partner, to what is kept about you, with the word of Per Kvist", "A claim of May.", "A people partner who was let in", "who was let in, for an hour"} {
		if !strings.Contains(readers, words) {
			t.Errorf("noor does not read %q", words)
		}
	}
	if got := mats.get(at).text("main"); !strings.Contains(got, "Noor Said") || strings.Contains(got, "A claim of May.") {
		t.Errorf("the manager reads %q", got)
	}
	pia.follow(t, pia.submit(t, page, `form[action$="/end"]`))
	if got := pia.get(open); got.status != http.StatusNotFound {
		t.Errorf("afterwards: %d", got.status)
	}
}
