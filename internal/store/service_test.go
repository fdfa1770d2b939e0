package store_test

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/store"
)

func TestAServiceIsKeptTouchedAndEndedByItsName(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		v := store.Service{ID: id.New[id.Service](), Name: "intranet", Scopes: access.ServiceScopes(), MadeAt: w.now, EndsAt: w.now.Add(time.Hour)}
		w.update(func(tx *store.Tx) error { return tx.AddService(v, "hash") })
		w.update(func(tx *store.Tx) error { return tx.TouchService(v.ID) })
		w.view(func(r *store.Reader) error {
			got, ok, err := r.ServiceByHash("hash")
			if !ok || got.Name != "intranet" || !slices.Equal(got.Scopes, v.Scopes) || got.UsedAt != w.now || got.EndsAt != v.EndsAt {
				t.Errorf("kept %+v, %v", got, ok)
			}
			return err
		})
		for _, want := range []bool{true, false} {
			w.update(func(tx *store.Tx) error {
				done, err := tx.RevokeService("intranet")
				if done != want {
					t.Errorf("done is %v, want %v", done, want)
				}
				return err
			})
		}
		w.view(func(r *store.Reader) error {
			left, err := r.Services()
			if len(left) != 0 {
				t.Errorf("listed %+v", left)
			}
			return err
		})
	})
}
