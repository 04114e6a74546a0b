# Mithaq: everything that a person or a machine does with this repository.
# `make` alone lists it. Each target installs what it needs and is quick when nothing is missing.

.DEFAULT_GOAL := help
.PHONY: help demo test test-crates slow check bench fuzz assets setup setup-test build e2e screenshots clean

MITHAQ := target/release/mithaq
ASSETS := crates/web/dist/manifest.json
ASSET_SOURCES := $(shell find crates/web/assets -type f -not -path '*/node_modules/*' 2>/dev/null)
VENV := .venv/ready
BROWSER_MODULES := e2e/node_modules/.package-lock.json

help: ## list what can be done
	@echo "Mithaq: what can be done here"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## three agencies on this machine: agreements, exchange, pages (Ctrl-C stops it)
	$(MITHAQ) demo $(DEMO)

test: setup-test assets ## all tests: the crates on both databases, stock TAXII clients, a browser
	scripts/with-postgres $(MAKE) --no-print-directory test-crates
	$(MAKE) --no-print-directory e2e

test-crates:
	cargo test --workspace --locked
	MITHAQ_TEST_STORE=postgres MITHAQ_WORLDS=$${MITHAQ_WORLDS:-10} cargo test --locked -p mithaq-node -p mithaq-exchange

slow: setup ## what takes long: 500 kills of who writes, on each database
	@scripts/need-postgres
	MITHAQ_KILLS=$${MITHAQ_KILLS:-500} scripts/with-postgres cargo test -p mithaq-store --locked crash::

e2e: setup-test assets ## the program as others meet it: stock TAXII client, Chromium
	cargo build --locked --bin mithaq
	.venv/bin/python e2e/taxii_client.py -v
	cd e2e && node --test pages.test.mjs

check: setup assets ## format, lints, documentation, licences
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --document-private-items
	scripts/need-cargo cargo-deny
	cargo deny --locked check bans licenses sources

bench: build setup-test ## speed, with peers in the same run where there are any
	cargo bench --workspace --locked
	scripts/bench-import
	scripts/with-postgres scripts/bench-store
	scripts/bench-patterns
	scripts/bench-validate

fuzz: setup ## hostile bytes for every reader, FUZZ_SECONDS each (60); what is found lies in fuzz/artifacts
	scripts/need-cargo cargo-fuzz
	scripts/fuzz $(FUZZ_SECONDS)

build: setup assets ## the program, as it is shipped
	cargo build --release --locked --bin mithaq

assets: $(ASSETS) ## style sheet, fonts and icons for the pages

$(ASSETS): $(ASSET_SOURCES) | setup
	cd crates/web/assets && npm ci --no-audit --no-fund --loglevel=error
	cd crates/web/assets && node build.mjs

setup: ## what a build needs
	@scripts/need cc build-essential
	@scripts/need cargo
	@scripts/need node
	@scripts/need npm

setup-test: setup $(VENV) $(BROWSER_MODULES) ## what the tests need beside it
	@scripts/need chromium chromium
	@scripts/need-postgres

$(VENV): e2e/requirements.txt
	@scripts/need python3 python3
	@scripts/need-venv
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r e2e/requirements.txt
	@touch $@

$(BROWSER_MODULES): e2e/package.json e2e/package-lock.json
	cd e2e && npm ci --no-audit --no-fund --loglevel=error

screenshots: build setup-test ## pictures of the demo's pages, in target/screenshots
	cd e2e && node screenshots.mjs

clean: ## remove what was built
	cargo clean
	rm -rf crates/web/dist crates/web/assets/node_modules e2e/node_modules .venv
