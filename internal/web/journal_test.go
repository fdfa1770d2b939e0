package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestAJournalIsOnesOwn(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	page := noor.get("/journal")
	page.has(t, ".empty", `input[name="on"]`, `textarea[name="text"]`)
	refused := noor.submit(t, page, `form[action="/journal"]`, "title", "Kept", "on", "tomorrow", "text", "I led the retro.")
	if refused.status != http.StatusUnprocessableEntity || refused.text(`textarea[name="text"]`) != "I led the retro." {
		t.Errorf("a wrong day: %d, kept %q", refused.status, refused.text(`textarea[name="text"]`))
	}
	refused.has(t, `.error-summary a[href="#on"]`)
	page = noor.follow(t, noor.submit(t, page, `form[action="/journal"]`, "text", "I led the *retro*. <script>x</script>", "area", "team"))
	address := page.Find(".journal a").First().AttrOr("href", "")
	page = noor.get(address)
	if page.Find("main em").Text() != "retro" || strings.Contains(page.body, "<script>x") || !strings.Contains(page.text(".readers"), "only you") {
		t.Errorf("the entry reads %q", page.text("main"))
	}
	if got := mats.get(address); got.status != http.StatusNotFound {
		t.Errorf("the manager meets %d", got.status)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action$="/sharing"]`))
	if got := mats.get(address); got.status != http.StatusOK || got.Find("form[action^='/journal/']").Length() > 0 {
		t.Errorf("the manager to whom it is shown meets %d", got.status)
	}
	if got := mats.get("/journal").text("#shown + .section-body"); !strings.Contains(got, "Noor Said") {
		t.Errorf("the manager's journal says %q", got)
	}
	stale := noor.submit(t, page, `form[action="`+address+`"]`, "text", "Another text.", "read", "1")
	if stale.status != http.StatusConflict || stale.text(`textarea[name="text"]`) != "Another text." {
		t.Errorf("a stale form: %d, kept %q", stale.status, stale.text(`textarea[name="text"]`))
	}
	noor.follow(t, noor.submit(t, page, `form[action="`+address+`"]`, "text", "Another text."))
	noor.follow(t, noor.submit(t, noor.get(address), `form[action$="/sharing/end"]`))
	if got := mats.get(address); got.status != http.StatusNotFound {
		t.Errorf("the manager still meets %d", got.status)
	}
	noor.follow(t, noor.submit(t, noor.get(address), `form[action$="/removal"]`)).has(t, ".empty")
}
