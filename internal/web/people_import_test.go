package web

import (
	"net/http"
	"strings"
	"testing"
)

const confirmPeople = `form[action="/people/import/confirmation"]`

func TestPeopleComeFromAFile(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	pia.get("/people").has(t, `a[href="/people/import"]`)
	file := "name,e-mail,chapter,manager\nNew Nilsson,new@example.org,Backend,\nBad Bengt,nowhere,,\n"
	bad := pia.uploadAs("/people/import", "p.csv", file)
	if got := bad.text(".mistakes"); bad.status != http.StatusUnprocessableEntity || !strings.Contains(got, "line 3, column e-mail") {
		t.Errorf("a mistake: %d %q", bad.status, got)
	}
	page := pia.uploadAs("/people/import", "p.csv", strings.ReplaceAll(file, "nowhere", "bad@example.org"))
	if got := page.text("main"); !strings.Contains(got, "New Nilsson") || !strings.Contains(got, "New here2") {
		t.Errorf("the preview reads %q", got)
	}
	if s.as("ben").get("/people?q=nilsson").Find(".people > li").Length() > 0 {
		t.Error("somebody was brought in by looking")
	}
	done := pia.follow(t, pia.submit(t, page, confirmPeople))
	done.has(t, ".flash, .notice")
	if got := s.as("ben").get("/people?q=nilsson").text(".people"); !strings.Contains(got, "New Nilsson") {
		t.Errorf("nobody was brought in: %q", got)
	}
	again := pia.uploadAs("/people/import", "p.csv", strings.ReplaceAll(file, "nowhere", "bad@example.org"))
	if again.Find(confirmPeople).Length() > 0 || !strings.Contains(again.text("main"), "nothing new") {
		t.Errorf("what says nothing new can be brought in: %q", again.text("main"))
	}
}

func TestColumnsOfAFileAreToldApart(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	file := "Employee;Work address;Shoe size;Left on\nNew Nilsson;new@example.org;38;\nNoor Said;noor@example.org;38;2020-01-01\n"
	page := pia.uploadAs("/people/import", "p.csv", file)
	if page.status != http.StatusUnprocessableEntity || page.Find(`#columns select, [aria-labelledby="columns"] select`).Length() != 4 {
		t.Fatalf("%d, %d columns are asked for", page.status, page.Find("select").Length())
	}
	form := `form:has(select[name="column-A"])`
	page = pia.submit(t, page, form, "column-A", "name", "column-B", "name", "column-C", "-", "column-D", "last day")
	if got := page.text(".mistakes"); !strings.Contains(got, "two columns") {
		t.Errorf("one column twice: %q", got)
	}
	page = pia.submit(t, page, form, "column-A", "name", "column-B", "e-mail", "column-C", "-", "column-D", "last day")
	if got := page.text("main"); page.status != http.StatusOK || !strings.Contains(got, "leaves: the last day is over") {
		t.Fatalf("%d %q", page.status, got)
	}
	pia.follow(t, pia.submit(t, page, confirmPeople))
	if s.as("ben").get("/people?q=noor").Find(".people > li").Length() > 0 {
		t.Error("whose last day is over is here")
	}
	wrong := pia.submit(t, page, form, "column-A", "name", "column-B", "hat", "column-C", "-", "column-D", "-")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a column that is none: %d", wrong.status)
	}
}

// Operators name nobody's manager in the browser, and so bring nobody in there;
// a partner's file does not make the partner somebody's manager.
func TestPeopleAreBroughtInByPartnersOnly(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"ben", "mats", "tove", "cai", "kim", "odd"} {
		v := s.as(name)
		for _, got := range []answer{v.get("/people/import"), v.get("/people/import/progress?key=x"), v.uploadAs("/people/import", "p.csv", "name,e-mail\nA B,a@example.org\n")} {
			if got.status != http.StatusNotFound {
				t.Errorf("%s: %d", name, got.status)
			}
		}
		if v.get("/people").Find(`a[href="/people/import"]`).Length() > 0 {
			t.Errorf("%s is led there", name)
		}
	}
	pia := s.as("pia")
	page := pia.uploadAs("/people/import", "p.csv", "name,e-mail,manager\nNew Nilsson,new@example.org,pia@example.org\n")
	page = pia.submit(t, page, confirmPeople)
	if page.status != http.StatusUnprocessableEntity || !strings.Contains(page.text("main"), "Ask another people partner") {
		t.Errorf("%d %q", page.status, page.text("main"))
	}
	if got := pia.post("/people/import"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a file: %d", got.status)
	}
}
