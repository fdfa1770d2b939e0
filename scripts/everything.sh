#!/usr/bin/env bash
# Every gate, one after the other, so that one run tells everything that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

wrong=()
gate() {
	local began=$SECONDS
	echo "== $1"
	"scripts/$1.sh" || wrong+=("$1")
	echo "== $1 took $((SECONDS - began)) s"
}

# What cannot be installed ends the run in CI; elsewhere it is said again at the end.
missing=$(mktemp)
trap 'rm -f "$missing"' EXIT
echo "== need"
scripts/need.sh 2> >(tee "$missing" >&2)

gate generated
gate lint
gate test

# For a job that runs once a week: it warns, for neither the network nor the database is ours.
if [ -n "${CAIRN_VULN:-}" ]; then
	echo "== vuln"
	scripts/vuln.sh || echo "== WARNING: known weaknesses, or nobody could be asked; see above"
fi

if [ -s "$missing" ]; then
	echo "== not all tests could run"
	cat "$missing"
fi
if [ ${#wrong[@]} -gt 0 ]; then
	echo "== WRONG: ${wrong[*]}"
	exit 1
fi
echo "== everything is right, in $SECONDS s"
