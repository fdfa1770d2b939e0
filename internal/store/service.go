package store

import (
	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Service is a program of the organisation, let in by a token that is kept as a hash
// only.
type Service struct {
	ID      id.Service
	Name    string
	Scopes  []access.Scope
	MadeAt  clock.Instant
	UsedAt  clock.Instant // not set: never
	EndsAt  clock.Instant
	Revoked clock.Instant
}

const selectService = `SELECT id, name, scopes, made_at, used_at, ends_at, revoked_at FROM services `

var (
	insertService = statement(`INSERT INTO services (id, name, hash, scopes, made_at, used_at, ends_at, revoked_at) VALUES ($1, $2, $3, $4, $5, 0, $6, 0)`)
	serviceByHash = statement(selectService + `WHERE hash = $1`)
	serviceByID   = statement(selectService + `WHERE id = $1`)
	openServices  = statement(selectService + `WHERE revoked_at = 0 ORDER BY name, id`)
	touchService  = statement(`UPDATE services SET used_at = $2 WHERE id = $1 AND revoked_at = 0 AND used_at < $2`)
	revokeService = statement(`UPDATE services SET revoked_at = $2 WHERE name = $1 AND revoked_at = 0`)
)

func scanService(s scanner) (v Service, err error) {
	var scopes string
	err = s.Scan(&v.ID, &v.Name, &scopes, &v.MadeAt, &v.UsedAt, &v.EndsAt, &v.Revoked)
	v.Scopes = scopesOf(scopes)
	return v, err
}

// AddService keeps a service whose token has the hash. Two of one name are a duplicate.
func (t *Tx) AddService(v Service, hash string) error {
	return t.exec(insertService, v.ID, v.Name, hash, scopeText(v.Scopes), v.MadeAt, v.EndsAt)
}

// ServiceByHash finds a service by its token's hash, also one that has ended.
func (r *Reader) ServiceByHash(hash string) (Service, bool, error) {
	return optional(r, scanService, serviceByHash, hash)
}

// ServiceOf finds a service, also one that has ended.
func (r *Reader) ServiceOf(v id.Service) (Service, bool, error) {
	return optional(r, scanService, serviceByID, v)
}

// Services lists the services that were not ended, by name.
func (r *Reader) Services() ([]Service, error) { return all(r, scanService, openServices) }

// TouchService notes that the service asked now.
func (t *Tx) TouchService(v id.Service) error { return t.exec(touchService, v, t.now) }

// RevokeService ends the service of that name; done is false when there is none.
func (t *Tx) RevokeService(name string) (done bool, err error) {
	n, err := t.changed(revokeService, name, t.now)
	return n > 0, err
}
