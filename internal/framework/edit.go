package framework

import (
	"maps"
	"slices"

	"cairn/internal/clock"
)

// Edits make a changed copy; the framework they are given stays as it is. Ids
// stay what they were made as, whatever happens to the text.

// PutExample changes the example of that id, or adds it at the end of its place.
// One that moves to another place goes to the end of it and keeps its id. An
// example without an id gets one made of its place and first words.
func (f *Framework) PutExample(e Example) (*Framework, ExampleID) {
	if e.ID == "" {
		e.ID = f.freshID(e)
	}
	return f.with(func(c *Framework) {
		i := slices.IndexFunc(c.Examples, func(o Example) bool { return o.ID == e.ID })
		if i >= 0 && c.Examples[i].SamePlace(e) {
			c.Examples[i] = e
			return
		}
		if i >= 0 {
			c.Examples = slices.Delete(c.Examples, i, i+1)
		}
		at := len(c.Examples)
		for i, o := range c.Examples {
			if o.SamePlace(e) {
				at = i + 1
			}
		}
		c.Examples = slices.Insert(c.Examples, at, e)
	}), e.ID
}

// DropExample takes the example out, and what the file says that it became.
func (f *Framework) DropExample(id ExampleID) *Framework {
	return f.with(func(c *Framework) {
		c.Examples = slices.DeleteFunc(c.Examples, func(o Example) bool { return o.ID == id })
		if c.Replaces != nil {
			r := Replaces{Version: c.Replaces.Version, Map: maps.Clone(c.Replaces.Map)}
			maps.DeleteFunc(r.Map, func(_, became ExampleID) bool { return became == id })
			c.Replaces = &r
		}
	})
}

// PutStep changes the step of that id, or adds it.
func (f *Framework) PutStep(s Step) *Framework {
	return f.with(func(c *Framework) { c.Steps = put(c.Steps, s, func(o Step) bool { return o.ID == s.ID }) })
}

// PutArea changes the area of that id, or adds it.
func (f *Framework) PutArea(a Area) *Framework {
	return f.with(func(c *Framework) { c.Areas = put(c.Areas, a, func(o Area) bool { return o.ID == a.ID }) })
}

// PutDiscipline changes the discipline of that id, or adds it.
func (f *Framework) PutDiscipline(d Discipline) *Framework {
	return f.with(func(c *Framework) {
		c.Disciplines = put(c.Disciplines, d, func(o Discipline) bool { return o.ID == d.ID })
	})
}

// PutRole changes the role of that id, or adds it.
func (f *Framework) PutRole(r Role) *Framework {
	return f.with(func(c *Framework) { c.Roles = put(c.Roles, r, func(o Role) bool { return o.ID == r.ID }) })
}

// PutFAQ replaces the questions and answers.
func (f *Framework) PutFAQ(faq []QA) *Framework {
	return f.with(func(c *Framework) { c.FAQ = slices.Clone(faq) })
}

// Release returns the framework as another version or in another state of life.
func (f *Framework) Release(version string, status Status) *Framework {
	return f.with(func(c *Framework) { c.Version, c.Status = version, status })
}

// with returns a copy that change may write to.
func (f *Framework) with(change func(*Framework)) *Framework {
	c := *f
	c.index = nil
	c.Steps, c.Areas, c.Disciplines = slices.Clone(f.Steps), slices.Clone(f.Areas), slices.Clone(f.Disciplines)
	c.Roles, c.Examples, c.FAQ = slices.Clone(f.Roles), slices.Clone(f.Examples), slices.Clone(f.FAQ)
	change(&c)
	return New(c)
}

func put[T any](list []T, v T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = v
		return list
	}
	return append(list, v)
}

// NextVersion suggests the version after v: the last number in it raised by one.
func NextVersion(v string) string {
	end := len(v)
	for end > 0 && (v[end-1] < '0' || v[end-1] > '9') {
		end--
	}
	start := end
	for start > 0 && v[start-1] >= '0' && v[start-1] <= '9' {
		start--
	}
	if start == end {
		return v + "-2"
	}
	return v[:start] + raise(v[start:end]) + v[end:]
}

// raise adds one to a number of any length.
func raise(digits string) string {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
	return "1" + string(b)
}

// Replacing returns the framework as the successor of the version; ids that the
// author maps stay mapped when it already was.
func (f *Framework) Replacing(version string) *Framework {
	return f.with(func(c *Framework) {
		if c.Replaces == nil || c.Replaces.Version != version {
			c.Replaces = &Replaces{Version: version}
		}
	})
}

// From returns the framework as in force from the day on.
func (f *Framework) From(day clock.Date) *Framework {
	return f.with(func(c *Framework) { c.Effective = day })
}
