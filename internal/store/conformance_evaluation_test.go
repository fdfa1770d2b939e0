package store

import (
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/standing"
)

// stages gives an evaluation at each stage, with everything that stage fills in.
func stages(e evaluation.Evaluation, now clock.Instant) map[evaluation.Stage]*evaluation.Evaluation {
	at := func(stage evaluation.Stage, self, manager clock.Instant) *evaluation.Evaluation {
		c := e.Clone()
		c.Stage, c.HandedIn, c.Signed = stage, bySide(now, now+1), bySide(self, manager)
		c.OpenedBoth = now + 1
		return c
	}
	talk := evaluation.Talk{Way: evaluation.Met, On: "2026-05-12", By: e.Manager, At: now + 2}
	writing, opened := e.Clone(), at(evaluation.Opened, 0, 0)
	writing.HandedIn = bySide(0, now)
	talked, agreed := at(evaluation.Talked, now+3, 0), at(evaluation.Agreed, now+3, now+4)
	talked.Talk, agreed.Talk = talk, evaluation.Talk{Way: evaluation.InWriting, By: e.Subject, At: 1<<63 - 1}
	agreed.AgreedAt = now + 4
	not := at(evaluation.NotAgreed, 0, 0)
	not.Stated, not.AgreedAt = bySide(now+3, now+4), now+4
	talked.Stated = bySide(0, now+5)
	writing.Planned = evaluation.Planned{At: now + 99, By: e.Manager, Mark: "mark", Revision: 2}
	opened.Plan = evaluation.Plan{Kind: evaluation.Discipline, Steps: e.Steps, Present: "squad", Toward: "research"}
	return map[evaluation.Stage]*evaluation.Evaluation{
		evaluation.Writing: writing, evaluation.Opened: opened, evaluation.Talked: talked, evaluation.Agreed: agreed, evaluation.NotAgreed: not,
	}
}

func TestAnEvaluationIsKeptAsGivenInEveryStage(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Mira")
		for _, stage := range evaluation.Stages() {
			fresh := evaluation.New(evaluation.Growth, people[0].ID, people[1].ID, "", framework.Ref{ID: "steps", Version: "1.0-é"},
				"Nutzerforschung – é", []framework.StepID{"squad", "tribe"}, "2026-02-29", s.now)
			e := stages(*fresh, s.now)[stage]
			s.update(func(tx *Tx) error { return tx.AddEvaluation(e) })
			s.wantEvaluation(e)
			e.Manager = people[2].ID // whatever acts change is saved
			e.HandedIn, e.Signed = bySide(s.now+9, 0), bySide(0, s.now+9)
			e.OpenedBoth, e.Stage, e.AgreedAt = s.now+9, evaluation.Agreed, s.now+9
			e.Talk = evaluation.Talk{Way: evaluation.InWriting, On: "", By: people[2].ID, At: s.now + 9}
			s.update(func(tx *Tx) error { return tx.SaveEvaluation(e) })
			e.Version++
			s.wantEvaluation(e)
			s.now++
		}
		s.view(func(r *Reader) error {
			all, err := r.EvaluationsOf(people[0].ID)
			s.must(err)
			same(s, "evaluations", len(all), len(evaluation.Stages()))
			for i := range all[1:] {
				if all[i].OpenedAt <= all[i+1].OpenedAt {
					s.Error("the newest is not first")
				}
			}
			_, open, err := r.OpenEvaluationOf(people[0].ID)
			same(s, "an open one", open, false)
			return err
		})
	})
}

func (s *suite) wantEvaluation(e *evaluation.Evaluation) {
	s.Helper()
	s.view(func(r *Reader) error {
		got, err := r.Evaluation(e.ID)
		s.must(err)
		equal(s, "evaluation", got, e)
		subject, err := r.SubjectOf(e.ID)
		same(s, "subject", subject, e.Subject)
		s.must(err)
		if e.Closed() {
			return nil
		}
		bare := e.Clone()
		open, _, err := r.OpenEvaluationOf(e.Subject)
		s.must(err)
		equal(s, "open", open, bare)
		by, err := r.EvaluationsBy(e.Manager)
		s.must(err)
		equal(s, "of the manager", by, []*evaluation.Evaluation{bare})
		in, err := r.PeopleInEvaluation()
		equal(s, "people in evaluation", in, []id.Person{e.Subject})
		return err
	})
}

func TestSidesMessagesAndResultsAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		e := s.evaluation(evaluation.Growth, people[0], people[1])
		var self, manager, result int64
		var said []evaluation.Message
		for i, text := range texts() {
			s.now++
			body := evaluation.Body{
				Areas:    map[evaluation.Key]evaluation.Answer{"team/squad": {Mark: evaluation.Sometimes, Text: text}, "": {Text: text}},
				Examples: map[framework.ExampleID]evaluation.Mark{"a.b.1": evaluation.NoOpportunity},
			}
			if text == "" {
				body = evaluation.Body{}
			}
			r := evaluation.Result{Summary: text, Reason: text, Step: "squad", Focus: []evaluation.Focus{{Area: "team", Text: text}, {}}}
			m := evaluation.Message{ID: id.New[id.Entry](), Author: people[i%2].ID, At: s.now, Text: text}
			said = append(said, m)
			s.update(func(tx *Tx) (err error) {
				self, err = tx.SaveSide(e, evaluation.Side{Name: evaluation.SelfSide, Author: e.Subject, Revision: self, Body: body})
				s.must(err)
				manager, err = tx.SaveSide(e, evaluation.Side{Name: evaluation.ManagerSide, Author: e.Manager, Revision: manager, Body: body})
				s.must(err)
				result, err = tx.SaveResult(e, m.Author, result, r)
				s.must(err)
				return tx.AddMessage(e, m)
			})
			r.Revision = int64(i) + 1
			s.view(func(v *Reader) error {
				for _, name := range []evaluation.SideName{evaluation.SelfSide, evaluation.ManagerSide} {
					side, err := v.Side(e, name)
					s.must(err)
					equal(s, "side", side, evaluation.Side{Name: name, Author: e.Author(name), Revision: int64(i) + 1, SavedAt: s.now, Body: body})
				}
				written, err := v.Result(e)
				s.must(err)
				equal(s, "result", written, evaluation.Written{Result: r, WrittenBy: m.Author, WrittenAt: s.now})
				thread, err := v.Messages(e)
				equal(s, "messages", thread, said)
				return err
			})
		}
		s.view(func(r *Reader) error {
			who, err := r.WhoSaid(e.ID)
			equal(s, "who said", who, map[id.Person]bool{e.Subject: true, e.Manager: true})
			s.must(err)
			written, err := r.ResultsWritten(e.Manager)
			equal(s, "results written", written, map[id.Evaluation]bool{e.ID: true})
			return err
		})
		s.wantFormerSideClosed(e)
	})
}

// A new manager starts with an empty side; the former one's stays theirs.
func (s *suite) wantFormerSideClosed(e *evaluation.Evaluation) {
	s.Helper()
	other := e.Clone()
	other.Manager = s.people("Mira")[0].ID
	s.view(func(r *Reader) error {
		side, err := r.Side(other, evaluation.ManagerSide)
		equal(s, "the new manager's side", side, evaluation.Side{Name: evaluation.ManagerSide, Author: other.Manager})
		return err
	})
}

func TestNothingWrittenYetIsEmpty(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		e := s.evaluation(evaluation.Growth, people[0], people[1])
		s.view(func(r *Reader) error {
			side, err := r.Side(e, evaluation.SelfSide)
			s.must(err)
			equal(s, "side", side, evaluation.Side{Name: evaluation.SelfSide, Author: e.Subject})
			result, err := r.Result(e)
			s.must(err)
			equal(s, "result", result, evaluation.Written{})
			thread, err := r.Messages(e)
			s.must(err)
			same(s, "messages", len(thread), 0)
			steps, err := r.Standings(e.Subject)
			s.must(err)
			same(s, "standings", len(steps), 0)
			_, err = r.Evaluation("nothing")
			same(s, "an unknown evaluation is absent", fault.Is(err, fault.Absent), true)
			return nil
		})
	})
}

func TestAStandingIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor := s.people("Noor")[0].ID
		var want []standing.Standing
		for i, step := range []framework.StepID{"individual", "", "Squad – é"} {
			want = append(want, standing.Standing{
				ID: id.New[id.Standing](), Subject: noor, Since: s.now.Add(time.Duration(i) * time.Microsecond), Step: step,
				Framework: framework.Ref{ID: "steps", Version: "1.0"}, How: standing.ByFirstEvaluation, Evaluation: id.New[id.Evaluation](),
			})
		}
		s.update(func(tx *Tx) error {
			for _, at := range []int{2, 0, 1} {
				s.must(tx.AddStanding(want[at]))
			}
			return nil
		})
		s.view(func(r *Reader) error {
			got, err := r.Standings(noor)
			equal(s, "standings", got, want)
			return err
		})
	})
}

func TestACandidateHasAStartDateAndNoStepYet(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Ola", "Gil", "Fia")
		noor, mats := people[0], people[1]
		noor.StartDate = "2025-11-20"
		s.update(func(tx *Tx) error {
			s.must(tx.SavePeople([]org.Person{noor}))
			s.must(tx.AddStanding(standing.Standing{ID: "s", Subject: people[2].ID, Since: s.now, Step: "squad"}))
			s.must(tx.SetLeft(people[4].ID, s.now))
			return tx.BeginLines(linesTo(mats, noor, people[2], people[3], people[4]))
		})
		s.evaluation(evaluation.Growth, people[3], mats)
		s.view(func(r *Reader) error {
			got, err := r.FirstCandidates("", 10)
			equal(s, "candidates", got, []FirstCandidate{{Person: noor.ID, Manager: mats.ID, Start: noor.StartDate, Added: s.now}})
			return err
		})
	})
}
