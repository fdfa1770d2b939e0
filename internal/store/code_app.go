package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// CodeApp is an app on a phone that shows a code for each half minute. Key is how
// internal/credential writes what both sides know.
type CodeApp struct {
	Person      id.Person
	Key         string
	MadeAt      clock.Instant
	ConfirmedAt clock.Instant // not set: a first code has not been given yet
	LastCode    int64         // the number of the last code that counted
}

var (
	dropCodeApp    = statement(`DELETE FROM code_apps WHERE person = $1`)
	insertCodeApp  = statement(`INSERT INTO code_apps (person, made_at, confirmed_at, last_code, sealed) VALUES ($1, $2, 0, 0, $3)`)
	codeAppOf      = statement(`SELECT made_at, confirmed_at, last_code, sealed FROM code_apps WHERE person = $1`)
	confirmCodeApp = statement(`UPDATE code_apps SET confirmed_at = $2, last_code = $3 WHERE person = $1 AND confirmed_at = 0`)
	spendCode      = statement(`UPDATE code_apps SET last_code = $2 WHERE person = $1 AND last_code < $2`)

	insertSpare = statement(`INSERT INTO spare_codes (hash, person, made_at, used_at) VALUES ($1, $2, $3, 0)`)
	dropSpares  = statement(`DELETE FROM spare_codes WHERE person = $1`)
	useSpare    = statement(`UPDATE spare_codes SET used_at = $3 WHERE hash = $1 AND person = $2 AND used_at = 0`)
	sparesLeft  = statement(`SELECT COUNT(*) FROM spare_codes WHERE person = $1 AND used_at = 0`)

	hasSecondProof = statement(`SELECT (SELECT COUNT(*) FROM passkeys WHERE person = $1) +
		(SELECT COUNT(*) FROM code_apps WHERE person = $1 AND confirmed_at > 0)`)
)

func codeAppPlace(p id.Person) seal.Place {
	return seal.Place{Table: "code_apps", Column: "sealed", Row: string(p)}
}

// SetCodeApp keeps a code app that is not confirmed yet, in place of another.
func (t *Tx) SetCodeApp(person id.Person, key string) error {
	sealed, err := t.seal(person, codeAppPlace(person), key)
	if err != nil {
		return err
	}
	if err := t.exec(dropCodeApp, person); err != nil {
		return err
	}
	return t.exec(insertCodeApp, person, t.now, sealed)
}

// CodeAppOf returns the person's code app, also one that is not confirmed.
func (r *Reader) CodeAppOf(person id.Person) (CodeApp, bool, error) {
	app := CodeApp{Person: person}
	sealed, ok, err := optional(r, func(s scanner) (sealed string, err error) {
		return sealed, s.Scan(&app.MadeAt, &app.ConfirmedAt, &app.LastCode, &sealed)
	}, codeAppOf, person)
	if err == nil && ok {
		err = r.unseal(person, codeAppPlace(person), sealed, &app.Key)
	}
	return app, ok, err
}

// ConfirmCodeApp lets the person's code app count from now on; its code of that
// number has counted.
func (t *Tx) ConfirmCodeApp(person id.Person, code int64) error {
	return t.swap(confirmCodeApp, person, t.now, code)
}

// SpendCode notes that the code of that number counted; done is false when it, or
// a later one, has before.
func (t *Tx) SpendCode(person id.Person, code int64) (done bool, err error) {
	n, err := t.changed(spendCode, person, code)
	return n > 0, err
}

// RemoveCodeApp removes the person's code app.
func (t *Tx) RemoveCodeApp(person id.Person) error { return t.exec(dropCodeApp, person) }

// SetSpareCodes keeps spare codes by their hashes, in place of all others.
func (t *Tx) SetSpareCodes(person id.Person, hashes []string) error {
	if err := t.exec(dropSpares, person); err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := t.exec(insertSpare, hash, person, t.now); err != nil {
			return err
		}
	}
	return nil
}

// UseSpareCode spends a code; done is false when the person has no such code left.
func (t *Tx) UseSpareCode(person id.Person, hash string) (done bool, err error) {
	n, err := t.changed(useSpare, hash, person, t.now)
	return n > 0, err
}

// SpareCodesLeft counts the codes that still work.
func (r *Reader) SpareCodesLeft(person id.Person) (int, error) {
	n, err := one(r, count, sparesLeft, person)
	return int(n), err
}

// HasSecondProof tells whether the person's password alone signs nobody in.
func (r *Reader) HasSecondProof(person id.Person) (bool, error) {
	n, err := one(r, count, hasSecondProof, person)
	return n > 0, err
}

// RemoveSecondProofs removes every passkey, code app and spare code of the person.
func (t *Tx) RemoveSecondProofs(person id.Person) error {
	for _, drop := range []string{dropPasskeys, dropCodeApp, dropSpares} {
		if err := t.exec(drop, person); err != nil {
			return err
		}
	}
	return nil
}
