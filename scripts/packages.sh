#!/usr/bin/env bash
# Lists packages: "slow" are those whose tests drive a browser, measure speed, run
# whole commands, or prove something over the whole program; "fast" are all others. The slow ones run
# without the race detector, which makes them nine times as slow; what they run at
# once is run under it in store, workflow, web and api. Rules and readers of files do nothing at
# once, so the detector has nothing to find there.
set -euo pipefail
cd "$(dirname "$0")/.."

drives='cairn/internal/testkit/browser'
slow=$({
	go list -f '{{$package := .ImportPath}}{{range .TestImports}}{{$package}} {{.}}{{"\n"}}{{end}}{{range .XTestImports}}{{$package}} {{.}}{{"\n"}}{{end}}' ./... |
		awk -v drives="$drives" '$2 == drives { print $1 }'
	go list ./... | grep -E "^($drives|cairn/cmd/cairn|cairn/e2e|cairn/bench|cairn/torture|cairn/docs|cairn/internal/(trust|sample|aggregate|evaluation|framework|frameworkfile|frameworkimport|orgfile|floors|lang))(/|$)" || true
} | sort -u)

case "${1:-}" in
slow) printf '%s\n' "$slow" ;;
fast) go list ./... | grep -vxF "$slow" ;;
*) echo "usage: scripts/packages.sh fast|slow" >&2; exit 2 ;;
esac
