package framework

import (
	"slices"

	"cairn/internal/lang"
)

// Rebase carries an extension from the base it extends to a newer one. Ids that
// were given anew are followed. Whatever cannot be carried without a decision is
// listed for the owner with the whole entry; nothing is dropped.
func Rebase(ext *Extension, oldBase, newBase *Framework) Rebased {
	kept := *ext
	kept.Extends = Ref{newBase.ID, newBase.Version}
	kept.Replace, kept.Hide = slices.Clone(ext.Replace), slices.Clone(ext.Hide)
	for i := range kept.Replace {
		kept.Replace[i].ID = renamed(newBase, kept.Replace[i].ID)
	}
	for i := range kept.Hide {
		kept.Hide[i].ID = renamed(newBase, kept.Hide[i].ID)
	}
	r := &rebasing{ext: ext, old: oldBase, new: newBase, why: map[entry]lang.Told{}}
	for _, p := range Check(newBase, &kept) {
		if at := (entry{p.List, p.At}); p.List != "" && r.why[at].None() {
			r.why[at] = p.Message
		}
	}
	r.additions(&kept)
	r.targets(&kept)
	return Rebased{Kept: &kept, Gone: r.gone}
}

// renamed follows the map of ids.
func renamed(f *Framework, id ExampleID) ExampleID {
	if f.Replaces != nil && f.Replaces.Map[id] != "" {
		return f.Replaces.Map[id]
	}
	return id
}

type rebasing struct {
	ext      *Extension
	old, new *Framework
	why      map[entry]lang.Told // what Check says of an entry under the new base
	gone     []Lost
}

func (r *rebasing) additions(kept *Extension) {
	kept.Add = Additions{}
	kept.Add.Disciplines = sift(r, listDisciplines, r.ext.Add.Disciplines, func(d Discipline) Lost {
		return Lost{ID: string(d.ID), Discipline: &d}
	})
	left := r.leftDisciplines(kept)
	kept.Add.Roles = sift(r, listRoles, r.ext.Add.Roles, func(role Role) Lost {
		return Lost{ID: string(role.ID), Role: &role}
	}, func(role Role) lang.Told { return orphan(left, role.Discipline) })
	kept.Add.Examples = sift(r, listExamples, r.ext.Add.Examples, func(e Example) Lost {
		return Lost{ID: string(e.ID), Example: &e}
	}, func(e Example) lang.Told { return orphan(left, e.Disciplines...) })
}

// leftDisciplines are those of the unit that could not be carried over.
func (r *rebasing) leftDisciplines(kept *Extension) []DisciplineID {
	var left []DisciplineID
	for _, d := range r.ext.Add.Disciplines {
		if !slices.ContainsFunc(kept.Add.Disciplines, func(k Discipline) bool { return k.ID == d.ID }) {
			left = append(left, d.ID)
		}
	}
	return left
}

func orphan(left []DisciplineID, marks ...DisciplineID) lang.Told {
	for _, d := range marks {
		if slices.Contains(left, d) {
			return lang.Tell("It belongs to the discipline {discipline}, which does not fit the new version itself.", "discipline", d)
		}
	}
	return lang.Told{}
}

// sift keeps the entries that fit and lists the rest.
func sift[T any](r *rebasing, list string, all []T, lost func(T) Lost, also ...func(T) lang.Told) []T {
	var kept []T
	for i, v := range all {
		why := r.why[entry{list, i}]
		for _, ask := range also {
			if why.None() {
				why = ask(v)
			}
		}
		if why.None() {
			kept = append(kept, v)
			continue
		}
		l := lost(v)
		l.List = list
		l.because(why)
		r.gone = append(r.gone, l)
	}
	return kept
}

// targets keeps what still speaks about the same sentence.
func (r *rebasing) targets(kept *Extension) {
	replace, hide := kept.Replace, kept.Hide
	kept.Replace, kept.Hide = nil, nil
	for i, was := range r.ext.Replace {
		if l, fits := r.target(entry{listReplace, i}, was.ID, replace[i].ID); fits {
			kept.Replace = append(kept.Replace, replace[i])
		} else {
			l.Replace = &was
			r.gone = append(r.gone, l)
		}
	}
	for i, was := range r.ext.Hide {
		if l, fits := r.target(entry{listHide, i}, was.ID, hide[i].ID); fits {
			kept.Hide = append(kept.Hide, hide[i])
		} else {
			l.Hide = &was
			r.gone = append(r.gone, l)
		}
	}
}

func (r *rebasing) target(at entry, wasID, isID ExampleID) (Lost, bool) {
	was, _ := r.old.Example(wasID)
	now, there := r.new.Example(isID)
	l := Lost{List: at.list, ID: string(wasID), Base: was, Now: now}
	if there && now.Text != was.Text {
		l.Text = DiffWords(was.Text, now.Text)
	}
	switch {
	case !there:
		l.because(lang.Tell("The new version does not have this example."))
	case len(now.Disciplines) == 0 && len(was.Disciplines) > 0:
		l.because(lang.Tell("In the new version this example is for everyone, so no unit may replace or hide it."))
	case !r.why[at].None():
		l.because(r.why[at])
	case now.Text != was.Text:
		l.because(lang.Tell("The new version says this in other words. Does the unit’s entry still hold?"))
	default:
		return Lost{}, true
	}
	return l, false
}
