package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Restore is one time that the database was put back from a backup.
type Restore struct {
	ID          id.Restore
	At          clock.Instant
	BackupAt    clock.Instant
	Position    int64 // of the last link that the backup holds
	ConfirmedAt clock.Instant
}

var (
	insertRestore   = statement(`INSERT INTO restores (id, at, backup_at, backup_position, confirmed_at) VALUES ($1, $2, $3, $4, 0)`)
	openRestore     = statement(`SELECT id, at, backup_at, backup_position, confirmed_at FROM restores WHERE confirmed_at = 0 ORDER BY at DESC, id LIMIT 1`)
	confirmRestores = statement(`UPDATE restores SET confirmed_at = $1 WHERE confirmed_at = 0`)

	// closings are what lets somebody in without anything being proved anew.
	closings = drop(`UPDATE sessions SET revoked_at = $1 WHERE revoked_at = 0`, `UPDATE tokens SET revoked_at = $1 WHERE revoked_at = 0`,
		`UPDATE invitations SET expires_at = $1 WHERE used_at = 0 AND expires_at > $1`,
		`UPDATE directories SET revoked_at = $1 WHERE revoked_at = 0`, `UPDATE services SET revoked_at = $1 WHERE revoked_at = 0`, `UPDATE step_choices SET until = $1 WHERE until = 0`, `UPDATE growth_shares SET until = $1 WHERE until = 0`, `UPDATE priority_shares SET until = $1 WHERE until = 0`,
		`UPDATE mails SET state = 'dropped', ended_at = $1 WHERE state = 'waiting'`, `UPDATE hook_deliveries SET state = 'dropped', ended_at = $1 WHERE state = 'waiting'`,
		`UPDATE hooks SET state = 'paused', why = 'restore', changed_at = $1 WHERE state = 'active'`)
	everyLink = drop(`DELETE FROM calendar_feeds`, `DELETE FROM ceremonies`, `DELETE FROM provider_sessions`, `DELETE FROM idempotency_keys`)
	proofsOf  = drop(`DELETE FROM accounts WHERE person = $1`, `DELETE FROM passkeys WHERE person = $1`, `DELETE FROM code_apps WHERE person = $1`, `DELETE FROM spare_codes WHERE person = $1`,
		`DELETE FROM identities WHERE person = $1`)
)

// AddRestore keeps that the database was put back; it waits to be confirmed.
func (t *Tx) AddRestore(v Restore) error {
	return t.exec(insertRestore, v.ID, v.At, v.BackupAt, v.Position)
}

// OpenRestore returns the restore that waits to be confirmed.
func (r *Reader) OpenRestore() (v Restore, waits bool, err error) {
	return optional(r, func(s scanner) (v Restore, err error) {
		return v, s.Scan(&v.ID, &v.At, &v.BackupAt, &v.Position, &v.ConfirmedAt)
	}, openRestore)
}

// ConfirmRestores ends the waiting.
func (t *Tx) ConfirmRestores() (done bool, err error) {
	n, err := t.changed(confirmRestores, t.now)
	return n > 0, err
}

// CloseEverything ends every session, token, invitation, calendar address and share,
// drops what waits to be sent, and lets addresses that are told rest.
func (t *Tx) CloseEverything() error {
	if _, err := t.dropAll(closings, t.now); err != nil {
		return err
	}
	_, err := t.dropAll(everyLink)
	return err
}

// ForgetProofs takes away all by which the person proves who they are.
func (t *Tx) ForgetProofs(person id.Person) error {
	_, err := t.dropAll(proofsOf, person)
	return err
}
