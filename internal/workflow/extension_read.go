package workflow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/store"
)

// UnitName is a unit that has an extension, or may have one.
type UnitName struct {
	framework.ExtensionUnit // without a short name while it has no extension
	ID                      id.Unit
	Name                    string
}

// FrameworkAs is the framework in force as somebody reads it: with the
// extensions of units applied.
type FrameworkAs struct {
	*framework.Framework
	Base    *framework.Framework
	Marks   []framework.Mark
	Units   []UnitName // whose extensions are applied, the widest first
	Chosen  bool       // they were asked for, and are not just the reader's own
	Unknown bool       // what was asked for is no unit with an extension
	Own     []UnitName // the reader's own units that have one
	All     []UnitName // every unit that has one
}

// PlainReading asks for the framework without extensions.
const PlainReading = "none"

// FrameworkAs returns the version in force with the extensions of the reader's
// own units; of the unit that is asked for, as "tribe/rivers"; or of none.
func (w *Workflow) FrameworkAs(ctx context.Context, actor access.Actor, asked string) (as FrameworkAs, err error) {
	if err := signedIn(actor, access.ScopeFramework); err != nil {
		return as, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		as, err = w.frameworkAs(r, actor, asked)
		return err
	})
	return as, err
}

func (w *Workflow) frameworkAs(r *store.Reader, actor access.Actor, asked string) (as FrameworkAs, err error) {
	if as.Base, err = w.current(r); err != nil {
		return as, err
	}
	as.Framework = as.Base
	every, err := r.ExtensionNames()
	if err != nil || len(every) == 0 {
		as.Unknown = asked != "" && asked != PlainReading
		return as, err
	}
	own, err := r.ExtensionsFor(actor.Person)
	if err != nil {
		return as, err
	}
	published := slices.DeleteFunc(every, func(x store.ExtensionText) bool { return x.Status != framework.Published })
	names, err := unitNames(r)
	if err != nil {
		return as, err
	}
	as.Own, as.All = names.of(refsOf(own)), names.of(refsOf(published))
	refs := refsOf(own)
	if asked != "" {
		refs = slices.DeleteFunc(refsOf(published), func(x framework.ExtensionRef) bool { return x.Unit.String() != asked })
		as.Unknown = len(refs) == 0 && asked != PlainReading
		as.Chosen = !as.Unknown
	}
	as.Units = names.of(refs)
	e, err := w.effective(r, framework.Ref{ID: as.Base.ID, Version: as.Base.Version}, refs)
	as.Framework, as.Marks = e.framework, e.marks
	return as, err
}

func refsOf(list []store.ExtensionText) []framework.ExtensionRef {
	refs := make([]framework.ExtensionRef, 0, len(list))
	for _, x := range list {
		refs = append(refs, x.Ref())
	}
	return framework.ByReach(refs)
}

type namedUnits map[framework.ExtensionUnit]UnitName

// unitNames are the names of the units that have a short one.
func unitNames(r *store.Reader) (namedUnits, error) {
	slugs, err := r.UnitSlugs()
	if err != nil || len(slugs) == 0 {
		return namedUnits{}, err
	}
	units, err := r.UnitsByID(slices.Collect(maps.Keys(slugs)))
	names := namedUnits{}
	for u, x := range slugs {
		names[x] = UnitName{x, u, units[u].Name}
	}
	return names, err
}

func (n namedUnits) of(refs []framework.ExtensionRef) []UnitName {
	list := make([]UnitName, 0, len(refs))
	for _, ref := range refs {
		list = append(list, n[ref.Unit])
	}
	return list
}

// effective is a framework with extensions applied. It is made of texts that
// never change, so it is made once.
type effective struct {
	from      *framework.Framework // the version, in the language of whoever reads
	framework *framework.Framework
	marks     []framework.Mark
}

func (w *Workflow) effective(r *store.Reader, base framework.Ref, refs []framework.ExtensionRef) (effective, error) {
	f, err := w.framework(r, base)
	if err != nil || len(refs) == 0 {
		return effective{framework: f}, err
	}
	key := fmt.Sprintf("%q %q %s", base, refs, f.Language)
	if e, ok := w.extended.Load(key); ok && e.(effective).from == f { // of a translation that is given anew it is another
		return e.(effective), nil
	}
	var list []*framework.Extension
	for _, ref := range refs {
		text, err := r.Extension(ref)
		if err != nil {
			return effective{}, fmt.Errorf("extension %s: %w", ref, err)
		}
		x, _, err := w.fitted(r, text, base)
		if err != nil {
			return effective{}, err
		}
		list = append(list, x)
	}
	var e effective
	e.from = f
	e.framework, e.marks = framework.Apply(f, list...)
	w.extended.Store(key, e)
	return e, nil
}

// parseExtension reads a stored text.
func (w *Workflow) parseExtension(r *store.Reader, text store.ExtensionText) (*framework.Extension, error) {
	base, err := w.original(r, text.Base)
	if err != nil {
		return nil, err
	}
	x, findings := frameworkfile.LoadExtension(text.Ref().String(), text.Source, base)
	if x == nil {
		return nil, fmt.Errorf("stored extension %s cannot be read: %v", text.Ref(), findings)
	}
	return x, nil
}

// fitted returns the extension as it fits that version of the base, and what
// does not fit it as it stands.
func (w *Workflow) fitted(r *store.Reader, text store.ExtensionText, base framework.Ref) (*framework.Extension, []framework.Lost, error) {
	x, err := w.parseExtension(r, text)
	if err != nil {
		return nil, nil, err
	}
	return w.carried(r, x, text.Base, base)
}

// carried takes an extension from one version of the base to another, over the
// versions between them, so that each one's map of renamed ids is followed.
func (w *Workflow) carried(r *store.Reader, x *framework.Extension, from, to framework.Ref) (*framework.Extension, []framework.Lost, error) {
	if from == to {
		return x, nil, nil
	}
	path, err := w.between(r, from, to)
	if err != nil {
		return nil, nil, err
	}
	var gone []framework.Lost
	for i := range path[1:] {
		next := framework.Rebase(x, path[i], path[i+1])
		x, gone = next.Kept, append(gone, next.Gone...)
	}
	return x, gone, nil
}

// between lists the versions from one to the other, by what each replaced; just
// the two where the way cannot be told.
func (w *Workflow) between(r *store.Reader, from, to framework.Ref) ([]*framework.Framework, error) {
	end, err := w.original(r, to)
	if err != nil {
		return nil, err
	}
	start, err := w.original(r, from)
	if err != nil {
		return nil, err
	}
	path := []*framework.Framework{end}
	for at := end; at.Replaces != nil && len(path) < 100; {
		before := framework.Ref{ID: at.ID, Version: at.Replaces.Version}
		if before == from {
			slices.Reverse(path)
			return append([]*framework.Framework{start}, path...), nil
		}
		if at, err = w.original(r, before); fault.Is(err, fault.Absent) {
			break
		} else if err != nil {
			return nil, err
		}
		path = append(path, at)
	}
	return []*framework.Framework{start, end}, nil
}

// extensionsAt names the extensions that an evaluation of the person opened now
// is made under.
func extensionsAt(r *store.Reader, subject id.Person) ([]framework.ExtensionRef, error) {
	list, err := r.ExtensionsFor(subject)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return refsOf(list), nil
}

// catalogue is the version in force with what every unit adds, to name the
// disciplines and roles that people hold.
func (w *Workflow) catalogue(r *store.Reader) (*framework.Framework, error) {
	f, err := w.current(r)
	if err != nil {
		return nil, err
	}
	every, err := r.ExtensionNames()
	if err != nil {
		return nil, err
	}
	var newest []framework.ExtensionRef
	for _, x := range every {
		if x.Status != framework.Draft && (len(newest) == 0 || newest[len(newest)-1].Unit != x.At) {
			newest = append(newest, x.Ref())
		}
	}
	e, err := w.effective(r, framework.Ref{ID: f.ID, Version: f.Version}, framework.ByReach(newest))
	return e.framework, err
}
