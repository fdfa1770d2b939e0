package store_test

import (
	"testing"
	"time"

	"cairn/internal/store"
)

func (w *accountWorld) invite(hash string) {
	w.Helper()
	w.update(func(tx *store.Tx) error {
		return tx.AddInvitation(store.Invitation{Person: w.ada, MadeAt: w.now, ExpiresAt: w.now.Add(time.Hour)}, hash)
	})
}

func (w *accountWorld) use(hash string, want bool) {
	w.Helper()
	w.update(func(tx *store.Tx) error {
		done, err := tx.UseInvitation(hash)
		if done != want {
			w.Errorf("using %s gave %v, want %v", hash, done, want)
		}
		return err
	})
}

func TestAnInvitationIsSpentOnceAndInTime(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		w.invite("first")
		w.use("unknown", false)
		w.use("first", true)
		w.use("first", false)
		w.invite("second")
		w.now = w.now.Add(time.Hour)
		w.use("second", false)
	})
}

func TestANewInvitationEndsTheOlder(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		w.invite("first")
		w.invite("second")
		w.use("first", false)
		w.view(func(r *store.Reader) error {
			i, ok, err := r.InvitationByHash("first")
			if !ok || i.Usable(w.now) {
				t.Errorf("the older one: %+v, %v", i, ok)
			}
			return err
		})
		w.use("second", true)
	})
}
