#!/usr/bin/env bash
# Repeats the tests of several Cairns on one PostgreSQL at the sizes that docs/scale.md
# names. PgBouncer has to be there for one of them.
set -euo pipefail
cd "$(dirname "$0")/.."
export CAIRN_REPLICAS=all
go test -count=1 -timeout 3h -v -run '^(TestTwoCairnsOnOneDatabase|TestAnUpgradeWhilePeopleWork)$' ./cmd/cairn | grep -vE '^=== '
go test -count=1 -timeout 1h -v -run '^(TestAnotherCairnSeesItAtOnce|TestGuessesAreCountedTogether)$' ./internal/trust | grep -vE '^=== '
go test -count=1 -timeout 1h -v -run '^(TestThroughPgBouncer|TestTwoOrganisationsInTwoSchemas|TestOneLeads|TestWhoLeads|TestAnOlderProgram|TestAPaceHolds)' ./internal/store | grep -vE '^=== '
go test -count=1 -timeout 1h -v -run '^TestTwoCairnsWhoseClocksDiffer$' ./internal/server | grep -vE '^=== '
