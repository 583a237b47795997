# Every target is a line or two that a person could type. `make run` is the main job.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
BIN = .venv/bin

.PHONY: run test faults check lint types imports fix bench quality demo clean

run: .venv/installed            ## the main job: poll the sources of config.toml and serve the feeds
	$(BIN)/feedmill run

test: .venv/installed           ## every test; the browser tests skip with a word where no browser is
	$(BIN)/python -m pytest

faults: .venv/installed         ## kill workers, schedulers and PostgreSQL, and cut networks, each with its control: twenty minutes
	$(BIN)/python -m pytest -m scale

check: lint types imports       ## what a change must pass before it is a commit

lint: .venv/installed
	$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: .venv/installed
	$(BIN)/mypy

imports: .venv/installed
	$(BIN)/lint-imports

fix: .venv/installed            ## format and repair what can be repaired
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: .venv/installed          ## speed, manners and room, as ratios of one run; uses ../shared where it is
	$(BIN)/python -m benchmarks.reading && $(BIN)/python -m benchmarks.store
	$(BIN)/python -m benchmarks.lookups
	$(BIN)/python -m benchmarks.serving && $(BIN)/python -m benchmarks.manners
	$(BIN)/python -m benchmarks.room

quality: .venv/installed        ## stories, credit, furniture and topics with their floors, and the promises to subscribers
	$(BIN)/python -m benchmarks.duplicates && $(BIN)/python -m benchmarks.authors
	$(BIN)/python -m benchmarks.topics && $(BIN)/python -m benchmarks.published

demo: .venv/installed           ## the sample feeds as static files in public/
	-$(BIN)/feedmill fetch
	$(BIN)/feedmill build public

.venv/installed: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Feedmill needs Python 3.11 or newer (none found on PATH)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock  # the lock is whole
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
