package api

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
)

// TestAPictureOverTheAPI: put on, in place of the one before, and taken off, by the author
// alone; the words stay.
func TestAPictureOverTheAPI(t *testing.T) {
	s := newSite(t)
	mats, noor := s.as("mats"), s.as("noor")
	at := "/recognition/" + read[Made](mats.post("/recognition", `{"work":"The export","text":"Thank you.","people":["`+string(s.Person("noor"))+`"]}`).is(201)).ID
	put := func(c caller, file, revision, alt string) answer {
		return c.put(at+"/picture?alt="+alt, file, append([]string{"If-Match", revision}, rawBody...)...)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	put(noor, b.String(), `"1"`, "A+gauge").is(404)
	if got := put(mats, "no picture", `"1"`, "A+gauge").is(422).places(); got[0] != "body" {
		t.Errorf("no picture: %v", got)
	}
	put(mats, b.String(), `"1"`, strings.Repeat("x", 301)).is(422)
	put(mats, b.String(), `"1"`, "A+gauge").is(204)
	put(mats, b.String(), `"1"`, "A+gauge").is(409)
	post := read[WholePost](noor.get(at).is(200))
	if post.Picture != "A gauge" || post.Text != "Thank you." || len(post.To) != 1 || post.Revision != 2 {
		t.Errorf("it reads %+v", post)
	}
	noor.ask(http.MethodDelete, at+"/picture", "", "If-Match", `"2"`).is(404)
	mats.ask(http.MethodDelete, at+"/picture", "", "If-Match", `"2"`).is(204)
	if post := read[WholePost](noor.get(at).is(200)); post.Picture != "" || post.Revision != 3 {
		t.Errorf("taken off, it reads %+v", post)
	}
}

// TestAPartnerTakesAPostDown: in words that its author reads, and nobody else does so.
func TestAPartnerTakesAPostDown(t *testing.T) {
	s := newSite(t)
	mats, pia := s.as("mats"), s.in("pia")
	at := "/recognition/" + read[Made](mats.post("/recognition", `{"work":"The export","text":"Thank you.","people":["`+string(s.Person("noor"))+`"]}`).is(201)).ID
	mats.post(at+"/report", `{"words":"Not this."}`)
	s.in("ola").ask(http.MethodPost, at+"/removal", `{"words":"x"}`).is(404)
	s.as("pia").post(at+"/removal", `{"words":"x"}`).is(404)
	if got := pia.ask(http.MethodPost, at+"/removal", `{}`).is(422).places(); got[0] != "body.words" {
		t.Errorf("without words: %v", got)
	}
	pia.ask(http.MethodPost, at+"/removal", `{"words":"It names a customer."}`).is(204)
	s.as("ola").get(at).is(404)
	if post := read[WholePost](mats.get(at).is(200)); post.Why != "It names a customer." || post.Removed == nil {
		t.Errorf("its author reads %+v", post)
	}
}

// TestTheKeyOfAManager: whoever is named under a key is not named again by it later.
func TestTheKeyOfAManager(t *testing.T) {
	s := newSite(t)
	pia, at := s.in("pia"), "/people/"+string(s.Person("noor"))+"/manager"
	name := func(who, key string) answer {
		body := `{"manager":"` + string(s.Person(who)) + `"}`
		return pia.ask(http.MethodPut, at, body, "Idempotency-Key", key)
	}
	name("mira", "one").is(204)
	name("tove", "two").is(204)
	name("mira", "one").is(204)
	name("tove", "one").is(422)
	if got := read[Profile](s.as("ben").get("/people/" + string(s.Person("noor"))).is(200)); got.Manager == nil || got.Manager.ID != string(s.Person("tove")) {
		t.Errorf("the manager is %+v", got.Manager)
	}
	pia.ask(http.MethodPut, at, `{}`).is(204)
}
