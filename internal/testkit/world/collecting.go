package world

import (
	"os"
	"runtime/debug"
)

// Worlds come and go, and little of them is alive at once: in tests that have one, Go
// collects less often, which was up to a fifth of their time. Who set GOGC has chosen otherwise.
func init() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
}
