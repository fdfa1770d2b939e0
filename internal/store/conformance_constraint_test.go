package store

import (
	"testing"
	"time"

	"cairn/internal/audit"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/standing"
)

// once is something that may be there one time only: first is kept, a second is
// refused as a duplicate, and after the first has ended another is kept.
type once struct {
	first, second, end func(*Tx) error
}

func TestWhatMayBeThereOnceIsRefusedTwice(t *testing.T) {
	onBoth(t, func(s *suite) {
		for name, c := range s.onces() {
			s.update(c.first)
			for range 2 {
				if err := s.try(c.second); !IsDuplicate(err) {
					s.Errorf("%s, a second time: %v", name, err)
				}
			}
			if c.end == nil {
				continue
			}
			s.now = s.now.Add(time.Hour)
			s.update(c.end)
			if err := s.try(c.second); err != nil {
				s.Errorf("%s, after the first ended: %v", name, err)
			}
		}
		if IsDuplicate(nil) || IsDuplicate(fault.Stale()) || IsDuplicate(s.try(func(tx *Tx) error { return tx.SavePassword("nobody", "") })) {
			s.Error("another failure counts as a duplicate")
		}
	})
}

func (s *suite) onces() map[string]once {
	p := s.people("Ada", "Bo", "Cy", "Di", "Eb")
	ada, bo, cy := p[0].ID, p[1].ID, p[2].ID
	unit := org.Unit{ID: id.New[id.Unit](), Kind: org.Chapter, Name: "Web"}
	s.update(func(tx *Tx) error { return tx.AddUnits([]org.Unit{unit}) })
	fresh := func(kind evaluation.Kind, subject org.Person) *evaluation.Evaluation {
		return evaluation.New(kind, subject.ID, cy, cy, framework.Ref{}, "", nil, "", s.now)
	}
	open, openAgain := fresh(evaluation.Growth, p[3]), fresh(evaluation.Growth, p[3])
	let := disclosure.New(p[3].ID, p[4].ID, cy, "evaluation/x", disclosure.Joining, s.now)
	same := func(f func(*Tx) error) once { return once{first: f, second: f} }
	kept := s.evaluation(evaluation.Growth, p[1], p[2])
	return map[string]once{
		"a lead of a unit": {
			func(tx *Tx) error { return tx.BeginLeads([]org.Lead{{Unit: unit.ID, Person: ada}}) },
			func(tx *Tx) error { return tx.BeginLeads([]org.Lead{{Unit: unit.ID, Person: bo}}) },
			func(tx *Tx) error { return tx.EndLeads([]org.Lead{{Unit: unit.ID, Person: ada}}) }},
		"a CTO": {
			func(tx *Tx) error { return tx.GrantOffice(ada, org.CTO) },
			func(tx *Tx) error { return tx.GrantOffice(bo, org.CTO) },
			func(tx *Tx) error { return tx.EndOffice(ada, org.CTO) }},
		"a manager": {
			func(tx *Tx) error { return tx.BeginLines([]org.Line{{Person: ada, Manager: bo}}) },
			func(tx *Tx) error {
				return tx.BeginLines([]org.Line{{Person: ada, Manager: cy, Span: org.Span{Since: 1}}})
			},
			func(tx *Tx) error { return tx.EndLines([]org.Line{{Person: ada, Manager: bo}}) }},
		"a manager set": {
			func(tx *Tx) error { return tx.SetManagers([]org.SetManager{{Person: ada, Manager: bo}}) },
			func(tx *Tx) error {
				return tx.SetManagers([]org.SetManager{{Person: ada, Manager: cy, Span: org.Span{Since: 1}}})
			},
			func(tx *Tx) error { return tx.UnsetManagers([]org.SetManager{{Person: ada, Manager: bo}}) }},
		"a discipline": {
			func(tx *Tx) error { return tx.HoldDisciplines([]org.DisciplineHeld{{Person: ada, Discipline: "a"}}) },
			func(tx *Tx) error { return tx.HoldDisciplines([]org.DisciplineHeld{{Person: ada, Discipline: "b"}}) },
			func(tx *Tx) error { return tx.PutDownDisciplines([]org.DisciplineHeld{{Person: ada, Discipline: "a"}}) }},
		"an open evaluation": {
			func(tx *Tx) error { return tx.AddEvaluation(open) },
			func(tx *Tx) error { return tx.AddEvaluation(openAgain) },
			func(tx *Tx) error { open.Stage = evaluation.Agreed; return tx.SaveEvaluation(open) }},
		"an open disclosure": {
			func(tx *Tx) error { return tx.AddDisclosure(let) },
			func(tx *Tx) error { again := let; again.ID = "again"; return tx.AddDisclosure(again) },
			func(tx *Tx) error {
				ended := let
				ended.End(disclosure.ByAsker, tx.Now())
				return tx.EndDisclosure(ended)
			}},
		"an address in any case": {
			first:  func(tx *Tx) error { return tx.AddPeople([]org.Person{{ID: "x", Email: "Straße@x.org"}}, nil) },
			second: func(tx *Tx) error { return tx.AddPeople([]org.Person{{ID: "y", Email: "STRASSE@X.ORG"}}, nil) }},
		"a unit's name": {
			first:  func(tx *Tx) error { return tx.AddUnits([]org.Unit{{ID: "x", Kind: org.Guild, Name: "Ärla"}}) },
			second: func(tx *Tx) error { return tx.AddUnits([]org.Unit{{ID: "y", Kind: org.Guild, Name: "ärla "}}) }},
		"a framework's version": same(func(tx *Tx) error { return tx.AddFramework(FrameworkText{Status: "draft"}) }),
		"a key":                 same(func(tx *Tx) error { return tx.KeepDone(ada, "key", Done{}) }),
		"a session's hash":      same(func(tx *Tx) error { return tx.AddSession(Session{ID: id.New[id.Session](), Person: ada}, "hash") }),
		"a token's hash":        same(func(tx *Tx) error { return tx.AddToken(Token{ID: id.New[id.Token](), Person: ada}, "hash") }),
		"an invitation's hash":  same(func(tx *Tx) error { return tx.AddInvitation(Invitation{Person: ada}, "hash") }),
		"a standing":            same(func(tx *Tx) error { return tx.AddStanding(standing.Standing{ID: "one", Subject: ada}) }),
		"a first text of a side": same(func(tx *Tx) error {
			_, err := tx.SaveSide(kept, evaluation.Side{Name: evaluation.SelfSide, Author: kept.Subject})
			return err
		}),
		"a first text of a result": same(func(tx *Tx) error {
			_, err := tx.SaveResult(kept, kept.Subject, 0, evaluation.Result{})
			return err
		}),
	}
}

func TestTheJournalAndStepsAreOnlyAddedTo(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0].ID
		s.update(func(tx *Tx) error {
			s.must(tx.Record(audit.Entry{Act: audit.Read, Subject: ada}))
			return tx.AddStanding(standing.Standing{ID: "one", Subject: ada, Since: s.now, Step: "squad"})
		})
		changes := []string{
			`UPDATE audit_entries SET act = 'other'`, `DELETE FROM audit_entries`,
			`UPDATE standings SET since = 0`, `DELETE FROM standings`,
		}
		if s.db.Engine() == "postgres" {
			changes = append(changes, `TRUNCATE audit_entries`, `TRUNCATE standings`)
		}
		for _, change := range changes {
			if err := s.raw(change); err == nil {
				s.Errorf("%s was let through", change)
			}
		}
		same(s, "entries", s.number(`SELECT count(*) FROM audit_entries WHERE act = 'read'`), 1)
		same(s, "standings", s.number(`SELECT count(*) FROM standings WHERE since > 0`), 1)
	})
}

func TestASaveOfWhatHasChangedIsRefused(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Mira")
		e := s.evaluation(evaluation.Growth, people[0], people[1])
		stale := e.Clone()
		e.Manager = people[2].ID
		s.update(func(tx *Tx) error { return tx.SaveEvaluation(e) })
		side := evaluation.Side{Name: evaluation.SelfSide, Author: e.Subject}
		gone := evaluation.Side{Name: evaluation.SelfSide, Author: e.Subject, Revision: 7}
		s.update(func(tx *Tx) error { _, err := tx.SaveSide(e, side); return err })
		s.update(func(tx *Tx) error { _, err := tx.SaveResult(e, e.Subject, 0, evaluation.Result{}); return err })
		for what, f := range map[string]func(*Tx) error{
			"an evaluation":          func(tx *Tx) error { return tx.SaveEvaluation(stale) },
			"an evaluation not kept": func(tx *Tx) error { c := *e; c.ID = "none"; return tx.SaveEvaluation(&c) },
			"a side":                 func(tx *Tx) error { _, err := tx.SaveSide(e, gone); return err },
			"a result":               func(tx *Tx) error { _, err := tx.SaveResult(e, e.Subject, 7, evaluation.Result{}); return err },
			"a password":             func(tx *Tx) error { return tx.SwapPassword(e.Subject, "old", "new") },
		} {
			if err := s.try(f); !fault.Is(err, fault.Conflict) {
				s.Errorf("%s: %v", what, err)
			}
		}
		s.view(func(r *Reader) error {
			got, err := r.Evaluation(e.ID)
			same(s, "manager", got.Manager, e.Manager)
			same(s, "version", got.Version, 2)
			return err
		})
	})
}
