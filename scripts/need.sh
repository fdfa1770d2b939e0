#!/usr/bin/env bash
# Installs what the tests need besides Go: a C compiler (for the race detector),
# Chromium, PostgreSQL, axe-core, an identity provider, tools for OpenAPI and, on Linux, strace. What cannot be installed is named, with how to
# get it. In CI=true that ends the run; elsewhere the tests that need it are skipped.
# CAIRN_NO_INSTALL=1 only looks and installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

axe_version=4.14.1
axe_sha512=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5

missing=()
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

have() { command -v "$1" >/dev/null 2>&1; }

# any PATH...: one of these files can be run (patterns were expanded by the shell).
any() {
	local path
	for path in "$@"; do [ -x "$path" ] && return 0; done
	return 1
}

have_chromium() {
	[ -n "${CAIRN_CHROMIUM:-}" ] || have chromium || have chromium-browser || have google-chrome || have google-chrome-stable ||
		any "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"
}

have_postgres() {
	[ -n "${CAIRN_TEST_POSTGRES:-}" ] || have initdb ||
		any /usr/lib/postgresql/*/bin/initdb /opt/homebrew/opt/postgresql*/bin/initdb /usr/local/opt/postgresql*/bin/initdb /usr/pgsql-*/bin/initdb
}

# The race detector needs cgo on Linux, and cgo a C compiler; not so on macOS.
have_compiler() { [ "$(uname -s)" = Darwin ] || have gcc || have clang; }

# It is of Linux only; elsewhere the tests that need it say so, and are skipped.
have_strace() { [ "$(uname -s)" != Linux ] || have strace; }

have_axe() { [ "$(cat .tools/axe-core/version 2>/dev/null)" = "$axe_version" ]; }

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif have sudo && sudo -n true 2>/dev/null; then
		sudo -n "$@"
	else
		return 1
	fi
}

apt_updated=
apt_install() {
	have apt-get || return 1
	echo "need: apt-get install $*"
	if [ -z "$apt_updated" ]; then
		as_root apt-get update -q </dev/null >/dev/null || return 1
		apt_updated=yes
	fi
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" </dev/null >/dev/null
}

brew_install() {
	have brew || return 1
	echo "need: brew install $*"
	brew install --quiet "$@" </dev/null
}

install() { # DEBIAN-PACKAGES -- HOMEBREW-ARGUMENTS
	[ -z "${CAIRN_NO_INSTALL:-}" ] || return 1
	local debian=()
	while [ "$1" != -- ]; do debian+=("$1"); shift; done
	shift
	if have apt-get; then apt_install "${debian[@]}"; else brew_install "$@"; fi
}

# need WHAT FOR CHECK HOW DEBIAN-PACKAGES -- HOMEBREW-ARGUMENTS
need() {
	local what=$1 purpose=$2 check=$3 how=$4
	shift 4
	"$check" && return
	install "$@" || true
	"$check" || missing+=("$what, for $purpose. $how")
}

fetch_axe() {
	[ -z "${CAIRN_NO_INSTALL:-}" ] || return 1
	have npm || install npm -- node || return 1
	echo "need: npm pack axe-core@$axe_version"
	local tarball=$scratch/axe-core-$axe_version.tgz
	(cd "$scratch" && npm pack --silent "axe-core@$axe_version" </dev/null >/dev/null) || return 1
	if [ "$(sha512 "$tarball")" != "$axe_sha512" ]; then
		echo "need: axe-core $axe_version is not the file that was pinned; it is not used" >&2
		return 1
	fi
	rm -rf .tools/axe-core
	mkdir -p .tools/axe-core
	tar -xzf "$tarball" -C .tools/axe-core --strip-components=1 package/axe.min.js package/LICENSE
	echo "$axe_version" >.tools/axe-core/version
}

# The lock file names every package with its hash; no script of theirs is run.
have_node() { cmp -s "e2e/$1/package-lock.json" ".tools/$1/package-lock.json" && [ -d ".tools/$1/node_modules/$2" ]; }

fetch_node() {
	[ -z "${CAIRN_NO_INSTALL:-}" ] || return 1
	have npm || install npm -- node || return 1
	echo "need: npm ci in .tools/$1, by e2e/$1/package-lock.json"
	rm -rf ".tools/$1"
	mkdir -p ".tools/$1"
	cp "e2e/$1/package.json" "e2e/$1/package-lock.json" ".tools/$1/"
	(cd ".tools/$1" && npm ci --silent --ignore-scripts --no-audit --no-fund </dev/null >/dev/null)
}

# need_node FOLDER PACKAGE FOR
need_node() {
	have_node "$1" "$2" || fetch_node "$1" || true
	have_node "$1" "$2" || missing+=("$2, $3. Install npm and node 20 or newer and run make need.")
}

sha512() {
	if have sha512sum; then sha512sum "$1"; else shasum -a 512 "$1"; fi | cut -d ' ' -f 1
}

need "a C compiler" "the race detector" have_compiler \
	"Install gcc: apt-get install gcc libc6-dev." gcc libc6-dev -- gcc
need "Chromium" "the browser tests" have_chromium \
	"Install it (apt-get install chromium, or brew install --cask google-chrome), or name it in CAIRN_CHROMIUM." chromium -- --cask google-chrome
need "PostgreSQL 15 or newer" "the tests on the second engine" have_postgres \
	"Install it (apt-get install postgresql, or brew install postgresql@17), or name a running server in CAIRN_TEST_POSTGRES." postgresql -- postgresql@17
need "strace" "the tests that kill Cairn at calls to the system" have_strace \
	"Install it (apt-get install strace)." strace -- strace
have_axe || fetch_axe || true
have_axe || missing+=("axe-core $axe_version, for the accessibility tests. Install npm (apt-get install npm, or brew install node) and run make need.")

need_node provider oidc-provider "a real identity provider for one browser test"
need_node openapi openapi-fetch "to lint the description of the API and walk by a client made of it"

if [ ${#missing[@]} -eq 0 ]; then
	echo "need: everything the tests need is here"
	exit 0
fi
echo "need: these are missing and could not be installed:" >&2
printf 'need:   %s\n' "${missing[@]}" >&2
if [ "${CI:-}" = true ]; then
	echo "need: CI skips no test, so the run ends here" >&2
	exit 1
fi
echo "need: the tests that need them will be skipped" >&2
