package store

import (
	"database/sql"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
)

// Ceremony is a question that waits for its answer. Its token is kept as a hash.
type Ceremony struct {
	Purpose string
	Person  id.Person // nobody: whoever can, answers
	Kept    string    // what checking the answer takes; no secret
	EndsAt  clock.Instant
	Tries   int64 // wrong answers so far
	Used    clock.Instant
}

// Waits tells whether an answer is still taken at the instant.
func (c Ceremony) Waits(at clock.Instant) bool { return !c.Used.IsSet() && at < c.EndsAt }

// ceremoniesStay is how long after its end a question is kept.
const ceremoniesStay = 24 * time.Hour

var (
	insertCeremony = statement(`INSERT INTO ceremonies (hash, purpose, person, kept, made_at, ends_at, tries, used_at) VALUES ($1, $2, $3, $4, $5, $6, 0, 0)`)
	ceremonyByHash = statement(`SELECT purpose, person, kept, ends_at, tries, used_at FROM ceremonies WHERE hash = $1`)
	useCeremony    = statement(`UPDATE ceremonies SET used_at = $2 WHERE hash = $1 AND used_at = 0 AND ends_at > $2`)
	missCeremony   = statement(`UPDATE ceremonies SET tries = tries + 1 WHERE hash = $1`)
	dropCeremonies = statement(`DELETE FROM ceremonies WHERE ends_at < $1`)
)

func scanCeremony(s scanner) (c Ceremony, err error) {
	var person sql.NullString
	err = s.Scan(&c.Purpose, &person, &c.Kept, &c.EndsAt, &c.Tries, &c.Used)
	c.Person = id.Person(person.String)
	return c, err
}

// AddCeremony keeps a question whose token has the hash, and forgets those that
// ended long ago.
func (t *Tx) AddCeremony(c Ceremony, hash string) error {
	if err := t.exec(dropCeremonies, t.now.Add(-ceremoniesStay)); err != nil {
		return err
	}
	return t.exec(insertCeremony, hash, c.Purpose, nullable(c.Person), c.Kept, t.now, c.EndsAt)
}

// CeremonyByHash finds a question, also one that no longer waits.
func (r *Reader) CeremonyByHash(hash string) (c Ceremony, ok bool, err error) {
	return optional(r, scanCeremony, ceremonyByHash, hash)
}

// UseCeremony notes that the question was answered; done is false when it no
// longer waits.
func (t *Tx) UseCeremony(hash string) (done bool, err error) {
	n, err := t.changed(useCeremony, hash, t.now)
	return n > 0, err
}

// MissCeremony counts a wrong answer.
func (t *Tx) MissCeremony(hash string) error { return t.exec(missCeremony, hash) }
