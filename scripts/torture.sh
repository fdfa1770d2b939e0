#!/usr/bin/env bash
# Is unkind to Cairn at the sizes that docs/torture.md names: kills it at every call to the system of every act,
# fills its disk, comes with thousands at once, damages its file. A size that is set already is kept.
set -euo pipefail
cd "$(dirname "$0")/.."
export CAIRN_TORN=${CAIRN_TORN:-20000} CAIRN_KILLED=${CAIRN_KILLED:-2000} CAIRN_STOPPED=${CAIRN_STOPPED:-200} CAIRN_STARTS=${CAIRN_STARTS:-100}
export CAIRN_CROWD=${CAIRN_CROWD:-2000} CAIRN_HUGE=${CAIRN_HUGE:-1024} CAIRN_FLIPS=${CAIRN_FLIPS:-1000} CAIRN_ZEROED=${CAIRN_ZEROED:-200}
export CAIRN_IMPORTED=${CAIRN_IMPORTED:-10000} CAIRN_IMPORTS=${CAIRN_IMPORTS:-200} CAIRN_PANICS=${CAIRN_PANICS:-100} CAIRN_POWER=${CAIRN_POWER:-500} CAIRN_BACKUPS=${CAIRN_BACKUPS:-100}
export CAIRN_SOAK=${CAIRN_SOAK:-3600} CAIRN_MEMORY=${CAIRN_MEMORY:-1800}
if [ "$(uname -s)" != Linux ]; then
	echo "torture: the sweep over calls to the system and the small disks take Linux, and are left out here" >&2
fi
failed=0
# run tells what each test tells, as it tells it.
run() { go test -count=1 -v "$@" | grep --line-buffered -vE '^=== ' || failed=1; }
run -timeout 12h ./torture
run -timeout 12h -run 'TestTornNowhere|TestAKilledActSentAgainIsOnce|TestWhatWasRefusedDoesNotComeBack|TestPowerIsCut' ./internal/trust
CAIRN_TORN=all run -timeout 1h -run 'TestWhatIsSwept' ./internal/trust
exit $failed
