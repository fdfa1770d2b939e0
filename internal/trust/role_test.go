package trust

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/role"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// askDeparture has Noor ask for a role that none but the widest step meets, Mats for
// a departure, and Noor agree that Tove, who leads the tribe, is asked.
func askDeparture(t *testing.T, w *world.World) id.RoleRequest {
	t.Helper()
	ctx, noor := t.Context(), w.Actor("noor")
	ref, err := w.AskRole(ctx, noor, workflow.Once{}, noor.Person, workflow.RoleWish{Kind: role.TakeUp, Role: "Chief architect", Why: "I do it already."})
	must(t, err)
	must(t, w.AskDeparture(ctx, w.Actor("mats"), workflow.Once{}, ref, "She knows every system we have."))
	must(t, w.DecideDeparture(ctx, noor, workflow.Once{}, ref, true))
	return ref
}

// castOfExceptions: in this world Tove is the manager's manager and leads the tribe;
// she is asked as the latter. Another tribe's lead is a colleague like any other.
func castOfExceptions(c column, names []string) []string {
	switch c {
	case "skip_level":
		return nil
	case "tribe_lead":
		return []string{"tove"}
	case "peer":
		return append(slices.Clone(names), "timo")
	}
	return names
}

func readDeparture(a ask) (outcome, error) {
	v, err := a.RoleRequest(a.ctx, a.actor, a.request)
	return a.outcome(err, v.Departure != nil && v.Departure.Why == "She knows every system we have.")
}

// listDeparture asks the lists of requests: of the person, and of one's own home.
func listDeparture(a ask) (outcome, error) {
	lines, err := a.RoleRequests(a.ctx, a.actor, a.subject)
	if err == nil && len(lines) > 0 {
		return shown, nil
	}
	h, err := a.Home(a.ctx, a.actor)
	if err != nil {
		return a.outcome(err, false)
	}
	if slices.ContainsFunc(h.Roles, func(l workflow.RoleLine) bool { return l.ID == a.request }) {
		return shown, nil
	}
	return withheld, nil
}

// writeDeparture asks for the departure, which is the manager's act. It was asked,
// so that the manager learns that it is too late. The lead's answer is a decision
// about it and no change of what the manager wrote.
func writeDeparture(a ask) (outcome, error) {
	err := a.AskDeparture(a.ctx, a.actor, workflow.Once{}, a.request, "Why.")
	if fault.Is(err, fault.Conflict) {
		err = nil
	}
	return a.written(err)
}

// writeRole gives a free role and looks whether it is held: a person's own wish is
// none yet.
func writeRole(a ask) (outcome, error) {
	name := "Gardener " + string(id.New[id.Entry]())
	_, err := a.AskRole(a.ctx, a.actor, workflow.Once{}, a.subject, workflow.RoleWish{Kind: role.TakeUp, Role: name})
	if o, err := a.written(err); err != nil || o != done {
		return o, err
	}
	p, err := a.Profile(a.ctx, a.Actor("ben"), a.subject)
	if err != nil || !slices.Contains(p.Roles, name) {
		return withheld, err
	}
	_, err = a.AskRole(a.ctx, a.Actor("mats"), workflow.Once{}, a.subject, workflow.RoleWish{Kind: role.LayDown, Role: name})
	return done, err
}

func writeDiscipline(a ask) (outcome, error) {
	return a.written(a.SetDiscipline(a.ctx, a.actor, workflow.Once{}, a.subject, "Software development"))
}

// others are all but Noor, her manager, and the lead who is asked.
var others = []string{"", "ben", "ola", "timo", "cai", "pia", "kim", "odd", "mira", "wim"}

// look asks everything that a third person may look at, and what they are told when
// they try the acts.
func (s *site) look(t *testing.T, who []string, requests []string) map[string]answer {
	t.Helper()
	seen := map[string]answer{}
	noor := string(s.Person("noor"))
	for _, name := range who {
		for _, path := range []string{"/", "/people", "/people?q=noor", "/people/" + noor, "/organisation", "/notices", "/account/readers", "/api/v1/people", "/api/v1/people/" + noor} {
			seen[name+" "+path] = s.get(t, name, path).plain()
		}
		for _, ref := range requests {
			path := "/role-requests/" + ref
			seen[name+" "+path] = s.get(t, name, path).plain()
			for _, act := range []string{"confirmation", "refusal", "withdrawal", "departure", "departure/consent", "departure/answer"} {
				seen[name+" "+path+"/"+act] = s.post(t, name, path+"/"+act, url.Values{"why": {"Why."}, "reason": {"It fits."}, "answer": {"No."}, "agreed": {"yes"}, "ask": {"yes"}}).plain()
			}
		}
	}
	return seen
}

func alike(t *testing.T, when string, a, b map[string]answer) {
	t.Helper()
	if len(a) == 0 || len(a) != len(b) {
		t.Errorf("%s: %d and %d answers", when, len(a), len(b))
	}
	for path, got := range a {
		if got != b[path] {
			t.Errorf("%s: the difference is seen at %q: %d and %d, %d and %d bytes", when, path, got.status, b[path].status, len(got.body), len(b[path].body))
		}
	}
}

// TestARoleTellsNothingOfAStep: in one world Noor's Step meets what the role asks
// for, in the other it does not, and in a third she has none. Whoever is neither of
// the two, nor the lead whom she agreed to ask, gets the same bytes all along.
func TestARoleTellsNothingOfAStep(t *testing.T) {
	first := serve(t, world.New(t, "sqlite"))
	first.signIn(t)
	wide, narrow, unset := first.again(t), first.again(t), first.again(t)
	for s, step := range map[*site]string{wide: "technology-company", narrow: "individual"} {
		words := world.Plain
		words.Step = framework.StepID(step)
		s.Evaluate("noor", "mats", evaluation.Agreed, words)
	}
	all := map[string]*site{"wide": wide, "narrow": narrow, "unset": unset}
	refs := map[string]id.RoleRequest{}
	compare := func(when string, who []string) {
		t.Helper()
		w := wide.look(t, who, []string{string(id.New[id.RoleRequest]())})
		nothing := ""
		for path := range w {
			if _, ref, ok := strings.Cut(path, "/role-requests/"); ok {
				nothing, _, _ = strings.Cut(ref, "/")
				break
			}
		}
		for name, s := range all {
			there := s.look(t, who, []string{string(refs[name])})
			renamed := map[string]answer{}
			for path, got := range there {
				got.header = strings.ReplaceAll(got.header, string(refs[name]), nothing) // the way back after signing in
				got.body = strings.ReplaceAll(got.body, string(refs[name]), nothing)
				renamed[strings.Replace(path, string(refs[name]), nothing, 1)] = got
			}
			alike(t, when+", "+name, renamed, w)
		}
	}
	asks := map[string]answer{}
	noor := string(first.Person("noor"))
	for name, s := range all {
		// A people partner proposes a role with a minimum, and is told the same each time.
		got := s.post(t, "pia", "/people/"+noor+"/roles", url.Values{"role": {"chapter-lead"}}).plain()
		if asks["pia"] == (answer{}) {
			asks["pia"] = got
		}
		if got != asks["pia"] || got.status != 303 {
			t.Errorf("%s: the people partner is told %d %s, elsewhere %d %s", name, got.status, got.header, asks["pia"].status, asks["pia"].header)
		}
		// And again, though it is asked already.
		if again := s.post(t, "pia", "/people/"+noor+"/roles", url.Values{"role": {"chapter-lead"}}).plain(); again != got {
			t.Errorf("%s: asking again is answered differently", name)
		}
		lines, err := s.RoleRequests(t.Context(), s.Actor("mats"), s.Person("noor"))
		must(t, err)
		if len(lines) != 1 {
			t.Fatalf("%s: %d requests", name, len(lines))
		}
		refs[name] = lines[0].ID
	}
	compare("asked", append(slices.Clone(others), "tove"))
	for name, s := range all {
		v, err := s.RoleRequest(t.Context(), s.Actor("mats"), refs[name])
		must(t, err)
		if v.Short != (name != "wide") {
			t.Errorf("%s: the manager is told that a wider step is usual: %v", name, v.Short)
		}
		if name == "wide" {
			continue
		}
		must(t, s.AskDeparture(t.Context(), s.Actor("mats"), workflow.Once{}, refs[name], "She has led before."))
	}
	compare("a departure is asked for", append(slices.Clone(others), "tove"))
	for name, s := range all {
		if name == "wide" {
			continue
		}
		must(t, s.DecideDeparture(t.Context(), s.Actor("noor"), workflow.Once{}, refs[name], true))
		if v, err := s.RoleRequest(t.Context(), s.Actor("tove"), refs[name]); err != nil || v.Short || v.Answer != "" || v.Why != "" || v.Manager || v.Self {
			t.Errorf("%s: the lead sees %+v (%v)", name, v, err)
		}
		must(t, s.AnswerDeparture(t.Context(), s.Actor("tove"), workflow.Once{}, refs[name], true, "It fits her."))
	}
	// What the lead is told is the same whichever narrower Step it is, or none.
	lead := []string{"tove"}
	a, b := narrow.look(t, lead, nil), unset.look(t, lead, nil)
	mine := func(s *site, name string) answer {
		got := s.get(t, "tove", "/role-requests/"+string(refs[name])).plain()
		got.body = strings.ReplaceAll(got.body, string(refs[name]), "REF")
		return got
	}
	alike(t, "the lead", a, b)
	if mine(narrow, "narrow") != mine(unset, "unset") {
		t.Error("the lead is told which Step it is")
	}
	compare("the lead has agreed", others)
	for name, s := range all {
		must(t, s.ConfirmRole(t.Context(), s.Actor("mats"), workflow.Once{}, refs[name]))
		p, err := s.Profile(t.Context(), s.Actor("ben"), s.Person("noor"))
		must(t, err)
		if !slices.Contains(p.Roles, "Chapter lead") {
			t.Errorf("%s: the role is not there: %v", name, p.Roles)
		}
	}
	compare("confirmed", others)
}

// TestARequestHasOneLength: whoever holds the database sees no departure by its
// length, and no line of the journal that names whom one is about.
func TestARequestHasOneLength(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx := t.Context()
	ref := askDeparture(t, w)
	must(t, w.AnswerDeparture(ctx, w.Actor("tove"), workflow.Once{}, ref, true, strings.Repeat("ж", role.MostWords)))
	_, err := w.AskRole(ctx, w.Actor("ben"), workflow.Once{}, w.Person("ben"), workflow.RoleWish{Kind: role.TakeUp, Role: "Mentor"})
	must(t, err)
	lengths := map[int]bool{}
	for _, text := range valuesOf(t, w.Raw(t), "role_requests.sealed") {
		lengths[len(text)] = true
	}
	if len(lengths) != 1 {
		t.Errorf("lengths %v", lengths)
	}
	for _, e := range journalOf(t, w) {
		if e.Item == "exception" && (e.Subject != "" || strings.Contains(e.Object, string(ref)) || strings.Contains(fmt.Sprint(e), string(w.Person("noor")))) {
			t.Errorf("a line tells about whom: %+v", e)
		}
	}
}

// TestWhoIsAskedIsTheLeadOfToday: the person agreed to ask one lead, who leads the
// tribe, and sees when the lead has looked.
func TestWhoIsAskedIsTheLeadOfToday(t *testing.T) {
	w := world.New(t, "sqlite")
	ref := askDeparture(t, w)
	if _, err := w.RoleRequest(t.Context(), w.Actor("timo"), ref); !fault.Is(err, fault.Withheld) {
		t.Errorf("another lead reads it: %v", err)
	}
	v, err := w.RoleRequest(t.Context(), w.Actor("noor"), ref)
	must(t, err)
	if len(v.Read) != 0 {
		t.Error("read before it was read")
	}
	_, err = w.RoleRequest(t.Context(), w.Actor("tove"), ref)
	must(t, err)
	v, err = w.RoleRequest(t.Context(), w.Actor("noor"), ref)
	must(t, err)
	if len(v.Read) != 1 {
		t.Errorf("the person sees %d readings of the lead", len(v.Read))
	}
	must(t, w.WithdrawRole(t.Context(), w.Actor("noor"), workflow.Once{}, ref))
	if err := w.AnswerDeparture(t.Context(), w.Actor("tove"), workflow.Once{}, ref, true, "Yes."); !fault.Is(err, fault.Conflict) {
		t.Errorf("answered after it was taken back: %v", err)
	}
}

// TestADepartureIsWrittenWithoutTheStep refuses words that name one.
func TestADepartureIsWrittenWithoutTheStep(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, mats := t.Context(), w.Actor("mats")
	ref, err := w.AskRole(ctx, mats, workflow.Once{}, w.Person("noor"), workflow.RoleWish{Kind: role.TakeUp, Role: "chief-architect"})
	must(t, err)
	for _, words := range []string{"She is at Squad/Chapter.", "Squad/Chapter, but good", "is (Individual) now"} {
		if err := w.AskDeparture(ctx, mats, workflow.Once{}, ref, words); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken: %v", words, err)
		}
	}
	must(t, w.AskDeparture(ctx, mats, workflow.Once{}, ref, "Her squad and her chapter ask her as an individual already."))
}
