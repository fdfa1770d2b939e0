package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Account is how a person signs in. Password is the hash; empty where none has
// been set yet.
type Account struct {
	Person   id.Person
	Name     string
	Email    string
	Zone     string
	Language lang.Language // empty follows the browser
	LeftAt   clock.Instant
	Password string
	SetAt    clock.Instant
}

// Here tells whether the person works in the organisation at the instant.
func (a Account) Here(at clock.Instant) bool { return !a.LeftAt.IsSet() || at < a.LeftAt }

const selectAccount = `SELECT p.id, p.name, p.email, p.zone, p.language, p.left_at, COALESCE(a.password, ''), COALESCE(a.set_at, 0)
	FROM people p LEFT JOIN accounts a ON a.person = p.id `

var (
	accountByEmail = statement(selectAccount + `WHERE p.email_folded = $1`)
	accountOf      = statement(selectAccount + `WHERE p.id = $1`)
	savePassword   = statement(`INSERT INTO accounts (person, password, set_at) VALUES ($1, $2, $3)
		ON CONFLICT (person) DO UPDATE SET password = excluded.password, set_at = excluded.set_at`)
	swapPassword = statement(`UPDATE accounts SET password = $3, set_at = $4 WHERE person = $1 AND password = $2`)
	rehash       = statement(`UPDATE accounts SET password = $3 WHERE person = $1 AND password = $2`)
	uninvited    = statement(selectAccount + `WHERE a.person IS NULL AND p.left_at = 0
		AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.person = p.id)
		AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.person = p.id AND i.used_at = 0 AND i.expires_at > $1)
		ORDER BY p.name_folded, p.id`)
)

func scanAccount(s scanner) (a Account, err error) {
	return a, s.Scan(&a.Person, &a.Name, &a.Email, &a.Zone, &a.Language, &a.LeftAt, &a.Password, &a.SetAt)
}

// AccountByEmail finds the account of a folded address; ok is false when there
// is no such person.
func (r *Reader) AccountByEmail(folded string) (a Account, ok bool, err error) {
	return optional(r, scanAccount, accountByEmail, folded)
}

// AccountOf returns the person's account, whether or not it has a password.
func (r *Reader) AccountOf(person id.Person) (Account, error) {
	return one(r, scanAccount, accountOf, person)
}

// Uninvited lists those who are here and have neither a password nor an
// invitation that still works, by name.
func (r *Reader) Uninvited() ([]Account, error) { return all(r, scanAccount, uninvited, r.now) }

// SavePassword sets the hash of the person's password.
func (t *Tx) SavePassword(person id.Person, hash string) error {
	return t.exec(savePassword, person, hash, t.now)
}

// SwapPassword sets a new hash if the old one is still there, and fails with a
// stale answer otherwise.
func (t *Tx) SwapPassword(person id.Person, old, hash string) error {
	return t.swap(swapPassword, person, old, hash, t.now)
}

// Rehash replaces the hash by one of the same password.
func (t *Tx) Rehash(person id.Person, old, hash string) error {
	return t.exec(rehash, person, old, hash)
}
