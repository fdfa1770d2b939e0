package store

import (
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/pay"
)

const (
	marketColumns   = `id, name, country, city, currency, period, usual, made_at, version`
	payPlaceColumns = `id, person, market, valid_from, made_at, made_by, nth`
)

var (
	insertMarket = statement(`INSERT INTO pay_markets (` + marketColumns + `, name_folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	updateMarket = statement(`UPDATE pay_markets SET name = $2, name_folded = $3, country = $4, city = $5, usual = $6, version = version + 1
		WHERE id = $1 AND version = $7`)
	noUsualMarket = statement(`UPDATE pay_markets SET usual = 0, version = version + 1 WHERE usual = 1`)
	allMarkets    = statement(`SELECT ` + marketColumns + ` FROM pay_markets ORDER BY name_folded, id`)
	marketByID    = statement(`SELECT ` + marketColumns + ` FROM pay_markets WHERE id = $1`)
	lastPayPlace  = statement(`SELECT COALESCE(max(nth), 0) FROM pay_places`)
	payPlacesOf   = statement(`SELECT ` + payPlaceColumns + ` FROM pay_places WHERE person IN ($1)`)
)

// AddMarket keeps a new market.
func (t *Tx) AddMarket(m pay.Market) error {
	return t.exec(insertMarket, m.ID, m.Name, m.Country, m.City, m.Currency, m.Period, asNumber(m.Usual), m.MadeAt, m.Version, org.Fold(m.Name))
}

// SaveMarket keeps the changes of a market, unless another change came first. What
// its amounts are in never changes.
func (t *Tx) SaveMarket(m pay.Market) error {
	return t.swap(updateMarket, m.ID, m.Name, org.Fold(m.Name), m.Country, m.City, asNumber(m.Usual), m.Version)
}

// NoUsualMarket takes from any market that it is the usual one.
func (t *Tx) NoUsualMarket() error { return t.exec(noUsualMarket) }

// Markets returns all of them, by name.
func (r *Reader) Markets() ([]pay.Market, error) { return all(r, scanMarket, allMarkets) }

// Market returns one market.
func (r *Reader) Market(m id.Market) (pay.Market, error) { return one(r, scanMarket, marketByID, m) }

func scanMarket(s scanner) (m pay.Market, err error) {
	var usual int64
	err = s.Scan(&m.ID, &m.Name, &m.Country, &m.City, &m.Currency, &m.Period, &usual, &m.MadeAt, &m.Version)
	m.Usual = usual == 1
	return m, err
}

// AddPayPlaces keeps where people are paid, behind what was said before.
func (t *Tx) AddPayPlaces(places []pay.Place) error {
	nth, err := one(t.Reader, count, lastPayPlace)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(places))
	for i, p := range places {
		rows = append(rows, []any{string(p.ID), string(p.Person), string(p.Market), string(p.From), int64(p.MadeAt), string(p.MadeBy), nth + 1 + int64(i)})
	}
	return t.insertMany("pay_places", []string{"id", "person", "market", "valid_from", "made_at", "made_by", "nth"}, rows)
}

// PayPlaces returns where the people are and were paid.
func (r *Reader) PayPlaces(people []id.Person) (map[id.Person][]pay.Place, error) {
	list, err := each(r, func(s scanner) (p pay.Place, err error) {
		return p, s.Scan(&p.ID, &p.Person, &p.Market, &p.From, &p.MadeAt, &p.MadeBy, &p.Nth)
	}, payPlacesOf, people)
	of := make(map[id.Person][]pay.Place, len(people))
	for _, p := range list {
		of[p.Person] = append(of[p.Person], p)
	}
	return of, err
}
