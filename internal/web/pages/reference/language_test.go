package reference

import (
	"context"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

const small = `{"info": {"description": "What can be asked for."}, "servers": [{"url": "/api/v1"}],
	"tags": [{"name": "people", "description": "Who works here."}],
	"paths": {"/people": {"get": {"operationId": "people", "summary": "Everybody", "description": "In the order of names.", "tags": ["people"],
		"parameters": [{"name": "q", "in": "query", "description": "Part of a name.", "schema": {"type": "string"}}],
		"responses": {"200": {"description": "They follow."}}}}}}`

func rendered(t *testing.T, ctx context.Context, page templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := page.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	d, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWhatTheAPISaysOfItselfIsEnglish: in a page of another language it says so, and the
// page around it does not.
func TestWhatTheAPISaysOfItselfIsEnglish(t *testing.T) {
	d, err := Read([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	ctx := lang.With(t.Context(), lang.German)
	d.Read(ctx)
	overview := rendered(t, ctx, ShowOverview(Overview{Page: ui.Page{}, Document: d}))
	subject := rendered(t, ctx, ShowSubject(One{Page: ui.Page{}, Subject: d.Subjects[0], Problem: d.Problem}))
	for page, selectors := range map[*goquery.Document][]string{
		overview: {`h1:not([lang])`, `.prose-page[lang="en"]`, `h2#people[lang="en"]`, `.section p > span[lang="en"]`, `.ref-list a[lang="en"]`},
		subject: {`h1[lang="en"]`, `.lead[lang="en"]`, `.ref-one h2 a[lang="en"]`, `.ref-one .prose[lang="en"]`, `.ref-about[lang="en"]`, `.ref-answers dd > span[lang="en"]`,
			`h2#problems:not([lang])`, `summary:not([lang])`, `th:not([lang])`},
	} {
		for _, s := range selectors {
			if page.Find("main "+s).Length() == 0 {
				t.Errorf("there is no %s", s)
			}
		}
	}
	inEnglish := lang.With(t.Context(), lang.English)
	d.Read(inEnglish)
	if n := rendered(t, inEnglish, ShowOverview(Overview{Page: ui.Page{}, Document: d})).Find("main [lang]").Length(); n > 0 {
		t.Errorf("in English %d elements say what they are in", n)
	}
}
