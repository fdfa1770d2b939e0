package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

var testPersonas = []Persona{
	{Name: "Ada Lindqvist", Email: "ada@example.org", Is: "a developer", Token: "look-as-ada", SignIn: "/demo/sign-in/look-as-ada"},
	{Name: "Noor van Dijk", Email: "noor@example.org", Is: "a chapter lead", Token: "look-as-noor", SignIn: "/demo/sign-in/look-as-noor"},
	{Name: "Gone Away", Email: "gone@example.org", Is: "not here any more", Token: ""},
}

func newDemo(t *testing.T) *testSite {
	t.Helper()
	return newSite(t, func(o *Options) { o.Demo = testPersonas })
}

// name is who the visitor is signed in as; empty for nobody.
func (v *visitor) name() string {
	v.Helper()
	_, viewer, err := v.Authenticate(context.Background(), v.cookies["cairn_session"])
	if err != nil {
		return ""
	}
	return viewer.Name
}

func TestAVisitorLooksAsAPersona(t *testing.T) {
	s := newDemo(t)
	v := s.as("")
	page := v.page("/demo")
	if got, want := texts(page, ".card-title"), []string{"Ada Lindqvist", "Noor van Dijk", "Gone Away"}; !slices.Equal(got, want) {
		t.Errorf("cards %q, want %q", got, want)
	}
	form := page.Find(".card form").First()
	if button := form.Find("button").Text(); button != "Look as Ada Lindqvist" {
		t.Errorf("the button says %q", button)
	}
	w := v.post(form.AttrOr("action", ""), nil)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" || v.name() != "Ada Lindqvist" {
		t.Errorf("%d to %q as %q", w.Code, w.Header().Get("Location"), v.name())
	}
}

func TestLookingAsSomebodyElseEndsTheSessionBefore(t *testing.T) {
	s := newDemo(t)
	v := s.as(s.ada)
	before := v.cookies["cairn_session"]
	v.post("/demo/personas/noor%40example.org/session", nil)
	if v.name() != "Noor van Dijk" {
		t.Fatalf("looks as %q", v.name())
	}
	v.cookies["cairn_session"] = before
	if v.name() != "" {
		t.Errorf("the session before still opens as %q", v.name())
	}
}

func TestALinkSignsInAgainAndAgain(t *testing.T) {
	s := newDemo(t)
	for range 3 {
		v := s.as("")
		if w := v.get("/demo/sign-in/look-as-noor"); w.Code != http.StatusSeeOther || v.name() != "Noor van Dijk" {
			t.Errorf("%d as %q", w.Code, v.name())
		}
	}
}

func TestOnlyPersonasCanBeLookedAs(t *testing.T) {
	s := newDemo(t)
	want := s.as("").get("/nothing/here").Body.String()
	for _, path := range []string{"/demo/sign-in/unknown", "/demo/sign-in/%00", "/demo/sign-in/look-as-ad"} {
		if w := s.as("").get(path); w.Code != http.StatusNotFound || w.Body.String() != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	// Bo is here and is no persona; Gone is a persona and is not here.
	for _, email := range []string{"bo@example.org", "gone@example.org", "%00", "<b>"} {
		v := s.as("")
		path := "/demo/personas/" + strings.ReplaceAll(strings.ReplaceAll(email, "<", "%3C"), ">", "%3E") + "/session"
		if w := v.post(path, nil); w.Code != http.StatusNotFound || w.Body.String() != want || v.name() != "" {
			t.Errorf("%s: %d as %q", email, w.Code, v.name())
		}
	}
}

func TestPersonasAsJSON(t *testing.T) {
	s := newDemo(t)
	w := s.as("").get("/demo/personas.json")
	var got []map[string]string
	s.must(json.Unmarshal(w.Body.Bytes(), &got))
	want := map[string]string{"name": "Ada Lindqvist", "email": "ada@example.org", "is": "a developer", "token": "look-as-ada", "sign_in": "/demo/sign-in/look-as-ada"}
	if len(got) != len(testPersonas) || len(got[0]) != len(want) {
		t.Fatalf("got %v", got)
	}
	for field, value := range want {
		if got[0][field] != value {
			t.Errorf("%s is %q, want %q", field, got[0][field], value)
		}
	}
	if kind := w.Header().Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		t.Errorf("sent as %s", kind)
	}
}

func TestTheGalleryIsShownInADemo(t *testing.T) {
	if page := newDemo(t).as("").page("/demo/gallery"); page.Find("h1, .rings, .sides").Length() == 0 {
		t.Error("the gallery shows nothing")
	}
}

func TestThereIsNoDemoElsewhere(t *testing.T) {
	s := newSite(t)
	want := s.as("").get("/nothing/here").Body.String()
	for _, r := range Routes() {
		if !r.Demo {
			continue
		}
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = strings.NewReplacer("{token}", "look-as-ada", "{email}", "ada@example.org").Replace(path)
		v := s.as("")
		w := v.get(path)
		if method == http.MethodPost {
			w = v.post(path, nil)
		}
		if w.Code != http.StatusNotFound || w.Body.String() != want || v.name() != "" {
			t.Errorf("%s: %d as %q", r.Pattern, w.Code, v.name())
		}
	}
}
