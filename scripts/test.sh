#!/usr/bin/env bash
# Runs all tests. Most run under the race detector. Those that drive a browser or
# measure speed do not: they walk through what the others have covered, and the
# detector would make them many times slower.
# CAIRN_NO_RACE=1 leaves the detector out altogether.
set -euo pipefail
cd "$(dirname "$0")/.."

race=$(scripts/race.sh)
if [ -n "${CAIRN_NO_RACE:-}" ]; then
	race=
elif [ "$(go env GOOS)" = linux ] && [ "$(go env CGO_ENABLED)" = 0 ]; then
	echo "test: without a C compiler there is no race detector" >&2
	race=
fi

unset CAIRN_NO_RACE # a Cairn that a test starts knows no such setting

# In CI every single test is told.
told=()
[ "${CI:-}" != true ] || told=(-v)

log=$(mktemp)
trap 'rm -f "$log"' EXIT

fast=$(scripts/packages.sh fast)
slow=$(scripts/packages.sh slow)
failed=0
# shellcheck disable=SC2086 # lists of packages and of flags are meant to be split
go test -vet=off -count=1 -timeout 20m $race ${told[@]+"${told[@]}"} $fast 2>&1 | tee "$log" || failed=1
# shellcheck disable=SC2086
go test -vet=off -count=1 -timeout 20m ${told[@]+"${told[@]}"} $slow 2>&1 | tee -a "$log" || failed=1
if [ $failed = 1 ]; then
	echo "== what failed"
	awk -f scripts/failed.awk "$log"
fi
exit $failed
