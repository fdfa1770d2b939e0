package api

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// TestAJournalOverTheAPI is one's own, but for the entry that is shown.
func TestAJournalOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats, ola := s.as("noor"), s.as("mats"), s.as("ola")
	nowhere := ola.get("/nothing").is(404)
	noor.post("/journal", `{"day":"tomorrow","text":"Paired."}`).is(422)
	noor.post("/journal", `{"day":"2026-05-12","text":"Paired.","areas":["nothing"]}`).is(422)
	at := "/journal/" + read[Made](noor.post("/journal", `{"day":"2026-05-12","heading":"River","text":"Paired.","areas":["team"]}`).is(201)).ID
	got := read[JournalEntry](noor.get(at).is(200))
	if got.Heading != "River" || got.Revision != 1 || got.Shown {
		t.Errorf("Noor gets %+v", got)
	}
	noor.ask(http.MethodPut, at, `{"revision":1,"day":"2026-05-12","text":"Paired on the gauge."}`).is(204)
	noor.ask(http.MethodPut, at, `{"revision":1,"day":"2026-05-12","text":"Stale."}`).is(409)
	others := func(when string, answers ...answer) {
		t.Helper()
		for _, a := range answers {
			if !a.same(nowhere) {
				t.Errorf("%s: %d %s", when, a.code, a.body)
			}
		}
	}
	others("of nobody else", mats.get(at), ola.get(at), mats.ask(http.MethodPut, at, `{"revision":2,"day":"2026-05-12","text":"x"}`), mats.ask(http.MethodDelete, at, ``), mats.post(at+"/sharing", ``))
	noor.post(at+"/sharing", ``).is(204)
	if shown := read[Journal](mats.get("/journal").is(200)).Shown; len(shown) != 1 || shown[0].Day != "2026-05-12" {
		t.Errorf("Mats is shown %+v", shown)
	}
	if got := read[JournalEntry](mats.get(at).is(200)); got.Text != "Paired on the gauge." {
		t.Errorf("Mats reads %+v", got)
	}
	others("shown to one alone", ola.get(at))
	noor.ask(http.MethodDelete, at+"/sharing", ``).is(204)
	others("shown no more", mats.get(at))
	noor.ask(http.MethodDelete, at, ``).is(204)
	noor.get(at).is(404)
	ref, err := s.WriteNote(t.Context(), s.Actor("noor"), workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Text: "x"}},
		growth.Upload{Name: "a.txt", Content: []byte("Hello")})
	if err != nil {
		t.Fatal(err)
	}
	files := read[JournalEntry](noor.get("/journal/" + string(ref)).is(200)).Files
	if len(files) != 1 || files[0].Type != "text/plain" {
		t.Fatalf("files: %+v", files)
	}
	if f := read[EntryFile](noor.get("/journal/files/" + files[0].ID).is(200)); f.Content != "SGVsbG8=" || f.Size != 5 {
		t.Errorf("the file comes as %+v", f)
	}
	others("the file of somebody else", mats.get("/journal/files/"+files[0].ID))
}

// TestAFileComesToAnEntryOverTheAPI, by its owner, of a known type and size.
func TestAFileComesToAnEntryOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	at := "/journal/" + read[Made](noor.post("/journal", `{"day":"2026-05-12","text":"x"}`).is(201)).ID
	raw := []string{"Content-Type", "application/octet-stream"}
	put := func(c caller, name, content string) answer {
		return c.ask(http.MethodPost, at+"/files?name="+name, content, raw...)
	}
	nowhere := mats.get("/nothing").is(404)
	if a := put(mats, "a.txt", "Hello"); !a.same(nowhere) {
		t.Errorf("somebody else adds one: %d %s", a.code, a.body)
	}
	file := read[Made](put(noor, "a.txt", "Hello").is(201)).ID
	for name, content := range map[string]string{"a.exe": "MZ\x90\x00", "b.png": "not a picture", "c.txt": ""} {
		if a := put(noor, name, content); a.code != 422 && a.code != 400 || strings.Contains(a.body, "not a picture") {
			t.Errorf("%s: %d %s", name, a.code, a.body)
		}
	}
	put(noor, "d.txt", strings.Repeat("a", growth.MaxFile+2)).is(413)
	put(noor, "e.txt", strings.Repeat("a", growth.MaxFile)).is(201)
	if got := read[JournalEntry](noor.get(at).is(200)); len(got.Files) != 2 || got.Files[0].Name != "a.txt" || got.Files[0].Type != "text/plain" {
		t.Errorf("the entry holds %+v", got.Files)
	}
	if a := mats.ask(http.MethodDelete, at+"/files?file="+file, ""); !a.same(nowhere) {
		t.Errorf("somebody else removes it: %d", a.code)
	}
	noor.ask(http.MethodDelete, at+"/files?file="+file, "").is(204)
	if got := read[JournalEntry](noor.get(at).is(200)); len(got.Files) != 1 {
		t.Errorf("afterwards it holds %+v", got.Files)
	}
}

// TestAnEntryStandsBesideSomethingOverTheAPI: beside one's own side as long as it is
// written, and beside a case for whoever is signed in.
func TestAnEntryStandsBesideSomethingOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	at := "/journal/" + read[Made](noor.post("/journal", `{"day":"2026-05-12","text":"x"}`).is(201)).ID
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	nowhere := mats.get("/nothing").is(404)
	body := `{"evaluation":"` + string(ref) + `"}`
	narrow := s.Token("noor", access.ScopeNotes)
	if err := s.Workflow.AttachNote(t.Context(), narrow, workflow.Once{}, id.Note(strings.TrimPrefix(at, "/journal/")), "evaluation/"+string(ref)); !fault.Is(err, fault.Withheld) {
		t.Errorf("a token of the journal alone reaches the evaluation: %v", err)
	}
	if a := mats.post(at+"/attachment", body); !a.same(nowhere) {
		t.Errorf("somebody else attaches it: %d", a.code)
	}
	noor.post(at+"/attachment", body).is(204)
	noor.ask(http.MethodDelete, at+"/attachment?evaluation="+string(ref), "").is(204)
	noor.post(at+"/attachment", `{"evaluation":"`+string(s.Person("noor"))+`"}`).is(404)
}

func TestAnEntryStandsBesideACaseForWhoeverIsSignedIn(t *testing.T) {
	s := newSite(t)
	path := s.caseOf(promotion.Offered)
	noor, mats := s.in("noor"), s.in("mats")
	entry := read[Made](s.as("noor").post("/journal", `{"day":"2026-05-12","text":"x"}`).is(201)).ID
	body := `{"entry":"` + entry + `"}`
	mats.ask(http.MethodPost, path+"/entries", body).is(404)
	s.as("noor").post(path+"/entries", body).is(404)
	noor.ask(http.MethodPost, path+"/entries", body).is(204)
	noor.ask(http.MethodDelete, path+"/entries?entry="+entry, "").is(204)
}
