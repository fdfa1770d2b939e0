package trust

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/payfile"
	"cairn/internal/paygap"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// What women and men are paid brings tables, addresses and guards of its own.
func init() {
	delete(later, "paygap")
	probes["paygap"] = probe{readGap, nil, writeGap, ""}
	clear["person_sexes"] = "person made_at made_by"        // that something was said, not what
	clear["gap_reports"] = "id country day made_at made_by" // that there is a report, not what it says
	clear["pay_rights_told"] = "year at"
	sealed = append(sealed, "person_sexes.sealed", "gap_reports.sealed")
	kinds["/pay/gap/{id}"] = "gap-report"
	kinds["/pay/gap/{id}/export"] = "gap-report"
	twins["one sex or another"] = twin{salariesOn, saysSex(paygap.Woman), saysSex(paygap.Other), false}
	breakages = append(breakages,
		broken("a manager reads the category of a report", "TestOwnAnswersStand", "paygap/paygap.go", "func OwnVisibleTo(b access.Bond) bool { return b.Self }", "func OwnVisibleTo(b access.Bond) bool { return b.Self || b.Manager }"),
		broken("reports of pay are everybody's", "TestTheMatrixHolds", "paygap/paygap.go", "return a.Known() && a.Via == access.ViaSession && (a.Holds(org.PeoplePartner) || a.Holds(org.CompensationPartner))", "return a.Known()"),
		broken("people partners make reports", "TestTheMatrixHolds", "paygap/paygap.go", "return Reads(a) && a.Holds(org.CompensationPartner)", "return Reads(a)"),
		broken("a report can be made at any time", "TestAReportIsMadeOnceAYear", "workflow/paygap_report.go", "if next.IsSet() {", "if false {",
			edit{"workflow/paygap_report.go", "day = aggregate.QuarterOf(w.today(r)).Day()", "day = w.today(r)"}),
		broken("offices read the averages of categories", "TestAveragesAreForThoseOfTheCategory", "workflow/paygap_report.go", "v.Rows[i].MeanWomen, v.Rows[i].MeanMen = money.Money{}, money.Money{}", "_, _ = i, money.Money{}"),
	)
}

func saysSex(sex paygap.Sex) func(*world.World, id.Evaluation) {
	return func(w *world.World, _ id.Evaluation) {
		must(w.T, w.SaySex(w.Context(), w.Actor("noor"), workflow.Once{}, w.Person("noor"), sex))
	}
}

// readGap asks for Noor's own category, and for reports.
func readGap(a ask) (outcome, error) {
	if err := a.haveGap(); err != nil {
		return "", err
	}
	_, err := a.PayCategory(a.ctx, a.actor, a.subject)
	if o, err := a.outcome(err, true); err != nil || o != withheld {
		return o, err
	}
	v, err := a.GapReports(a.ctx, a.actor)
	return a.outcome(err, len(v.Reports) == 1)
}

// haveGap makes sure that salaries are kept and that there is a report.
func (a ask) haveGap() error {
	if _, err := a.haveSalary(); err != nil {
		return err
	}
	v, err := a.GapReports(a.ctx, a.Actor("kim"))
	if err == nil && len(v.Reports) == 0 {
		haveReport(a.World)
	}
	return err
}

// haveReport puts a report there past the acts: so early nobody can make one.
func haveReport(w *world.World) {
	w.Helper()
	g := paygap.Report{ID: id.New[id.GapReport](), Country: "SE", Day: "2026-03-04", MadeAt: w.Clock.Now(), MadeBy: w.Person("kim"), Currency: "SEK", Least: 6, Threshold: 50}
	must(w.T, w.DB.Update(w.Context(), w.Clock.Now(), func(tx *store.Tx) error { return tx.AddGapReport(g) }))
}

func writeGap(a ask) (outcome, error) {
	if err := a.haveGap(); err != nil {
		return "", err
	}
	_, err := a.MakeGapReport(a.ctx, a.actor, workflow.Once{}, "SE")
	if fault.Is(err, fault.Conflict) { // there is one already
		err = nil
	}
	return a.written(err)
}

// manyPaid is a large organisation with salaries and answers: women are paid a tenth
// less.
func manyPaid(w *world.World, n int) {
	w.Helper()
	many(w, n)
	payUp(w)
	keepSalaries(w)
	var rows []payfile.SalaryRow
	var said []payfile.SexRow
	for i := range n {
		email := fmt.Sprintf("many%d@example.org", i)
		sex, amount := "woman", 45_000
		if i%2 == 0 {
			sex, amount = "man", 50_000
		}
		rows = append(rows, payfile.SalaryRow{Line: i + 2, Email: email, From: "2026-01-01", Amount: fmt.Sprint(amount), Currency: "SEK", Period: "month", Reason: "Begins."})
		said = append(said, payfile.SexRow{Line: i + 2, Email: email, Sex: sex})
	}
	_, err := w.ImportSalaries(w.Context(), w.Actor("kim"), workflow.Once{}, rows, workflow.ImportOptions{})
	must(w.T, err)
	_, err = w.ImportSexes(w.Context(), w.Actor("pia"), workflow.Once{}, said, false)
	must(w.T, err)
}

// TestAveragesAreForThoseOfTheCategory: a person reads those of their own category in
// the newest report, the offices read gaps and no amount, and both only where there are enough.
func TestAveragesAreForThoseOfTheCategory(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	manyPaid(w, 240)
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain) // at Squad/Chapter, in Software development
	ctx, once := t.Context(), workflow.Once{}
	untilDay(w, "2026-10-02")
	ref, err := w.MakeGapReport(ctx, w.Actor("kim"), once, "SE")
	must(t, err)
	v, err := w.PayCategory(ctx, w.Actor("noor"), w.Person("noor"))
	must(t, err)
	if v.Row == nil || v.Row.MeanWomen.Plain() != "540000" || v.Row.MeanMen.Plain() != "600000" || *v.Row.Mean != 100 || !v.Row.Flag {
		t.Errorf("Noor reads %+v", v.Row)
	}
	for _, name := range []string{"kim", "pia"} {
		r, err := w.GapReport(ctx, w.Actor(name), ref, false)
		must(t, err)
		told, quiet := 0, 0
		for _, row := range r.Rows {
			if row.MeanMen.IsSet() || row.MeanWomen.IsSet() {
				t.Errorf("%s reads an average of %s", name, row.Name)
			}
			if row.Told() {
				told++
			} else {
				quiet++
			}
		}
		if told == 0 || quiet == 0 || r.Currency != "SEK" {
			t.Errorf("%s reads %d rows that tell and %d that do not", name, told, quiet)
		}
	}
	// What happens afterwards changes nothing of it.
	before := *v.Row
	setStep(w, "many1@example.org", "squad-chapter")
	if v, err = w.PayCategory(ctx, w.Actor("noor"), w.Person("noor")); err != nil || v.Row.MeanWomen != before.MeanWomen || v.Row.Women != before.Women {
		t.Errorf("the averages follow what happens: %+v, %v", v.Row, err)
	}
}

// TestAReportIsMadeOnceAYear, of a day that nobody chooses, so that no two of them tell
// what changed in between.
func TestAReportIsMadeOnceAYear(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	payUp(w)
	keepSalaries(w)
	ctx, kim := t.Context(), func() error {
		_, err := w.MakeGapReport(t.Context(), w.Actor("kim"), workflow.Once{}, "SE")
		return err
	}
	if err := kim(); !fault.Is(err, fault.Conflict) {
		t.Errorf("of a day on which nobody was here: %v", err)
	}
	untilDay(w, "2026-10-02")
	must(t, kim())
	for _, day := range []string{"2026-10-03", "2027-01-05", "2027-10-01"} {
		untilDay(w, day)
		if err := kim(); !fault.Is(err, fault.Conflict) {
			t.Errorf("again on %s: %v", day, err)
		}
	}
	untilDay(w, "2027-10-02")
	must(t, kim())
	v, err := w.GapReports(ctx, w.Actor("pia"))
	if err != nil || len(v.Reports) != 2 || v.Reports[0].Day != "2027-09-03" || v.Reports[1].Day != "2026-09-03" {
		t.Errorf("%+v, %v", v.Reports, err)
	}
}

// TestOwnAnswersStand: what a person says of their sex is theirs to say, to change and
// to take back; a file does not speak against it, and it is in no journal.
func TestOwnAnswersStand(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, once, noor := t.Context(), workflow.Once{}, w.Person("noor")
	bring := func(name, sex string) error {
		_, err := w.ImportSexes(ctx, w.Actor(name), once, []payfile.SexRow{{Line: 2, Email: "noor@example.org", Sex: sex}}, false)
		return err
	}
	now := func() (paygap.Sex, bool) {
		v, err := w.PayCategory(ctx, w.Actor("noor"), noor)
		must(t, err)
		return v.Sex, v.SexByOther
	}
	for _, name := range []string{"noor", "mats", "kim", "odd", "cai", "ben"} {
		if err := bring(name, "man"); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s brings it in: %v", name, err)
		}
	}
	tryDeed(t, w, deed{"bring in", func() error { return bring("pia", "man") }, []string{line("pay.sex-imported", "hr_attr", "people partner")}})
	if sex, other := now(); sex != paygap.Man || !other {
		t.Errorf("brought in: %q, %v", sex, other)
	}
	for _, name := range []string{"mats", "pia", "kim", "odd"} {
		if err := w.SaySex(ctx, w.Actor(name), once, noor, paygap.Man); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s says it for her: %v", name, err)
		}
		if _, err := w.PayCategory(ctx, w.Actor(name), noor); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s reads her page: %v", name, err)
		}
	}
	tryDeed(t, w, deed{"say", func() error { return w.SaySex(ctx, w.Actor("noor"), once, noor, paygap.Woman) }, []string{line("pay.sex-said", "hr_attr", "self")}})
	must(t, bring("pia", "man"))
	if sex, other := now(); sex != paygap.Woman || other {
		t.Errorf("a file speaks against her: %q, %v", sex, other)
	}
	must(t, w.SaySex(ctx, w.Actor("noor"), once, noor, ""))
	if sex, _ := now(); sex != "" {
		t.Errorf("taken back, and still %q", sex)
	}
}

// TestEverybodyIsToldOfTheirRightOnceAYear, where the law of where they are paid says so.
func TestEverybodyIsToldOfTheirRightOnceAYear(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx := t.Context()
	told := func(name string) (n int) {
		box, err := w.Inbox(ctx, w.Actor(name))
		must(t, err)
		for _, l := range box.New {
			if l.Path == "/pay/category" {
				n++
			}
		}
		return n
	}
	w.Clock.Advance(48 * 3600e9)
	must(t, w.TellPayRights(ctx))
	if told("noor") != 0 {
		t.Error("told before it is said where anybody is paid")
	}
	payUp(w)
	for range 2 {
		must(t, w.TellPayRights(ctx))
	}
	for _, name := range []string{"noor", "mats", "kim", "cai"} {
		if told(name) != 1 {
			t.Errorf("%s is told %d times", name, told(name))
		}
	}
}

// TestNoCategoryIsAnOracle: two worlds that differ in Noor's Step answer everybody but
// her with the same bytes on every page about women and men, in files, mistakes and
// acts. Hers differ.
func TestNoCategoryIsAnOracle(t *testing.T) {
	t.Parallel()
	before := serve(t, world.New(t, "sqlite"))
	before.signIn(t)
	ref := reach(evaluation.Talked)(before.World)
	payAll(before.World)
	must(t, before.SaySex(t.Context(), before.Actor("noor"), workflow.Once{}, before.Person("noor"), paygap.Woman))
	a, b := before.again(t), before.again(t)
	agree("individual", "words")(a.World, ref)
	agree("technology-company", "words")(b.World, ref)
	if x, y := a.get(t, "noor", "/pay/category").plain(), b.get(t, "noor", "/pay/category").plain(); x == y {
		t.Fatal("Noor sees no difference: the twins differ in nothing")
	}
	for _, s := range []*site{a, b} {
		untilDay(s.World, "2027-07-02")
		s.signIn(t)
	}
	first, second := gapAnswers(t, a), gapAnswers(t, b)
	for i := range first {
		if first[i] != second[i] {
			t.Errorf("request %d: %s", i, parting(first[i], second[i]))
		}
	}
	if len(first) < 40 {
		t.Errorf("only %d answers were compared", len(first))
	}
}

// gapAnswers are what everybody but Noor is answered; names of reports are left out.
func gapAnswers(t *testing.T, s *site) (all []answer) {
	t.Helper()
	made := s.post(t, "kim", "/pay/gap", url.Values{"country": {"SE"}})
	if made.status != http.StatusSeeOther {
		t.Fatalf("no report was made: %d", made.status)
	}
	v, err := s.GapReports(t.Context(), s.Actor("kim"))
	must(t, err)
	ref := string(v.Reports[0].ID)
	for _, name := range []string{"mats", "tove", "cai", "ben", "mira", "pia", "kim", "odd"} {
		for _, path := range []string{"/pay/category", "/pay/criteria", "/pay/gap", "/pay/gap/" + ref, "/pay/gap/" + ref + "/export", "/pay/sex/import", "/statistics"} {
			answer := s.get(t, name, path)
			answer.body, answer.header = strings.ReplaceAll(answer.body, ref, "REF"), strings.ReplaceAll(answer.header, ref, "REF")
			all = append(all, answer.plain())
		}
		again := s.post(t, name, "/pay/gap", url.Values{"country": {"SE"}})
		again.body = strings.ReplaceAll(again.body, ref, "REF")
		all = append(all, again.plain())
	}
	return all
}
