package workflow

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// ExtensionLine is a unit in the list of extensions.
type ExtensionLine struct {
	UnitName
	Keeper    PersonRef // who looks after it; nobody where the unit has no lead
	Version   string    // published; empty where none is
	Reason    string
	Drafted   bool // a draft is being written; told to who may write it
	MayWrite  bool
	Undecided int // entries that wait for a decision, told to who may write
}

// ExtensionView is one unit's extension.
type ExtensionView struct {
	UnitName
	Lead, Owner *PersonRef
	MayWrite    bool // and so sees the draft
	MayName     bool
	InForce     *framework.Framework // the base as it is now
	Published   *ExtensionVersion    // nil when none is
	Draft       *ExtensionVersion    // nil when none is or it is not the viewer's to see
	Versions    []ExtensionVersionLine
}

// ExtensionVersionLine is one version in the list of versions.
type ExtensionVersionLine struct {
	Version     string
	Status      framework.Status
	Base        framework.Ref
	PublishedAt clock.Instant
	RetiredAt   clock.Instant
}

// ExtensionVersion is one version of an extension.
type ExtensionVersion struct {
	Line ExtensionVersionLine
	*framework.Extension
	BasedOn   *framework.Framework
	Revision  int64
	Undecided []framework.Lost // of a published one with what the framework in force no longer fits
}

// Behind tells whether the framework has moved on since.
func (v ExtensionVersion) Behind(now *framework.Framework) bool {
	return v.BasedOn.Version != now.Version
}

// ExtensionsAsk asks for one page of what units add.
type ExtensionsAsk struct {
	After func(id.Unit) bool // knows the last unit of the page before; nil at the beginning
	Limit int
}

// Extensions lists one page of the units that have an extension, and those the actor may
// begin one for, by name, and the last of them where more come. Without found there is no
// such page.
func (w *Workflow) Extensions(ctx context.Context, actor access.Actor, ask ExtensionsAsk) (lines []ExtensionLine, next id.Unit, found bool, err error) {
	if err := seesFramework(actor); err != nil {
		return nil, "", false, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		list := extensionsFor(r, actor)
		var after id.Unit
		if after, found, err = lastBefore(list.ids, ask.After); err != nil || !found {
			return err
		}
		var units []org.Unit
		if units, err = list.from(after, ask.Limit+1); err != nil {
			return err
		}
		units, next = cutAt(units, ask.Limit)
		lines, err = w.extensionLines(r, actor, units)
		return err
	})
	return lines, next, found, err
}

// extensionsList is what an actor sees a list of: its units by name, and their ids.
type extensionsList struct {
	from func(after id.Unit, limit int) ([]org.Unit, error)
	ids  func() ([]id.Unit, error)
}

// extensionsFor is every unit for who looks after all, and otherwise those with something
// published and those that the actor writes for.
func extensionsFor(r *store.Reader, actor access.Actor) extensionsList {
	var own id.Person
	if actor.Known() && writesFramework(actor) == nil {
		own = actor.Person
	}
	if actor.Via == access.ViaCommand || own != "" && actor.Holds(org.PeoplePartner) {
		return extensionsList{r.Extendable, r.ExtendableIDs}
	}
	return extensionsList{
		func(after id.Unit, limit int) ([]org.Unit, error) { return r.Extending(own, after, limit) },
		func() ([]id.Unit, error) { return r.ExtendingIDs(own) },
	}
}

// ExtensionsRead are the extensions that members read, one page of them, and those the
// reader writes or may begin.
type ExtensionsRead struct {
	Published []ExtensionLine
	Next      id.Unit // the last of the page, where more come
	Own       []ExtensionLine
}

const extensionsAPage = 50

// ReadExtensions lists what units add: one page of what is published, by name, after the
// unit named, and all that the actor writes or may begin.
func (w *Workflow) ReadExtensions(ctx context.Context, actor access.Actor, after id.Unit) (list ExtensionsRead, err error) {
	if err := seesFramework(actor); err != nil {
		return list, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		published, err := r.Extending("", after, extensionsAPage+1)
		if err != nil {
			return err
		}
		published, list.Next = cutAt(published, extensionsAPage)
		own, err := ownUnits(r, actor)
		if err != nil {
			return err
		}
		lines, err := w.extensionLines(r, actor, slices.Concat(published, own))
		if err == nil {
			list.Published, list.Own = lines[:len(published)], slices.DeleteFunc(lines[len(published):], func(l ExtensionLine) bool { return !l.MayWrite })
		}
		return err
	})
	return list, err
}

// ownUnits are those whose extension the actor may write, by name.
func ownUnits(r *store.Reader, actor access.Actor) (units []org.Unit, err error) {
	if !actor.Known() {
		return nil, nil
	}
	owned, err := r.ExtensionsOwned(actor.Person)
	if err != nil {
		return nil, err
	}
	known, err := r.UnitsByID(owned)
	for _, u := range owned {
		if known[u].Kind != org.Squad {
			units = append(units, known[u])
		}
	}
	arrange.By(units, func(a, b org.Unit) int {
		return cmp.Or(cmp.Compare(org.Fold(a.Name), org.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return units, err
}

// extensionLines are the lines of these units.
func (w *Workflow) extensionLines(r *store.Reader, actor access.Actor, units []org.Unit) (lines []ExtensionLine, err error) {
	ids := eachOf(units, func(u org.Unit) id.Unit { return u.ID })
	texts, err := r.ExtensionsAmong(ids)
	if err != nil {
		return nil, err
	}
	slugs, err := r.SlugsOf(ids)
	if err != nil {
		return nil, err
	}
	keepers, err := namesOfKeepers(r, ids)
	if err != nil {
		return nil, err
	}
	versions := map[id.Unit][]store.ExtensionText{}
	for _, x := range texts {
		versions[x.Unit] = append(versions[x.Unit], x)
	}
	for _, u := range units {
		line := ExtensionLine{UnitName: UnitName{slugs[u.ID], u.ID, u.Name}, MayWrite: keepers.hand(actor, u.ID).write}
		line.Kind, line.Keeper = string(u.Kind), keepers.keeper(u.ID)
		if err := w.fillLine(r, &line, versions[u.ID]); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func (w *Workflow) fillLine(r *store.Reader, line *ExtensionLine, versions []store.ExtensionText) error {
	for _, x := range versions {
		if x.Status == framework.Draft {
			line.Drafted = line.MayWrite
			continue
		}
		if x.Status == framework.Published {
			parsed, err := w.parseExtension(r, x)
			if err != nil {
				return err
			}
			line.Version, line.Reason = x.Version, parsed.Reason
		}
	}
	if line.MayWrite {
		waits, err := w.undecided(r, versions)
		line.Undecided = len(waits)
		return err
	}
	return nil
}

// undecided lists what waits for the owner: in the draft where there is one, and
// else in the published version against the framework in force.
func (w *Workflow) undecided(r *store.Reader, versions []store.ExtensionText) ([]framework.Lost, error) {
	now, ok, err := r.PublishedFramework()
	if err != nil || !ok {
		return nil, err
	}
	for _, status := range []framework.Status{framework.Draft, framework.Published} {
		for _, x := range versions {
			if x.Status == status {
				_, gone, err := w.fitted(r, x, now)
				return append(slices.Clone(x.Undecided), gone...), err
			}
		}
	}
	return nil, nil
}

// keeper is who looks after the unit's extension, nobody where nobody is.
func (k keeperNames) keeper(unit id.Unit) PersonRef {
	lead, owner := k.of(unit)
	switch {
	case owner != nil:
		return *owner
	case lead != nil:
		return *lead
	}
	return PersonRef{}
}

// keeperNames are the keepers of units with their names.
type keeperNames struct {
	extensionKeepers
	people map[id.Person]org.Person
	now    clock.Instant
}

func namesOfKeepers(r *store.Reader, units []id.Unit) (k keeperNames, err error) {
	if k.extensionKeepers, err = keepersOf(r, units); err != nil {
		return k, err
	}
	k.now = r.Now()
	k.people, err = r.PeopleByID(append(slices.Collect(maps.Values(k.leads)), slices.Collect(maps.Values(k.named))...))
	return k, err
}

// of are the unit's lead and who was named beside, as far as they are here.
func (k keeperNames) of(unit id.Unit) (lead, owner *PersonRef) {
	ref := func(who id.Person) *PersonRef {
		if p, known := k.people[who]; known && p.Here(k.now) {
			return &PersonRef{ID: who, Name: p.Name}
		}
		return nil
	}
	return ref(k.leads[unit]), ref(k.named[unit])
}

// Extension shows a unit's extension to everybody who has signed in, and its
// draft to who may write it.
func (w *Workflow) Extension(ctx context.Context, actor access.Actor, at framework.ExtensionUnit) (v ExtensionView, err error) {
	if err := seesFramework(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		v, err = w.extensionView(r, actor, at)
		return err
	})
	return v, err
}

func (w *Workflow) extensionView(r *store.Reader, actor access.Actor, at framework.ExtensionUnit) (v ExtensionView, err error) {
	unit, err := r.UnitOfSlug(at)
	if err != nil {
		return v, err
	}
	u, err := r.Unit(unit)
	if err != nil {
		return v, err
	}
	v = ExtensionView{UnitName: UnitName{at, unit, u.Name}}
	k, err := namesOfKeepers(r, []id.Unit{unit})
	if err != nil {
		return v, err
	}
	h := k.hand(actor, unit)
	v.MayWrite, v.MayName = h.write, h.name
	v.Lead, v.Owner = k.of(unit)
	if v.InForce, err = w.current(r); err != nil {
		return v, err
	}
	return v, w.fillVersions(r, &v)
}

func (w *Workflow) fillVersions(r *store.Reader, v *ExtensionView) error {
	list, err := r.ExtensionsOf(v.ID)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Status == framework.Draft && !v.MayWrite {
			continue
		}
		version, err := w.extensionVersion(r, x)
		if err != nil {
			return err
		}
		v.Versions = append(v.Versions, version.Line)
		switch x.Status {
		case framework.Draft:
			v.Draft = &version
		case framework.Published:
			_, gone, err := w.fitted(r, x, framework.Ref{ID: v.InForce.ID, Version: v.InForce.Version})
			if err != nil {
				return err
			}
			version.Undecided = append(slices.Clone(x.Undecided), gone...)
			v.Published = &version
		}
	}
	return nil
}

func (w *Workflow) extensionVersion(r *store.Reader, x store.ExtensionText) (v ExtensionVersion, err error) {
	v.Line = ExtensionVersionLine{x.Version, x.Status, x.Base, x.PublishedAt, x.RetiredAt}
	v.Revision, v.Undecided = x.Revision, x.Undecided
	if v.BasedOn, err = w.original(r, x.Base); err != nil {
		return v, err
	}
	v.Extension, err = w.parseExtension(r, x)
	return v, err
}

// ExtensionVersion shows one version of a unit's extension; a draft only to who
// may write it.
func (w *Workflow) ExtensionVersion(ctx context.Context, actor access.Actor, ref framework.ExtensionRef) (v ExtensionVersion, source []byte, err error) {
	if err := seesFramework(actor); err != nil {
		return v, nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		text, err := r.Extension(ref)
		if err != nil {
			return err
		}
		if text.Status == framework.Draft {
			if h, err := handOn(r, actor, text.Unit); err != nil || !h.write {
				return orElse(err, fault.NotFound())
			}
		}
		source = text.Source
		v, err = w.extensionVersion(r, text)
		return err
	})
	return v, source, err
}

// ExtensionsWaiting lists the units whose extension has entries that wait for
// the actor to decide.
func (w *Workflow) ExtensionsWaiting(ctx context.Context, actor access.Actor) (waiting []UnitName, err error) {
	if err := signedIn(actor, access.ScopeFramework); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		units, err := r.ExtensionsOwned(actor.Person)
		if err != nil || len(units) == 0 {
			return err
		}
		names, err := unitNames(r)
		waiting = nil
		for _, u := range units {
			if err != nil {
				return err
			}
			var versions []store.ExtensionText
			if versions, err = r.ExtensionsOf(u); err != nil || len(versions) == 0 {
				continue
			}
			var open []framework.Lost
			if open, err = w.undecided(r, versions); len(open) > 0 {
				waiting = append(waiting, names[versions[0].At])
			}
		}
		return err
	})
	return waiting, err
}
