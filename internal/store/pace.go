package store

import (
	"context"
	"time"

	"cairn/internal/clock"
)

// One instant is all that is kept of a pace: until when the tries so far have used it
// up. One that is further ahead than any could be comes from a clock that was wrong,
// and counts as nothing.
var (
	usePace = statement(`INSERT INTO paces (mark, used_until) VALUES ($1, $5)
		ON CONFLICT (mark) DO UPDATE SET used_until = CASE WHEN paces.used_until > $2 AND paces.used_until <= $4 THEN paces.used_until ELSE $2 END + $3
		WHERE paces.used_until <= $2 OR paces.used_until > $4 OR paces.used_until + $3 <= $4`)
	dropPaces = statement(`DELETE FROM paces WHERE used_until < $1`)
)

// Pace counts a try and tells whether it may be made: burst at once and then one every
// so often, over all Cairns on this database. The key is kept as a mark only.
func (db *DB) Pace(ctx context.Context, key string, now clock.Instant, every time.Duration, burst int) (ok bool, err error) {
	mark, full := db.Mark("pace", []byte(key)), now.Add(every*time.Duration(burst))
	done, err := db.write.ExecContext(ctx, usePace, mark, int64(now), every.Microseconds(), int64(full), int64(now.Add(every)))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}
