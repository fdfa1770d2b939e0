package store_test

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

func TestATokenIsKeptTouchedAndRevokedByItsPerson(t *testing.T) {
	onEachEngine(t, func(w *accountWorld) {
		scopes := []access.Scope{access.ScopeOrganisation, access.ScopeStep}
		token := store.Token{ID: id.New[id.Token](), Person: w.ada, Name: "reports", Scopes: scopes, MadeAt: w.now, EndsAt: w.now.Add(time.Hour)}
		w.update(func(tx *store.Tx) error { return tx.AddToken(token, "hash") })
		w.update(func(tx *store.Tx) error { return tx.TouchToken(token.ID) })
		w.view(func(r *store.Reader) error {
			got, who, ok, err := r.TokenByHash("hash")
			if !ok || got.ID != token.ID || !slices.Equal(got.Scopes, scopes) || got.UsedAt != w.now || got.EndsAt != token.EndsAt {
				t.Errorf("kept %+v, %v", got, ok)
			}
			if list, err := r.Tokens(w.ada); err != nil || len(list) != 1 || list[0].Name != "reports" || list[0].MadeAt != token.MadeAt {
				t.Errorf("listed %+v, %v", list, err)
			}
			if who.Person != w.ada || who.Name != "Ada Åkesson" || who.LeftAt.IsSet() || len(who.Offices) != 0 {
				t.Errorf("whose it is: %+v", who)
			}
			return err
		})
		w.update(func(tx *store.Tx) error {
			if err := tx.GrantOffice(w.ada, org.PeoplePartner); err != nil {
				return err
			}
			return tx.GrantOffice(w.ada, org.CTO)
		})
		w.view(func(r *store.Reader) error {
			_, who, _, err := r.TokenByHash("hash")
			if held, failed := r.OfficesOf(w.ada); failed != nil || !slices.Equal(who.Offices, held) || len(held) != 2 {
				t.Errorf("offices %v, held %v, %v", who.Offices, held, failed)
			}
			return err
		})
		w.revoke(w.bob, token.ID, false)
		w.revoke(w.ada, token.ID, true)
		w.revoke(w.ada, token.ID, false)
		w.view(func(r *store.Reader) error {
			left, err := r.Tokens(w.ada)
			if len(left) != 0 {
				t.Errorf("listed %+v", left)
			}
			return err
		})
	})
}

func (w *accountWorld) revoke(person id.Person, token id.Token, want bool) {
	w.Helper()
	w.update(func(tx *store.Tx) error {
		done, err := tx.RevokeToken(person, token)
		if done != want {
			w.Errorf("done is %v, want %v", done, want)
		}
		return err
	})
}
