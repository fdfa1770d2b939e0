package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func TestAManagerIsAwayAndSomebodyStandsIn(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	mats, mira, noor, ben := s.as("mats"), s.as("mira"), s.as("noor"), s.as("ben")
	at, hers := "/standing-in", "/people/"+string(s.Person("noor"))
	if got := ben.get(at); !strings.Contains(got.text("main"), "Nobody stands in at the moment") || got.Find("main form").Length() > 0 {
		t.Errorf("a person without reports reads %q", got.text("main"))
	}
	page := mats.get(at)
	var offered []string
	page.Find(`select[name="who"] option`).Each(func(i int, o *goquery.Selection) { offered = append(offered, o.Text()) })
	if got := strings.Join(offered, ", "); got != "Choose somebody, Mira Wolf, Tove Lund, Cai Torp" {
		t.Errorf("he can choose %s", got)
	}
	page = mats.submit(t, page, `form[action="/standing-in"]`, "who", string(s.Person("mira")), "until", "tomorrow")
	if page.status != http.StatusUnprocessableEntity || page.text("#until-error") == "" || page.Find(`option[selected]`).AttrOr("value", "") != string(s.Person("mira")) {
		t.Errorf("a day that is none: %d, %q", page.status, page.text("main"))
	}
	page = mats.follow(t, mats.submit(t, page, `form[action="/standing-in"]`, "until", "2026-05-26"))
	if got := page.text("main"); !strings.Contains(got, "Mira Wolf stands in for you with Asa Dahl, Ben Falk and Noor Said, since 12 May 2026 to the end of 26 May 2026") {
		t.Errorf("he reads %q", got)
	}
	if got := noor.get("/inbox").text("main"); !strings.Contains(got, "Who stands in for your manager has changed.") {
		t.Errorf("noor is told %q", got)
	}
	if got := noor.get("/account/readers").text("main"); !strings.Contains(got, "Mira Wolf, who stands in for Mats Holm, your manager, with your priorities and your growth plan") || !strings.Contains(got, "ends by itself after 26 May 2026") {
		t.Errorf("noor's readers are %q", got)
	}
	if got := mira.get("/").text("main"); !strings.Contains(got, "For Mats Holm") {
		t.Errorf("mira's home reads %q", got)
	}
	if got := noor.get("/growth").text("main"); !strings.Contains(got, "Only Mats Holm and you can read this, and Mira Wolf, who stands in for the manager") {
		t.Errorf("noor's plan says %q", got)
	}
	page = mira.get(hers + "/growth")
	if got := page.text("main"); !strings.Contains(got, "Only Noor Said and you can read this, and the manager you stand in for") || strings.Contains(got, "has said nothing about it here") {
		t.Errorf("mira reads %q", got)
	}
	mira.follow(t, mira.submit(t, mira.get(hers+"/priorities"), `form[action$="/priorities"]`, "text", "The move of the archive.", "period", "", "name", "Autumn", "from", "2026-09-01", "until", "2026-12-01"))
	if got := noor.get("/priorities").text("main"); !strings.Contains(got, "The move of the archive.") || !strings.Contains(got, "Mira Wolf") {
		t.Errorf("noor's priorities are %q", got)
	}
	hasNot(t, mira.get(hers+"/priorities"), `form[action$="/priorities/shares"]`)
	for _, path := range []string{hers + "/memos", hers + "/pay", hers + "/journey"} {
		if got := mira.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := mira.get(hers).text("main"); strings.Contains(got, "Squad/Chapter") || strings.Contains(got, "The Step") {
		t.Errorf("the profile says %q", got)
	}
	mira.follow(t, mira.submit(t, mira.get(at), `form[action$="/end"]`))
	if got := mira.get(hers + "/growth"); got.status != http.StatusNotFound {
		t.Errorf("laid down: %d", got.status)
	}
	if got := mira.post(at+"/end", "idempotency_key", "k"); got.status != http.StatusConflict {
		t.Errorf("ended by whoever gave nothing: %d", got.status)
	}
}
