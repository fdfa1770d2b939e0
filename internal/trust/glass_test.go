package trust

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/rights"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Breaking the glass brings tables, addresses and guards of its own.
func init() {
	clear["glasses"] = "id subject asked_at opened_at ended_at version" // that somebody asked to be let in, not who or why
	clear["glass_switch"] = "id at made_by what words nth"              // open to everybody
	sealed = append(sealed, "glasses.sealed")
	maps.Copy(kinds, map[string]string{"/break-glass/{id}": "glass", "/break-glass/{id}/agreement": "glass", "/break-glass/{id}/end": "glass"})
	breakages = append(breakages,
		broken("the glass breaks though it is off", "TestTheGlassIsWholeUntilTwoSwitchItOn", "workflow/glass.go", "if !disclosure.SwitchOf(entries).On() {", "if !disclosure.SwitchOf(entries).On() && false {"),
		broken("one alone breaks the glass", "TestTwoBreakTheGlassAndNeitherIsConcerned", "disclosure/glass.go", "	case by == g.AskedBy:\n		return Disclosure{}, fault.New(fault.Conflict, \"Whoever asked does not agree", "	case false:\n		return Disclosure{}, fault.New(fault.Conflict, \"Whoever asked does not agree"),
		broken("the glass stays broken", "TestWhatTheGlassOpensEndsWithItsCause", "disclosure/glass.go", "return g.OpenedAt.Add(GlassFor)", "return g.OpenedAt.Add(2 * GlassFor)"),
		broken("the glass outlives the office", "TestWhatTheGlassOpensEndsWithItsCause", "workflow/office.go", "		case org.PeoplePartner:\n			err = endGlassesWithoutCause(tx, actor)\n", ""),
		broken("what the glass opens is not written down", "TestTheGlassOpensWhatTheMatrixSays", "workflow/glass_read.go", "for _, item := range part.Items() {", "for _, item := range part.Items()[:0] {"),
		broken("few uses of the glass are told", "TestUsesOfTheGlassAreToldOnceAYear", "aggregate/aggregate.go", "	if n < LeastCell {\n\t\treturn 0, false", "	if n < 0 {\n\t\treturn 0, false"),
		broken("a broken glass shows drafts", "TestTheGlassOpensWhatTheMatrixSays", "workflow/glass_read.go", "if err != nil || !e.BothSee() {", "if err != nil {"),
	)
}

func switchOn(w *world.World) {
	w.Helper()
	must(w.T, w.SwitchGlass(w.Context(), w.Actor("pia"), workflow.Once{}, disclosure.OnAsked, "A works agreement asks for it."))
	must(w.T, w.SwitchGlass(w.Context(), w.Actor("per"), workflow.Once{}, disclosure.OnGiven, ""))
}

// askIn has pia ask to be let in, and returns the asking.
func askIn(w *world.World, subject string) id.Glass {
	w.Helper()
	must(w.T, w.AskGlass(w.Context(), inBrowser(w, "pia"), workflow.Once{}, subject+"@example.org", disclosure.Complaint, "A complaint of Tuesday."))
	v, err := w.Glass(w.Context(), w.Actor("per"))
	must(w.T, err)
	return v.Lines[slices.IndexFunc(v.Lines, func(l workflow.GlassLine) bool { return l.IsWaiting && l.Subject == w.Person(subject) })].ID
}

// breakGlass lets pia in to what is kept about the person.
func breakGlass(w *world.World, subject string) id.Glass {
	w.Helper()
	ref := askIn(w, subject)
	must(w.T, w.AgreeGlass(w.Context(), inBrowser(w, "per"), workflow.Once{}, ref))
	return ref
}

// TestTheGlassIsWholeUntilTwoSwitchItOn: as it is shipped nobody is let in; two switch
// it on, and everybody is told; one switches it off, which ends what is open.
func TestTheGlassIsWholeUntilTwoSwitchItOn(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		pia, per := inBrowser(w, "pia"), inBrowser(w, "per")
		ask := func() error {
			return w.AskGlass(ctx, pia, once, "noor@example.org", disclosure.Claim, "A claim.")
		}
		if err := ask(); !fault.Is(err, fault.Conflict) {
			w.Errorf("as shipped: %v", err)
		}
		must(w.T, w.SwitchGlass(ctx, pia, once, disclosure.OnAsked, "Because."))
		if err := w.SwitchGlass(ctx, pia, once, disclosure.OnGiven, ""); !fault.Is(err, fault.Conflict) {
			w.Errorf("switched on by one: %v", err)
		}
		if v, err := w.Glass(ctx, w.Actor("ben")); err != nil || v.Words != "" || v.On() {
			w.Errorf("what only waits is told: %+v, %v", v, err)
		}
		if err := ask(); !fault.Is(err, fault.Conflict) {
			w.Errorf("while it waits: %v", err)
		}
		for _, name := range w.Names() {
			if partner := name == "pia" || name == "per"; !partner {
				if err := w.SwitchGlass(ctx, w.Actor(name), once, disclosure.OnGiven, ""); !fault.Is(err, fault.Withheld) {
					w.Errorf("%s switches it on: %v", name, err)
				}
			}
		}
		must(w.T, w.SwitchGlass(ctx, per, once, disclosure.OnGiven, ""))
		for _, name := range []string{"ben", "mats", "kim", "odd", "pia"} {
			if box, err := w.Inbox(ctx, w.Actor(name)); err != nil || !told(box, "/break-glass") {
				w.Errorf("%s is not told: %v", name, err)
			}
		}
		ref := breakGlass(w, "noor")
		must(w.T, w.SwitchGlass(ctx, per, once, disclosure.Off, ""))
		if _, err := w.ReadGlass(ctx, pia, ref, ""); !fault.Is(err, fault.Withheld) {
			w.Errorf("switched off, it is read: %v", err)
		}
	})
}

func told(box workflow.Inbox, path string) bool {
	return slices.ContainsFunc(box.New, func(l workflow.NoticeLine) bool { return l.Path == path })
}

// TestUsesOfTheGlassAreToldOnceAYear: the same to everybody, rounded and from ten on; not
// before the year has ended, and not otherwise after somebody is erased.
func TestUsesOfTheGlassAreToldOnceAYear(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	switchOn(w)
	years := func(name string) []workflow.GlassYear {
		v, err := w.Glass(t.Context(), w.Actor(name))
		must(t, err)
		return v.Years
	}
	open := func(times int) {
		for range times {
			breakGlass(w, "noor")
			w.Clock.Advance(disclosure.GlassFor)
		}
	}
	open(3)
	if got := years("noor"); len(got) != 0 {
		t.Errorf("in its own year: %+v", got)
	}
	untilDay(w, "2027-01-10")
	if got := years("noor"); len(got) != 0 {
		t.Errorf("a week after: %+v", got)
	}
	open(12)
	untilDay(w, "2027-02-01")
	if got := years("noor"); len(got) != 1 || got[0].Told || got[0].About != 0 || !got[0].On {
		t.Errorf("of three it is told: %+v", got)
	}
	untilDay(w, "2028-02-01")
	for _, name := range []string{"noor", "ben", "pia", "odd", "mats"} {
		if got := years(name); len(got) != 2 || !got[0].Told || got[0].About != 10 || got[1].Told {
			t.Errorf("%s is told %+v", name, got)
		}
	}
	must(t, w.DB.Update(t.Context(), w.Clock.Now(), func(tx *store.Tx) error { _, err := tx.DropClass(rights.Readers, w.Person("noor")); return err }))
	if got := years("ben"); len(got) != 2 || got[0].About != 10 {
		t.Errorf("after an erasure: %+v", got)
	}
}

// TestTwoBreakTheGlassAndNeitherIsConcerned: not one alone, not the person, not the
// manager, nobody without the office, nobody whose proof is old; and the person and the
// manager are told in the same instant.
func TestTwoBreakTheGlassAndNeitherIsConcerned(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		switchOn(w)
		ref := askIn(w, "noor")
		if err := w.AgreeGlass(ctx, inBrowser(w, "pia"), once, ref); !fault.Is(err, fault.Conflict) {
			w.Errorf("by one alone: %v", err)
		}
		for _, name := range w.Names() {
			if name == "pia" || name == "per" {
				continue
			}
			a := inBrowser(w, name)
			a.Offices = w.Actor(name).Offices
			_, read := w.ReadGlass(ctx, a, ref, workflow.GlassStep)
			for i, err := range []error{w.AgreeGlass(ctx, a, once, ref), w.EndGlass(ctx, a, once, ref), read, w.AskGlass(ctx, a, once, "ben@example.org", disclosure.Claim, "x")} {
				if !fault.Is(err, fault.Withheld) {
					w.Errorf("%s, act %d: %v", name, i, err)
				}
			}
		}
		if err := w.AskGlass(ctx, inBrowser(w, "pia"), once, "pia@example.org", disclosure.Claim, "x"); !fault.Is(err, fault.Conflict) {
			w.Errorf("about oneself: %v", err)
		}
		if err := w.AskGlass(ctx, inBrowser(w, "pia"), once, "ben@example.org", "because", ""); !fault.Is(err, fault.Invalid) {
			w.Errorf("without a reason: %v", err)
		}
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), w.Person("ben"), w.Person("pia")))
		if err := w.AskGlass(ctx, inBrowser(w, "pia"), once, "ben@example.org", disclosure.Claim, "x"); !fault.Is(err, fault.Conflict) {
			w.Errorf("about a report: %v", err)
		}
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), w.Person("asa"), w.Person("per")))
		must(w.T, w.AskGlass(ctx, inBrowser(w, "pia"), once, "asa@example.org", disclosure.Claim, "x"))
		v, err := w.Glass(ctx, w.Actor("pia"))
		must(w.T, err)
		asa := slices.IndexFunc(v.Lines, func(l workflow.GlassLine) bool { return l.Subject == w.Person("asa") })
		if err := w.AgreeGlass(ctx, inBrowser(w, "per"), once, v.Lines[asa].ID); !fault.Is(err, fault.Withheld) {
			w.Errorf("agreed to by the manager: %v", err)
		}
		per := inBrowser(w, "per")
		w.Clock.Advance(workflow.ProofHolds + time.Minute)
		if err := w.AgreeGlass(ctx, per, once, ref); !workflow.MustConfirm(err) {
			w.Errorf("without a fresh proof: %v", err)
		}
		if box, err := w.Inbox(ctx, w.Actor("noor")); err != nil || told(box, "/account/readers") {
			w.Errorf("told before it is open: %v", err)
		}
		must(w.T, w.AgreeGlass(ctx, inBrowser(w, "per"), once, ref))
		for name, path := range map[string]string{"noor": "/account/readers", "mats": "/break-glass"} {
			if box, err := w.Inbox(ctx, w.Actor(name)); err != nil || !told(box, path) {
				w.Errorf("%s is not told at once: %v", name, err)
			}
		}
		if v, err := w.Glass(ctx, w.Actor("mats")); err != nil || len(v.Lines) != 1 || v.Lines[0].Words != "" || v.Lines[0].MayEnd {
			w.Errorf("the manager sees %+v, %v", v.Lines, err)
		}
		if v, err := w.Glass(ctx, w.Actor("tove")); err != nil || len(v.Lines) != 0 {
			w.Errorf("a lead sees %+v, %v", v.Lines, err)
		}
	})
}

// TestTheGlassOpensWhatTheMatrixSays: the parts hold the rows that the matrix marks for
// it and no other; no draft, note, plan, priority or pay is in them; another page opens
// nothing by it; and each reading stands in the person's list at once.
func TestTheGlassOpensWhatTheMatrixSays(t *testing.T) {
	t.Parallel()
	var held []item
	for _, part := range workflow.GlassParts() {
		for _, i := range part.Items() {
			held = append(held, item(i))
		}
	}
	for i, cells := range matrix(t) {
		if in := slices.Contains(held, i); in != (cells["people_ops"] == "B") {
			t.Errorf("%s is opened: %v, and the matrix says %s", i, in, cells["people_ops"])
		}
	}
	c := newCage(t, "sqlite")
	switchOn(c.World)
	opens := []string{"self", "manager", "message", "advice", "summary", "reason", "statement", "manager-statement", "feedback", "question", "case", "consult", "focus", "closing", "note", "dispute", "answer", "evidence", "joined", "agreeing"}
	for _, name := range []string{"ben", "mats", "asa", "noor", "wim"} {
		ref := breakGlass(c.World, name)
		var text strings.Builder
		for _, part := range workflow.GlassParts() {
			v, err := c.ReadGlass(t.Context(), c.Actor("pia"), ref, part)
			must(t, err)
			for _, r := range v.Records {
				text.WriteString(r.Title)
				for _, f := range r.Fields {
					text.WriteString("\n" + f.Name + ": " + f.Value)
				}
			}
		}
		shown := 0
		for _, canary := range c.canaries {
			if !strings.Contains(text.String(), canary.text) {
				continue
			}
			shown++
			what, mine := strings.CutPrefix(canary.what, name+"'s ")
			draft := len(canary.readers) == 1 && !strings.Contains(what, "feedback")
			if !mine || draft || !slices.ContainsFunc(opens, func(w string) bool { return strings.Contains(what, w) }) {
				t.Errorf("opened about %s: %s, of %v", name, canary.what, canary.readers)
			}
		}
		if shown == 0 && name != "asa" {
			t.Errorf("nothing of %s is opened", name)
		}
		page, err := c.ReadsAbout(t.Context(), c.Actor(name), workflow.ReadMark{}, 0)
		must(t, err)
		for _, i := range held {
			if !slices.ContainsFunc(page.Lines, func(l workflow.ReadLine) bool { return l.Item == string(i) && l.Hat == "break-glass" }) {
				t.Errorf("%s does not find that %s was read", name, i)
			}
		}
		if let, err := c.DisclosuresAboutMe(t.Context(), c.Actor(name)); err != nil || !strings.Contains(let[0].Cause, "A complaint of Tuesday.") {
			t.Errorf("%s is not told why: %v, %v", name, let, err)
		}
		if _, err := c.Standing(t.Context(), c.Actor("pia"), c.Person(name)); !fault.Is(err, fault.Withheld) {
			t.Errorf("another page opens by it: %v", err)
		}
	}
}

// TestWhatTheGlassOpensEndsWithItsCause: by itself after an hour, by hand, with the
// office, with whoever was let in, when they become the manager, and when what is kept
// is to rest.
func TestWhatTheGlassOpensEndsWithItsCause(t *testing.T) {
	t.Parallel()
	command := access.System(access.ViaCommand)
	for name, end := range map[string]func(*world.World, id.Glass) error{
		"after an hour": func(w *world.World, _ id.Glass) error { w.Clock.Advance(disclosure.GlassFor); return nil },
		"by hand": func(w *world.World, g id.Glass) error {
			return w.EndGlass(w.Context(), w.Actor("per"), workflow.Once{}, g)
		},
		"with the office": func(w *world.World, _ id.Glass) error {
			return w.EndOffice(w.Context(), command, w.Person("pia"), org.PeoplePartner)
		},
		"with the reader": func(w *world.World, _ id.Glass) error { return w.Leave(w.Context(), command, w.Person("pia")) },
		"as the manager": func(w *world.World, _ id.Glass) error {
			return w.SetManager(w.Context(), command, w.Person("noor"), w.Person("pia"))
		},
		"when it is to rest": func(w *world.World, _ id.Glass) error { rest(w, "noor", "per"); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			w := world.New(t, "sqlite")
			w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
			switchOn(w)
			ref := breakGlass(w, "noor")
			pia := w.Actor("pia")
			if v, err := w.ReadGlass(t.Context(), pia, ref, workflow.GlassEvaluations); err != nil || len(v.Records) == 0 {
				t.Fatalf("it opens nothing: %v", err)
			}
			w.Clock.Advance(disclosure.GlassFor - time.Minute)
			if _, err := w.ReadGlass(t.Context(), pia, ref, workflow.GlassEvaluations); err != nil {
				t.Errorf("before its time: %v", err)
			}
			w.Clock.Advance(-disclosure.GlassFor + 2*time.Minute)
			must(t, end(w, ref))
			if _, err := w.ReadGlass(t.Context(), pia, ref, workflow.GlassEvaluations); !fault.Is(err, fault.Withheld) {
				t.Errorf("it is still open: %v", err)
			}
			if name == "after an hour" {
				return
			}
			ended := false
			for _, e := range journalOf(t, w) {
				ended = ended || e.Act == "glass.ended"
			}
			if !ended {
				t.Error("its end is not in the journal")
			}
		})
	}
}

// breakGlassOf is one that is open about noor.
func breakGlassOf(w *world.World) id.Glass {
	switchOn(w)
	return breakGlass(w, "noor")
}
