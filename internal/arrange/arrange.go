// Package arrange puts lists in order. slices.SortFunc does it a little quicker and is
// compiled anew for the type of each list, at some 20 KB; what is put in order here is
// compiled once. Lists that can be very long and are put in order for each request are
// better kept in order.
package arrange

import "sort"

// By puts a list in the order that compare tells, as slices.SortFunc does.
func By[T any](list []T, compare func(a, b T) int) {
	sort.Slice(list, func(i, j int) bool { return compare(list[i], list[j]) < 0 })
}

// Stably is By, and leaves those that compare finds equal in the order they have.
func Stably[T any](list []T, compare func(a, b T) int) {
	sort.SliceStable(list, func(i, j int) bool { return compare(list[i], list[j]) < 0 })
}
