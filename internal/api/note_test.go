package api

import (
	"net/http"
	"testing"

	"cairn/internal/growth"
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
	noor.send(http.MethodPut, at, `{"revision":1,"day":"2026-05-12","text":"Paired on the gauge."}`).is(204)
	noor.send(http.MethodPut, at, `{"revision":1,"day":"2026-05-12","text":"Stale."}`).is(409)
	others := func(when string, answers ...answer) {
		t.Helper()
		for _, a := range answers {
			if !a.same(nowhere) {
				t.Errorf("%s: %d %s", when, a.code, a.body)
			}
		}
	}
	others("of nobody else", mats.get(at), ola.get(at), mats.send(http.MethodPut, at, `{"revision":2,"day":"2026-05-12","text":"x"}`), mats.send(http.MethodDelete, at, ``), mats.post(at+"/sharing", ``))
	noor.post(at+"/sharing", ``).is(204)
	if shown := read[Journal](mats.get("/journal").is(200)).Shown; len(shown) != 1 || shown[0].Day != "2026-05-12" {
		t.Errorf("Mats is shown %+v", shown)
	}
	if got := read[JournalEntry](mats.get(at).is(200)); got.Text != "Paired on the gauge." {
		t.Errorf("Mats reads %+v", got)
	}
	others("shown to one alone", ola.get(at))
	noor.send(http.MethodDelete, at+"/sharing", ``).is(204)
	others("shown no more", mats.get(at))
	noor.send(http.MethodDelete, at, ``).is(204)
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
