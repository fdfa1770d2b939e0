package trust

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// repeated is an act that is sent many times, and the line of the journal that
// counts its effects.
type repeated struct {
	name  string
	act   audit.Act
	do    func(workflow.Once) error
	again bool // without a key it may be done again, and each has its effect
}

// together runs f so many times at once and returns what came of each.
func together(n int, f func() error) []error {
	var wait sync.WaitGroup
	errs, ready := make([]error, n), make(chan struct{})
	for i := range n {
		wait.Go(func() {
			<-ready
			errs[i] = f()
		})
	}
	close(ready)
	wait.Wait()
	return errs
}

func effects(t *testing.T, w *world.World, act audit.Act) (n int) {
	t.Helper()
	for _, e := range journalOf(t, w) {
		if e.Act == act {
			n++
		}
	}
	return n
}

// walk is an evaluation from its opening to both signatures, and the acts on an
// account that carry a key.
func walk(w *world.World) []repeated {
	ctx, noor, mats := w.Context(), w.Actor("noor"), w.Actor("mats")
	words := &workflow.Draft{Body: evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "Words."}}}}
	proposal := workflow.Proposal{Result: evaluation.Result{Summary: "Words.", Step: "individual", Focus: []evaluation.Focus{{Text: "More."}}}}
	var ref id.Evaluation
	var mu sync.Mutex
	open := func(o workflow.Once) error {
		opened, err := w.OpenEvaluation(ctx, noor, o, noor.Person)
		mu.Lock()
		defer mu.Unlock()
		if err == nil && ref != "" && opened != ref {
			err = fmt.Errorf("one was told of %s and another of %s", opened, ref)
		}
		if err == nil {
			ref = opened
		}
		return err
	}
	handIn := func(a access.Actor, d *workflow.Draft) func(workflow.Once) error {
		return func(o workflow.Once) error { return w.HandIn(ctx, a, o, ref, d) }
	}
	sign := func(a access.Actor) func(workflow.Once) error {
		return func(o workflow.Once) error { return w.Sign(ctx, a, o, ref, 1) }
	}
	return []repeated{
		{"open", audit.EvaluationOpened, open, false},
		{"hand in", audit.EvaluationHandedIn, handIn(noor, words), false},
		{"take back", audit.EvaluationTakenBack, func(o workflow.Once) error { return w.TakeBack(ctx, noor, o, ref) }, false},
		{"hand in again", audit.EvaluationHandedIn, handIn(noor, nil), false},
		{"hand in as manager", audit.EvaluationHandedIn, handIn(mats, words), false},
		{"say", audit.EvaluationSaid, func(o workflow.Once) error { return w.Say(ctx, noor, o, ref, "Hello.") }, true},
		{"note the talk", audit.EvaluationTalked, func(o workflow.Once) error {
			return w.RecordTalk(ctx, mats, o, ref, evaluation.Met, "2026-05-12")
		}, false},
		{"write the result", audit.EvaluationProposed, func(o workflow.Once) error { return w.WriteResult(ctx, mats, o, ref, proposal) }, false},
		{"sign", audit.EvaluationSigned, sign(noor), true}, // signing what one has signed changes nothing
		{"withdraw the signature", audit.EvaluationUnsigned, func(o workflow.Once) error { return w.Unsign(ctx, noor, o, ref) }, false},
		{"sign again", audit.EvaluationSigned, sign(noor), true},
		{"sign as manager", audit.StandingSet, sign(mats), false},
		{"set the zone", audit.ZoneChanged, func(o workflow.Once) error { return w.SetZone(ctx, noor, o, "Europe/Oslo") }, true},
		{"bring in people", audit.PeopleImported, func(o workflow.Once) error {
			report, err := w.ImportPeople(ctx, w.Actor("pia"), []orgfile.Row{{Line: 2, Name: "New Comer", Email: "new@example.org"}}, workflow.ImportOptions{Once: o})
			if err == nil && o.Key != "" && report.Added != 1 {
				err = fmt.Errorf("one was told of %+v", report)
			}
			return err
		}, true},
		{"choose a language", audit.LanguageChosen, func(o workflow.Once) error { return w.SetLanguage(ctx, noor, o, lang.Swedish) }, true},
	}
}

// TestFiftyTimesAtOnceIsOnce sends each act fifty times at once with one key: all
// are answered as the first, and there is one effect.
func TestFiftyTimesAtOnceIsOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		for i, act := range walk(w) {
			once := workflow.Once{Key: fmt.Sprint("key ", i)}
			before := effects(w.T, w, act.act)
			for _, err := range together(50, func() error { return act.do(once) }) {
				if err != nil {
					w.Errorf("%s: %v", act.name, err)
				}
			}
			if n := effects(w.T, w, act.act) - before; n != 1 {
				w.Errorf("%s has %d effects", act.name, n)
			}
		}
	})
}

// TestEightAtOnceWithoutAKey sends each act eight times at once without a key: one
// is done, the others are told that it was.
func TestEightAtOnceWithoutAKey(t *testing.T) {
	world.Each(t, func(w *world.World) {
		for _, act := range walk(w) {
			if act.again {
				if err := act.do(workflow.Once{}); err != nil {
					w.Errorf("%s: %v", act.name, err)
				}
				continue
			}
			before, well := effects(w.T, w, act.act), 0
			for _, err := range together(8, func() error { return act.do(workflow.Once{}) }) {
				switch {
				case err == nil:
					well++
				case !fault.Is(err, fault.Conflict):
					w.Errorf("%s: %v", act.name, err)
				}
			}
			if n := effects(w.T, w, act.act) - before; n != 1 || well != 1 {
				w.Errorf("%s has %d effects, and %d were told that it is done", act.name, n, well)
			}
		}
		v, err := w.Standing(w.Context(), w.Actor("noor"), w.Person("noor"))
		if err != nil || len(v.History) != 1 {
			w.Errorf("the Step was set %d times, %v", len(v.History), err)
		}
	})
}

// TestTheOrganisationChangesOnce: acts without a key that say how it shall be are
// done once however often they are sent.
func TestTheOrganisationChangesOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, pia, odd := w.Context(), w.Actor("pia"), w.Actor("odd")
		for _, act := range []repeated{
			{"name a manager", audit.ManagerChanged, func(workflow.Once) error { return w.SetManager(ctx, pia, w.Person("noor"), w.Person("mira")) }, false},
			{"grant an office", audit.OfficeGranted, func(workflow.Once) error { return w.GrantOffice(ctx, odd, w.Person("ben"), org.PeoplePartner) }, false},
			{"end an office", audit.OfficeEnded, func(workflow.Once) error { return w.EndOffice(ctx, odd, w.Person("ben"), org.PeoplePartner) }, false},
			{"leave", "person.left", func(workflow.Once) error { return w.Leave(ctx, pia, w.Person("ola")) }, false},
		} {
			before := effects(w.T, w, act.act)
			for _, err := range together(8, func() error { return act.do(workflow.Once{}) }) {
				if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
					w.Errorf("%s: %v", act.name, err)
				}
			}
			if n := effects(w.T, w, act.act) - before; n != 1 {
				w.Errorf("%s has %d effects", act.name, n)
			}
		}
	})
}

// TestAShownOnceTextIsMadeOnce: of fifty equal requests one gets the text.
func TestAShownOnceTextIsMadeOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{Key: "k"}
		made := map[string]func() error{
			"token": func() error {
				_, err := w.MakeToken(ctx, w.Actor("noor"), once, workflow.NewToken{Name: "x", Scopes: access.Scopes(), Days: 1})
				return err
			},
			"invitation": func() error { _, err := w.Invite(ctx, w.Actor("pia"), once, w.Person("ben")); return err },
		}
		for name, f := range made {
			well := 0
			for _, err := range together(50, f) {
				if err == nil {
					well++
				} else if !fault.Is(err, fault.Conflict) {
					w.Errorf("%s: %v", name, err)
				}
			}
			if well != 1 {
				w.Errorf("the text of one %s was shown %d times", name, well)
			}
		}
		if n, m := effects(w.T, w, audit.TokenMade), effects(w.T, w, audit.PersonInvited); n != 1 || m != 1 {
			w.Errorf("%d tokens and %d invitations", n, m)
		}
	})
}

// TestAKeyIsForOneThing: the same key with something else is refused, and a key of
// one person is nothing to another.
func TestAKeyIsForOneThing(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := w.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
		ctx, noor, mats, once := w.Context(), w.Actor("noor"), w.Actor("mats"), workflow.Once{Key: "k"}
		must(w.T, w.Say(ctx, noor, once, ref, "One."))
		for name, err := range map[string]error{
			"another text":        w.Say(ctx, noor, once, ref, "Two."),
			"another act":         w.RecordTalk(ctx, noor, once, ref, evaluation.Met, "2026-05-12"),
			"another evaluation":  w.Say(ctx, noor, once, id.New[id.Evaluation](), "One."),
			"an act of accounts":  w.SetZone(ctx, noor, once, "Europe/Oslo"),
			"a key of 101 bytes":  w.Say(ctx, noor, workflow.Once{Key: strings.Repeat("k", 101)}, ref, "One."),
			"one more evaluation": second(w.OpenEvaluation(ctx, noor, once, noor.Person)),
		} {
			if !fault.Is(err, fault.Invalid) {
				w.Errorf("%s under a used key: %v", name, err)
			}
		}
		must(w.T, w.Say(ctx, mats, once, ref, "One."))
		if n := effects(w.T, w, audit.EvaluationSaid); n != 2 {
			w.Errorf("%d messages", n)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestTwoTabsKeepBothTexts: the second of two tabs is refused, and its page shows
// what was saved and what was typed.
func TestTwoTabsKeepBothTexts(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	s.signIn(t)
	ref := "/evaluations/" + string(s.Evaluate("noor", "mats", evaluation.Writing, world.Plain))
	tab := func(text, revision string) url.Values {
		return url.Values{"step": {"individual"}, "revision": {revision}, "text:team/individual": {text}}
	}
	if a := s.post(t, "noor", ref+"/draft", tab("from the first tab", "1")); a.status != 303 {
		t.Fatalf("the first tab: %d", a.status)
	}
	a := s.post(t, "noor", ref+"/draft", tab("from the second tab", "1"))
	if a.status != 409 || !strings.Contains(a.body, "from the first tab") || !strings.Contains(a.body, "from the second tab") {
		t.Errorf("the second tab: %d, first %v, second %v", a.status, strings.Contains(a.body, "from the first tab"), strings.Contains(a.body, "from the second tab"))
	}
	if a := s.get(t, "noor", ref); !strings.Contains(a.body, "from the first tab") || strings.Contains(a.body, "from the second tab") {
		t.Error("the refused text was kept in place of the saved one")
	}
	for _, act := range []string{"/hand-in", "/draft"} { // the first hands in; then the draft is too late
		s.post(t, "noor", ref+act, tab("handed in", "2"))
		a = s.post(t, "noor", ref+"/draft", tab("typed too late", "3"))
		if a.status != 409 || !strings.Contains(a.body, "typed too late") {
			t.Errorf("a draft after the hand-in: %d, and the text is on the page: %v", a.status, strings.Contains(a.body, "typed too late"))
		}
	}
	v, err := s.Evaluation(t.Context(), s.Actor("noor"), id.Evaluation(strings.TrimPrefix(ref, "/evaluations/")))
	if err != nil || !says(&v.Mine, "handed in") {
		t.Errorf("what was handed in is %+v, %v", v.Mine.Body, err)
	}
}

// TestConcurrentDraftsLoseNothing: of eight saves of one revision one is kept.
func TestConcurrentDraftsLoseNothing(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
		for revision := range int64(3) {
			well := 0
			for _, err := range together(8, func() error {
				return second(w.SaveDraft(w.Context(), w.Actor("noor"), ref, workflow.Draft{Revision: revision + 1}))
			}) {
				if err == nil {
					well++
				} else if !fault.Is(err, fault.Conflict) {
					w.Error(err)
				}
			}
			if well != 1 {
				w.Errorf("at revision %d, %d of eight saves were kept", revision+1, well)
			}
		}
	})
}

// TestSignatureAgainstChange: who signs while the other changes the text either
// signs the old text, and the signature is withdrawn, or is told to read again.
func TestSignatureAgainstChange(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := w.Evaluate("noor", "mats", evaluation.Talked, world.Plain)
		change := workflow.Proposal{Read: 1, Result: evaluation.Result{Summary: "Other words.", Step: "individual", Focus: []evaluation.Focus{{Text: "More."}}}}
		var wait sync.WaitGroup
		var changed error
		wait.Go(func() { _ = w.Sign(w.Context(), w.Actor("noor"), workflow.Once{}, ref, 1) })
		wait.Go(func() { changed = w.WriteResult(w.Context(), w.Actor("mats"), workflow.Once{}, ref, change) })
		wait.Wait()
		if changed != nil {
			w.Error(changed)
		}
		v, err := w.Evaluation(w.Context(), w.Actor("noor"), ref)
		if err != nil || v.Written.Revision != 2 || len(v.Signed) != 0 {
			w.Errorf("revision %d with signatures %v, %v", v.Written.Revision, v.Signed, err)
		}
	})
}
