package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// UnitEntry is a unit as lists show it.
type UnitEntry struct {
	UnitRef
	Lead    *PersonRef // nil when it has none
	Members int        // of a tribe: with those of its squads and chapters, each once
}

// TribeEntry is a tribe with what belongs to it.
type TribeEntry struct {
	UnitEntry
	Chapters []UnitEntry
	Squads   []UnitEntry
	Parts    map[org.UnitKind]int // how many of each belong to it, where they are not listed
}

// OrgTree is the organisation at a glance, everything by name.
type OrgTree struct {
	CTO    *PersonRef // nil when nobody is
	Tribes []TribeEntry
	Squads []UnitEntry // squads of no tribe
	Guilds []UnitEntry

	Large bool    // each list is one page, and what belongs to tribes is counted only
	Next  OrgFrom // where the pages after these begin; empty for a list that ends
}

// OrgFrom names the last unit of the page before, for each list; empty for its beginning.
type OrgFrom struct{ Tribes, Squads, Guilds id.Unit }

// UnitPage is one unit with its people.
type UnitPage struct {
	UnitEntry
	Chapters []UnitEntry // of a tribe
	Squads   []UnitEntry // of a tribe
	People   []PersonEntry
	More     bool // more people belong to it; the directory pages through them
}

// Organisation shows who works with whom to everybody who has signed in.
func (w *Workflow) Organisation(ctx context.Context, actor access.Actor) (tree OrgTree, err error) {
	if err := seesOrganisation(actor); err != nil {
		return tree, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error { tree, err = wholeTree(r); return err })
	return tree, err
}

func wholeTree(r *store.Reader) (tree OrgTree, err error) {
	units, err := r.Units()
	if err != nil {
		return tree, err
	}
	counts, err := r.MemberCounts()
	if err != nil {
		return tree, err
	}
	all, err := unitEntries(r, units, counts)
	if err != nil {
		return tree, err
	}
	tree = treeOf(all)
	tree.CTO, err = ctoOf(r)
	return tree, err
}

// Unit shows one unit. People are at most one long page of the directory.
func (w *Workflow) Unit(ctx context.Context, actor access.Actor, unit id.Unit) (page UnitPage, err error) {
	if err := seesOrganisation(actor); err != nil {
		return page, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if _, err := r.Unit(unit); err != nil {
			return err
		}
		within, counts, err := r.UnitsWithin(unit)
		if err != nil {
			return err
		}
		all, err := unitEntries(r, within, counts)
		if err != nil {
			return err
		}
		page = pageOf(all, unit)
		names, err := w.names(r)
		if err != nil {
			return err
		}
		found, err := r.People(store.PeopleFilter{Unit: unit, Limit: pageSizeMax})
		if err != nil {
			return err
		}
		page.More = found.More
		page.People, err = entries(r, names, found.People)
		return err
	})
	return page, err
}

// unitEntries adds the leads, and the tribes they belong to.
func unitEntries(r *store.Reader, units []org.Unit, counts map[id.Unit]int) ([]UnitEntry, error) {
	leads, err := r.LeadsOf(eachOf(units, func(u org.Unit) id.Unit { return u.ID }))
	if err != nil {
		return nil, err
	}
	people, err := r.PeopleByID(valuesOf(leads))
	if err != nil {
		return nil, err
	}
	n := names{units: make(map[id.Unit]org.Unit, len(units))}
	for _, u := range units {
		n.units[u.ID] = u
	}
	if err := n.know(r, missingTribes(n.units)); err != nil {
		return nil, err
	}
	all := make([]UnitEntry, 0, len(units))
	for _, u := range units {
		e := UnitEntry{UnitRef: n.unit(u.ID), Members: counts[u.ID]}
		if p, led := leads[u.ID]; led {
			ref := refOf(people, p)
			e.Lead = &ref
		}
		all = append(all, e)
	}
	return all, nil
}

func missingTribes(known map[id.Unit]org.Unit) (tribes []id.Unit) {
	for _, u := range known {
		if _, have := known[u.Tribe]; !have && u.Tribe != "" {
			tribes = append(tribes, u.Tribe)
		}
	}
	return tribes
}

// UnitChoices are tribes and guilds to choose from, by name and only so many of each,
// and the one that is chosen, whatever it is.
func (w *Workflow) UnitChoices(ctx context.Context, actor access.Actor, chosen id.Unit, limit int) (choices []UnitRef, err error) {
	if err := seesOrganisation(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		choices, err = unitChoices(r, chosen, limit, org.Tribe, org.Guild)
		return err
	})
	return choices, err
}

func unitChoices(r *store.Reader, chosen id.Unit, limit int, kinds ...org.UnitKind) (choices []UnitRef, err error) {
	offered := chosen == ""
	add := func(u org.Unit) {
		offered = offered || u.ID == chosen
		choices = append(choices, UnitRef{ID: u.ID, Kind: u.Kind, Name: u.Name})
	}
	for _, kind := range kinds {
		units, err := r.UnitsOfKind(kind, limit)
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			add(u)
		}
	}
	if !offered {
		units, err := r.UnitsByID([]id.Unit{chosen})
		if err != nil {
			return nil, err
		}
		if u, known := units[chosen]; known {
			add(u)
		}
	}
	return choices, nil
}

func valuesOf(leads map[id.Unit]id.Person) (people []id.Person) {
	for _, p := range leads {
		people = append(people, p)
	}
	return people
}

func ctoOf(r *store.Reader) (*PersonRef, error) {
	held, err := r.HoldersOf(org.CTO)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	people, err := r.PeopleByID(held)
	ref := refOf(people, held[0])
	return &ref, err
}

func treeOf(all []UnitEntry) (tree OrgTree) {
	within := map[id.Unit][]UnitEntry{}
	for _, u := range all {
		if u.Tribe != nil {
			within[u.Tribe.ID] = append(within[u.Tribe.ID], u)
		}
	}
	for _, u := range all {
		switch {
		case u.Kind == org.Tribe:
			chapters, squads := childrenOf(within[u.ID], u.ID)
			tree.Tribes = append(tree.Tribes, TribeEntry{UnitEntry: u, Chapters: chapters, Squads: squads})
		case u.Kind == org.Guild:
			tree.Guilds = append(tree.Guilds, u)
		case u.Kind == org.Squad && u.Tribe == nil:
			tree.Squads = append(tree.Squads, u)
		}
	}
	return tree
}

func childrenOf(all []UnitEntry, tribe id.Unit) (chapters, squads []UnitEntry) {
	for _, u := range all {
		switch {
		case u.Tribe == nil || u.Tribe.ID != tribe:
		case u.Kind == org.Chapter:
			chapters = append(chapters, u)
		case u.Kind == org.Squad:
			squads = append(squads, u)
		}
	}
	return chapters, squads
}

func pageOf(all []UnitEntry, unit id.Unit) (page UnitPage) {
	for _, u := range all {
		if u.ID == unit {
			page.UnitEntry = u
		}
	}
	page.Chapters, page.Squads = childrenOf(all, unit)
	return page
}
