# Two commands: `make run` serves a demo, `make test` runs everything. Both make what they need in .venv first.

PORT ?= 8000
INSTANCE ?= instance
NO_SKIPS ?=
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
CATALOGUES := $(wildcard benchplatform/translations/*/LC_MESSAGES/*.po plugins/*/translations/*/LC_MESSAGES/*.po)
BUILD := setup.cfg setup.py pyproject.toml benchplatform/version.py $(CATALOGUES)

export BENCH_INSTANCE := $(INSTANCE)

.PHONY: run test host screenshots benchmarks lock translations clean
.DEFAULT_GOAL := run

run: export BENCH_DEMO ?= 1
run: export BENCH_SITE_URL ?= http://127.0.0.1:$(PORT)
run: export BENCH_LOG ?= text
run: .venv/run.stamp
	@$(BIN)/benchplatform init
	@exec $(BIN)/benchplatform serve --port $(PORT)

test: .venv/test.stamp
	@$(BIN)/python -m tests.everything $(if $(NO_SKIPS),--no-skips)

host: .venv/run.stamp
	@PORT=$(if $(filter 8000,$(PORT)),8100,$(PORT)) $(BIN)/python examples/host/app.py

screenshots: .venv/test.stamp
	@$(BIN)/python -m docs.screenshots

benchmarks: .venv/test.stamp
	@$(BIN)/python -m benchmarks

.venv/run.stamp: requirements/run.txt $(BUILD)
	@$(if $(PYTHON),,echo "Python 3.11 or newer is needed, and was not found. On Debian: apt install python3 python3-venv"; exit 1)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || { echo "Making the environment; this takes a minute, once."; $(PYTHON) -m venv .venv; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# For developers: pin the newest versions that pass, with hashes and without addresses.
lock: .venv/test.stamp
	@for list in run dev node; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url requirements/$$list.in -o requirements/$$list.txt; done

# For developers: gather new messages into the catalogues; a test says which lack their Swedish words.
translations: .venv/test.stamp
	@$(BIN)/python -m tests.messages
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

clean:
	rm -rf .venv node_modules build dist *.egg-info
