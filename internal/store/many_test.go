package store

import (
	"fmt"
	"slices"
	"testing"

	"cairn/internal/id"
)

// TestListsOfEveryLengthFindEachOnce: the texts of short lists have more room than
// values, and none of these is found twice or left out.
func TestListsOfEveryLengthFindEachOnce(t *testing.T) {
	onBoth(t, func(s *suite) {
		var names []string
		for i := range 70 {
			names = append(names, fmt.Sprintf("Person %02d", i))
		}
		var ids []id.Person
		for _, p := range s.people(names...) {
			ids = append(ids, p.ID)
		}
		s.view(func(r *Reader) error {
			for _, n := range []int{0, 1, 2, 3, 5, 16, 17, 31, 64, 65, 70} {
				found, err := each(r, person, peopleByID, ids[:n])
				if err != nil {
					return err
				}
				var got []id.Person
				for _, p := range found {
					got = append(got, p.ID)
				}
				slices.Sort(got)
				same(s, fmt.Sprint(n), fmt.Sprint(got), fmt.Sprint(slices.Sorted(slices.Values(ids[:n]))))
			}
			return nil
		})
	})
}
