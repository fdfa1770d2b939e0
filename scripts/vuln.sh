#!/usr/bin/env bash
# Asks the Go vulnerability database about what we depend on. Without a network it says so.
set -euo pipefail
cd "$(dirname "$0")/.."
exec timeout "${CAIRN_VULN_SECONDS:-600}" go tool -modfile=tools.mod govulncheck ./...
