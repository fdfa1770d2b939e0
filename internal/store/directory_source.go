package store

import (
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
)

// Source is a directory that provisions people. Its token is kept as a hash only.
type Source struct {
	ID      id.Directory
	Name    string
	MadeAt  clock.Instant
	UsedAt  clock.Instant // not set: never
	Revoked clock.Instant
}

// DirectoryUser is what a directory calls a person.
type DirectoryUser struct {
	Source     string
	Person     id.Person
	UserName   string
	Department string
	Gone       bool // deleted there
}

// DirectoryGroup is what a directory calls a unit.
type DirectoryGroup struct {
	Source     string
	Unit       id.Unit
	ExternalID string
	Gone       bool
}

const selectSource = `SELECT id, source, made_at, used_at, revoked_at FROM directories `

var (
	insertSource  = statement(`INSERT INTO directories (id, source, hash, made_at, used_at, revoked_at) VALUES ($1, $2, $3, $4, 0, 0)`)
	sourceByHash  = statement(selectSource + `WHERE hash = $1`)
	sourceByID    = statement(selectSource + `WHERE id = $1`)
	openSources   = statement(selectSource + `WHERE revoked_at = 0 ORDER BY source, id`)
	touchSource   = statement(`UPDATE directories SET used_at = $2 WHERE id = $1 AND used_at < $2`)
	revokeSources = statement(`UPDATE directories SET revoked_at = $2 WHERE source = $1 AND revoked_at = 0`)

	saveDirectoryUser = statement(`INSERT INTO directory_users (source, person, user_name, user_name_folded, department, gone) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (source, person) DO UPDATE SET user_name = excluded.user_name, user_name_folded = excluded.user_name_folded,
			department = excluded.department, gone = excluded.gone`)
	directoryUser   = statement(`SELECT source, person, user_name, department, gone FROM directory_users WHERE source = $1 AND person = $2`)
	directoryByName = statement(`SELECT source, person, user_name, department, gone FROM directory_users WHERE source = $1 AND user_name_folded = $2`)
	directoryUsers  = statement(`SELECT source, person, user_name, department, gone FROM directory_users WHERE source = $1 ORDER BY person`)
	externalIDs     = statement(`SELECT person, external_id FROM external_ids WHERE source = $1 ORDER BY person`)
	setManagerOf    = statement(`SELECT manager FROM managers_set WHERE person = $1 AND until = 0`)
	renameUnit      = statement(`UPDATE units SET name = $2, name_folded = $3, words = $4 WHERE id = $1`)

	saveDirectoryGroup = statement(`INSERT INTO directory_groups (source, unit, external_id, gone) VALUES ($1, $2, $3, $4)
		ON CONFLICT (source, unit) DO UPDATE SET external_id = excluded.external_id, gone = excluded.gone`)
	directoryGroups = statement(`SELECT source, unit, external_id, gone FROM directory_groups WHERE source = $1 ORDER BY unit`)
	ownMembers      = statement(`SELECT person FROM memberships WHERE unit = $1 AND until = 0 ORDER BY person`)
)

func source(s scanner) (v Source, err error) {
	return v, s.Scan(&v.ID, &v.Name, &v.MadeAt, &v.UsedAt, &v.Revoked)
}

// AddSource keeps a directory whose token has the hash, and ends the one of the same
// name.
func (t *Tx) AddSource(v Source, hash string) error {
	if err := t.exec(revokeSources, v.Name, t.now); err != nil {
		return err
	}
	return t.exec(insertSource, v.ID, v.Name, hash, v.MadeAt)
}

// RevokeSource ends the token of the directory; done is false when there is none.
func (t *Tx) RevokeSource(name string) (done bool, err error) {
	n, err := t.changed(revokeSources, name, t.now)
	return n > 0, err
}

// SourceByHash finds a directory by its token's hash, also one that has ended.
func (r *Reader) SourceByHash(hash string) (Source, bool, error) {
	return optional(r, source, sourceByHash, hash)
}

// SourceOf finds a directory, also one that has ended.
func (r *Reader) SourceOf(v id.Directory) (Source, bool, error) {
	return optional(r, source, sourceByID, v)
}

// Sources lists the directories whose tokens work, by name.
func (r *Reader) Sources() ([]Source, error) { return all(r, source, openSources) }

// TouchSource notes that the directory asked now.
func (t *Tx) TouchSource(v id.Directory) error { return t.exec(touchSource, v, t.now) }

func scanDirectoryUser(s scanner) (v DirectoryUser, err error) {
	var gone int64
	err = s.Scan(&v.Source, &v.Person, &v.UserName, &v.Department, &gone)
	v.Gone = gone > 0
	return v, err
}

// SaveDirectoryUser keeps what the directory calls the person; folded is its name for
// comparing.
func (t *Tx) SaveDirectoryUser(v DirectoryUser, folded string) error {
	return t.exec(saveDirectoryUser, v.Source, v.Person, v.UserName, folded, v.Department, flagOf(v.Gone))
}

func flagOf(on bool) int64 {
	if on {
		return 1
	}
	return 0
}

// DirectoryUser tells what the directory calls the person; ok is false when it never
// spoke of them.
func (r *Reader) DirectoryUser(source string, person id.Person) (DirectoryUser, bool, error) {
	return optional(r, scanDirectoryUser, directoryUser, source, person)
}

// DirectoryUserNamed finds whom the directory calls so.
func (r *Reader) DirectoryUserNamed(source, folded string) (DirectoryUser, bool, error) {
	return optional(r, scanDirectoryUser, directoryByName, source, folded)
}

// DirectoryUsers lists whom the directory spoke of.
func (r *Reader) DirectoryUsers(source string) ([]DirectoryUser, error) {
	return all(r, scanDirectoryUser, directoryUsers, source)
}

// ExternalIDs are the directory's names for people.
func (r *Reader) ExternalIDs(source string) (map[id.Person]string, error) {
	names := map[id.Person]string{}
	_, err := all(r, func(s scanner) (struct{}, error) {
		var p id.Person
		var name string
		err := s.Scan(&p, &name)
		names[p] = name
		return struct{}{}, err
	}, externalIDs, source)
	return names, err
}

// SetManagerOf is who is named as the person's manager apart from the chapter; empty
// when nobody is.
func (r *Reader) SetManagerOf(person id.Person) (id.Person, error) {
	m, _, err := optional(r, textOf[id.Person], setManagerOf, person)
	return m, err
}

// RenameUnit gives the unit another name.
func (t *Tx) RenameUnit(u id.Unit, name string) error {
	t.Happened(event.UnitChanged, string(u))
	return t.exec(renameUnit, u, name, org.Fold(name), unitWords(name))
}

// SaveDirectoryGroup keeps what the directory calls the unit.
func (t *Tx) SaveDirectoryGroup(v DirectoryGroup) error {
	return t.exec(saveDirectoryGroup, v.Source, v.Unit, v.ExternalID, flagOf(v.Gone))
}

// DirectoryGroups are the units that the directory spoke of.
func (r *Reader) DirectoryGroups(source string) (map[id.Unit]DirectoryGroup, error) {
	list, err := all(r, func(s scanner) (v DirectoryGroup, err error) {
		var gone int64
		err = s.Scan(&v.Source, &v.Unit, &v.ExternalID, &gone)
		v.Gone = gone > 0
		return v, err
	}, directoryGroups, source)
	groups := make(map[id.Unit]DirectoryGroup, len(list))
	for _, g := range list {
		groups[g.Unit] = g
	}
	return groups, err
}

// OwnMembers are the people who belong to the unit itself now.
func (r *Reader) OwnMembers(unit id.Unit) ([]id.Person, error) {
	return all(r, textOf[id.Person], ownMembers, unit)
}
