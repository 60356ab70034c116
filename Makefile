.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOGETHER := -n $(or $(WORKERS),auto)
RUN := $(BIN)/python -m marketplace
ICONS := marketplace/static/img/icons.svg
CATALOGUES := $(ICONS) $(patsubst %.po,%.mo,$(wildcard marketplace/translations/*/LC_MESSAGES/*.po))

# `make run` is the demo: its own folder, its own sign-ins. For real use set
# MARKETPLACE_* yourself (docs/how-to/run-it-for-real.md).
DEMO := MARKETPLACE_DEMO=1 MARKETPLACE_DATA_DIR=$(or $(MARKETPLACE_DATA_DIR),var)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.ready: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(ICONS): tools/icons.py requirements.txt $(shell find templates -name '*.html') $(VENV)/.ready
	@$(BIN)/python tools/icons.py $@

%.mo: %.po $(VENV)/.ready
	@$(BIN)/pybabel -q compile -i $< -o $@

.PHONY: run
run: $(VENV)/.ready $(CATALOGUES) ## Serve the demo on 127.0.0.1:8000 (PORT=…), web and worker
	@$(DEMO) $(RUN) init
	@$(DEMO) $(RUN) seed
	@$(DEMO) MARKETPLACE_BASE_URL=http://127.0.0.1:$(or $(PORT),8000) $(RUN) serve --port $(or $(PORT),8000)

.PHONY: seed
seed: $(VENV)/.ready $(CATALOGUES) ## Fill an empty database with the demo
	@$(DEMO) $(RUN) init
	@$(DEMO) $(RUN) seed

.PHONY: reset
reset: ## Throw the demo's data away
	rm -rf $(or $(MARKETPLACE_DATA_DIR),var)

.PHONY: test
test: $(VENV)/.ready-dev $(CATALOGUES) ## Run the tests (TESTS=path for some, COV=1 for coverage); `make browser` walks the journeys
	@$(BIN)/python -m pytest $(TOGETHER) $(if $(COV),--cov --cov-report=term) $(or $(TESTS),--ignore=tests/journeys)

.PHONY: crash
crash: $(VENV)/.ready-dev $(CATALOGUES) ## Kill real processes at every failpoint, and while four clients buy
	@$(BIN)/python -m pytest $(TOGETHER) -m crash tests/crash

.PHONY: long
long: $(VENV)/.ready-dev $(CATALOGUES) ## Ten thousand changed secrets, and money moving for EXAMPLES=300 lives
	@EXAMPLES=$(or $(EXAMPLES),300) $(BIN)/python -m pytest $(TOGETHER) -m long tests/long

.PHONY: fuzz
fuzz: $(VENV)/.ready-dev ## Throw RUNS=100000 changed photos at the pipeline
	@$(BIN)/python tools/fuzz_photos.py --runs $(or $(RUNS),100000) $(FUZZ)

.PHONY: browser
browser: $(VENV)/.ready-dev $(CATALOGUES) ## Run what needs a real Chromium (LANGUAGES=ky,ru,en looks at every screen in each)
	@LANGUAGES=$(or $(LANGUAGES),ky) $(BIN)/python -m pytest $(TOGETHER) $(or $(TESTS),tests/journeys)

.PHONY: screenshots
screenshots: $(VENV)/.ready-dev $(CATALOGUES) ## Photograph every screen at 360 px, light and dark, into var/screenshots
	@rm -rf var/screenshots && mkdir -p var/screenshots
	@SCREENSHOTS=$(CURDIR)/var/screenshots $(MAKE) -s browser TESTS=tests/journeys/test_every_screen.py
	@$(BIN)/python tools/contact_sheet.py var/screenshots

.PHONY: lint
lint: $(VENV)/.ready-dev $(CATALOGUES) ## Lint, format, types, imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

.PHONY: check
check: lint ## Lint, format, types, imports, translations, tests, coverage: what CI asks
	@$(MAKE) -s test COV=1

.PHONY: format
format: $(VENV)/.ready-dev ## Put the code into shape
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

.PHONY: bench
bench: bench-checkout bench-images ## Measure (the pages in a short form; `make bench-pages` is the whole)
	@$(MAKE) -s bench-pages SIZES=10000 BENCH="--seconds 1"

.PHONY: bench-checkout
bench-checkout: $(VENV)/.ready-dev $(CATALOGUES) ## 8 processes buy from 20 things, with and without the write gate
	@$(BIN)/python tools/bench_checkout.py $(BENCH)

.PHONY: bench-images
bench-images: $(VENV)/.ready-dev ## The photo pipeline against plain Pillow, sharp and its own limits
	@$(BIN)/python tools/bench_images.py $(BENCH)

.PHONY: bench-ledger
bench-ledger: $(VENV)/.ready-dev ## The book of a resident with 60,000 sales, on every database there is
	@run="$(BIN)/python tools/bench_ledger.py $(BENCH)"; \
	if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then \
	tools/with_postgres.sh $$run; else $$run; fi

.PHONY: mutants
mutants: $(VENV)/.ready-dev $(CATALOGUES) ## Break the money code in many ways: a test must see each (MUTANTS=words of some)
	@$(BIN)/python tools/mutants.py $(MUTANTS)

.PHONY: bench-search
bench-search: $(VENV)/.ready-dev ## How good and how quick the search is (CORPUS=… QUERIES=… PAIRS=…)
	@run="$(BIN)/python tools/bench_search.py $(if $(CORPUS),--corpus $(CORPUS)) $(if $(QUERIES),--queries $(QUERIES)) $(if $(PAIRS),--pairs $(PAIRS)) $(BENCH)"; \
	if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then \
	PYTHONPATH=. tools/with_postgres.sh $$run; else PYTHONPATH=. $$run; fi

.PHONY: bench-pages
bench-pages: $(VENV)/.ready-dev $(CATALOGUES) ## Pages at SIZES=10000,100000 things, on every database there is
	@$(BIN)/python -m tools.bench_pages --sizes $(or $(SIZES),10000,100000) $(BENCH)

.PHONY: weights
weights: $(VENV)/.ready-dev $(CATALOGUES) ## Print what every page weighs on the wire, without its pictures
	@$(BIN)/python -m pytest -q -s --durations=0 --durations-min=99 tests/architecture/test_weights.py

.PHONY: first-views
first-views: $(VENV)/.ready-dev $(CATALOGUES) ## Print what a phone fetches before anybody scrolls, pictures and all
	@$(BIN)/python -m pytest -q -s --durations=0 --durations-min=99 tests/journeys/test_first_views.py

.PHONY: lighthouse
lighthouse: $(VENV)/.ready-dev $(CATALOGUES) ## Lighthouse over six pages as on a slow phone (LIGHTHOUSE="--slow-3g --runs 1 --pages home")
	@$(BIN)/python -m tools.lighthouse $(LIGHTHOUSE)

.PHONY: peers
peers: $(VENV)/.ready-dev $(CATALOGUES) ## The same things sold by us, django-oscar and bare Flask, by turns (SIZE=10000)
	@$(BIN)/python -m tools.bench_pages.peers --size $(or $(SIZE),10000) $(if $(PEERS),--peers $(PEERS)) $(BENCH)

.PHONY: messages
messages: $(VENV)/.ready-dev ## Collect the texts for translation
	@$(BIN)/python tools/messages.py

.PHONY: migration
migration: $(VENV)/.ready ## Write a migration from the models (NAME="…" REV=0003)
	@$(DEMO) PYTHONPATH=. $(BIN)/python tools/migration.py "$(NAME)" "$(REV)"

.PHONY: lock
# The extras stay in the lock: without them pip 23 looks past the pin to the newest release
# and refuses it for want of a hash.
lock: ## Write the locked requirements anew
	@test -x $(BIN)/uv || $(BIN)/pip install -q uv
	@$(BIN)/uv pip compile -q --generate-hashes --no-strip-extras --no-header --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --generate-hashes --no-strip-extras --no-header --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt
