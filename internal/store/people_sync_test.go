package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/org"
)

func init() {
	wholeAllTheSame = append(wholeAllTheSame, "FROM people_syncs ORDER BY began_at DESC") // its key
}

func TestReadingsOfTheFileOfPeople(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.must(s.try(func(tx *Tx) error { return tx.BeginPeopleSync() }))
		first := org.Sync{BeganAt: s.now, EndedAt: s.now + 1, Outcome: org.SyncRefused, Problems: []org.SyncProblem{{Line: 3, Column: "manager", Message: "nobody"}}}
		s.must(s.try(func(tx *Tx) error { return tx.EndPeopleSync(first) }))
		s.now = s.now.Add(time.Hour)
		s.must(s.try(func(tx *Tx) error { return tx.BeginPeopleSync() }))
		list := func(most int) (list []org.Sync) {
			s.must(s.db.View(s.Context(), s.now, func(r *Reader) (err error) { list, err = r.PeopleSyncs(most); return err }))
			return list
		}
		second := org.Sync{BeganAt: s.now, Outcome: org.SyncBegun, Problems: []org.SyncProblem{}}
		if diff := cmp.Diff([]org.Sync{second, first}, list(5)); diff != "" {
			s.Error(diff)
		}
		if got := list(1); len(got) != 1 || got[0].BeganAt != s.now {
			s.Errorf("the newest is %+v", got)
		}
		s.must(s.try(func(tx *Tx) error { return tx.DropPeopleSyncs(s.now) }))
		if got := list(5); len(got) != 1 {
			s.Errorf("old ones are kept: %+v", got)
		}
	})
}
