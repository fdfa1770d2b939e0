package workflow_test

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// scene is a promotion in a world: of whom, by whom, to which step.
type scene struct {
	*world.World
	subject, manager string
	ref              id.Promotion
}

var once workflow.Once

func caseText(f *framework.Framework, to framework.StepID) promotion.Text {
	text := promotion.Text{To: to, Summary: "Leads the move.", Areas: map[framework.AreaID]string{}}
	for _, a := range f.AreasInOrder() {
		text.Areas[a.ID] = "Shown in the spring."
	}
	return text
}

// begin gives the subject a Step and has the manager write a case.
func begin(w *world.World, subject, manager string, from, to framework.StepID) *scene {
	w.Helper()
	words := world.Plain
	words.Step = from
	w.Evaluate(subject, manager, evaluation.Agreed, words)
	s := &scene{World: w, subject: subject, manager: manager}
	var err error
	s.ref, err = w.Recommend(w.Context(), w.Actor(manager), once, w.Person(subject), to)
	s.must(err)
	f, err := w.Framework(w.Context(), w.Actor(manager))
	s.must(err)
	s.must(w.WriteCase(w.Context(), w.Actor(manager), once, s.ref, workflow.CaseDraft{Text: caseText(f, to)}))
	return s
}

func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *scene) view(name string) (workflow.PromotionView, error) {
	return s.Promotion(s.Context(), s.Actor(name), s.ref)
}

// agreed is a case the subject has consented to.
func (s *scene) agree() {
	s.Helper()
	s.must(s.Offer(s.Context(), s.Actor(s.manager), once, s.ref, nil))
	v, err := s.view(s.subject)
	s.must(err)
	s.must(s.Consent(s.Context(), s.Actor(s.subject), once, s.ref, workflow.ConsentWords{Read: v.Revision, Words: "Gladly."}))
}

// hear asks somebody and lets them answer.
func (s *scene) hear(asker, who string) id.Consultation {
	s.Helper()
	q := workflow.Question{Who: s.Person(who), Label: promotion.AsPeer, Ask: "How do you work together?"}
	s.must(s.Consult(s.Context(), s.Actor(asker), once, s.ref, q))
	list, err := s.Promotions(s.Context(), s.Actor(who))
	s.must(err)
	ref := list.Questions[0].ID
	s.must(s.ReplyTo(s.Context(), s.Actor(who), once, ref, workflow.Reply{Answer: promotion.Answer{Text: "She gathers people."}}))
	return ref
}

// handOn gives the case on with a reason for every gap.
func (s *scene) handOn() {
	s.Helper()
	v, err := s.view(s.manager)
	s.must(err)
	gaps := map[promotion.Relation]string{}
	for _, g := range v.Gaps {
		gaps[g] = "Nobody there works with them."
	}
	s.must(s.HandOn(s.Context(), s.Actor(s.manager), once, s.ref, workflow.HandingOn{Gaps: gaps, Reply: "As you asked."}))
}

var granted = promotion.Verdict{Reasons: "Seen for a year."}

func (s *scene) commit() {
	s.Helper()
	pledge := promotion.Commitment{Challenges: "The migration.", Support: "Time.", Person: "Goes on.", Pay: "With June."}
	s.must(s.Commit(s.Context(), s.Actor(s.manager), once, s.ref, workflow.Pledge{Text: pledge}))
	s.must(s.SignCommitment(s.Context(), s.Actor(s.subject), once, s.ref, 1))
	s.must(s.SignCommitment(s.Context(), s.Actor(s.manager), once, s.ref, 1))
}

func (s *scene) withheldFrom(names ...string) {
	s.Helper()
	for _, name := range names {
		if _, err := s.view(name); !fault.Is(err, fault.Withheld) {
			s.Errorf("%s reads the case: %v", name, err)
		}
	}
}

func TestAPromotionTheManagerDecides(t *testing.T) {
	world.Each(t, func(w *world.World) {
		s := begin(w, "noor", "mats", "individual", "squad-chapter")
		everybodyElse := []string{"tove", "cai", "ben", "pia", "kim", "odd", "ola", "mira", ""}
		s.withheldFrom("noor", "tove", "cai", "pia", "ben")
		s.agree()
		if err := w.HandOn(w.Context(), w.Actor("mats"), once, s.ref, workflow.HandingOn{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("handed on with nobody heard: %v", err)
		}
		q := s.hear("mats", "ben")
		if got, err := w.Consultation(w.Context(), w.Actor("ola"), q); !fault.Is(err, fault.Withheld) {
			t.Errorf("a stranger reads the question: %+v, %v", got, err)
		}
		s.handOn()
		for _, name := range everybodyElse[:len(everybodyElse)-1] {
			if err := w.Decide(w.Context(), w.Actor(name), once, s.ref, granted); !fault.Is(err, fault.Withheld) {
				t.Errorf("%s decided: %v", name, err)
			}
			s.withheldFrom(name)
		}
		if err := w.Decide(w.Context(), w.Actor("noor"), once, s.ref, granted); !fault.Is(err, fault.Withheld) {
			t.Errorf("the person decided: %v", err)
		}
		s.must(w.Decide(w.Context(), w.Actor("mats"), once, s.ref, granted))
		if st, err := w.Standing(w.Context(), w.Actor("noor"), w.Person("noor")); err != nil || st.Step.ID != "individual" {
			t.Errorf("before both have signed: %+v, %v", st.Step, err)
		}
		w.Clock.Advance(time.Second)
		s.commit()
		st, err := w.Standing(w.Context(), w.Actor("noor"), w.Person("noor"))
		if err != nil || st.Step.ID != "squad-chapter" || len(st.History) != 2 {
			t.Errorf("after both have signed: %+v, %v", st, err)
		}
		v, err := s.view("noor")
		s.must(err)
		if v.Outcome != promotion.Promoted || v.Verdict.Reasons != granted.Reasons || len(v.Heard) != 1 || v.Heard[0].Answer.Text == "" {
			t.Errorf("the person reads %+v with %+v", v.Verdict, v.Heard)
		}
	})
}

func TestAPromotionTheTribeLeadDecides(t *testing.T) {
	world.Each(t, func(w *world.World) {
		s := begin(w, "ben", "mats", "squad-chapter", "tribe-guild")
		s.agree()
		s.hear("mats", "ola")
		s.withheldFrom("tove", "timo", "cai", "ola")
		s.handOn()
		v, err := s.view("tove")
		s.must(err)
		if v.Eye != promotion.Judge || v.From != "squad-chapter" || v.To != "tribe-guild" || v.Heard[0].Answer == nil {
			t.Errorf("the tribe lead sees %+v", v)
		}
		s.withheldFrom("timo", "cai", "ola", "pia", "kim")
		if v, err := s.view("ben"); err != nil || v.Verdict != nil || len(v.Heard) != 0 {
			t.Errorf("the person before the decision: %+v, %v", v.Heard, err)
		}
		reads, err := w.ReadsAbout(w.Context(), w.Actor("ben"), workflow.ReadMark{}, 0)
		s.must(err)
		if !slices.ContainsFunc(reads.Lines, func(l workflow.ReadLine) bool { return l.Hat == "decides" && l.Item == "step" }) {
			t.Errorf("the reading is not told: %+v", reads.Lines)
		}
		s.must(w.ReturnCase(w.Context(), w.Actor("tove"), once, s.ref, "What of the other squads?"))
		s.withheldFrom("tove")
		s.handOn()
		s.must(w.Decide(w.Context(), w.Actor("tove"), once, s.ref, granted))
		s.commit()
		if _, err := s.view("tove"); err != nil {
			t.Errorf("whoever decided cannot answer for it: %v", err)
		}
		w.Clock.Advance(promotion.DeciderKeeps + time.Hour)
		s.withheldFrom("tove")
	})
}

func TestTheCTOHearsPeopleAtTheStep(t *testing.T) {
	w := world.New(t, "sqlite")
	words := world.Plain
	words.Step = "technology-company"
	w.Evaluate("ola", "wim", evaluation.Agreed, words)
	s := begin(w, "ben", "mats", "tribe-guild", "technology-company")
	s.agree()
	s.hear("mats", "asa")
	if _, err := w.PeopleAtStep(w.Context(), w.Actor("cai"), s.ref); !fault.Is(err, fault.Withheld) {
		t.Errorf("before it lies with the CTO: %v", err)
	}
	s.handOn()
	for _, name := range []string{"mats", "ben", "tove", "ola"} {
		if _, err := w.PeopleAtStep(w.Context(), w.Actor(name), s.ref); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s learns who stands there: %v", name, err)
		}
	}
	list, err := w.PeopleAtStep(w.Context(), w.Actor("cai"), s.ref)
	if err != nil || len(list) != 1 || list[0].ID != w.Person("ola") {
		t.Fatal(list, err)
	}
	reads, err := w.ReadsAbout(w.Context(), w.Actor("ola"), workflow.ReadMark{}, 0)
	s.must(err)
	if len(reads.Lines) != 1 || reads.Lines[0].Item != "step" {
		t.Errorf("ola is told %+v", reads.Lines)
	}
	s.hear("cai", "ola")
	s.must(w.RefuseYet(w.Context(), w.Actor("cai"), once, s.ref, promotion.Verdict{Reasons: "Not across tribes.", Focus: []string{"Across tribes."}, Talk: "In spring."}))
	v, err := s.view("ben")
	if err != nil || v.Outcome != promotion.NotYet || v.Verdict.Talk == "" {
		t.Errorf("the person reads %+v, %v", v.Verdict, err)
	}
}

func TestADeclinedOfferStaysBetweenTheTwo(t *testing.T) {
	w := world.New(t, "sqlite")
	s := begin(w, "noor", "mats", "individual", "squad-chapter")
	s.must(w.Offer(w.Context(), w.Actor("mats"), once, s.ref, nil))
	s.must(w.DeclineOffer(w.Context(), w.Actor("noor"), once, s.ref, ""))
	s.withheldFrom("tove", "cai", "ben", "pia", "kim")
	s.must(w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira")))
	s.withheldFrom("mats")
	if list, err := w.Promotions(w.Context(), w.Actor("mira")); err != nil || len(list.Reports) != 0 {
		t.Errorf("the next manager sees %+v, %v", list, err)
	}
}

func TestTheOrganisationChangesDuringACase(t *testing.T) {
	world.Each(t, func(w *world.World) {
		s := begin(w, "ben", "mats", "squad-chapter", "tribe-guild")
		s.agree()
		s.hear("mats", "ola")
		s.handOn()
		s.must(setTribeLead(w, "Rivers", "fia"))
		s.withheldFrom("tove")
		if v, err := s.view("fia"); err != nil || v.Eye != promotion.Judge {
			t.Errorf("the new tribe lead: %v", err)
		}
		s.must(setTribeLead(w, "Rivers", ""))
		if v, err := s.view("cai"); err != nil || v.Eye != promotion.Judge || !v.Instead {
			t.Errorf("in a vacancy the CTO decides instead: %v", err)
		}
		s.withheldFrom("fia", "tove")
		s.must(w.SetManager(w.Context(), w.Actor("pia"), w.Person("ben"), w.Person("mira")))
		s.withheldFrom("mats", "cai", "fia", "tove")
		v, err := s.view("mira")
		if err != nil || v.Stage != promotion.Unsponsored {
			t.Fatal(v.Stage, err)
		}
		s.manager = "mira"
		s.must(w.Sponsor(w.Context(), w.Actor("mira"), once, s.ref, "I know the work."))
		v, err = s.view("ben")
		s.must(err)
		s.must(w.Consent(w.Context(), w.Actor("ben"), once, s.ref, workflow.ConsentWords{Read: v.Revision}))
		s.handOn()
		s.must(w.Leave(w.Context(), w.Actor("pia"), w.Person("ben")))
		if err := w.Decide(w.Context(), w.Actor("cai"), once, s.ref, granted); !fault.Is(err, fault.Withheld) {
			t.Errorf("a leaver was promoted: %v", err)
		}
	})
}

func TestTheCTOsOwnCaseGoesToTheStandIn(t *testing.T) {
	w := world.New(t, "sqlite")
	s := begin(w, "tove", "cai", "tribe-guild", "technology-company")
	s.agree()
	s.hear("cai", "timo")
	s.handOn()
	if v, err := s.view("cai"); err != nil || v.Decider != nil {
		t.Errorf("nobody may decide yet, it says %+v, %v", v.Decider, err)
	}
	if err := w.Decide(w.Context(), w.Actor("cai"), once, s.ref, granted); !fault.Is(err, fault.Withheld) {
		t.Errorf("the CTO decided their own recommendation: %v", err)
	}
	s.must(w.GrantOffice(w.Context(), access.System(access.ViaCommand), w.Person("per"), org.StandIn))
	list, err := w.Promotions(w.Context(), w.Actor("per"))
	if err != nil || len(list.Judged) != 1 || !list.Judged[0].Yours {
		t.Fatalf("the stand-in's list: %+v, %v", list.Judged, err)
	}
	if box, err := w.Inbox(w.Context(), w.Actor("per")); err != nil || len(box.New) != 1 {
		t.Errorf("whoever it lies with from now on is told: %+v, %v", box.New, err)
	}
	s.must(w.Decide(w.Context(), w.Actor("per"), once, s.ref, granted))
}

func TestThePersonAsksToTalk(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx := w.Context()
	if _, err := w.AskForPromotion(ctx, w.Actor("noor"), once, "I think so."); !fault.Is(err, fault.Conflict) {
		t.Errorf("without a Step: %v", err)
	}
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	ref, err := w.AskForPromotion(ctx, w.Actor("noor"), once, "I think I work at a wider step.")
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{World: w, subject: "noor", manager: "mats", ref: ref}
	s.withheldFrom("tove", "ben", "pia")
	if _, err := w.AskForPromotion(ctx, w.Actor("noor"), once, "Again."); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second one: %v", err)
	}
	s.must(w.AnswerRequest(ctx, w.Actor("mats"), once, ref, "Let us look at it in spring."))
	v, err := s.view("noor")
	if err != nil || v.Outcome != promotion.Answered || len(v.Entries) != 2 {
		t.Errorf("%+v, %v", v.Entries, err)
	}
}

func TestAQuestionTellsNoStep(t *testing.T) {
	w := world.New(t, "sqlite")
	s := begin(w, "ben", "mats", "squad-chapter", "tribe-guild")
	s.agree()
	for _, ask := range []string{"Is he ready for Tribe/Guild?", "Does he work at the Squad/Chapter step?"} {
		q := workflow.Question{Who: w.Person("ola"), Label: promotion.AsPeer, Ask: ask}
		if err := w.Consult(w.Context(), w.Actor("mats"), once, s.ref, q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was asked: %v", ask, err)
		}
	}
	q := workflow.Question{Who: w.Person("tove"), Label: promotion.AsTribeLead, Ask: "How do you see his work?"}
	if err := w.Consult(w.Context(), w.Actor("mats"), once, s.ref, q); !fault.Is(err, fault.Invalid) {
		t.Errorf("the one who decides is asked: %v", err)
	}
	s.hear("mats", "ola")
	s.must(w.Withdraw(w.Context(), w.Actor("ben"), once, s.ref, ""))
	if list, err := w.Promotions(w.Context(), w.Actor("ola")); err != nil || len(list.Questions) != 1 || list.Questions[0].Open {
		t.Errorf("what ola said stays readable to ola: %+v, %v", list.Questions, err)
	}
}

// setTribeLead names the tribe's lead; nobody when empty.
func setTribeLead(w *world.World, tribe, name string) error {
	tree, err := w.Organisation(w.Context(), w.Actor("pia"))
	if err != nil {
		return err
	}
	for _, t := range tree.Tribes {
		if t.Name == tribe {
			var who id.Person
			if name != "" {
				who = w.Person(name)
			}
			return w.SetLead(w.Context(), w.Actor("pia"), t.ID, who)
		}
	}
	return fault.NotFound()
}
