package store

import (
	"fmt"
	"testing"
)

// TestPeopleAreCountedAsFarAsAsked: to the end, or no further than a number, whatever the
// filter; what is shown is the same.
func TestPeopleAreCountedAsFarAsAsked(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.people("Ada", "Ben", "Cleo")
		for _, c := range []struct {
			filter PeopleFilter
			want   string
		}{
			{PeopleFilter{}, "3 false"}, {PeopleFilter{Count: 2}, "2 true"}, {PeopleFilter{Count: 3}, "3 false"},
			{PeopleFilter{Words: "example", Count: 2}, "2 true"}, {PeopleFilter{Words: "ben", Count: 2}, "1 false"}, {PeopleFilter{Unit: "none", Count: 2}, "0 false"},
		} {
			c.filter.Limit = 10
			s.view(func(r *Reader) error {
				page, err := r.People(c.filter)
				same(s, fmt.Sprintf("%+v", c.filter), fmt.Sprint(page.Total, " ", page.Others), c.want)
				return err
			})
		}
		for people, want := range map[int]bool{0: true, 2: true, 3: false, 200: false} {
			s.view(func(r *Reader) error {
				more, err := r.MoreThan(people)
				same(s, fmt.Sprint("more than ", people), more, want)
				return err
			})
		}
	})
}
