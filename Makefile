# The tasks of this repository. `make` alone lists them.

.PHONY: help example test setup build fmt lint fixtures bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

example: ## build Nexxo and, with it, the example app
	@scripts/example.sh

test: ## set up and run every check, as CI does
	@scripts/test.sh

setup: ## install what the tests need
	@scripts/setup-tests.sh

build: ## the release executable
	cargo build --release -p nexxo-cli

fmt: ## format the Rust code
	cargo fmt --all

lint: ## format check and clippy
	cargo fmt --all --check
	cargo clippy --profile checks --workspace --all-targets -- -D warnings

fixtures: ## only the fixtures; ONLY=esm/cycle for some of them
	cargo build --profile checks -p nexxo-cli
	cargo test --profile checks -p nexxo-tests --test bundle -- $(ONLY)

bench: build ## compare with other bundlers
	@scripts/bench.sh
