package trust

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/recognition"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// The wall brings tables, addresses, a row of the matrix and guards of its own.
func init() {
	maps.Copy(clear, map[string]string{
		// What stands on the wall is open to everybody who has signed in.
		"recognitions":         "id author made_at edited_at work body project project_folded alt picture removed_at removed_as version",
		"recognition_people":   "post person place said said_at left_at",
		"recognition_thanks":   "post person at",
		"recognition_pictures": "post data",
		"recognition_reports":  "id post reporter at closed_at", // that somebody reported, not why
		"recognition_weeks":    "week told ended_at",
	})
	sealed = append(sealed, "recognitions.why_sealed", "recognition_reports.sealed")
	probes["recog"] = probe{readThanks, listThanks, writeThanks, access.ScopeRecognition}
	for _, end := range []string{"", "/edit", "/picture", "/removal", "/name/removal", "/words", "/thanks", "/thanks/end", "/report"} {
		kinds["/recognition/{id}"+end] = "recognition"
	}
	kinds["/recognition/reports/{id}/closing"] = "report"
	for _, end := range []string{"", "/thanks", "/words", "/name", "/picture", "/removal"} {
		kinds["/api/v1/recognition/{id}"+end] = "recognition"
	}
	breakages = append(breakages,
		broken("what is off the wall is shown", "TestTheWallShowsNothingThatWasTakenOff", "recognition/visible.go", "(!p.RemovedAt.IsSet() || p.Author == a.Person)", "true"),
		broken("anybody changes a post", "TestTheMatrixHolds", "workflow/recognition.go", "if p.Author != actor.Person || p.RemovedAt.IsSet() {\n\t\treturn fault.NotFound()", "if p.RemovedAt.IsSet() {\n\t\treturn fault.NotFound()"),
		broken("steps stand on the wall", "TestNoWayOntoTheWallNamesAStep", "recognition/recognition.go", "add(f.name, message, with...)", "_, _ = message, with"),
		broken("a name that was taken off comes back", "TestWhoIsNamedMayTakeTheNameOff", "recognition/recognition.go", "case !kept[i].Stands():", "case false:"),
		broken("partners look after their own posts", "TestNobodyLooksAfterAPostOfTheirOwn", "recognition/visible.go", "return partner && p.Author != who &&", "return partner || p.Author == who &&"),
		broken("acts on the wall are not journalled", "TestEveryActOnTheWallIsWrittenDown", "workflow/recognition.go", `return record(tx, actor, audit.Entry{Act: act, Item: "recog", Hat: hat, Subject: p.Author, Object: aboutPost(p.ID)})`, `return nil`),
	)
}

func thanksFor(w *world.World, work string, names ...string) workflow.Thanks {
	t := workflow.Thanks{Content: recognition.Content{Work: work, Text: "It runs now, and nobody waits in the rain.", Project: "Shelters"}}
	for _, name := range names {
		t.People = append(t.People, w.Person(name))
	}
	return t
}

// thankNoor is a post about Noor by Fia, who is the giver of the matrix.
func thankNoor(w *world.World) id.Recognition {
	w.Helper()
	ref, err := w.Recognise(w.Context(), w.Actor("fia"), workflow.Once{}, thanksFor(w, "The shelter at the lake", "noor", "ben"))
	must(w.T, err)
	return ref
}

func (a ask) thanks() (workflow.PostView, error) {
	wall, err := a.Wall(a.ctx, a.Actor("fia"), workflow.WallFilter{Person: a.subject})
	if err != nil {
		return workflow.PostView{}, err
	}
	if len(wall.Posts) > 0 {
		return wall.Posts[0], nil
	}
	return a.Recognition(a.ctx, a.Actor("fia"), thankNoor(a.World))
}

func readThanks(a ask) (outcome, error) {
	p, err := a.thanks()
	if err != nil {
		return "", err
	}
	v, err := a.Recognition(a.ctx, a.actor, p.ID)
	return a.outcome(err, v.Post != nil && v.Work == p.Work)
}

func listThanks(a ask) (outcome, error) {
	p, err := a.thanks()
	if err != nil {
		return "", err
	}
	wall, err := a.Wall(a.ctx, a.actor, workflow.WallFilter{})
	return a.outcome(err, slices.ContainsFunc(wall.Posts, func(v workflow.PostView) bool { return v.ID == p.ID }))
}

// writeThanks changes the post; whoever is named appends words of their own.
func writeThanks(a ask) (outcome, error) {
	p, err := a.thanks()
	if err != nil {
		return "", err
	}
	if a.actor.Known() && a.actor.Person == a.subject {
		return a.written(a.SayOnRecognition(a.ctx, a.actor, workflow.Once{}, p.ID, "Thank you."))
	}
	t := workflow.Thanks{Content: p.Content}
	return a.written(a.ChangeRecognition(a.ctx, a.actor, workflow.Once{}, p.ID, p.Version, t))
}

// TestTheWallShowsNothingThatWasTakenOff: whoever takes it off, nobody but its author
// finds anything there, and an author who takes it off keeps nothing either.
func TestTheWallShowsNothingThatWasTakenOff(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		for by, why := range map[string]string{"fia": "", "noor": "", "pia": "It tells where somebody lives."} {
			ref := thankNoor(w)
			must(w.T, w.RemoveRecognition(ctx, w.Actor(by), once, ref, why))
			for _, name := range w.Names() {
				v, err := w.Recognition(ctx, w.Actor(name), ref)
				if (err == nil) != (name == "fia") || err != nil && !fault.Is(err, fault.Withheld) {
					w.Errorf("taken off by %s, %s is answered %v", by, name, err)
				}
				if err == nil && ((v.Text == "") != (by == "fia") || v.Why != why) {
					w.Errorf("taken off by %s, its author reads %q, %q", by, v.Text, v.Why)
				}
				wall, err := w.Wall(ctx, w.Actor(name), workflow.WallFilter{})
				must(w.T, err)
				if len(wall.Posts) != 0 || len(wall.Projects) != 0 {
					w.Errorf("taken off by %s, the wall shows %s %v, %v", by, name, wall.Posts, wall.Projects)
				}
			}
		}
		for _, name := range []string{"asa", "mats", "tove", "cai", "kim", "odd"} {
			if err := w.RemoveRecognition(ctx, w.Actor(name), once, thankNoor(w), "Words."); !fault.Is(err, fault.Withheld) {
				w.Errorf("%s takes a post off: %v", name, err)
			}
		}
		// After a month the words are gone for the author too.
		w.Clock.Advance(31 * 24 * time.Hour)
		must(w.T, w.Forget(ctx))
		if bodies := valuesOf(w.T, w.Raw(w.T), "recognitions.body"); strings.Count(strings.Join(bodies, "|"), "rain") != 6 {
			w.Errorf("after a month the words are %q", bodies)
		}
	})
}

// TestNoWayOntoTheWallNamesAStep: neither by a post, its change, its project, its
// picture's words, nor by what is said under it.
func TestNoWayOntoTheWallNamesAStep(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ctx, once, fia := t.Context(), workflow.Once{}, w.Actor("fia")
	ref := thankNoor(w)
	for _, words := range []string{"Noor reached Tribe/Guild.", "She was PROMOTED!", "the squad-chapter step", "an **Indi**vidual"} {
		for field, set := range map[string]func(*workflow.Thanks){
			"work": func(p *workflow.Thanks) { p.Work = words }, "text": func(p *workflow.Thanks) { p.Text = words },
			"project": func(p *workflow.Thanks) { p.Project = words }, "alt": func(p *workflow.Thanks) { p.Alt = words },
		} {
			post := thanksFor(w, "The shelter", "noor")
			set(&post)
			for what, err := range map[string]error{
				"a post": second(w.Recognise(ctx, fia, once, post)), "a change": w.ChangeRecognition(ctx, fia, once, ref, 1, post),
			} {
				_, fields := fault.Safe(err)
				if len(fields) != 1 || fields[0].Name != field || !strings.Contains(fields[0].Message, "still here") {
					t.Errorf("%s whose %s says %q: %v", what, field, words, fields)
				}
			}
		}
		if err := w.SayOnRecognition(ctx, w.Actor("noor"), once, ref, words); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is said under it: %v", words, err)
		}
	}
}

// TestWhoIsNamedMayTakeTheNameOff, and is not named again; with the last name the post
// goes.
func TestWhoIsNamedMayTakeTheNameOff(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, once, fia := w.Context(), workflow.Once{}, w.Actor("fia")
		ref := thankNoor(w)
		must(w.T, w.SayOnRecognition(ctx, w.Actor("noor"), once, ref, "Thank you."))
		must(w.T, w.TakeNameOff(ctx, w.Actor("noor"), once, ref))
		v, err := w.Recognition(ctx, w.Actor("ola"), ref)
		must(w.T, err)
		if len(v.To) != 1 || v.To[0].Name != "Ben Falk" || v.Names(w.Person("noor")) {
			w.Errorf("it names %v", v.To)
		}
		if wall, err := w.Wall(ctx, fia, workflow.WallFilter{Person: w.Person("noor")}); err != nil || len(wall.Posts) != 0 {
			w.Errorf("it is found by her name: %v, %v", wall.Posts, err)
		}
		again := thanksFor(w, "The shelter", "noor", "ben")
		if err := w.ChangeRecognition(ctx, fia, once, ref, v.Version, again); !fault.Is(err, fault.Invalid) {
			w.Errorf("she is named again: %v", err)
		}
		for _, act := range []func() error{
			func() error { return w.TakeNameOff(ctx, w.Actor("noor"), once, ref) },
			func() error { return w.SayOnRecognition(ctx, w.Actor("noor"), once, ref, "x") },
			func() error { return w.RemoveRecognition(ctx, w.Actor("noor"), once, ref, "") },
			func() error { return w.TakeNameOff(ctx, w.Actor("ola"), once, ref) },
		} {
			if err := act(); !fault.Is(err, fault.Withheld) {
				w.Errorf("without a name in it: %v", err)
			}
		}
		must(w.T, w.TakeNameOff(ctx, w.Actor("ben"), once, ref))
		if _, err := w.Recognition(ctx, w.Actor("ola"), ref); !fault.Is(err, fault.Withheld) {
			w.Errorf("it names nobody and stands: %v", err)
		}
		box, err := w.Inbox(ctx, fia)
		must(w.T, err)
		if len(box.New) != 1 || box.New[0].Title != "Your post on the wall of thanks" {
			w.Errorf("its author is told %v", box.New)
		}
	})
}

// TestNobodyLooksAfterAPostOfTheirOwn: a people partner who wrote it, or is named in
// it, reads no report of it and closes none.
func TestNobodyLooksAfterAPostOfTheirOwn(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	ref, err := w.Recognise(ctx, w.Actor("fia"), once, thanksFor(w, "The file of people", "pia"))
	must(t, err)
	must(t, w.ReportRecognition(ctx, w.Actor("ola"), once, ref, "Why her?"))
	if err := w.ReportRecognition(ctx, w.Actor("ola"), once, ref, "And again."); !fault.Is(err, fault.Conflict) {
		t.Errorf("reported twice: %v", err)
	}
	mine, err := w.RecognitionReports(ctx, w.Actor("pia"))
	must(t, err)
	theirs, err := w.RecognitionReports(ctx, w.Actor("per"))
	must(t, err)
	if len(mine) != 0 || len(theirs) != 1 || theirs[0].Words != "Why her?" {
		t.Fatalf("she reads %v and the other %v", mine, theirs)
	}
	for name, want := range map[string]bool{"pia": false, "ola": false, "cai": false, "per": true} {
		if err := w.KeepRecognition(ctx, w.Actor(name), once, theirs[0].ID); (err == nil) != want {
			t.Errorf("%s closes it: %v", name, err)
		}
	}
	for _, name := range []string{"ola", "mats", "kim", "odd"} {
		if _, err := w.RecognitionReports(ctx, w.Actor(name)); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s reads what is reported: %v", name, err)
		}
	}
	if _, err := w.RecognitionReports(ctx, w.Token("per")); !fault.Is(err, fault.Withheld) {
		t.Errorf("a token reads what is reported: %v", err)
	}
}

// TestThanksGoWithOneTribeAtTheTime: the wall is narrowed by where people were.
func TestThanksGoWithOneTribeAtTheTime(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx := w.Context()
		ref := thankNoor(w)
		tree, err := w.Organisation(ctx, w.Actor("noor"))
		must(w.T, err)
		for _, tribe := range tree.Tribes {
			for project, want := range map[string]int{"": 1, "shelters": 1, "Bridges": 0} {
				wall, err := w.Wall(ctx, w.Actor("ola"), workflow.WallFilter{Tribe: tribe.ID, Project: project})
				must(w.T, err)
				if tribe.Name != "Rivers" {
					want = 0
				}
				if len(wall.Posts) != want || want == 1 && wall.Posts[0].ID != ref {
					w.Errorf("%s, %q: %d posts, want %d", tribe.Name, project, len(wall.Posts), want)
				}
			}
		}
	})
}

// TestTheWallTellsNothingOfAPromotion: somebody is promoted, from the first word to
// the last signature, and not a byte of the wall changes for anybody. Nothing is
// posted, nobody outside is told.
func TestTheWallTellsNothingOfAPromotion(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	thankNoor(w)
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	w.Clock.Advance(time.Hour)
	s := serve(t, w)
	s.signIn(t)
	a, b := s.again(t), s.again(t)
	ref := b.Promote("noor", "mats", "asa", "tove", "tribe-guild", promotion.Committing, world.PlainCase)
	for _, name := range []string{"noor", "mats"} {
		must(t, b.SignCommitment(t.Context(), b.Actor(name), workflow.Once{}, ref, 1))
	}
	step, err := b.Standing(t.Context(), b.Actor("noor"), b.Person("noor"))
	must(t, err)
	if step.Step.ID != "tribe-guild" {
		t.Fatalf("she stands on %q", step.Step.ID)
	}
	found := idsOf(t, w)
	for _, name := range append(w.Names(), "") {
		for _, path := range []string{"/recognition", "/recognition/new", "/recognition/weeks/latest", "/recognition/" + found["recognition"][0],
			"/api/v1/recognition", "/api/v1/recognition/" + found["recognition"][0], "/recognition?person=" + string(w.Person("noor"))} {
			before, after := a.get(t, name, path).plain(), b.get(t, name, path).plain()
			before.body, after.body = withoutNews(before.body), withoutNews(after.body)
			if before != after {
				t.Errorf("%q sees at %s: %s", name, path, parting(before, after))
			}
		}
	}
	for _, cell := range []string{"recognitions.id", "recognition_people.person", "recognition_thanks.person"} {
		if x, y := valuesOf(t, a.Raw(t), cell), valuesOf(t, b.Raw(t), cell); !slices.Equal(x, y) {
			t.Errorf("%s was %v and is %v", cell, x, y)
		}
	}
}

// withoutNews takes out the dot beside the inbox, which is the reader's own.
func withoutNews(body string) string {
	return strings.ReplaceAll(body, `<span class="waiting"><span class="hidden-text">, something waits for you</span></span>`, "")
}

// TestTheWeekIsToldOnce: to everybody who is here, only when there is something new,
// and not again when it was read.
func TestTheWeekIsToldOnce(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx := w.Context()
		told := func(name string) bool {
			box, err := w.Inbox(ctx, w.Actor(name))
			must(w.T, err)
			return slices.ContainsFunc(box.New, func(l workflow.NoticeLine) bool { return l.Path == "/recognition/weeks/latest" })
		}
		must(w.T, w.TellWeek(ctx))
		if told("ola") {
			w.Error("a week in which nothing was posted is told of")
		}
		thankNoor(w)
		must(w.T, w.TellWeek(ctx))
		if told("ola") {
			w.Error("it is told before the week is over")
		}
		w.Clock.Advance(7 * 24 * time.Hour)
		must(w.T, w.TellWeek(ctx))
		for _, name := range w.Names() {
			if !told(name) {
				w.Errorf("%s is not told", name)
			}
		}
		must(w.T, w.Seen(ctx, w.Actor("ola"), "recognition-week/latest"))
		must(w.T, w.TellWeek(ctx))
		if told("ola") {
			w.Error("it is told twice")
		}
	})
}

// TestEveryActOnTheWallIsWrittenDown, and every reading of a report.
func TestEveryActOnTheWallIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		for _, d := range wallDeeds(w) {
			tryDeed(w.T, w, d)
		}
	})
}

func wallDeeds(w *world.World) []deed {
	ctx, once, fia, noor, ola, pia := w.Context(), workflow.Once{}, w.Actor("fia"), w.Actor("noor"), w.Actor("ola"), w.Actor("pia")
	var ref id.Recognition
	var report id.Report
	by := func(act, hat string) []string { return []string{line("recognition."+act, "recog", hat)} }
	return []deed{
		{"post", func() (err error) {
			ref, err = w.Recognise(ctx, fia, once, thanksFor(w, "The shelter", "noor", "ben"))
			return err
		}, by("posted", "author")},
		{"read", func() error { return second(w.Recognition(ctx, ola, ref)) }, nil},
		{"read the wall", func() error { return second(w.Wall(ctx, ola, workflow.WallFilter{})) }, nil},
		{"change", func() error {
			return w.ChangeRecognition(ctx, fia, once, ref, 1, thanksFor(w, "The shelter at the lake", "noor", "ben"))
		}, by("changed", "author")},
		{"join", func() error { return w.JoinThanks(ctx, ola, once, ref, true) }, by("thanked", "colleague")},
		{"take back", func() error { return w.JoinThanks(ctx, ola, once, ref, false) }, by("thanks-taken-back", "colleague")},
		{"say", func() error { return w.SayOnRecognition(ctx, noor, once, ref, "Thank you.") }, by("said", "named")},
		{"report", func() error { return w.ReportRecognition(ctx, ola, once, ref, "Hm.") }, by("reported", "colleague")},
		{"read reports", func() error {
			list, err := w.RecognitionReports(ctx, pia)
			if len(list) > 0 {
				report = list[0].ID
			}
			return err
		}, []string{line("read", "recog", "people partner")}},
		{"close", func() error { return w.KeepRecognition(ctx, pia, once, report) }, by("report-closed", "people partner")},
		{"take the name off", func() error { return w.TakeNameOff(ctx, noor, once, ref) }, by("name-taken-off", "named")},
		{"remove", func() error { return w.RemoveRecognition(ctx, pia, once, ref, "Why.") }, by("removed", "people partner")},
	}
}

// wall puts what is private about the wall into the cage: why somebody reports, and
// why a people partner took something off.
func (c *cage) wall() {
	c.Helper()
	ctx, once := c.Context(), workflow.Once{}
	reported := thankNoor(c.World)
	must(c.T, c.ReportRecognition(ctx, c.Actor("ola"), once, reported, c.put("ola", "report", "pia", "per")))
	gone, err := c.Recognise(ctx, c.Actor("gil"), once, thanksFor(c.World, "The gauge", "noor"))
	must(c.T, err)
	must(c.T, c.RemoveRecognition(ctx, c.Actor("pia"), once, gone, c.put("gil", "removal", "gil")))
}

// takenOff is a post that exists and that nobody but its author finds.
func takenOff(w *world.World) id.Recognition {
	w.Helper()
	ref := thankNoor(w)
	must(w.T, w.RemoveRecognition(w.Context(), w.Actor("noor"), workflow.Once{}, ref, ""))
	return ref
}
