# Every target makes .venv where it is missing, and uses it again as long as pyproject.toml has not changed.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
OUTPUT := output

.PHONY: help run test check format clean venv train model-report language-report

help:  ## Show what there is.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: venv  ## Read the three sample pages and write their tables to output/.
	$(BIN)/abspann run seeds --output $(OUTPUT)

test: venv  ## Run the tests.
	$(BIN)/pytest -q -n 2

check: venv  ## Format, lint, types, import contract and tests.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2

format: venv  ## Format the code and mend what ruff can mend.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove tables, builds and caches; .venv stays.
	find $(OUTPUT) -mindepth 1 ! -name .gitkeep -delete
	rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

# The copy of pyproject.toml is made last: a broken installation is done again.
venv:
	@cmp -s pyproject.toml .venv/pyproject.toml || { \
	  python="$(PYTHON)"; \
	  [ -n "$$python" ] || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python'; exit 1; }; \
	  echo "Installing into .venv with $$python ..."; \
	  $$python -m venv .venv \
	  && $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' \
	  && cp pyproject.toml .venv/pyproject.toml; }
