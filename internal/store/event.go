package store

import (
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
)

const selectDelivery = `SELECT d.id, d.hook, d.tries, d.fence, d.state, d.ended_at, d.answer, e.id, e.kind, e.thing, e.made_at
	FROM hook_deliveries d JOIN hook_events e ON e.id = d.event `

var (
	deliveriesDue   = statement(selectDelivery + `WHERE d.hook = $1 AND d.state = 'waiting' AND d.not_before <= $2 ORDER BY d.not_before, e.made_at, d.id LIMIT $3`)
	claimDelivery   = statement(`UPDATE hook_deliveries SET fence = fence + 1, tries = tries + 1, not_before = $3 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	endDelivery     = statement(`UPDATE hook_deliveries SET state = $3, ended_at = $4, answer = $5 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	delayDelivery   = statement(`UPDATE hook_deliveries SET not_before = $3, answer = $4 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	releaseDelivery = statement(`UPDATE hook_deliveries SET not_before = $3, tries = tries - 1 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	deadDeliveries  = statement(selectDelivery + `WHERE d.state = 'dead' AND ($1 = '' OR d.hook = $1) AND d.ended_at >= $2 ORDER BY d.ended_at DESC, d.id LIMIT $3`)
	deliveryByID    = statement(selectDelivery + `WHERE d.id = $1`)
	replayDelivery  = statement(`UPDATE hook_deliveries SET state = 'waiting', tries = 0, fence = fence + 1, not_before = 0, ended_at = 0 WHERE id = $1 AND state IN ('dead', 'sent')`)
	replaySince     = statement(`UPDATE hook_deliveries SET state = 'waiting', tries = 0, fence = fence + 1, not_before = 0, ended_at = 0
		WHERE hook = $1 AND state = 'dead' AND event IN (SELECT id FROM hook_events WHERE made_at >= $2)`)
	dropDeliveriesOf = statement(`UPDATE hook_deliveries SET state = 'dropped', ended_at = $2 WHERE hook = $1 AND state = 'waiting'`)
	tooOld           = statement(`UPDATE hook_deliveries SET state = 'dead', ended_at = $1, answer = 'waited too long' WHERE state = 'waiting' AND not_before <= $1
		AND event IN (SELECT id FROM hook_events WHERE made_at < $2)`)
	forgetDeliveries = statement(`DELETE FROM hook_deliveries WHERE state <> 'waiting' AND ended_at < $1`)
	forgetEvents     = statement(`DELETE FROM hook_events WHERE made_at < $1 AND NOT EXISTS (SELECT 1 FROM hook_deliveries d WHERE d.event = hook_events.id)`)
	countDeliveries  = statement(`SELECT count(*) FROM hook_deliveries d JOIN hook_events e ON e.id = d.event JOIN hooks h ON h.id = d.hook WHERE d.state = $1 AND e.made_at < $2 AND h.state <> 'ended'`)
	countActive      = statement(`SELECT count(*) FROM hook_deliveries d JOIN hook_events e ON e.id = d.event JOIN hooks h ON h.id = d.hook WHERE d.state = 'waiting' AND e.made_at < $1 AND h.state = 'active'`)
	countPeopleHere  = statement(`SELECT count(*) FROM people WHERE left_at = 0`)
)

// Happened notes, in the transaction of what it tells, that something happened that other
// systems may be told of. Whether any is told is asked at the end of the act.
func (t *Tx) Happened(k event.Kind, thing string) {
	t.news = append(t.news, event.News{Kind: k, Thing: thing})
}

// noteEach is Happened for many things.
func noteEach[V any, K ~string](t *Tx, k event.Kind, list []V, thing func(V) K) {
	for _, v := range list {
		t.Happened(k, string(thing(v)))
	}
}

// News is what was noted in this transaction.
func (t *Tx) News() []event.News { return t.news }

// AddEvents keeps what is to be told, and whom.
func (t *Tx) AddEvents(list []event.Told) error {
	events, deliveries := make([][]any, 0, len(list)), make([][]any, 0, len(list))
	for _, e := range list {
		events = append(events, []any{string(e.ID), string(e.Kind), e.Thing, int64(e.At)})
		for _, h := range e.Hooks {
			notBefore := int64(0)
			if e.At > t.now {
				notBefore = int64(e.At)
			}
			deliveries = append(deliveries, []any{string(id.New[id.Delivery]()), string(h), string(e.ID), int64(0), int64(0), notBefore, string(event.Waiting), int64(0), ""})
		}
	}
	if err := t.insertMany("hook_events", []string{"id", "kind", "thing", "made_at"}, events); err != nil {
		return err
	}
	return t.insertMany("hook_deliveries", []string{"id", "hook", "event", "tries", "fence", "not_before", "state", "ended_at", "answer"}, deliveries)
}

func scanDelivery(s scanner) (d event.Delivery, err error) {
	return d, s.Scan(&d.ID, &d.Hook, &d.Tries, &d.Fence, &d.State, &d.Ended, &d.Answer, &d.Event.ID, &d.Event.Kind, &d.Event.Thing, &d.Event.At)
}

// DeliveriesDue returns what is to be told at the address now, what waits longest
// first.
func (r *Reader) DeliveriesDue(h id.Hook, limit int) ([]event.Delivery, error) {
	return all(r, scanDelivery, deliveriesDue, h, r.now, limit)
}

// ClaimDelivery takes the delivery for a try that ends at the instant; claimed is
// false when another was quicker.
func (t *Tx) ClaimDelivery(d event.Delivery, until clock.Instant) (mine event.Delivery, claimed bool, err error) {
	n, err := t.changed(claimDelivery, d.ID, d.Fence, until)
	d.Fence, d.Tries = d.Fence+1, d.Tries+1
	return d, n > 0, err
}

// EndDelivery records how the delivery ended. A try that was overtaken records
// nothing.
func (t *Tx) EndDelivery(d event.Delivery, how event.Outcome, answer string) (recorded bool, err error) {
	n, err := t.changed(endDelivery, d.ID, d.Fence, string(how), t.now, answer)
	return n > 0, err
}

// DelayDelivery lets the delivery wait for its next try.
func (t *Tx) DelayDelivery(d event.Delivery, until clock.Instant, answer string) (recorded bool, err error) {
	n, err := t.changed(delayDelivery, d.ID, d.Fence, until, answer)
	return n > 0, err
}

// ReleaseDelivery gives back a delivery that was taken and not tried.
func (t *Tx) ReleaseDelivery(d event.Delivery, until clock.Instant) error {
	return t.exec(releaseDelivery, d.ID, d.Fence, until)
}

// DeadDeliveries returns what was given up since the instant, the newest first; at
// every address when none is named.
func (r *Reader) DeadDeliveries(h id.Hook, since clock.Instant, limit int) ([]event.Delivery, error) {
	return all(r, scanDelivery, deadDeliveries, h, since, limit)
}

// Delivery finds one.
func (r *Reader) Delivery(d id.Delivery) (event.Delivery, error) {
	return one(r, scanDelivery, deliveryByID, d)
}

// ReplayDelivery lets it be tried anew, from the first try on.
func (t *Tx) ReplayDelivery(d id.Delivery) (done bool, err error) {
	n, err := t.changed(replayDelivery, d)
	return n > 0, err
}

// ReplaySince lets everything that was given up at the address, and happened since the
// instant, be tried anew.
func (t *Tx) ReplaySince(h id.Hook, since clock.Instant) (int64, error) {
	return t.changed(replaySince, h, since)
}

// DropDeliveriesOf drops what waits for the address.
func (t *Tx) DropDeliveriesOf(h id.Hook) error { return t.exec(dropDeliveriesOf, h, t.now) }

// ForgetEvents gives up what has waited since before old, and forgets what ended
// before kept.
func (t *Tx) ForgetEvents(old, kept clock.Instant) error {
	if err := t.exec(tooOld, t.now, old); err != nil {
		return err
	}
	for _, change := range []string{forgetDeliveries, forgetEvents, dropHooks} {
		if err := t.exec(change, kept); err != nil {
			return err
		}
	}
	return nil
}

// CountDeliveries counts what happened before the instant and stands so, at addresses
// that have not ended.
func (r *Reader) CountDeliveries(how event.Outcome, before clock.Instant) (int64, error) {
	return one(r, count, countDeliveries, string(how), before)
}

// CountOverdue counts what happened before the instant and was not told yet at an
// address that is told.
func (r *Reader) CountOverdue(before clock.Instant) (int64, error) {
	return one(r, count, countActive, before)
}

// CountPeopleHere counts who is here.
func (r *Reader) CountPeopleHere() (int64, error) { return one(r, count, countPeopleHere) }
