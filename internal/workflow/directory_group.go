package workflow

import (
	"cmp"
	"context"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/scim"
	"cairn/internal/store"
)

// DirectoryGroups lists the units that the filter chooses, by id.
func (w *Workflow) DirectoryGroups(ctx context.Context, d Directory, f scim.Filter) (list []scim.Group, err error) {
	err = w.viewFor(ctx, d, func(r *store.Reader) error {
		units, err := r.Units()
		if err != nil {
			return err
		}
		called, err := r.DirectoryGroups(d.Source)
		if err != nil {
			return err
		}
		list = nil
		for _, u := range units {
			if called[u.ID].Gone {
				continue
			}
			g, err := asGroup(r, u, called[u.ID])
			if err != nil {
				return err
			}
			list = append(list, g)
		}
		arrange.By(list, func(a, b scim.Group) int { return cmp.Compare(a.ID, b.ID) })
		list, err = chosen(list, f)
		return err
	})
	return list, err
}

func asGroup(r *store.Reader, u org.Unit, called store.DirectoryGroup) (scim.Group, error) {
	g := scim.Group{ID: string(u.ID), ExternalID: called.ExternalID, Kind: string(u.Kind), Name: u.Name, Tribe: string(u.Tribe)}
	members, err := r.OwnMembers(u.ID)
	for _, m := range members {
		g.Members = append(g.Members, string(m))
	}
	return g, err
}

// directoryGroup finds one. What the directory has deleted is not there for it.
func directoryGroup(r *store.Reader, d Directory, unit id.Unit) (g scim.Group, err error) {
	u, err := r.Unit(unit)
	if err != nil {
		return g, err
	}
	called, err := r.DirectoryGroups(d.Source)
	if err == nil && called[unit].Gone {
		err = fault.NotFound()
	}
	if err != nil {
		return g, err
	}
	return asGroup(r, u, called[unit])
}

// DirectoryGroup finds one unit.
func (w *Workflow) DirectoryGroup(ctx context.Context, d Directory, unit id.Unit) (g scim.Group, err error) {
	err = w.viewFor(ctx, d, func(r *store.Reader) error {
		g, err = directoryGroup(r, d, unit)
		return err
	})
	return g, err
}

// AddDirectoryGroup adds a unit. One that the same directory had deleted comes back.
func (w *Workflow) AddDirectoryGroup(ctx context.Context, d Directory, want scim.Group) (g scim.Group, err error) {
	if err := want.Check(); err != nil {
		return g, err
	}
	err = w.updateFor(ctx, d, func(tx *store.Tx) error {
		unit, err := newUnit(tx, d, want)
		if err != nil {
			return err
		}
		if err := tx.SaveDirectoryGroup(store.DirectoryGroup{Source: d.Source, Unit: unit, ExternalID: want.ExternalID}); err != nil {
			return err
		}
		before, err := directoryGroup(tx.Reader, d, unit)
		if err != nil {
			return err
		}
		next := want
		next.ID = before.ID
		if err := saveDirectoryGroup(tx, d, before, next); err != nil {
			return err
		}
		g, err = directoryGroup(tx.Reader, d, unit)
		return err
	})
	return g, err
}

func newUnit(tx *store.Tx, d Directory, want scim.Group) (id.Unit, error) {
	units, err := tx.Units()
	if err != nil {
		return "", err
	}
	called, err := tx.DirectoryGroups(d.Source)
	if err != nil {
		return "", err
	}
	for _, u := range units {
		if string(u.Kind) == want.Kind && org.Fold(u.Name) == org.Fold(want.Name) {
			if !called[u.ID].Gone {
				return "", errThere("displayName")
			}
			return u.ID, nil
		}
	}
	tribe, err := tribeOf(tx.Reader, want)
	if err != nil {
		return "", err
	}
	u := org.Unit{ID: id.New[id.Unit](), Kind: org.UnitKind(want.Kind), Name: want.Name, Tribe: tribe}
	return u.ID, tx.AddUnits([]org.Unit{u})
}

// tribeOf looks whether the tribe that is named is one.
func tribeOf(r *store.Reader, want scim.Group) (id.Unit, error) {
	if want.Tribe == "" || want.Kind != string(org.Squad) && want.Kind != string(org.Chapter) {
		return "", nil
	}
	t, err := r.Unit(id.Unit(want.Tribe))
	if fault.Is(err, fault.Absent) || err == nil && t.Kind != org.Tribe {
		err = fault.InvalidFields([]fault.Field{{Name: "tribe", Message: "There is no tribe with this id."}})
	}
	return t.ID, err
}

// ChangeDirectoryGroup changes a unit as change says, when the version is that which
// was read; asked may be empty.
func (w *Workflow) ChangeDirectoryGroup(ctx context.Context, d Directory, unit id.Unit, asked string, change func(*scim.Group) error) (g scim.Group, err error) {
	err = w.updateFor(ctx, d, func(tx *store.Tx) error {
		before, err := asRead(tx.Reader, d, unit, asked, directoryGroup, scim.Group.Version)
		if err != nil {
			return err
		}
		next := before
		next.Members = slices.Clone(before.Members)
		if err := change(&next); err != nil {
			return err
		}
		if err := next.Check(); err != nil {
			return err
		}
		if err := saveDirectoryGroup(tx, d, before, next); err != nil {
			return err
		}
		g, err = directoryGroup(tx.Reader, d, unit)
		return err
	})
	return g, err
}

// RemoveDirectoryGroup takes everybody out of a unit. The unit stays for what was said
// in it; the directory sees it no more.
func (w *Workflow) RemoveDirectoryGroup(ctx context.Context, d Directory, unit id.Unit, asked string) error {
	return w.updateFor(ctx, d, func(tx *store.Tx) error {
		before, err := asRead(tx.Reader, d, unit, asked, directoryGroup, scim.Group.Version)
		if err != nil {
			return err
		}
		next := before
		next.Members = nil
		if err := saveDirectoryGroup(tx, d, before, next); err != nil {
			return err
		}
		return tx.SaveDirectoryGroup(store.DirectoryGroup{Source: d.Source, Unit: unit, ExternalID: before.ExternalID, Gone: true})
	})
}

func saveDirectoryGroup(tx *store.Tx, d Directory, before, next scim.Group) error {
	unit := id.Unit(before.ID)
	if next.Kind != before.Kind {
		return fault.InvalidFields([]fault.Field{{Name: "displayName", Message: "A " + before.Kind + " stays one. Make a new group for another kind."}})
	}
	if next.Name != before.Name {
		if err := tx.RenameUnit(unit, next.Name); err != nil {
			return err
		}
	}
	moved := next.Tribe != before.Tribe
	if moved {
		tribe, err := tribeOf(tx.Reader, next)
		if err == nil {
			err = tx.SaveUnits([]org.Unit{{ID: unit, Kind: org.UnitKind(next.Kind), Name: next.Name, Tribe: tribe}})
		}
		if err != nil {
			return err
		}
	}
	if next.ExternalID != before.ExternalID {
		if err := tx.SaveDirectoryGroup(store.DirectoryGroup{Source: d.Source, Unit: unit, ExternalID: next.ExternalID}); err != nil {
			return err
		}
	}
	changed, err := saveMembers(tx, d, unit, before.Members, next.Members)
	if err != nil || !changed && !moved {
		return err
	}
	_, err = refreshLines(tx, d.actor())
	return err
}

// saveMembers takes out and in whom the directory names, each with a line. Whoever has
// left is passed over; whom nobody knows is a mistake.
func saveMembers(tx *store.Tx, d Directory, unit id.Unit, before, next []string) (changed bool, err error) {
	in, out := missing(next, before), missing(before, next)
	people, err := tx.PeopleByID(in)
	if err != nil {
		return false, err
	}
	var join, part []org.Membership
	var lines []audit.Entry
	line := func(p id.Person) {
		lines = append(lines, audit.Entry{Via: string(d.actor().Via), Hat: "directory", Act: audit.MembershipChanged, Item: "profile", Subject: p, Object: "unit/" + string(unit)})
	}
	for _, p := range in {
		known, ok := people[p]
		if !ok {
			return false, fault.InvalidFields([]fault.Field{{Name: "members", Message: "One of the members is nobody here. Add the user first."}})
		}
		if known.Here(tx.Now()) {
			join = append(join, org.Membership{Person: p, Unit: unit})
			line(p)
		}
	}
	for _, p := range out {
		part = append(part, org.Membership{Person: p, Unit: unit})
		line(p)
	}
	if err := tx.Part(part); err != nil {
		return false, err
	}
	if err := tx.Join(join); err != nil {
		return false, err
	}
	return len(lines) > 0, tx.RecordAll(lines)
}

// missing are those of the first list that are not in the second.
func missing(list, other []string) (rest []id.Person) {
	have := make(map[string]bool, len(other))
	for _, o := range other {
		have[o] = true
	}
	for _, p := range list {
		if !have[p] {
			rest = append(rest, id.Person(p))
		}
	}
	return rest
}
