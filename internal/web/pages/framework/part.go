package framework

import (
	"net/url"
	"strconv"
	"strings"
)

// onePart is how many areas or steps one page goes through; a framework that has
// more is read in parts, so that its pages stay as light as a small one's.
const onePart = 24

// mostTabs is how many steps stand in a row of tabs, and mostAlso how many
// neighbours are listed at the end of a page.
const mostTabs, mostAlso = 12, 24

// partOf reads which part of a long page is asked for, counted from one; nothing
// when none is.
func partOf(query url.Values) int {
	n, err := strconv.Atoi(query.Get("part"))
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// part cuts a list to the part in view; beyond the last it shows the last.
func part[T any](r Reading, all []T) []T {
	at := r.partAt(len(all)) - 1
	return all[at*onePart : min((at+1)*onePart, len(all))]
}

// partAt is the part in view of a list so long.
func (r Reading) partAt(long int) int { return min(max(r.Part, 1), parts(long)) }

func parts(long int) int { return max(1, (long+onePart-1)/onePart) }

// inPart adds the part that holds the item at the index to an address.
func inPart(path string, index int) string {
	if index < onePart {
		return path
	}
	return added(path, "part", strconv.Itoa(index/onePart+1))
}

// added puts one more question to an address, before its fragment.
func added(path, name, value string) string {
	path, fragment, found := strings.Cut(path, "#")
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	path += separator + name + "=" + url.QueryEscape(value)
	if found {
		path += "#" + fragment
	}
	return path
}

// beforePart and afterPart lead to the neighbouring parts; empty where none is.
func (r Reading) beforePart(path string, long int) string {
	at := r.partAt(long)
	if at == 1 {
		return ""
	}
	return inPart(r.with(path), (at-2)*onePart)
}

func (r Reading) afterPart(path string, long int) string {
	at := r.partAt(long)
	if at == parts(long) {
		return ""
	}
	return inPart(r.with(path), at*onePart)
}
