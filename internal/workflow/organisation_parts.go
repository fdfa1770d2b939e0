package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

const (
	wholeUnits = 200 // up to so many units are shown whole
	unitsAPage = 100 // of each list of a larger organisation
)

// OrganisationFrom shows who works with whom as Organisation does, and of a large
// organisation one page of each list, so that it takes no longer the larger it is.
func (w *Workflow) OrganisationFrom(ctx context.Context, actor access.Actor, from OrgFrom) (tree OrgTree, err error) {
	if err := seesOrganisation(actor); err != nil {
		return tree, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		large, err := r.MoreUnitsThan(wholeUnits)
		if err != nil {
			return err
		}
		if !large {
			tree, err = wholeTree(r)
			return err
		}
		tree, err = treeFrom(r, from)
		return err
	})
	return tree, err
}

func treeFrom(r *store.Reader, from OrgFrom) (tree OrgTree, err error) {
	tree.Large = true
	tribes, next, err := unitsFrom(r, org.Tribe, from.Tribes, unitsAPage)
	if err != nil {
		return tree, err
	}
	tree.Next.Tribes = next
	if tree.Squads, tree.Next.Squads, err = entriesFrom(r, org.Squad, from.Squads); err != nil {
		return tree, err
	}
	if tree.Guilds, tree.Next.Guilds, err = entriesFrom(r, org.Guild, from.Guilds); err != nil {
		return tree, err
	}
	parts, err := r.PartsOf(tribes)
	if err != nil {
		return tree, err
	}
	entries, err := countedEntries(r, tribes)
	for _, e := range entries {
		tree.Tribes = append(tree.Tribes, TribeEntry{UnitEntry: e, Parts: parts[e.ID]})
	}
	if err != nil {
		return tree, err
	}
	tree.CTO, err = ctoOf(r)
	return tree, err
}

// unitsFrom is one page of the units of a kind that stand on top, and the last of it where
// more come.
func unitsFrom(r *store.Reader, kind org.UnitKind, after id.Unit, limit int) (units []org.Unit, next id.Unit, err error) {
	units, err = r.UnitsOnTop(kind, after, limit+1)
	units, next = cutAt(units, limit)
	return units, next, err
}

// cutAt keeps so many units, and names the last where there were more.
func cutAt(units []org.Unit, limit int) (page []org.Unit, next id.Unit) {
	if len(units) <= limit {
		return units, ""
	}
	return units[:limit], units[limit-1].ID
}

func entriesFrom(r *store.Reader, kind org.UnitKind, after id.Unit) ([]UnitEntry, id.Unit, error) {
	units, next, err := unitsFrom(r, kind, after, unitsAPage)
	if err != nil {
		return nil, "", err
	}
	entries, err := countedEntries(r, units)
	return entries, next, err
}

func countedEntries(r *store.Reader, units []org.Unit) ([]UnitEntry, error) {
	counts, err := r.CountsOf(units)
	if err != nil {
		return nil, err
	}
	return unitEntries(r, units, counts)
}

// UnitsFound are units by name, and the last of them where more come.
type UnitsFound struct {
	Units []UnitEntry
	Next  id.Unit
}

// FindUnits shows one page of the units whose names have words that begin like those asked
// for, after the one named.
func (w *Workflow) FindUnits(ctx context.Context, actor access.Actor, words string, after id.Unit) (found UnitsFound, err error) {
	if err := seesOrganisation(actor); err != nil {
		return found, err
	}
	bare := org.BareWords(words)
	if len(bare) == 0 {
		return found, nil
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		units, _, err := r.UnitsNamed(bare, after, unitsAPage+1)
		if err != nil {
			return err
		}
		units, found.Next = cutAt(units, unitsAPage)
		found.Units, err = countedEntries(r, units)
		return err
	})
	return found, err
}

// OrgAsk asks for one page of each list of the organisation, or of one list alone.
type OrgAsk struct {
	Only  org.UnitKind       // of the one list; empty for all
	After func(id.Unit) bool // knows the last unit of the page before; nil at the beginning
	Limit int
}

// OrganisationPage shows who works with whom as Organisation does, but one page of the
// lists, with what belongs to the tribes on it. Nothing else is counted. Without found
// there is no such page.
func (w *Workflow) OrganisationPage(ctx context.Context, actor access.Actor, ask OrgAsk) (tree OrgTree, found bool, err error) {
	if err := seesOrganisation(actor); err != nil {
		return tree, false, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		units, next, err := unitsAsked(r, ask)
		if found = next != nil; err != nil || !found {
			return err
		}
		within, err := r.UnitsOf(units)
		if err != nil {
			return err
		}
		all, err := countedEntries(r, append(units, within...))
		if err != nil {
			return err
		}
		tree = treeOf(all)
		tree.Next = OrgFrom{Tribes: next[org.Tribe], Squads: next[org.Squad], Guilds: next[org.Guild]}
		tree.CTO, err = ctoOf(r)
		return err
	})
	return tree, found, err
}

// unitsAsked are the units on top that are on the page, and of each list the last where
// more come; next is nil where there is no such page.
func unitsAsked(r *store.Reader, ask OrgAsk) (units []org.Unit, next map[org.UnitKind]id.Unit, err error) {
	for _, kind := range []org.UnitKind{org.Tribe, org.Squad, org.Guild} {
		if ask.Only != "" && ask.Only != kind {
			continue
		}
		after, found, err := lastBefore(func() ([]id.Unit, error) { return r.UnitIDsOnTop(kind) }, ask.After)
		if err != nil || !found {
			return nil, nil, err
		}
		page, last, err := unitsFrom(r, kind, after, ask.Limit)
		if err != nil {
			return nil, nil, err
		}
		if units = append(units, page...); next == nil {
			next = map[org.UnitKind]id.Unit{}
		}
		next[kind] = last
	}
	return units, next, nil
}

// lastBefore looks for the unit of a list after which a page begins: none at the beginning.
func lastBefore(all func() ([]id.Unit, error), is func(id.Unit) bool) (after id.Unit, found bool, err error) {
	if is == nil {
		return "", true, nil
	}
	ids, err := all()
	if at := slices.IndexFunc(ids, is); at >= 0 {
		return ids[at], true, err
	}
	return "", false, err
}
