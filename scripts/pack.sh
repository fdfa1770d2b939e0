#!/usr/bin/env bash
# Makes a deb and an rpm of the program in dist/. nfpm is fetched in the version named
# here, by Go itself; nothing else is needed.
set -euo pipefail
cd "$(dirname "$0")/.."

nfpm=github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.4
version=${VERSION:-$(git describe --tags --always 2>/dev/null || echo 0)}
case $version in
[0-9]*.[0-9]*) ;;
v[0-9]*) version=${version#v} ;;
*) version=0.0.0+$version ;; # packages are compared by number
esac
arch=$(go env GOARCH)

OUT=dist/build
export ARCH=$arch VERSION=$version
rm -rf "$OUT"
mkdir -p "$OUT/man" "$OUT/completion"
make --no-print-directory build "VERSION=$version"
mv cairn "$OUT/cairn"
"$OUT/cairn" man --out "$OUT/man" >/dev/null
gzip -9n "$OUT"/man/*
for shell in bash zsh fish; do "$OUT/cairn" completion "$shell" >"$OUT/completion/$shell"; done

pack() {
	if command -v nfpm >/dev/null; then nfpm "$@"; else GOFLAGS= go run "$nfpm" "$@"; fi
}
for kind in deb rpm; do
	if ! pack package --config packaging/nfpm.yaml --packager "$kind" --target dist/; then
		echo "pack: the $kind was not made. Without a way to the Go module proxy, put nfpm 2.43.4 where programs are" >&2
		exit 1
	fi
done
ls -l dist/*."deb" dist/*."rpm"
