package store

import (
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

var (
	seenVersion = statement(`SELECT framework, version FROM framework_seen WHERE person = $1 ORDER BY at DESC, framework LIMIT 1`)
	noteSeen    = statement(`INSERT INTO framework_seen (person, framework, version, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person, framework) DO UPDATE SET version = excluded.version, at = excluded.at`)
	ownersOf  = statement(`SELECT person FROM discipline_owners WHERE discipline = $1 AND until = 0 ORDER BY since, person`)
	allOwners = statement(`SELECT discipline, person, since, until FROM discipline_owners ORDER BY discipline, since DESC, person`)
	ownedBy   = statement(`SELECT discipline FROM discipline_owners WHERE person = $1 AND until = 0 ORDER BY discipline`)
	ownFrom   = statement(`INSERT INTO discipline_owners (discipline, person, since, until) VALUES ($1, $2, $3, 0)`)
	ownUntil  = statement(`UPDATE discipline_owners SET until = $3 WHERE discipline = $1 AND person = $2 AND until = 0`)
)

// SeenFramework returns the version the person was last told about.
func (r *Reader) SeenFramework(who id.Person) (framework.Ref, bool, error) {
	return optional(r, func(s scanner) (ref framework.Ref, err error) { return ref, s.Scan(&ref.ID, &ref.Version) }, seenVersion, who)
}

// NoteSeen notes that the person has been told about the version.
func (t *Tx) NoteSeen(who id.Person, ref framework.Ref) error {
	return t.exec(noteSeen, who, ref.ID, ref.Version, t.now)
}

// OwnersOf returns who looks after the discipline's examples.
func (r *Reader) OwnersOf(d framework.DisciplineID) ([]id.Person, error) {
	return all(r, text[id.Person], ownersOf, d)
}

// OwnedBy returns the disciplines whose examples the person looks after.
func (r *Reader) OwnedBy(who id.Person) ([]framework.DisciplineID, error) {
	return all(r, text[framework.DisciplineID], ownedBy, who)
}

// OwnDiscipline makes the person an owner of the discipline from now on.
func (t *Tx) OwnDiscipline(d framework.DisciplineID, who id.Person) error {
	return t.exec(ownFrom, d, who, t.now)
}

// DisownDiscipline ends that; it tells whether there was anything to end.
func (t *Tx) DisownDiscipline(d framework.DisciplineID, who id.Person) (bool, error) {
	n, err := t.changed(ownUntil, d, who, t.now)
	return n > 0, err
}

// OwnerSpan is the time in which somebody looked after a discipline's examples.
type OwnerSpan struct {
	Discipline   framework.DisciplineID
	Person       id.Person
	Since, Until clock.Instant
}

// Owners lists all owners there are and were, discipline by discipline, the
// latest first.
func (r *Reader) Owners() ([]OwnerSpan, error) {
	return all(r, func(s scanner) (o OwnerSpan, err error) {
		return o, s.Scan(&o.Discipline, &o.Person, &o.Since, &o.Until)
	}, allOwners)
}
