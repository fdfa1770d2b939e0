package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// Passkey is a key that stays in a device of the person. Record is how
// internal/passkey keeps it.
type Passkey struct {
	ID     id.Passkey
	Person id.Person
	Name   string
	Record []byte
	MadeAt clock.Instant
	UsedAt clock.Instant // not set: never
}

var (
	insertPasskey = statement(`INSERT INTO passkeys (id, person, hash, made_at, used_at, sealed) VALUES ($1, $2, $3, $4, 0, $5)`)
	passkeysOf    = statement(`SELECT id, person, made_at, used_at, sealed FROM passkeys WHERE person = $1 ORDER BY made_at, id`)
	usePasskey    = statement(`UPDATE passkeys SET used_at = $3, sealed = $4 WHERE id = $1 AND person = $2`)
	dropPasskey   = statement(`DELETE FROM passkeys WHERE id = $1 AND person = $2`)
	dropPasskeys  = statement(`DELETE FROM passkeys WHERE person = $1`)
)

type sealedPasskey struct {
	Name   string `json:"name"`
	Record []byte `json:"record"`
}

func passkeyPlace(k id.Passkey) seal.Place {
	return seal.Place{Table: "passkeys", Column: "sealed", Row: string(k)}
}

func (t *Tx) sealPasskey(k Passkey) (string, error) {
	return t.seal(k.Person, passkeyPlace(k.ID), sealedPasskey{k.Name, k.Record})
}

// AddPasskey keeps a passkey whose handle has the hash.
func (t *Tx) AddPasskey(k Passkey, handleHash string) error {
	sealed, err := t.sealPasskey(k)
	if err != nil {
		return err
	}
	return t.exec(insertPasskey, k.ID, k.Person, handleHash, k.MadeAt, sealed)
}

// Passkeys lists the person's passkeys, the oldest first.
func (r *Reader) Passkeys(person id.Person) ([]Passkey, error) {
	type row struct {
		Passkey
		sealed string
	}
	rows, err := all(r, func(s scanner) (v row, err error) {
		return v, s.Scan(&v.ID, &v.Person, &v.MadeAt, &v.UsedAt, &v.sealed)
	}, passkeysOf, person)
	var keys []Passkey
	for _, v := range rows {
		var inside sealedPasskey
		if err := r.unseal(v.Person, passkeyPlace(v.ID), v.sealed, &inside); err != nil {
			return nil, err
		}
		v.Name, v.Record = inside.Name, inside.Record
		keys = append(keys, v.Passkey)
	}
	return keys, err
}

// UsePasskey notes that the passkey was used now, and what its record is since.
func (t *Tx) UsePasskey(k Passkey) error {
	sealed, err := t.sealPasskey(k)
	if err != nil {
		return err
	}
	return t.swap(usePasskey, k.ID, k.Person, t.now, sealed)
}

// RemovePasskey removes one passkey of the person; done is false when they have
// no such passkey.
func (t *Tx) RemovePasskey(person id.Person, k id.Passkey) (done bool, err error) {
	n, err := t.changed(dropPasskey, k, person)
	return n > 0, err
}
