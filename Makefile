# Two commands are enough: make run, make test. `make help` prints the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint bench stress translations lock

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is %d.%d" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.runtime ## start the site with demo data on http://127.0.0.1:8000
	@exec $(BIN)/python -m marketplace run

test: $(VENV)/.development ## run all tests
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.development ## ruff, mypy --strict, translations complete
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m marketplace translations --check

translations: $(VENV)/.development ## collect the texts of the code into the catalogues
	@$(BIN)/python -m marketplace translations

bench: $(VENV)/.development ## measure speed, each figure beside its goal
	@$(BIN)/python -m tests.bench

stress: $(VENV)/.development ## races, kills and webhook orders at full size
	@$(BIN)/python -m pytest -m stress --full-size -n 0
