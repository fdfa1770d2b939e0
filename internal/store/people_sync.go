package store

import (
	"encoding/json"

	"cairn/internal/clock"
	"cairn/internal/org"
)

var (
	insertPeopleSync = statement(`INSERT INTO people_syncs (began_at, ended_at, outcome, added, changed, unchanged, problems) VALUES ($1, 0, $2, 0, 0, 0, '[]')`)
	endPeopleSync    = statement(`UPDATE people_syncs SET ended_at = $2, outcome = $3, added = $4, changed = $5, unchanged = $6, problems = $7 WHERE began_at = $1`)
	peopleSyncs      = statement(`SELECT began_at, ended_at, outcome, added, changed, unchanged, problems FROM people_syncs ORDER BY began_at DESC LIMIT $1`)
	dropPeopleSyncs  = statement(`DELETE FROM people_syncs WHERE began_at < $1`)
)

// BeginPeopleSync keeps that the file is being read now.
func (t *Tx) BeginPeopleSync() error { return t.exec(insertPeopleSync, t.now, org.SyncBegun) }

// EndPeopleSync keeps what came of the reading that began then.
func (t *Tx) EndPeopleSync(s org.Sync) error {
	problems, err := json.Marshal(s.Problems)
	if err != nil {
		return err
	}
	return t.exec(endPeopleSync, s.BeganAt, s.EndedAt, s.Outcome, s.Added, s.Changed, s.Unchanged, string(problems))
}

// PeopleSyncs returns the last readings, the newest first.
func (r *Reader) PeopleSyncs(most int) ([]org.Sync, error) {
	return all(r, func(s scanner) (v org.Sync, err error) {
		var problems string
		if err = s.Scan(&v.BeganAt, &v.EndedAt, &v.Outcome, &v.Added, &v.Changed, &v.Unchanged, &problems); err == nil {
			err = json.Unmarshal([]byte(problems), &v.Problems)
		}
		return v, err
	}, peopleSyncs, most)
}

// DropPeopleSyncs forgets readings that began before.
func (t *Tx) DropPeopleSyncs(before clock.Instant) error { return t.exec(dropPeopleSyncs, before) }
