package workflow

import (
	"context"

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
	tribes, next, err := unitsFrom(r, org.Tribe, from.Tribes)
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
func unitsFrom(r *store.Reader, kind org.UnitKind, after id.Unit) (units []org.Unit, next id.Unit, err error) {
	units, err = r.UnitsOnTop(kind, after, unitsAPage+1)
	if len(units) > unitsAPage {
		units = units[:unitsAPage]
		next = units[unitsAPage-1].ID
	}
	return units, next, err
}

func entriesFrom(r *store.Reader, kind org.UnitKind, after id.Unit) ([]UnitEntry, id.Unit, error) {
	units, next, err := unitsFrom(r, kind, after)
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
