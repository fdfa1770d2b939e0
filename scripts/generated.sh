#!/usr/bin/env bash
# Fails when a generated file is not what its .templ file gives, or when its .templ
# file is gone. Works on a copy, so that the tree may hold uncommitted work.
set -euo pipefail
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

in_tools=$(awk '$1 == "github.com/a-h/templ" { print $2 }' tools.mod)
in_module=$(awk '$1 == "github.com/a-h/templ" { print $2 }' go.mod)
if [ "$in_tools" != "$in_module" ]; then
	echo "generated: templ is $in_module in go.mod and $in_tools in tools.mod; they must be the same" >&2
	exit 1
fi

stale=0
find . -name .git -prune -o -name .tools -prune -o -name '*.templ' -print >"$copy/sources"
while IFS= read -r source; do
	mkdir -p "$copy/tree/$(dirname "$source")"
	cp "$source" "$copy/tree/$source"
done <"$copy/sources"
if [ -s "$copy/sources" ]; then
	go tool -modfile=tools.mod templ generate -path "$copy/tree" -log-level error
	go run ./scripts/shorten "$copy/tree"
fi
while IFS= read -r source; do
	generated=${source%.templ}_templ.go
	if ! cmp -s "$generated" "$copy/tree/$generated"; then
		echo "generated: $generated is not what $source gives: run make generate and commit it" >&2
		stale=1
	fi
done <"$copy/sources"

find . -name .git -prune -o -name .tools -prune -o -name '*_templ.go' -print >"$copy/results"
while IFS= read -r generated; do
	if [ ! -f "${generated%_templ.go}.templ" ]; then
		echo "generated: $generated has no .templ file any more: remove it" >&2
		stale=1
	fi
done <"$copy/results"
[ "$stale" = 0 ] && echo "generated: up to date"
exit "$stale"
