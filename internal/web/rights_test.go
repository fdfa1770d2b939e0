package web

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/rights"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestAPersonTakesEverythingWithThem(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor := s.as("noor")
	noor.get("/account").has(t, `a[href="/account/rights"]`)
	page := noor.get("/account/rights")
	page.has(t, `a[href="/account/rights/file"]`, `form[action="/account/rights/restrictions"]`, `form[action="/account/rights/erasures"]`)
	s.Clock.Advance(workflow.ProofHolds + time.Minute)
	confirm := noor.follow(t, noor.get("/account/rights/file"))
	confirm.has(t, `input[name="password"]`, `input[name="next"][value="/account/rights/file"]`)
	page = noor.follow(t, noor.submit(t, confirm, `form[action="/account/confirm"]`))
	got := noor.submit(t, page, `form[action="/account/rights/file"]`)
	if got.status != http.StatusOK {
		t.Fatalf("the archive: %d", got.status)
	}
	z, err := zip.NewReader(strings.NewReader(got.body), int64(len(got.body)))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := io.ReadAll(r)
		texts[f.Name] = string(raw)
	}
	var f rights.File
	if err := json.NewDecoder(bytes.NewBufferString(texts["data.json"])).Decode(&f); err != nil || f.Person != "Noor Said" {
		t.Errorf("data.json: %v, %q", err, f.Person)
	}
	if !strings.Contains(texts["index.html"], `href="evaluations.html"`) || !strings.Contains(texts["evaluations.html"], world.Plain.Self) {
		t.Error("the pages do not lead to her side of the evaluation")
	}
	for name, text := range texts {
		if strings.HasSuffix(name, ".html") && (strings.Contains(text, "<script") || strings.Contains(text, "http://") || strings.Contains(text, "https://")) {
			t.Errorf("%s needs something from elsewhere", name)
		}
	}
}

func TestAPersonSaysWhatIsWrongBesideIt(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats := s.as("noor"), s.as("mats")
	at := "/evaluations/" + string(ref)
	hasNot(t, mats.get(at), `a[href^="/corrections/new"]`)
	page := noor.get(at)
	page.has(t, `a[href="/corrections/new?about=evaluation/`+string(ref)+`"]`)
	page = noor.get("/corrections/new?about=evaluation/" + string(ref))
	page = noor.submit(t, page, `form[action="/corrections"]`, "words", " ")
	if page.status != http.StatusUnprocessableEntity || page.text("#words-error") == "" {
		t.Errorf("without a word: %d", page.status)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action="/corrections"]`, "words", "The <talk> was in March."))
	if box := mats.get("/inbox").text("main"); !strings.Contains(box, "There are words beside it that are new.") {
		t.Errorf("the manager's inbox reads %q", box)
	}
	for who, p := range map[string]*answer{"noor": &page, "mats": ptr(mats.get(at))} {
		if !strings.Contains(p.text("#beside-it, main"), "The <talk> was in March.") {
			t.Errorf("%s does not read it", who)
		}
	}
	noor.get("/people/"+string(s.Person("noor"))).has(t, `a[href^="/corrections/new?about=step/"]`)
	if a := mats.get("/corrections/new?about=evaluation/" + string(ref)); a.status != http.StatusNotFound {
		t.Errorf("the manager: %d", a.status)
	}
}

func TestRestingAndErasingThroughThePages(t *testing.T) {
	s := newSite(t)
	noor, mats, pia, per, ola := s.as("noor"), s.as("mats"), s.as("pia"), s.as("per"), s.as("ola")
	profile := "/people/" + string(s.Person("noor"))
	page := noor.submit(t, noor.get("/account/rights"), `form[action="/account/rights/restrictions"]`)
	if page.status != http.StatusUnprocessableEntity || page.text("#rest-words-error") == "" {
		t.Errorf("without a word: %d", page.status)
	}
	noor.follow(t, noor.submit(t, page, `form[action="/account/rights/restrictions"]`, "words", "We disagree."))
	if a := ola.get("/data-requests"); a.status != http.StatusNotFound {
		t.Errorf("a colleague: %d", a.status)
	}
	pia.get("/organisation").has(t, `a[href="/data-requests"]`)
	page = pia.get("/data-requests")
	if got := page.text("main"); !strings.Contains(got, "We disagree.") {
		t.Errorf("people partners read %q", got)
	}
	page = pia.submit(t, page, `form[action$="/refusal"]`)
	if page.status != http.StatusUnprocessableEntity {
		t.Errorf("a no without a word: %d", page.status)
	}
	pia.follow(t, pia.submit(t, page, `form[action$="/force"]`))
	if got := mats.get(profile).text("main"); !strings.Contains(got, "rests") || strings.Contains(got, "Not set yet") {
		t.Errorf("the manager reads %q", got)
	}
	if got := ola.get(profile).text("main"); strings.Contains(got, "rests") {
		t.Errorf("a colleague reads %q", got)
	}
	noor.follow(t, noor.submit(t, noor.get("/account/rights"), `form[action$="/end"]`))
	mats.get(profile).has(t, "#step")
	// Fia leaves and writes from outside.
	if err := s.Leave(t.Context(), access.System(access.ViaCommand), s.Person("fia")); err != nil {
		t.Fatal(err)
	}
	page = pia.submit(t, pia.get("/data-requests"), `form[action="/data-requests/erasures"]`, "email", "noor@example.org", "words", "She wrote.")
	if page.status != http.StatusUnprocessableEntity || page.text("#email-error") == "" {
		t.Errorf("for somebody who is here: %d", page.status)
	}
	pia.follow(t, pia.submit(t, page, `form[action="/data-requests/erasures"]`, "email", "fia@example.org", "words", "She wrote."))
	hasNot(t, pia.get("/data-requests"), `form[action$="/done"]`)
	pia.follow(t, pia.submit(t, pia.get("/data-requests"), `form[action="/data-requests/holds"]`, "email", "fia@example.org", "reason", "A claim."))
	page = per.get("/data-requests")
	hasNot(t, page, `form[action$="/done"]`)
	per.follow(t, per.submit(t, page, `form[action*="/holds/"][action$="/end"]`))
	s.Clock.Advance(workflow.ProofHolds + time.Minute)
	confirm := per.follow(t, per.submit(t, per.get("/data-requests"), `form[action$="/done"]`))
	page = per.follow(t, per.submit(t, confirm, `form[action="/account/confirm"]`))
	per.follow(t, per.submit(t, page, `form[action$="/done"]`))
	if got := per.get("/data-requests").text("main"); strings.Contains(got, "Fia") {
		t.Errorf("afterwards it reads %q", got)
	}
}

func hasNot(t *testing.T, a answer, selector string) {
	t.Helper()
	if a.Find(selector).Length() > 0 {
		t.Errorf("there is %s", selector)
	}
}

func ptr(a answer) *answer { return &a }
