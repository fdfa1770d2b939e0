package workflow

import "time"

// latestZone is where a date begins first.
var latestZone = time.FixedZone("UTC+14", 14*60*60)
