package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/internal/aggregate"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/paygap"
	"cairn/internal/rights"
	"cairn/internal/role"
	"cairn/internal/seal"
	"cairn/internal/standing"
)

func init() { // by their whole keys
	wholeAllTheSame = append(wholeAllTheSame, "FROM key_renewals ORDER BY begun_at DESC", "ORDER BY part, person, number LIMIT")
	for _, in := range sealedEverywhere {
		wholeAllTheSame = append(wholeAllTheSame, in.find)
	}
}

// TestEverySealedColumnIsMadeAnew holds the list of what a key seals to the schema:
// of a column that is not on it, what is sealed would be lost with the earlier key.
func TestEverySealedColumnIsMadeAnew(t *testing.T) {
	onBoth(t, func(s *suite) {
		tables, err := s.db.privateTables(s.Context(), s.db.read)
		s.must(err)
		known := map[string]bool{}
		for _, in := range sealedEverywhere {
			known[in.table+"."+in.column] = true
			p := tables[in.table]
			if !slices.Contains(p.columns, in.column) || strings.Join(p.key, ", ") != in.key {
				s.Errorf("%s.%s is found by %s; the table has %v under %v", in.table, in.column, in.key, p.columns, p.key)
			}
		}
		for _, p := range tables {
			for _, column := range p.columns {
				if holdsSealed(column) && column != "wrapped" && !known[p.name+"."+column] {
					s.Errorf("nobody said whose key seals %s.%s", p.name, column)
				}
			}
		}
		s.must(s.raw(`CREATE TABLE fresh (id TEXT PRIMARY KEY, word_sealed TEXT NOT NULL)`))
		s.db.private.Store(nil)
		who := s.people("Ada")[0].ID
		if err := s.try(func(tx *Tx) error { _, err := tx.RenewKey(KeyRef{Person: who}, s.now+1, 10); return err }); err == nil || !strings.Contains(fmt.Sprint(errors.Unwrap(err)), "fresh.word_sealed") {
			s.Errorf("a table that nobody put on the list: %v", err)
		}
	})
}

// keptOf is everything of the person that these tests keep, as it is read.
func (s *suite) keptOf(db *DB, who org.Person, e *evaluation.Evaluation, f growth.File) (seen string) {
	s.Helper()
	s.must(db.View(s.Context(), s.now, func(r *Reader) error {
		starts, err := r.StartDates([]id.Person{who.ID})
		if err != nil {
			return err
		}
		steps, err := r.Standings(who.ID)
		if err != nil {
			return err
		}
		self, err := r.Side(e, evaluation.SelfSide)
		if err != nil {
			return err
		}
		said, err := r.Messages(e)
		if err != nil {
			return err
		}
		result, err := r.Result(e)
		if err != nil {
			return err
		}
		content, err := r.NoteFileContent(f)
		if err != nil {
			return err
		}
		paid, err := r.Salaries([]id.Person{who.ID})
		seen = fmt.Sprintln(starts, steps, self.Body, said, result.Result, len(content), string(content[:4]), paid)
		return err
	}))
	return seen
}

// kept is a person with something sealed, a file of three pieces among it.
func (s *suite) kept() (noor org.Person, e *evaluation.Evaluation, f growth.File) {
	s.Helper()
	noor, _, e = s.private()
	n := growth.Note{ID: "n1", Owner: noor.ID, MadeAt: s.now, SavedAt: s.now, NoteText: growth.NoteText{On: "2026-05-12", Title: "One", Text: "Words."}}
	f = growth.File{ID: "f1", Note: n.ID, Owner: noor.ID, MadeAt: s.now, Name: "a.txt", Type: "text/plain", Size: 2*pieceSize + 10}
	s.update(func(tx *Tx) error {
		s.must(tx.AddNote(&n))
		s.must(tx.AddNoteFile(f, []byte(strings.Repeat("file", int(f.Size)/4+1))[:f.Size]))
		return tx.AddSalaries([]pay.Salary{{ID: "p1", Person: noor.ID, From: "2026-01-01", Full: money.Of(4711, "SEK"), Period: pay.Monthly, Share: pay.FullTime, MadeAt: s.now, MadeBy: noor.ID}}, nil)
	})
	return noor, e, f
}

// renew makes keys anew, some rows at a time, and looks at what it left after each.
func (s *suite) renew(db *DB, before clock.Instant, most int, after func(of KeyRef)) {
	s.Helper()
	var keys []KeyRef
	s.must(db.View(s.Context(), s.now, func(r *Reader) (err error) { keys, err = r.KeysToRenew(before); return err }))
	for _, of := range keys {
		for done := false; !done; after(of) {
			s.must(db.Update(s.Context(), s.now, func(tx *Tx) (err error) { done, err = tx.RenewKey(of, before, most); return err }))
		}
	}
}

func (s *suite) wantNothingOf(number string) {
	s.Helper()
	for _, in := range sealedEverywhere {
		if n := s.number(`SELECT COUNT(*) FROM ` + in.table + ` WHERE ` + in.column + ` >= '` + number + `.' AND ` + in.column + ` < '` + number + `/'`); n > 0 {
			s.Errorf("%d of %s are sealed with an earlier key", n, in.table)
		}
	}
	same(s, "earlier keys", s.number(`SELECT COUNT(*) FROM former_keys`), 0)
}

// TestKeysAreMadeAnewWhileOthersReadAndWrite: what is sealed reads the same before, in
// the middle and after, the journal and the marks hold all the way, and what is written
// meanwhile stays.
func TestKeysAreMadeAnewWhileOthersReadAndWrite(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor, e, f := s.kept()
		serving := s.open(testMaster(s.T))
		before := s.keptOf(serving, noor, e, f)
		ctx, stop := context.WithCancel(s.Context())
		var others sync.WaitGroup
		written := 0
		others.Go(func() { // a writer, by the other program
			for i := 0; ctx.Err() == nil && i < 60; i++ { // each look at the whole grows with them
				err := serving.Update(ctx, s.now, func(tx *Tx) error {
					return tx.AddMessage(e, evaluation.Message{ID: id.Entry(fmt.Sprintf("late%04d", i)), Author: noor.ID, At: s.now + 1, Text: "said meanwhile"})
				})
				if err == nil {
					written++
				} else if ctx.Err() == nil {
					s.Errorf("a writer meanwhile: %v", err)
				}
			}
		})
		others.Go(func() { // and a reader
			for ctx.Err() == nil {
				err := serving.View(ctx, s.now, func(r *Reader) error { _, err := r.Messages(e); return err })
				if err != nil && ctx.Err() == nil {
					s.Errorf("a reader meanwhile: %v", err)
				}
			}
		})
		s.renew(s.db, s.now+1, 3, func(KeyRef) { s.wantWhole() })
		stop()
		others.Wait()
		s.wantWhole()
		s.wantNothingOf("v1")
		var said []evaluation.Message
		s.view(func(r *Reader) (err error) { said, err = r.Messages(e); return err })
		if len(said) < 2+written {
			s.Errorf("%d lines, %d were written beside 2", len(said), written)
		}
		if now := s.keptOf(s.db, noor, e, f); !strings.Contains(now, "said meanwhile") && written > 0 || len(now) < len(before) {
			s.Error("something reads differently")
		}
	})
}

// TestARenewalGoesOnWhereItWasKilled, with another program; a second one a year later
// finds the third key; a master key takes over in the middle of it; and who is erased
// in the middle leaves no key that opens anything.
func TestARenewalGoesOnWhereItWasKilled(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor, e, f := s.kept()
		before := s.keptOf(s.db, noor, e, f)
		s.update(func(tx *Tx) error { _, err := tx.RenewKey(KeyRef{Person: noor.ID}, s.now+1, 2); return err })
		same(s, "earlier keys in the middle", s.number(`SELECT COUNT(*) FROM former_keys`), 1)
		same(s, "what is read in the middle", s.keptOf(s.db, noor, e, f), before)
		s.wantWhole()
		s.view(func(r *Reader) error {
			_, unfinished, err := r.KeysAbout(noor.ID)
			if !unfinished {
				s.Error("nobody knows that it is not done")
			}
			return err
		})
		again := s.open(testMaster(s.T))
		s.renew(again, s.now+1, 4, func(KeyRef) {})
		same(s, "what is read after", s.keptOf(again, noor, e, f), before)
		s.wantNothingOf("v1")
		s.renew(again, s.now+2, 4, func(KeyRef) {})
		same(s, "after the second", s.keptOf(s.db, noor, e, f), before)
		s.wantNothingOf("v2.2")
		s.wantWhole()

		s.update(func(tx *Tx) error { _, err := tx.RenewKey(KeyRef{Person: noor.ID}, s.now+3, 2); return err })
		next := freshMaster(s.T)
		s.db.master.Also(func() []*seal.Master { return []*seal.Master{next} })
		defer s.db.master.Also(func() []*seal.Master { return nil })
		s.update(func(tx *Tx) error {
			_, err := tx.RewrapRoots(next.ID())
			s.must(err)
			_, err = tx.RewrapKeys(next.ID(), 100)
			return err
		})
		s.db = s.open(next)
		same(s, "under another master key", s.keptOf(s.db, noor, e, f), before)
		same(s, "keys that it wraps, the earlier ones too", s.number(`SELECT COUNT(*) FROM former_keys WHERE wrapped < $1 OR wrapped >= $2`, "k1."+next.ID()+".", "k1."+next.ID()+"/"), 0)
		s.update(func(tx *Tx) error {
			s.must(tx.SetLeft(noor.ID, s.now))
			return tx.Bury(noor.ID)
		})
		same(s, "keys of who was erased, besides the tombstone's", s.number(`SELECT COUNT(*) FROM former_keys WHERE person = $1`, string(noor.ID)), 0)
		s.wantWhole()
		s.renew(s.db, s.now+4, 100, func(KeyRef) {})
		s.wantWhole()
	})
}

// TestAStepIsOnlyEverSealedAnew: outside of a renewal nothing of a standing changes.
func TestAStepIsOnlyEverSealedAnew(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor := s.people("Ada")[0]
		s.update(func(tx *Tx) error {
			return tx.AddStanding(standing.Standing{ID: "s1", Subject: noor.ID, Since: s.now, Step: "squad", How: standing.ByFirstEvaluation})
		})
		for _, change := range []string{`sealed = 'v1.x'`, `since = since + 1`, `id = 'other'`} {
			if err := s.raw(`UPDATE standings SET ` + change); err == nil {
				s.Errorf("SET %s went through", change)
			}
		}
		s.must(s.raw(`INSERT INTO former_keys (part, person, number, wrapped) VALUES ('', $1, '1', 'x')`, string(noor.ID)))
		for _, change := range []string{`since = since + 1`, `id = 'other'`, `subject = 'nobody'`} {
			if err := s.raw(`UPDATE standings SET ` + change); err == nil {
				s.Errorf("in a renewal, SET %s went through", change)
			}
		}
	})
}

// madeHere are tables that the world in which internal/trust renews keys leaves empty.
var madeHere = []string{"role_requests", "evaluation_closing_notes", "glasses", "extracts", "memo_drafts", "note_drafts", "person_sexes", "corrections",
	"restrictions", "erasures", "legal_holds", "passkeys", "code_apps", "provider_sessions", "gap_reports", "statistics"}

// TestRareThingsAreMadeAnew as well: each is found under the key that seals it.
func TestRareThingsAreMadeAnew(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Ben", "Cleo")
		ada, ben := people[0].ID, people[1].ID
		e := s.evaluation(evaluation.Growth, people[0], people[1])
		rest, err := rights.AskRestriction(ada, "Because.", s.now)
		s.must(err)
		erasure, err := rights.AskErasure(ada, ben, "They wrote.", s.now)
		s.must(err)
		hold, err := rights.AskHold(ada, ben, "A claim.", s.now)
		s.must(err)
		correction, err := rights.NewCorrection(ada, "evaluation/1", "It was in March.", s.now)
		s.must(err)
		glass, err := disclosure.AskGlass(ada, people[2].ID, ben, disclosure.Harm, "It cannot wait.", s.now)
		s.must(err)
		s.update(func(tx *Tx) error {
			_, err := tx.SaveMemoDraft(MemoPair{Author: ben, Subject: ada}, "", "A memo.", 0)
			s.must(err)
			_, err = tx.SaveNoteDraft(ada, "", growth.NoteText{Text: "A note."}, 0)
			s.must(err)
			return errors.Join(
				tx.AddRoleRequest(&role.Request{ID: "r1", Subject: ada, AskedAt: s.now, Kind: role.TakeUp, Role: "chapter-lead", AskedBy: ben, Stage: role.WithLead}),
				tx.AddClosingNote(evaluation.Leftover{Evaluation: e.ID, Subject: ada, Author: ben, Since: s.now}),
				tx.AddGlass(glass), tx.AddExtract(journey.Extract{ID: "x1", Subject: ada, MadeAt: s.now, EndsAt: s.now + 5, Words: "Words."}, "hash"),
				tx.SaySex(SexSaid{Person: ada, Sex: paygap.Woman, MadeAt: s.now, MadeBy: ada}),
				tx.AddCorrection(correction), tx.AddRestriction(rest), tx.AddErasure(erasure), tx.AddHold(hold),
				tx.AddPasskey(Passkey{ID: "k1", Person: ada, Name: "Key", Record: []byte("{}"), MadeAt: s.now}, "handle"), tx.SetCodeApp(ada, "SECRET"),
				tx.AddProviderSession(ProviderSession{Session: "s1", Person: ada, Issuer: "https://id.example.org", Subject: "ada", Token: "a token"}),
				tx.AddGapReport(paygap.Report{ID: "g1", Country: "SE", Day: "2026-05-01", MadeAt: s.now, MadeBy: ben, Currency: "SEK"}),
				tx.AddStatistics(aggregate.Publication{Quarter: "2026-1", Day: "2026-04-01", At: s.now}))
		})
		s.renew(s.db, s.now+1, 3, func(KeyRef) {})
		s.wantNothingOf("v1")
		for _, in := range sealedEverywhere {
			if !slices.Contains(madeHere, in.table) {
				continue
			}
			if n := s.number(`SELECT COUNT(*) FROM ` + in.table + ` WHERE ` + in.column + ` >= 'v2.2.' AND ` + in.column + ` < 'v2.2/'`); n != 1 {
				s.Errorf("%s holds %d values under the new key", in.table, n)
			}
		}
		s.wantWhole()
	})
}
