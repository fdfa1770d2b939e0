package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/guide"
)

// TestEveryProcessIsExplainedWhereItIsUsed: its pages lead to the explanation, and
// each explanation leads to a page.
func TestEveryProcessIsExplainedWhereItIsUsed(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	list := noor.get("/guide")
	for _, p := range guide.Processes() {
		at := "/guide/how/" + string(p)
		if list.Find(`a[href="`+at+`"]`).Length() == 0 {
			t.Errorf("%s is not in the guide", p)
		}
		page := noor.get(at)
		where := page.Find("main .button[href]").First().AttrOr("href", "")
		if page.status != http.StatusOK || len(page.text(".prose-page")) < 300 || noor.get(where).status != http.StatusOK {
			t.Errorf("%s: %d, leads to %q", p, page.status, where)
		}
	}
	noors := "/people/" + string(s.Person("noor"))
	for path, want := range map[string]guide.Process{
		"/evaluations": guide.Evaluation, "/growth": guide.Growth, noors + "/growth": guide.Growth, "/priorities": guide.Priorities, "/feedback": guide.Feedback,
		"/promotions": guide.Promotion, "/journey": guide.Journey, "/account/readers": guide.Visibility, "/framework/roles": guide.Roles, "/rollouts": guide.Rollout,
		"/": "", "/people": "", noors: "", "/guide": "",
	} {
		if got := strings.TrimPrefix(noor.get(path).Find(".how a").AttrOr("href", ""), "/guide/how/"); got != string(want) {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
	if got := noor.get("/guide/how/party"); got.status != http.StatusNotFound {
		t.Errorf("no process: %d", got.status)
	}
}

func TestAPageOfTheGuideFromItsFirstWordToItsEnd(t *testing.T) {
	s := newSite(t)
	pia, noor := s.as("pia"), s.as("noor")
	if noor.get("/guide").Find(`a[href="/guide/pages/new"]`).Length() > 0 || noor.get("/guide/pages/new").status != http.StatusNotFound || noor.post("/guide/pages", "title", "T", "body", "B", "kind", "page").status != http.StatusNotFound {
		t.Error("Noor can write the guide")
	}
	form := `form[action="/guide/pages"]`
	page := pia.submit(t, pia.get("/guide/pages/new"), form, "body", "Hello.")
	if page.status != http.StatusUnprocessableEntity || page.text("#body") != "Hello." {
		t.Errorf("without a title: %d, kept %q", page.status, page.text("#body"))
	}
	page.has(t, "#title-error", `.error-summary a[href="#title"]`)
	body := "# First\n\nSee [the plan](/growth) and <script>alert(1)</script> **now**.\n\n[bad](javascript:alert(1))"
	page = pia.submit(t, page, form, "title", "How we talk", "body", body, "process", "evaluation", "preview", "yes")
	if page.status != http.StatusOK || page.text(".prose-page h2") != "First" || page.Find(".prose-page script, .prose-page a[href^=javascript]").Length() > 0 || page.Find(`.prose-page a[href="/growth"]`).Length() != 1 {
		t.Errorf("the preview: %d\n%s", page.status, page.text(".prose-page"))
	}
	if noor.get("/guide").Find("#own").Length() > 0 {
		t.Error("a preview is shown to everybody")
	}
	made := pia.submit(t, page, form)
	at := made.to
	read := noor.get(at)
	if read.status != http.StatusOK || !strings.Contains(read.text(".prose-page"), "<script>alert(1)</script>") || read.Find("main form, a[href$='/edit']").Length() > 0 {
		t.Errorf("Noor reads %d %q", read.status, read.text("main"))
	}
	noor.get("/guide/how/evaluation").has(t, `a[href="`+at+`"]`)
	noor.get("/search?q=talk").has(t, `.search-found a[href="`+at+`"]`)
	edit := `form[action="` + at + `"]`
	first, second := pia.get(at+"/edit"), pia.get(at+"/edit")
	pia.follow(t, pia.submit(t, first, edit, "body", "Anew.")).has(t, ".guide-earlier")
	late := pia.submit(t, second, edit, "body", "Meanwhile.")
	if late.status != http.StatusConflict || late.text("#body") != "Meanwhile." {
		t.Errorf("from an older text: %d, kept %q", late.status, late.text("#body"))
	}
	pia.follow(t, pia.submit(t, pia.get(at), `form[action="`+at+`/removal"]`))
	if noor.get(at).status != http.StatusNotFound || noor.get("/guide").Find("#own").Length() > 0 {
		t.Error("what was taken out is shown")
	}
	pia.get(at).has(t, ".notice")
	question := pia.follow(t, pia.submit(t, pia.get("/guide/pages/new"), form, "kind", "question", "title", "May I?", "body", "Yes."))
	if question.status != http.StatusOK || !strings.Contains(noor.get("/guide").text("#questions ~ *, .section:has(#questions)"), "May I?") {
		t.Error("a question is not among the questions")
	}
}
