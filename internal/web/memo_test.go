package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestAManagerKeepsNotesToThemselves(t *testing.T) {
	s := newSite(t)
	mats, noor := s.as("mats"), s.as("noor")
	profile := "/people/" + string(s.Person("noor"))
	at := profile + "/memos"
	mats.get(profile).has(t, `a[href="`+at+`"]`)
	if noor.get(profile).Find(`a[href="`+at+`"]`).Length() > 0 || noor.get(at).status != http.StatusNotFound {
		t.Error("the person is led to them")
	}
	page := mats.get(at)
	page.has(t, ".empty", `form[action="`+at+`"] textarea[name="text"]`)
	if got := page.text("main"); !strings.Contains(got, "Noor Said can ask to see what is held about them, and that reaches these notes") || !strings.Contains(got, "never part of an evaluation or a case") {
		t.Errorf("before writing the page says %q", got)
	}
	long := strings.Repeat("a", 10_001)
	if got := mats.submit(t, page, `form[action="`+at+`"]`, "text", long); got.status != http.StatusUnprocessableEntity || got.text(`form[action="`+at+`"] textarea`) != long {
		t.Errorf("too long: %d", got.status)
	}
	page = mats.follow(t, mats.submit(t, page, `form[action="`+at+`"]`, "text", "Ask about the *gauge*. <script>x</script>"))
	if page.Find(".memos em").Text() != "gauge" || strings.Contains(page.body, "<script>x") {
		t.Errorf("kept as %q", page.text(".memos"))
	}
	change := page.Find(`.memos form[action^="/memos/"]`).First().AttrOr("action", "")
	refused := mats.submit(t, page, `form[action="`+change+`"]`, "text", " ")
	if refused.status != http.StatusUnprocessableEntity || refused.Find(".memos details[open]").Length() != 1 {
		t.Errorf("an empty change: %d", refused.status)
	}
	refused.has(t, `.error-summary a[href^="#text-"]`)
	page = mats.follow(t, mats.submit(t, page, `form[action="`+change+`"]`, "text", "Asked."))
	if stale := mats.submit(t, page, `form[action="`+change+`"]`, "read", "1", "text", "Late."); stale.status != http.StatusConflict || !strings.Contains(stale.text(".memos textarea"), "Late.") {
		t.Errorf("a stale change: %d", stale.status)
	}
	mats.follow(t, mats.submit(t, page, `form[action="`+change+`/removal"]`)).has(t, ".empty")
}
