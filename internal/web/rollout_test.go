package web

import (
	"net/http"
	"strings"
	"testing"
)

// prepared has Pia prepare a rollout in the browser and returns its address.
func (s *testSite) prepared(t *testing.T, trial string) string {
	t.Helper()
	pia := s.as("pia")
	pia.get("/rollouts/new").has(t, "input[name=name]", "textarea[name=purpose]", "select[name=scope]", "input[name=trial]")
	got := pia.post("/rollouts", "name", "Steps in spring", "purpose", "We begin together.", "trial", trial, "idempotency_key", "prepare")
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/rollouts/") {
		t.Fatalf("%d to %s", got.status, got.to)
	}
	return got.to
}

func TestARolloutIsPreparedLookedThroughAndOpened(t *testing.T) {
	s := newSite(t)
	pia, ben := s.as("pia"), s.as("ben")
	at := s.prepared(t, "")
	page := pia.get(at)
	page.has(t, "#would", "#left-out", "form[action$='/launch']", "form[action$='/end']", "#launch-what")
	in, out := page.text("section[aria-labelledby=would]"), page.text("section[aria-labelledby=left-out]")
	if !strings.Contains(in, "14 pairs") || !strings.Contains(in, "Ben Falk") || strings.Contains(in, "Noor Said") {
		t.Errorf("in it: %s", in)
	}
	if !strings.Contains(out, "Noor Said") || !strings.Contains(out, "first months") || !strings.Contains(out, "Cai Torp") || !strings.Contains(out, "no manager") {
		t.Errorf("left out: %s", out)
	}
	if got := ben.get(at); got.status != http.StatusNotFound {
		t.Errorf("an employee sees what is prepared: %d", got.status)
	}
	if got := pia.post(at + "/launch"); got.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.status, got.body)
	}
	open := pia.get(at)
	open.has(t, "table", "form[action$='/pause']", "form[action$='/end']", "#end-what")
	if words := open.text("section[aria-labelledby=progress]"); !strings.Contains(words, "Everybody") || strings.Contains(words, "Backend") {
		t.Errorf("progress: %s", words)
	}
	if !strings.Contains(pia.get(at+"?people=yes").text("section[aria-labelledby=left-out]"), "Noor Said") {
		t.Error("who is left out is not said after it opened")
	}
	mine := ben.get(at)
	mine.has(t, "section[aria-labelledby=mine] a[href^='/evaluations/']")
	if n := mine.Find("table, form[action*='/rollouts/'], #left-out").Length(); n > 0 {
		t.Error("an employee is shown what is for people partners")
	}
	if line := s.as("mats").get(at).text("section[aria-labelledby=reports]"); !strings.Contains(line, "Ben Falk") || !strings.Contains(line, "It is your turn") {
		t.Errorf("the manager's own list: %s", line)
	}
	if !strings.Contains(ben.get("/rollouts").text(".lines"), "Steps in spring") {
		t.Error("it is not listed to whom it concerns")
	}
}

func TestARolloutIsPausedAndEnded(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	at := s.prepared(t, "")
	if got := pia.post(at + "/pause"); got.status != http.StatusConflict {
		t.Errorf("paused before it opened: %d", got.status)
	}
	pia.post(at + "/launch")
	for act, words := range map[string]string{"/pause": "Paused."} {
		pia.post(at + act)
		if turn := pia.get(at).text(".turn-whose"); turn != words {
			t.Errorf("%s: %q", act, turn)
		}
	}
	pia.get(at).has(t, "form[action$='/pause/end']")
	pia.post(at + "/pause/end")
	pia.post(at + "/end")
	ended := pia.get(at)
	if turn := ended.text(".turn-next"); !strings.Contains(turn, "stay open and can be finished") {
		t.Errorf("ended: %q", turn)
	}
	if n := ended.Find("table, form[action*='/rollouts/']").Length(); n > 0 {
		t.Error("an ended rollout still counts, or has acts")
	}
	ben := s.as("ben")
	ref, _ := ben.get(at).Find("section[aria-labelledby=mine] a").Attr("href")
	if got := ben.get(ref); got.status != http.StatusOK || !strings.Contains(got.body, "It is your turn.") {
		t.Errorf("the evaluation ended with the rollout: %d", got.status)
	}
}

func TestAWrongPreparationKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	got := s.as("pia").post("/rollouts", "name", "", "purpose", "Kept words.", "trial", "yes")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text("textarea[name=purpose]"), "Kept words.") {
		t.Errorf("%d", got.status)
	}
	got.has(t, ".error-summary a[href='#name']", "input[name=trial][checked]")
	for _, path := range []string{"/rollouts/new"} {
		if got := s.as("ben").get(path); got.status != http.StatusNotFound {
			t.Errorf("%s to an employee: %d", path, got.status)
		}
	}
	if got := s.as("ben").get("/rollouts"); !strings.Contains(got.body, "You are in no rollout") {
		t.Error("the empty list says nothing")
	}
}

func TestPlacingOnTrial(t *testing.T) {
	s := newSite(t)
	at := s.prepared(t, "yes")
	mats, noor, ben := s.as("mats"), "step:"+string(s.Person("noor")), "step:"+string(s.Person("ben"))
	if inbox := mats.get("/inbox"); !strings.Contains(inbox.text(".inbox"), "Steps in spring") {
		t.Error("the manager is not told")
	}
	if inbox := s.as("noor").get("/inbox"); strings.Contains(inbox.body, "Steps in spring") {
		t.Error("an employee is told")
	}
	sheet := mats.get(at + "/placements")
	sheet.has(t, "select[name='"+noor+"']", "select[name='"+ben+"']")
	if got := mats.post(at+"/placements", noor, "moon", ben, "tribe-guild"); got.status != http.StatusUnprocessableEntity ||
		got.Find("select[name='"+ben+"'] option[selected][value=tribe-guild]").Length() != 1 {
		t.Errorf("a step that there is not: %d, or the other choice is lost", got.status)
	}
	if got := mats.post(at+"/placements", noor, "squad-chapter", ben, ""); got.to != at+"/placements" {
		t.Fatalf("%d to %s", got.status, got.to)
	}
	mats.get(at+"/placements").has(t, "select[name='"+noor+"'] option[selected][value=squad-chapter]")
	for _, name := range []string{"noor", "ola", "kim"} {
		for _, path := range []string{at, at + "/placements"} {
			if got := s.as(name).get(path); got.status != http.StatusNotFound {
				t.Errorf("%s at %s: %d", name, path, got.status)
			}
		}
	}
	pia := s.as("pia")
	if words := pia.get(at).text("section[aria-labelledby=trial]"); !strings.Contains(words, "nothing to tell so far") {
		t.Errorf("a spread of one: %s", words)
	}
	pia.post(at + "/launch")
	pia.get(at).has(t, "#placements-going")
	if _, err := s.OpenRollouts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if words := pia.get(at).text("#placements-gone"); !strings.Contains(words, "Fewer than ten, or none") {
		t.Errorf("deleted: %q", words)
	}
	if got := mats.get(at + "/placements"); got.status != http.StatusNotFound {
		t.Errorf("the worksheet is still there: %d", got.status)
	}
	if v, err := s.Standing(t.Context(), s.Actor("mats"), s.Person("noor")); err != nil || v.Set {
		t.Errorf("a Step was set: %v", err)
	}
}
