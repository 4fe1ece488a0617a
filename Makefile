# `make run` shows the product, `make test` proves it. Both work on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run install test check format benchmark judge clean

run: install
	@$(BIN)/gatepost practice
	@exec $(BIN)/gatepost serve

install: $(VENV)/.installed
	@$(BIN)/python -m bot.web.build_static

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Gatepost needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/.installed: $(VENV)/.python requirements.txt requirements-node.txt pyproject.toml
	@echo "Installing what Gatepost runs on (first time only)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what the tests need (first time only)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

test: $(VENV)/.tested
	@$(BIN)/python -m bot.web.build_static
	@sh tests/needs.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@echo "The tests on the real Bluesky servers run beside the others; what they say comes after them."
	@mkdir -p tests/.artifacts
	@$(BIN)/python -m pytest -m network > tests/.artifacts/network.log 2>&1 & network=$$!; \
	$(BIN)/python -m pytest --numprocesses 2 -m "not network"; others=$$?; \
	wait $$network; bluesky=$$?; \
	cat tests/.artifacts/network.log; \
	exit $$((others || bluesky))

format: $(VENV)/.tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(VENV)/.tested
	$(BIN)/python -m tests.benchmarks

# About an hour on two quiet cores. DATA: the folder with the public data; without it the judge learns from school comments alone.
DATA ?= ../shared/data/abuse
judge: $(VENV)/.judge
	@$(BIN)/python -m bot.moderation.training $(if $(wildcard $(DATA)),--data $(DATA),)

$(VENV)/.judge: $(VENV)/.installed requirements-judge.txt
	@echo "Installing what teaching the judge needs (first time only)"
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-judge.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info bot/web/static/vendor
