package api

import "testing"

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
