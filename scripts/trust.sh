#!/usr/bin/env bash
# Repeats the proofs of privacy at the sizes that docs/trust.md names. A size that is
# set already is kept, so that one proof can be tried alone or smaller.
set -euo pipefail
cd "$(dirname "$0")/.."
export CAIRN_ATTACKS=${CAIRN_ATTACKS:-1000} CAIRN_HISTORIES=${CAIRN_HISTORIES:-200} CAIRN_ROUNDS=${CAIRN_ROUNDS:-200}
export CAIRN_AGGREGATES=${CAIRN_AGGREGATES:-1000} CAIRN_WALK=${CAIRN_WALK:-10000} CAIRN_ENDINGS=${CAIRN_ENDINGS:-1000}
export CAIRN_TIMING=${CAIRN_TIMING:-2000} CAIRN_BROKEN=${CAIRN_BROKEN:-all}
go test -count=1 -timeout 12h -v ./internal/trust ./internal/aggregate | grep -vE '^=== '
