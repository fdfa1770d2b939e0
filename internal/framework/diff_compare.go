package framework

import (
	"slices"
	"strconv"
	"strings"
)

// Compare tells how the earlier version became the later one. Ids that were
// given anew are followed through the later version's Replaces.Map.
func Compare(before, after *Framework) Diff {
	return comparison{was: before, is: after, ids: true}.diff()
}

// comparison holds the two versions. With ids, another id alone is a change too,
// as owners need to see; to a reader it is none.
type comparison struct {
	was, is *Framework
	ids     bool
}

func (c comparison) diff() Diff {
	d := Diff{Before: Ref{c.was.ID, c.was.Version}, After: Ref{c.is.ID, c.is.Version}, before: c.was, after: c.is}
	d.Head = differ(headFields(c.was), headFields(c.is))
	d.Words = differ(wordFields(c.was.Words), wordFields(c.is.Words))
	d.Policy = differ(policyFields(c.was.Policy), policyFields(c.is.Policy))
	var steps, areas renames
	d.Steps, steps = compareItems(c, stepItems(c.was), stepItems(c.is))
	d.Areas, areas = compareItems(c, areaItems(c.was), areaItems(c.is))
	d.Disciplines, _ = compareItems(c, disciplineItems(c.was), disciplineItems(c.is))
	d.Roles, _ = compareItems(c, roleItems(c.was), roleItems(c.is))
	d.Questions, _ = compareItems(c, questionItems(c.was), questionItems(c.is))
	d.Scales, _ = compareItems(c, scaleItems(c.was), scaleItems(c.is))
	d.Profiles, _ = compareItems(c, profileItems(c.was), profileItems(c.is))
	d.Places = c.places(areas, steps)
	return d
}

// item is anything of a framework as a reader sees it: an id, a name, and fields
// in words.
type item struct {
	id, name string
	fields   []field
	ordered  bool // its place among its like says something
}

type field struct{ name, text string }

// renames leads from an id of the earlier version to the one of the later.
type renames map[string]string

func (r renames) of(id string) string {
	if later, ok := r[id]; ok {
		return later
	}
	return id
}

func compareItems(c comparison, was, is []item) ([]ItemChange, renames) {
	pairs := pairItems(was, is)
	later := renames{}
	before := map[string]int{} // by the later id
	for i, j := range pairs {
		later[was[i].id] = is[j].id
		before[is[j].id] = i
	}
	rankWas, rankIs := ranks(was, is, pairs)
	var changes []ItemChange
	for j, now := range is {
		i, known := before[now.id]
		if !known {
			changes = append(changes, ItemChange{Kind: Added, ID: now.id, Name: now.name, Fields: differ(nil, now.fields)})
			continue
		}
		fields := differ(was[i].fields, now.fields)
		if now.ordered && rankWas[i] != rankIs[j] {
			fields = append(fields, fieldChange("order", strconv.Itoa(rankWas[i]+1), strconv.Itoa(rankIs[j]+1)))
		}
		change := ItemChange{Kind: Changed, ID: now.id, Name: now.name, Fields: fields}
		if was[i].id != now.id {
			change.WasID = was[i].id
		}
		if len(fields) > 0 || change.WasID != "" && c.ids {
			changes = append(changes, change)
		}
	}
	for i, gone := range was {
		if _, kept := pairs[i]; !kept {
			changes = append(changes, ItemChange{Kind: Removed, ID: gone.id, Name: gone.name, Fields: differ(gone.fields, nil)})
		}
	}
	return changes, later
}

// pairItems finds each earlier item again: by its id, or else by its name.
func pairItems(was, is []item) map[int]int {
	pairs, taken := map[int]int{}, map[int]bool{}
	for _, key := range []func(item) string{func(i item) string { return i.id }, func(i item) string { return fold(i.name) }} {
		at := map[string]int{}
		for j := len(is) - 1; j >= 0; j-- { // the first of several wins
			if !taken[j] {
				at[key(is[j])] = j
			}
		}
		for i := range was {
			j, found := at[key(was[i])]
			if _, done := pairs[i]; found && !done && !taken[j] && key(was[i]) != "" {
				pairs[i], taken[j] = j, true
			}
		}
	}
	return pairs
}

// ranks number only what both versions have, so that something new in between
// does not count as moving all that follows.
func ranks(was, is []item, pairs map[int]int) (rankWas, rankIs map[int]int) {
	rankWas, rankIs = map[int]int{}, map[int]int{}
	kept := map[int]bool{}
	for i := range was {
		if j, ok := pairs[i]; ok {
			rankWas[i], kept[j] = len(rankWas), true
		}
	}
	for j := range is {
		if kept[j] {
			rankIs[j] = len(rankIs)
		}
	}
	return rankWas, rankIs
}

// differ lists the fields whose text is not the same. The two lists name the same
// fields in the same order, or one of them is empty.
func differ(was, is []field) []FieldChange {
	var changes []FieldChange
	for i := range max(len(was), len(is)) {
		var a, b field
		if i < len(was) {
			a = was[i]
		}
		if i < len(is) {
			b = is[i]
		}
		if a.text != b.text {
			changes = append(changes, fieldChange(a.name+strings.TrimPrefix(b.name, a.name), a.text, b.text))
		}
	}
	return changes
}

func fieldChange(name, before, after string) FieldChange {
	return FieldChange{Field: name, Before: before, After: after, Words: DiffWords(before, after)}
}

// seenBy is the part of a framework somebody of the discipline reads, with no
// mark but their own.
func seenBy(f *Framework, d DisciplineID) *Framework {
	lent := lentTo(f, d)
	g := *f
	g.Examples, g.Disciplines, g.Roles, g.Profiles = nil, nil, nil, nil
	for _, e := range f.Examples {
		switch {
		case len(e.Disciplines) == 0:
		case d != "" && slices.Contains(e.Disciplines, d), lent[e.ID]:
			e.Disciplines = []DisciplineID{d}
		default:
			continue
		}
		g.Examples = append(g.Examples, e)
	}
	for _, own := range f.Disciplines {
		if own.ID == d {
			g.Disciplines = append(g.Disciplines, own)
		}
	}
	kept := map[RoleID]bool{}
	for _, r := range f.Roles {
		if r.Discipline == "" || r.Discipline == d {
			kept[r.ID] = true
			g.Roles = append(g.Roles, r)
		}
	}
	for _, p := range f.Profiles {
		if kept[p.Role] {
			g.Profiles = append(g.Profiles, p)
		}
	}
	return New(g)
}

// lentTo holds what a discipline reads of its own or, where it has nothing, of the
// one it is near to.
func lentTo(f *Framework, d DisciplineID) map[ExampleID]bool {
	own, ok := f.Discipline(d)
	if !ok || own.Near == "" {
		return nil
	}
	lent := map[ExampleID]bool{}
	for _, a := range f.Areas {
		for _, s := range f.Steps {
			examples, _ := f.MarkedOrNear(a.ID, s.ID, d)
			for _, e := range examples {
				lent[e.ID] = true
			}
		}
	}
	return lent
}
