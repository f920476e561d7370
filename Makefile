# The two commands of a fresh machine are `make deck` and `make test`. Each sets up all it needs.

PYTHON ?= python3
# Where everything is set up: a folder anywhere, as in `make test VENV=/tmp/quizgen`.
VENV ?= .venv
BIN := $(VENV)/bin
# Tests share the processors: each takes a row of neighbours, who share what is set up, and helps out where there is more.
SHARED := -n auto --dist worksteal
# What is built is compared with what another version of Python builds, if there is one (.ci/other-python).
# Besides the newest Anki, decks are imported into these, each in an environment of its own.
ANKIS := 23.10.1 24.11 25.9.5
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help deck test quick lint bench lock clean

help:  ## Show what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

deck: $(VENV)/.deck  ## Build the bundled lesson's Anki deck, PDFs and website into output/
	@.ci/system-packages deck
	@$(BIN)/quizgen build content --out output

test: $(VENV)/.test $(VENV)/.reviewer $(VENV)/.other-python $(ANKIS:%=$(VENV)/.anki-%)  ## Run every check and every test
	@.ci/system-packages test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest $(SHARED) -q

quick: $(VENV)/.test  ## Run every check and the tests that guard daily work, in two minutes
	@.ci/system-packages test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest $(SHARED) -q -m "not slow"

lint: $(VENV)/.test  ## Run the static checks: style, types, import layers
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > $(VENV)/import-layers.txt || { cat $(VENV)/import-layers.txt; exit 1; }

bench: $(VENV)/.test  ## Measure speed and memory as ratios against named peers
	@.ci/system-packages bench
	@$(BIN)/python -m benchmarks

lock:  ## Choose the newest versions that pyproject.toml allows and pin them (needs uv)
	uv pip compile pyproject.toml --extra build --extra world --universal --generate-hashes --no-header --upgrade --python-version 3.11 -q -o .ci/requirements.txt
	uv pip compile pyproject.toml --extra build --extra world --extra dev --universal --generate-hashes --no-header --python-version 3.11 -q -c .ci/requirements.txt -o .ci/requirements-dev.txt
	for version in $(ANKIS); do echo "anki==$$version" | uv pip compile - --universal --generate-hashes --no-header --upgrade --python-version 3.11 -q -o .ci/requirements-anki-$$version.txt; done

clean:  ## Remove what was built and set up here
	rm -rf $(VENV) output/* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.python:
	@.ci/system-packages python
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.deck: $(VENV)/.python .ci/requirements.txt pyproject.toml
	@echo "setting up $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r .ci/requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.deck .ci/requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --require-hashes -r .ci/requirements-dev.txt
	@touch $@

$(VENV)/.other-python: $(VENV)/.deck .ci/other-python
	@echo "setting up another Python ..."
	@.ci/other-python $(VENV)
	@touch $@

# The page, scripts and MathJax of Anki's own reviewer, without the window around them: it needs no Qt.
$(VENV)/.reviewer: .ci/requirements-reviewer.txt $(VENV)/.python
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --upgrade --target $(VENV)/reviewer -r $<
	@touch $@

$(VENV)/.anki-%: .ci/requirements-anki-%.txt $(VENV)/.python
	@echo "setting up Anki $* ..."
	@$(PYTHON) -m venv $(VENV)/anki-$*
	@$(VENV)/anki-$*/bin/python -m pip install --quiet --require-hashes -r $<
	@touch $@
