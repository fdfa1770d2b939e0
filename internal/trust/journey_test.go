package trust

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Journeys bring a table, addresses and guards of their own.
func init() {
	clear["extracts"] = "id subject made_at ends_at ended_at" // that something is shown, not what
	sealed = append(sealed, "extracts.hash", "extracts.sealed")
	maps.Copy(kinds, map[string]string{
		"/people/{id}/journey":       "person",
		"/people/{id}/journey/steps": "person",
		"/journey/extracts/{id}":     "extract",
		"/journey/extracts/{id}/end": "extract",
		"/journey/shared/{secret}":   "nothing",
	})
	open["GET /journey/shared/{secret}"] = "whoever holds the link reads the lines that the person chose"
	breakages = append(breakages,
		broken("journeys are shown to everybody", "TestAJourneyHasTwoReaders", "journey/journey.go", "return b.Pair() }", "return b.Known }"),
		broken("a withdrawn link answers", "TestALinkAnswersUntilItIsWithdrawn", "journey/extract.go", "return !e.EndedAt.IsSet() && now < e.EndsAt", "return now < e.EndsAt"),
		broken("a link answers for ever", "TestALinkAnswersUntilItIsWithdrawn", "journey/extract.go", "return !e.EndedAt.IsSet() && now < e.EndsAt", "return !e.EndedAt.IsSet()"),
		broken("a Step is shown by mistake", "TestAStepIsShownOnPurposeOnly", "journey/extract.go", "if e.Tells() && !c.Certain {", "if false {"),
		broken("achievements stand beside the Step", "TestPrioritiesStandApartFromTheStep", "workflow/journey_path.go", `{"priorities", []journey.View{journey.Work}, pathReading.achievements}`, `{"priorities", bothViews, pathReading.achievements}`),
		broken("openings are not written down", "TestEveryOpeningIsWrittenDown", "workflow/extract.go", "return recordOpening(tx, actor, e)", "return nil"),
		broken("who leaves is shown on", "TestALinkAnswersUntilItIsWithdrawn", "workflow/growth_share.go", "tx.EndPrioritySharesOf, tx.EndExtractsOf, tx.EndSharesAround", "tx.EndPrioritySharesOf, tx.EndSharesAround"),
	)
}

// showPath makes a link to a line of somebody's path, and returns its secret.
func showPath(w *world.World, name string, view journey.View, certain bool, pick func(journey.Moment) bool) (string, error) {
	w.Helper()
	j, err := w.Journey(w.Context(), w.Actor(name), w.Person(name), view)
	must(w.T, err)
	i := slices.IndexFunc(j.Moments, pick)
	if i < 0 {
		w.Fatal("no such line")
	}
	return w.MakeExtract(w.Context(), w.Actor(name), workflow.Once{}, view, journey.Choice{Lines: []string{j.Moments[i].Key}, Days: 30, Certain: certain})
}

func anyLine(journey.Moment) bool { return true }
func aStep(m journey.Moment) bool { return m.Sort == journey.Step }
func extractOf(w *world.World) id.Extract {
	w.Helper()
	if _, err := showPath(w, "noor", journey.Work, false, anyLine); err != nil {
		w.Fatal(err)
	}
	list, err := w.Extracts(w.Context(), w.Actor("noor"))
	must(w.T, err)
	return list[0].ID
}

// TestAJourneyHasTwoReaders in both of its views, and no token is one.
func TestAJourneyHasTwoReaders(t *testing.T) {
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		for _, view := range []journey.View{journey.Work, journey.Steps} {
			for _, name := range w.Names() {
				j, err := w.Journey(w.Context(), w.Actor(name), w.Person("noor"), view)
				if want := name == "noor" || name == "mats"; want != (err == nil) || err != nil && !fault.Is(err, fault.Withheld) {
					w.Errorf("%s: %v", name, err)
				}
				if told := slices.ContainsFunc(j.Moments, aStep); told != (err == nil && view == journey.Steps) {
					w.Errorf("%s is told a Step in the view %s: %v", name, view, told)
				}
			}
			if _, err := w.Journey(w.Context(), w.Token("noor", access.Scopes()...), w.Person("noor"), view); !fault.Is(err, fault.Withheld) {
				w.Errorf("a token reads it: %v", err)
			}
		}
		w.Clock.Advance(time.Second)
		must(w.T, w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira")))
		if _, err := w.Journey(w.Context(), w.Actor("mats"), w.Person("noor"), journey.Steps); !fault.Is(err, fault.Withheld) {
			w.Errorf("the manager before reads on: %v", err)
		}
	})
}

// TestALinkAnswersUntilItIsWithdrawn, has run out, or the person has left; from
// then on like a link that never was.
func TestALinkAnswersUntilItIsWithdrawn(t *testing.T) {
	ends := map[string]func(*world.World) error{
		"withdrawn": func(w *world.World) error {
			list, err := w.Extracts(w.Context(), w.Actor("noor"))
			must(w.T, err)
			if err := w.EndExtract(w.Context(), w.Actor("mats"), workflow.Once{}, list[0].ID); !fault.Is(err, fault.Withheld) {
				w.Errorf("the manager withdraws it: %v", err)
			}
			return w.EndExtract(w.Context(), w.Actor("noor"), workflow.Once{}, list[0].ID)
		},
		"run out": func(w *world.World) error { w.Clock.Advance(30 * 24 * time.Hour); return nil },
		"of who left, and came back": func(w *world.World) error {
			must(w.T, w.Leave(w.Context(), access.System(access.ViaCommand), w.Person("noor")))
			_, err := w.Raw(w.T).ExecContext(w.Context(), "UPDATE people SET left_at = 0")
			return err
		},
	}
	for _, engine := range world.Engines() {
		for name, end := range ends {
			t.Run(engine+"/"+name, func(t *testing.T) {
				w := world.New(t, engine)
				secret, err := showPath(w, "noor", journey.Work, false, anyLine)
				must(t, err)
				s := serve(t, w)
				if a := s.get(t, "", "/journey/shared/"+secret); a.status != http.StatusOK || !strings.Contains(a.header, "Referrer-Policy: no-referrer") ||
					!strings.Contains(a.header, "Cache-Control: no-store") || !strings.Contains(a.header, "X-Robots-Tag: noindex") {
					t.Errorf("the page: %d\n%s", a.status, a.header)
				}
				must(t, end(w))
				gone, never := s.get(t, "", "/journey/shared/"+secret), s.get(t, "", "/journey/shared/cairn_jny_"+strings.Repeat("0", len(secret)-10))
				nowhere := s.get(t, "", "/journey/shared/x")
				if gone.plain() != never.plain() || gone.plain() != nowhere.plain() || gone.status != http.StatusNotFound {
					t.Errorf("it answers with %d, one that never was with %d", gone.status, never.status)
				}
				if strings.Contains(s.log.String(), secret) {
					t.Error("the log tells the secret")
				}
			})
		}
	}
}

// TestAStepIsShownOnPurposeOnly: by default nothing of it is among the lines.
func TestAStepIsShownOnPurposeOnly(t *testing.T) {
	w := world.New(t, "sqlite")
	words := world.Plain
	words.Step, words.Focus = "tribe-guild", "Do more of what tribe/guild asks."
	w.Evaluate("noor", "mats", evaluation.Agreed, words)
	named := func(m journey.Moment) bool { return strings.Contains(m.Words, "tribe/guild") }
	for what, try := range map[string]func() (string, error){
		"a Step":          func() (string, error) { return showPath(w, "noor", journey.Steps, false, aStep) },
		"words naming it": func() (string, error) { return showPath(w, "noor", journey.Work, false, named) },
	} {
		if _, err := try(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s goes out by mistake: %v", what, err)
		}
	}
	secret, err := showPath(w, "noor", journey.Steps, true, aStep)
	must(t, err)
	shown, err := w.OpenExtract(t.Context(), access.Actor{}, secret)
	if err != nil || !strings.Contains(shown.Lines[0].Words, "Tribe/Guild") {
		t.Errorf("on purpose: %+v, %v", shown, err)
	}
}

// TestEveryOpeningIsWrittenDown and told to the person; their own look is no
// news.
func TestEveryOpeningIsWrittenDown(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor := w.Context(), w.Actor("noor")
		words := world.Plain
		words.Step = "tribe-guild"
		w.Evaluate("noor", "mats", evaluation.Agreed, words)
		var secret, telling string
		var ref id.Extract
		opens := func(who access.Actor, of *string) func() error {
			return func() error { return second(w.OpenExtract(ctx, who, *of)) }
		}
		for _, d := range []deed{
			{"make", func() (err error) { secret, err = showPath(w, "noor", journey.Work, false, anyLine); return err }, []string{line("journey.extract-made", "export", "self")}},
			{"make another", func() (err error) { telling, err = showPath(w, "noor", journey.Steps, true, aStep); return err }, []string{line("journey.extract-made", "export", "self")}},
			{"open", opens(access.Actor{}, &secret), []string{line("read", "export", "holds a link")}},
			{"open as a colleague", opens(w.Actor("ben"), &secret), []string{line("read", "export", "holds a link")}},
			{"open one that tells", opens(access.Actor{}, &telling), []string{line("read", "export", "holds a link"), line("read", "step_hist", "holds a link")}},
			{"open the own", opens(noor, &secret), nil},
			{"the manager looks", func() error { return second(w.Journey(ctx, w.Actor("mats"), noor.Person, journey.Work)) },
				[]string{line("read", "hr_attr", "manager"), line("read", "focus", "manager"), line("read", "priorities", "manager")}},
			{"the manager looks at the Step", func() error { return second(w.Journey(ctx, w.Actor("mats"), noor.Person, journey.Steps)) },
				[]string{line("read", "hr_attr", "manager"), line("read", "focus", "manager"), line("read", "step_hist", "manager")}},
			{"withdraw", func() error {
				list, err := w.Extracts(ctx, noor)
				for _, e := range list {
					if !e.Tells() {
						ref = e.ID
					}
				}
				if err != nil {
					return err
				}
				return w.EndExtract(ctx, noor, workflow.Once{}, ref)
			}, []string{line("journey.extract-ended", "export", "self")}},
		} {
			tryDeed(w.T, w, d)
		}
		e, err := w.Extract(ctx, noor, ref)
		if err != nil || len(e.Openings) != 2 {
			w.Errorf("told of %d openings, %v", len(e.Openings), err)
		}
		reads, err := w.ReadsAbout(ctx, noor, workflow.ReadMark{}, 0)
		byLink := 0
		for _, l := range reads.Lines {
			if l.Hat == "holds a link" {
				byLink++
			}
		}
		if err != nil || byLink != 4 {
			w.Errorf("%d readings by a link are told, %v", byLink, err)
		}
	})
}
