package trust

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Pay brings tables, addresses, rows of the matrix and guards of its own.
func init() {
	clear["pay_keys"] = "part person made_at" // wrapped keys of ranges, benchmarks and salaries
	clear["pay_markets"] = "id name name_folded country city currency period usual made_at version"
	clear["pay_places"] = "id person market valid_from made_at made_by nth" // in which country or city, as a time zone tells
	clear["pay_ranges"] = "id market discipline valid_from made_at made_by nth"
	clear["pay_policy"] = "id at made_by what value words nth" // everybody may read it
	sealed = append(sealed, "pay_keys.wrapped", "pay_ranges.sealed")
	probes["range"] = probe{readRange, nil, nil, ""}
	probes["range_tab"] = probe{readRangeTable, nil, writeRangeTable, ""}
	maps.Copy(kinds, map[string]string{
		"/people/{id}/pay":       "person",
		"/people/{id}/pay/place": "person",
		"/pay/markets/{id}":      "market",
	})
	breakages = append(breakages,
		broken("compensation partners see whose range is which", "TestTheMatrixHolds|TestACompensationPartnerLearnsNoStep", "pay/visible.go", "return b.Manager || b.Pay && p.Sight.Holds(at)", "return b.Manager || b.Pay"),
		broken("the exception begins at once", "TestTheExceptionIsTold", "pay/policy.go", "return s.Begins.IsSet() && s.Begins <= at", "return s.Begins.IsSet()"),
		broken("one person makes the exception", "TestTheExceptionIsTold", "pay/policy.go", "if e.By == p.Sight.AskedBy {", "if false {"),
		broken("nobody is told of the exception", "TestTheExceptionIsTold", "workflow/pay_policy.go", "if what == pay.SightGiven || what == pay.SightEnded && before.Sight.Announced() {", "if false {"),
		broken("the table of ranges is everybody's", "TestTheMatrixHolds", "pay/visible.go", "return a.Known() && a.Via == access.ViaSession && a.Holds(org.CompensationPartner)", "return a.Known() || a.Holds(org.CompensationPartner)"),
		broken("readings of a range are not journalled", "TestEveryActAboutPayIsWrittenDown", "workflow/pay.go", `if err := journal(audit.Entry{Item: "range"`, `if err := func(audit.Entry) error { return nil }(audit.Entry{Item: "range"`),
		broken("somebody places themselves", "TestNobodyHandlesTheirOwnPay", "pay/visible.go", "return b.Pay && !b.Self", "return b.Pay"),
	)
}

// amounts of the four steps, of which each is somewhere else; they overlap.
var payAmounts = [][3]string{{"31337", "36111", "43773"}, {"41419", "47111", "57373"}, {"53531", "61111", "73737"}, {"67671", "79111", "93939"}}

var payDisciplines = []string{"software-development", "quality"}

// payUp makes two markets and the ranges of two disciplines. Noor alone is paid in
// the one that is not usual.
func payUp(w *world.World) {
	w.Helper()
	ctx, kim, once := w.Context(), w.Actor("kim"), workflow.Once{}
	_, err := w.MakeMarket(ctx, kim, once, workflow.MarketText{Name: "Sweden", Country: "SE", Currency: "SEK", Period: pay.Monthly, Usual: true})
	must(w.T, err)
	north, err := w.MakeMarket(ctx, kim, once, workflow.MarketText{Name: "North", Country: "SE", City: "Kiruna", Currency: "SEK", Period: pay.Monthly})
	must(w.T, err)
	report, err := w.ImportRanges(ctx, kim, once, rangeFile("Sweden", "North"), false)
	if err != nil {
		w.Fatal(err, report.Problems)
	}
	must(w.T, w.PlacePerson(ctx, kim, once, w.Person("noor"), north, "2026-01-01"))
}

func rangeFile(markets ...string) (rows []payfile.RangeRow) {
	for _, m := range markets {
		for _, d := range payDisciplines {
			for i, s := range []string{"individual", "squad-chapter", "tribe-guild", "technology-company"} {
				a := payAmounts[i]
				rows = append(rows, payfile.RangeRow{Line: len(rows) + 2, Market: m, Discipline: d, Step: s, From: "2026-01-01", Minimum: a[0], Reference: a[1], Maximum: a[2], Reason: "The market."})
			}
		}
	}
	return rows
}

// havePay makes sure that there is something, whichever probe asks first.
func (a ask) havePay() error {
	list, err := a.Markets(a.ctx, a.Actor("kim"))
	if err == nil && len(list) == 0 {
		payUp(a.World)
	}
	return err
}

func readRange(a ask) (outcome, error) {
	if err := a.havePay(); err != nil {
		return "", err
	}
	v, err := a.Pay(a.ctx, a.actor, a.subject)
	if err == nil && v.Range == nil { // where somebody is paid, without the range
		return withheld, nil
	}
	return a.outcome(err, v.Range != nil && v.Range.Range.Band.Minimum.Plain() == payAmounts[1][0])
}

// readRangeTable asks for the table, and for what a manager may know of it: that
// there is something for Noor's discipline and market.
func readRangeTable(a ask) (outcome, error) {
	if err := a.havePay(); err != nil {
		return "", err
	}
	t, err := a.RangeTables(a.ctx, a.actor, workflow.RangeFilter{})
	if err == nil {
		return a.outcome(nil, len(t.Tables) == len(payDisciplines) && t.Tables[0].Lines[0].Now.Reason == "The market.")
	}
	if _, failed := a.ExportRanges(a.ctx, a.actor, true); fault.KindOf(failed) != fault.KindOf(err) {
		return "", fmt.Errorf("the file is answered with %v and the page with %w", failed, err)
	}
	kept, err := a.KeptRanges(a.ctx, a.actor)
	if err == nil && !slices.ContainsFunc(kept, func(k workflow.KeptRanges) bool { return k.Market == "North" }) {
		return withheld, nil
	}
	return a.outcome(err, true)
}

// writeRangeTable tries every act on ranges and markets; all must answer alike.
func writeRangeTable(a ask) (outcome, error) {
	if err := a.havePay(); err != nil {
		return "", err
	}
	markets, err := a.Markets(a.ctx, a.Actor("kim"))
	if err != nil {
		return "", err
	}
	once := workflow.Once{}
	m := markets[0]
	acts := []func() error{
		func() error {
			return second(a.WriteRange(a.ctx, a.actor, once, workflow.RangeText{Market: m.ID, Discipline: "agile-coaching", Step: "individual", From: "2026-02-01", Minimum: "1", Reference: "2", Maximum: "3", Reason: "Why."}))
		},
		func() error { return second(a.ImportRanges(a.ctx, a.actor, once, rangeFile("Sweden"), true)) },
		func() error { return second(a.ImportRanges(a.ctx, a.actor, once, rangeFile("Sweden"), false)) },
		func() error { return second(a.MakeMarket(a.ctx, a.actor, once, workflow.MarketText{})) },
		func() error { return a.ChangeMarket(a.ctx, a.actor, once, m.ID, 0, workflow.MarketText{}) },
		func() error { return a.PlacePerson(a.ctx, a.actor, once, a.subject, "none", "2026-02-01") },
		func() error { return a.SetPayPolicy(a.ctx, a.actor, once, pay.OwnRange, 7, "") },
	}
	var all []outcome
	for _, act := range acts {
		err := act()
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) { // whoever may write learns what is wrong with it
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

// payRanges puts canaries into ranges: amounts that stand at one step alone, and
// reasons that nobody reads but who looks after them.
func (c *cage) payRanges() {
	c.Helper()
	payUp(c.World)
	ctx, kim, once := c.Context(), c.Actor("kim"), workflow.Once{}
	markets, err := c.Markets(ctx, kim)
	must(c.T, err)
	for i, at := range []struct {
		discipline, step string
		readers          []string
	}{
		{"software-development", "individual", []string{"noor", "mats"}},
		{"software-development", "squad-chapter", []string{"mats", "tove"}},
		{"quality", "technology-company", []string{"ola", "timo"}},
		{"quality", "tribe-guild", nil},
	} {
		for _, m := range markets {
			amount := 71_007 + 1001*i
			text := workflow.RangeText{Market: m.ID, Discipline: at.discipline, Step: framework.StepID(at.step), From: "2026-05-01",
				Minimum: fmt.Sprint(amount), Reference: fmt.Sprint(amount + 5000), Maximum: fmt.Sprint(amount + 20000), Reason: c.put("ranges", fmt.Sprint("reason-", i, "-", m.Name), "kim")}
			_, err := c.WriteRange(ctx, kim, once, text)
			must(c.T, err)
		}
		figure := fmt.Sprintf("%d,%03d to", (71_007+1001*i)/1000, (71_007+1001*i)%1000)
		c.canaries = append(c.canaries, canary{figure, "the range of " + at.step + " in " + at.discipline, append([]string{"kim"}, at.readers...)})
	}
}

// TestACompensationPartnerLearnsNoStep: two worlds that differ in one Step answer
// the compensation partner with the same bytes: pages, files, orders, mistakes, and
// every act.
func TestACompensationPartnerLearnsNoStep(t *testing.T) {
	t.Parallel() // in a world of its own
	before := serve(t, world.New(t, "sqlite"))
	before.signIn(t)
	ref := reach(evaluation.Talked)(before.World)
	payAll(before.World)
	a, b := before.again(t), before.again(t)
	agree("individual", "words")(a.World, ref)
	agree("technology-company", "words")(b.World, ref)
	noor := string(before.Person("noor"))
	if x, y := a.get(t, "noor", "/pay").plain(), b.get(t, "noor", "/pay").plain(); x == y || !strings.Contains(x.body, "31,337") || !strings.Contains(y.body, "67,671") {
		t.Fatal("Noor sees no difference: the twins differ in nothing")
	}
	first, second := payAsPartner(t, a, noor), payAsPartner(t, b, noor)
	for i := range first {
		if first[i].plain() != second[i].plain() {
			t.Errorf("request %d is answered with %d and %d: %s", i, first[i].status, second[i].status, parting(first[i].plain(), second[i].plain()))
		}
	}
	if len(first) < 30 {
		t.Errorf("only %d answers were compared", len(first))
	}
}

// payAsPartner does everything that can be done about pay, and what is wrong in it.
func payAsPartner(t *testing.T, s *site, noor string) (all []answer) {
	t.Helper()
	get := func(paths ...string) {
		for _, p := range paths {
			all = append(all, s.get(t, "kim", p))
		}
	}
	post := func(path string, pairs ...string) {
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		a := s.post(t, "kim", path, form)
		a.header = expires.ReplaceAllString(a.header, "")
		all = append(all, a)
	}
	markets, err := s.Markets(t.Context(), s.Actor("kim"))
	must(t, err)
	m := string(markets[0].ID)
	looks := func() {
		get("/pay", "/pay/policy", "/pay/markets", "/pay/ranges", "/pay/ranges?market="+m, "/pay/ranges?discipline=software-development&on=2026-02-01", "/pay/ranges?on=2020-01-01",
			"/pay/ranges/new?market="+m+"&discipline=software-development&step=individual", "/pay/ranges/export", "/pay/ranges/export?versions=all", "/pay/ranges/import", "/pay/people", "/pay/people?q=noor", "/pay/people/import", "/pay/benchmarks", "/pay/benchmarks/export",
			"/people/"+noor+"/pay", "/people/"+noor, "/people", "/", "/inbox", "/account/readers")
	}
	looks()
	for _, step := range []string{"individual", "squad-chapter", "tribe-guild", "technology-company"} {
		write := []string{"market", m, "discipline", "software-development", "step", step, "from", "2026-03-01", "minimum", "10000", "reference", "11000", "maximum", "12000", "reason", "Why."}
		post("/pay/ranges", append(write, "maximum", "1")...)
		post("/pay/ranges", append(write, "ends", "yes")...)
		post("/pay/ranges", write...)
	}
	post("/people/"+noor+"/pay/place", "market", m, "place_from", "2026-04-01")
	post("/people/"+noor+"/pay/place", "market", "none", "place_from", "2026-04-01")
	for _, amount := range []string{"1", "42000", "200000", "abc"} {
		post("/people/"+noor+"/pay/salary", "amount", amount, "currency", "SEK", "period", "month", "share", "80", "from", "2026-03-01", "reason", "Why.")
	}
	post("/pay/policy", "what", "own-range", "value", "0")
	post("/pay/policy", "what", "width-limit", "width", "10")
	looks()
	return all
}

// TestTheExceptionIsTold: compensation partners see whose range is which only where
// two offices chose it, 30 days after everybody was told, and not a moment longer.
func TestTheExceptionIsTold(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	payUp(w)
	ctx, once, noor := t.Context(), workflow.Once{}, w.Person("noor")
	sees := func() bool {
		v, err := w.Pay(ctx, w.Actor("kim"), noor)
		must(t, err)
		return v.Range != nil
	}
	set := func(name string, what pay.What, words string) error {
		return w.SetPayPolicy(ctx, w.Actor(name), once, what, 0, words)
	}
	told := func(name string) bool {
		box, err := w.Inbox(ctx, w.Actor(name))
		must(t, err)
		return slices.ContainsFunc(box.New, func(l workflow.NoticeLine) bool { return l.Path == "/pay/policy" })
	}
	knows := func(name string) bool {
		v, err := w.PayPolicy(ctx, w.Actor(name))
		must(t, err)
		return v.Sight.Announced()
	}
	must(t, set("kim", pay.SightAsked, "The law here wants it."))
	if told("ben") || knows("ben") || sees() {
		t.Error("asking alone shows something")
	}
	for _, name := range []string{"kim", "ben", "noor", "mats", "odd", "cai"} {
		if err := set(name, pay.SightGiven, ""); !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Conflict) {
			t.Errorf("%s agrees to it: %v", name, err)
		}
	}
	both := w.Actor("kim")
	both.Offices = append(slices.Clone(both.Offices), w.Actor("pia").Offices...)
	if err := w.SetPayPolicy(ctx, both, once, pay.SightGiven, 0, ""); err == nil {
		t.Error("whoever asked agrees as well")
	}
	must(t, set("pia", pay.SightGiven, ""))
	for _, name := range w.Names() {
		if name != "pia" && (!told(name) || !knows(name)) {
			t.Errorf("%s is not told", name)
		}
	}
	if sees() {
		t.Error("it begins before anybody could read of it")
	}
	w.Clock.Advance(pay.SightNotice)
	if !sees() {
		t.Error("it does not begin")
	}
	reads, err := w.ReadsAbout(ctx, w.Actor("noor"), workflow.ReadMark{}, 0)
	if err != nil || !slices.ContainsFunc(reads.Lines, func(l workflow.ReadLine) bool { return l.Item == "range" && l.Hat == "compensation partner" }) {
		t.Errorf("Noor does not find who looked: %v %v", reads.Lines, err)
	}
	must(t, set("kim", pay.SightEnded, ""))
	if sees() {
		t.Error("it goes on after its end")
	}
}

// TestNobodyHandlesTheirOwnPay: an office is no way to one's own.
func TestNobodyHandlesTheirOwnPay(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	w.Evaluate("kim", "cai", evaluation.Agreed, world.Plain)
	payUp(w)
	ctx, kim := t.Context(), w.Actor("kim")
	markets, err := w.Markets(ctx, kim)
	must(t, err)
	if err := w.PlacePerson(ctx, kim, workflow.Once{}, kim.Person, markets[0].ID, "2026-01-01"); !fault.Is(err, fault.Withheld) {
		t.Errorf("a compensation partner says where they are paid: %v", err)
	}
	must(t, w.SetPayPolicy(ctx, kim, workflow.Once{}, pay.OwnRange, 0, ""))
	if v, err := w.Pay(ctx, kim, kim.Person); err != nil || v.Range == nil || v.Range.Missing != workflow.NotShown || v.Range.Step.ID != "" {
		t.Errorf("where people do not see their own range, a partner reads %+v, %v", v.Range, err)
	}
	if v, err := w.Pay(ctx, w.Actor("cai"), kim.Person); err != nil || v.Range == nil || v.Range.Missing == workflow.NotShown {
		t.Errorf("their manager reads %+v, %v", v.Range, err)
	}
}

// TestARangeThatIsNotThereIsHonest: each thing that is missing is named to the two.
func TestARangeThatIsNotThereIsHonest(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	missing := func(name string) workflow.Missing {
		v, err := w.Pay(ctx, w.Actor(name), w.Person(name))
		must(t, err)
		return v.Range.Missing
	}
	if got := missing("noor"); got != workflow.NoStep {
		t.Errorf("without a step: %q", got)
	}
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	w.Evaluate("pia", "cai", evaluation.Agreed, world.Plain)
	if got := missing("noor"); got != workflow.NoMarket {
		t.Errorf("without a market: %q", got)
	}
	if got := missing("pia"); got != workflow.NoDiscipline {
		t.Errorf("without a discipline: %q", got)
	}
	payUp(w)
	if got := missing("noor"); got != workflow.Nothing {
		t.Errorf("with everything: %q", got)
	}
	v, err := w.Pay(ctx, w.Actor("noor"), w.Person("noor"))
	must(t, err)
	_, err = w.WriteRange(ctx, w.Actor("kim"), once, workflow.RangeText{Market: v.Market.ID, Discipline: "Software development", Step: "squad-chapter", From: clock.Date("2026-05-12"), Ends: true, Reason: "Not here."})
	must(t, err)
	if got := missing("noor"); got != workflow.NoRange {
		t.Errorf("without a range: %q", got)
	}
}

// TestEveryActAboutPayIsWrittenDown, and every reading of a range by somebody else.
func TestEveryActAboutPayIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	for _, d := range payDeeds(w) {
		tryDeed(t, w, d)
	}
}

func payDeeds(w *world.World) []deed {
	ctx, kim, once, noor := w.Context(), w.Actor("kim"), workflow.Once{}, w.Person("noor")
	var m id.Market
	sweden := workflow.MarketText{Name: "Sweden", Country: "SE", Currency: "SEK", Period: pay.Monthly, Usual: true}
	by := func(act, item string) []string { return []string{line("pay."+act, item, "compensation partner")} }
	reads := func(name string, lines ...string) deed {
		return deed{name + " reads", func() error { return second(w.Pay(ctx, w.Actor(name), noor)) }, lines}
	}
	return []deed{
		{"make a market", func() (err error) { m, err = w.MakeMarket(ctx, kim, once, sweden); return err }, by("market-made", "range_tab")},
		{"change a market", func() error { return w.ChangeMarket(ctx, kim, once, m, 1, sweden) }, by("market-changed", "range_tab")},
		{"write a range", func() error {
			return second(w.WriteRange(ctx, kim, once, workflow.RangeText{Market: m, Discipline: "quality", Step: "individual", From: "2026-02-01", Minimum: "1", Reference: "2", Maximum: "3", Reason: "Why."}))
		}, by("range-written", "range_tab")},
		{"look at a file", func() error { return second(w.ImportRanges(ctx, kim, once, rangeFile("Sweden"), true)) }, nil},
		{"bring in a file", func() error { return second(w.ImportRanges(ctx, kim, once, rangeFile("Sweden"), false)) }, by("ranges-imported", "range_tab")},
		{"take a file away", func() error { return second(w.ExportRanges(ctx, kim, false)) }, by("exported", "range_tab")},
		{"say where somebody is paid", func() error { return w.PlacePerson(ctx, kim, once, noor, m, "2026-01-01") }, by("place-set", "salary")},
		reads("noor"),
		reads("mats", line("read", "range", "manager")),
		reads("kim"),
		{"ask for the exception", func() error { return w.SetPayPolicy(ctx, kim, once, pay.SightAsked, 0, "Because.") }, by("policy-set", "range_tab")},
		{"agree to it", func() error { return w.SetPayPolicy(ctx, w.Actor("pia"), once, pay.SightGiven, 0, "") }, []string{line("pay.policy-set", "range_tab", "people partner")}},
		{"wait", func() error { w.Clock.Advance(pay.SightNotice); return nil }, nil},
		reads("kim", line("read", "range", "compensation partner")),
	}
}
