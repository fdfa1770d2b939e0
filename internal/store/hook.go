package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/recognition"
)

// HookCall is a call that waits to be made, or was.
type HookCall struct {
	recognition.Call
	Tries int64
}

var (
	insertHookCall = statement(`INSERT INTO hook_calls (id, hook, post, made_at, tries, fence, not_before, state, ended_at) VALUES ($1, $2, $3, $4, 0, 0, 0, 'waiting', 0)`)
	hookCallsDue   = statement(`SELECT id, hook, post, made_at, fence, tries FROM hook_calls WHERE state = 'waiting' AND not_before <= $1 ORDER BY not_before, made_at, id LIMIT $2`)
	claimHookCall  = statement(`UPDATE hook_calls SET fence = fence + 1, tries = tries + 1, not_before = $3 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	endHookCall    = statement(`UPDATE hook_calls SET state = $3, ended_at = $4 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	delayHookCall  = statement(`UPDATE hook_calls SET not_before = $3 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	dropHookCalls  = statement(`DELETE FROM hook_calls WHERE state <> 'waiting' AND ended_at < $1`)
	countHookCalls = statement(`SELECT count(*) FROM hook_calls WHERE state = $1 AND made_at < $2`)

	weekToldTo = statement(`SELECT told FROM recognition_weeks WHERE week = $1 AND ended_at = 0`)
	weekEnded  = statement(`SELECT told FROM recognition_weeks WHERE week = $1 AND ended_at > 0`)
	keepWeek   = statement(`INSERT INTO recognition_weeks (week, told, ended_at) VALUES ($1, $2, $3) ON CONFLICT (week) DO UPDATE SET told = excluded.told, ended_at = excluded.ended_at`)
	peopleHere = statement(`SELECT id FROM people WHERE left_at = 0 AND id > $1 ORDER BY id LIMIT $2`)
)

// AddHookCalls keeps that each of the addresses is to be told of the post.
func (t *Tx) AddHookCalls(hooks []string, post id.Recognition) error {
	for _, h := range hooks {
		if err := t.exec(insertHookCall, id.New[id.HookCall](), h, post, t.now); err != nil {
			return err
		}
	}
	return nil
}

// HookCallsDue returns calls whose time has come, the one that waits longest first.
func (r *Reader) HookCallsDue(limit int) ([]HookCall, error) {
	return all(r, func(s scanner) (c HookCall, err error) {
		return c, s.Scan(&c.ID, &c.Hook, &c.Post, &c.Made, &c.Fence, &c.Tries)
	}, hookCallsDue, r.now, limit)
}

// ClaimHookCall takes the call for a try that ends at the instant; claimed is false
// when another was quicker.
func (t *Tx) ClaimHookCall(c HookCall, until clock.Instant) (mine HookCall, claimed bool, err error) {
	n, err := t.changed(claimHookCall, c.ID, c.Fence, until)
	c.Fence, c.Tries = c.Fence+1, c.Tries+1
	return c, n > 0, err
}

// EndHookCall records how the call ended: as mails do.
func (t *Tx) EndHookCall(c recognition.Call, how string) error {
	return t.exec(endHookCall, c.ID, c.Fence, how, t.now)
}

// DelayHookCall lets the call wait for its next try.
func (t *Tx) DelayHookCall(c recognition.Call, until clock.Instant) error {
	return t.exec(delayHookCall, c.ID, c.Fence, until)
}

// DropHookCalls forgets calls that ended before the instant.
func (t *Tx) DropHookCalls(before clock.Instant) error { return t.exec(dropHookCalls, before) }

// CountHookCalls counts calls made before the instant that are in the state.
func (r *Reader) CountHookCalls(state string, before clock.Instant) (int64, error) {
	return one(r, count, countHookCalls, state, before)
}

// WeekTold returns up to whom everybody has been told of the week, and whether that
// is all of them.
func (r *Reader) WeekTold(week clock.Date) (last id.Person, ended bool, err error) {
	if _, ended, err = optional(r, text[id.Person], weekEnded, week); err != nil || ended {
		return "", ended, err
	}
	last, _, err = optional(r, text[id.Person], weekToldTo, week)
	return last, false, err
}

// KeepWeek keeps how far everybody has been told of the week.
func (t *Tx) KeepWeek(week clock.Date, last id.Person, ended bool) error {
	at := clock.Instant(0)
	if ended {
		at = t.now
	}
	return t.exec(keepWeek, week, last, at)
}

// PeopleHere returns people who are here, by id, after the given one.
func (r *Reader) PeopleHere(after id.Person, limit int) ([]id.Person, error) {
	return all(r, text[id.Person], peopleHere, after, limit)
}
