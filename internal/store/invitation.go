package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Invitation lets a person set a password once.
type Invitation struct {
	Person    id.Person
	MadeAt    clock.Instant
	ExpiresAt clock.Instant
	UsedAt    clock.Instant
}

// Usable tells whether the invitation still works at the instant.
func (i Invitation) Usable(at clock.Instant) bool { return !i.UsedAt.IsSet() && at < i.ExpiresAt }

var (
	insertInvitation = statement(`INSERT INTO invitations (hash, person, made_at, expires_at, used_at) VALUES ($1, $2, $3, $4, 0)`)
	invitationByHash = statement(`SELECT person, made_at, expires_at, used_at FROM invitations WHERE hash = $1`)
	endInvitations   = statement(`UPDATE invitations SET expires_at = $2 WHERE person = $1 AND used_at = 0 AND expires_at > $2`)
	useInvitation    = statement(`UPDATE invitations SET used_at = $2 WHERE hash = $1 AND used_at = 0 AND expires_at > $2`)
)

func scanInvitation(s scanner) (i Invitation, err error) {
	return i, s.Scan(&i.Person, &i.MadeAt, &i.ExpiresAt, &i.UsedAt)
}

// AddInvitation keeps an invitation whose link's text has the hash, and ends
// those the person had before.
func (t *Tx) AddInvitation(i Invitation, hash string) error {
	if err := t.exec(endInvitations, i.Person, t.now); err != nil {
		return err
	}
	return t.exec(insertInvitation, hash, i.Person, i.MadeAt, i.ExpiresAt)
}

// InvitationByHash finds an invitation, also one that no longer works.
func (r *Reader) InvitationByHash(hash string) (i Invitation, ok bool, err error) {
	return optional(r, scanInvitation, invitationByHash, hash)
}

// UseInvitation spends the invitation; done is false when it no longer works.
func (t *Tx) UseInvitation(hash string) (done bool, err error) {
	n, err := t.changed(useInvitation, hash, t.now)
	return n > 0, err
}
