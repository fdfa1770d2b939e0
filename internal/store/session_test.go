package store_test

import (
	"testing"
	"time"

	"cairn/internal/id"
	"cairn/internal/store"
)

func (w *accountWorld) session(person id.Person, hash string) id.Session {
	w.Helper()
	s := store.Session{ID: id.New[id.Session](), Person: person, Agent: "Firefox", MadeAt: w.now, EndsAt: w.now.Add(time.Hour)}
	w.update(func(tx *store.Tx) error { return tx.AddSession(s, hash) })
	return s.ID
}

func (w *accountWorld) sessionBy(hash string) (s store.Session, ok bool) {
	w.Helper()
	w.view(func(r *store.Reader) (err error) {
		s, _, ok, err = r.SessionByHash(hash)
		return err
	})
	return s, ok
}

func TestASessionIsKeptTouchedAndEnded(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		session := w.session(w.ada, "hash")
		made := w.now
		w.now = w.now.Add(time.Minute)
		w.update(func(tx *store.Tx) error { return tx.TouchSession(session) })
		s, ok := w.sessionBy("hash")
		if !ok || s.ID != session || s.Person != w.ada || s.MadeAt != made || s.SeenAt != w.now || s.Revoked.IsSet() {
			t.Errorf("kept %+v, %v", s, ok)
		}
		for _, want := range []bool{true, false} { // ending twice ends once
			w.update(func(tx *store.Tx) error {
				done, err := tx.RevokeSession(w.ada, session)
				if done != want {
					t.Errorf("done is %v", done)
				}
				return err
			})
		}
		if s, _ := w.sessionBy("hash"); s.Revoked != w.now {
			t.Errorf("revoked at %v", s.Revoked)
		}
	})
}

func TestASessionIsEndedByItsPersonOnly(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		session := w.session(w.ada, "hash")
		w.update(func(tx *store.Tx) error {
			done, err := tx.RevokeSession(w.bob, session)
			if done {
				t.Error("Bob ended Ada's session")
			}
			return err
		})
		if s, _ := w.sessionBy("hash"); s.Revoked.IsSet() {
			t.Error("it was ended")
		}
	})
}

func TestASessionIsRenewed(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		session, other := w.session(w.ada, "hash"), w.session(w.ada, "other")
		renew := func(hash string) (done bool) {
			w.update(func(tx *store.Tx) (err error) { done, err = tx.RenewSession(session, hash); return err })
			return done
		}
		before := func(hash string) (s store.Session) {
			w.view(func(r *store.Reader) (err error) {
				s, _, _, err = r.SessionBefore(hash, w.now.Add(-time.Second))
				return err
			})
			return s
		}
		if !renew("fresh") || before("hash").ID != session || before("").ID != "" || before("other").ID != "" {
			t.Error("not found by the token before")
		}
		if s, ok := w.sessionBy("hash"); ok {
			t.Errorf("still found: %+v", s)
		}
		if s, _ := w.sessionBy("fresh"); s.ID != session {
			t.Errorf("found %+v", s)
		}
		if s, _ := w.sessionBy("other"); s.ID != other {
			t.Errorf("another became %+v", s)
		}
		w.now = w.now.Add(2 * time.Second)
		if before("hash").ID != "" {
			t.Error("found for ever by the token before")
		}
		w.update(func(tx *store.Tx) error { _, err := tx.RevokeSession(w.ada, session); return err })
		if renew("late") {
			t.Error("renewed after its end")
		}
	})
}

func TestAllSessionsButOneAreEnded(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		kept := w.session(w.ada, "kept")
		w.session(w.ada, "other")
		w.session(w.bob, "bob's")
		w.update(func(tx *store.Tx) error {
			n, err := tx.RevokeSessions(w.ada, kept)
			if n != 1 {
				t.Errorf("%d ended", n)
			}
			return err
		})
		w.view(func(r *store.Reader) error {
			left, err := r.Sessions(w.ada)
			if len(left) != 1 || left[0].ID != kept {
				t.Errorf("left %+v", left)
			}
			return err
		})
		if s, _ := w.sessionBy("bob's"); s.Revoked.IsSet() {
			t.Error("Bob's session was ended")
		}
	})
}
