package store

import (
	"encoding/json"
	"fmt"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// payPart has keys of its own, so that whoever destroys those of one part destroys
// that part and no other.
type payPart string

const (
	payRanges     payPart = "ranges"
	payBenchmarks payPart = "benchmarks"
	paySalaries   payPart = "salaries"
)

var (
	payKeyOf     = statement(`SELECT wrapped FROM pay_keys WHERE part = $1 AND person = $2`)
	insertPayKey = statement(`INSERT INTO pay_keys (part, person, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`)
)

// payOwner is whose key it is: of a part, or of a person in it.
func payOwner(part payPart, person id.Person) string {
	return "pay/" + string(part) + "/" + string(person)
}

// payKey returns the key of the part, and of the person in it where they have their
// own, unwrapped once a transaction.
func (r *Reader) payKey(part payPart, person id.Person) (seal.Key, error) {
	owner := payOwner(part, person)
	if k, ok := r.keys[id.Person(owner)]; ok {
		return k, nil
	}
	wrapped, err := one(r, text[string], payKeyOf, part, person)
	if err != nil {
		return seal.Key{}, fmt.Errorf("key of pay: %w", err)
	}
	k, err := r.master.OpenKey(owner, wrapped)
	if err == nil {
		r.keys[id.Person(owner)] = k
	}
	return k, err
}

// sealPay seals with the key of the part, and makes the key where there is none.
func (t *Tx) sealPay(part payPart, person id.Person, place seal.Place, v any) (string, error) {
	k, err := t.payKey(part, person)
	if fault.Is(err, fault.Absent) {
		k, err = t.newPayKey(part, person)
	}
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return k.Seal(place, raw)
}

func (t *Tx) newPayKey(part payPart, person id.Person) (seal.Key, error) {
	owner := payOwner(part, person)
	k, wrapped, err := t.master.NewKey(owner)
	if err != nil {
		return k, err
	}
	if err := t.exec(insertPayKey, part, person, wrapped); err != nil {
		return k, err
	}
	t.keys[id.Person(owner)] = k
	return k, nil
}

// openPay fills v from what sealPay made for the same part, person and place.
func (r *Reader) openPay(part payPart, person id.Person, place seal.Place, sealed string, v any) error {
	k, err := r.payKey(part, person)
	if err != nil {
		return err
	}
	raw, err := k.Open(place, sealed)
	if err != nil {
		return fmt.Errorf("%s.%s: %w", place.Table, place.Column, err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("%s.%s cannot be read", place.Table, place.Column) // the cause would quote the value
	}
	return nil
}
