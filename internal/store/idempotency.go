package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Done is an act that was done under a key.
type Done struct {
	Fingerprint string // of what was asked for
	Result      string // an id or nothing; never a private value
}

var (
	doneUnder = statement(`SELECT fingerprint, result FROM idempotency_keys WHERE actor = $1 AND idempotency_key = $2`)
	keepDone  = statement(`INSERT INTO idempotency_keys (actor, idempotency_key, fingerprint, result, at) VALUES ($1, $2, $3, $4, $5)`)
	dropDone  = statement(`DELETE FROM idempotency_keys WHERE at < $1`)
)

// DoneUnder returns what the actor did under the key.
func (r *Reader) DoneUnder(actor id.Person, key string) (Done, bool, error) {
	return optional(r, func(s scanner) (d Done, err error) { return d, s.Scan(&d.Fingerprint, &d.Result) }, doneUnder, actor, key)
}

// KeepDone notes what was done under the key. When another transaction did so
// first, the whole transaction fails: see IsDuplicate.
func (t *Tx) KeepDone(actor id.Person, key string, d Done) error {
	return t.exec(keepDone, actor, key, d.Fingerprint, d.Result, t.now)
}

// DropDone forgets keys older than the instant.
func (t *Tx) DropDone(before clock.Instant) error { return t.exec(dropDone, before) }
