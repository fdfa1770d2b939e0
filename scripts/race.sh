#!/usr/bin/env bash
# Prints how tests are run under the race detector. SQLite is C translated to Go: what checkptr
# would say of it is not ours to mend, and nearly doubles the time. The detector must see it all
# the same: where it does not see what orders things, it finds races that are none.
echo "-race -gcflags=modernc.org/...=-d=checkptr=0"
