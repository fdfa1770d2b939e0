package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

const riversPath = "/framework/extensions/tribe/rivers"

// fill sends the form at the selector as a browser would, with these fields set.
func (v *visitor) fill(a answer, selector string, pairs ...string) answer {
	v.site.Helper()
	form := a.Find(selector)
	if form.Length() != 1 {
		v.site.Fatalf("%d forms %s (status %d)", form.Length(), selector, a.status)
	}
	fields := formFields(form)
	for i := 0; i+1 < len(pairs); i += 2 {
		fields[pairs[i]] = []string{pairs[i+1]}
	}
	return v.send(http.MethodPost, form.AttrOr("action", ""), fields)
}

// led goes where a form that was accepted leads to.
func (v *visitor) led(a answer) answer {
	v.site.Helper()
	if a.status != http.StatusSeeOther {
		v.site.Fatalf("not accepted: %d\n%s", a.status, a.text(".error-summary"))
	}
	return v.get(a.to)
}

// boats lets Tove write and publish what Rivers adds, all through pages.
func (s *testSite) boats() (replaced framework.Example) {
	s.Helper()
	for _, e := range s.text().Examples {
		if len(e.Disciplines) > 0 && replaced.ID == "" {
			replaced = e
		}
	}
	tove := s.as("tove")
	tove.led(tove.fill(tove.get("/framework/extensions"), "form[action='/framework/extensions']", "reason", "We run boats."))
	tove.led(tove.fill(tove.get(riversPath+"/entry?what=discipline"), "form.form", "name", "Boat building", "near", string(replaced.Disciplines[0])))
	tove.led(tove.fill(tove.get(riversPath+"/entry?what=example"), "form.form", "text", "Caulks a hull that stays dry.", "area", string(replaced.Area),
		"step", "step/"+string(replaced.Step), "disciplines", "tribe.rivers.boat-building"))
	tove.led(tove.fill(tove.get(riversPath+"/entry?what=role"), "form.form", "name", "Ferryman"))
	tove.led(tove.fill(tove.get(riversPath+"/entry?what=replace&id="+string(replaced.ID)), "form.form", "unit_text", "Says it as river people do.", "because", "We have few machines."))
	draft := tove.get(riversPath)
	if got := draft.text("main"); !strings.Contains(got, "Caulks a hull") || !strings.Contains(got, "We have few machines.") || !strings.Contains(got, replaced.Text) {
		s.Errorf("the draft says %s", got)
	}
	tove.led(tove.fill(draft, "form[action='"+riversPath+"/publication']"))
	return replaced
}

func TestAnExtensionIsWrittenPublishedAndRead(t *testing.T) {
	s := newSite(t)
	e := s.boats()
	step := "/framework/steps/" + string(e.Step) + "?discipline=" + string(e.Disciplines[0])
	for _, c := range []struct{ who, path, want, not string }{
		{"noor", step, "Says it as river people do. Said in Rivers’ words; the original" + e.Text + "Because: We have few machines.", "As it is read"},
		{"noor", "/framework/disciplines/tribe.rivers.boat-building", "Caulks a hull that stays dry. Rivers adds this", "Nobody"},
		{"noor", "/framework/roles", "Ferryman", "Nobody"},
		{"noor", "/framework", "Boat building", "As Ola"},
		{"noor", "/people", "Boat building", "Nobody"},
		{"noor", step + "&unit=none", e.Text, "river people"},
		{"ola", step, e.Text, "river people"},
		{"ola", step + "&unit=tribe/rivers", "Says it as river people do.", "You belong there"},
		{"ola", "/framework?unit=tribe/nowhere", "That unit adds nothing", "Boat building"},
		{"ola", riversPath, "Looked after by Tove Lund", "Publish version"},
		{"ola", "/framework/extensions", "We run boats.", "Begin the draft"},
	} {
		got := s.as(c.who).get(c.path)
		if got.status != http.StatusOK || !strings.Contains(got.text("main"), c.want) || strings.Contains(got.text("main"), c.not) {
			t.Errorf("%s at %s: %d, wanted %q and not %q in\n%s", c.who, c.path, got.status, c.want, c.not, got.text("main"))
		}
	}
	if got := s.as("ola").get("/framework/disciplines/tribe.rivers.boat-building"); got.status != http.StatusNotFound {
		t.Errorf("another tribe's discipline without asking for it: %d", got.status)
	}
}

func TestTheLensIsCarriedOn(t *testing.T) {
	s := newSite(t)
	s.boats()
	page := s.as("ola").get("/framework?unit=tribe/rivers")
	page.has(t, "a[href='/framework/disciplines/tribe.rivers.boat-building?unit=tribe%2Frivers']", "select[name=unit] option[selected][value='tribe/rivers']")
	page.Find("main a[href^='/framework/steps/'], main a[href^='/framework/areas/'], main a[href^='/framework/disciplines/']").Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); !strings.Contains(href, "unit=tribe%2Frivers") && a.Closest("svg, figure, .rings").Length() == 0 {
			t.Errorf("%s loses the unit", href)
		}
	})
}

func TestWhatHasBeenHiddenIsShownOnAsking(t *testing.T) {
	s := newSite(t)
	e := s.boats()
	tove := s.as("tove")
	tove.led(tove.fill(tove.get(riversPath), "form[action='/framework/extensions']"))
	pick := tove.get(riversPath + "/examples?step=" + string(e.Step) + "&discipline=" + string(e.Disciplines[0]))
	if !strings.Contains(pick.text("main"), "Said in the words of Rivers") {
		t.Errorf("the picker says %s", pick.text("main"))
	}
	pick.has(t, "a[href='"+riversPath+"/entry?id="+string(e.ID)+"&what=hide']")
	tove.led(tove.fill(tove.get(riversPath+"/entry?what=hide&id="+string(e.ID)), "form.form", "because", "We have none."))
	tove.led(tove.fill(tove.get(riversPath), "form[action='"+riversPath+"/publication']"))
	got := s.as("noor").get("/framework/steps/" + string(e.Step) + "?discipline=" + string(e.Disciplines[0]))
	if !strings.Contains(got.text(".fw-examples details"), "Left out in Rivers; show"+e.Text+"Because: We have none.") {
		t.Errorf("hidden: %s", got.text(".fw-examples details"))
	}
}

func TestWhatAUnitMayNotDoIsSaidBesideWhatWasTyped(t *testing.T) {
	s := newSite(t)
	s.boats()
	tove := s.as("tove")
	tove.led(tove.fill(tove.get(riversPath), "form[action='/framework/extensions']"))
	var common framework.Example
	for _, e := range s.text().Examples {
		if len(e.Disciplines) == 0 {
			common = e
		}
	}
	form := tove.get(riversPath + "/entry?what=hide&id=" + string(common.ID))
	got := tove.fill(form, "form.form", "because", "We would rather not.")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(".error-summary"), "is for everyone, so no unit may replace or hide it") || got.text("textarea[name=because]") != "We would rather not." {
		t.Errorf("%d: %s, kept %q", got.status, got.text(".error-summary"), got.text("textarea[name=because]"))
	}
	got = tove.fill(tove.get(riversPath+"/entry?what=example"), "form.form", "text", " ")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(".field-error"), `needs the field "text"`) {
		t.Errorf("%d: %s", got.status, got.text(".field-error"))
	}
	old := tove.get(riversPath + "/entry?what=role")
	tove.led(tove.fill(tove.get(riversPath+"/entry?what=role"), "form.form", "name", "Pilot"))
	got = tove.fill(old, "form.form", "name", "Deckhand")
	if got.status != http.StatusConflict || got.Find("input[name=name]").AttrOr("value", "") != "Deckhand" {
		t.Errorf("from an old page: %d, kept %q", got.status, got.Find("input[name=name]").AttrOr("value", ""))
	}
}

func TestAFileWithMistakesIsShownWithTheirPlaces(t *testing.T) {
	s := newSite(t)
	s.boats()
	tove := s.as("tove")
	tove.led(tove.fill(tove.get(riversPath), "form[action='/framework/extensions']"))
	page := tove.get(riversPath + "/file")
	source := page.Find("textarea[name=source]").Text()
	if !strings.Contains(source, "tribe.rivers.boat-building") {
		t.Fatal(source)
	}
	got := tove.fill(page, "form.form", "source", strings.Replace(source, "area: mastery", "area: mystery", 1))
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(".ext-findings"), `There is no area "mystery". Did you mean mastery?`) ||
		!strings.Contains(got.text(".ext-findings"), "the file:") || !strings.Contains(got.Find("textarea[name=source]").Text(), "mystery") {
		t.Errorf("%d: %s", got.status, got.text(".ext-findings"))
	}
	tove.led(tove.fill(page, "form.form", "source", strings.Replace(source, "stays dry", "stays dry in May", 1)))
	file := tove.get(riversPath + "/source?version=1.1")
	if file.status != http.StatusOK || !strings.Contains(file.body, "stays dry in May") {
		t.Errorf("%d: %s", file.status, file.body)
	}
	if got := s.as("noor").get(riversPath + "/source?version=1.1"); got.status != http.StatusNotFound {
		t.Errorf("a draft's file for a member: %d", got.status)
	}
	if got := s.as("noor").get(riversPath + "/source"); got.status != http.StatusOK || !strings.Contains(got.body, "stays dry.") {
		t.Errorf("the published file for a member: %d", got.status)
	}
}

func TestOnlyItsWritersChangeAnExtension(t *testing.T) {
	s := newSite(t)
	s.boats()
	tove := s.as("tove")
	tove.led(tove.fill(tove.get(riversPath), "form[action='/framework/extensions']"))
	noor := s.as("noor")
	for _, r := range Routes() {
		method, pattern, _ := strings.Cut(r.Pattern, " ")
		path, ours := strings.CutPrefix(pattern, "/framework/extensions/{kind}/{slug}")
		if !ours || path == "" || path == "/source" {
			continue
		}
		got := noor.send(method, riversPath+path, url.Values{"read": {"1"}, "what": {"reason"}, "reason": {"Mine."}})
		if got.status != http.StatusNotFound {
			t.Errorf("%s %s: %d", method, path, got.status)
		}
	}
	if n := tove.get(riversPath).Find("form[action$='/publication']").Length(); n != 1 {
		t.Errorf("%d drafts left", n)
	}
}

func TestAPartnerNamesWhoLooksAfterAnExtension(t *testing.T) {
	s := newSite(t)
	s.boats()
	pia := s.as("pia")
	got := pia.fill(pia.get(riversPath), "form[action$='/owner']", "email", "nobody@example.org")
	if got.status != http.StatusUnprocessableEntity || got.Find("input[name=email]").AttrOr("value", "") != "nobody@example.org" {
		t.Errorf("%d: %s", got.status, got.text(".error-summary"))
	}
	page := pia.led(pia.fill(pia.get(riversPath), "form[action$='/owner']", "email", "ben@example.org"))
	if !strings.Contains(page.text(".ext-about"), "Looked after by Ben Falk with Tove Lund") {
		t.Error(page.text(".ext-about"))
	}
	s.as("ben").get(riversPath).has(t, "form[action='/framework/extensions']")
}

func TestWhatNoLongerFitsIsDecidedOnItsPage(t *testing.T) {
	s := newSite(t)
	e := s.boats()
	s.moveOn(e)
	tove := s.as("tove")
	if home := tove.get("/"); !strings.Contains(home.text(".notice"), "part of what Rivers adds no longer fits") {
		t.Errorf("home says %s", home.text(".notice"))
	}
	if got := s.as("noor").get("/framework/steps/" + string(e.Step) + "?discipline=" + string(e.Disciplines[0])); strings.Contains(got.text("main"), "river people") {
		t.Error("what was replaced is still read over another sentence")
	}
	page := tove.led(tove.fill(tove.get(riversPath), "form[action='/framework/extensions']"))
	lost := page.text("section[aria-labelledby=undecided]")
	for _, want := range []string{"Says it as river people do.", "in other words", e.Text, "Something else.", "It still holds", "Reword it", "Keep it as an example of our own", "Drop it"} {
		if !strings.Contains(lost, want) {
			t.Errorf("%q is not said in %s", want, lost)
		}
	}
	reword := page.Find("section[aria-labelledby=undecided] a").First().AttrOr("href", "")
	page = tove.led(tove.fill(tove.get(reword), "form.form", "unit_text", "Says something on the river."))
	if page.Find("#undecided").Length() > 0 || !strings.Contains(page.text("main"), "Says something on the river.") {
		t.Errorf("reworded: %s", page.text("main"))
	}
	if home := tove.get("/"); strings.Contains(home.text(".notice"), "Rivers") {
		t.Error("decided, it still waits at home")
	}
}

// moveOn publishes a version of the framework with another sentence.
func (s *testSite) moveOn(e framework.Example) {
	s.Helper()
	ctx, pia := s.Context(), s.Actor("pia")
	if _, err := s.StartDraft(ctx, pia, onceFree); err != nil {
		s.Fatal(err)
	}
	err := s.EditDraft(ctx, pia, onceFree, 1, "x", func(f *framework.Framework, _ editor) (*framework.Framework, error) {
		e.Text = "Something else."
		f, _ = f.PutExample(e)
		return f, nil
	})
	if err != nil {
		s.Fatal(err)
	}
	if err := s.Publish(ctx, pia, onceFree, 2, "2026-05-12"); err != nil {
		s.Fatal(err)
	}
}

func TestAnEvaluationSaysWhichExtensionItIsMadeUnder(t *testing.T) {
	s := newSite(t)
	s.boats()
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	page := s.as("noor").get("/evaluations/" + string(ref))
	if got := page.text(".evaluation-facts"); !strings.Contains(got, "with what Rivers adds, version 1.0") {
		t.Error(got)
	}
	steps := page.Find(".step-tab").Map(func(_ int, b *goquery.Selection) string { return b.AttrOr("value", "") })
	found := slices.ContainsFunc(steps, func(step string) bool {
		return strings.Contains(s.as("noor").get("/evaluations/"+string(ref)+"?step="+step).text("main"), "In the words of Rivers. The framework says:")
	})
	if !found {
		t.Error("no example is said in Rivers' words")
	}
}

var onceFree = workflow.Once{}

type editor = workflow.Editor

// extend publishes an extension for each of new tribes, with these numbers.
func (s *testSite) extend(from, to int, reason string) {
	s.Helper()
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,guilds,discipline,roles\n")
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "Zed Number%03d,zed%03d@example.org,2024-01-01,,,Coast %03d,,Software development,\n", i, i, i)
	}
	s.bringIn(b.String())
	command := access.System(access.ViaCommand)
	for i := from; i < to; i++ {
		unit := id.Unit(s.unit(fmt.Sprintf("Coast %03d", i)))
		if err := s.OwnExtension(s.Context(), command, workflow.Once{}, unit, "ola@example.org"); err != nil {
			s.Fatal(err)
		}
		if _, err := s.StartExtension(s.Context(), command, workflow.Once{}, unit, reason); err != nil {
			s.Fatal(err)
		}
		example := framework.Example{Area: "team", Step: "individual", Text: "Rows along."}
		if err := s.ChangeExtension(s.Context(), command, workflow.Once{}, unit, 1, framework.ExtensionChange{Example: &example}); err != nil {
			s.Fatal(err)
		}
		if err := s.PublishExtension(s.Context(), command, workflow.Once{}, unit, 2); err != nil {
			s.Fatal(err)
		}
	}
}

// TestTheListOfExtensionsComesInPages: what members read a page at a time, what the reader
// writes on each.
func TestTheListOfExtensionsComesInPages(t *testing.T) {
	s := newSite(t)
	tove := s.as("tove")
	reason := "Because " + strings.Repeat("å", 400)
	s.extend(0, 3, reason)
	few := tove.statements("/framework/extensions")
	s.extend(3, 53, reason)
	if many := tove.statements("/framework/extensions"); many != few || many > 16 {
		t.Errorf("asked %d times with a few, %d times with many; want at most 16", few, many)
	}
	first := tove.get("/framework/extensions")
	names := func(a answer) []string {
		return a.Find("#published + .section-body .line > a").Map(textOf)
	}
	second := tove.get(first.Find(`#published + .section-body a[rel="next"]`).AttrOr("href", ""))
	got := append(names(first), names(second)...)
	if len(names(first)) != 50 || len(got) != 53 || !slices.IsSorted(got) || got[52] != "Coast 052" {
		t.Errorf("the pages list %v", got)
	}
	for _, a := range []answer{first, second} {
		a.has(t, `#start + .section-body select[name="unit"] option`)
	}
	second.has(t, `.pager a[href="/framework/extensions"]`)
	if second.Find(`a[rel="next"]`).Length() > 0 || first.Find(`.pager a[href="/framework/extensions"]`).Length() > 0 {
		t.Error("there is a way on from the end, or back from the beginning")
	}
	if told := first.Find(".ext-reason").First().Text(); len([]rune(told)) != 241 || !strings.HasSuffix(told, "å…") {
		t.Errorf("a long reason is told as %q", told)
	}
	last := s.unit("Coast 052")
	for _, odd := range []string{"?after=nothing", "?after=%ff", "?after=" + last} {
		if a := tove.get("/framework/extensions" + odd); len(names(a)) != 50 || a.Find(".pager a").Length() != 1 {
			t.Errorf("%s lists %d with %d ways on", odd, len(names(a)), a.Find(".pager a").Length())
		}
	}
}
