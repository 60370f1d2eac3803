SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

VENV := .venv/bin
COMPILE := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.PHONY: help run run-distributed test test-browser test-spark screenshots chaos check lint bench lock install install-dev

help:
	@echo 'make run              start Hindsight in one process; HINDSIGHT_PORT and HINDSIGHT_DATA_DIR choose where'
	@echo 'make run-distributed  the same as separate processes over RabbitMQ'
	@echo 'make test             every test, against a real PostgreSQL and a real RabbitMQ'
	@echo 'make test-browser     the tests in a real Chromium, which it installs where it can'
	@echo 'make chaos            break it in every known way and check ten promises; SECONDS= SEED= ONLY=F03,F08 JSON=FILE'
	@echo 'make test-spark       the tests that need Java and Spark, which it installs beside the rest'
	@echo 'make check            formatting, lint, types, layers, translations, then the tests'
	@echo 'make bench            measure, print a table; JSON=FILE also writes it'
	@echo 'make lock             choose the versions of all packages anew'

run: install
	@exec $(VENV)/hindsight serve

run-distributed: install
	@exec $(VENV)/hindsight run-distributed

test: install-dev
	@$(VENV)/python -m pytest $(ARGS)

test-browser: install-dev
	@deploy/chromium.sh
	@$(VENV)/python -m pytest -m browser $(ARGS)

screenshots: install-dev
	@deploy/chromium.sh
	@$(VENV)/python -m tests.browser.screenshots

chaos: install-dev
	@$(VENV)/python -m $(if $(SEEDS),tests.simulation --seeds $(SEEDS),tests.chaos --seconds $(or $(SECONDS),600) \
		$(if $(ONLY),--only $(ONLY)) $(if $(JSON),--json $(JSON)) $(if $(KEEP),--keep $(KEEP))) $(if $(SEED),--seed $(SEED))

test-spark: install-dev
	@deploy/install.sh requirements-spark.txt
	@$(VENV)/python -m pytest -m spark tests/replay $(ARGS)

check: lint test

lint: install-dev
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python -m services.gateway.translations check

bench: install
	@deploy/install.sh requirements-bench.txt
	@$(VENV)/python -m benchmarks $(if $(JSON),--json $(JSON))

install:
	@deploy/install.sh requirements.txt

install-dev:
	@deploy/install.sh requirements.txt requirements-dev.txt

lock: install-dev
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade --group dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE) --upgrade --group bench -c requirements.txt -c requirements-dev.txt -o requirements-bench.txt
	$(COMPILE) --upgrade --group spark -c requirements.txt -c requirements-dev.txt -o requirements-spark.txt
