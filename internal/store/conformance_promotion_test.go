package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/promotion"
)

// aCase has something in each of its fields.
func (s *suite) aCase(subject, manager org.Person) *promotion.Case {
	return &promotion.Case{
		ID: id.New[id.Promotion](), Subject: subject.ID, Manager: manager.ID, Framework: framework.Ref{ID: "steps", Version: "1.0"}, Discipline: "coaching",
		From: "individual", To: "squad-chapter", Rule: framework.Approve{By: "unit-lead", Unit: "tribe", Hear: []string{"varied-peers", "tribe-leadership"}},
		Stage: promotion.Committing, OpenedBy: manager.ID, OpenedAt: s.now, OfferedAt: s.now + 1, Revision: 3, Agreed: 2, ConsentAt: s.now + 2, HandedOnAt: s.now + 3,
		Decider: manager.ID, DecidedAt: s.now + 4, Signed: map[promotion.Party]clock.Instant{promotion.Person: s.now + 5}, Version: 1,
	}
}

func (s *suite) addCase(c *promotion.Case) {
	s.Helper()
	s.update(func(tx *Tx) error { return tx.AddPromotion(c) })
}

// casesOf are the ids of cases, as a list asks for them.
func casesOf(list []*promotion.Case, err error) ([]id.Promotion, error) {
	found := []id.Promotion{}
	for _, c := range list {
		found = append(found, c.ID)
	}
	return found, err
}

func TestACaseIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Tove")
		c := s.aCase(people[0], people[1])
		s.addCase(c)
		s.view(func(r *Reader) error {
			got, err := r.Promotion(c.ID)
			equal(s, "case", got, c)
			s.must(err)
			subject, err := r.SubjectOfPromotion(c.ID)
			same(s, "subject", subject, c.Subject)
			s.must(err)
			_, err = r.Promotion("nothing")
			same(s, "an absent case is absent", fault.Is(err, fault.Absent), true)
			return nil
		})
		changed := c.Clone()
		changed.Manager, changed.Stage, changed.Outcome, changed.ClosedAt, changed.Signed[promotion.Manager] = people[2].ID, promotion.Closed, promotion.Promoted, s.now+9, s.now+8
		s.update(func(tx *Tx) error { return tx.SavePromotion(changed, people[2].ID) })
		changed.Version++
		s.view(func(r *Reader) error {
			got, err := r.Promotion(c.ID)
			equal(s, "after its end", got, changed)
			return err
		})
		if err := s.try(func(tx *Tx) error { return tx.SavePromotion(c, "") }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a save of what was read before: %v", err)
		}
	})
}

func TestAPersonHasOneOpenCase(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		first, second := s.aCase(people[0], people[1]), s.aCase(people[0], people[1])
		s.addCase(first)
		if err := s.try(func(tx *Tx) error { return tx.AddPromotion(second) }); !IsDuplicate(err) {
			s.Errorf("a second open case: %v", err)
		}
		ended := first.Clone()
		ended.Stage, ended.ClosedAt = promotion.Closed, s.now
		s.update(func(tx *Tx) error { return tx.SavePromotion(ended, "") })
		s.addCase(second)
		s.view(func(r *Reader) error {
			open, there, err := r.OpenPromotionOf(people[0].ID)
			equal(s, "the open one", open, second)
			same(s, "there", there, true)
			s.must(err)
			_, there, err = r.OpenPromotionOf(people[1].ID)
			same(s, "of somebody else", there, false)
			return err
		})
	})
}

func TestCasesAreFoundByWhomTheyConcern(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Tove", "Ben", "Asa", "Ola")
		early, late, closed, vacant, alone := s.aCase(people[0], people[1]), s.aCase(people[3], people[1]), s.aCase(people[0], people[1]), s.aCase(people[4], people[1]), s.aCase(people[5], people[1])
		late.OpenedAt, vacant.OpenedAt, alone.OpenedAt = late.OpenedAt.Add(time.Hour), vacant.OpenedAt.Add(2*time.Hour), alone.OpenedAt.Add(3*time.Hour)
		closed.OpenedAt, closed.ClosedAt = closed.OpenedAt.Add(-time.Hour), s.now
		for _, c := range []*promotion.Case{early, late, closed, vacant, alone} {
			s.addCase(c)
		}
		judges := map[*promotion.Case]id.Person{early: people[2].ID, late: people[2].ID, closed: people[2].ID, vacant: NobodyYet}
		for c, judge := range judges {
			s.update(func(tx *Tx) error { return tx.SavePromotion(c, judge) })
		}
		s.view(func(r *Reader) error {
			for what, q := range map[string]struct {
				ask  func() ([]*promotion.Case, error)
				want []id.Promotion
			}{
				"of the person, the newest first":       {func() ([]*promotion.Case, error) { return r.PromotionsOf(people[0].ID) }, []id.Promotion{early.ID, closed.ID}},
				"of the manager, open ones":             {func() ([]*promotion.Case, error) { return r.PromotionsBy(people[1].ID) }, []id.Promotion{alone.ID, vacant.ID, late.ID, early.ID}},
				"with whoever decides or decided":       {func() ([]*promotion.Case, error) { return r.PromotionsJudged(people[2].ID) }, []id.Promotion{closed.ID, early.ID, late.ID}},
				"with nobody else":                      {func() ([]*promotion.Case, error) { return r.PromotionsJudged(people[1].ID) }, []id.Promotion{}},
				"to look at when the organisation does": {r.PromotionsToJudge, []id.Promotion{early.ID, late.ID, vacant.ID}},
			} {
				got, err := casesOf(q.ask())
				equal(s, what, got, q.want)
				s.must(err)
			}
			who, err := r.PeopleInPromotion()
			slices.Sort(who)
			want := []id.Person{people[0].ID, people[3].ID, people[4].ID, people[5].ID}
			slices.Sort(want)
			equal(s, "in a promotion", who, want)
			return err
		})
	})
}

func TestPartsOfACaseAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		c := s.aCase(people[0], people[1])
		s.addCase(c)
		s.view(func(r *Reader) error {
			text, w, err := r.CaseText(c)
			equal(s, "no text", text, promotion.Text{})
			same(s, "written by nobody", w, Written{})
			return err
		})
		for i, words := range texts() {
			c.Revision = int64(i) + 1
			text := promotion.Text{To: "squad-chapter", Summary: words, Areas: map[framework.AreaID]string{"team": words}, Reason: words,
				Evidence: []promotion.Evidence{{Kind: promotion.FromLink, Ref: "https://example.org", Note: words}}}
			gaps := map[promotion.Relation]string{promotion.OtherTribe: words}
			verdict := promotion.Verdict{Reasons: words, Focus: []string{words, words}, Talk: words, Departs: words}
			pledge := promotion.Commitment{Challenges: words, Support: words, Person: words, Pay: words}
			s.update(func(tx *Tx) error {
				s.must(tx.WriteCase(c, people[1].ID, text))
				s.must(tx.WriteGaps(c, people[1].ID, gaps))
				s.must(tx.WriteVerdict(c, people[1].ID, verdict))
				return tx.WriteCommitment(c, people[0].ID, int64(i), pledge)
			})
			pledge.Revision = int64(i) + 1
			s.view(func(r *Reader) error {
				gotText, written, err := r.CaseText(c)
				equal(s, "text", gotText, text)
				same(s, "written", written, Written{Revision: c.Revision, By: people[1].ID, At: s.now})
				s.must(err)
				gotGaps, err := r.Gaps(c)
				equal(s, "gaps", gotGaps, gaps)
				s.must(err)
				gotVerdict, _, err := r.Verdict(c)
				equal(s, "verdict", gotVerdict, verdict)
				s.must(err)
				gotPledge, by, err := r.Commitment(c)
				equal(s, "commitment", gotPledge, pledge)
				same(s, "by", by.By, people[0].ID)
				return err
			})
		}
	})
}

// TestWhatIsSealedStaysInItsPlace: a text that is moved to another case or part of
// the same person is not opened there.
func TestWhatIsSealedStaysInItsPlace(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		c := s.aCase(people[0], people[1])
		s.addCase(c)
		s.update(func(tx *Tx) error {
			s.must(tx.WriteVerdict(c, people[1].ID, promotion.Verdict{Reasons: "No."}))
			s.must(tx.WriteCommitment(c, people[1].ID, 0, promotion.Commitment{Pay: "None."}))
			return tx.AddPromotionEntry(c, promotion.Entry{ID: "an entry", Kind: promotion.EntryWords, Author: people[0].ID, At: s.now, Text: "Yes."})
		})
		s.must(s.raw(`UPDATE promotion_parts SET sealed = (SELECT sealed FROM promotion_parts WHERE part = 'commitment') WHERE part = 'verdict'`))
		s.must(s.raw(`UPDATE promotion_entries SET sealed = (SELECT sealed FROM promotions)`))
		s.view(func(r *Reader) error {
			if v, _, err := r.Verdict(c); err == nil {
				s.Errorf("a commitment is read as a verdict: %+v", v)
			}
			if list, err := r.PromotionEntries(c); err == nil {
				s.Errorf("a case is read as an entry: %+v", list)
			}
			return nil
		})
	})
}

func TestEntriesComeInTheirOrder(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		c, other := s.aCase(people[0], people[1]), s.aCase(people[1], people[0])
		s.addCase(c)
		s.addCase(other)
		var want []promotion.Entry
		for i, words := range texts() {
			want = append(want, promotion.Entry{ID: id.New[id.Entry](), Kind: promotion.EntryQuestion, Author: people[1].ID, At: s.now + clock.Instant(i), Text: words})
		}
		s.update(func(tx *Tx) error {
			for _, e := range slices.Backward(want) {
				s.must(tx.AddPromotionEntry(c, e))
			}
			return tx.AddPromotionEntry(other, promotion.Entry{ID: id.New[id.Entry](), Kind: promotion.EntryAsked, Author: people[0].ID, At: s.now, Text: "Another case."})
		})
		s.view(func(r *Reader) error {
			got, err := r.PromotionEntries(c)
			equal(s, "entries", got, want)
			return err
		})
	})
}

func TestAConsultationIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Fia", "Ola")
		c := s.aCase(people[0], people[1])
		s.addCase(c)
		asked := promotion.Consultation{
			ID: id.New[id.Consultation](), Case: c.ID, Who: people[2].ID, By: people[1].ID, Label: promotion.AsTechnical, Way: promotion.Spoken, Question: "How – é?", Shared: "That.",
			Until: "2026-06-01", AskedAt: s.now, Reply: promotion.Waiting, Answer: promotion.Answer{Note: "A talk."}, Reminded: true, Overdue: true,
			Relations: []promotion.Relation{promotion.SameSquad, promotion.LeadsTechnology}, Version: 1,
		}
		later := asked
		later.ID, later.Who, later.AskedAt, later.Relations = id.New[id.Consultation](), people[3].ID, s.now+1, []promotion.Relation{promotion.OtherTribe}
		s.update(func(tx *Tx) error {
			s.must(tx.AddConsultation(c.Subject, later))
			return tx.AddConsultation(c.Subject, asked)
		})
		s.view(func(r *Reader) error {
			got, err := r.Consultation(asked.ID)
			equal(s, "question", got, Heard{asked, c.Subject})
			s.must(err)
			list, err := r.Consultations(c.ID)
			equal(s, "of the case, as they were asked", list, []Heard{{asked, c.Subject}, {later, c.Subject}})
			s.must(err)
			mine, err := r.ConsultationsOf(people[3].ID)
			equal(s, "of whoever was asked", mine, []Heard{{later, c.Subject}})
			s.must(err)
			none, err := r.ConsultationsOf(people[0].ID)
			same(s, "of the person it is about", len(none), 0)
			return err
		})
		given := asked
		given.Reply, given.RepliedAt, given.Answer.Text, given.Answer.Areas = promotion.Given, s.now+5, strings.Repeat("é", 5_000), map[framework.AreaID]string{"team": "Well."}
		s.update(func(tx *Tx) error { return tx.SaveConsultation(c.Subject, given) })
		given.Version++
		s.view(func(r *Reader) error {
			got, err := r.Consultation(asked.ID)
			equal(s, "answered", got.Consultation, given)
			return err
		})
		if err := s.try(func(tx *Tx) error { return tx.SaveConsultation(c.Subject, asked) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("an answer to what was answered: %v", err)
		}
	})
}

func TestADisclosureEndsOnce(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Tove")
		d := disclosure.New(people[0].ID, people[2].ID, people[1].ID, "promotion/one", disclosure.Deciding, s.now)
		d.Expires, d.Cause = s.now.Add(time.Hour), "words – é"
		other := disclosure.New(people[0].ID, people[2].ID, people[1].ID, "promotion/two", disclosure.Deciding, s.now.Add(time.Minute))
		s.update(func(tx *Tx) error {
			s.must(tx.AddDisclosure(d))
			return tx.AddDisclosure(other)
		})
		twice := d
		twice.ID = id.New[id.Disclosure]()
		if err := s.try(func(tx *Tx) error { return tx.AddDisclosure(twice) }); !IsDuplicate(err) {
			s.Errorf("open twice to one reader: %v", err)
		}
		same(s, "the reader is not named", s.number(`SELECT COUNT(*) FROM disclosures WHERE reader_mark = $1 OR sealed LIKE $2`, people[2].ID, "%"+string(people[2].ID)+"%"), 0)
		s.view(func(r *Reader) error {
			for what, ask := range map[string]func() ([]disclosure.Disclosure, error){
				"about the person": func() ([]disclosure.Disclosure, error) { return r.DisclosuresAbout(people[0].ID) },
				"to the reader":    func() ([]disclosure.Disclosure, error) { return r.DisclosuresTo(people[2].ID) },
			} {
				list, err := ask()
				equal(s, what, list, []disclosure.Disclosure{other, d})
				s.must(err)
			}
			none, err := r.DisclosuresTo(people[1].ID)
			same(s, "to whoever asked", len(none), 0)
			return err
		})
		d.End(disclosure.OfficeMoved, s.now+7)
		s.update(func(tx *Tx) error { return tx.EndDisclosure(d) })
		if err := s.try(func(tx *Tx) error { return tx.EndDisclosure(d) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("ended again: %v", err)
		}
		s.view(func(r *Reader) error {
			list, err := r.DisclosuresOf("promotion/one")
			equal(s, "of the thing", list, []disclosure.Disclosure{d})
			s.must(err)
			open, err := r.OpenDisclosures()
			equal(s, "those in force", open, []disclosure.Disclosure{other})
			return err
		})
		s.update(func(tx *Tx) error { return tx.AddDisclosure(twice) }) // again, after the first has ended
	})
}
