package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/notice"
	"cairn/internal/priority"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestTheInboxSaysEachThingOnce(t *testing.T) {
	s := newSite(t)
	s.as("mats").get("/inbox").has(t, ".empty")
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	if err := s.Say(t.Context(), s.Actor("noor"), workflow.Once{}, ref, "Hello."); err != nil {
		t.Fatal(err)
	}
	mats := s.as("mats")
	page := mats.get("/inbox")
	if n := page.Find(".inbox:not(.inbox-before) > li").Length(); n != 1 {
		t.Errorf("%d entries for one evaluation", n)
	}
	if got := page.text(".inbox:not(.inbox-before) .inbox-title"); got != "Noor Said’s evaluation" {
		t.Errorf("the entry is called %q", got)
	}
	if got := page.text(".inbox"); !strings.Contains(got, "new words in your conversation") {
		t.Errorf("the entry says %q", got)
	}
	page.has(t, ".account-inbox .waiting")
	if got := s.as("ben").get("/inbox"); got.Find(".waiting").Length() != 0 || got.Find(".inbox").Length() != 0 {
		t.Error("Ben is told of somebody else's evaluation")
	}
	page = mats.follow(t, mats.submit(t, page, `.inbox form[action$="/reading"]`))
	page.has(t, ".empty", ".inbox-before li", ".flash")
	if page.Find(".account-inbox .waiting").Length() != 0 {
		t.Error("the header still marks something new")
	}
}

func TestComingToTheThingReadsWhatWasToldAboutIt(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	noor := s.as("noor")
	page := noor.get("/inbox")
	id := strings.Split(page.Find(`.inbox form[action$="/reading"]`).AttrOr("action", ""), "/")[2]
	to := noor.get("/inbox/" + id)
	if to.status != http.StatusSeeOther || to.to != "/evaluations/"+string(ref) {
		t.Fatalf("the notice leads to %q with %d", to.to, to.status)
	}
	if got := s.as("ben").get("/inbox/" + id); got.status != http.StatusNotFound {
		t.Errorf("Ben follows it with %d", got.status)
	}
	noor.follow(t, to)
	noor.get("/inbox").has(t, ".empty", ".inbox-before li")
}

func TestWhoLosesAccessLosesWhatWasTold(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	if err := s.Say(t.Context(), s.Actor("noor"), workflow.Once{}, ref, "Hello."); err != nil {
		t.Fatal(err)
	}
	mats := s.as("mats")
	id := strings.Split(mats.get("/inbox").Find(`.inbox form[action$="/reading"]`).AttrOr("action", ""), "/")[2]
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	page := mats.get("/inbox")
	if page.Find(".inbox").Length() != 0 || page.Find(".waiting").Length() != 0 || mats.get("/inbox/"+id).status != http.StatusNotFound {
		t.Error("the manager of a moment ago is still told")
	}
	if got := s.as("mira").get("/inbox").text(".inbox-title"); got != "Noor Said’s evaluation" {
		t.Errorf("the new manager is told of %q", got)
	}
	if got := s.as("noor").get("/inbox").text(".inbox"); !strings.Contains(got, "Your manager has changed.") {
		t.Errorf("Noor is told %q", got)
	}
}

func TestMutingAndSettingsKeepQuiet(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	noor := s.as("noor")
	page := noor.follow(t, noor.submit(t, noor.get("/inbox"), `.inbox form[action$="/mute"]`))
	noor.follow(t, noor.submit(t, page, `form[action="/inbox/`+strings.Split(page.Find(`.inbox form[action$="/reading"]`).AttrOr("action", ""), "/")[2]+`/reading"]`))
	say := func(text string) {
		t.Helper()
		s.Clock.Advance(time.Minute)
		mats := s.as("mats")
		mats.follow(t, mats.submit(t, mats.get("/evaluations/"+string(ref)), `form[action$="/messages"]`, "message", text))
	}
	say("Hello.")
	page = noor.get("/inbox")
	page.has(t, ".empty")
	noor.follow(t, noor.submit(t, page, `.inbox form[action$="/mute/end"]`))
	say("Hello again.")
	if noor.get("/inbox").Find(".inbox > li").Length() == 0 {
		t.Error("nothing is told after muting ended")
	}
	noor.get("/evaluations/" + string(ref))
	form := noor.get("/inbox/settings")
	form.has(t, `select[name="way"]`, `select[name="way:evaluation.said"]`)
	noor.follow(t, noor.submit(t, form, `form[action="/inbox/settings"]`, "way:evaluation.said", "mute")).has(t, `select[name="way:evaluation.said"] option[value="mute"][selected]`)
	say("And again.")
	noor.get("/inbox").has(t, ".empty")
	if got := noor.post("/inbox/settings", "way", "loud"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a way that is none: %d", got.status)
	}
}

func TestEverythingIsReadAtOnce(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	if err := s.Say(t.Context(), s.Actor("noor"), workflow.Once{}, ref, "Hello."); err != nil {
		t.Fatal(err)
	}
	s.Evaluate("ben", "mats", evaluation.Writing, world.Plain)
	mats := s.as("mats")
	page := mats.get("/inbox")
	if n := page.Find(".inbox:not(.inbox-before) > li").Length(); n != 2 {
		t.Fatalf("%d entries", n)
	}
	mats.follow(t, mats.submit(t, page, `form[action="/inbox/reading"]`)).has(t, ".empty", ".inbox-before li")
}

func TestEveryKindCanBeSet(t *testing.T) {
	page := newSite(t).as("noor").get("/inbox/settings")
	for _, a := range notice.Choices() {
		page.has(t, `select[name="way:`+string(a.Kind)+`"]`)
	}
}

// TestWhoeverActsHasReadWhatWasToldBefore: no inbox says that it is a turn which
// was taken, by which way ever it was.
func TestWhoeverActsHasReadWhatWasToldBefore(t *testing.T) {
	s := newSite(t)
	ctx, noor, mats := t.Context(), s.Actor("noor"), s.Actor("mats")
	told := func(who access.Actor) (said []string) {
		t.Helper()
		box, err := s.Inbox(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range box.New {
			said = append(said, l.Said...)
		}
		return said
	}
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	if len(told(mats)) == 0 {
		t.Fatal("Mats is told nothing")
	}
	if err := s.HandIn(ctx, mats, workflow.Once{}, ref, nil); err != nil {
		t.Fatal(err)
	}
	if got := told(mats); len(got) > 0 {
		t.Errorf("after the own act the inbox says %q", got)
	}
	if got := told(noor); len(got) == 0 {
		t.Error("the other is not told of it")
	}
	wish, err := s.SuggestPriority(ctx, mats, workflow.Once{}, noor.Person, priority.Content{Text: "W.", Period: priority.Period{Name: "Autumn", From: "2026-09-01", Until: "2026-12-01"}})
	if err != nil || len(told(noor)) != 2 {
		t.Fatalf("a suggestion: %v, told %q", err, told(noor))
	}
	if err := s.AgreePriority(ctx, noor, workflow.Once{}, wish, 1); err != nil || len(told(noor)) != 1 {
		t.Errorf("agreed: %v, told %q", err, told(noor))
	}
}
