package trust

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Calendars bring a guard of their own.
func init() {
	breakages = append(breakages,
		broken("calendars of a backup go on", "TestACalendarEnds", "store/restore.go", "`DELETE FROM calendar_feeds`", "`DELETE FROM calendar_feeds WHERE made_at < 0`"),
		broken("the calendar of who is switched off goes on", "TestACalendarEnds", "workflow/calendar.go", "if !a.Here(r.Now()) {", "if !a.Here(r.Now()) && false {",
			edit{"workflow/office.go", "return tx.SetFeed(person, \"\")", "return nil"}), // it is shut out twice
	)
}

// feedOf is the secret of an address of the person's calendar.
func feedOf(t *testing.T, w *world.World, name string) string {
	t.Helper()
	secret, err := w.MakeFeed(t.Context(), w.Actor(name), workflow.Once{})
	must(t, err)
	return secret
}

var calendarLine = regexp.MustCompile(`^(BEGIN:V(CALENDAR|EVENT)|END:V(CALENDAR|EVENT)|VERSION:2\.0|PRODID:-//Cairn//EN|METHOD:PUBLISH|X-WR-CALNAME:Cairn|UID:[0-9a-zA-Z_-]{26}@cairn|DTSTAMP:\d{8}T\d{6}Z|SEQUENCE:\d+|` +
	`DTSTART:\d{8}T\d{6}Z|DTEND:\d{8}T\d{6}Z|DTSTART;VALUE=DATE:\d{8}|DTEND;VALUE=DATE:\d{8}|TRANSP:TRANSPARENT|SUMMARY:Time set aside in Cairn|CLASS:PRIVATE)$`)

// TestEveryCalendarIsNeutral: of everybody in a world with everything in it, each line
// is one of those that say nothing, and no id in it leads to anything.
func TestEveryCalendarIsNeutral(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	must(t, c.NameStandIn(t.Context(), c.Actor("mats"), workflow.Once{}, workflow.StandInName{Who: c.Person("mira"), Until: "2026-06-30"}))
	s, events, known := serve(t, c.World), 0, dump(t, c.World)
	for _, name := range c.Names() {
		got := s.get(t, "", "/calendar/"+feedOf(t, c.World, name)+".ics")
		for line := range strings.SplitSeq(strings.TrimSuffix(got.body, "\r\n"), "\r\n") {
			if !calendarLine.MatchString(line) {
				t.Errorf("%s's calendar says %q", name, line)
			}
			uid, is := strings.CutPrefix(line, "UID:")
			if !is {
				continue
			}
			events++
			for cell, values := range known {
				if strings.HasSuffix(cell, ".id") && strings.Contains(values, strings.TrimSuffix(uid, "@cairn")) {
					t.Errorf("%s's calendar names something in %s", name, cell)
				}
			}
		}
	}
	if events < 10 {
		t.Errorf("only %d dates were looked at", events)
	}
}

// TestACalendarEnds with the person's time here, whoever says so, and with a backup
// that was put back; what is kept of its address opens nothing.
func TestACalendarEnds(t *testing.T) {
	t.Parallel() // in worlds of their own
	first := world.New(t, "sqlite")
	opens := func(w *world.World, secret string) bool {
		return serve(t, w).get(t, "", "/calendar/"+secret+".ics").status == http.StatusOK
	}
	secret := feedOf(t, first, "noor")
	if kept := dump(t, first)["calendar_feeds.hash"]; kept == "" || strings.Contains(kept, secret) || opens(first, kept) || !opens(first, secret) {
		t.Errorf("kept is %q", kept)
	}
	for how, do := range map[string]func(w *world.World){
		"a people partner says so": func(w *world.World) { must(t, w.Leave(t.Context(), w.Actor("pia"), w.Person("noor"))) },
		"a directory switches off": func(w *world.World) {
			token := directoryToken(t, w)
			status, body := byDirectory(t, w, token, "PATCH", "/Users/"+string(w.Person("noor")), `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}`)
			if status != http.StatusOK {
				t.Errorf("%d: %s", status, body)
			}
		},
		"she ends it": func(w *world.World) { must(t, w.DropFeed(t.Context(), w.Actor("noor"), workflow.Once{})) },
		"another one": func(w *world.World) { feedOf(t, w, "noor") },
	} {
		w := first.Copy(t)
		do(w)
		if opens(w, secret) {
			t.Errorf("%s, and the address answers still", how)
		}
	}
	again, _ := putBack(t, first)
	must(t, second(again.Reopen(t.Context())))
	if opens(again, secret) {
		t.Error("the address came back with a backup")
	}
}
