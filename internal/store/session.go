package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Session is one signed-in browser. Its token is kept as a hash only, and the
// hash is never read back.
type Session struct {
	ID      id.Session
	Person  id.Person
	Agent   string // the browser, as it names itself
	MadeAt  clock.Instant
	SeenAt  clock.Instant
	EndsAt  clock.Instant
	Revoked clock.Instant
}

const (
	sessionColumns  = `sessions.id, sessions.person, agent, sessions.made_at, seen_at, ends_at, revoked_at`
	selectSession   = `SELECT ` + sessionColumns + ` FROM sessions `
	sessionEntering = `SELECT ` + sessionColumns + enteringColumns + `FROM sessions JOIN people ON people.id = sessions.person` + enteringOffices
)

var (
	insertSession = statement(`INSERT INTO sessions (id, hash, person, agent, made_at, seen_at, ends_at, revoked_at, proved_at)
		VALUES ($1, $2, $3, $4, $5, $5, $6, 0, $5)`)
	proveSecond   = statement(`UPDATE sessions SET second_at = $2 WHERE id = $1 AND revoked_at = 0`)
	secondAt      = statement(`SELECT second_at FROM sessions WHERE id = $1 AND revoked_at = 0`)
	proveSession  = statement(`UPDATE sessions SET proved_at = $2 WHERE id = $1 AND revoked_at = 0`)
	provedAt      = statement(`SELECT proved_at FROM sessions WHERE id = $1 AND revoked_at = 0`)
	sessionByHash = statement(sessionEntering + `WHERE sessions.hash = $1 ORDER BY offices_held.office`)
	sessionBefore = statement(sessionEntering + `WHERE before_hash = $1 AND before_hash <> '' AND renewed_at >= $2 ORDER BY offices_held.office`)
	renewSession  = statement(`UPDATE sessions SET before_hash = hash, hash = $2, renewed_at = $3 WHERE id = $1 AND revoked_at = 0`)
	sessionByID   = statement(selectSession + `WHERE id = $1`)
	sessionsOf    = statement(selectSession + `WHERE person = $1 AND revoked_at = 0 AND ends_at > $2 ORDER BY seen_at DESC, id`)
	touchSession  = statement(`UPDATE sessions SET seen_at = $2 WHERE id = $1 AND revoked_at = 0 AND seen_at < $2`)
	revokeSession = statement(`UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND person = $2 AND revoked_at = 0`)
	revokeOthers  = statement(`UPDATE sessions SET revoked_at = $3 WHERE person = $1 AND id <> $2 AND revoked_at = 0`)
	revokeEvery   = statement(`UPDATE sessions SET revoked_at = $1 WHERE revoked_at = 0`)
)

func (v *Session) into() []any {
	return []any{&v.ID, &v.Person, &v.Agent, &v.MadeAt, &v.SeenAt, &v.EndsAt, &v.Revoked}
}

func scanSession(s scanner) (v Session, err error) { return v, s.Scan(v.into()...) }

func scanSessionEntering(s scanner) (v entered[Session], err error) {
	err = s.Scan(append(v.by.into(), v.into()...)...)
	v.Person = v.by.Person
	return v, err
}

// AddSession begins a session whose token has the hash.
func (t *Tx) AddSession(s Session, hash string) error {
	return t.exec(insertSession, s.ID, hash, s.Person, s.Agent, s.MadeAt, s.EndsAt)
}

// SessionByHash finds a session by its token's hash, also one that has ended, and whose it
// is.
func (r *Reader) SessionByHash(hash string) (Session, Entering, bool, error) {
	return r.sessionEntering(sessionByHash, hash)
}

func (r *Reader) sessionEntering(query string, args ...any) (s Session, who Entering, ok bool, err error) {
	rows, err := all(r, scanSessionEntering, query, args...)
	if err != nil {
		return s, who, false, err
	}
	if s, who, ok = entering(r, rows); ok {
		known(r, sessionByID, string(s.ID), s)
	}
	return s, who, ok, nil
}

// SessionBefore finds a session by the hash of the token before its present one, if it was
// renewed at since or later.
func (r *Reader) SessionBefore(hash string, since clock.Instant) (Session, Entering, bool, error) {
	return r.sessionEntering(sessionBefore, hash, since)
}

// RenewSession gives the session another token; done is false when it has ended.
func (t *Tx) RenewSession(session id.Session, hash string) (done bool, err error) {
	n, err := t.changed(renewSession, session, hash, t.now)
	return n > 0, err
}

// SessionOf finds a session, also one that has ended.
func (r *Reader) SessionOf(session id.Session) (s Session, ok bool, err error) {
	return optionalOnce(r, scanSession, sessionByID, string(session))
}

// Sessions lists the person's sessions that were not ended, the last seen first.
func (r *Reader) Sessions(person id.Person) ([]Session, error) {
	return all(r, scanSession, sessionsOf, person, r.now)
}

// TouchSession notes that the session was used now.
func (t *Tx) TouchSession(session id.Session) error { return t.exec(touchSession, session, t.now) }

// RevokeSession ends one session of the person; done is false when it had ended
// or is somebody else's.
func (t *Tx) RevokeSession(person id.Person, session id.Session) (done bool, err error) {
	n, err := t.changed(revokeSession, session, person, t.now)
	return n > 0, err
}

// RevokeSessions ends the person's sessions except one, which may be none.
func (t *Tx) RevokeSessions(person id.Person, except id.Session) (n int64, err error) {
	return t.changed(revokeOthers, person, except, t.now)
}

// Prove notes that whoever uses the session has proved just now who they are.
func (t *Tx) Prove(session id.Session) error { return t.exec(proveSession, session, t.now) }

// ProvedAt tells when whoever uses the session proved last who they are; beginning it
// was the first time. It is not set for a session that is none.
func (r *Reader) ProvedAt(session id.Session) (clock.Instant, error) {
	at, _, err := optional(r, count, provedAt, session)
	return clock.Instant(at), err
}

// ProveSecond notes that whoever uses the session has shown just now what they have
// besides the password.
func (t *Tx) ProveSecond(session id.Session) error { return t.exec(proveSecond, session, t.now) }

// SecondAt tells when that was last; it is not set where it never was.
func (r *Reader) SecondAt(session id.Session) (clock.Instant, error) {
	at, _, err := optional(r, count, secondAt, session)
	return clock.Instant(at), err
}

// RevokeEverySession ends the sessions of everybody.
func (t *Tx) RevokeEverySession() (n int64, err error) { return t.changed(revokeEvery, t.now) }
