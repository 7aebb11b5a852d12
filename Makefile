# Every target makes .venv where it is missing, and uses it again as long as pyproject.toml has not changed.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
OUTPUT := output

.PHONY: help run test evaluate check format clean train model-report language-report credits-report merge-report calibration-report bench scaling soak load-report report-report test-ray tour screenshots corpora venv

help:  ## Show what there is.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: venv  ## Read the three sample pages and write their tables to output/.
	$(BIN)/abspann run seeds --output $(OUTPUT)

test: venv  ## Run the tests.
	$(BIN)/pytest -q -n 2

test-ray: venv  ## Install Ray and run the test that needs it: a cluster of two nodes, one of which is killed.
	@$(BIN)/python -c 'import ray' 2>/dev/null || $(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[ray]'
	$(BIN)/pytest -q tests/batch/test_ray.py

evaluate: venv  ## Score every stage on the project's own gold, and hold its floors.
	$(BIN)/abspann evaluate tests/gold --floors tests/gold/floors.toml

check: venv  ## Format, lint, types, import contract, tests and accuracy floors.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2
	$(BIN)/abspann evaluate tests/gold --floors tests/gold/floors.toml

format: venv  ## Format the code and mend what ruff can mend.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove tables, builds and caches; .venv stays.
	find $(OUTPUT) -mindepth 1 ! -name .gitkeep -delete
	rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

train: venv corpora  ## Train models/de and models/en anew: make train CORPORA=DIR (hours).
	$(BIN)/python -m models.train $(CORPORA)

model-report: venv corpora  ## Figures of the models beside plain training: make model-report CORPORA=DIR.
	$(BIN)/python -m models.train.report $(CORPORA)

language-report: venv corpora  ## Figures of the language stage beside other detectors: make language-report CORPORA=DIR.
	@$(BIN)/python -c 'import lingua' 2>/dev/null || $(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[reports]'
	$(BIN)/python -m tests.reports.language_report $(CORPORA)

credits-report: venv corpora  ## Figures of the credits on film articles: make credits-report CORPORA=DIR.
	$(BIN)/python -m tests.reports.credits_report $(CORPORA)

merge-report: venv  ## Figures of the merge on generated worlds of 10,000 and 100,000 claims.
	$(BIN)/python -m tests.reports.merge_report 10000 100000

load-report: venv  ## Time and memory of loading the tables of 100,000 pages.
	$(BIN)/python -m tests.reports.load_report 100000

report-report: venv  ## How fluent `abspann report` is with 2,000 and 20,000 pages, in a browser.
	$(BIN)/python -m tests.reports.report_report 2000 20000

tour: venv  ## Make docs/tour.ipynb anew, with its outputs.
	$(BIN)/python -m tests.view.make_tour

screenshots: venv  ## Draw the pictures of docs/images anew; needs Chromium.
	$(BIN)/python -m tests.view.screenshots docs/images

soak: venv  ## What batch runs must stand, with figures; an hour: make soak [SOAK="kills memory --pages 1000"].
	$(BIN)/python -m tests.soak $(SOAK)

calibration-report: venv  ## Whether scores are probabilities, on gold pages: make calibration-report [GOLD=DIR].
	$(BIN)/python -m tests.reports.calibration_report $(GOLD)

bench: venv  ## Time and memory of whole runs beside the notebook way and the models alone: make bench [CORPORA=DIR].
	$(BIN)/python -m tests.bench $(CORPORA)

scaling: venv  ## What a run costs as pages grow in number and length; draws docs/images/scaling.svg (half an hour).
	$(BIN)/python -m tests.bench.scaling --plot docs/images/scaling.svg

corpora:
	@test -n "$(CORPORA)" || { echo 'Name the folder of the corpora: CORPORA=DIR'; exit 1; }

# The copy of pyproject.toml is made last: a broken installation is done again.
venv:
	@cmp -s pyproject.toml .venv/pyproject.toml || { \
	  python="$(PYTHON)"; \
	  [ -n "$$python" ] || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python'; exit 1; }; \
	  echo "Installing into .venv with $$python ..."; \
	  $$python -m venv .venv \
	  && $(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]' \
	  && cp pyproject.toml .venv/pyproject.toml; }
