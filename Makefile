# Every target sets itself up: a virtual environment in .venv with the locked versions.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PROJECT ?= annotator.db
# "compat" puts the checkout on the path; the newer way costs every start 10 ms, and pip is loud
# about either, so its output is shown only when it fails.
EDITABLE := --no-deps --config-settings editable_mode=compat -e .

.DEFAULT_GOAL := help
.PHONY: help setup dev run test lint test-interop coverage test-release docs fuzz mutants torture soak bench snapshots pictures keys man lock schemas exports clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "annotator needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing annotator into $(VENV) ..." >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install $(EDITABLE) >$(VENV)/install.log 2>&1 || { cat $(VENV)/install.log >&2; exit 1; }
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing the development tools into $(VENV) ..." >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime ## install; the command is then .venv/bin/annotator

dev: $(VENV)/.dev

run: $(VENV)/.runtime ## label the five seed articles (project file: annotator.db)
	@$(BIN)/annotator --project $(PROJECT) label seeds

lint: $(VENV)/.dev ## style, types, import directions, spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/codespell

test: $(VENV)/.dev tmux chromium ## everything CI runs: lint, types, contracts, unit, Pilot, snapshot and terminal tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 -q --dist loadgroup -m "not torture and not soak"

.PHONY: tmux
tmux: # the end-to-end tests drive a real terminal
	@command -v tmux >/dev/null || { command -v apt-get >/dev/null && apt-get update -q >/dev/null 2>&1 \
	  && apt-get install -y -q tmux >/dev/null 2>&1; } ; command -v tmux >/dev/null \
	  || { echo "The tests need tmux and it could not be installed: install the package tmux, then run make test again." >&2; exit 1; }

.PHONY: chromium
chromium: # and the screens in a browser
	@command -v chromium chromium-browser >/dev/null || { command -v apt-get >/dev/null && apt-get update -q >/dev/null 2>&1 \
	  && apt-get install -y -q chromium >/dev/null 2>&1; } ; command -v chromium chromium-browser >/dev/null \
	  || { echo "The tests need Chromium and it could not be installed: install the package chromium, then run make test again." >&2; exit 1; }

INTEROP := .venv-interop

$(INTEROP)/.ready: requirements.lock requirements-interop.lock pyproject.toml | $(BIN)/python
	@echo "Installing the readers of other programs into $(INTEROP) ..." >&2
	@$(PYTHON) -m venv $(INTEROP)
	@$(INTEROP)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes \
	  -r requirements.lock -r requirements-interop.lock
	@$(INTEROP)/bin/python -m pip --disable-pip-version-check --quiet install $(EDITABLE) \
	  >$(INTEROP)/install.log 2>&1 || { cat $(INTEROP)/install.log >&2; exit 1; }
	@touch $@

test-interop: $(INTEROP)/.ready ## other programs read our exports: datasets, pandas, spaCy, DuckDB, label-studio-sdk, cassis, bioc
	@$(INTEROP)/bin/python -m pytest -q -c tests/interop/pytest.ini --rootdir . tests/interop

# It says which modules a process loads, and coverage loads some of its own into each.
UNCOVERED := --deselect tests/unit/cli/test_program.py::test_help_loads_next_to_nothing

coverage: $(VENV)/.dev $(INTEROP)/.ready ## how much of six rooms the tests reach, by branch; at least 95 % of each
	@rm -rf build/coverage && mkdir -p build/coverage
	@$(BIN)/python -m pytest -n 2 -q --dist loadgroup --cov --cov-report= tests/unit $(UNCOVERED)
	@$(INTEROP)/bin/coverage run -m pytest -q -c tests/interop/pytest.ini --rootdir . tests/interop
	@$(BIN)/coverage combine -q --append
	@$(BIN)/coverage json -q -o build/coverage/report.json
	@$(BIN)/python -m tests.rooms build/coverage/report.json

DATASETS := 2.21.0 3.6.0 4.4.1

test-release: $(DATASETS:%=.venv-datasets-%/.tested) ## exports load alike in older versions of datasets

.venv-datasets-%/.tested: requirements.lock tests/interop/datasets-%.lock pyproject.toml FORCE | $(BIN)/python
	@test -d $(@D) || { $(PYTHON) -m venv $(@D) && $(@D)/bin/python -m pip \
	  --disable-pip-version-check --quiet install --require-hashes -r requirements.lock \
	  -r tests/interop/datasets-$*.lock; } || { rm -rf $(@D); exit 1; }
	@$(@D)/bin/python -m pip --disable-pip-version-check --quiet install $(EDITABLE) \
	  >$(@D)/install.log 2>&1 || { cat $(@D)/install.log >&2; exit 1; }
	@echo "datasets $*" >&2
	@$(@D)/bin/python -m pytest -q -c tests/interop/pytest.ini --rootdir . tests/interop/test_huggingface.py
	@touch $@

.PHONY: FORCE
FORCE:

fuzz: $(VENV)/.dev ## 10,000 files with random faults for each importer
	@ANNOTATOR_MUTATIONS=10000 $(BIN)/python -m pytest -q -n 2 tests/unit/formats/test_mutated_files.py

mutants: $(VENV)/.dev ## mutation testing of the measures (half an hour or more): faults that no test notices
	@rm -rf mutants
	@PATH="$(CURDIR)/$(BIN):$$PATH" nice $(BIN)/mutmut run --max-children 1
	@$(BIN)/python -m tests.mutation.survivors

SITE := .venv-docs

$(SITE)/.ready: requirements.lock requirements-docs.lock pyproject.toml | $(BIN)/python
	@echo "Installing what builds the site into $(SITE) ..." >&2
	@$(PYTHON) -m venv $(SITE)
	@$(SITE)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes \
	  -r requirements.lock -r requirements-docs.lock
	@$(SITE)/bin/python -m pip --disable-pip-version-check --quiet install $(EDITABLE) \
	  >$(SITE)/install.log 2>&1 || { cat $(SITE)/install.log >&2; exit 1; }
	@touch $@

docs: $(SITE)/.ready ## the site of docs/ in build/site; a warning, as of a dead link, is an error
	@$(SITE)/bin/python -m sphinx -q -E -W --keep-going -b html docs build/site

torture: $(VENV)/.dev tmux ## the fault campaign (half an hour to an hour): kills, disks, clocks; writes docs/reliability.md
	@$(BIN)/python -m tests.faults.campaign --report docs/reliability.md
	@$(BIN)/python -m pytest -q -m torture

soak: $(VENV)/.dev ## 20,000 random keys in a terminal; others with SOAK_SEED=2 SOAK_KEYS=50000
	@$(BIN)/python -m pytest -q -s -m soak tests/e2e/test_soak.py

PEERS := .venv-peers

$(PEERS)/.ready: bench/peers.lock
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r bench/peers.lock
	@touch $@

# The short ones first; the last make projects of a hundred thousand articles and more.
MEASURED := effort footprint suggesters latency agreement adjudication search team import_export scale startup

bench: $(VENV)/.dev $(INTEROP)/.ready $(PEERS)/.ready ## all benchmarks, about two hours; figures as JSON in bench/results/, one table of all budgets
	@for one in segmentation candidates; do $(BIN)/python -m bench.$$one || exit 1; done
	@$(BIN)/python -m bench.peers --slate $(PEERS)/bin/slate --json bench/results/peers.json
	@for one in $(MEASURED); do $(BIN)/python -m bench.$$one --json bench/results/$$one.json || exit 1; done
	@$(INTEROP)/bin/python -m bench.interchange --json bench/results/interchange.json
	@$(BIN)/python -m bench.table bench/results/*.json

snapshots: $(VENV)/.dev ## accept the present screens as right, after looking at them
	@$(BIN)/python -m pytest -q tests/tui/test_snapshots.py \
	  tests/tui/test_hits_snapshots.py tests/tui/test_registry_snapshots.py \
	  tests/tui/test_corrections.py tests/tui/test_accessibility.py --snapshot-update

pictures: $(VENV)/.runtime ## the pictures of screens in README and guides
	@$(BIN)/python -m docs.pictures

keys: $(VENV)/.runtime ## the table of keys in docs/keys.md
	@$(BIN)/python -m docs.keys

man: $(VENV)/.runtime ## the manual page, from the commands
	@$(BIN)/python -m docs.manpage docs/annotator.1

exports: $(VENV)/.runtime ## the reference exports of the demonstration, a layer and gold, written anew
	@rm -rf build/demonstration.db* && mkdir -p build
	@$(BIN)/annotator -p build/demonstration.db --as ada import seeds
	@$(BIN)/annotator -p build/demonstration.db --as ada import seeds/layers/ada.jsonl
	@$(BIN)/annotator -p build/demonstration.db --as ada export exports/demonstration \
	  --exported-at 2026-11-22T12:00:00.000Z
	@$(BIN)/python -m docs.reference_gold exports/gold

schemas: $(VENV)/.runtime ## JSON Schemas from the models
	@$(BIN)/python -m annotator.model.json_schemas schemas

COMPILE := .venv-lock/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header

lock: ## renew the locked versions (needs the network)
	@$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install -q pip-tools==7.6.2
	@$(COMPILE) --upgrade -o requirements.lock pyproject.toml
	@for group in dev docs interop; do \
	  { echo "-c requirements.lock"; $(PYTHON) -c 'import sys, tomllib; groups = tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]; print("\n".join(groups[sys.argv[1]]))' $$group; } > .$$group.in; \
	  $(COMPILE) --upgrade -o requirements-$$group.lock .$$group.in && rm .$$group.in; done
	@for version in $(DATASETS); do \
	  printf -- '-c requirements.lock\ndatasets==%s\npandas\npytest\n' $$version > .datasets.in; \
	  $(COMPILE) --upgrade -o tests/interop/datasets-$$version.lock .datasets.in && rm .datasets.in; done

clean: ## remove environments and caches, not projects
	@rm -rf .venv* build dist mutants *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
