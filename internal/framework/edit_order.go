package framework

import (
	"slices"
	"strconv"
	"strings"

	"cairn/internal/arrange"
)

// SamePlace tells whether two examples stand at the same area and step or level.
func (e Example) SamePlace(o Example) bool {
	return e.Area == o.Area && e.Step == o.Step && e.Level == o.Level
}

// MoveExample moves the example one place up or down among those of its place; at
// the end of them it stays.
func (f *Framework) MoveExample(id ExampleID, up bool) *Framework {
	at, _ := f.ExamplePosition(id)
	return f.MoveExampleTo(id, beside(at, up))
}

// ExamplePosition tells where among those of its place the example stands, counted
// from one, and how many they are.
func (f *Framework) ExamplePosition(id ExampleID) (at, of int) {
	e, ok := f.Example(id)
	if !ok {
		return 0, 0
	}
	for _, o := range f.Examples {
		if o.SamePlace(e) {
			of++
		}
		if o.ID == id {
			at = of
		}
	}
	return at, of
}

// MoveExampleTo puts the example at a position among those of its place.
func (f *Framework) MoveExampleTo(id ExampleID, position int) *Framework {
	e, ok := f.Example(id)
	if !ok {
		return f
	}
	return f.with(func(c *Framework) {
		var slots []int
		var here []Example
		for i, o := range c.Examples {
			if o.SamePlace(e) {
				slots, here = append(slots, i), append(here, o)
			}
		}
		moveTo(here, slices.IndexFunc(here, func(o Example) bool { return o.ID == id }), position)
		for i, slot := range slots {
			c.Examples[slot] = here[i]
		}
	})
}

// MoveStep moves the step one place towards the narrower or the wider; the two
// that change places change their orders too. Of steps that share an order, only
// their sequence changes.
func (f *Framework) MoveStep(id StepID, up bool) *Framework {
	return f.with(func(c *Framework) {
		arrange.Stably(c.Steps, func(a, b Step) int { return a.Order - b.Order })
		i := slices.IndexFunc(c.Steps, func(s Step) bool { return s.ID == id })
		j := beside(i, up)
		if i < 0 || j < 0 || j >= len(c.Steps) {
			return
		}
		c.Steps[i].Order, c.Steps[j].Order = c.Steps[j].Order, c.Steps[i].Order
		c.Steps[i], c.Steps[j] = c.Steps[j], c.Steps[i]
	})
}

// MoveAreaTo puts the area at a position, counted from one, and numbers them all.
func (f *Framework) MoveAreaTo(id AreaID, position int) *Framework {
	return f.with(func(c *Framework) {
		arrange.Stably(c.Areas, func(a, b Area) int { return a.Order - b.Order })
		moveTo(c.Areas, slices.IndexFunc(c.Areas, func(a Area) bool { return a.ID == id }), position)
		for i := range c.Areas {
			c.Areas[i].Order = i + 1
		}
	})
}

// MoveDisciplineTo puts the discipline at a position, counted from one.
func (f *Framework) MoveDisciplineTo(id DisciplineID, position int) *Framework {
	return f.with(func(c *Framework) {
		moveTo(c.Disciplines, slices.IndexFunc(c.Disciplines, func(d Discipline) bool { return d.ID == id }), position)
	})
}

// MoveRoleTo puts the role at a position, counted from one.
func (f *Framework) MoveRoleTo(id RoleID, position int) *Framework {
	return f.with(func(c *Framework) {
		moveTo(c.Roles, slices.IndexFunc(c.Roles, func(r Role) bool { return r.ID == id }), position)
	})
}

// MoveQuestionTo puts the question at a position, both counted from one.
func (f *Framework) MoveQuestionTo(at, position int) *Framework {
	return f.withQuestions(func(order []int) []int {
		moveTo(order, at-1, position)
		return order
	})
}

// DropQuestion takes the question at the place, counted from one, out.
func (f *Framework) DropQuestion(at int) *Framework {
	return f.withQuestions(func(order []int) []int {
		return slices.DeleteFunc(order, func(i int) bool { return i == at-1 })
	})
}

// PutQuestion changes the question at the place, counted from one; what lies
// beyond the last is added.
func (f *Framework) PutQuestion(at int, qa QA) *Framework {
	return f.with(func(c *Framework) {
		if at >= 1 && at <= len(c.FAQ) {
			c.FAQ[at-1] = qa
			return
		}
		c.FAQ = append(c.FAQ, qa)
	})
}

// withQuestions orders the questions anew. Fields that Cairn keeps for a question
// without knowing them are kept under its number, and follow it.
func (f *Framework) withQuestions(arrange func([]int) []int) *Framework {
	order := make([]int, len(f.FAQ))
	for i := range order {
		order[i] = i
	}
	order = arrange(order)
	return f.with(func(c *Framework) {
		c.FAQ = nil
		to := map[string]string{}
		for i, was := range order {
			c.FAQ = append(c.FAQ, f.FAQ[was])
			to[strconv.Itoa(was+1)] = strconv.Itoa(i + 1)
		}
		c.Extra = renumbered(f.Extra, to)
	})
}

func renumbered(extra, to map[string]string) map[string]string {
	made := make(map[string]string, len(extra))
	for key, v := range extra {
		if rest, ok := strings.CutPrefix(key, "question "); ok {
			number, field, _ := strings.Cut(rest, " ")
			if to[number] == "" {
				continue
			}
			key = "question " + to[number] + " " + field
		}
		made[key] = v
	}
	return made
}

func beside(at int, up bool) int {
	if up {
		return at - 1
	}
	return at + 1
}

// moveTo puts what stands at index i at a position counted from one, or at the
// nearest there is.
func moveTo[T any](list []T, i, position int) {
	if i < 0 || i >= len(list) {
		return
	}
	j := min(max(position, 1), len(list)) - 1
	for ; i < j; i++ {
		list[i], list[i+1] = list[i+1], list[i]
	}
	for ; i > j; i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
}
