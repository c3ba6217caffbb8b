# The front door. `make` lists what can be asked for.
# The work is done by scripts/, which find their tools by themselves; see docs/development.md.

SHELL := bash
.DEFAULT_GOAL := help

.PHONY: help
help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## build the optimised app and serve a demonstration office on http://127.0.0.1:3000
	@scripts/run.sh

.PHONY: dev
dev: ## serve an unoptimised build; rebuild and reload whenever a file is saved
	@scripts/dev.sh

.PHONY: build
build: ## build the optimised server and site, nothing else
	@scripts/tools.sh && scripts/build.sh

.PHONY: test
test: ## everything below, from formatting to the browser tests
	@scripts/test.sh

.PHONY: fmt-check
fmt-check: ## test: is all Rust formatted?
	@scripts/test.sh fmt-check

.PHONY: lint
lint: ## test: clippy for the server's side
	@scripts/test.sh lint

.PHONY: lint-wasm
lint-wasm: ## test: clippy for the browser's side
	@scripts/test.sh lint-wasm

.PHONY: doc
doc: ## test: does the documentation build without a warning?
	@scripts/test.sh doc

.PHONY: deny
deny: ## test: licences, bans and sources of all crates; known holes where the network allows
	@scripts/test.sh deny

.PHONY: unit
unit: ## test: cargo test, on SQLite and on a PostgreSQL of its own
	@scripts/test.sh unit

.PHONY: parity
parity: ## test: does the validator say the same natively and as WebAssembly?
	@scripts/test.sh parity

.PHONY: faults
faults: ## test: uploads while connections are cut, the server is killed, the disk is full
	@scripts/test.sh faults

.PHONY: browser
browser: ## test: real Chromium, phone and tablet, against the optimised build
	@scripts/test.sh browser

.PHONY: bench
bench: ## measure bytes, times and requests per second; prints one table
	@scripts/tools.sh test && scripts/build.sh && source scripts/env.sh && bash benches/run.sh

.PHONY: torture
torture: ## cut, kill and measure uploads beside @tus/server; FULL=1 takes an hour; writes docs/reports/torture.md
	@scripts/torture.sh

.PHONY: fuzz
fuzz: ## try to break what reads heads of uploads, photos and PDFs, for MINUTES=10 each; needs nightly and cargo-fuzz
	@scripts/fuzz.sh

.PHONY: fmt
fmt: ## format all Rust
	@source scripts/env.sh && cargo fmt --all

.PHONY: tools
tools: ## install what `make run` and `make test` need
	@scripts/tools.sh test

.PHONY: clean
clean: ## remove what was built; never ./data
	@source scripts/env.sh && cargo clean && rm -rf end2end/test-results end2end/node_modules
