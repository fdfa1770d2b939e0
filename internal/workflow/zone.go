package workflow

import "time"

// latestZone is where a date begins first.
var latestZone = time.FixedZone("UTC+14", 14*60*60)

// earliestZone is where a date ends last.
var earliestZone = time.FixedZone("UTC-12", -12*60*60)
