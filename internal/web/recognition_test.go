package web

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// sendPicture sends a form with a file in its field "picture".
func (v *visitor) sendPicture(t *testing.T, path string, file []byte, pairs ...string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	if file != nil {
		part, err := form.CreateFormFile("picture", "evil.html")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(file)
	}
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.handler.ServeHTTP(w, r)
	return w
}

func aPNG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), "<script>"...)
}

func TestThanksFromTheWritingToTheWall(t *testing.T) {
	s := newSite(t)
	fia, noor, ola := s.as("fia"), s.as("noor"), s.as("ola")
	ola.get("/recognition").has(t, ".empty", `a[href="/recognition/new"]`)
	page := fia.submit(t, fia.get("/recognition/new?to="+string(s.Person("noor"))), `form[action="/recognition"]`, "work", "The shelter", "people", "Ben Falk\nNobody", "text", "Noor was **promoted**.")
	if page.status != http.StatusUnprocessableEntity || page.text("textarea[name=people]") != "Ben Falk Nobody" || page.text("textarea[name=text]") != "Noor was **promoted**." {
		t.Errorf("an unknown name: %d, kept %q", page.status, page.text("textarea[name=people]"))
	}
	page.has(t, `input[name=person][checked]`, "#people-error")
	page = fia.submit(t, page, `form[action="/recognition"]`, "people", "ben@example.org")
	if got := page.text("#text-error"); page.status != http.StatusUnprocessableEntity || !strings.Contains(got, "“promoted” speaks of a promotion") || page.text("textarea[name=text]") != "Noor was **promoted**." {
		t.Errorf("a promotion: %d, %q", page.status, got)
	}
	page = fia.follow(t, fia.submit(t, page, `form[action="/recognition"]`, "text", "She *built* it.\n\n- <img src=x onerror=alert(1)>\n- [a link](javascript:alert(1))", "project", "Lake"))
	page.has(t, ".thanks em", ".flash", `a[href$="/edit"]`)
	if page.Find(".thanks img, .thanks script, .thanks a[href^=javascript]").Length() > 0 {
		t.Error("what was written acts as HTML")
	}
	wall := ola.get("/recognition")
	if got := wall.text(".thanks-who"); got != "Fia Moen thanks Noor Said and Ben Falk" {
		t.Errorf("the wall reads %q", got)
	}
	page = ola.follow(t, ola.submit(t, wall, `form[action$="/thanks"]`))
	if got := page.text(".thanks-joined"); got != "Thanks also from Ola Finn" {
		t.Errorf("who joined in is %q", got)
	}
	if box := noor.get("/inbox"); !strings.Contains(box.text("main"), "Thanks from Fia Moen") {
		t.Errorf("the inbox reads %q", box.text("main"))
	}
	address := strings.TrimSuffix(page.Find(`form[action$="/thanks/end"]`).AttrOr("action", ""), "/thanks/end")
	wrong := noor.submit(t, noor.get(address), `form[action$="/words"]`, "words", "On to the guild step!")
	if wrong.status != http.StatusUnprocessableEntity || wrong.text("#words") != "On to the guild step!" {
		t.Errorf("a step in an answer: %d, kept %q", wrong.status, wrong.text("#words"))
	}
	page = noor.follow(t, noor.submit(t, wrong, `form[action$="/words"]`, "words", "Thank you, Fia."))
	if got := page.text(".thanks .quote"); got != "Noor Said Thank you, Fia." {
		t.Errorf("her words read %q", got)
	}
	for path, n := range map[string]int{"?project=lake": 1, "?project=Mountain": 0, "?who=Noor+Said": 1, "?who=Ola+Finn": 0, "?who=Nobody": 0, "?tribe=" + tribe(s, "Rivers"): 1, "?tribe=" + tribe(s, "Woods"): 0} {
		if got := ola.get("/recognition" + path).Find(".thanks").Length(); got != n {
			t.Errorf("%s shows %d, want %d", path, got, n)
		}
	}
	noor.follow(t, noor.submit(t, page, `form[action$="/name/removal"]`))
	if got := ola.get(address).text(".thanks-who"); got != "Fia Moen thanks Ben Falk" {
		t.Errorf("with her name off it reads %q", got)
	}
	fia.follow(t, fia.submit(t, fia.get(address), `form[action$="/removal"]`))
	if a := ola.get(address); a.status != http.StatusNotFound {
		t.Errorf("taken off, it is answered with %d", a.status)
	}
}

func tribe(s *testSite, name string) string {
	tree, err := s.Organisation(s.Context(), s.Actor("noor"))
	if err != nil {
		s.Fatal(err)
	}
	for _, t := range tree.Tribes {
		if t.Name == name {
			return string(t.ID)
		}
	}
	return ""
}

func TestAPictureIsServedAsAPicture(t *testing.T) {
	s := newSite(t)
	fia, ola := s.as("fia"), s.as("ola")
	words := []string{"work", "The shelter", "text", "It stands.", "alt", "A roof", "person", string(s.Person("noor"))}
	for name, file := range map[string][]byte{"a page": []byte("<html><script>"), "too large": bytes.Repeat([]byte("x"), 8<<20+1)} {
		w := fia.sendPicture(t, "/recognition", file, words...)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `id="picture-error"`) || !strings.Contains(w.Body.String(), "It stands.") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	w := fia.sendPicture(t, "/recognition", aPNG(t), words...)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("a picture: %d", w.Code)
	}
	address := w.Header().Get("Location")
	ola.get(address).has(t, `img[alt="A roof"][src="`+address+`/picture"]`)
	got := ola.raw(address + "/picture")
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/png" || got.Header().Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(got.Header().Get("Content-Security-Policy"), "default-src 'none'") || strings.Contains(got.Body.String(), "<script>") {
		t.Errorf("the picture: %d %v", got.Code, got.Header())
	}
	if a := s.as("").raw(address + "/picture"); a.Code != http.StatusSeeOther {
		t.Errorf("without signing in: %d", a.Code)
	}
	w = fia.sendPicture(t, address, nil, append(words, "read", "1", "drop", "yes")...)
	if w.Code != http.StatusSeeOther || ola.raw(address+"/picture").Code != http.StatusNotFound {
		t.Errorf("taken away: %d", w.Code)
	}
}

func (v *visitor) raw(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.handler.ServeHTTP(w, r)
	return w
}

func TestAPostIsReportedAndTakenOff(t *testing.T) {
	s := newSite(t)
	fia, ola, pia := s.as("fia"), s.as("ola"), s.as("pia")
	page := fia.follow(t, fia.submit(t, fia.get("/recognition/new"), `form[action="/recognition"]`, "work", "The shelter", "text", "Noor lives beside it.", "people", "Noor Said"))
	address := strings.TrimSuffix(page.Find(`form[action$="/removal"]`).AttrOr("action", ""), "/removal")
	page = ola.submit(t, ola.get(address), `form[action$="/report"]`)
	if page.status != http.StatusUnprocessableEntity {
		t.Errorf("a report without words: %d", page.status)
	}
	page = ola.follow(t, ola.submit(t, page, `form[action$="/report"]`, "report", "It tells where she lives."))
	if page.Find(`form[action$="/report"]`).Length() > 0 {
		t.Error("it can be reported twice")
	}
	if a := ola.get("/recognition/reports/open"); a.status != http.StatusNotFound {
		t.Errorf("whoever reported reads all reports: %d", a.status)
	}
	list := pia.get("/recognition/reports/open")
	list.has(t, `form[action$="/closing"]`, `a[href="`+address+`"]`)
	if got := list.text(".quote"); got != "Ola Finn reports It tells where she lives." {
		t.Errorf("the report reads %q", got)
	}
	wrong := pia.submit(t, list, `form[action$="/removal"]`)
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("taken off without a reason: %d", wrong.status)
	}
	pia.follow(t, pia.submit(t, wrong, `form[action$="/removal"]:has(textarea)`, "why", "It tells where somebody lives."))
	pia.get("/recognition/reports/open").has(t, ".empty")
	mine := fia.get(address)
	if got := mine.text("main"); !strings.Contains(got, "It tells where somebody lives.") || !strings.Contains(got, "Noor lives beside it.") || strings.Contains(got, "Pia") {
		t.Errorf("its author reads %q", got)
	}
	fia.follow(t, fia.submit(t, mine, `form[action$="/removal"]`))
	if got := fia.get(address).text("main"); strings.Contains(got, "beside") {
		t.Errorf("deleted, it reads %q", got)
	}
}
