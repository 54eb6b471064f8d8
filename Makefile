PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN := .venv/bin
# Nothing is installed whose hash isn't written down, and no code of a package runs while it is installed.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
# Before a command that takes long and says nothing: every two seconds for how long it has been at work.
TELLING := { s=0; while sleep 2 && kill -0 $$$$ 2>/dev/null; do s=$$((s + 2)); echo "  …al lavoro da $$s s"; done; } & trap "kill $$!" EXIT;

# What starts dozens of processes compiles each module once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help hooks demo test sweep installed again pythons night mutants words weight train-words judge-words pins sbom licenses docs reuse archive release screenshots chaos bench check format reset-demo

help:  ## what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/runs: requirements.txt
	@echo "Installo le librerie: la prima volta può volerci qualche minuto…"
	@$(TELLING) { test -d .venv || $(PYTHON) -m venv .venv; } && $(INSTALL) -r requirements.txt
	@touch $@

.venv/tests: requirements-dev.txt .venv/runs
	@echo "Installo quello che serve alle prove…"
	@$(TELLING) $(INSTALL) -r requirements-dev.txt
	@touch $@

demo: .venv/runs  ## run the whole service with invented data: http://127.0.0.1:8000 and the phone on :8001
	@echo "Avvio la prova…"
	@$(BIN)/python -m tests.box.demo

reset-demo: .venv/runs  ## forget the demo's data (not while it runs)
	@$(BIN)/python -m tests.box.demo --reset

test: .venv/tests  ## every test that this machine can run, and what it left out and why; ONLY=journeys for a part
	@$(BIN)/python -m tests.run test $(ONLY)

sweep: .venv/tests  ## the long tests; ONLY="looks browser" for some of the runs
	@$(BIN)/python -m tests.run sweep $(ONLY)

installed: .venv/tests  ## the service in production, on the libraries of requirements.txt alone (installs them in build/)
	@$(BIN)/python -m tests.run installed

N ?= 50
again: .venv/tests  ## one test fifty times beside busy loops: make again TEST=tests/operations/test_health.py N=50
	@$(BIN)/python -m tests.again $(TEST) $(N)

pythons: .venv/tests  ## the embedded mode on the oldest and the newest Python that we promise, where they are
	@$(BIN)/python -m tests.pythons

night:  ## all that a version has to pass, part by part (build/night/); PART=browser for one of them
	@.ci/night $(PART)

mutants: .venv/tests  ## change the rules in a thousand places: do the tests notice? (SQLite; says how far it is)
	@TEST_DATABASE_URL= $(BIN)/python -m tests.mutants

words: .venv/runs  ## write what the service understands, from its rules and its model (docs/guida/parole.md)
	@$(BIN)/python -m tests.subscribers.keywords.explaining > docs/guida/parole.md

weight: .venv/tests  ## write how much code each capability takes (docs/weight.md); heavier says why in its commit
	@$(BIN)/python -m tests.weight

# A Python with scikit-learn for one command, which nothing else needs.
LEARNING = tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && $(PYTHON) -m venv "$$tool" && "$$tool/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-train.txt && OMP_NUM_THREADS=1 "$$tool/bin/python" -m

train-words:  ## learn the weights of the model of wishes from the lists of sentences (downloads scikit-learn for a moment)
	@$(LEARNING) tests.subscribers.keywords.training

judge-words:  ## how well unknown writers are understood: each judged by weights that learnt from the others (the same)
	@$(LEARNING) tests.subscribers.keywords.left_out

COMPILE := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-annotate --custom-compile-command "make pins" $(RAISE)

pins:  ## write the pinned versions with their hashes from the .in files; RAISE=--upgrade raises what only comes along
	@tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && $(PYTHON) -m venv "$$tool" && "$$tool/bin/pip" install --quiet --disable-pip-version-check uv==0.13.9 && PATH="$$tool/bin:$$PATH" && $(COMPILE) requirements.in --output-file requirements.txt && $(COMPILE) requirements-observability.in --constraint requirements.txt --output-file requirements-observability.txt && $(COMPILE) requirements-dev.in --constraint requirements-observability.txt --output-file requirements-dev.txt && $(COMPILE) requirements-train.in --output-file requirements-train.txt

sbom: .venv/tests  ## what the service is made of, for who watches over known holes: build/sbom.cdx.json (CycloneDX)
	@$(BIN)/python -m tests.sbom build/sbom.cdx.json

licenses: .venv/tests  ## write under which licence each library comes (docs/licenses.md)
	@$(BIN)/python -m tests.licenses

docs: .venv/runs  ## all documents as a small site, without a network: build/docs/index.html
	@$(BIN)/python -m tests.docs_site build/docs

build/reuse/bin/reuse:
	@$(PYTHON) -m venv build/reuse && build/reuse/bin/pip install --quiet --disable-pip-version-check reuse==6.2.0

reuse: build/reuse/bin/reuse  ## does every file say whose it is and under which licence? (the linter of REUSE, downloaded once)
	@build/reuse/bin/reuse lint --lines

archive: sbom  ## the sources of this commit, the bill of materials, and the hashes of both: build/SHA256SUMS
	@git archive --format=tar.gz --prefix=cascina-whatsapp/ --output=build/cascina-whatsapp.tar.gz HEAD
	@cd build && sha256sum cascina-whatsapp.tar.gz sbom.cdx.json ../requirements*.txt | tee SHA256SUMS

release: .venv/tests  ## raise the version wherever it stands: make release VERSION=0.3.0 (docs/upgrading.md)
	@$(BIN)/python -m tests.releasing $(VERSION)

screenshots: .venv/tests  ## take the pictures of the guide anew (docs/guida/images/)
	@GUIDE_IMAGES=docs/guida/images TEST_DATABASE_URL= TEST_REDIS_URL= $(BIN)/python -m pytest -q -m sweep tests/browser/test_guide.py

chaos: .venv/tests  ## kill everything that can die while a broadcast runs: eight minutes on a quiet machine; KILLS=1000 for nights
	@KILLS=$(KILLS) $(BIN)/python -m tests.run chaos

bench: .venv/tests  ## how fast it is on this machine; TIMES=3 for the medians of three runs, SMALL=1 to see that it works, ONLY=lists for a part
	@TIMES=$(TIMES) $(BIN)/python -m tests.bench $(ONLY) $(if $(SMALL),--small)

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
