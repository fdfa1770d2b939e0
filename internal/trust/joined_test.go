package trust

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/standing"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// joinedScene is Noor's second evaluation, talked about, with Tove asked to join.
func joinedScene(w *world.World) (before, ref id.Evaluation) {
	words := world.Plain
	words.Summary, words.Focus = "Before.", "Before that."
	before = w.Evaluate("noor", "mats", evaluation.Agreed, words)
	w.Clock.Advance(time.Hour)
	ref = w.Evaluate("noor", "mats", evaluation.Talked, world.Plain)
	must(w.T, w.AskToJoin(w.Context(), w.Actor("noor"), workflow.Once{}, ref))
	return before, ref
}

// TestWhoJoinsReadsOneEvaluationAsLongAsItLasts: the cells that the matrix marks
// as a grant for one case, and nothing beside them.
func TestWhoJoinsReadsOneEvaluationAsLongAsItLasts(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once, tove := w.Context(), workflow.Once{}, w.Actor("tove")
		before, ref := joinedScene(w)
		v, err := w.Evaluation(ctx, tove, ref)
		if err != nil || !v.Joined || !says(&v.Mine, world.Plain.Self) || !says(v.Theirs, world.Plain.Manager) || v.Written.Summary != world.Plain.Summary || v.Last != nil {
			w.Fatalf("Tove reads %+v, %v", v, err)
		}
		must(w.T, w.Say(ctx, tove, once, ref, "Let us meet, the three of us."))
		for what, err := range tovesOtherTries(w, before, ref) {
			if !fault.Is(err, fault.Withheld) {
				w.Errorf("whoever joined may %s: %v", what, err)
			}
		}
		for _, name := range []string{"timo", "cai", "ben", "pia", "odd", "mira"} {
			if _, err := w.Evaluation(ctx, w.Actor(name), ref); !fault.Is(err, fault.Withheld) {
				w.Errorf("%s reads along: %v", name, err)
			}
		}
		for _, name := range []string{"noor", "mats"} {
			seen, err := w.Evaluation(ctx, w.Actor(name), ref)
			if j := seen.Joining(); err != nil || j == nil || j.Reader.Name != "Tove Lund" || j.AskedBy.Name != "Noor Said" || len(seen.Thread) < 2 {
				w.Errorf("%s sees of the joining: %+v, %v", name, j, err)
			}
		}
		readLines(w, "self_shared", "mgr_shared", "compare", "step")
	})
}

// readLines: what Tove read is where Noor finds it.
func readLines(w *world.World, items ...string) {
	w.Helper()
	page, err := w.ReadsAbout(w.Context(), w.Actor("noor"), workflow.ReadMark{}, 0)
	must(w.T, err)
	found := map[string]bool{}
	for _, l := range page.Lines {
		if l.Hat == "asked to join" {
			found[l.Item] = true
		}
	}
	for _, i := range items {
		if !found[i] {
			w.Errorf("Noor does not find that %s was read by whoever joined", i)
		}
	}
	lines, err := w.DisclosuresAboutMe(w.Context(), w.Actor("noor"))
	if err != nil || len(lines) != 1 || lines[0].Reader.Name != "Tove Lund" {
		w.Errorf("who was let in: %+v, %v", lines, err)
	}
}

// tovesOtherTries is everything that joining does not give.
func tovesOtherTries(w *world.World, before, ref id.Evaluation) map[string]error {
	ctx, tove, once, noor := w.Context(), w.Actor("tove"), workflow.Once{}, w.Person("noor")
	errs := attempts(w, "tove", ref)
	delete(errs, "read the evaluation")
	delete(errs, "say")
	_, errs["read the one before"] = w.Evaluation(ctx, tove, before)
	errs["say something in the one before"] = w.Say(ctx, tove, once, before, "Hello.")
	_, errs["read the Step"] = w.Standing(ctx, tove, noor)
	return errs
}

// TestJoiningEnds with the evaluation, by whoever asked, when somebody else leads
// the tribe, when the asker is no longer one of the two, when the reader becomes
// the manager, and when the reader leaves: in the same instant.
func TestJoiningEnds(t *testing.T) {
	command := access.System(access.ViaCommand)
	ends := map[string]func(*world.World, id.Evaluation) error{
		"agreed": func(w *world.World, ref id.Evaluation) error {
			must(w.T, w.Sign(w.Context(), w.Actor("noor"), workflow.Once{}, ref, 1))
			return w.Sign(w.Context(), w.Actor("mats"), workflow.Once{}, ref, 1)
		},
		"not agreed": func(w *world.World, ref id.Evaluation) error {
			must(w.T, w.State(w.Context(), w.Actor("noor"), workflow.Once{}, ref, "More."))
			return w.State(w.Context(), w.Actor("mats"), workflow.Once{}, ref, "Less.")
		},
		"by the asker": func(w *world.World, ref id.Evaluation) error {
			if err := w.EndJoining(w.Context(), w.Actor("mats"), workflow.Once{}, ref); !fault.Is(err, fault.Conflict) {
				w.Errorf("the other ended it: %v", err)
			}
			return w.EndJoining(w.Context(), w.Actor("noor"), workflow.Once{}, ref)
		},
		"another lead": func(w *world.World, _ id.Evaluation) error {
			tree, err := w.Organisation(w.Context(), command)
			must(w.T, err)
			return w.SetLead(w.Context(), command, tree.Tribes[0].ID, w.Person("wim"))
		},
		"the reader manages": func(w *world.World, _ id.Evaluation) error {
			return w.SetManager(w.Context(), command, w.Person("noor"), w.Person("tove"))
		},
		"the reader leaves": func(w *world.World, _ id.Evaluation) error {
			return w.Leave(w.Context(), command, w.Person("tove"))
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			w := world.New(t, "sqlite")
			_, ref := joinedScene(w)
			must(t, end(w, ref))
			v, err := w.Evaluation(t.Context(), w.Actor("noor"), ref)
			if err != nil || v.Joining() != nil || len(v.Disclosures) != 1 || !v.Disclosures[0].Until.IsSet() {
				t.Errorf("Noor sees %+v, %v", v.Disclosures, err)
			}
			got, err := w.Evaluation(t.Context(), w.Actor("tove"), ref)
			if name == "the reader manages" {
				if err != nil || got.Joined {
					t.Errorf("as manager: joined %v, %v", got.Joined, err)
				}
				return
			}
			if !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("Tove still reads: %v", err)
			}
			if home, err := w.Home(t.Context(), w.Actor("tove")); err == nil && len(home.Joined) > 0 {
				t.Error("Tove's home still leads there")
			}
		})
	}
	t.Run("the asker is no longer one of the two", func(t *testing.T) {
		w := world.New(t, "sqlite")
		ref := w.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
		must(t, w.AskToJoin(t.Context(), w.Actor("mats"), workflow.Once{}, ref))
		must(t, w.SetManager(t.Context(), command, w.Person("noor"), w.Person("mira")))
		if _, err := w.Evaluation(t.Context(), w.Actor("tove"), ref); !fault.Is(err, fault.Withheld) {
			t.Errorf("Tove still reads on the word of a former manager: %v", err)
		}
	})
}

// TestNobodyJoinsWhileBothWrite, nor when it has ended.
func TestNobodyJoinsWhileBothWrite(t *testing.T) {
	for _, stage := range []evaluation.Stage{evaluation.Writing, evaluation.Agreed, evaluation.NotAgreed} {
		w := world.New(t, "sqlite")
		ref := w.Evaluate("noor", "mats", stage, world.Plain)
		if err := w.AskToJoin(t.Context(), w.Actor("noor"), workflow.Once{}, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", stage, err)
		}
	}
}

// move brings Noor from a first evaluation to the signatures under a move.
func move(w *world.World, o evaluation.Opening) id.Evaluation {
	w.Helper()
	ctx, once, noor, mats := w.Context(), workflow.Once{}, w.Actor("noor"), w.Actor("mats")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	w.Clock.Advance(time.Hour)
	ref, err := w.BeginEvaluation(ctx, noor, once, noor.Person, o)
	must(w.T, err)
	words := &workflow.Draft{Body: evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "Words."}}}}
	must(w.T, w.HandIn(ctx, noor, once, ref, words))
	must(w.T, w.HandIn(ctx, mats, once, ref, words))
	must(w.T, w.RecordTalk(ctx, mats, once, ref, evaluation.Met, "2026-05-12"))
	must(w.T, w.WriteResult(ctx, noor, once, ref, workflow.Proposal{Result: evaluation.Result{
		Summary: "Begins anew.", Step: "individual", Pay: "Stays this year.", PayFrom: "2026-12-31", Focus: []evaluation.Focus{{Text: "Learn."}}}}))
	must(w.T, w.SignWith(ctx, noor, once, ref, workflow.Signature{Read: 1, Words: "I want this."}))
	return ref
}

// TestAMoveIsAgreedInTheWordsOfBoth: the second signature sets the Step and, for
// another discipline, changes that, at the same instant.
func TestAMoveIsAgreedInTheWordsOfBoth(t *testing.T) {
	for kind, want := range map[evaluation.Kind]struct {
		toward     framework.DisciplineID
		how        standing.How
		discipline string
	}{
		evaluation.Narrower:   {"", standing.ByChosenStep, "Software development"},
		evaluation.Discipline: {"quality", standing.ByChosenDiscipline, "Quality"},
	} {
		t.Run(string(kind), func(t *testing.T) {
			world.Each(t, func(w *world.World) {
				ctx, noor, mats := w.Context(), w.Actor("noor"), w.Actor("mats")
				ref := move(w, evaluation.Opening{Kind: kind, Toward: want.toward})
				if s, err := w.Standing(ctx, noor, noor.Person); err != nil || s.Step.ID != "squad-chapter" {
					w.Errorf("one signature moved the Step: %+v, %v", s, err)
				}
				if err := w.Sign(ctx, mats, workflow.Once{}, ref, 1); !fault.Is(err, fault.Invalid) {
					w.Errorf("signed without words of his own: %v", err)
				}
				must(w.T, w.SignWith(ctx, mats, workflow.Once{}, ref, workflow.Signature{Read: 1, Words: "I stand behind it."}))
				s, err := w.Standing(ctx, noor, noor.Person)
				if err != nil || s.Step.ID != "individual" || s.How != want.how || len(s.History) != 2 {
					w.Errorf("the Step: %+v, %v", s, err)
				}
				p, err := w.Profile(ctx, w.Actor("ben"), noor.Person)
				if err != nil || p.Discipline != want.discipline {
					w.Errorf("the discipline: %q, %v", p.Discipline, err)
				}
			})
		})
	}
}

// TestTheKindStaysBetweenTheTwo: in the database, the journal and the keys a move
// and a disagreement look like any other evaluation.
func TestTheKindStaysBetweenTheTwo(t *testing.T) {
	world.Each(t, func(w *world.World) {
		move(w, evaluation.Opening{Kind: evaluation.Narrower})
		w.Evaluate("asa", "mats", evaluation.NotAgreed, world.Plain)
		for cell, text := range dump(w.T, w) {
			if strings.HasPrefix(cell, "frameworks.") {
				continue
			}
			for _, word := range []string{"narrower", "not-agreed", "statement", "agreeing", "toward"} {
				if strings.Contains(strings.ToLower(text), word) {
					w.Errorf("%s says %q", cell, word)
				}
			}
		}
		if got := dump(w.T, w)["evaluations.kind"]; strings.ReplaceAll(strings.ReplaceAll(got, "first", ""), "growth", "") != strings.Repeat("\n", strings.Count(got, "\n")) {
			w.Errorf("kinds in clear: %q", got)
		}
	})
}
