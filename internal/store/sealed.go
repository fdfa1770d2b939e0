package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	keyOfPerson  = statement(`SELECT wrapped FROM person_keys WHERE person = $1`)
	keysOfPeople = statement(`SELECT person, wrapped FROM person_keys WHERE person IN ($1)`)
)

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

// newKey makes the owner's key, by the master key that wraps what is new; wrapped is
// what may be stored of it.
func (r *Reader) newKey(owner id.Person) (wrapped string, err error) {
	if r.by == nil {
		name, err := r.wrapping()
		if err != nil {
			return "", err
		}
		r.by = r.master.By(name)
	}
	k, wrapped, err := r.by.NewKey(string(owner))
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
	return openWith(k, place, sealed, v)
}

func sealWith(k seal.Key, place seal.Place, v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return k.Seal(place, raw)
}

func openWith(k seal.Key, place seal.Place, sealed string, v any) error {
	raw, err := k.Open(place, sealed)
	if err != nil {
		return fmt.Errorf("%s.%s: %w", place.Table, place.Column, err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("%s.%s cannot be read", place.Table, place.Column) // the cause would quote the value
	}
	return nil
}
