package arrange

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type line struct{ key, at int }

// TestAsSlicesDoes: by the same key those that came first stay first, and By loses none.
func TestAsSlicesDoes(t *testing.T) {
	byKey := func(a, b line) int { return cmp.Compare(a.key, b.key) }
	rapid.Check(t, func(t *rapid.T) {
		var list []line
		for i, key := range rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "keys") {
			list = append(list, line{key, i})
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, byKey)
		stable, other := slices.Clone(list), slices.Clone(list)
		Stably(stable, byKey)
		By(other, func(a, b line) int { return cmp.Or(byKey(a, b), cmp.Compare(a.at, b.at)) })
		if !slices.Equal(stable, want) || !slices.Equal(other, want) {
			t.Fatalf("%v became %v and %v", list, stable, other)
		}
	})
}
