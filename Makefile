# Every command of the project; `make` alone lists them.

STORE ?= sqlite
# The first Python 3.11 there is; name another with PYTHON=/path/to/python3.11.
PYTHON ?= $(shell for candidate in python3.11 /usr/bin/python3.11 python3 python; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
	&& { command -v "$$candidate"; break; }; done)
VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help up down status logs test check unit format bench bench-media soak fuzz matrix-firefox docs stored-example lock clean installed python

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: python ## run the whole platform here until Ctrl-C (STORE=postgres for PostgreSQL); installs what it misses
	@"$(PYTHON)" -m tools.install run --store=$(STORE) && exec $(VENV) -m tools.platform up --store=$(STORE)

down: installed ## stop the platform that runs from this folder
	@$(VENV) -m tools.platform down

status: installed ## what runs, how much memory it takes, and whether it is ready
	@$(VENV) -m tools.platform status

logs: ## follow what the processes write
	@tail -n 20 -F .run/logs/*.log

test: ## everything CI runs, in the same order; installs what only tests need
	@bash .ci/run

check: python ## lint, types, import rules and unit tests
	@"$(PYTHON)" -m tools.install test && exec $(VENV) -m tools.checks quick

unit: installed ## the unit tests alone
	@$(VENV) -m tools.checks unit

format: installed ## put the code into the house's form
	@$(VENV) -m ruff check --fix --quiet . ; $(VENV) -m ruff format --quiet .

bench: python ## measure: waiting page, commands, replay; as ratios to the bare library
	@"$(PYTHON)" -m tools.install test && exec $(VENV) -m tools.bench

bench-media: python ## measure the media server beside Janus (needs root and the package janus)
	@"$(PYTHON)" -m tools.install test && exec $(VENV) -m tools.bench.media $(if $(JANUS),--janus $(JANUS))

soak: python ## let people come and go at the media server for MINUTES=30; fails when anything grows
	@"$(PYTHON)" -m tools.install test && exec $(VENV) -m tools.soak --minutes $(or $(MINUTES),30)

matrix-firefox: python ## go through the matrix of media with Firefox (firefox-esr, or FIREFOX=/path/to/it)
	@"$(PYTHON)" -m tools.install test && exec $(VENV) -m tools.checks firefox

fuzz: python ## bring the media server malformed input (SECONDS each, TARGET=…, SEED=…); see docs/media-safety.md
	@"$(PYTHON)" -m tools.install test && exec nice $(VENV) -m tests.fuzz $(TARGET) --seconds $(or $(SECONDS),30) $(if $(SEED),--seed $(SEED))

docs: installed ## write the pages of docs/ that are made from the code
	@$(VENV) -m tools.documents && $(VENV) -m tools.requirements

stored-example: installed ## write a golden file for each stored event that has none; those that exist are never touched
	@$(VENV) -m tests.stored_events.golden

lock: python ## choose the newest allowed packages anew and write their hashes
	@"$(PYTHON)" -m tools.lock

clean: ## stop, and remove what was made here: .run, .venv, node_modules, built pages
	@[ ! -x $(VENV) ] || $(VENV) -m tools.platform down
	rm -rf .run .venv gateway/web/node_modules gateway/web/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

installed:
	@[ -x $(VENV) ] || { echo "Nothing is installed here yet: make up does that, and make check with what tests need."; exit 1; }

python:
	@[ -n "$(PYTHON)" ] || { echo "CarePlatform needs Python 3.11 (Debian 12: apt-get install python3), or name one with PYTHON=…"; exit 1; }
