package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/store"
)

// keepsPay lets in compensation partners in a browser; for others there is nothing.
func keepsPay(actor access.Actor) error {
	if err := own(actor); err != nil {
		return err
	}
	if !pay.Keeps(actor) {
		return fault.NotFound()
	}
	return nil
}

// payHat is the capacity in which compensation partners look after pay.
var payHat = org.CompensationPartner.Words()

// MarketText is a market as it is written down.
type MarketText struct {
	Name, Country, City, Currency string
	Period                        pay.Period
	Usual                         bool
}

func (m MarketText) tidy() MarketText {
	m.Name, m.City = strings.TrimSpace(m.Name), strings.TrimSpace(m.City)
	m.Country, m.Currency = strings.ToUpper(strings.TrimSpace(m.Country)), strings.ToUpper(strings.TrimSpace(m.Currency))
	return m
}

// Markets lists where people are paid, to those who look after pay.
func (w *Workflow) Markets(ctx context.Context, actor access.Actor) (list []pay.Market, err error) {
	if err := keepsPay(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err = r.Markets()
		return err
	})
	return list, err
}

// MakeMarket adds a market.
func (w *Workflow) MakeMarket(ctx context.Context, actor access.Actor, once Once, t MarketText) (id.Market, error) {
	if err := keepsPay(actor); err != nil {
		return "", err
	}
	t = t.tidy()
	made, err := w.act(ctx, actor, once, t, func(tx *store.Tx) (string, error) {
		m := pay.Market{ID: id.New[id.Market](), Name: t.Name, Country: t.Country, City: t.City, Currency: money.Currency(t.Currency),
			Period: t.Period, Usual: t.Usual, MadeAt: tx.Now(), Version: 1}
		if err := checkMarket(tx.Reader, m); err != nil {
			return "", err
		}
		if m.Usual {
			if err := tx.NoUsualMarket(); err != nil {
				return "", err
			}
		}
		if err := tx.AddMarket(m); err != nil {
			return "", err
		}
		return string(m.ID), record(tx, actor, aboutMarket(audit.MarketMade, m.ID))
	})
	return id.Market(made), err
}

func aboutMarket(act audit.Act, m id.Market) audit.Entry {
	return audit.Entry{Hat: payHat, Act: act, Item: "range_tab", Object: "market/" + string(m)}
}

// checkMarket also keeps two markets from having one name: files name them by it.
func checkMarket(r *store.Reader, m pay.Market) error {
	if err := m.Check(); err != nil {
		return err
	}
	list, err := r.Markets()
	for _, other := range list {
		if other.ID != m.ID && org.Fold(other.Name) == org.Fold(m.Name) {
			return fault.InvalidFields([]fault.Field{{Name: "name", Message: "There is a market of this name already."}})
		}
	}
	return err
}

// ChangeMarket renames a market or makes it the usual one. What its amounts are in
// stays: another currency is another market.
func (w *Workflow) ChangeMarket(ctx context.Context, actor access.Actor, once Once, ref id.Market, read int64, t MarketText) error {
	if err := keepsPay(actor); err != nil {
		return err
	}
	t = t.tidy()
	asked := struct {
		Ref  id.Market
		Read int64
		Text MarketText
	}{ref, read, t}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		m, err := tx.Market(ref)
		if err != nil {
			return "", err
		}
		if m.Version != read {
			return "", fault.Stale()
		}
		becomes := t.Usual && !m.Usual
		m.Name, m.Country, m.City, m.Usual = t.Name, t.Country, t.City, t.Usual
		if err := checkMarket(tx.Reader, m); err != nil {
			return "", err
		}
		if becomes {
			if err := tx.NoUsualMarket(); err != nil {
				return "", err
			}
		}
		if err := tx.SaveMarket(m); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutMarket(audit.MarketChanged, ref))
	})
	return err
}
