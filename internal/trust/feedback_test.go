package trust

import (
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// fbWords are what stands in the feedback of a scene.
const (
	fbDraft   = "He is still writing this."
	fbSubject = "She helped me out on a Friday."
	fbManager = "She asks before she guesses."
)

// askFeedback has the asker ask the giver about the subject, and returns it.
func askFeedback(w *world.World, subject, asker, giver, question string, for_ id.Evaluation) id.Feedback {
	w.Helper()
	must(w.T, w.AskFeedback(w.Context(), w.Actor(asker), workflow.Once{}, workflow.Asking{
		Subject: w.Person(subject), Givers: []id.Person{w.Person(giver)}, Ask: feedback.Ask{Questions: []string{question}, Note: question, Evaluation: for_},
	}))
	return newestToGive(w, giver)
}

func newestToGive(w *world.World, giver string) id.Feedback {
	w.Helper()
	lists, err := w.Feedbacks(w.Context(), w.Actor(giver))
	must(w.T, err)
	newest := lists.ToGive[0]
	for _, l := range lists.ToGive {
		if l.MadeAt > newest.MadeAt {
			newest = l
		}
	}
	w.Clock.Advance(time.Millisecond) // the next one is newer
	return newest.ID
}

func giveFeedback(w *world.World, giver string, ref id.Feedback, text string, a feedback.Audience) {
	w.Helper()
	must(w.T, w.GiveFeedback(w.Context(), w.Actor(giver), workflow.Once{}, ref, feedback.Answer{Texts: []string{text}, Audience: a}))
}

// newFeedback is Noor's world with one feedback being written by Fia, one given to
// Noor, and one given to Mats, who asked for it and whom alone Fia chose.
func newFeedback(t *testing.T, engine string) scene {
	w := world.New(t, engine)
	s := scene{World: w, subject: w.Person("noor")}
	must(t, w.SetManager(t.Context(), access.System(access.ViaCommand), s.subject, w.Person("mira")))
	must(t, w.SetManager(t.Context(), access.System(access.ViaCommand), s.subject, w.Person("mats")))
	s.fbSubject = askFeedback(w, "noor", "noor", "fia", "What?", "")
	giveFeedback(w, "fia", s.fbSubject, fbSubject, feedback.Audience{Subject: true, MayShare: true})
	s.fbManager = askFeedback(w, "noor", "mats", "fia", "What?", "")
	giveFeedback(w, "fia", s.fbManager, fbManager, feedback.Audience{Asker: true})
	s.fbDraft = askFeedback(w, "noor", "noor", "fia", "What?", "")
	_, err := w.SaveFeedbackDraft(t.Context(), w.Actor("fia"), s.fbDraft, workflow.FeedbackDraft{Answer: feedback.Answer{Texts: []string{fbDraft}}})
	must(t, err)
	s.note = writeNote(w, "noor", noteWords)
	return s
}

func (a ask) feedbackSays(ref id.Feedback, words string) (outcome, error) {
	v, err := a.Feedback(a.ctx, a.actor, ref)
	there := v.Answer != nil && v.Answer.Texts[0] == words || v.Draft != nil && len(v.Draft.Answer.Texts) > 0 && v.Draft.Answer.Texts[0] == words
	return a.outcome(err, there)
}

func readFbDraft(a ask) (outcome, error)   { return a.feedbackSays(a.fbDraft, fbDraft) }
func readFbSubject(a ask) (outcome, error) { return a.feedbackSays(a.fbSubject, fbSubject) }
func readFbManager(a ask) (outcome, error) { return a.feedbackSays(a.fbManager, fbManager) }

func writeFbDraft(a ask) (outcome, error) {
	v, err := a.Feedback(a.ctx, a.actor, a.fbDraft)
	revision := int64(0)
	if err == nil && v.Draft != nil {
		revision = v.Draft.Revision
	}
	_, err = a.SaveFeedbackDraft(a.ctx, a.actor, a.fbDraft, workflow.FeedbackDraft{Answer: feedback.Answer{Texts: []string{fbDraft}}, Revision: revision})
	return a.written(err)
}

// listFeedback looks for the one in every list; a line that says that it is not
// open to the viewer does not count.
func listFeedback(of func(ask) id.Feedback) func(ask) (outcome, error) {
	return func(a ask) (outcome, error) {
		lists, err := a.Feedbacks(a.ctx, a.actor)
		if err != nil {
			return a.outcome(err, false)
		}
		for _, list := range [][]workflow.FeedbackLine{lists.ToGive, lists.Mine, lists.Asked, lists.ByManager, lists.Reports, lists.Gave} {
			for _, l := range list {
				if l.ID == of(a) && (l.Readable || l.Giver.ID == a.actor.Person) {
					return shown, nil
				}
			}
		}
		return withheld, nil
	}
}

// TestSharedFeedbackIsReadByTheManagerOfNow: sharing is an act of the person, for
// the manager of that moment, and ends at once.
func TestSharedFeedbackIsReadByTheManagerOfNow(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			s := newFeedback(t, engine)
			ctx, noor, once := t.Context(), s.Actor("noor"), workflow.Once{}
			reads := func(name string, ref id.Feedback) bool {
				v, err := s.Feedback(ctx, s.Actor(name), ref)
				if err != nil && !fault.Is(err, fault.Withheld) {
					t.Errorf("%s: %v", name, err)
				}
				return err == nil && v.Answer != nil
			}
			must(t, s.ShareFeedback(ctx, noor, once, s.fbSubject))
			if !reads("mats", s.fbSubject) || reads("mira", s.fbSubject) || reads("tove", s.fbSubject) {
				t.Error("shared, and read by the wrong people")
			}
			must(t, s.UnshareFeedback(ctx, noor, once, s.fbSubject))
			if reads("mats", s.fbSubject) {
				t.Error("read after the sharing ended")
			}
			must(t, s.ShareFeedback(ctx, noor, once, s.fbSubject))
			open := askFeedback(s.World, "noor", "mats", "ben", "Tell me.", "")
			must(t, s.SetManager(ctx, s.Actor("pia"), s.subject, s.Person("mira")))
			for _, name := range []string{"mats", "mira"} {
				if reads(name, s.fbSubject) || reads(name, s.fbManager) {
					t.Errorf("%s reads what was another manager's", name)
				}
			}
			must(t, s.ShareFeedback(ctx, noor, once, s.fbSubject))
			if !reads("mira", s.fbSubject) || reads("mats", s.fbSubject) || reads("noor", s.fbManager) {
				t.Error("shared again, and read by the wrong people")
			}
			if err := s.GiveFeedback(ctx, s.Actor("ben"), once, open, feedback.Answer{Texts: []string{"W."}, Audience: feedback.Audience{Asker: true}}); !fault.Is(err, fault.Conflict) {
				t.Errorf("given to a manager of the past: %v", err)
			}
		})
	}
}

// TestWhatWasGivenIsNeverReadByMore tries every act of everybody on what was given
// to one manager alone: nobody else reads it afterwards.
func TestWhatWasGivenIsNeverReadByMore(t *testing.T) {
	s := newFeedback(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	for _, name := range s.Names() {
		a := s.Actor(name)
		_ = s.ShareFeedback(ctx, a, once, s.fbManager)
		_ = s.NarrowFeedback(ctx, a, once, s.fbManager, feedback.Audience{Subject: true, Asker: true, MayShare: true})
		_ = s.NarrowFeedback(ctx, a, once, s.fbManager, feedback.Audience{Subject: true, Asker: true})
		_ = s.GiveFeedback(ctx, a, once, s.fbManager, feedback.Answer{Texts: []string{fbManager}, Audience: feedback.Audience{Subject: true, Asker: true}})
	}
	for _, name := range s.Names() {
		got, err := readFbManager(ask{s, ctx, s.Actor(name)})
		must(t, err)
		if may := name == "mats" || name == "fia"; may != (got == shown) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// feedbackDeeds walks feedback from the asking on.
func feedbackDeeds(w *world.World) []deed {
	ctx, noor, mats, fia, once := w.Context(), w.Actor("noor"), w.Actor("mats"), w.Actor("fia"), workflow.Once{}
	var mine, about, unasked id.Feedback
	asking := workflow.Asking{Subject: noor.Person, Givers: []id.Person{fia.Person}, Ask: feedback.Ask{Questions: []string{"What?"}}}
	words := func(a feedback.Audience) feedback.Answer {
		return feedback.Answer{Texts: []string{"Words."}, Audience: a}
	}
	one := func(act, item, hat string) []string { return []string{line("feedback."+act, item, hat)} }
	return []deed{
		{"ask", func() error { return w.AskFeedback(ctx, noor, once, asking) }, one("asked", "fb_subject", "self")},
		{"begin to write", func() error {
			mine = newestToGive(w, "fia")
			_, err := w.SaveFeedbackDraft(ctx, fia, mine, workflow.FeedbackDraft{Answer: words(feedback.Audience{})})
			return err
		}, one("draft-saved", "fb_draft", "colleague")},
		{"remind", func() error {
			w.Clock.Advance(8 * 24 * time.Hour)
			return w.RemindFeedback(ctx, noor, once, mine)
		}, one("reminded", "fb_subject", "self")},
		{"give", func() error {
			return w.GiveFeedback(ctx, fia, once, mine, words(feedback.Audience{Subject: true, MayShare: true}))
		}, one("given", "fb_subject", "colleague")},
		{"read what one asked for", func() error { _, err := w.Feedback(ctx, noor, mine); return err }, nil},
		{"thank", func() error { return w.ThankForFeedback(ctx, noor, once, mine) }, one("thanked", "fb_subject", "self")},
		{"share", func() error { return w.ShareFeedback(ctx, noor, once, mine) }, one("shared", "fb_subject", "self")},
		{"read what is shared", func() error { _, err := w.Feedback(ctx, mats, mine); return err }, []string{line("read", "fb_subject", "manager")}},
		{"end the sharing", func() error { return w.UnshareFeedback(ctx, noor, once, mine) }, one("sharing-ended", "fb_subject", "self")},
		{"narrow", func() error { return w.NarrowFeedback(ctx, fia, once, mine, feedback.Audience{Subject: true}) }, one("audience-narrowed", "fb_subject", "colleague")},
		{"ask about a report", func() error { return w.AskFeedback(ctx, mats, once, asking) }, one("asked", "fb_manager", "manager")},
		{"decline", func() error {
			about = newestToGive(w, "fia")
			return w.DeclineFeedback(ctx, fia, once, about)
		}, one("declined", "fb_manager", "colleague")},
		{"begin unasked", func() (err error) {
			unasked, err = w.BeginFeedback(ctx, fia, once, noor.Person, nil)
			return err
		}, one("begun-unasked", "fb_draft", "colleague")},
		{"drop it", func() error { return w.WithdrawFeedback(ctx, fia, once, unasked) }, one("withdrawn", "fb_draft", "colleague")},
	}
}

func TestEveryActOnFeedbackIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		for _, d := range feedbackDeeds(w) {
			tryDeed(w.T, w, d)
		}
	})
}

// putFeedback fills the cage: what was asked, a draft, what is given to one, to a
// manager alone, and shared, and what stands beside an evaluation.
func (c *cage) putFeedback() {
	c.Helper()
	person := feedback.Audience{Subject: true, MayShare: true}
	given := askFeedback(c.World, "ben", "ben", "ola", c.put("ben", "question", "ben", "ola"), "")
	giveFeedback(c.World, "ola", given, c.put("ben", "feedback", "ben", "ola"), person)
	alone := askFeedback(c.World, "ben", "mats", "gil", c.put("ben", "question-of-the-manager", "ben", "mats", "gil"), "")
	giveFeedback(c.World, "gil", alone, c.put("ben", "feedback-to-the-manager", "mats", "gil"), feedback.Audience{Asker: true})
	writing := askFeedback(c.World, "asa", "asa", "gil", "What?", "")
	_, err := c.SaveFeedbackDraft(c.Context(), c.Actor("gil"), writing, workflow.FeedbackDraft{Answer: feedback.Answer{Texts: []string{c.put("asa", "feedback-draft", "gil")}}})
	must(c.T, err)
	unasked, err := c.BeginFeedback(c.Context(), c.Actor("tove"), workflow.Once{}, c.Person("gil"), nil)
	must(c.T, err)
	_, err = c.SaveFeedbackDraft(c.Context(), c.Actor("tove"), unasked, workflow.FeedbackDraft{Answer: feedback.Answer{Texts: []string{c.put("gil", "feedback-unasked", "tove")}}})
	must(c.T, err)
	home, err := c.Home(c.Context(), c.Actor("asa"))
	must(c.T, err)
	beside := askFeedback(c.World, "asa", "asa", "ben", "What?", home.Mine[0].ID)
	giveFeedback(c.World, "ben", beside, c.put("asa", "feedback-shown", "asa", "ben", "mats"), person)
	must(c.T, c.ShareFeedback(c.Context(), c.Actor("asa"), workflow.Once{}, beside))
	// Shown to a manager who is replaced afterwards.
	past := askFeedback(c.World, "gil", "gil", "fia", "What?", "")
	giveFeedback(c.World, "fia", past, c.put("gil", "feedback", "gil", "fia"), person)
	must(c.T, c.ShareFeedback(c.Context(), c.Actor("gil"), workflow.Once{}, past))
	must(c.T, c.SetManager(c.Context(), access.System(access.ViaCommand), c.Person("gil"), c.Person("wim")))
	must(c.T, c.SetManager(c.Context(), access.System(access.ViaCommand), c.Person("gil"), ""))
}

// TestAnEvaluationOpensNoFeedback: beside an evaluation each of the two finds what
// they may read anyway.
func TestAnEvaluationOpensNoFeedback(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
		mine := askFeedback(w, "noor", "noor", "fia", "What?", ref)
		giveFeedback(w, "fia", mine, fbSubject, feedback.Audience{Subject: true, MayShare: true})
		his := askFeedback(w, "noor", "mats", "ben", "What?", ref)
		giveFeedback(w, "ben", his, fbManager, feedback.Audience{Asker: true})
		finds := func(name string) (words []string) {
			beside, err := w.FeedbackBeside(w.Context(), w.Actor(name), ref)
			if err != nil && !fault.Is(err, fault.Withheld) {
				w.Error(name, err)
			}
			for _, v := range beside.Given {
				words = append(words, v.Answer.Texts[0])
			}
			return words
		}
		for name, want := range map[string]string{"noor": fbSubject, "mats": fbManager, "fia": "", "tove": "", "pia": ""} {
			if got := finds(name); len(got) > 1 || len(got) == 1 && got[0] != want || len(got) == 0 && want != "" {
				w.Errorf("%s finds %q, want %q", name, got, want)
			}
		}
		must(w.T, w.ShareFeedback(w.Context(), w.Actor("noor"), workflow.Once{}, mine))
		if got := finds("mats"); len(got) != 2 {
			w.Errorf("after sharing mats finds %q", got)
		}
	})
}
