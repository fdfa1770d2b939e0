package store

import (
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

func TestPasskeysAreKeptForTheirPersonOnly(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		noor, mats := people[0].ID, people[1].ID
		k := Passkey{ID: id.New[id.Passkey](), Person: noor, Name: "Grüße – é", Record: []byte(`{"a":1}`), MadeAt: s.now}
		has := func(who id.Person, want bool) {
			s.view(func(r *Reader) error {
				got, err := r.HasSecondProof(who)
				same(s, "has a second proof", got, want)
				return err
			})
		}
		has(noor, false)
		s.update(func(tx *Tx) error { return tx.AddPasskey(k, "handle") })
		has(noor, true)
		has(mats, false)
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error {
			return tx.AddPasskey(Passkey{ID: id.New[id.Passkey](), Person: mats, MadeAt: s.now}, "handle")
		}); !IsDuplicate(err) {
			s.Errorf("one handle twice: %v", err)
		}
		k.Record, k.UsedAt = []byte(`{"a":2}`), s.now+3
		s.now += 3
		s.update(func(tx *Tx) error { return tx.UsePasskey(k) })
		s.view(func(r *Reader) error {
			got, err := r.Passkeys(noor)
			equal(s, "passkeys", got, []Passkey{k})
			return err
		})
		for _, c := range []struct {
			who  id.Person
			done bool
		}{{mats, false}, {noor, true}, {noor, false}} {
			s.update(func(tx *Tx) error {
				done, err := tx.RemovePasskey(c.who, k.ID)
				same(s, "removed", done, c.done)
				return err
			})
		}
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.UsePasskey(k) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("use of a removed one: %v", err)
		}
		has(noor, false)
	})
}

func TestACodeAppCountsOnceConfirmed(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor := s.people("Noor")[0].ID
		app := CodeApp{Person: noor, Key: "otpauth://é", MadeAt: s.now}
		told := func(want CodeApp, there, counts bool) {
			s.view(func(r *Reader) error {
				got, ok, err := r.CodeAppOf(noor)
				s.must(err)
				equal(s, "code app", []any{got, ok}, []any{want, there})
				has, err := r.HasSecondProof(noor)
				same(s, "counts", has, counts)
				return err
			})
		}
		s.update(func(tx *Tx) error { return tx.SetCodeApp(noor, "another") })
		s.update(func(tx *Tx) error { return tx.SetCodeApp(noor, app.Key) })
		told(app, true, false)
		s.now += 2
		s.update(func(tx *Tx) error { return tx.ConfirmCodeApp(noor, 7) })
		app.ConfirmedAt, app.LastCode = s.now, 7
		told(app, true, true)
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.ConfirmCodeApp(noor, 8) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("confirmed twice: %v", err)
		}
		for code, want := range map[int64]bool{7: false, 6: false} {
			s.update(func(tx *Tx) error {
				done, err := tx.SpendCode(noor, code)
				same(s, "spent", done, want)
				return err
			})
		}
		s.update(func(tx *Tx) error { _, err := tx.SpendCode(noor, 9); return err })
		app.LastCode = 9
		told(app, true, true)
		s.update(func(tx *Tx) error { return tx.RemoveCodeApp(noor) })
		told(CodeApp{Person: noor}, false, false)
	})
}

func TestSpareCodesWorkOnceAndForTheirPerson(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		noor, mats := people[0].ID, people[1].ID
		s.update(func(tx *Tx) error { return tx.SetSpareCodes(noor, []string{"old"}) })
		s.update(func(tx *Tx) error { return tx.SetSpareCodes(noor, []string{"a", "b"}) })
		s.update(func(tx *Tx) error { return tx.SetSpareCodes(mats, []string{"c"}) })
		for _, c := range []struct {
			who  id.Person
			hash string
			want bool
		}{{noor, "old", false}, {noor, "c", false}, {noor, "a", true}, {noor, "a", false}} {
			s.update(func(tx *Tx) error {
				done, err := tx.UseSpareCode(c.who, c.hash)
				same(s, c.hash, done, c.want)
				return err
			})
		}
		left := func(who id.Person, want int) {
			s.view(func(r *Reader) error {
				n, err := r.SpareCodesLeft(who)
				same(s, "left", n, want)
				return err
			})
		}
		left(noor, 1)
		s.update(func(tx *Tx) error { return tx.RemoveSecondProofs(noor) })
		left(noor, 0)
		left(mats, 1)
	})
}

func TestAQuestionWaitsForOneAnswer(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor := s.people("Noor")[0].ID
		named := Ceremony{Purpose: "a", Person: noor, Kept: "é", EndsAt: s.now + 10}
		open := Ceremony{Purpose: "b", EndsAt: s.now + 10}
		s.update(func(tx *Tx) error { return tx.AddCeremony(named, "one") })
		s.update(func(tx *Tx) error { return tx.AddCeremony(open, "two") })
		s.update(func(tx *Tx) error { return tx.MissCeremony("one") })
		named.Tries = 1
		got := func(hash string) (c Ceremony, ok bool) {
			s.view(func(r *Reader) (err error) { c, ok, err = r.CeremonyByHash(hash); return err })
			return c, ok
		}
		for hash, want := range map[string]Ceremony{"one": named, "two": open} {
			c, ok := got(hash)
			equal(s, hash, []any{c, ok, c.Waits(s.now + 9), c.Waits(s.now + 10)}, []any{want, true, true, false})
		}
		use := func(hash string, at clock.Instant, want bool) {
			s.must(s.db.Update(s.Context(), at, func(tx *Tx) error {
				done, err := tx.UseCeremony(hash)
				same(s, "answered", done, want)
				return err
			}))
		}
		use("two", s.now+10, false)
		use("one", s.now+9, true)
		use("one", s.now+9, false)
		if c, _ := got("one"); c.Waits(s.now + 9) {
			s.Error("an answered question waits")
		}
		s.now = s.now.Add(25 * time.Hour)
		s.update(func(tx *Tx) error { return tx.AddCeremony(Ceremony{Purpose: "c", EndsAt: s.now + 1}, "three") })
		if _, ok := got("one"); ok {
			s.Error("a question stays for ever")
		}
	})
}
