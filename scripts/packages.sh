#!/usr/bin/env bash
# Lists packages: "slow" are those whose tests drive a browser or measure speed,
# "fast" are all others.
set -euo pipefail
cd "$(dirname "$0")/.."

drives='cairn/internal/testkit/browser'
slow=$({
	go list -f '{{$package := .ImportPath}}{{range .TestImports}}{{$package}} {{.}}{{"\n"}}{{end}}{{range .XTestImports}}{{$package}} {{.}}{{"\n"}}{{end}}' ./... |
		awk -v drives="$drives" '$2 == drives { print $1 }'
	go list ./... | grep -E "^($drives|cairn/e2e|cairn/bench)(/|$)" || true
} | sort -u)

case "${1:-}" in
slow) printf '%s\n' "$slow" ;;
fast) go list ./... | grep -vxF "$slow" ;;
*) echo "usage: scripts/packages.sh fast|slow" >&2; exit 2 ;;
esac
