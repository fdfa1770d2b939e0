#!/usr/bin/env bash
# Formatting, go vet and staticcheck. Exceptions and their reasons: staticcheck.conf.
set -euo pipefail
cd "$(dirname "$0")/.."

unformatted=$(find . -name .git -prune -o -name .tools -prune -o -name '*.go' ! -name '*_templ.go' -exec gofmt -l {} +)
if [ -n "$unformatted" ]; then
	echo "lint: not formatted, run make format:" >&2
	printf '%s\n' "$unformatted" | sed 's/^/lint:   /' >&2
	exit 1
fi
go vet ./...
go tool -modfile=tools.mod staticcheck ./...
echo "lint: nothing found"
