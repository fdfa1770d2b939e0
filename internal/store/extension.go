package store

import (
	"encoding/json"
	"fmt"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
)

// ExtensionText is one version of a unit's extension as its file. Revision
// counts the changes of a draft; a published text has no more of them.
type ExtensionText struct {
	Unit        id.Unit
	At          framework.ExtensionUnit // the unit by its short name
	Version     string
	Status      framework.Status
	Base        framework.Ref // the version of the framework it extends
	Source      []byte
	Undecided   []framework.Lost // what no longer fits and waits for the owner
	Revision    int64
	StartedAt   clock.Instant
	PublishedAt clock.Instant
	RetiredAt   clock.Instant
}

// Ref names the version.
func (x ExtensionText) Ref() framework.ExtensionRef {
	return framework.ExtensionRef{Unit: x.At, Version: x.Version}
}

const extensionColumns = `extensions.unit, unit_slugs.kind, unit_slugs.slug, version, status, framework, based_on, source, undecided, revision,
	started_at, published_at, retired_at FROM extensions JOIN unit_slugs ON unit_slugs.unit = extensions.unit`

var (
	insertExtension = statement(`INSERT INTO extensions (unit, version, status, framework, based_on, source, undecided, revision, started_at, published_at, retired_at)
		VALUES ($1, $2, 'draft', $3, $4, $5, $6, 1, $7, 0, 0)`)
	extensionByRef  = statement(`SELECT ` + extensionColumns + ` WHERE kind = $1 AND slug = $2 AND version = $3`)
	extensionsOf    = statement(`SELECT ` + extensionColumns + ` WHERE extensions.unit = $1 ORDER BY started_at DESC, version DESC, extensions.unit`)
	extensionsAmong = statement(`SELECT ` + extensionColumns + ` WHERE status <> 'retired' AND extensions.unit IN ($1) ORDER BY started_at DESC, version DESC, extensions.unit`)
	allExtensions   = statement(`SELECT ` + extensionColumns + ` ORDER BY kind, slug, started_at DESC, version DESC, extensions.unit`)
	extensionNames  = statement(`SELECT extensions.unit, unit_slugs.kind, unit_slugs.slug, version, status, framework, based_on, '', '', revision,
		started_at, published_at, retired_at FROM extensions JOIN unit_slugs ON unit_slugs.unit = extensions.unit
		ORDER BY kind, slug, started_at DESC, version DESC, extensions.unit`)
	extensionsFor = statement(`SELECT ` + extensionColumns + ` WHERE status = 'published' AND extensions.unit IN (
		SELECT unit FROM memberships WHERE person = $1 AND until = 0
		UNION SELECT units.tribe FROM memberships JOIN units ON units.id = memberships.unit
			WHERE memberships.person = $1 AND until = 0 AND units.tribe IS NOT NULL
		UNION SELECT unit FROM leads WHERE person = $1 AND until = 0
	) ORDER BY kind, slug, extensions.unit`)

	mayExtend   = ` FROM units WHERE kind <> 'squad'`
	extendOrMay = mayExtend + ` AND id IN (SELECT unit FROM extensions WHERE status = 'published'
		UNION SELECT unit FROM extension_owners WHERE person = $1 AND until = 0
		UNION SELECT unit FROM leads WHERE person = $1 AND since <= $2 AND (until = 0 OR until > $2))`
	extendingFrom = statement(`SELECT ` + unitColumns + extendOrMay + ` AND (name_folded, id) > (COALESCE((SELECT u.name_folded FROM units u WHERE u.id = $3), ''), $3)
		ORDER BY name_folded, id LIMIT $4`)
	extendableFrom = statement(`SELECT ` + unitColumns + mayExtend + ` AND (name_folded, id) > (COALESCE((SELECT u.name_folded FROM units u WHERE u.id = $1), ''), $1)
		ORDER BY name_folded, id LIMIT $2`)
	extendingIDs  = statement(`SELECT id` + extendOrMay)
	extendableIDs = statement(`SELECT id` + mayExtend)

	editExtension = statement(`UPDATE extensions SET source = $3, undecided = $4, based_on = $5, revision = revision + 1
		WHERE unit = $1 AND version = $2 AND revision = $6 AND status = 'draft'`)
	ageExtension = statement(`UPDATE extensions SET status = $3, published_at = $4, retired_at = $5, revision = revision + 1
		WHERE unit = $1 AND version = $2 AND revision = $6`)
	dropExtension = statement(`DELETE FROM extensions WHERE unit = $1 AND version = $2 AND revision = $3 AND status = 'draft'`)

	slugsOf    = statement(`SELECT unit, kind, slug FROM unit_slugs WHERE unit IN ($1)`)
	slugOfUnit = statement(`SELECT kind, slug FROM unit_slugs WHERE unit = $1`)
	unitOfSlug = statement(`SELECT unit FROM unit_slugs WHERE kind = $1 AND slug = $2`)
	insertSlug = statement(`INSERT INTO unit_slugs (kind, slug, unit) VALUES ($1, $2, $3)`)

	extensionOwner  = statement(`SELECT person FROM extension_owners WHERE unit = $1 AND until = 0`)
	extensionOwners = statement(`SELECT unit, person FROM extension_owners WHERE until = 0 AND unit IN ($1)`)
	extensionsOwned = statement(`SELECT unit FROM extension_owners WHERE person = $1 AND until = 0
		UNION SELECT unit FROM leads WHERE person = $1 AND until = 0`)
	ownExtension = statement(`INSERT INTO extension_owners (unit, person, since, until) VALUES ($1, $2, $3, 0)`)
	endOwnership = statement(`UPDATE extension_owners SET until = $2 WHERE unit = $1 AND until = 0`)
)

// AddExtension keeps a new draft. A unit has one draft at most: see IsDuplicate.
func (t *Tx) AddExtension(x ExtensionText) error {
	undecided, err := lostText(x.Undecided)
	if err != nil {
		return err
	}
	return t.exec(insertExtension, x.Unit, x.Version, x.Base.ID, x.Base.Version, string(x.Source), undecided, t.now)
}

// EditExtension keeps a new text of a draft that stands at the revision of x.
func (t *Tx) EditExtension(x ExtensionText) error {
	undecided, err := lostText(x.Undecided)
	if err != nil {
		return err
	}
	return t.swap(editExtension, x.Unit, x.Version, string(x.Source), undecided, x.Base.Version, x.Revision)
}

// AgeExtension takes a version into the state of x, at the revision x was read.
// Its text stays.
func (t *Tx) AgeExtension(x ExtensionText) error {
	return t.swap(ageExtension, x.Unit, x.Version, x.Status, x.PublishedAt, x.RetiredAt, x.Revision)
}

// DropExtension throws a draft away.
func (t *Tx) DropExtension(x ExtensionText) error {
	return t.swap(dropExtension, x.Unit, x.Version, x.Revision)
}

// Extension returns one version of a unit's extension.
func (r *Reader) Extension(ref framework.ExtensionRef) (ExtensionText, error) {
	return one(r, scanExtension, extensionByRef, ref.Unit.Kind, ref.Unit.Slug, ref.Version)
}

// ExtensionsOf lists the versions of a unit's extension, the newest first.
func (r *Reader) ExtensionsOf(u id.Unit) ([]ExtensionText, error) {
	return all(r, scanExtension, extensionsOf, u)
}

// Extensions lists all versions of all units, the newest of each unit first.
func (r *Reader) Extensions() ([]ExtensionText, error) { return all(r, scanExtension, allExtensions) }

// ExtensionsAmong lists the drafts and published versions of these units.
func (r *Reader) ExtensionsAmong(units []id.Unit) ([]ExtensionText, error) {
	return each(r, scanExtension, extensionsAmong, units)
}

// Extending returns the first so many units with a published extension, and those whose
// extension the person may write, by name, after the one named. Nobody may write any.
func (r *Reader) Extending(who id.Person, after id.Unit, limit int) ([]org.Unit, error) {
	return all(r, unit, extendingFrom, string(who), int64(r.now), string(after), limit)
}

// Extendable returns the first so many units that may have an extension, by name, after
// the one named.
func (r *Reader) Extendable(after id.Unit, limit int) ([]org.Unit, error) {
	return all(r, unit, extendableFrom, string(after), limit)
}

// ExtendingIDs are all units of Extending, in no order.
func (r *Reader) ExtendingIDs(who id.Person) ([]id.Unit, error) {
	return all(r, text[id.Unit], extendingIDs, string(who), int64(r.now))
}

// ExtendableIDs are all units of Extendable, in no order.
func (r *Reader) ExtendableIDs() ([]id.Unit, error) { return all(r, text[id.Unit], extendableIDs) }

// ExtensionNames is Extensions without the texts.
func (r *Reader) ExtensionNames() ([]ExtensionText, error) {
	return all(r, scanExtension, extensionNames)
}

// ExtensionsFor returns the published extensions of the units somebody belongs to
// or leads; to a tribe also through its squads and chapters.
func (r *Reader) ExtensionsFor(who id.Person) ([]ExtensionText, error) {
	return all(r, scanExtension, extensionsFor, who)
}

// UnitSlug returns the short name a unit was given, ok false when it has none.
func (r *Reader) UnitSlug(u id.Unit) (framework.ExtensionUnit, bool, error) {
	return optional(r, func(s scanner) (x framework.ExtensionUnit, err error) { return x, s.Scan(&x.Kind, &x.Slug) }, slugOfUnit, u)
}

// UnitOfSlug finds the unit of a short name.
func (r *Reader) UnitOfSlug(x framework.ExtensionUnit) (id.Unit, error) {
	return one(r, text[id.Unit], unitOfSlug, x.Kind, x.Slug)
}

// GiveSlug gives the unit its short name for good.
func (t *Tx) GiveSlug(u id.Unit, x framework.ExtensionUnit) error {
	return t.exec(insertSlug, x.Kind, x.Slug, u)
}

// ExtensionOwner returns who was named to look after the unit's extension.
func (r *Reader) ExtensionOwner(u id.Unit) (id.Person, bool, error) {
	return optional(r, text[id.Person], extensionOwner, u)
}

// ExtensionOwners returns who was named to look after the extension of each of the units.
func (r *Reader) ExtensionOwners(units []id.Unit) (map[id.Unit]id.Person, error) {
	owners := map[id.Unit]id.Person{}
	_, err := each(r, func(s scanner) (struct{}, error) {
		var u id.Unit
		var p id.Person
		err := s.Scan(&u, &p)
		owners[u] = p
		return struct{}{}, err
	}, extensionOwners, units)
	return owners, err
}

// ExtensionsOwned lists the units whose extension the person may write, as their
// lead or as the owner that was named.
func (r *Reader) ExtensionsOwned(who id.Person) ([]id.Unit, error) {
	return all(r, text[id.Unit], extensionsOwned, who)
}

// OwnExtension names the person, in the place of whoever was named before; an
// empty one names nobody.
func (t *Tx) OwnExtension(u id.Unit, who id.Person) error {
	if err := t.exec(endOwnership, u, t.now); err != nil || who == "" {
		return err
	}
	return t.exec(ownExtension, u, who, t.now)
}

func lostText(list []framework.Lost) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(list)
	return string(raw), err
}

func scanExtension(s scanner) (x ExtensionText, err error) {
	var undecided string
	err = s.Scan(&x.Unit, &x.At.Kind, &x.At.Slug, &x.Version, &x.Status, &x.Base.ID, &x.Base.Version, &x.Source, &undecided, &x.Revision,
		&x.StartedAt, &x.PublishedAt, &x.RetiredAt)
	if err == nil && undecided != "" {
		if err = json.Unmarshal([]byte(undecided), &x.Undecided); err != nil {
			err = fmt.Errorf("extensions.undecided: %w", err)
		}
	}
	return x, err
}

var allSlugs = statement(`SELECT unit, kind, slug FROM unit_slugs`)

// UnitSlugs returns every short name there is.
func (r *Reader) UnitSlugs() (map[id.Unit]framework.ExtensionUnit, error) {
	slugs := map[id.Unit]framework.ExtensionUnit{}
	_, err := all(r, slugInto(slugs), allSlugs)
	return slugs, err
}

// SlugsOf returns the short names of those of the units that have one.
func (r *Reader) SlugsOf(units []id.Unit) (map[id.Unit]framework.ExtensionUnit, error) {
	slugs := map[id.Unit]framework.ExtensionUnit{}
	_, err := each(r, slugInto(slugs), slugsOf, units)
	return slugs, err
}

func slugInto(slugs map[id.Unit]framework.ExtensionUnit) func(scanner) (struct{}, error) {
	return func(s scanner) (struct{}, error) {
		var u id.Unit
		var x framework.ExtensionUnit
		err := s.Scan(&u, &x.Kind, &x.Slug)
		slugs[u] = x
		return struct{}{}, err
	}
}
