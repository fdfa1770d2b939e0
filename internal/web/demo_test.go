package web

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
)

var testPersonas = []Persona{
	{Name: "Ben Falk", Email: "ben@example.org", Is: "a developer", Token: "look-as-ben", SignIn: "/demo/sign-in/look-as-ben"},
	{Name: "Noor Said", Email: "noor@example.org", Is: "new here", Token: "look-as-noor", SignIn: "/demo/sign-in/look-as-noor"},
	{Name: "Gone Away", Email: "gone@example.org", Is: "not here any more", Token: ""},
}

func newDemo(t *testing.T) *testSite {
	t.Helper()
	s := newSite(t)
	s.handler = New(Options{Workflow: s.Workflow, Log: slog.New(slog.DiscardHandler), Demo: testPersonas})
	return s
}

// name is who the visitor is signed in as; empty for nobody.
func (v *visitor) name() string {
	_, viewer, err := v.site.Authenticate(v.site.Context(), v.cookies["cairn_session"])
	if err != nil {
		return ""
	}
	return viewer.Name
}

func TestAVisitorLooksAsAPersona(t *testing.T) {
	s := newDemo(t)
	v := s.as("")
	page := v.page("/demo")
	if got, want := texts(page, ".card-title"), []string{"Ben Falk", "Noor Said", "Gone Away"}; !slices.Equal(got, want) {
		t.Errorf("cards %q, want %q", got, want)
	}
	form := page.Find(".card form").First()
	if button := form.Find("button").Text(); button != "Look as Ben Falk" {
		t.Errorf("the button says %q", button)
	}
	w := v.post(form.AttrOr("action", ""))
	if w.status != http.StatusSeeOther || w.to != "/" || v.name() != "Ben Falk" {
		t.Errorf("%d to %q as %q", w.status, w.to, v.name())
	}
}

func TestLookingAsSomebodyElseEndsTheSessionBefore(t *testing.T) {
	s := newDemo(t)
	v := s.as("ben")
	before := v.cookies["cairn_session"]
	v.post("/demo/personas/noor%40example.org/session")
	if v.name() != "Noor Said" {
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
		if w := v.get("/demo/sign-in/look-as-noor"); w.status != http.StatusSeeOther || v.name() != "Noor Said" {
			t.Errorf("%d as %q", w.status, v.name())
		}
	}
}

func TestOnlyPersonasCanBeLookedAs(t *testing.T) {
	s := newDemo(t)
	want := s.as("").get("/nothing/here").body
	for _, path := range []string{"/demo/sign-in/unknown", "/demo/sign-in/%00", "/demo/sign-in/look-as-be"} {
		if w := s.as("").get(path); w.status != http.StatusNotFound || w.body != want {
			t.Errorf("%s: %d", path, w.status)
		}
	}
	// Pia is here and is no persona; Gone is a persona and is not here.
	for _, email := range []string{"pia@example.org", "gone@example.org", "%00", "<b>"} {
		v := s.as("")
		path := "/demo/personas/" + strings.ReplaceAll(strings.ReplaceAll(email, "<", "%3C"), ">", "%3E") + "/session"
		if w := v.post(path); w.status != http.StatusNotFound || w.body != want || v.name() != "" {
			t.Errorf("%s: %d as %q", email, w.status, v.name())
		}
	}
}

func TestPersonasAsJSON(t *testing.T) {
	s := newDemo(t)
	w := s.as("").get("/demo/personas.json")
	var got []map[string]string
	if err := json.Unmarshal([]byte(w.body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"name": "Ben Falk", "email": "ben@example.org", "is": "a developer", "token": "look-as-ben", "sign_in": "/demo/sign-in/look-as-ben"}
	if len(got) != len(testPersonas) || len(got[0]) != len(want) {
		t.Fatalf("got %v", got)
	}
	for field, value := range want {
		if got[0][field] != value {
			t.Errorf("%s is %q, want %q", field, got[0][field], value)
		}
	}
}

func TestTheGalleryIsShownInADemo(t *testing.T) {
	if page := newDemo(t).as("").page("/demo/gallery"); page.Find("h1, .rings, .sides").Length() == 0 {
		t.Error("the gallery shows nothing")
	}
}

func TestThereIsNoDemoElsewhere(t *testing.T) {
	s := newSite(t)
	want := s.as("").get("/nothing/here").body
	for _, r := range Routes() {
		method, path, _ := strings.Cut(r.Pattern, " ")
		if !strings.HasPrefix(path, "/demo") {
			continue
		}
		path = strings.NewReplacer("{token}", "look-as-ben", "{email}", "ben@example.org").Replace(path)
		v := s.as("")
		w := v.get(path)
		if method == http.MethodPost {
			w = v.post(path)
		}
		if w.status != http.StatusNotFound || w.body != want || v.name() != "" {
			t.Errorf("%s: %d as %q", r.Pattern, w.status, v.name())
		}
	}
}
