package api

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/framework"
	"cairn/internal/workflow"
)

var rawBody = []string{"Content-Type", "application/octet-stream"}

// TestCommentsOnAVersionOverTheAPI: said by anybody while it is open, answered, and
// settled by whoever writes that part.
func TestCommentsOnAVersionOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, ben, pia := s.as("noor"), s.as("ben"), s.as("pia")
	s.nextVersion()
	const at = "/framework/versions/steps-1.1/comments"
	nowhere := noor.get("/nothing").is(404)
	for _, a := range []answer{noor.get(at), noor.post(at, `{"text":"Who?"}`)} {
		if !a.same(nowhere) {
			t.Errorf("a draft is commented on: %d %s", a.code, a.body)
		}
	}
	pia.post("/framework/versions/steps-1.1/opening", "", "If-Match", `"2"`).is(204)
	said := read[Made](noor.post(at, `{"on":"team-new","text":"To whom?"}`, "Idempotency-Key", "one").is(201)).ID
	if again := read[Made](noor.post(at, `{"on":"team-new","text":"To whom?"}`, "Idempotency-Key", "one").is(201)).ID; again != said {
		t.Error("said twice by one key")
	}
	read[Made](ben.post(at, `{"answer_to":"`+said+`","text":"To everybody."}`).is(201))
	read[Made](ben.post(at, `{"on":"team/individual","text":"Fine."}`).is(201))
	noor.post(at, `{"on":"nothing-like-it","text":"x"}`).is(404)
	if got := noor.post(at, `{"text":" "}`).is(422).places(); got[0] != "body.text" {
		t.Errorf("nothing said: %v", got)
	}
	first := read[VersionComments](noor.get(at + "?limit=1").is(200))
	if len(first.Comments) != 1 || first.Comments[0].On != "team-new" || len(first.Comments[0].Answers) != 1 || first.Comments[0].Answers[0].By.Name != "Ben Ode" && first.Comments[0].Answers[0].By.ID != string(s.Person("ben")) || first.Next == "" {
		t.Fatalf("it reads %+v", first)
	}
	if rest := read[VersionComments](noor.get(at + "?cursor=" + first.Next).is(200)); len(rest.Comments) != 1 || rest.Comments[0].On != "team/individual" || rest.Next != "" {
		t.Errorf("the rest is %+v", rest)
	}
	settle := `{"comment":"` + said + `","outcome":"adopted"}`
	noor.post(at+"/outcome", settle).is(404)
	pia.post(at+"/outcome", settle).is(204)
	pia.post(at+"/outcome", settle).is(409)
	if got := read[VersionComments](ben.get(at).is(200)).Comments[0]; got.Outcome != "adopted" || got.ClosedBy == nil || got.ClosedBy.Name != "Pia Ross" {
		t.Errorf("settled it is %+v", got)
	}
}

// TestAFrameworkIsWrittenOverTheAPI: begun, read as a file, replaced as it was read,
// opened for comments and published, by people partners.
func TestAFrameworkIsWrittenOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, pia := s.as("noor"), s.as("pia")
	nowhere := noor.get("/nothing").is(404)
	if a := noor.post("/framework/versions", `{}`); !a.same(nowhere) {
		t.Errorf("an employee begins one: %d %s", a.code, a.body)
	}
	made := read[VersionMade](pia.post("/framework/versions", `{}`, "Idempotency-Key", "begin").is(201))
	if again := read[VersionMade](pia.post("/framework/versions", `{}`, "Idempotency-Key", "begin").is(201)); again != made || made.Name != "steps-1.1" {
		t.Errorf("begun as %+v, and again as %+v", made, again)
	}
	pia.post("/framework/versions", `{}`).is(409)
	at := "/framework/versions/" + made.Name
	for _, a := range []answer{noor.get(at + "/file"), noor.post(at+"/opening", "", "If-Match", `"1"`), noor.ask(http.MethodDelete, at, "", "If-Match", `"1"`)} {
		if !a.same(nowhere) {
			t.Errorf("an employee meets the draft: %d %s", a.code, a.body)
		}
	}
	page := pia.get(at + "/file").is(200)
	file := read[FrameworkFile](page)
	if file.Revision != 1 || page.header.Get("ETag") != `"1"` || !strings.Contains(file.Text, "version: ") || file.Findings == nil {
		t.Fatalf("the file is %+v", file.Name)
	}
	if inJSON := read[FrameworkFile](pia.get(at + "/file?format=json").is(200)); !strings.HasPrefix(inJSON.Text, "{") {
		t.Error("in JSON it is no JSON")
	}
	next := strings.Replace(file.Text, "name: ", "name: Our ", 1)
	put := func(c caller, text, read string) answer {
		return c.put(at+"/file", text, append([]string{"If-Match", read}, rawBody...)...)
	}
	if a := put(noor, next, `"1"`); !a.same(nowhere) {
		t.Errorf("an employee replaces it: %d %s", a.code, a.body)
	}
	wrong := put(pia, "format: 1\nid: [", `"1"`).is(422)
	if got := wrong.places(); got[0] != "body" || !strings.Contains(wrong.body, "Line ") {
		t.Errorf("what is no framework: %s", wrong.body)
	}
	put(pia, next, `"1"`).is(200)
	put(pia, file.Text, `"1"`).is(409)
	if got := read[Version](pia.get(at).is(200)); got.Revision != 2 {
		t.Errorf("it is at revision %d", got.Revision)
	}
	pia.post(at+"/publication", `{"from":"2020-01-01"}`, "If-Match", `"2"`).is(422)
	pia.post(at+"/publication", `{"from":"`+s.today()+`"}`, "If-Match", `"1"`).is(409)
	pia.post(at+"/publication", `{"from":"`+s.today()+`"}`, "If-Match", `"2"`).is(204)
	put(pia, next, `"3"`).is(409)
	if got := read[Framework](noor.get("/framework").is(200)); got.Version != "1.1" || !strings.HasPrefix(got.Name, "Our ") {
		t.Errorf("in force is %s %s", got.Name, got.Version)
	}
	noor.post("/framework/versions/steps-1.0/retirement", "").is(404)
	pia.post("/framework/versions/steps-1.1/retirement", "").is(409)
	pia.post("/framework/versions/steps-1.0/retirement", "").is(204)
	if got := read[FrameworkFile](noor.get("/framework/versions/steps-1.0/file").is(200)); got.Revision != 0 || got.Text == "" {
		t.Errorf("an earlier one reads as %+v", got.Name)
	}
}

func (s *site) today() string { return s.Clock.Now().Time().Format("2006-01-02") }

// TestAFrameworkComesInOverTheAPI: as a file, or from nothing, while none is written.
func TestAFrameworkComesInOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, pia := s.as("noor"), s.as("pia")
	text := read[FrameworkFile](noor.get("/framework/versions/1.0/file").is(200)).Text
	noor.post("/framework/import", text, rawBody...).is(404)
	pia.post("/framework/import", "nothing", rawBody...).is(422)
	name := read[FrameworkTaken](pia.post("/framework/import", text, rawBody...).is(200)).Name
	pia.post("/framework/import", text, rawBody...).is(409)
	at := "/framework/versions/" + name
	pia.ask(http.MethodDelete, at, "", "If-Match", `"7"`).is(409)
	pia.ask(http.MethodDelete, at, "", "If-Match", `"1"`).is(204)
	pia.get(at).is(404)
	if got := pia.post("/framework/versions", `{"from_nothing":true}`).is(422).places(); got[0] != "body.name" {
		t.Errorf("nothing without a name: %v", got)
	}
	if own := read[VersionMade](pia.post("/framework/versions", `{"name":"Ours","from_nothing":true}`).is(201)); own.Framework != "ours" {
		t.Errorf("of our own: %+v", own)
	}
}

// TestOwnersOfDisciplinesOverTheAPI: named and ended by people partners.
func TestOwnersOfDisciplinesOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, pia, ola := s.as("noor"), s.as("pia"), string(s.Person("ola"))
	body := `{"discipline":"quality","person":"` + ola + `"}`
	nowhere := noor.get("/nothing").is(404)
	for _, a := range []answer{noor.get("/framework/owners"), noor.post("/framework/owners", body), noor.post("/framework/owners/end", body)} {
		if !a.same(nowhere) {
			t.Errorf("an employee: %d %s", a.code, a.body)
		}
	}
	if got := pia.post("/framework/owners", strings.Replace(body, "quality", "dancing", 1)).is(422).places(); got[0] != "body.discipline" {
		t.Errorf("no discipline: %v", got)
	}
	pia.post("/framework/owners", body).is(204)
	if got := read[Owners](pia.get("/framework/owners").is(200)).Owners; len(got) != 1 || got[0].Person.ID != ola || got[0].Until != nil {
		t.Errorf("owners: %+v", got)
	}
	s.as("ola").post("/framework/owners", body).is(404) // who looks after one names nobody
	pia.post("/framework/owners/end", body).is(204)
	if got := read[Owners](pia.get("/framework/owners").is(200)).Owners; len(got) != 1 || got[0].Until == nil {
		t.Errorf("ended: %+v", got)
	}
}

// TestExtensionsOverTheAPI: begun, written as a file and published by the lead; others
// read what is published.
func TestExtensionsOverTheAPI(t *testing.T) {
	s := newSite(t)
	tove, noor, pia := s.as("tove"), s.as("noor"), s.as("pia")
	lines := read[Extensions](tove.get("/framework/extensions").is(200)).Extensions
	rivers := ""
	for _, l := range lines {
		if l.Unit.Name == "Rivers" && l.MayWrite {
			rivers = l.Unit.ID
		}
	}
	if rivers == "" {
		t.Fatalf("tove may begin none: %+v", lines)
	}
	begin := `{"unit":"` + rivers + `","reason":"We row."}`
	noor.post("/framework/extensions", begin).is(404)
	s.as("tove", access.ScopeFramework).post("/framework/extensions", begin).is(404)
	if got := tove.post("/framework/extensions", `{"unit":"`+rivers+`"}`).is(422).places(); got[0] != "body.reason" {
		t.Errorf("without a reason: %v", got)
	}
	at := "/framework/extensions/tribe/" + read[ExtensionMade](tove.post("/framework/extensions", begin).is(201)).Slug
	tove.post("/framework/extensions", begin).is(409)
	if got := read[UnitExtension](noor.get(at).is(200)); got.Draft != nil || got.MayWrite || len(got.Versions) != 0 {
		t.Errorf("others read %+v", got)
	}
	noor.get(at + "/file?version=1.0").is(404)
	text := read[ExtensionFile](tove.get(at + "/file").is(200)).Text
	next := text + "add:\n  examples:\n    - id: tribe.rivers.rows-along\n      area: team\n      step: individual\n      text: Rows along.\n"
	put := func(c caller, text, read string) answer {
		return c.put(at+"/file", text, append([]string{"If-Match", read}, rawBody...)...)
	}
	put(noor, next, `"1"`).is(404)
	put(tove, "nothing", `"1"`).is(422)
	put(tove, next, `"1"`).is(200)
	put(tove, next, `"1"`).is(409)
	noor.post(at+"/publication", "", "If-Match", `"2"`).is(404)
	tove.post(at+"/publication", "", "If-Match", `"2"`).is(204)
	if got := read[UnitExtension](noor.get(at).is(200)); got.Published == nil || len(got.Published.Examples) != 1 || got.Published.Reason != "We row." {
		t.Errorf("published it is %+v", got.Published)
	}
	noor.put(at+"/owner", `{"email":"noor@example.org"}`).is(404)
	pia.put(at+"/owner", `{"email":"nobody@example.org"}`).is(422)
	pia.put(at+"/owner", `{"email":"ola@example.org"}`).is(204)
	if got := read[UnitExtension](noor.get(at).is(200)); got.Owner == nil || got.Owner.ID != string(s.Person("ola")) {
		t.Errorf("it is looked after by %+v", got.Owner)
	}
	s.as("ola").post(at+"/retirement", "").is(204)
	s.as("ola").post(at+"/retirement", "").is(409)
	s.as("ola").post("/framework/extensions", begin).is(201)
	s.as("ola").ask(http.MethodDelete, at+"/draft", "", "If-Match", `"1"`).is(204)
	noor.get("/framework/extensions/tribe/nowhere").is(404)
}

// TestWhatNoLongerFitsIsDecidedOverTheAPI: a version of the framework takes away what a
// unit said in other words; its lead carries the draft over and decides.
func TestWhatNoLongerFitsIsDecidedOverTheAPI(t *testing.T) {
	s := newSite(t)
	tove, pia := s.as("tove"), s.as("pia")
	var gone Example
	for _, e := range read[Examples](tove.get("/framework/examples?limit=200&discipline=quality").is(200)).Examples {
		if len(e.Disciplines) == 1 && e.Disciplines[0] == "quality" {
			gone = e
		}
	}
	var rivers string
	for _, l := range read[Extensions](tove.get("/framework/extensions").is(200)).Extensions {
		if l.Unit.Name == "Rivers" {
			rivers = l.Unit.ID
		}
	}
	tove.post("/framework/extensions", `{"unit":"`+rivers+`","reason":"We row."}`).is(201)
	const at = "/framework/extensions/tribe/rivers"
	text := read[ExtensionFile](tove.get(at + "/file").is(200)).Text
	text += "hide:\n  - id: " + gone.ID + "\n    because: We do not.\nadd:\n  examples:\n    - id: tribe.rivers.rows-along\n      area: team\n      step: individual\n      text: Rows along.\n"
	tove.put(at+"/file", text, append([]string{"If-Match", `"1"`}, rawBody...)...).is(200)
	s.dropExample(gone.ID)
	pia.post("/framework/versions/steps-1.1/publication", `{"from":"`+s.today()+`"}`, "If-Match", `"2"`).is(204)
	tove.post(at+"/publication", "", "If-Match", `"2"`).is(409) // it is behind
	tove.post(at+"/base", "", "If-Match", `"2"`).is(204)
	draft := read[UnitExtension](tove.get(at).is(200)).Draft
	if draft == nil || len(draft.Undecided) != 1 || draft.Base != "steps-1.1" || draft.Revision != 3 {
		t.Fatalf("carried over it is %+v", draft)
	}
	decide := `{"list":"` + draft.Undecided[0].List + `","id":"` + draft.Undecided[0].ID + `","holds":false}`
	s.as("noor").post(at+"/decision", decide, "If-Match", `"3"`).is(404)
	tove.post(at+"/decision", decide, "If-Match", `"2"`).is(409)
	tove.post(at+"/decision", decide, "If-Match", `"3"`).is(204)
	if draft := read[UnitExtension](tove.get(at).is(200)).Draft; len(draft.Undecided) != 0 {
		t.Errorf("decided it is %+v", draft)
	}
}

// dropExample begins the next version without an example.
func (s *site) dropExample(ref string) {
	s.Helper()
	pia := s.Actor("pia")
	if _, err := s.StartDraft(s.Context(), pia, workflow.Once{}); err != nil {
		s.Fatal(err)
	}
	err := s.EditDraft(s.Context(), pia, workflow.Once{}, 1, "drop", func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
		return f.DropExample(framework.ExampleID(ref)), nil
	})
	if err != nil {
		s.Fatal(err)
	}
}
