package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func TestADraftThatIsLeftIsFinishedOrRemoved(t *testing.T) {
	s := newSite(t)
	mats, mira := s.as("mats"), s.as("mira")
	mats.get("/drafts").has(t, ".empty-state, .empty")
	ref := string(s.Evaluate("noor", "mats", evaluation.Writing, world.Plain))
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	if got := mats.get("/").text("main"); !strings.Contains(got, "Something you wrote as a manager") {
		t.Errorf("home reads %q", got)
	}
	page := mats.get("/drafts")
	if got := page.text("main"); !strings.Contains(got, "About Noor Said") || !strings.Contains(got, world.Plain.Manager) || strings.Contains(got, world.Plain.Self) {
		t.Errorf("the draft reads %q", got)
	}
	form := `form[action="/drafts/` + ref + `"]`
	field := page.Find(form+" textarea").AttrOr("name", "")
	long := strings.Repeat("long ", 3000)
	page = mats.submit(t, page, form, field, long)
	if page.status != http.StatusUnprocessableEntity || !strings.Contains(page.text(form+" textarea"), "long long") {
		t.Errorf("too long: %d", page.status)
	}
	page = mats.follow(t, mats.submit(t, page, form, field, "What I saw."))
	if got := page.text(form + " textarea"); got != "What I saw." {
		t.Errorf("kept %q", got)
	}
	if a := mira.post("/drafts/"+ref+"/removal", "idempotency_key", "k"); a.status != http.StatusNotFound {
		t.Errorf("the new manager removes it: %d", a.status)
	}
	page = mats.follow(t, mats.submit(t, page, form, "formaction", "/drafts/"+ref+"/closing-note"))
	if strings.Contains(page.body, "What I saw.") {
		t.Error("the draft is still there")
	}
	if a := mats.get("/evaluations/" + ref); a.status != http.StatusNotFound {
		t.Errorf("the evaluation answers %d", a.status)
	}
}
