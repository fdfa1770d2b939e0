package frameworkimport

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

var numberIn = regexp.MustCompile(`\d+(?:\.\d+)?`)

// stepOrders is the question of the order of steps.
const stepOrders = "steps"

// orders gives each step its place. Where nobody says it, it is assumed from
// numbers, or from what came first, and asked for.
func (c *collector) orders() map[*named]int {
	all := slices.Clone(c.steps.all)
	if len(all) == 0 {
		return nil
	}
	why, ranked := lang.Later("in the order in which they were met"), false
	switch {
	case !slices.ContainsFunc(all, func(n *named) bool { return !n.ranked }):
		arrange.Stably(all, func(a, b *named) int { return cmp.Compare(a.rank, b.rank) })
		ranked = true
	case numbered(all):
		arrange.Stably(all, func(a, b *named) int { return cmp.Compare(numberOf(a), numberOf(b)) })
		why = lang.Later("by their numbers")
	default:
		someNumbered(all)
	}
	groups := tied(all)
	if len(all) == 1 {
		return map[*named]int{all[0]: 1}
	}
	answer := c.question(Question{ID: stepOrders, At: all[0].at, Answer: written(groups),
		Ask: lang.Tell("Which step is wider than which? The narrowest comes first, one on each line. Steps of the same rank stand on one line with = between them.")})
	if c.decided(stepOrders) {
		groups = c.asWritten(answer, groups)
	} else {
		c.sideBySide(groups)
		if !ranked {
			c.note(Undecided, all[0].at, "steps", lang.Tell("The steps are taken {how}: {steps}.", "how", lang.Word(why), "steps", strings.ReplaceAll(written(groups), "\n", ", ")))
		}
	}
	orders := map[*named]int{}
	for i, group := range groups {
		for _, n := range group {
			orders[n] = i + 1
		}
	}
	return orders
}

func (c *collector) sideBySide(groups [][]*named) {
	for _, group := range groups {
		for _, n := range group[1:] {
			c.note(Undecided, n.at, "step", lang.Tell("{first} and {second} have the same rank. They stay side by side, neither wider than the other, until you order them.", "first", lang.Quoted(group[0].name), "second", lang.Quoted(n.name)))
		}
	}
}

func numbered(all []*named) bool {
	prefix := func(n *named) string { return fold(numberIn.ReplaceAllString(n.name, "")) }
	for _, n := range all {
		if len(numberIn.FindAllString(n.name, -1)) != 1 || prefix(n) != prefix(all[0]) {
			return false
		}
	}
	return true
}

// someNumbered sorts those that only a number tells apart among the places they
// have, where others stand between them.
func someNumbered(all []*named) {
	groups := map[string][]int{}
	for i, n := range all {
		if len(numberIn.FindAllString(n.name, -1)) == 1 {
			prefix := fold(numberIn.ReplaceAllString(n.name, ""))
			groups[prefix] = append(groups[prefix], i)
		}
	}
	for _, at := range groups {
		var these []*named
		for _, i := range at {
			these = append(these, all[i])
		}
		arrange.Stably(these, func(a, b *named) int { return cmp.Compare(numberOf(a), numberOf(b)) })
		for j, i := range at {
			all[i] = these[j]
		}
	}
}

func numberOf(n *named) float64 {
	v, _ := strconv.ParseFloat(numberIn.FindString(n.name), 64)
	return v
}

// tied groups those of one rank.
func tied(all []*named) (groups [][]*named) {
	for i, n := range all {
		if i > 0 && n.ranked && all[i-1].ranked && n.rank == all[i-1].rank {
			groups[len(groups)-1] = append(groups[len(groups)-1], n)
		} else {
			groups = append(groups, []*named{n})
		}
	}
	return groups
}

func written(groups [][]*named) string {
	var lines []string
	for _, group := range groups {
		var one []string
		for _, n := range group {
			one = append(one, n.name)
		}
		lines = append(lines, strings.Join(one, " = "))
	}
	return strings.Join(lines, "\n")
}

// asWritten reads the order that somebody gave; steps left out of it follow.
func (c *collector) asWritten(answer string, groups [][]*named) (ordered [][]*named) {
	left := map[*named]bool{}
	for _, group := range groups {
		for _, n := range group {
			left[n] = true
		}
	}
	var known []string
	for n := range left {
		known = append(known, n.name)
	}
	slices.Sort(known)
	take := func(name string) *named {
		n := c.steps.find(name)
		if n == nil || !left[n] {
			c.note(Undecided, c.steps.all[0].at, "steps", lang.Tell("The order names {name}, which is no step, or stands there twice.{meant}", "name", lang.Quoted(shorten(name)), "meant", didYouMean(first(framework.Nearest(name, known)))))
			return nil
		}
		delete(left, n)
		return n
	}
	for line := range strings.FieldsFuncSeq(answer, func(r rune) bool { return r == '\n' || r == '>' }) {
		line = tidy(line)
		if line == "" {
			continue
		}
		parts := []string{line}
		if c.steps.find(line) == nil {
			parts = strings.Split(line, "=")
		}
		var group []*named
		for _, part := range parts {
			if n := take(part); n != nil {
				group = append(group, n)
			}
		}
		if len(group) > 0 {
			ordered = append(ordered, group)
		}
	}
	for _, group := range groups {
		group = slices.DeleteFunc(slices.Clone(group), func(n *named) bool { return !left[n] })
		if len(group) > 0 {
			c.note(Undecided, group[0].at, "step", lang.Tell("The order you gave leaves out {name}; it follows at the end.", "name", lang.Quoted(group[0].name)))
			ordered = append(ordered, group)
		}
	}
	return ordered
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
