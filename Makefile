# Everything that is done with Cairn's source, one command each. `make` lists them.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
TOOL    := go tool -modfile=tools.mod
SHELL   := /bin/bash
OUT     ?= cairn
# Pages and acts wait for the database, not for calls: copying small functions into each caller costs megabytes and wins nothing one
# could see. It is left where much is computed or called without end: what Go itself is made of, SQLite, cryptography, the solver that
# looks for what counts give away. Functions begin where they fall, and languages are packed: they are unpacked when first read.
QUICK   := runtime internal/... sync/... strings bytes unicode/... strconv sort slices maps math math/bits math/rand/... hash/... reflect io bufio \
	compress/... encoding encoding/base32 encoding/base64 encoding/binary encoding/csv encoding/hex encoding/json database/sql html crypto/internal/... modernc.org/... golang.org/x/crypto/... cairn/internal/aggregate cairn/internal/seal
SMALL   := -gcflags=all=-l $(foreach p,$(QUICK),-gcflags='$(p)=')

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## serve a sample organisation on 127.0.0.1:8080
	go run ./cmd/cairn demo

.PHONY: build
build: ## build the program ./cairn: one static file
	@packed=$$(mktemp -d) && trap 'rm -r "$$packed"' EXIT && scripts/packed.sh "$$packed" && \
	CGO_ENABLED=0 go build -trimpath -buildvcs=false $(SMALL) -overlay "$$packed/overlay.json" -ldflags '-s -w -funcalign=4 -X main.version=$(VERSION)' -o $(OUT) ./cmd/cairn

.PHONY: packages
packages: ## make a deb and an rpm in dist/
	@VERSION="$(VERSION)" scripts/pack.sh

.PHONY: test
test: ## run everything: lint, generated files, all tests on both engines and in a browser
	@scripts/everything.sh

.PHONY: quick
quick: ## run the tests without the race detector and without the browser
	go test $$(scripts/packages.sh fast)

.PHONY: need
need: ## install what the tests need: Chromium, PostgreSQL, axe-core, strace, a C compiler
	@scripts/need.sh

.PHONY: generate
generate: ## write the Go files of the templ pages
	$(TOOL) templ generate -path . -log-level warn
	go run ./scripts/shorten .

.PHONY: generated
generated: ## check that the generated files are up to date
	@scripts/generated.sh

.PHONY: lint
lint: ## check formatting, go vet and staticcheck
	@scripts/lint.sh

.PHONY: format
format: ## format Go and templ files
	find . -name .git -prune -o -name .tools -prune -o -name '*.go' ! -name '*_templ.go' -exec gofmt -w {} +
	$(TOOL) templ fmt -log-level warn .

.PHONY: screenshots
screenshots: ## take pictures of the main pages into shots/, two widths and both themes
	@scripts/need.sh
	CAIRN_SCREENSHOTS="$(CURDIR)/shots" go test -count=1 -run '^TestScreenshots$$' -v ./e2e/...

.PHONY: trust
trust: ## repeat the proofs of privacy at full size, and break each guard: takes hours
	@scripts/need.sh
	@scripts/trust.sh

.PHONY: torture
torture: ## kill it, fill its disk, crowd it and damage its file, at full size: takes hours
	@scripts/need.sh
	@scripts/torture.sh

.PHONY: scale
scale: ## kill, freeze and cut off Cairns on one PostgreSQL at full size: takes an hour
	@scripts/need.sh
	@scripts/scale.sh

.PHONY: race
race: ## run workflow, pages and API under the race detector: takes ten minutes
	go test $$(scripts/race.sh) -count=1 -timeout 30m ./internal/workflow ./internal/web/... ./internal/api

.PHONY: bench
bench: ## measure Cairn, built as make build does, against its goals and write docs/performance.md: takes five minutes
	go run $(SMALL) ./bench

.PHONY: vuln
vuln: ## look for known weaknesses in what we depend on (asks the Go vulnerability database)
	@scripts/vuln.sh
