package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestDirectoryFindsPeople(t *testing.T) {
	s := newSite(t)
	v := s.as("ola")
	for _, c := range []struct{ query, want string }{
		{"", "Asa Dahl Ben Falk Cai Torp Fia Moen"},
		{"?q=noor", "Noor Said"},
		{"?q=SAID+noo", "Noor Said"},
		{"?q=fia@example", "Fia Moen"},
		{"?discipline=nothing-known", ""},
		{"?unit=" + s.unit("Heron"), "Ola Finn"},
		{"?q=%00", "Asa Dahl"},
		{"?q=%ff%fe", "Asa Dahl"},
		{"?after=nobody&unit=nothing", "Asa Dahl"},
	} {
		a := v.get("/people" + c.query)
		names := strings.Join(a.Find(".people .person a").Map(textOf), " ")
		if a.status != http.StatusOK || !strings.HasPrefix(names, c.want) || c.want == "" && names != "" {
			t.Errorf("%q: status %d, people %q, want %q", c.query, a.status, names, c.want)
		}
	}
}

func TestDirectoryKeepsWhatWasSearched(t *testing.T) {
	s := newSite(t)
	heron := s.unit("Heron")
	a := s.as("ola").get("/people?q=%22%3Cb%3E&unit=" + heron + "&discipline=our-own")
	if got := a.Find("input[name=q]").AttrOr("value", ""); got != `"<b>` {
		t.Errorf("search field holds %q", got)
	}
	if got := a.text("select[name=unit] option[selected]"); got != "Heron (squad)" {
		t.Errorf("the chosen unit reads %q", got)
	}
	if got := s.as("ola").get("/people?unit=" + string(id.New[id.Unit]())).text("select[name=unit] option[selected]"); got != "A unit that is no more" {
		t.Errorf("a unit unknown reads %q", got)
	}
	a.has(t, "select[name=unit] option[selected][value='"+heron+"']", "select[name=discipline] option[selected][value=our-own]",
		`.empty a[href="/people"]`)
}

func TestDirectoryShowsWhereAndWithWhom(t *testing.T) {
	s := newSite(t)
	row := s.as("ola").get("/people?q=noor").text(".people > li")
	for _, want := range []string{"Software engineer", "chapter Backend", "squad Otter", "manager Mats Holm"} {
		if !strings.Contains(row, want) {
			t.Errorf("row %q does not say %q", row, want)
		}
	}
}

func TestDirectoryOfManyHasPagesThatStaySmall(t *testing.T) {
	s := newSite(t)
	s.crowd(130)
	v, seen, path := s.as("ola"), map[string]bool{}, "/people"
	pages := 0
	for ; path != ""; pages++ {
		a := v.get(path)
		if len(a.body) > 60_000 {
			t.Errorf("%s has %d bytes", path, len(a.body))
		}
		for _, n := range a.Find(".people .person a").Map(textOf) {
			if seen[n] {
				t.Errorf("%s is on two pages", n)
			}
			seen[n] = true
		}
		path = a.Find(".pager [rel=next]").AttrOr("href", "")
	}
	if len(seen) != 146 || pages != 3 {
		t.Errorf("%d people on %d pages", len(seen), pages)
	}
}

func TestPairSeesTheStepAndItsHistory(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"noor", "mats"} {
		a := s.as(name).get(s.profile("noor"))
		a.has(t, "#step", ".private-value")
		if got := a.text(".private-value-body"); !strings.HasPrefix(got, "Not set yet") || !strings.Contains(got, "6 months") {
			t.Errorf("%s, before: %q", name, got)
		}
	}
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	for name, other := range map[string]string{"noor": "Mats Holm", "mats": "Noor Said"} {
		a := s.as(name).get(s.profile("noor"))
		if got := a.text(".step-name"); got != "Squad/Chapter" {
			t.Errorf("%s sees %q", name, got)
		}
		if got := a.text(".notice-lock .notice-title"); got != "Only "+other+" and you can see this" {
			t.Errorf("%s is told %q", name, got)
		}
		if got := a.text(".step-history"); !strings.Contains(got, "Squad/Chapter since 12 May 2026") {
			t.Errorf("%s: history %q", name, got)
		}
		if a.Find(".private-value[open]").Length() > 0 {
			t.Error("the Step lies open before anybody asks")
		}
	}
}

// A stranger's page is the same to the byte whatever is private about a person.
func TestStrangersProfileTellsNothingOfAStep(t *testing.T) {
	s := newSite(t)
	strangers := []string{"ola", "ben", "tove", "cai", "kim"}
	before := map[string]string{}
	for _, name := range strangers {
		before[name] = s.as(name).get(s.profile("noor")).body
	}
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	for _, name := range strangers {
		after := s.as(name).get(s.profile("noor")).body
		if after != before[name] {
			t.Errorf("what %s sees of Noor changed with the Step", name)
		}
		if strings.Contains(after, "/evaluations/") || strings.Contains(after, "private-value") {
			t.Errorf("%s sees private parts", name)
		}
	}
	for _, name := range []string{"pia", "odd"} { // their forms carry keys
		a := s.as(name).get(s.profile("noor"))
		if a.status != http.StatusOK || a.Find("#step, #evaluations, .private-value").Length() > 0 {
			t.Errorf("%s: status %d, private parts shown", name, a.status)
		}
	}
}

func TestStartDateIsForThoseItConcerns(t *testing.T) {
	s := newSite(t)
	for name, want := range map[string]bool{"noor": true, "mats": true, "pia": true, "kim": true, "odd": false, "ola": false, "tove": false, "cai": false} {
		a := s.as(name).get(s.profile("noor"))
		if got := strings.Contains(a.text(".facts"), "20 November 2025"); got != want {
			t.Errorf("%s sees the start date: %t", name, got)
		}
	}
}

func TestUnknownAndWithheldAreOneAnswer(t *testing.T) {
	s := newSite(t)
	v := s.as("ola")
	unknown := "/people/" + string(id.New[id.Person]())
	want := v.get(unknown)
	if want.status != http.StatusNotFound {
		t.Fatalf("status %d", want.status)
	}
	if err := s.Leave(s.Context(), access.System(access.ViaCommand), s.Person("gil")); err != nil {
		t.Fatal(err)
	}
	answers := map[string]answer{
		"a person who left":      v.get(s.profile("gil")),
		"no id":                  v.get("/people/x"),
		"a unit unknown":         v.get("/organisation/units/" + string(id.New[id.Unit]())),
		"no unit id":             v.get("/organisation/units/x"),
		"an act of others":       v.post(s.profile("noor")+"/invitation", "idempotency_key", "k"),
		"that act on nobody":     v.post(unknown + "/invitation"),
		"naming a manager":       v.post(s.profile("noor")+"/manager", "manager", "ola@example.org"),
		"naming one of nobody":   v.post(unknown+"/manager", "manager", "x"),
		"an operator does so":    s.as("odd").post(s.profile("noor")+"/manager", "manager", "odd@example.org"),
		"an operator leaves it":  s.as("odd").post(s.profile("noor")+"/manager", "manager", ""),
		"a partner, for nobody":  s.as("pia").post(unknown+"/manager", "by", "chapter"),
		"a partner invites none": s.as("pia").post(unknown + "/invitation"),
	}
	for what, a := range answers {
		if a.status != want.status || stripViewer(a) != stripViewer(want) {
			t.Errorf("%s: status %d, another page", what, a.status)
		}
	}
}

// stripViewer leaves out the name of who looks, which differs between visitors.
func stripViewer(a answer) string { return a.text("main") + a.text("title") }

func TestManagerStartsFromTheProfile(t *testing.T) {
	s := newSite(t)
	form := `form[action="/evaluations"] input[name=subject][value='` + string(s.Person("noor")) + `']`
	s.as("mats").get(s.profile("noor")).has(t, form, `form[action="/evaluations"] input[name=idempotency_key]`)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	for _, name := range []string{"noor", "mats"} {
		a := s.as(name).get(s.profile("noor"))
		a.has(t, `a[href="/evaluations/`+string(ref)+`"]`)
		if a.Find(`form[action="/evaluations"]`).Length() > 0 {
			t.Errorf("%s is offered a second evaluation", name)
		}
	}
}

func TestInvitationLinkIsShownOnce(t *testing.T) {
	s := newSite(t)
	v := s.as("pia")
	v.get(s.profile("noor")).has(t, `form[action$="/invitation"] input[name=idempotency_key]`)
	made := v.post(s.profile("noor")+"/invitation", "idempotency_key", "first")
	link := made.text("#link")
	if made.status != http.StatusOK || !strings.HasPrefix(link, "http://example.com/invitation/") {
		t.Fatalf("status %d, link %q", made.status, link)
	}
	if got := s.as("").get(strings.TrimPrefix(link, "http://example.com")); got.status != http.StatusOK || !strings.Contains(got.text("h1"), "Noor Said") {
		t.Errorf("the link leads to %d %q", got.status, got.text("h1"))
	}
	again := v.post(s.profile("noor")+"/invitation", "idempotency_key", "first")
	if again.status != http.StatusConflict || !strings.Contains(again.text(".notice-problem"), "shown only once") || strings.Contains(again.body, link) {
		t.Errorf("again: status %d, %q", again.status, again.text(".notice-problem"))
	}
}

func TestPartnerNamesAManager(t *testing.T) {
	s := newSite(t)
	v, path := s.as("pia"), s.profile("noor")+"/manager"
	for _, c := range []struct{ typed, says string }{
		{"", "Say who it is"}, {"nobody@example.org", "Nobody who works here"}, {"noor@example.org", "Nobody is their own manager"},
	} {
		a := v.post(path, "manager", c.typed)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text("#manager-error"), c.says) {
			t.Errorf("%q: status %d, %q", c.typed, a.status, a.text("#manager-error"))
		}
		if got := a.Find("input[name=manager]").AttrOr("value", ""); got != c.typed {
			t.Errorf("%q became %q", c.typed, got)
		}
	}
	for _, c := range []struct{ field, typed, manager string }{
		{"manager", "WIM@example.org", "Wim Berg"}, {"manager", " mira  wolf ", "Mira Wolf"}, {"by", "chapter", "Mats Holm"},
	} {
		a := v.post(path, c.field, c.typed)
		if a.status != http.StatusSeeOther || a.to != s.profile("noor") {
			t.Fatalf("%q: status %d to %q", c.typed, a.status, a.to)
		}
		shown := v.get(a.to)
		if got := shown.text("#place + .section-body .facts > div:first-child dd a"); got != c.manager {
			t.Errorf("%q: manager is %q", c.typed, got)
		}
		if got := shown.text(".flash"); !strings.Contains(got, "manager is named") {
			t.Errorf("flash %q", got)
		}
	}
	if a := s.as("ola").get(s.profile("noor")); a.Find("#care").Length() > 0 {
		t.Error("a colleague is offered what partners look after")
	}
}

func TestManagerNamedTwiceIsAsked(t *testing.T) {
	s := newSite(t)
	s.bringIn("name,e-mail,start date\nWim Berg,wim2@example.org,2024-01-01\n")
	a := s.as("pia").post(s.profile("noor")+"/manager", "manager", "Wim Berg")
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text("#manager-error"), "Several people have this name") {
		t.Errorf("status %d, %q", a.status, a.text("#manager-error"))
	}
}

func (s *testSite) profile(name string) string { return "/people/" + string(s.Person(name)) }

// unit is the id of the unit of that name.
func (s *testSite) unit(name string) string {
	s.Helper()
	tree, err := s.Organisation(s.Context(), s.Actor("ola"))
	if err != nil {
		s.Fatal(err)
	}
	found := ""
	eachUnit(tree, func(u workflow.UnitEntry) {
		if u.Name == name {
			found = string(u.ID)
		}
	})
	if found == "" {
		s.Fatalf("there is no %s", name)
	}
	return found
}

func eachUnit(tree workflow.OrgTree, f func(workflow.UnitEntry)) {
	for _, t := range tree.Tribes {
		f(t.UnitEntry)
		for _, u := range append(t.Chapters, t.Squads...) {
			f(u)
		}
	}
	for _, u := range append(tree.Squads, tree.Guilds...) {
		f(u)
	}
}

// crowd brings in n more people with long names, many roles and units.
func (s *testSite) crowd(n int) {
	s.Helper()
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,discipline,roles\n")
	for i := range n {
		fmt.Fprintf(&b, "Maximiliana Konstantinopoulou %04d,person.with.a.long.address.%04d@example.org,2024-01-01,Squad of the long winding road %d,Backend engineering,Rivers and mountains,Software development,Software engineer\n", i, i, i/8)
	}
	s.bringIn(b.String())
}

func (s *testSite) bringIn(file string) {
	s.Helper()
	rows, problems := orgfile.Read(strings.NewReader(file), "more.csv")
	if len(problems) > 0 {
		s.Fatal(problems)
	}
	report, err := s.ImportPeople(s.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{})
	if err != nil {
		s.Fatal(err, report.Problems)
	}
}

func textOf(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
