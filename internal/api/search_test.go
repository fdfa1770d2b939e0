package api

import (
	"testing"

	"cairn/internal/guide"
	"cairn/internal/workflow"
)

func TestSearchOverTheAPI(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	found := read[SearchResult](noor.get("/search?q=M%C3%A0TS").is(200))
	if len(found.Groups) != 1 || found.Groups[0].Name != "People" || found.Groups[0].Found[0].Page != "/people/"+string(s.Person("mats")) {
		t.Errorf("found %+v", found)
	}
	if found = read[SearchResult](noor.get("/search?q=mtas").is(200)); len(found.Groups) != 0 || len(found.Suggested) != 1 {
		t.Errorf("nearly a name: %+v", found)
	}
	if found = read[SearchResult](noor.get("/framework/search?q=quality").is(200)); len(found.Groups) == 0 || found.Groups[0].Name != "Framework" {
		t.Errorf("in the framework: %+v", found)
	}
}

// TestASearchFindsWhatThePageFinds: in what its scope reaches, and nowhere else.
func TestASearchFindsWhatThePageFinds(t *testing.T) {
	s := newSite(t)
	ctx, once := t.Context(), workflow.Once{}
	if _, err := s.WriteGuide(ctx, s.Actor("pia"), once, "", 0, guide.Content{Kind: guide.Page, Title: "Gauges at the lake", Body: "How they are read."}); err != nil {
		t.Fatal(err)
	}
	s.as("fia").post("/recognition", `{"work":"The gauge at the lake","text":"It runs.","people":["`+string(s.Person("noor"))+`"]}`).is(201)
	for path, want := range map[string]string{"/framework/search": "Gauges at the lake", "/recognition/search": "The gauge at the lake"} {
		for _, q := range []string{"gaug", "LAKE"} {
			got := read[SearchResult](s.as("ola").get(path + "?q=" + q).is(200))
			if len(got.Groups) != 1 || got.Groups[0].Found[0].Title != want || got.Groups[0].Found[0].Page == "" {
				t.Errorf("%s for %s finds %+v", path, q, got.Groups)
			}
		}
	}
	if got := read[SearchResult](s.as("ola").get("/search?q=gauge").is(200)); len(got.Groups) != 0 {
		t.Errorf("the organisation has %+v", got.Groups)
	}
}
