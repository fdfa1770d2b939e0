package trust

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/orgfile"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// outcome is what a probe met.
type outcome string

const (
	shown    outcome = "shown"    // the thing itself
	absent   outcome = "absent"   // the page it would stand on, without it
	withheld outcome = "withheld" // like what does not exist
	refused  outcome = "refused"  // please sign in
	done     outcome = "done"     // written
)

// scene is a world with one subject, whose things are in three states.
type scene struct {
	*world.World
	subject                       id.Person
	writing, opened, agreed       id.Evaluation // of Ben, Asa and Noor
	request                       id.RoleRequest
	promotion                     id.Promotion
	fbDraft, fbSubject, fbManager id.Feedback
	note                          id.Note
	trial                         id.Rollout // in which Mats has placed her
}

// ask is one probe: who asks for what belongs to the subject.
type ask struct {
	scene
	ctx   context.Context
	actor access.Actor
}

// probe tries an item in every way there is. A nil write means that nothing
// writes it yet.
type probe struct {
	read, list, write func(ask) (outcome, error)
	scope             access.Scope
}

func (a ask) outcome(err error, there bool) (outcome, error) {
	switch {
	case fault.Is(err, fault.Withheld):
		return withheld, nil
	case fault.Is(err, fault.Unauthenticated):
		return refused, nil
	case err != nil:
		return "", err
	case there:
		return shown, nil
	}
	return absent, nil
}

func (a ask) written(err error) (outcome, error) {
	o, err := a.outcome(err, true)
	if o == shown {
		o = done
	}
	return o, err
}

// The subject of every probe is Noor, whose manager is Mats. What depends on a
// stage is asked of an evaluation of hers in that stage, in a world of its own.
var probes = map[item]probe{
	"profile":     {readProfile, listProfile, writeProfile, access.ScopeOrganisation},
	"hr_attr":     {readStart, nil, writeFile, access.ScopeOrganisation},
	"discipline":  {readDiscipline, listDiscipline, writeDiscipline, access.ScopeOrganisation},
	"role":        {readRole, listRole, writeRole, access.ScopeOrganisation},
	"exception":   {readDeparture, listDeparture, writeDeparture, ""},
	"step":        {readStep, listOwnStep, nil, access.ScopeStep},
	"step_hist":   {readHistory, nil, nil, access.ScopeStep},
	"self_draft":  {readSelfDraft, listHome, writeSelfDraft, access.ScopeEvaluations},
	"self_shared": {readSelfShared, listHome, nil, access.ScopeEvaluations},
	"mgr_draft":   {readManagerDraft, listHome, writeManagerDraft, access.ScopeEvaluations},
	"mgr_shared":  {readManagerShared, listHome, nil, access.ScopeEvaluations},
	"compare":     {readResult, nil, writeResult, access.ScopeEvaluations},
	"focus":       {readFocus, listPlans, writeFocus, access.ScopeGrowth},
	"slotting":    {readPlacement, nil, writePlacement, ""},
	"export":      {readExport, nil, nil, ""},
	"case":        {readCase, listCase, nil, ""},
	"case_text":   {readCaseText, nil, nil, ""},
	"consult":     {readConsultation, nil, nil, ""},
	"approve":     {readVerdict, nil, nil, ""},
	"framework":   {readFramework, nil, writeFramework, access.ScopeFramework},
	"fb_draft":    {readFbDraft, listFeedback(func(a ask) id.Feedback { return a.fbDraft }), writeFbDraft, access.ScopeFeedback},
	"fb_subject":  {readFbSubject, listFeedback(func(a ask) id.Feedback { return a.fbSubject }), nil, access.ScopeFeedback},
	"fb_manager":  {readFbManager, listFeedback(func(a ask) id.Feedback { return a.fbManager }), nil, access.ScopeFeedback},
	"notes_self":  {readNote, listNotes, rewriteNote, access.ScopeNotes},
	"aud_me":      {readReaders, nil, nil, ""},
}

func readProfile(a ask) (outcome, error) {
	p, err := a.Profile(a.ctx, a.actor, a.subject)
	return a.outcome(err, p.Name == "Noor Said" && p.Manager != nil && len(p.Units) > 0)
}

// listProfile asks every list of people; all of them must answer alike.
func listProfile(a ask) (outcome, error) {
	page, err := a.Directory(a.ctx, a.actor, workflow.DirectoryFilter{Words: "noor"})
	first, err := a.outcome(err, page.Total == 1)
	if err != nil {
		return "", err
	}
	managers, e1 := a.ManagersOf(a.ctx, a.actor, []id.Person{a.subject})
	tree, e2 := a.Organisation(a.ctx, a.actor)
	ref, e3 := a.PersonByEmail(a.ctx, a.actor, "noor@example.org")
	_, e4 := a.OfficesOf(a.ctx, a.actor, a.subject)
	for i, other := range []struct {
		err   error
		there bool
	}{{e1, len(managers) == 1}, {e2, len(tree.Tribes) == 2}, {e3, ref.ID == a.subject}, {e4, true}} {
		if o, err := a.outcome(other.err, other.there); err != nil || o != first {
			return "", fmt.Errorf("list %d says %s, the directory %s: %w", i, o, first, err)
		}
	}
	return first, nil
}

// writeProfile changes who somebody's manager is: whoever may do that decides who
// reads a Step.
func writeProfile(a ask) (outcome, error) {
	return a.written(a.SetManager(a.ctx, a.actor, a.subject, a.Person("mats")))
}

func writeFile(a ask) (outcome, error) {
	rows := []orgfile.Row{{Line: 2, Name: "Noor Said", Email: "noor@example.org", Start: "2025-11-20", Discipline: "Quality", Roles: []string{"Tester"}}}
	_, err := a.ImportPeople(a.ctx, a.actor, rows, workflow.ImportOptions{DryRun: true})
	return a.written(err)
}

func readStart(a ask) (outcome, error) {
	p, err := a.Profile(a.ctx, a.actor, a.subject)
	return a.outcome(err, p.StartDate == "2025-11-20")
}

func readDiscipline(a ask) (outcome, error) {
	p, err := a.Profile(a.ctx, a.actor, a.subject)
	return a.outcome(err, p.Discipline == "Software development")
}

func readRole(a ask) (outcome, error) {
	p, err := a.Profile(a.ctx, a.actor, a.subject)
	return a.outcome(err, slices.Equal(p.Roles, []string{"Software engineer"}))
}

func (a ask) entry() (workflow.PersonEntry, error) {
	page, err := a.Directory(a.ctx, a.actor, workflow.DirectoryFilter{Words: "noor"})
	if err != nil || len(page.People) != 1 {
		return workflow.PersonEntry{}, err
	}
	return page.People[0], nil
}

func listDiscipline(a ask) (outcome, error) {
	e, err := a.entry()
	return a.outcome(err, e.Discipline == "Software development")
}

func listRole(a ask) (outcome, error) {
	e, err := a.entry()
	return a.outcome(err, slices.Equal(e.Roles, []string{"Software engineer"}))
}

func readStep(a ask) (outcome, error) {
	s, err := a.Standing(a.ctx, a.actor, a.subject)
	return a.outcome(err, s.Set && s.Step.ID == "squad-chapter")
}

// listOwnStep asks the one list that could give a Step away: what an evaluation
// looks at. It must be closed as the Step is.
func listOwnStep(a ask) (outcome, error) {
	if a.actor.Via == access.ViaToken && !a.actor.May(access.ScopeEvaluations) {
		return readStep(a)
	}
	v, err := a.Evaluation(a.ctx, a.actor, a.agreed)
	return a.outcome(err, v.Written.Step == "squad-chapter")
}

func readHistory(a ask) (outcome, error) {
	s, err := a.Standing(a.ctx, a.actor, a.subject)
	return a.outcome(err, len(s.History) == 1)
}

func says(b *evaluation.Side, words string) bool {
	if b == nil {
		return false
	}
	for _, answer := range b.Body.Areas {
		if answer.Text == words {
			return true
		}
	}
	return false
}

// has tells whether either column of the view holds the words.
func has(v workflow.EvaluationView, words string) bool {
	return says(&v.Mine, words) || says(v.Theirs, words)
}

func readSelfDraft(a ask) (outcome, error) {
	v, err := a.Evaluation(a.ctx, a.actor, a.writing)
	return a.outcome(err, has(v, world.Plain.Self))
}

func readManagerDraft(a ask) (outcome, error) {
	v, err := a.Evaluation(a.ctx, a.actor, a.writing)
	return a.outcome(err, has(v, world.Plain.Manager))
}

func readSelfShared(a ask) (outcome, error) {
	v, err := a.Evaluation(a.ctx, a.actor, a.opened)
	return a.outcome(err, has(v, world.Plain.Self))
}

func readManagerShared(a ask) (outcome, error) {
	v, err := a.Evaluation(a.ctx, a.actor, a.opened)
	return a.outcome(err, has(v, world.Plain.Manager))
}

func readResult(a ask) (outcome, error) {
	v, err := a.Evaluation(a.ctx, a.actor, a.agreed)
	return a.outcome(err, v.Written.Summary == world.Plain.Summary)
}

func readExport(a ask) (outcome, error) {
	f, err := a.ExportEvaluation(a.ctx, a.actor, a.agreed)
	return a.outcome(err, f.Result != nil && f.Result.Summary == world.Plain.Summary)
}

// listHome asks for the list of evaluations; only the two of one find it there.
func listHome(a ask) (outcome, error) {
	h, err := a.Home(a.ctx, a.actor)
	if err != nil {
		return a.outcome(err, false)
	}
	ours := []id.Evaluation{a.writing, a.opened, a.agreed}
	mine := func(l workflow.EvaluationLine) bool { return slices.Contains(ours, l.ID) }
	for _, r := range h.Reports {
		if r.Open != nil && mine(*r.Open) {
			return shown, nil
		}
	}
	if slices.ContainsFunc(h.Mine, mine) {
		return shown, nil
	}
	return withheld, nil
}

// writeSelfDraft writes what the actor can write and looks whether it became the
// subject's own side.
func writeSelfDraft(a ask) (outcome, error)    { return a.writeSide(evaluation.SelfSide) }
func writeManagerDraft(a ask) (outcome, error) { return a.writeSide(evaluation.ManagerSide) }

func (a ask) writeSide(side evaluation.SideName) (outcome, error) {
	owner := a.Actor(map[evaluation.SideName]string{evaluation.SelfSide: "noor", evaluation.ManagerSide: "mats"}[side])
	before, err := a.Evaluation(a.ctx, owner, a.writing)
	if err != nil {
		return "", err
	}
	draft := workflow.Draft{Body: before.Mine.Body, Revision: before.Mine.Revision}
	if own, err := a.Evaluation(a.ctx, a.actor, a.writing); err == nil {
		draft = workflow.Draft{Body: own.Mine.Body, Revision: own.Mine.Revision}
	}
	_, err = a.SaveDraft(a.ctx, a.actor, a.writing, draft)
	if o, err := a.written(err); err != nil || o != done {
		return o, err
	}
	after, err := a.Evaluation(a.ctx, owner, a.writing)
	if err == nil && after.Mine.Revision == before.Mine.Revision {
		return absent, nil
	}
	return done, err
}

// writeResult tries every act on a result; all of them must answer alike.
func writeResult(a ask) (outcome, error) {
	acts := []func() error{
		func() error { return a.Sign(a.ctx, a.actor, workflow.Once{}, a.agreed, 1) },
		func() error { return a.Unsign(a.ctx, a.actor, workflow.Once{}, a.agreed) },
		func() error {
			return a.RecordTalk(a.ctx, a.actor, workflow.Once{}, a.agreed, evaluation.Met, "2026-05-12")
		},
		func() error { return a.HandIn(a.ctx, a.actor, workflow.Once{}, a.agreed, nil) },
		func() error { return a.TakeBack(a.ctx, a.actor, workflow.Once{}, a.agreed) },
		func() error {
			return a.WriteResult(a.ctx, a.actor, workflow.Once{}, a.agreed, workflow.Proposal{Read: 1})
		},
	}
	var all []outcome
	for _, act := range acts {
		err := act()
		if fault.Is(err, fault.Conflict) { // agreed: one of the two learns that it is too late
			err = nil
		}
		o, err := a.written(err)
		if err != nil {
			return "", err
		}
		all = append(all, o)
	}
	if len(slices.Compact(all)) != 1 {
		return "", fmt.Errorf("acts answer differently: %v", all)
	}
	return all[0], nil
}

// writeFramework begins a draft and drops it again.
func writeFramework(a ask) (outcome, error) {
	_, err := a.StartDraft(a.ctx, a.actor, workflow.Once{})
	if err == nil {
		err = a.DropDraft(a.ctx, a.actor, workflow.Once{}, 1)
	}
	return a.written(err)
}

func readFramework(a ask) (outcome, error) {
	f, err := a.Framework(a.ctx, a.actor)
	return a.outcome(err, f != nil && len(f.StepsInOrder()) > 0)
}

// readReaders asks who has read what; nobody can ask it of anybody else, so it
// counts as shown only when a line is about the subject.
func readReaders(a ask) (outcome, error) {
	page, err := a.ReadsAbout(a.ctx, a.actor, workflow.ReadMark{}, 0)
	if err != nil {
		return a.outcome(err, false)
	}
	for _, l := range page.Lines {
		if l.Object == "person/"+string(a.subject) {
			return shown, nil
		}
	}
	return withheld, nil
}

// cast plays the columns; every column by somebody other than the subject's own
// people has more than one, where the world has them.
var cast = map[column][]string{
	"subject": {"noor"}, "manager": {"mats"}, "former_mgr": {"mira"}, "skip_level": {"tove"}, "tribe_lead": {"tove", "timo"}, "cto": {"cai"},
	"peer": {"ben", "asa", "ola"}, "giver": {"fia"}, "people_ops": {"pia", "per"}, "comp_admin": {"kim"}, "sys_admin": {"odd"}, "outsider": {""},
}

// stages are Noor with one evaluation in each stage that matters. A person has
// one open evaluation, so each stage has a world of its own.
type stages struct{ writing, opened, agreed, heard, decided, feedback scene }

func newStages(t *testing.T, engine string) stages {
	t.Helper()
	one := func(stage evaluation.Stage) scene {
		w := world.New(t, engine)
		ctx, command := t.Context(), access.System(access.ViaCommand)
		s := scene{World: w, subject: w.Person("noor")}
		// Mira was Noor's manager until a moment ago.
		must(t, w.SetManager(ctx, command, s.subject, w.Person("mira")))
		must(t, w.SetManager(ctx, command, s.subject, w.Person("mats")))
		ref := w.Evaluate("noor", "mats", stage, world.Plain)
		s.writing, s.opened, s.agreed = ref, ref, ref
		_, err := w.Standing(ctx, w.Actor("mats"), s.subject) // somebody has read
		must(t, err)
		s.request = askDeparture(t, w)
		s.trial = prepare(w, "", true)
		place(w, s.trial, "tribe-guild")
		return s
	}
	return stages{one(evaluation.Writing), one(evaluation.Opened), one(evaluation.Agreed), newCase(t, engine, promotion.Consulting), newCase(t, engine, promotion.Committing), newFeedback(t, engine)}
}

// of gives the world in which the item is in its stage.
func (s stages) of(i item) scene {
	switch i {
	case "self_draft", "mgr_draft":
		return s.writing
	case "self_shared", "mgr_shared":
		return s.opened
	case "case", "case_text", "consult":
		return s.heard
	case "approve", "pay_case":
		return s.decided
	case "fb_draft", "fb_subject", "fb_manager", "notes_self":
		return s.feedback
	}
	return s.agreed
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// exceptions are cells where Cairn gives less than the matrix allows, because
// what would give it is not there. It never gives more.
var exceptions = map[string]string{
	"export/people_ops/read":    "nobody but the person takes an evaluation away",
	"export/comp_admin/read":    "nobody but the person takes an evaluation away",
	"aud_me/people_ops/read":    "people partners have no view of who read what yet",
	"profile/subject/write":     "the probe names a manager; of the profile a person changes the time zone alone",
	"profile/sys_admin/write":   "the probe names a manager; an operator invites and grants offices",
	"exception/people_ops/read": "that a departure was asked for tells something of a Step, so people partners learn of none",
	"exception/people_ops/list": "that a departure was asked for tells something of a Step, so people partners learn of none",
	"case/people_ops/read":      "people partners get no list of cases: even dates would tell of one",
	"case/people_ops/list":      "people partners get no list of cases: even dates would tell of one",
	"case/comp_admin/read":      "pay of a case is written by the two; there is no pay part yet",
	"case/comp_admin/list":      "pay of a case is written by the two; there is no pay part yet",
	"approve/people_ops/read":   "as of the case",
	"approve/comp_admin/read":   "as of the case",
}

// widened are cells of which those who play the column have another one as well: what
// somebody may do is what any of theirs allows.
var widened = map[string]code{}

func TestTheMatrixHolds(t *testing.T) {
	m := matrix(t)
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			s := newStages(t, engine)
			checks := 0
			for i := range probes {
				for c, names := range cast {
					if i == "exception" {
						names = castOfExceptions(c, names)
					}
					for _, name := range names {
						checks += tryCell(t, s.of(i), i, c, name, m[i][c])
					}
				}
			}
			if checks < 450 {
				t.Errorf("only %d checks were made", checks)
			}
			t.Log(checks, "checks")
		})
	}
}

// tryCell tries every operation of an item as one person and compares it with
// the matrix's code.
func tryCell(t *testing.T, s scene, i item, c column, name string, want code) (checks int) {
	t.Helper()
	p := probes[i]
	a := ask{s, t.Context(), s.Actor(name)}
	for _, op := range []struct {
		name string
		do   func(ask) (outcome, error)
	}{{"read", p.read}, {"list", p.list}, {"write", p.write}} {
		if op.do == nil {
			continue
		}
		got, err := op.do(a)
		checks++
		cell := fmt.Sprintf("%s/%s/%s", i, c, op.name)
		if err != nil {
			t.Errorf("%s as %q (%s): %v", cell, name, want, err)
			continue
		}
		allowed := allows(i, c, want, op.name)
		if exceptions[cell] != "" {
			allowed = []outcome{withheld}
		}
		if !slices.Contains(allowed, got) {
			t.Errorf("%s as %q: %s, and the matrix says %s: one of %v", cell, name, got, want, allowed)
		}
	}
	return checks
}

// allows turns a code into what may happen in a world without cases, shares,
// break-glass, handover or access requests.
func allows(i item, c column, want code, op string) []outcome {
	if c == "outsider" {
		return []outcome{refused}
	}
	closed := []outcome{withheld}
	switch i { // these stand on a page that is open to everybody, or are a part of what the two share
	case "hr_attr":
		if op == "read" {
			closed = []outcome{absent}
		}
	case "self_draft", "mgr_draft":
		if want == "L" || want == "-" { // the two see the page of the evaluation, without the other's draft
			closed = []outcome{withheld, absent}
			if op == "list" {
				closed = []outcome{withheld, shown} // that there is an evaluation is known to both
			}
		}
	}
	if i == "consult" && c == "subject" {
		closed = []outcome{absent} // the person reads what was said after the decision
	}
	if i == "approve" && (c == "tribe_lead" || c == "skip_level") {
		closed = []outcome{withheld, shown} // whoever decided, here both, answers for it for a while
	}
	if i == "slotting" && op == "read" && c != "subject" {
		closed = []outcome{withheld, absent} // whoever manages somebody has a worksheet of their own
	}
	reads, writes := []outcome{shown}, []outcome{done}
	switch { // whoever asked, or knows that somebody was asked, sees that and no word of the answer
	case i == "fb_draft" && c == "subject" && op == "read", i == "fb_manager" && c == "subject" && op == "read":
		closed = []outcome{absent}
	case c == "giver" && (i == "fb_draft" || i == "fb_subject" || i == "fb_manager"): // O: their own words
		closed = []outcome{shown, done}
	}
	if (i == "slotting" || i == "notes_mgr") && c == "manager" { // "own texts": the manager writes them
		want = "W"
	}
	if op != "write" {
		writes = reads
	}
	if w, ok := widened[string(i)+"/"+string(c)]; ok {
		want = w
	}
	switch want {
	case "R", "M", "G", "G10", "G6": // tables that are published, the same for everybody
		if op == "write" {
			return closed
		}
		return reads
	case "R+", "W", "W1":
		return writes
	case "A", "A1":
		if c == "subject" || c == "manager" {
			return reads
		}
		if i == "pay_case" { // which begins where the case is decided, and lies with them
			return writes
		}
	}
	return closed // -, B, C, H, L, O, S
}
