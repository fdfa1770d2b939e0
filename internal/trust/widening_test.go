package trust

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/standing"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Who may know Steps brings tables, addresses and guards of its own.
func init() {
	clear["step_policy"] = "id at made_by what circle words nth" // everybody may read it
	clear["step_choices"] = "id person widening at until"        // that somebody opened a Step, and not which
	maps.Copy(kinds, map[string]string{"/people/{id}/step": "person"})
	breakages = append(breakages,
		broken("Steps are opened to more at once", "TestStepsAreWidenedByTwoAndAMonthLater|TestAWideningOpensWhatItSays", "standing/widening.go", "return w.Begins.IsSet() && w.Begins <= at }", "return w.Begins.IsSet() }"),
		broken("one alone opens Steps to more", "TestStepsAreWidenedByTwoAndAMonthLater", "standing/widening.go", "case e.By == w.AskedBy:", "case false:"),
		broken("nobody is told that Steps will be open", "TestStepsAreWidenedByTwoAndAMonthLater", "workflow/widening.go", "case what == standing.WideningGiven:\n\t\treturn tellEverybody(", "case what == standing.WideningGiven:\n\t\treturn nil\n\tcase what == \"\":\n\t\treturn tellEverybody("),
		broken("Steps of before are open as well", "TestAWideningOpensWhatItSays", "standing/widening.go", "return w.Begins.IsSet() && s.Since >= w.Begins }", "return w.Begins.IsSet() }"),
		broken("a choice opens every Step to come", "TestAWideningOpensWhatItSays", "standing/widening.go", "w.ID != \"\" && s.Since <= c.At", "w.ID != \"\""),
		broken("what was taken back stays open", "TestAWideningOpensWhatItSays", "standing/widening.go", "return !c.Until.IsSet() && c.Person", "return c.Person"),
		broken("every lead reads every Step", "TestAWideningOpensWhatItSays", "workflow/widening_read.go", "s.LeadsTribe || lead == actor.Person", "s.LeadsTribe || lead != \"\""),
		broken("who only runs Cairn reads Steps", "TestAWideningOpensWhatItSays", "workflow/widening_read.go", "s.WorksHere = actor.Known() && !only", "s.WorksHere = actor.Known() && (only || !only)"),
		broken("a Step that rests is open by the policy", "TestAWideningOpensWhatItSays", "workflow/widening_read.go", "if err != nil || rests {", "if err != nil || rests && false {"),
		broken("readings by the policy are not written down", "TestAReadingByThePolicyIsWrittenDown", "workflow/widening_read.go", "if err := journal(line); err != nil {", "if err := func(audit.Entry) error { return nil }(line); err != nil {"),
		broken("an old choice outlives a narrowing", "TestNarrowingClosesAtOnce", "workflow/widening.go", "if err := tx.EndAllStepChoices(); err != nil {", "if err := error(nil); err != nil {",
			edit{"standing/widening.go", "&& c.Widening == w.ID && ", "&& "}),
		broken("what is closed looks other than what is unset", "TestWhatIsClosedLooksLikeWhatIsUnset", "workflow/widening_read.go", "		if err != nil || !shown {\n\t\t\treturn err\n", "		if err != nil || !shown {\n\t\t\tif list, _ := r.Standings(subject); len(list) > 0 {\n\t\t\t\tv.Person.Name += \" \"\n\t\t\t}\n\t\t\treturn err\n"),
	)
}

// announce has pia ask and cai agree, and returns the policy.
func announce(w *world.World, circle standing.Circle) id.Entry {
	w.Helper()
	must(w.T, w.SetStepPolicy(w.Context(), inBrowser(w, "pia"), workflow.Once{}, standing.WideningAsked, circle, "We want to talk openly."))
	must(w.T, w.SetStepPolicy(w.Context(), inBrowser(w, "cai"), workflow.Once{}, standing.WideningGiven, "", ""))
	v, err := w.StepPolicy(w.Context(), w.Actor("ben"))
	must(w.T, err)
	return v.ID
}

func narrow(w *world.World, name string) {
	w.Helper()
	must(w.T, w.SetStepPolicy(w.Context(), w.Actor(name), workflow.Once{}, standing.Narrowed, "", ""))
}

// TestStepsAreWidenedByTwoAndAMonthLater: a people partner asks and the CTO agrees, each
// with a fresh proof; everybody is told, in the inbox and by mail, whatever they muted;
// nothing is open for thirty days.
func TestStepsAreWidenedByTwoAndAMonthLater(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		must(w.T, w.SetNoticeSettings(ctx, w.Actor("ben"), once, notice.Settings{notice.Everything: notice.Muted}))
		setStep(w, "noor@example.org", "tribe-guild")
		set := func(who access.Actor, what standing.PolicyWhat) error {
			return w.SetStepPolicy(ctx, who, once, what, standing.Everybody, "We want to talk openly.")
		}
		for _, name := range w.Names() {
			for _, what := range []standing.PolicyWhat{standing.WideningAsked, standing.WideningGiven, standing.Narrowed, "else"} {
				if name == "pia" || name == "per" || name == "cai" && what != standing.WideningAsked {
					continue
				}
				if err := set(w.Actor(name), what); !fault.Is(err, fault.Withheld) {
					w.Errorf("%s, %s: %v", name, what, err)
				}
			}
		}
		if err := set(w.Token("pia"), standing.WideningAsked); !fault.Is(err, fault.Withheld) {
			w.Errorf("over a token: %v", err)
		}
		old := inBrowser(w, "pia")
		w.Clock.Advance(workflow.ProofHolds + time.Minute)
		if err := set(old, standing.WideningAsked); !workflow.MustConfirm(err) {
			w.Errorf("asked without a fresh proof: %v", err)
		}
		if err := w.SetStepPolicy(ctx, inBrowser(w, "pia"), once, standing.WideningAsked, "squads", " "); !fault.Is(err, fault.Invalid) {
			w.Errorf("without a reason: %v", err)
		}
		must(w.T, set(inBrowser(w, "pia"), standing.WideningAsked))
		if v, err := w.StepPolicy(ctx, w.Actor("ben")); err != nil || v.Words != "" || v.Circle != "" || len(v.Changes) > 0 {
			w.Errorf("what only waits is told: %+v, %v", v, err)
		}
		command := access.System(access.ViaCommand) // who holds both offices is one person all the same
		must(w.T, w.EndOffice(ctx, command, w.Person("cai"), org.CTO))
		must(w.T, w.GrantOffice(ctx, command, w.Person("pia"), org.CTO))
		both := inBrowser(w, "pia")
		both.Offices = append(slices.Clone(both.Offices), org.CTO)
		if err := set(both, standing.WideningGiven); !fault.Is(err, fault.Conflict) {
			w.Errorf("agreed to by whoever asked: %v", err)
		}
		must(w.T, w.EndOffice(ctx, command, w.Person("pia"), org.CTO))
		must(w.T, w.GrantOffice(ctx, command, w.Person("cai"), org.CTO))
		if err := set(inBrowser(w, "per"), standing.WideningGiven); !fault.Is(err, fault.Withheld) {
			w.Errorf("agreed to by another people partner: %v", err)
		}
		must(w.T, set(inBrowser(w, "cai"), standing.WideningGiven))
		for _, name := range []string{"ben", "mats", "kim", "odd", "pia", "noor"} {
			if box, err := w.Inbox(ctx, w.Actor(name)); err != nil || !told(box, "/steps/policy") {
				w.Errorf("%s is not told: %v", name, err)
			}
		}
		mailed := map[string]bool{}
		for _, m := range postAll(w.T, w) {
			mailed[m.To[0]] = true
		}
		if !mailed["ben@example.org"] || !mailed["noor@example.org"] || len(mailed) < len(w.Names())-1 {
			w.Errorf("mailed were %v", slices.Sorted(maps.Keys(mailed)))
		}
		setStep(w, "fia@example.org", "individual")
		w.Clock.Advance(standing.WideningNotice - time.Second)
		setStep(w, "gil@example.org", "individual")
		for _, subject := range []string{"noor", "fia", "gil"} {
			if _, err := w.ShownStep(ctx, w.Actor("ben"), w.Person(subject)); !fault.Is(err, fault.Withheld) {
				w.Errorf("a moment before its day %s is read: %v", subject, err)
			}
		}
		w.Clock.Advance(time.Second)
		if _, err := w.ShownStep(ctx, w.Actor("ben"), w.Person("noor")); err != nil {
			w.Errorf("on its day: %v", err)
		}
		lines := 0
		for _, e := range journalOf(w.T, w) {
			if e.Act == audit.StepPolicySet {
				lines++
			}
		}
		if lines < 2 {
			w.Errorf("%d lines tell of it", lines)
		}
	})
}

// stepStory is what happened to somebody's Step around the day that a policy begins.
type stepStory struct {
	name string
	open bool // by the rules of the document
	step string
}

// TestAWideningOpensWhatItSays compares everybody, about everybody, in each circle, with
// what the document's rules say: Steps of the time to come, and those of before that their
// person opened; the present one and none of the past; to those whom the circle names.
func TestAWideningOpensWhatItSays(t *testing.T) {
	t.Parallel()
	stories := []stepStory{
		{"noor", false, ""},             // set before, and nothing chosen
		{"ben", true, "Squad/Chapter"},  // set before, and opened
		{"asa", false, ""},              // opened, and taken back
		{"fia", true, "Individual"},     // set since
		{"gil", false, ""},              // never set
		{"ola", true, "Tribe/Guild"},    // another one before
		{"mira", false, ""},             // opened, and set anew before the day
		{"wim", false, ""},              // opened, and rests
		{"mats", true, "Squad/Chapter"}, // opened once it was in force
	}
	leads := map[string]string{"noor": "tove", "ben": "tove", "asa": "tove", "fia": "tove", "gil": "tove", "ola": "timo", "mira": "tove", "wim": "timo", "mats": "tove"}
	pairs := map[string]string{"noor": "mats", "ben": "mats", "asa": "mats", "fia": "mira", "gil": "mira", "ola": "wim", "mira": "tove", "wim": "timo", "mats": "tove"}
	names := map[standing.Circle]func(viewer, subject string) bool{
		standing.PeoplePartners: func(viewer, _ string) bool { return viewer == "pia" || viewer == "per" },
		standing.TribeLeads:     func(viewer, subject string) bool { return leads[subject] == viewer },
		standing.Everybody:      func(viewer, _ string) bool { return viewer != "odd" },
	}
	first := world.New(t, "sqlite")
	for _, name := range []string{"noor", "ben", "asa", "ola", "mira", "wim", "mats"} {
		setStep(first, name+"@example.org", "squad-chapter")
	}
	for i, circle := range standing.Circles() {
		w := first
		if i > 0 {
			w = world.New(t, world.Engines()[i%len(world.Engines())])
			for _, name := range []string{"noor", "ben", "asa", "ola", "mira", "wim", "mats"} {
				setStep(w, name+"@example.org", "squad-chapter")
			}
		}
		ctx, once := t.Context(), workflow.Once{}
		w.Clock.Advance(time.Hour)
		policy := announce(w, circle)
		for _, name := range []string{"ben", "asa", "mira", "wim"} {
			must(t, w.OpenOwnStep(ctx, w.Actor(name), once, policy))
		}
		must(t, w.CloseOwnStep(ctx, w.Actor("asa"), once))
		w.Clock.Advance(time.Hour)
		setStep(w, "mira@example.org", "tribe-guild")
		rest(w, "wim", "per")
		w.Clock.Advance(standing.WideningNotice)
		setStep(w, "fia@example.org", "individual")
		setStep(w, "ola@example.org", "tribe-guild")
		must(t, w.OpenOwnStep(ctx, w.Actor("mats"), once, policy))
		if err := w.OpenOwnStep(ctx, w.Actor("fia"), once, policy); !fault.Is(err, fault.Conflict) {
			t.Errorf("what is open is opened: %v", err)
		}
		for _, s := range stories {
			for _, viewer := range w.Names() {
				if viewer == s.name || viewer == pairs[s.name] && s.name != "wim" {
					continue
				}
				v, err := w.ShownStep(ctx, w.Actor(viewer), w.Person(s.name))
				named := names[circle](viewer, s.name)
				at := fmt.Sprintf("%s: %s about %s", circle, viewer, s.name)
				switch {
				case !named && !fault.Is(err, fault.Withheld):
					t.Errorf("%s: %+v, %v", at, v, err)
				case named && err != nil:
					t.Errorf("%s: %v", at, err)
				case named && (v.Shown != s.open || v.Step.Name != s.step):
					t.Errorf("%s: shown %v, %q", at, v.Shown, v.Step.Name)
				}
				if _, err := w.ShownStep(ctx, w.Token(viewer), w.Person(s.name)); !fault.Is(err, fault.Withheld) {
					t.Errorf("%s over a token: %v", at, err)
				}
				if _, err := w.Standing(ctx, w.Actor(viewer), w.Person(s.name)); !fault.Is(err, fault.Withheld) {
					t.Errorf("%s: the past is open: %v", at, err)
				}
				looks, err := w.LooksAtStep(ctx, w.Actor(viewer), w.Person(s.name))
				if must(t, err); looks != named {
					t.Errorf("%s: led to it: %v", at, looks)
				}
			}
			saysTruly(t, w, s, circle)
		}
		must(t, w.Leave(ctx, access.System(access.ViaCommand), w.Person("ben")))
		if _, err := w.ShownStep(ctx, w.Actor("pia"), w.Person("ben")); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s: of somebody who left: %v", circle, err)
		}
	}
}

// saysTruly: what the person is told of who reads the Step is what holds.
func saysTruly(t *testing.T, w *world.World, s stepStory, circle standing.Circle) {
	t.Helper()
	list, err := w.WhoSees(t.Context(), w.Actor(s.name))
	must(t, err)
	said := false
	for _, seen := range list {
		for _, by := range seen.By {
			said = said || seen.Item == "step" && slices.Contains([]workflow.Why{workflow.AsPeopleByPolicy, workflow.AsLeadByPolicy, workflow.AsEverybodyByPolicy}, by.Why)
		}
	}
	if s.open && circle == standing.TribeLeads && s.name == "mats" {
		return // whose lead is the manager, who reads it anyway
	}
	if said != s.open {
		t.Errorf("%s: %s is told that it is open: %v", circle, s.name, said)
	}
	if open, err := w.OwnStepOpen(t.Context(), w.Actor(s.name)); err != nil || (open == circle) != s.open {
		t.Errorf("%s: %s finds it open to %q: %v", circle, s.name, open, err)
	}
}

// TestNarrowingClosesAtOnce: one of either office narrows, also what was only announced;
// everybody is told; and what people had opened does not come back with a policy to come.
func TestNarrowingClosesAtOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	setStep(w, "noor@example.org", "individual")
	w.Clock.Advance(time.Hour)
	policy := announce(w, standing.Everybody)
	must(t, w.OpenOwnStep(ctx, w.Actor("noor"), once, policy))
	w.Clock.Advance(standing.WideningNotice)
	if v, err := w.ShownStep(ctx, w.Actor("ben"), w.Person("noor")); err != nil || !v.Shown {
		t.Fatalf("before: %+v, %v", v, err)
	}
	must(t, w.MarkAllRead(ctx, w.Actor("ben"), once))
	narrow(w, "cai")
	if _, err := w.ShownStep(ctx, w.Actor("ben"), w.Person("noor")); !fault.Is(err, fault.Withheld) {
		t.Errorf("narrowed, it is read: %v", err)
	}
	if box, err := w.Inbox(ctx, w.Actor("ben")); err != nil || !told(box, "/steps/policy") {
		t.Errorf("nobody is told of the narrowing: %v", err)
	}
	announce(w, standing.Everybody)
	w.Clock.Advance(standing.WideningNotice)
	if v, err := w.ShownStep(ctx, w.Actor("ben"), w.Person("noor")); err != nil || v.Shown {
		t.Errorf("a choice of before opens by a policy of later: %+v, %v", v, err)
	}
	if err := w.OpenOwnStep(ctx, w.Actor("noor"), once, policy); !fault.Is(err, fault.Conflict) {
		t.Errorf("opened by a policy that was read long ago: %v", err)
	}
	narrow(w, "per")
	announce(w, standing.PeoplePartners)
	narrow(w, "pia")
	w.Clock.Advance(2 * standing.WideningNotice)
	if _, err := w.ShownStep(ctx, w.Actor("per"), w.Person("noor")); !fault.Is(err, fault.Withheld) {
		t.Errorf("what was called off has begun: %v", err)
	}
	if circle, _, err := w.StepsInForce(ctx); err != nil || circle != "" {
		t.Errorf("every page speaks of %q: %v", circle, err)
	}
}

// TestAReadingByThePolicyIsWrittenDown: with the capacity, for the person to find at once;
// a page on which nothing is shown is no reading; what cannot be written down is not read.
func TestAReadingByThePolicyIsWrittenDown(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx := t.Context()
	setStep(w, "ben@example.org", "individual")
	announce(w, standing.TribeLeads)
	w.Clock.Advance(standing.WideningNotice)
	setStep(w, "noor@example.org", "individual")
	for _, name := range []string{"noor", "ben"} {
		_, err := w.ShownStep(ctx, w.Actor("tove"), w.Person(name))
		must(t, err)
		page, err := w.ReadsAbout(ctx, w.Actor(name), workflow.ReadMark{}, 0)
		must(t, err)
		found := slices.ContainsFunc(page.Lines, func(l workflow.ReadLine) bool {
			return l.Item == "step" && l.Hat == "tribe lead, by the policy on Steps"
		})
		if found != (name == "noor") {
			t.Errorf("%s finds it: %v", name, found)
		}
	}
	defer breakJournal(t, w)()
	if v, err := w.ShownStep(ctx, w.Actor("tove"), w.Person("noor")); err == nil || v.Shown {
		t.Errorf("read without a line: %+v, %v", v, err)
	}
}

// TestWhatIsClosedLooksLikeWhatIsUnset: to those whom a policy names, a Step that was set
// before and not opened is byte for byte like none, whichever it is, and like one that rests.
func TestWhatIsClosedLooksLikeWhatIsUnset(t *testing.T) {
	t.Parallel()
	first := world.New(t, "sqlite")
	announce(first, standing.Everybody)
	seen := map[string]map[string]answer{}
	for name, tell := range map[string]func(*world.World){
		"unset":  func(*world.World) {},
		"narrow": func(w *world.World) { setStep(w, "noor@example.org", "individual") },
		"wide":   func(w *world.World) { setStep(w, "noor@example.org", "technology-company") },
		"rests": func(w *world.World) {
			setStep(w, "noor@example.org", "individual")
			v, err := w.StepPolicy(w.Context(), w.Actor("noor"))
			must(t, err)
			must(t, w.OpenOwnStep(w.Context(), w.Actor("noor"), workflow.Once{}, v.ID))
			rest(w, "noor", "per")
		},
	} {
		s := serve(t, first.Copy(t))
		tell(s.World)
		s.Clock.Advance(standing.WideningNotice + 15*24*time.Hour) // the same instant for all
		s.signIn(t)
		seen[name] = map[string]answer{}
		noor := "/people/" + string(s.Person("noor"))
		for _, viewer := range []string{"ben", "tove", "pia", "kim", "ola", "odd", ""} {
			for _, path := range []string{noor + "/step", noor, "/people", "/organisation", "/steps/policy", "/search?q=noor", "/statistics", "/api/v1" + noor, "/api/v1" + noor + "/step"} {
				seen[name][viewer+" at "+path] = s.get(t, viewer, path).plain()
			}
		}
	}
	for name, pages := range seen {
		for at, got := range pages {
			office := name == "rests" && (strings.HasPrefix(at, "pia") || strings.HasPrefix(at, "kim")) && !strings.HasSuffix(at, "/step")
			if want := seen["unset"][at]; got != want && !office { // that it rests is theirs to know
				t.Errorf("%s looks other than unset to %s: %s", name, at, parting(want, got))
			}
		}
	}
	at := "ben at /people/" + string(first.Person("noor")) + "/step"
	if page := seen["wide"][at]; page.status != 200 || !strings.Contains(page.body, "Nothing is shown here") {
		t.Errorf("the page says %d", page.status)
	}
	if page := seen["wide"]["odd"+at[3:]]; page.status != 404 {
		t.Errorf("to whoever only runs Cairn: %d", page.status)
	}
}
