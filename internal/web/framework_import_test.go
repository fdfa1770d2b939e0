package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/workflow"
)

const importTable = "Competency,Level,Discipline,Text,Points,Owner\nTeam,Junior,,Says <b>thanks</b>,3,Ada\nTeam,Senior,Web,Teaches others,5,Ada\nTeam,Lead,Web,NOT IN USE,,\n"

// upload sends files as a browser does, with the fields beside them.
func (v *visitor) upload(path string, files map[string]string, fields url.Values) answer {
	v.site.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, list := range fields {
		for _, value := range list {
			_ = w.WriteField(name, value)
		}
	}
	for name, text := range files {
		part, err := w.CreateFormFile("files", name)
		if err != nil {
			v.site.Fatal(err)
		}
		_, _ = part.Write([]byte(text))
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	v.site.handler.ServeHTTP(rec, r)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(rec.Body.String()))
	if err != nil {
		v.site.Fatal(err)
	}
	return answer{Document: doc, status: rec.Code, to: rec.Header().Get("Location"), body: rec.Body.String()}
}

// carried are the fields of the preview as a browser would send them on.
func (a answer) carried() url.Values {
	form := url.Values{}
	a.Find("form.fw-import").Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		switch {
		case s.Is("select"):
			value = s.Find("option[selected]").AttrOr("value", "")
		case s.Is("textarea"):
			value = s.Text()
		case s.Is("[type=radio]") && s.Is(":not([checked])"):
			return
		}
		form.Add(name, value)
	})
	return form
}

func TestAFrameworkIsBroughtIn(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	pia.get("/framework/versions").has(t, "a[href='/framework/import']")
	pia.get("/framework/import").has(t, "form[enctype='multipart/form-data'] input[type=file][name=files]")
	seen := pia.upload("/framework/import", map[string]string{"ladder.csv": importTable}, nil)
	if seen.status != http.StatusOK {
		t.Fatalf("%d %s", seen.status, seen.text("main"))
	}
	seen.has(t, "input[name=content][value]", "select[name=format]", "select[name=column-area]", "textarea[name='decision steps']", "button[formaction='/framework/import/draft']")
	for _, words := range []string{"Area: Competency", "Skipped (3)", "The column \"Points\" is refused", "The column \"Owner\"", "ladder.csv:4:15", "Says <b>thanks</b>", "Taken (3)", "Junior"} {
		if !strings.Contains(seen.text("main"), words) {
			t.Errorf("no %q in %s", words, seen.text("main"))
		}
	}
	if lines, err := s.Versions(t.Context(), s.Actor("pia")); err != nil || len(lines) != 1 {
		t.Errorf("looking wrote something: %v %v", lines, err)
	}
	form := seen.carried()
	form.Set("decision steps", "Senior\nJunior")
	form.Set("name", "Acme & friends")
	form.Set("column-details", "Owner")
	again := pia.upload("/framework/import", nil, form)
	again.has(t, "input[name=name][value='Acme & friends']", "select[name=column-details] option[value=Owner][selected]")
	if got := again.text(".fw-import-lists ol"); got != "SeniorJunior" && got != "Senior Junior" {
		t.Errorf("the order was not heeded: %s", got)
	}
	done := pia.upload("/framework/import/draft", nil, again.carried())
	if done.status != http.StatusSeeOther {
		t.Fatalf("%d %s", done.status, done.text("main"))
	}
	view, err := s.Draft(t.Context(), s.Actor("pia"))
	if err != nil || view.Name != "Acme & friends" || len(view.Examples) != 2 || view.StepsInOrder()[0].Name != "Senior" || view.Examples[0].Details[0] != "Ada" {
		t.Errorf("%+v, %v", view, err)
	}
	twice := pia.upload("/framework/import/draft", nil, again.carried())
	if twice.status != http.StatusSeeOther {
		t.Errorf("sent twice: %d %s", twice.status, twice.text("main"))
	}
}

func TestWhoMayNotBringOneInFindsNothing(t *testing.T) {
	s := newSite(t)
	if err := s.OwnDiscipline(t.Context(), s.Actor("pia"), workflow.Once{}, "quality", s.Actor("mira").Person, true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"noor", "mira"} {
		v := s.as(name)
		nothing := v.get("/framework/nothing-there")
		for what, a := range map[string]answer{"the page": v.get("/framework/import"), "a preview": v.upload("/framework/import", map[string]string{"a.csv": importTable}, nil),
			"the draft": v.upload("/framework/import/draft", map[string]string{"a.csv": importTable}, nil)} {
			if a.status != http.StatusNotFound || a.text("main") != nothing.text("main") {
				t.Errorf("%s for %s: %d %s", what, name, a.status, a.text("main"))
			}
		}
		if v.get("/framework/versions").Find("a[href='/framework/import']").Length() > 0 {
			t.Errorf("%s is led to a page that is not there", name)
		}
	}
}

func TestWhatCannotBeBroughtInIsSaid(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	for what, c := range map[string]struct {
		a      answer
		status int
		words  string
	}{
		"no file":   {pia.upload("/framework/import", nil, url.Values{"name": {"x"}}), http.StatusUnprocessableEntity, "Choose at least one file."},
		"too large": {pia.upload("/framework/import", map[string]string{"a.csv": strings.Repeat("x", importBody)}, nil), http.StatusRequestEntityTooLarge, "larger than 8 MiB"},
		"lost":      {pia.upload("/framework/import", nil, url.Values{"content": {"!!"}}), http.StatusUnprocessableEntity, "Choose them again"},
		"prose":     {pia.upload("/framework/import", map[string]string{"a.md": "We are kind.\n"}, nil), http.StatusOK, "prose only"},
		"a draft of prose": {pia.upload("/framework/import/draft", map[string]string{"a.md": "We are kind.\n"}, nil), http.StatusUnprocessableEntity,
			"Nothing that was read could become a framework"},
		"Windows-1252": {pia.upload("/framework/import", map[string]string{"a.csv": "area,text\nTeam,It\x92s\n"}, nil), http.StatusOK, "Windows-1252"},
	} {
		if c.a.status != c.status || !strings.Contains(c.a.text("main"), c.words) {
			t.Errorf("%s: %d %s", what, c.a.status, c.a.text("main"))
		}
	}
	// A draft in work stands in the way, and nothing that was given is lost.
	s.newVersion()
	seen := pia.upload("/framework/import", map[string]string{"a.csv": importTable}, nil)
	seen.has(t, ".notice a[href*='/framework/versions/']", "button[formaction][disabled]")
	refused := pia.upload("/framework/import/draft", nil, seen.carried())
	if refused.status != http.StatusConflict || refused.Find(".error-summary").Length() != 1 || refused.carried().Get("content") != seen.carried().Get("content") {
		t.Errorf("%d %s", refused.status, refused.text("main"))
	}
}

func TestALongImportStaysAPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("area,step,discipline,text\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "Area %d,Step %d,Discipline %d,Does number %d in its own way\n", i%200, i%190, i%9, i)
	}
	s := newSite(t)
	a := s.as("pia").upload("/framework/import", map[string]string{"a.csv": b.String()}, nil)
	content := a.carried().Get("content")
	if a.status != http.StatusOK || len(a.body)-len(content) > 200_000 || !strings.Contains(a.text("main"), "more like these") {
		t.Errorf("%d, %d bytes beside the files", a.status, len(a.body)-len(content))
	}
}
