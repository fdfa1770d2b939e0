package store

import (
	"errors"
	"testing"
	"time"

	"cairn/internal/clock"
)

func TestOneLeadsUntilItIsHeardOfNoMore(t *testing.T) {
	onBoth(t, func(s *suite) {
		ctx, long := s.Context(), time.Minute
		first, ok, err := s.db.TakeLead(ctx, "first", long)
		if err != nil || !ok || first.Term != 1 {
			s.Fatal(first, ok, err)
		}
		if _, ok, err := s.db.TakeLead(ctx, "second", long); ok || err != nil {
			s.Fatal("two lead at once:", ok, err)
		}
		if ok, err := s.db.KeepLead(ctx, first, long); !ok || err != nil {
			s.Error("the lead is not kept:", ok, err)
		}
		s.must(s.raw(`UPDATE leader SET ends_at = ends_at - 60000001`)) // a minute passes
		if ok, err := s.db.KeepLead(ctx, first, long); ok || err != nil {
			s.Error("a lead that ended is kept:", ok, err)
		}
		second, ok, err := s.db.TakeLead(ctx, "second", long)
		if err != nil || !ok || second.Term != 2 {
			s.Fatal(second, ok, err)
		}
		s.must(s.db.GiveUpLead(ctx, first)) // one that leads no more gives nothing up
		if _, ok, _ := s.db.TakeLead(ctx, "first", long); ok {
			s.Error("it took the lead of another")
		}
		s.must(s.db.GiveUpLead(ctx, second))
		if third, ok, err := s.db.TakeLead(ctx, "first", long); !ok || err != nil || third.Term != 3 {
			s.Error("a lead that was given up is not taken:", third, ok, err)
		}
	})
}

// TestWhoLeadsNoMoreWritesNothing: the fence is in the transaction, so it does not
// matter when a process that was frozen wakes.
func TestWhoLeadsNoMoreWritesNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0].ID
		first, _, err := s.db.TakeLead(s.Context(), "first", time.Minute)
		s.must(err)
		zone := func(zone string, l Lead) error {
			return s.db.Update(UnderLead(s.Context(), l), s.now, func(tx *Tx) error { return tx.SetZone(ada, zone) })
		}
		s.must(zone("Europe/Oslo", first))
		s.must(s.db.GiveUpLead(s.Context(), first))
		second, _, err := s.db.TakeLead(s.Context(), "second", time.Minute)
		s.must(err)
		if err := zone("Europe/Paris", first); !errors.Is(err, ErrLeadLost) {
			s.Error("who leads no more writes:", err)
		}
		s.must(zone("Europe/Rome", second))
		s.must(s.db.Update(WithoutLead(UnderLead(s.Context(), first)), s.now, func(tx *Tx) error { return tx.SetZone(ada, "Europe/Bern") }))
	})
}

func TestWhoServesIsListed(t *testing.T) {
	onBoth(t, func(s *suite) {
		for _, name := range []string{"a", "b"} {
			s.must(s.db.SeeReplica(s.Context(), Replica{ID: name, Name: name, Version: "1", Knows: 56}))
		}
		s.must(s.db.SeeReplica(s.Context(), Replica{ID: "a", Name: "a", Version: "1", Knows: 56}))
		now, err := s.db.Instant(s.Context())
		s.must(err)
		s.view(func(r *Reader) error {
			list, err := r.Replicas(now.Add(-time.Minute))
			if len(list) != 2 || list[0].Name != "a" || list[0].Began > list[0].Seen {
				s.Errorf("%+v", list)
			}
			return err
		})
		s.must(s.db.ReplicaGone(s.Context(), "a"))
		same(s, "who serves", s.number(`SELECT COUNT(*) FROM replicas`), 1)
	})
}

func TestAPaceHoldsOverAllCairns(t *testing.T) {
	onBoth(t, func(s *suite) {
		both, now := []*DB{s.db, s.open(testMaster(s.T))}, s.now
		try := func(i int, key string) bool {
			s.Helper()
			ok, err := both[i%2].Pace(s.Context(), key, now, 10*time.Second, 4)
			s.must(err)
			return ok
		}
		for i := range 4 {
			if !try(i, "ada") {
				s.Errorf("try %d is refused", i)
			}
		}
		if try(4, "ada") || try(5, "ada") {
			s.Error("the fifth try is not refused")
		}
		if !try(0, "bo") {
			s.Error("somebody else's try is refused")
		}
		now = now.Add(10 * time.Second)
		if !try(6, "ada") || try(7, "ada") {
			s.Error("one try comes free in ten seconds")
		}
		now = now.Add(-365 * 24 * time.Hour) // the clock was a year ahead
		if !try(8, "ada") {
			s.Error("a clock that was wrong keeps somebody out")
		}
		now = s.now.Add(time.Hour)
		s.must(s.raw(dropPaces, int64(now)))
		same(s, "what is kept an hour later", s.number(`SELECT COUNT(*) FROM paces`), 0)
	})
}

// TestCairnsAgreeOnTheTime: one whose machine is five minutes ahead, and one that is
// five minutes behind, go by the database; a machine whose clock jumps does not matter.
func TestCairnsAgreeOnTheTime(t *testing.T) {
	onBoth(t, func(s *suite) {
		began, err := s.db.Instant(s.Context())
		s.must(err)
		for _, skew := range []time.Duration{5 * time.Minute, -5 * time.Minute} {
			c, err := s.db.Clock(s.Context(), func() time.Time { return time.Now().Add(skew) })
			s.must(err)
			if apart := c.Now().Sub(began); apart < -time.Second || apart > 10*time.Second {
				s.Errorf("with a machine %s off it shows %s from the database's time", skew, apart)
			}
		}
	})
}

// TestTheClockIsSetWhereItIsWrongAndNotToAndFro.
func TestTheClockIsSetWhereItIsWrongAndNotToAndFro(t *testing.T) {
	s := newSuite(t, "sqlite")
	machine := time.Now()
	c, err := s.db.Clock(s.Context(), func() time.Time { return machine })
	s.must(err)
	before := c.known.Load()
	s.must(c.Ask(s.Context()))
	if c.known.Load() != before && c.Now().Sub(before.shown) < even {
		s.Error("it is set although it is right")
	}
	machine = machine.Add(-time.Hour) // it slept, or was set
	s.must(c.Ask(s.Context()))
	if apart := c.Now().Sub(clock.At(time.Now())).Abs(); apart > 10*time.Second {
		s.Errorf("it is %s off", apart)
	}
}
