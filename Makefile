# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later

PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN := .venv/bin
# Nothing is installed whose hash isn't written down, and no code of a package runs while it is installed.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

.DEFAULT_GOAL := help
.PHONY: help hooks demo test sweep mutants words pins sbom screenshots chaos bench check format reset-demo

help:  ## what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/runs: requirements.txt
	@echo "Installo le librerie: la prima volta può volerci qualche minuto…"
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/tests: requirements-dev.txt .venv/runs
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

demo: .venv/runs  ## run the whole service with invented data: http://127.0.0.1:8000 and the phone on :8001
	@DJANGO_DEBUG=true $(BIN)/python manage.py demo

reset-demo: .venv/runs  ## forget the demo's data (not while it runs)
	@DJANGO_DEBUG=true $(BIN)/python manage.py demo --reset

test: .venv/tests  ## every test that this machine can run; says what it left out and why
	@$(BIN)/python -m tests.run

sweep: .venv/tests  ## the long tests
	@$(BIN)/python -m tests.run sweep

mutants: .venv/tests  ## change the rules in a thousand places: do the tests notice? (SQLite; says how far it is)
	@TEST_DATABASE_URL= $(BIN)/python -m tests.mutants

words: .venv/runs  ## write what the service understands, from its rules (docs/guida/parole.md)
	@$(BIN)/python -m subscribers.keywords.explaining > docs/guida/parole.md

COMPILE := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-annotate --custom-compile-command "make pins" $(RAISE)

pins:  ## write the pinned versions with their hashes from the .in files; RAISE=--upgrade raises what only comes along
	@tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && $(PYTHON) -m venv "$$tool" && "$$tool/bin/pip" install --quiet --disable-pip-version-check uv==0.13.9 && PATH="$$tool/bin:$$PATH" && $(COMPILE) requirements.in --output-file requirements.txt && $(COMPILE) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

sbom: .venv/tests  ## what the service is made of, for who watches over known holes: build/sbom.cdx.json (CycloneDX)
	@$(BIN)/python -m tests.sbom build/sbom.cdx.json

screenshots: .venv/tests  ## take the pictures of the guide anew (docs/guida/images/)
	@GUIDE_IMAGES=docs/guida/images TEST_DATABASE_URL= TEST_REDIS_URL= $(BIN)/python -m pytest -q -m sweep tests/browser/test_guide.py

chaos: .venv/tests  ## kill everything that can die while a broadcast runs: five minutes on a quiet machine
	@$(BIN)/python -m tests.run chaos

bench: .venv/tests  ## how fast it is on this machine
	@$(BIN)/python -m tests.bench

check: .venv/tests  ## style, import contracts, types, missing and unsafe migrations, Django's own checks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python -m tests.check

hooks: .venv/tests  ## have git run the quick checks before each commit
	@$(BIN)/pre-commit install --hook-type pre-commit --hook-type commit-msg

format: .venv/tests  ## let the formatter decide
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
