package store_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/testkit/postgres"
)

// accountWorld is a database with two people, and the moment it is there.
type accountWorld struct {
	*testing.T
	db       *store.DB
	now      clock.Instant
	ada, bob id.Person
}

func onEachEngine(t *testing.T, f func(w *accountWorld)) {
	t.Helper()
	addresses := map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "cairn.db") },
		"postgres": func(t *testing.T) string { return postgres.URL(t) },
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) { f(newAccountWorld(t, address(t))) })
	}
}

func newAccountWorld(t *testing.T, address string) *accountWorld {
	t.Helper()
	master, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), address, master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	w := &accountWorld{T: t, db: db, now: clock.Date("2026-05-12").Start(), ada: id.New[id.Person](), bob: id.New[id.Person]()}
	w.update(func(tx *store.Tx) error {
		return tx.AddPeople([]org.Person{
			{ID: w.ada, Name: "Ada Åkesson", Email: "Ada@Example.org"},
			{ID: w.bob, Name: "Bob Berg", Email: "bob@example.org"},
		}, nil)
	})
	return w
}

func (w *accountWorld) update(f func(*store.Tx) error) {
	w.Helper()
	if err := w.db.Update(context.Background(), w.now, f); err != nil {
		w.Fatal(err)
	}
}

func (w *accountWorld) view(f func(*store.Reader) error) {
	w.Helper()
	if err := w.db.View(context.Background(), w.now, f); err != nil {
		w.Fatal(err)
	}
}

func TestAnAccountIsFoundWhateverTheCaseAndWithoutAPassword(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		w.view(func(r *store.Reader) error {
			a, ok, err := r.AccountByEmail(org.FoldEmail("ADA@example.ORG"))
			if !ok || a.Person != w.ada || a.Password != "" || a.Name != "Ada Åkesson" {
				t.Errorf("found %+v, %v", a, ok)
			}
			return err
		})
		w.view(func(r *store.Reader) error {
			_, ok, err := r.AccountByEmail("nobody@example.org")
			if ok {
				t.Error("an address nobody has was found")
			}
			return err
		})
	})
}

func TestAPasswordIsSwappedOnlyForTheOneThatWasRead(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		w.update(func(tx *store.Tx) error { return tx.SavePassword(w.ada, "first") })
		w.update(func(tx *store.Tx) error { return tx.SwapPassword(w.ada, "first", "second") })
		err := w.db.Update(context.Background(), w.now, func(tx *store.Tx) error { return tx.SwapPassword(w.ada, "first", "third") })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a stale swap: %v", err)
		}
		w.view(func(r *store.Reader) error {
			a, err := r.AccountOf(w.ada)
			if a.Password != "second" || a.SetAt != w.now {
				t.Errorf("kept %q, set at %v", a.Password, a.SetAt)
			}
			return err
		})
	})
}

func TestUninvitedAreThoseWithNoWayIn(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		names := func() (names []string) {
			w.view(func(r *store.Reader) error {
				found, err := r.Uninvited()
				for names = nil; len(found) > 0; found = found[1:] {
					names = append(names, found[0].Name)
				}
				return err
			})
			return names
		}
		if got := names(); len(got) != 2 || got[0] != "Ada Åkesson" {
			t.Errorf("at first %q", got)
		}
		w.update(func(tx *store.Tx) error { return tx.SavePassword(w.ada, "hash") })
		if got := names(); len(got) != 1 || got[0] != "Bob Berg" {
			t.Errorf("after Ada set a password %q", got)
		}
		w.update(func(tx *store.Tx) error {
			return tx.AddInvitation(store.Invitation{Person: w.bob, MadeAt: w.now, ExpiresAt: w.now.Add(time.Hour)}, "h")
		})
		if got := names(); len(got) != 0 {
			t.Errorf("after Bob was invited %q", got)
		}
		w.now = w.now.Add(time.Hour)
		if got := names(); len(got) != 1 {
			t.Errorf("after the invitation expired %q", got)
		}
	})
}
