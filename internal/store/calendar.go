package store

import (
	"database/sql"

	"cairn/internal/clock"
	"cairn/internal/id"
)

var (
	dropFeed     = statement(`DELETE FROM calendar_feeds WHERE person = $1`)
	insertFeed   = statement(`INSERT INTO calendar_feeds (person, hash, made_at) VALUES ($1, $2, $3)`)
	feedOf       = statement(`SELECT made_at FROM calendar_feeds WHERE person = $1`)
	personOfFeed = statement(`SELECT person FROM calendar_feeds WHERE hash = $1`)
)

// SetFeed gives the person's calendar an address whose secret has the hash; the one
// before answers no more. Without a hash there is none.
func (t *Tx) SetFeed(person id.Person, hash string) error {
	if err := t.exec(dropFeed, person); err != nil || hash == "" {
		return err
	}
	return t.exec(insertFeed, person, hash, t.now)
}

// FeedOf tells since when the person's calendar has an address; zero when it has
// none.
func (r *Reader) FeedOf(person id.Person) (clock.Instant, error) {
	at, _, err := optional(r, func(s scanner) (at sql.NullInt64, err error) { return at, s.Scan(&at) }, feedOf, person)
	return clock.Instant(at.Int64), err
}

// PersonOfFeed finds whose calendar the secret with the hash opens.
func (r *Reader) PersonOfFeed(hash string) (id.Person, bool, error) {
	return optional(r, text[id.Person], personOfFeed, hash)
}
