#!/usr/bin/env bash
# Lists packages: "slow" are those whose tests drive a browser, measure speed, run whole
# commands, prove something over the whole program, or do nothing at once, as rules and
# readers of files; "fast" are all others. The slow ones run without the race detector,
# which makes them up to nine times as slow. What pages, API and workflow run at once is run
# under it in store with every change, and in themselves by make race.
set -euo pipefail
cd "$(dirname "$0")/.."

drives='cairn/internal/testkit/browser'
slow=$({
	go list -f '{{$package := .ImportPath}}{{range .TestImports}}{{$package}} {{.}}{{"\n"}}{{end}}{{range .XTestImports}}{{$package}} {{.}}{{"\n"}}{{end}}' ./... |
		awk -v drives="$drives" '$2 == drives { print $1 }'
	go list ./... | grep -E "^($drives|cairn/cmd/cairn|cairn/e2e|cairn/bench|cairn/torture|cairn/docs|cairn/internal/(trust|workflow|web|api|sample|aggregate|evaluation|framework|frameworkfile|frameworkimport|orgfile|floors|lang))(/|$)" || true
} | sort -u)

# The longest come first, so that at the end no machine waits for one of them alone.
longest_first() {
	awk '/\/(internal\/trust|e2e|internal\/store)$/ { print; next } { others = others $0 "\n" } END { printf "%s", others }'
}

case "${1:-}" in
slow) printf '%s\n' "$slow" | longest_first ;;
fast) go list ./... | grep -vxF "$slow" | longest_first ;;
*) echo "usage: scripts/packages.sh fast|slow" >&2; exit 2 ;;
esac
