package main

import (
	"net/http/httptest"
	"testing"
)

// TestTheBenchStillMeasures asks for each page of a small organisation, and the bare
// handler for the same: a measurement that broke is noticed before somebody needs it.
func TestTheBenchStillMeasures(t *testing.T) {
	g, err := grow(t.Context(), t.TempDir(), 40)
	if err != nil {
		t.Fatal(err)
	}
	defer g.server.Close()
	for _, p := range g.pages[1:] {
		b, err := record(t.Context(), g, p)
		if err != nil {
			t.Fatal(p.Name, err)
		}
		answer := httptest.NewRecorder()
		b.ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
		if answer.Code != 200 || answer.Body.Len() != len(b.answer) || len(b.asked) < 5 {
			t.Errorf("%s: the bare handler answers %d with %d bytes after %d questions", p.Name, answer.Code, answer.Body.Len(), len(b.asked))
		}
		b.close()
	}
}

// TestAnImportIsStillComparedWithAllItsRows: the bench finds them itself.
func TestAnImportIsStillComparedWithAllItsRows(t *testing.T) {
	people, salaries, err := bringIn(t.Context(), t.TempDir(), 30)
	if err != nil {
		t.Fatal(err)
	}
	if people.rows < 30*10 || salaries.rows < 29*5 {
		t.Errorf("people: %v; salaries: %v", people, salaries)
	}
}
