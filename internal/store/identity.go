package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
)

// Identity is who a person is at an identity provider.
type Identity struct {
	ID      id.Identity
	Person  id.Person
	Issuer  string
	Subject string
	MadeAt  clock.Instant
	UsedAt  clock.Instant // not set: never
}

// ProviderSession is by which provider a session came. Token is what it gave.
type ProviderSession struct {
	Session         id.Session
	Person          id.Person
	Issuer, Subject string
	SID             string // the provider's own name for its session; may be empty
	Token           string
}

const selectIdentity = `SELECT id, person, issuer, subject, made_at, used_at FROM identities `

var (
	insertIdentity = statement(`INSERT INTO identities (id, person, issuer, subject, made_at, used_at) VALUES ($1, $2, $3, $4, $5, 0)`)
	identityBy     = statement(selectIdentity + `WHERE issuer = $1 AND subject = $2`)
	identitiesOf   = statement(selectIdentity + `WHERE person = $1 ORDER BY made_at, id`)
	useIdentity    = statement(`UPDATE identities SET used_at = $2 WHERE id = $1`)
	dropIdentity   = statement(`DELETE FROM identities WHERE id = $1 AND person = $2`)

	insertProviderSession = statement(`INSERT INTO provider_sessions (session, person, issuer, subject, sid, sealed) VALUES ($1, $2, $3, $4, $5, $6)`)
	providerSession       = statement(`SELECT session, person, issuer, subject, sid, sealed FROM provider_sessions WHERE session = $1`)
	sessionsBySID         = statement(`SELECT session, person, subject FROM provider_sessions
		WHERE issuer = $1 AND sid = $2 AND session IN (SELECT id FROM sessions WHERE revoked_at = 0) ORDER BY session`)
	sessionsBySubject = statement(`SELECT session, person, subject FROM provider_sessions
		WHERE issuer = $1 AND subject = $2 AND session IN (SELECT id FROM sessions WHERE revoked_at = 0) ORDER BY session`)

	insertExternalID = statement(`INSERT INTO external_ids (source, external_id, person) VALUES ($1, $2, $3)`)
	personByExternal = statement(`SELECT person FROM external_ids WHERE source = $1 AND external_id = $2`)
	externalIDOf     = statement(`SELECT external_id FROM external_ids WHERE source = $1 AND person = $2`)
	dropExternalID   = statement(`DELETE FROM external_ids WHERE source = $1 AND person = $2`)

	groupOffices      = statement(`SELECT office FROM group_offices WHERE person = $1 AND issuer = $2 ORDER BY office`)
	insertGroupOffice = statement(`INSERT INTO group_offices (person, issuer, office) VALUES ($1, $2, $3)`)
	dropGroupOffice   = statement(`DELETE FROM group_offices WHERE person = $1 AND issuer = $2 AND office = $3`)
	givenByGroups     = statement(`SELECT COUNT(*) FROM group_offices WHERE person = $1 AND office = $2`)
)

func identity(s scanner) (v Identity, err error) {
	return v, s.Scan(&v.ID, &v.Person, &v.Issuer, &v.Subject, &v.MadeAt, &v.UsedAt)
}

func textOf[T ~string](s scanner) (v T, err error) { return v, s.Scan(&v) }

// AddIdentity connects a person with who they are at a provider; one that is
// connected already is a duplicate.
func (t *Tx) AddIdentity(v Identity) error {
	return t.exec(insertIdentity, v.ID, v.Person, v.Issuer, v.Subject, v.MadeAt)
}

// IdentityBy finds who is the subject at the issuer.
func (r *Reader) IdentityBy(issuer, subject string) (Identity, bool, error) {
	return optional(r, identity, identityBy, issuer, subject)
}

// Identities lists who the person is at providers, the oldest first.
func (r *Reader) Identities(person id.Person) ([]Identity, error) {
	return all(r, identity, identitiesOf, person)
}

// UseIdentity notes that it signed somebody in now.
func (t *Tx) UseIdentity(v id.Identity) error { return t.exec(useIdentity, v, t.now) }

// RemoveIdentity removes one of the person; done is false when they have no such.
func (t *Tx) RemoveIdentity(person id.Person, v id.Identity) (done bool, err error) {
	n, err := t.changed(dropIdentity, v, person)
	return n > 0, err
}

func providerSessionPlace(s id.Session) seal.Place {
	return seal.Place{Table: "provider_sessions", Column: "sealed", Row: string(s)}
}

// AddProviderSession keeps by which provider a session came.
func (t *Tx) AddProviderSession(v ProviderSession) error {
	sealed, err := t.seal(v.Person, providerSessionPlace(v.Session), v.Token)
	if err != nil {
		return err
	}
	return t.exec(insertProviderSession, v.Session, v.Person, v.Issuer, v.Subject, v.SID, sealed)
}

// ProviderSessionOf tells by which provider the session came; ok is false for one
// that came by none.
func (r *Reader) ProviderSessionOf(session id.Session) (v ProviderSession, ok bool, err error) {
	sealed, ok, err := optional(r, func(s scanner) (sealed string, err error) {
		return sealed, s.Scan(&v.Session, &v.Person, &v.Issuer, &v.Subject, &v.SID, &sealed)
	}, providerSession, session)
	if err == nil && ok {
		err = r.unseal(v.Person, providerSessionPlace(session), sealed, &v.Token)
	}
	return v, ok, err
}

// ProviderSessions finds the sessions that have not ended and came by what the
// provider calls sid, or by any session of the subject when sid is empty.
func (r *Reader) ProviderSessions(issuer, subject, sid string) ([]ProviderSession, error) {
	scan := func(s scanner) (v ProviderSession, err error) { return v, s.Scan(&v.Session, &v.Person, &v.Subject) }
	if sid != "" {
		return all(r, scan, sessionsBySID, issuer, sid)
	}
	return all(r, scan, sessionsBySubject, issuer, subject)
}

// SetExternalID keeps how the directory names the person, in place of another name.
func (t *Tx) SetExternalID(source, externalID string, person id.Person) error {
	if err := t.exec(dropExternalID, source, person); err != nil || externalID == "" {
		return err
	}
	return t.exec(insertExternalID, source, externalID, person)
}

// PersonByExternalID finds whom the directory names so.
func (r *Reader) PersonByExternalID(source, externalID string) (id.Person, bool, error) {
	return optional(r, textOf[id.Person], personByExternal, source, externalID)
}

// ExternalIDOf tells how the directory names the person; empty when it does not.
func (r *Reader) ExternalIDOf(source string, person id.Person) (string, error) {
	v, _, err := optional(r, textOf[string], externalIDOf, source, person)
	return v, err
}

// GroupOffices are the offices that groups of the issuer give the person.
func (r *Reader) GroupOffices(person id.Person, issuer string) ([]org.Office, error) {
	return all(r, textOf[org.Office], groupOffices, person, issuer)
}

// HoldByGroup notes that a group of the issuer gives the office.
func (t *Tx) HoldByGroup(person id.Person, issuer string, office org.Office) error {
	return t.exec(insertGroupOffice, person, issuer, office)
}

// DropByGroup notes that no group of the issuer gives the office any more, and tells
// whether another issuer's does.
func (t *Tx) DropByGroup(person id.Person, issuer string, office org.Office) (stays bool, err error) {
	if err := t.exec(dropGroupOffice, person, issuer, office); err != nil {
		return false, err
	}
	n, err := one(t.Reader, count, givenByGroups, person, office)
	return n > 0, err
}
