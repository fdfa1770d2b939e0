package ui

import (
	"context"
	"time"

	"cairn/internal/lang"
)

// Moment is a point in time as one viewer sees it.
type Moment struct {
	Now, Then time.Time
	Zone      *time.Location // UTC when nil
}

// RelativeTime words then as seen from now in the zone: relative is what a
// page shows, absolute is the exact moment.
func RelativeTime(ctx context.Context, now, then time.Time, zone *time.Location) (relative, absolute string) {
	if zone == nil {
		zone = time.UTC
	}
	now, then = now.In(zone), then.In(zone)
	return lang.Apart(ctx, now, then), lang.At(ctx, then)
}

func (m Moment) relative(ctx context.Context) string {
	relative, _ := RelativeTime(ctx, m.Now, m.Then, m.Zone)
	return relative
}

func (m Moment) absolute(ctx context.Context) string {
	_, absolute := RelativeTime(ctx, m.Now, m.Then, m.Zone)
	return absolute
}
