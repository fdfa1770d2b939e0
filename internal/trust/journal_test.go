package trust

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// deed is one act or reading, and the lines of the journal it must leave: "act
// item hat" each, in any order.
type deed struct {
	name  string
	do    func() error
	lines []string
}

func line(parts ...string) string { return strings.Join(parts, " ") }

// breakJournal makes the next line of the journal impossible, as a full disk or a
// damaged table would, and returns how to mend it.
func breakJournal(t *testing.T, w *world.World) (mend func()) {
	t.Helper()
	raw := w.Raw(t)
	breaking := []string{"CREATE TRIGGER broken BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'broken'); END"}
	mending := "DROP TRIGGER broken"
	if w.DB.Engine() == "postgres" {
		breaking = []string{
			"CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
			"CREATE TRIGGER broken BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION broken()",
		}
		mending += " ON audit_entries"
	}
	for _, statement := range breaking {
		_, err := raw.ExecContext(t.Context(), statement)
		must(t, err)
	}
	return func() {
		_, err := raw.ExecContext(t.Context(), mending)
		must(t, err)
	}
}

// tryDeed does the deed twice: with a broken journal, where it must fail and
// change nothing, and with a whole one, where it must leave its lines.
func tryDeed(t *testing.T, w *world.World, d deed) {
	t.Helper()
	if world.Tortured() {
		tortured(t, d)
		return
	}
	if len(d.lines) > 0 {
		before := dump(t, w)
		mend := breakJournal(t, w)
		if err := d.do(); err == nil || fault.KindOf(err) != fault.Internal {
			t.Errorf("%s without a journal: %v", d.name, err)
		}
		mend()
		for cell, text := range dump(t, w) {
			if text != before[cell] && !strings.HasPrefix(cell, "paces.") { // a guess counts whatever becomes of it
				t.Errorf("%s without a journal changed %s", d.name, cell)
			}
		}
	}
	doDeed(t, w, d)
}

// doDeed does the deed and compares the lines that it leaves.
func doDeed(t *testing.T, w *world.World, d deed) {
	t.Helper()
	if world.Tortured() {
		tortured(t, d)
		return
	}
	before := journalOf(t, w)
	if err := d.do(); err != nil {
		t.Errorf("%s: %v", d.name, err)
	}
	var got []string
	for _, e := range since(before, journalOf(t, w)) {
		got = append(got, line(string(e.Act), e.Item, e.Hat))
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(d.lines))
	if !slices.Equal(got, want) {
		t.Errorf("%s leaves\n  %q, want\n  %q", d.name, got, want)
	}
}

// readings are what each sort of person leaves behind by looking.
func readings(w *world.World, noor id.Person, ref id.Evaluation, items ...string) (all []deed) {
	ctx := w.Context()
	as := func(item, hat string) string { return line("read", item, hat) }
	profile := func(name string, lines ...string) {
		all = append(all, deed{name + " reads the profile", func() error { _, err := w.Profile(ctx, w.Actor(name), noor); return err }, lines})
	}
	profile("noor")
	profile("ben")
	profile("odd")
	profile("tove")
	profile("mats", as("hr_attr", "manager"))
	profile("pia", as("hr_attr", "people partner"))
	profile("kim", as("hr_attr", "compensation partner"))
	var lines []string
	for _, i := range items {
		lines = append(lines, as(i, "manager"))
	}
	for _, name := range []string{"noor", "mats"} {
		about, step := lines, []string{as("step", "manager")}
		if name == "noor" {
			about, step = nil, nil
		}
		all = append(all,
			deed{name + " reads the Step", func() error { _, err := w.Standing(ctx, w.Actor(name), noor); return err }, step},
			deed{name + " reads the evaluation", func() error { return readWhole(w, name, ref) }, about},
			deed{name + " comes home", func() error { _, err := w.Home(ctx, w.Actor(name)); return err }, nil})
	}
	return all
}

// readWhole reads the evaluation; a failure must come without the evaluation.
func readWhole(w *world.World, name string, ref id.Evaluation) error {
	v, err := w.Evaluation(w.Context(), w.Actor(name), ref)
	if err != nil && v.Evaluation != nil {
		w.Errorf("%s gets the evaluation with the failure to write it down", name)
	}
	return err
}

// TestEveryReadingIsWrittenDown in each stage: what a manager sees of another's is
// in the journal, item by item, or is not shown.
func TestEveryReadingIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	items := map[evaluation.Stage][]string{
		evaluation.Writing: nil,
		evaluation.Opened:  {"self_shared", "compare"},
		evaluation.Talked:  {"self_shared", "compare"},
		evaluation.Agreed:  {"self_shared", "compare", "focus", "step"},
	}
	for _, engine := range world.Engines() {
		for stage, items := range items {
			t.Run(engine+"/"+string(stage), func(t *testing.T) {
				w := world.New(t, engine)
				ref := w.Evaluate("noor", "mats", stage, world.Plain)
				for _, d := range readings(w, w.Person("noor"), ref, items...) {
					tryDeed(t, w, d)
				}
			})
		}
	}
	t.Run("beside what was agreed before", func(t *testing.T) {
		w := world.New(t, "sqlite")
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		w.Clock.Advance(time.Hour)
		ref, err := w.OpenEvaluation(t.Context(), w.Actor("noor"), workflow.Once{}, w.Person("noor"))
		must(t, err)
		for _, d := range readings(w, w.Person("noor"), ref, "step", "compare", "focus") {
			tryDeed(t, w, d)
		}
	})
}

// TestEveryActIsWrittenDown walks an evaluation from its opening to both
// signatures.
func TestEveryActIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		for _, d := range evaluationDeeds(w) {
			tryDeed(w.T, w, d)
		}
	})
}

func evaluationDeeds(w *world.World) []deed {
	ctx, noor, mats, once := w.Context(), w.Actor("noor"), w.Actor("mats"), workflow.Once{}
	var ref id.Evaluation
	words := evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "Words."}}}
	proposal := workflow.Proposal{Result: evaluation.Result{Summary: "Words.", Step: "individual", Focus: []evaluation.Focus{{Text: "More."}}}}
	by := func(act, hat string) []string { return []string{line("evaluation."+act, "compare", hat)} }
	draft := func(a access.Actor, revision int64) func() error {
		return func() error {
			_, err := w.SaveDraft(ctx, a, ref, workflow.Draft{Body: words, Revision: revision})
			return err
		}
	}
	return []deed{
		{"open", func() (err error) {
			ref, err = w.OpenEvaluation(ctx, noor, once, noor.Person)
			return err
		}, by("opened", "self")},
		{"begin a draft", draft(noor, 0), []string{line("evaluation.draft-saved", "self_draft", "self")}},
		{"go on with a draft", draft(noor, 1), nil}, // how often somebody saves is nobody's business
		{"begin the manager's draft", draft(mats, 0), []string{line("evaluation.draft-saved", "mgr_draft", "manager")}},
		{"hand in", func() error { return w.HandIn(ctx, noor, once, ref, nil) }, by("handed-in", "self")},
		{"take back", func() error { return w.TakeBack(ctx, noor, once, ref) }, by("taken-back", "self")},
		{"hand in again", func() error { return w.HandIn(ctx, noor, once, ref, nil) }, by("handed-in", "self")},
		{"hand in as manager", func() error { return w.HandIn(ctx, mats, once, ref, nil) }, by("handed-in", "manager")},
		{"plan the talk", func() error { return w.PlanTalk(ctx, noor, once, ref, w.Now().Add(time.Hour)) }, by("talk-planned", "self")},
		{"ask to join", func() error { return w.AskToJoin(ctx, noor, once, ref) }, []string{line("disclosure.begun", "compare", "self")}},
		{"read along", func() error { _, err := w.Evaluation(ctx, w.Actor("tove"), ref); return err }, []string{
			line("read", "self_shared", "asked to join"), line("read", "mgr_shared", "asked to join"), line("read", "compare", "asked to join")}},
		{"say, having joined", func() error { return w.Say(ctx, w.Actor("tove"), once, ref, "Hello.") }, by("said", "asked to join")},
		{"end the joining", func() error { return w.EndJoining(ctx, noor, once, ref) }, []string{line("disclosure.ended", "compare", "self")}},
		{"say", func() error { return w.Say(ctx, noor, once, ref, "Hello.") }, by("said", "self")},
		{"note the talk", func() error { return w.RecordTalk(ctx, mats, once, ref, evaluation.Met, "2026-05-12") }, by("talked", "manager")},
		{"write the result", func() error { return w.WriteResult(ctx, mats, once, ref, proposal) }, by("result-written", "manager")},
		{"state", func() error { return w.State(ctx, mats, once, ref, "Less.") }, by("result-written", "manager")},
		{"ask to join again", func() error { return w.AskToJoin(ctx, mats, once, ref) }, []string{line("disclosure.begun", "compare", "manager")}},
		{"sign", func() error { return w.Sign(ctx, noor, once, ref, 1) }, by("signed", "self")},
		{"withdraw the signature", func() error { return w.Unsign(ctx, noor, once, ref) }, by("signature-withdrawn", "self")},
		{"sign again", func() error { return w.Sign(ctx, noor, once, ref, 1) }, by("signed", "self")},
		{"sign as manager", func() error { return w.Sign(ctx, mats, once, ref, 1) }, append(by("signed", "manager"), line("step.set", "step", "manager"), line("disclosure.ended", "compare", "manager"), line("growth.taken-up", "focus", "manager"))},
	}
}

// TestEveryChangeOfTheOrganisationIsWrittenDown, and of accounts.
func TestEveryChangeOfTheOrganisationIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		for _, d := range append(organisationDeeds(w), accountDeeds(w)...) {
			tryDeed(w.T, w, d)
		}
	})
}

func organisationDeeds(w *world.World) []deed {
	ctx, pia, odd, command := w.Context(), w.Actor("pia"), w.Actor("odd"), access.System(access.ViaCommand)
	noor, gil := w.Person("noor"), w.Person("gil")
	w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	tree, err := w.Organisation(ctx, pia)
	must(w.T, err)
	var frontend id.Unit
	for _, u := range tree.Tribes[0].Chapters {
		if u.Name == "Frontend" {
			frontend = u.ID
		}
	}
	changed := line("manager.changed", "profile", "people partner")
	row := orgfile.Row{Line: 2, Name: "Gil Rask", Email: "gil@example.org", Discipline: "Quality"}
	return []deed{
		{"name a manager", func() error { return w.SetManager(ctx, pia, noor, w.Person("mira")) }, []string{changed, "evaluation.manager-changed compare "}},
		{"name the same manager", func() error { return w.SetManager(ctx, pia, noor, w.Person("mira")) }, nil},
		{"grant an office", func() error { return w.GrantOffice(ctx, odd, gil, org.PeoplePartner) }, []string{"office.granted profile operator"}},
		{"end an office", func() error { return w.EndOffice(ctx, odd, gil, org.PeoplePartner) }, []string{"office.ended profile operator"}},
		{"name a lead", func() error { return w.SetLead(ctx, pia, frontend, w.Person("fia")) },
			// Gil has another manager now, Mira is managed by Fia, and Fia by the tribe lead.
			[]string{"lead.changed profile people partner", changed, changed, changed}},
		{"import", func() error {
			_, err := w.ImportPeople(ctx, command, []orgfile.Row{row}, workflow.ImportOptions{})
			return err
		}, []string{"people.imported profile operator"}},
		{"invite", func() error { _, err := w.Invite(ctx, pia, workflow.Once{}, gil); return err }, []string{"person.invited  people partner"}},
		{"leave", func() error { return w.Leave(ctx, pia, gil) }, []string{"person.left profile people partner", changed}},
		{"open what is due", func() error { _, err := w.OpenFirstEvaluations(ctx); return err }, nil},
	}
}

func accountDeeds(w *world.World) []deed {
	ctx, ben, once := w.Context(), w.Actor("ben"), workflow.Once{}
	self := func(act string) []string { return []string{line(act, "", "self")} }
	var in, other workflow.SignedIn
	var token id.Token
	return []deed{
		{"set the zone", func() error { return w.SetZone(ctx, ben, once, "Europe/Stockholm") }, self("account.zone-changed")},
		{"choose a language", func() error { return w.SetLanguage(ctx, ben, once, lang.German) }, self("account.language-chosen")},
		{"make a token", func() error {
			_, err := w.MakeToken(ctx, ben, once, workflow.NewToken{Name: "x", Scopes: access.Scopes(), Days: 1})
			if list, e := w.Tokens(ctx, ben); e == nil && len(list) > 0 {
				token = list[0].ID
			}
			return err
		}, self("account.token-made")},
		{"revoke it", func() error { return w.RevokeToken(ctx, ben, once, token) }, self("account.token-revoked")},
		{"sign in", func() (err error) { in, err = w.SignInAs(ctx, ben.Person, "a test"); return err }, self("account.signed-in")},
		{"sign in elsewhere", func() (err error) { other, err = w.SignInAs(ctx, ben.Person, "a test"); return err }, self("account.signed-in")},
		{"end the other", func() error { return w.RevokeSession(ctx, ben, once, other.Session) }, self("account.session-revoked")},
		{"sign in a third time", func() (err error) { _, err = w.SignInAs(ctx, ben.Person, "a test"); return err }, self("account.signed-in")},
		{"end all others", func() error {
			return w.RevokeAll(ctx, access.Actor{Person: ben.Person, Via: access.ViaSession, Session: in.Session}, once)
		}, self("account.session-revoked")},
		{"sign out", func() error {
			return w.SignOut(ctx, access.Actor{Person: ben.Person, Via: access.ViaSession, Session: in.Session})
		}, self("account.signed-out")},
		{"try a wrong password", func() error {
			_, err := w.SignIn(ctx, "ben@example.org", "wrong", "a test", "127.0.0.1")
			if fault.Is(err, fault.Unauthenticated) {
				err = nil
			}
			return err
		}, []string{"account.sign-in-refused  nobody"}},
	}
}

// TestTheSweepIsWrittenDown: what Cairn opens by itself is in the journal too.
func TestTheSweepIsWrittenDown(t *testing.T) {
	world.Each(t, func(w *world.World) {
		sweep := func() error {
			n, err := w.OpenFirstEvaluations(w.Context())
			if err == nil && n != 1 {
				err = fmt.Errorf("%d were opened", n)
			}
			return err
		}
		tryDeed(w.T, w, deed{"sweep", sweep, []string{"evaluation.opened compare "}})
	})
}

// TestAnUnwritableJournalClosesThePages: over HTTP the answer is a failure without
// a word of what was asked for, and the log has no word of it either.
func TestAnUnwritableJournalClosesThePages(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			c := newCage(t, engine)
			s := serve(t, c.World)
			s.signIn(t)
			found := idsOf(t, s.World)
			defer breakJournal(t, s.World)()
			failures := 0
			look := func(path string, a answer) {
				if a.status == 500 {
					failures++
					silent(t, c, "the failure of "+path, a.body+a.header)
				}
				if told := machineryIn(a.body); told != "" {
					t.Errorf("%s tells of the machinery: %.400s", path, told)
				}
			}
			s.crawl(t, "mats", found, look)
			canaries := maps.Clone(map[string]string{"message": c.put("log", "message"), "text:team/individual": c.put("log", "text"), "summary": c.put("log", "summary")})
			for _, ref := range found["evaluation"] {
				form := map[string][]string{"read": {"1"}, "focus:0": {c.put("log", "focus")}, "step": {"individual"}, "talk_way": {"met"}, "talked_on": {"2026-05-12"}, "revision": {"0"}}
				for name, text := range canaries {
					form[name] = []string{text}
				}
				for _, act := range []string{"draft", "hand-in", "messages", "talk", "result", "signature"} {
					look(act, s.post(t, "mats", "/evaluations/"+ref+"/"+act, form))
				}
				look("api", s.send(t, "mats", "POST", "/api/v1/evaluations/"+ref+"/messages", `{"text":"`+canaries["message"]+`"}`))
			}
			if failures < 10 {
				t.Errorf("only %d failures were seen", failures)
			}
			silent(t, c, "the log", s.log.String())
			if !strings.Contains(s.log.String(), "request failed") {
				t.Error("the log says nothing of the failures")
			}
		})
	}
}
