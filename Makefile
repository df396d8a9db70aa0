# `make run` and `make test` are all a newcomer needs. Both make .venv by themselves and are quick the second time.
PYTHON ?= $(firstword $(shell command -v python3.11 python3 python))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
WORKERS ?= 2
# In memory, where there is room for it: the tests write a great deal, and none is about what a power cut leaves.
MEMORY := $(shell test -w /dev/shm && test $$(df -Pk /dev/shm | awk 'NR == 2 { print $$4 }') -gt 2000000 && echo /dev/shm)
# Where this is set, every program that a test starts would compile the whole project anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

.PHONY: run
run: .venv/run.stamp  ## the playground, on this machine, with no account and no token
	@$(BIN)/roadmate play $(ARGS)

.PHONY: test
test: lint  ## everything: the linters, the types, the floors, and all the tests
	@$(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/python -m slipcover -m pytest -n $(WORKERS) --dist worksteal --hypothesis-profile ci $(ARGS)

.PHONY: lint
lint: .venv/dev.stamp  ## style, format, types, and which module may import which
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

.PHONY: audit
audit: .venv/dev.stamp  ## whether a flaw is known in what is installed; skipped where that cannot be asked
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.security.audit

.PHONY: bench
bench: .venv/dev.stamp  ## the benchmarks, as a table
	@$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: prove
prove: .venv/dev.stamp  ## the long proofs of docs/reliability.md, which take some hours
	@$(BIN)/python -m tests.proofs $(ARGS)

.PHONY: docs
docs: .venv/dev.stamp  ## writes again what is made from the code
	@$(BIN)/python -c "from bot.settings import env_example; print(env_example(), end='')" > .env.example.new
	@mv .env.example.new .env.example
	@$(BIN)/python -m bot.documents

LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --group build --extra postgres

.PHONY: lock
lock: .venv/dev.stamp  ## pins what pyproject.toml asks for; `make lock ARGS=--upgrade` takes what is newest
	@$(LOCK) --output-file requirements-dev.lock --extra dev $(ARGS)
	@$(LOCK) --output-file requirements.lock --constraint requirements-dev.lock

.venv/run.stamp: requirements.lock pyproject.toml | .venv/made.stamp
	@$(PIP) install --no-deps --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml | .venv/made.stamp
	@$(PIP) install --no-deps --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Roadmate needs Python 3.11 or newer: make PYTHON=/path/to/it")'
	@echo 'Setting up .venv; this happens once.'
	@$(PYTHON) -m venv .venv
	@touch $@
