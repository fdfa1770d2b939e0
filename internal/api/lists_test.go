package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
)

// Why a list in an answer need not come in pages.
const (
	ofFile    = "a part of one framework file, which is at most 5 MiB and is read as one"
	ofChange  = "what differs between two framework files"
	ofText    = "a part of one text, whose form says how many there may be"
	ofPerson  = "what one person holds at a time"
	ofTeam    = "the reports of one manager"
	ofTribe   = "the units of one tribe"
	ofHistory = "what happened to one thing in its life, which those who look after it write by hand"
	ofOffice  = "who holds an office, or what two offices decided over the years"
	ofCase    = "a part of one case, which is open for some weeks"
	ofRequest = "what was sent, told back"
	atMost    = "cut where it is read: so many at most"
	ofTables  = "lines that the program has, or groups of fifty and more"
)

// bounded are the lists of answers that do not come in pages, and why. A list that is new
// fails here until it comes in pages or somebody has said why not.
var bounded = map[string]string{
	"Discipline.also": ofFile, "Example.details": ofFile, "Example.disciplines": ofFile, "Framework.areas": ofFile, "Framework.disciplines": ofFile, "Framework.profiles": ofFile, "Framework.questions": ofFile,
	"Framework.roles": ofFile, "Framework.scales": ofFile, "Framework.steps": ofFile, "Role.outside_titles": ofFile, "Scale.levels": ofFile, "Step.heard": ofFile, "Step.includes": ofFile, "TitlesOfRole.titles": ofFile,
	"Titles.suggested": ofFile, "VersionText.examples": ofFile, "ExtensionText.disciplines": ofFile, "ExtensionText.examples": ofFile, "ExtensionText.hidden": ofFile, "ExtensionText.replaced": ofFile,
	"ExtensionText.roles": ofFile, "ExtensionText.undecided": ofFile, "FrameworkFile.findings": ofFile, "FileTaken.findings": ofFile, "RangeOfTable.steps": ofFile, "Placements.steps": ofFile,
	"Changes.examples": ofChange, "Changes.head": ofChange, "Changes.items": ofChange, "Changes.policy": ofChange, "Changes.words": ofChange, "ExampleChange.fields": ofChange, "ExampleChange.text": ofChange,
	"FieldChange.words": ofChange, "ItemChange.fields": ofChange,
	"FrameworkMade.areas": ofRequest, "FrameworkMade.disciplines": ofRequest, "FrameworkMade.roles": ofRequest, "FrameworkMade.steps": ofRequest, "FrameworkTaken.files": ofRequest, "FrameworkTaken.findings": ofRequest,
	"FrameworkTaken.notes": ofRequest, "FrameworkTaken.questions": ofRequest, "FrameworkTaken.tables": ofRequest, "ImportQuestion.choices": ofRequest, "Imported.lines": ofRequest, "Imported.notes": ofRequest,
	"Imported.people": ofRequest, "ImportedPerson.lines": ofRequest, "TableRead.header": ofRequest,
	"CaseDecision.focus": ofText, "CaseText.areas": ofText, "CaseText.evidence": ofText, "Evaluation.extensions": ofText, "Evaluation.steps": ofText, "Feedback.areas": ofText, "Feedback.questions": ofText,
	"FeedbackAnswer.texts": ofText, "FeedbackDraft.texts": ofText, "FocusText.actions": ofText, "FocusText.reviews": ofText, "GrowthFocus.actions": ofText, "GrowthFocus.reviews": ofText, "JournalEntry.areas": ofText,
	"JournalEntry.files": ofText, "LastTime.areas": ofText, "LastTime.focus": ofText, "OtherSide.areas": ofText, "OtherSide.examples": ofText, "Result.areas": ofText, "Result.focus": ofText, "SaidAnswer.areas": ofText,
	"Side.areas": ofText, "Side.examples": ofText, "Benchmark.points": ofText, "Post.to": ofText, "Extract.lines": ofText,
	"Me.offices": ofPerson, "Me.scopes": ofPerson, "Person.leads": ofPerson, "Person.roles": ofPerson, "Person.units": ofPerson, "Profile.coming_roles": ofPerson, "Profile.leads": ofPerson, "Profile.offices": ofPerson,
	"Profile.roles": ofPerson, "Profile.units": ofPerson,
	"Profile.reports": ofTeam, "Placements.placements": ofTeam, "Rollout.reports": ofTeam, "StandInLine.reports": ofTeam,
	"Tribe.chapters": ofTribe, "Tribe.squads": ofTribe, "UnitPage.chapters": ofTribe, "UnitPage.squads": ofTribe,
	"GrowthFocus.history": ofHistory, "Priority.history": ofHistory, "OwnSalary.coming": ofHistory, "OwnSalary.history": ofHistory, "Pay.corrections": ofHistory, "Standing.history": ofHistory, "Evaluation.opened_to": ofHistory,
	"UnitExtension.versions": ofHistory, "VersionComment.answers": ofHistory, "RangeOfSteps.coming": ofHistory, "RangeOfSteps.history": ofHistory,
	"PayPolicy.compensation_partners": ofOffice, "StepPolicy.changes": ofOffice, "SeenThing.by": ofOffice,
	"HeardLine.relations": ofCase, "Promotion.entries": ofCase, "Promotion.gaps": ofCase, "Promotion.heard": ofCase, "Promotion.results": ofCase, "Promotion.signed_by": ofCase, "Promotion.wanted": ofCase,
	"Notice.said": atMost, "Post.also_from": atMost, "WholePost.to": ofText, "Extract.openings": atMost, "SearchGroup.found": atMost, "SearchResult.groups": atMost, "SearchResult.suggested": atMost, "UnitPage.people": atMost,
	"Rollout.counts": ofTables, "StatisticLine.steps": ofTables, "Statistics.groups": ofTables, "Rights.classes": ofTables,
}

// listsOfAnswers are all lists in the answers of an operation: schema and property, as
// "Schema.property", and whether they stand in the answer itself.
func (d document) listsOfAnswers(op Operation) map[string]bool {
	found, seen := map[string]bool{}, map[string]bool{}
	for code, response := range d.Paths[op.Path][strings.ToLower(op.Method)].Responses {
		if strings.HasPrefix(code, "2") {
			d.walk(response.Content["application/json"].Schema, op.ID, true, found, seen)
		}
	}
	return found
}

func (d document) walk(s schema, name string, top bool, found map[string]bool, seen map[string]bool) {
	if ref, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		if seen[ref] {
			return
		}
		seen[ref] = true
		name, s = ref, d.Components.Schemas[ref]
	}
	for property, of := range s.Properties {
		if of.Items != nil {
			found[name+"."+property] = top
			d.walk(*of.Items, name+"."+property, false, found, seen)
		}
		d.walk(of, name+"."+property, false, found, seen)
	}
}

type schema struct {
	Ref        string `json:"$ref"`
	Properties map[string]schema
	Items      *schema
}

type document struct {
	Paths map[string]map[string]struct {
		Parameters []struct{ Name, In string }
		Responses  map[string]struct {
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

func (s *site) document() (d document) {
	s.Helper()
	if err := json.Unmarshal(s.handler.(Handler).Document(), &d); err != nil {
		s.Fatal(err)
	}
	return d
}

// comesInPages tells whether an operation takes a cursor.
func (d document) comesInPages(op Operation) bool {
	for _, p := range d.Paths[op.Path][strings.ToLower(op.Method)].Parameters {
		if p.Name == "cursor" {
			return true
		}
	}
	return false
}

// TestEveryListComesInPagesOrIsBounded: with a reason.
func TestEveryListComesInPagesOrIsBounded(t *testing.T) {
	d := newSite(t).document()
	needed := map[string]bool{}
	for _, op := range Operations() {
		for list, top := range d.listsOfAnswers(op) {
			if top && d.comesInPages(op) && bounded[list] == "" {
				continue
			}
			needed[list] = true
			if bounded[list] == "" {
				t.Errorf("%s answers with the list %s: let it come in pages, or say why it stays short", op.ID, list)
			}
		}
	}
	for list := range bounded {
		if !needed[list] {
			t.Errorf("the line about %s is not needed", list)
		}
	}
}

// TestPagesFollowEachOther: whatever comes in pages is the same read one by one as read
// at once, in every list of every answer.
func TestPagesFollowEachOther(t *testing.T) {
	s, kim := paidSite(t)
	things := s.fill(kim)
	d, longest, answered := s.document(), map[string]int{}, map[string]bool{}
	for _, op := range Operations() {
		if op.Method != http.MethodGet || !d.comesInPages(op) {
			continue
		}
		lists := d.listsOfAnswers(op)
		for _, name := range []string{"noor", "mats", "pia", "kim", "tove"} {
			ask := s.reader(op, name)
			for _, thing := range things {
				path := strings.NewReplacer("{id}", thing, "{version}", "steps-1.1").Replace(op.Path) + "?"
				if op.ID == "get-corrections" {
					path += "about=evaluation/" + thing + "&"
				}
				if a := ask(path + "limit=200"); a.code == http.StatusOK {
					answered[op.ID] = true
					whole := listsIn(a, lists)
					one := oneByOne(ask, path, lists)
					for list, items := range whole {
						if strings.Join(items, "\n") != strings.Join(one[list], "\n") {
							t.Errorf("%s as %s: the list %s reads one by one as %v, and at once as %v", path, name, list, one[list], items)
						}
						longest[op.ID] = max(longest[op.ID], len(items))
					}
				}
				if !strings.Contains(path, thing) {
					break
				}
			}
		}
		if !answered[op.ID] && op.ID != "list-people-at-step" { // they are asked for at the widest step alone
			t.Errorf("%s answered nobody", op.ID)
		}
	}
	for _, id := range []string{"list-people", "get-journal", "get-priorities", "get-plan", "list-memos", "list-markets", "get-guide", "list-feedback", "get-rights", "get-corrections", "get-title", "list-thanks", "get-thanks", "get-organisation", "list-benchmarks", "get-standing-in", "list-readings", "list-pay-people"} {
		if longest[id] < 2 {
			t.Errorf("%s has pages of %d; nothing follows", id, longest[id])
		}
	}
}

// reader asks as somebody, by token or by session, as the operation wants it.
func (s *site) reader(op Operation, name string) func(string) answer {
	if op.Session {
		return s.in(name).get
	}
	return s.as(name).get
}

// listsIn are the lists of an answer that come in pages, each item as text.
func listsIn(a answer, of map[string]bool) map[string][]string {
	a.Helper()
	found := map[string][]string{}
	for property, raw := range read[map[string]json.RawMessage](a) {
		for list, top := range of {
			var items []json.RawMessage
			if top && bounded[list] == "" && strings.HasSuffix(list, "."+property) && json.Unmarshal(raw, &items) == nil {
				for _, item := range items {
					found[property] = append(found[property], string(item))
				}
			}
		}
	}
	return found
}

// oneByOne reads every list of an answer with pages of one.
func oneByOne(ask func(string) answer, path string, of map[string]bool) map[string][]string {
	all := map[string][]string{}
	for cursors := []string{""}; len(cursors) > 0; cursors = cursors[1:] {
		a := ask(path + "limit=1&cursor=" + cursors[0])
		if a.code != http.StatusOK {
			a.Fatalf("%scursor=%s: %d %s", path, cursors[0], a.code, a.body)
		}
		for list, items := range listsIn(a, of) {
			if len(items) > 1 {
				a.Errorf("%s: a page of one holds %d of %s", path, len(items), list)
			}
			all[list] = append(all[list], items...)
		}
		onward := read[struct {
			Next   string
			NextOf map[string]string `json:"next_of"`
		}](a)
		if strings.HasPrefix(path, "/statistics") {
			onward.Next = "" // the day of the next ones
		}
		for _, next := range onward.NextOf {
			cursors = append(cursors, next)
		}
		if onward.Next != "" {
			cursors = append(cursors, onward.Next)
		}
		if len(all) > 1000 {
			a.Fatalf("%s never ends", path)
		}
	}
	return all
}

// fill has several of everything about Noor, and returns the ids of things.
func (s *site) fill(kim browser) (things []string) {
	s.Helper()
	noor, mats, pia, ben := s.as("noor"), s.as("mats"), s.in("pia"), s.as("ben")
	in, person := s.in("noor"), "/people/"+string(s.Person("noor"))
	opened := string(s.Evaluate("noor", "mats", evaluation.Opened, world.Plain))
	things = []string{string(s.Person("noor")), opened, string(s.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Deciding, world.PlainCase))}
	for i := range 3 {
		n := string(rune('A' + i))
		noor.post("/journal", `{"day":"2026-05-0`+string(rune('1'+i))+`","text":"Entry `+n+`."}`).is(201)
		noor.post("/evaluations/"+opened+"/messages", `{"text":"`+n+`"}`).is(204)
		noor.post(person+"/priorities", `{"text":"`+n+`","period":"Spring","from":"2026-05-01","until":"2026-06-01"}`).is(201)
		noor.post(person+"/growth", `{"aim":"deeper","text":"`+n+`"}`).is(201)
		noor.post(person+"/feedback/requests", `{"givers":["`+string(s.Person([]string{"ben", "ola", "mira"}[i]))+`"],"questions":["`+n+`?"]}`)
		s.in("mats").ask(http.MethodPost, person+"/memos", `{"text":"`+n+`"}`).is(201)
		in.ask(http.MethodPost, "/corrections", `{"about":"evaluation/`+opened+`","words":"`+n+`"}`).is(204)
		pia.ask(http.MethodPost, "/guide/texts", `{"kind":"page","title":"`+n+`","body":"x"}`).is(201)
		kim.ask(http.MethodPost, "/pay/markets", `{"name":"`+n+`","country":"NO","city":"`+n+`","currency":"NOK","period":"year"}`).is(201)
		if title := in.ask(http.MethodPost, person+"/title/proposals", `{"title":"Maker `+n+`"}`); title.code == 201 {
			s.in("mats").ask(http.MethodPost, "/titles/"+read[Made](title).ID+"/agreement", "", "If-Match", `"1"`).is(204)
		}
	}
	kim.ask(http.MethodPost, "/pay/benchmarks/import?name=a.csv", "source,date,market,job,p50\nOne,2026-01-01,Sweden,Tester,45000\nTwo,2026-01-01,Sweden,Tester,45000\nThree,2026-01-01,Sweden,Tester,45000\n", rawBody...).is(200)
	post := read[Made](mats.post("/recognition", `{"work":"The export","text":"Thank you.","people":["`+things[0]+`"]}`).is(201)).ID
	mats.post("/recognition", `{"work":"The import","text":"Thank you.","people":["`+things[0]+`"]}`).is(201)
	for _, c := range []caller{ben, s.as("ola")} {
		c.ask(http.MethodPut, "/recognition/"+post+"/thanks", "").is(204)
	}
	s.as("pia").post("/framework/versions", `{}`).is(201)
	s.as("pia").post("/framework/versions/steps-1.1/opening", "", "If-Match", `"1"`).is(204)
	review := read[Made](kim.ask(http.MethodPost, "/pay/reviews", `{"name":"Pay","looks_back_to":"2025-05-01","from":"`+s.today()+`","to":"2027-05-31","holds":"2027-06-30","guideline":"x","unit":1}`).is(201)).ID
	return append(things, post, review)
}

// TestACursorIsOfItsOwnList: one of another list, of somebody else or altered leads
// nowhere, and says so in the same way whatever is there.
func TestACursorIsOfItsOwnList(t *testing.T) {
	s, kim := paidSite(t)
	s.fill(kim)
	noor, ben := s.as("noor"), s.as("ben")
	journal := read[Journal](noor.get("/journal?limit=1").is(200)).NextOf["entries"]
	feedback := read[FeedbackLists](noor.get("/feedback?limit=1").is(200)).NextOf["asked"]
	priorities := "/people/" + string(s.Person("noor")) + "/priorities"
	next := read[PriorityList](noor.get(priorities + "?limit=1").is(200)).Next
	if journal == "" || feedback == "" || next == "" {
		t.Fatalf("cursors are %q, %q and %q", journal, feedback, next)
	}
	nowhere := noor.get("/journal?cursor=entries.nowhere").is(422)
	for name, a := range map[string]answer{
		"somebody else's": ben.get("/journal?cursor=" + journal), "of another answer": noor.get("/journal?cursor=" + feedback), "of a list that is none": noor.get("/journal?cursor=x" + journal),
		"of the other list": noor.get("/journal?cursor=" + strings.Replace(journal, "entries", "shown", 1)), "cut": noor.get("/journal?cursor=" + journal[:len(journal)-1]),
		"without a place": noor.get("/journal?cursor=entries."), "without a list": noor.get("/journal?cursor=" + strings.TrimPrefix(journal, "entries.")),
		"of one list alone": noor.get("/journal?cursor=" + next), "of several": noor.get(priorities + "?cursor=" + journal), "in capitals": noor.get("/journal?cursor=" + strings.ToUpper(journal)),
	} {
		if !a.same(nowhere) {
			t.Errorf("a cursor %s: %d %s", name, a.code, a.body)
		}
	}
	if a := ben.get(priorities + "?cursor=" + next); !a.same(ben.get("/nothing")) {
		t.Errorf("a cursor of what one may not see: %d %s", a.code, a.body)
	}
	for _, entry := range read[Journal](noor.get("/journal").is(200)).Entries {
		noor.ask(http.MethodDelete, "/journal/"+entry.ID, "").is(204)
	}
	if a := noor.get("/journal?cursor=" + journal); !a.same(nowhere) {
		t.Errorf("a cursor of what is gone: %d %s", a.code, a.body)
	}
}

// TestATokenCountsBeforeASession: with both, the token is who asks, also where it opens
// nothing.
func TestATokenCountsBeforeASession(t *testing.T) {
	s := newSite(t)
	noor, ben := s.as("noor"), s.in("ben")
	both := func(path string, headers ...string) answer {
		return ben.ask(http.MethodGet, path, "", append(headers, "Authorization", "Bearer "+noor.token)...)
	}
	if me := read[Me](both("/me").is(200)); me.ID != string(s.Person("noor")) {
		t.Errorf("both are %+v", me)
	}
	if a := both("/me/rights"); !a.same(noor.get("/nothing")) {
		t.Errorf("what is for sessions, with both: %d %s", a.code, a.body)
	}
	for _, header := range []string{"", "Bearer", "Bearer x", "Basic eDp5"} {
		if a := ben.ask(http.MethodGet, "/me/rights", "", "Authorization", header); a.code != http.StatusUnauthorized {
			t.Errorf("a session with the header %q: %d", header, a.code)
		}
	}
	ben.get("/me/rights").is(200)
}
