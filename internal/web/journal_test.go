package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
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

// TestOwnNotesStandBesideTheForm: each looks back at their own journal while
// writing, and at nobody else's.
func TestOwnNotesStandBesideTheForm(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	_, err := s.WriteNote(t.Context(), s.Actor("noor"), workflow.Once{}, growth.NoteText{On: "2026-05-04", Text: "Paired on the *river* gauge."})
	if err != nil {
		t.Fatal(err)
	}
	path := "/evaluations/" + string(ref)
	if got := s.as("noor").get(path); !strings.Contains(got.text("main"), "Paired on the river gauge.") || got.Find(`a[href="/priorities"]`).Length() != 1 {
		t.Errorf("beside her own side: %s", got.text("main"))
	}
	if got := s.as("mats").get(path).text("main"); strings.Contains(got, "river gauge") {
		t.Error("the manager reads her journal")
	}
}
