package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	quick "github.com/segmentio/encoding/json"

	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	keyOfPerson  = statement(`SELECT wrapped FROM person_keys WHERE person = $1`)
	keysOfPeople = statement(`SELECT person, wrapped FROM person_keys WHERE person IN ($1)`)
	formerKeyOf  = statement(`SELECT wrapped FROM former_keys WHERE part = $1 AND person = $2 AND number = $3`)
)

// KeyRef names whose key it is: a person's, or one of pay or of what is counted,
// where there is a part.
type KeyRef struct {
	part   payPart
	Person id.Person
}

func (k KeyRef) owner() id.Person {
	if k.part == "" {
		return k.Person
	}
	return payOwner(k.part, k.Person)
}

// Words say whose key it is, for whoever is at the machine.
func (k KeyRef) Words() string { return string(k.owner()) }

// formerRef names an earlier key.
type formerRef struct {
	KeyRef
	number int
}

// key returns the person's key, unwrapped once a transaction.
func (r *Reader) key(owner id.Person) (seal.Key, error) {
	if k, ok := r.keys[owner]; ok {
		return k, nil
	}
	wrapped, err := one(r, text[string], keyOfPerson, owner)
	if err != nil {
		return seal.Key{}, fmt.Errorf("key of person: %w", err)
	}
	return r.unwrap(owner, wrapped)
}

// unwrap opens a stored key, and keeps it for the transaction.
func (r *Reader) unwrap(owner id.Person, wrapped string) (seal.Key, error) {
	k, err := r.master.OpenKey(string(owner), wrapped)
	if err == nil {
		r.keys[owner] = k
	}
	return k, err
}

// loadKeys unwraps the keys of many people in few queries.
func (r *Reader) loadKeys(owners []id.Person) error {
	missing := slices.DeleteFunc(distinct(owners), func(p id.Person) bool {
		_, have := r.keys[p]
		return have
	})
	type wrapped struct {
		owner id.Person
		text  string
	}
	found, err := each(r, func(s scanner) (w wrapped, err error) { return w, s.Scan(&w.owner, &w.text) }, keysOfPeople, missing)
	if err != nil {
		return err
	}
	for _, w := range found {
		if _, err := r.unwrap(w.owner, w.text); err != nil {
			return err
		}
	}
	return nil
}

// newKey makes the owner's first key, by the master key that wraps what is new;
// wrapped is what may be stored of it.
func (r *Reader) newKey(owner id.Person) (wrapped string, err error) { return r.nextKey(owner, 1) }

// nextKey makes the owner's key of that number.
func (r *Reader) nextKey(owner id.Person, number int) (wrapped string, err error) {
	if r.by == nil {
		name, err := r.wrapping()
		if err != nil {
			return "", err
		}
		r.by = r.master.By(name)
	}
	k, wrapped, err := r.by.NextKey(string(owner), number)
	if err == nil {
		r.keys[owner] = k
	}
	return wrapped, err
}

// seal turns v into a text that only its owner's key opens, and only in place.
func (r *Reader) seal(owner id.Person, place seal.Place, v any) (string, error) {
	k, err := r.key(owner)
	if err != nil {
		return "", err
	}
	return sealWith(k, place, v)
}

// unseal fills v from what seal made for the same owner and place.
func (r *Reader) unseal(owner id.Person, place seal.Place, sealed string, v any) error {
	k, err := r.key(owner)
	if err != nil {
		return err
	}
	return r.openWith(KeyRef{Person: owner}, k, place, sealed, v)
}

func sealWith(k seal.Key, place seal.Place, v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return k.Seal(place, raw)
}

func (r *Reader) openWith(of KeyRef, k seal.Key, place seal.Place, sealed string, v any) error {
	raw, err := r.openRaw(of, k, place, sealed)
	if err != nil {
		return fmt.Errorf("%s.%s: %w", place.Table, place.Column, err)
	}
	read := func(raw []byte) error { return readSealed(raw, v) }
	if own, ok := v.(interface{ read([]byte) error }); ok {
		read = own.read
	}
	if read(raw) != nil {
		return fmt.Errorf("%s.%s cannot be read", place.Table, place.Column) // the cause would quote the value
	}
	return nil
}

// readSealed reads what was sealed, in less time than encoding/json. Tests
// read each value by both and compare; see docs/decisions/0034.
var readSealed = quick.Unmarshal

// openRaw opens with the key of today, or with the one before it that the value
// names, while there is one.
func (r *Reader) openRaw(of KeyRef, k seal.Key, place seal.Place, sealed string) ([]byte, error) {
	if n := seal.NumberOf(sealed); n > 0 && n != k.Number() {
		former, err := r.formerKey(of, n)
		if err != nil {
			return nil, err
		}
		k = former
	}
	return k.Open(place, sealed)
}

// formerKey returns an earlier key, unwrapped once a transaction.
func (r *Reader) formerKey(of KeyRef, number int) (seal.Key, error) {
	at := formerRef{of, number}
	if k, ok := r.former[at]; ok {
		return k, nil
	}
	wrapped, there, err := optional(r, text[string], formerKeyOf, of.part, of.Person, strconv.Itoa(number))
	if err != nil || !there {
		return seal.Key{}, errors.Join(err, seal.ErrUnreadable)
	}
	k, err := r.master.OpenKey(string(of.owner()), wrapped)
	if err == nil {
		if r.former == nil {
			r.former = map[formerRef]seal.Key{}
		}
		r.former[at] = k
	}
	return k, err
}
