package store

import (
	"testing"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/role"
)

func TestARoleRequestIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Tove")
		want := role.Request{
			ID: id.New[id.RoleRequest](), Subject: people[0].ID, AskedAt: s.now, Kind: role.TakeUp, Role: "chapter-lead", Catalogue: true,
			AskedBy: people[1].ID, Why: "Weil – é", Stage: role.WithLead,
			Departure: &role.Departure{ID: id.New[id.Departure](), AskedBy: people[1].ID, AskedAt: s.now, Why: "<&>", Lead: people[2].ID, AgreedAt: s.now + 1},
		}
		s.update(func(tx *Tx) error { return tx.AddRoleRequest(&want) })
		var first, second *RoleRequest
		s.view(func(r *Reader) (err error) {
			if first, err = r.RoleRequest(want.ID); err != nil {
				return err
			}
			second, err = r.RoleRequest(want.ID)
			return err
		})
		got, departure := first.Request, *first.Departure
		got.Departure = want.Departure
		same(s, "the request", got, want)
		same(s, "the departure", departure, *want.Departure)
		first.Departure.Reason, first.Departure.Agreed, first.Stage = "So.", true, role.Asked
		s.update(func(tx *Tx) error { return tx.SaveRoleRequest(first) })
		second.Stage, second.ClosedAt = role.Withdrawn, s.now+2
		err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveRoleRequest(second) })
		if !fault.Is(err, fault.Conflict) {
			s.Errorf("what was changed meanwhile is written over: %v", err)
		}
		s.view(func(r *Reader) error {
			open, err := r.OpenRoleRequests()
			s.must(err)
			of, err := r.OpenRoleRequestsOf([]id.Person{people[0].ID, people[1].ID})
			s.must(err)
			same(s, "open", len(open)+len(of), 2)
			same(s, "the reason", open[0].Departure.Reason, "So.")
			return nil
		})
		s.view(func(r *Reader) (err error) { first, err = r.RoleRequest(want.ID); return err })
		first.ClosedAt, first.Stage = s.now+3, role.Confirmed
		s.update(func(tx *Tx) error { return tx.SaveRoleRequest(first) })
		s.view(func(r *Reader) error {
			open, err := r.OpenRoleRequests()
			s.must(err)
			all, err := r.RoleRequestsOf(people[0].ID)
			same(s, "open, closed", [2]int{len(open), len(all)}, [2]int{0, 1})
			return err
		})
	})
}

func TestRolesAreToldOverTime(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Noor")[0].ID
		s.update(func(tx *Tx) error { return tx.TakeRoles([]org.RoleTaken{{Person: who, Role: "Mentor"}}) })
		s.now += 5
		s.update(func(tx *Tx) error { return tx.PutDownRoles([]org.RoleTaken{{Person: who, Role: "Mentor"}}) })
		s.now++
		s.update(func(tx *Tx) error { return tx.TakeRoles([]org.RoleTaken{{Person: who, Role: "Mentor"}}) })
		s.view(func(r *Reader) error {
			all, err := r.RolesOf(who)
			same(s, "roles", [3]bool{len(all) == 2, all[0].Until.IsSet(), all[1].Until.IsSet()}, [3]bool{true, true, false})
			return err
		})
	})
}
