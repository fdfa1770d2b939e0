package store

import (
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
	payReviewPart payPart = "reviews"

	// These stand in a table of their own.
	statisticsPart payPart = "statistics"
	sexPart        payPart = "sex"
	gapPart        payPart = "pay-gap"
	hooksPart      payPart = "hooks" // addresses that are told, and what signs for them
)

// counted tells whether the part is of what is counted of many at once, or of the
// machine, whose keys are kept apart from those of pay.
func (p payPart) counted() bool {
	return p == statisticsPart || p == sexPart || p == gapPart || p == hooksPart
}

var (
	payKeyOf     = statement(`SELECT wrapped FROM pay_keys WHERE part = $1 AND person = $2`)
	insertPayKey = statement(`INSERT INTO pay_keys (part, person, wrapped, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`)

	countedKeyOf     = statement(`SELECT wrapped FROM counted_keys WHERE part = $1 AND person = $2`)
	insertCountedKey = statement(`INSERT INTO counted_keys (part, person, wrapped, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`)
)

// payOwner is whose key it is, beside those of people: of a part, or of a person in it.
func payOwner(part payPart, person id.Person) id.Person {
	return id.Person("pay/"+string(part)+"/") + person
}

// payKey returns the key of the part, and of the person in it where they have their
// own, unwrapped once a transaction.
func (r *Reader) payKey(part payPart, person id.Person) (seal.Key, error) {
	owner := payOwner(part, person)
	if k, ok := r.keys[owner]; ok {
		return k, nil
	}
	query := payKeyOf
	if part.counted() {
		query = countedKeyOf
	}
	wrapped, err := one(r, text[string], query, part, person)
	if err != nil {
		return seal.Key{}, fmt.Errorf("key of pay: %w", err)
	}
	return r.unwrap(owner, wrapped)
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
	return sealWith(k, place, v)
}

func (t *Tx) newPayKey(part payPart, person id.Person) (seal.Key, error) {
	owner := payOwner(part, person)
	wrapped, err := t.newKey(owner)
	if err != nil {
		return seal.Key{}, err
	}
	if part.counted() {
		return t.keys[owner], t.exec(insertCountedKey, part, person, wrapped, t.now)
	}
	return t.keys[owner], t.exec(insertPayKey, part, person, wrapped, t.now)
}

// openPay fills v from what sealPay made for the same part, person and place.
func (r *Reader) openPay(part payPart, person id.Person, place seal.Place, sealed string, v any) error {
	k, err := r.payKey(part, person)
	if err != nil {
		return err
	}
	return r.openWith(KeyRef{part, person}, k, place, sealed, v)
}
