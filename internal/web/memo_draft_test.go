package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestANoteToOneselfIsSavedWhileItIsWritten, by the script and by a button, and is no
// note until it is kept.
func TestANoteToOneselfIsSavedWhileItIsWritten(t *testing.T) {
	s := newSite(t)
	mats := s.as("mats")
	at := "/people/" + string(s.Person("noor")) + "/memos"
	fresh := `form[data-autosave="` + at + `/draft"]`
	mats.get(at).has(t, fresh, fresh+" [data-autosave-status]")
	if got := mats.autosave(at+"/draft", url.Values{"text": {"Ask about the"}, "revision": {"0"}}); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"revision":"1"`) {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if got := mats.autosave(at+"/draft", url.Values{"text": {"Elsewhere"}, "revision": {"0"}}); got.Code != http.StatusConflict {
		t.Errorf("from another tab: %d", got.Code)
	}
	page := mats.get(at)
	if page.text(fresh+" textarea") != "Ask about the" || page.Find(".memos li").Length() > 0 {
		t.Errorf("the page has %q and %d notes", page.text(fresh+" textarea"), page.Find(".memos li").Length())
	}
	page = mats.follow(t, mats.submit(t, page, fresh, "text", "Ask about the gauge.", "formaction", at+"/draft"))
	if page.text(fresh+" textarea") != "Ask about the gauge." {
		t.Errorf("saved by the button: %q", page.text(fresh+" textarea"))
	}
	page = mats.follow(t, mats.submit(t, page, fresh))
	if page.text(".memos li .prose, .memos li") == "" || page.text(fresh+" textarea") != "" {
		t.Errorf("kept: %q, and in the form %q", page.text(".memos li"), page.text(fresh+" textarea"))
	}
	change := page.Find(".memos form[data-autosave]").AttrOr("action", "")
	page = mats.follow(t, mats.submit(t, page, `form[action="`+change+`"]`, "text", "Asked.", "formaction", change+"/draft"))
	if page.Find(".memos details[open]").Length() != 1 || !strings.Contains(page.text(".memos"), "Ask about the gauge.") {
		t.Errorf("a change that is not kept: %s", page.text(".memos"))
	}
	page = mats.follow(t, mats.submit(t, page, `form[action="`+change+`/draft/end"]`))
	if page.Find(".memos details[open]").Length() > 0 || strings.Contains(page.text(".memos textarea"), "Asked.") {
		t.Error("what was thrown away is still there")
	}
	for _, name := range []string{"noor", "ola", "pia"} {
		if got := s.as(name).autosave(at+"/draft", url.Values{"text": {"x"}, "revision": {"0"}}); got.Code != http.StatusNotFound {
			t.Errorf("%s saves: %d", name, got.Code)
		}
	}
}

// TestWhatWasBegunIsLeftWithItsAuthor when somebody else becomes the manager.
func TestWhatWasBegunIsLeftWithItsAuthor(t *testing.T) {
	s := newSite(t)
	mats := s.as("mats")
	at := "/people/" + string(s.Person("noor")) + "/memos"
	mats.autosave(at+"/draft", url.Values{"text": {"Begun."}, "revision": {"0"}})
	s.Clock.Advance(time.Hour)
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	mats.get("/drafts").has(t, `a[href="`+at+`"]`)
	page := mats.get(at)
	if !strings.Contains(page.text("main"), "Begun.") || page.Find("form[data-autosave]").Length() > 0 {
		t.Errorf("%d: %s", page.status, page.text("main"))
	}
	if got := s.as("mira").get(at); strings.Contains(got.body, "Begun.") {
		t.Error("it passed on")
	}
	if gone := mats.submit(t, page, `form[action="`+at+`/draft/end"]`); gone.status != http.StatusSeeOther || mats.get(at).status != http.StatusNotFound {
		t.Errorf("thrown away: %d", gone.status)
	}
}
