#!/usr/bin/env bash
# Packs what `make build` embeds packed, the catalogues of languages, into the folder named, and
# writes there the overlay.json by which go build takes them in place of the plain ones.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
printf '{"Replace":{' >"$folder/overlay.json"
between=''
for plain in internal/lang/??/*.json; do
	packed=$folder/${plain//\//-}.gz
	gzip -9n <"$plain" >"$packed"
	printf '%s"%s":"%s"' "$between" "$PWD/$plain" "$packed" >>"$folder/overlay.json"
	between=,
done
printf '}}\n' >>"$folder/overlay.json"
