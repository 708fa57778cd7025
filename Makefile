# Wayfinder's few commands. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
IN := .venv/bin
LOG := var/install.log
# An operator's settings must not leak into demo and tests, which have their own.
unexport VIRTUAL_ENV PYTHONPATH

.PHONY: help install demo test bench faults check sure format pot lock clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: install ## Set everything up, play the main job on a real WordPress, stay up (ONCE=1: end after it)
	@$(IN)/python -m demo $(if $(ONCE),--once)

test: install ## Set everything up and run every test
	@$(IN)/python -m pytest $(ARGS)

bench: install ## Measure how light and quick the quiz is, and how quickly workers work, beside peers
	@$(IN)/python -m tests.bench

faults: install ## Break everything while 10,000 events are on their way, then compare the books (SEED=, EVENTS=, DATABASE=postgres)
	@$(IN)/python -m tests.faults $(if $(SEED),--seed $(SEED)) $(if $(EVENTS),--events $(EVENTS)) $(if $(DATABASE),--database $(DATABASE))

check: install ## Linters, formatters, types, PHP 7.4 and 8.4, scripts
	@$(IN)/ruff check .
	@$(IN)/ruff format --check .
	@$(IN)/mypy
	@node demo/php.mjs --lint wp-plugin --php 7.4 --php 8.4

sure: check test ## Everything that CI runs

install: .venv/.installed demo/node_modules/.installed ## Install what demo and tests need, into this folder only

.venv/.installed: requirements.lock pyproject.toml
	@mkdir -p var
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Wayfinder needs Python 3.11 or newer with venv (Debian: python3-venv); name it with make PYTHON=…"; exit 1; }
	@echo "Installing Python packages into .venv …"
	@$(PYTHON) -m venv .venv && $(IN)/pip install --quiet --require-hashes -r requirements.lock >$(LOG) 2>&1 \
		&& $(IN)/pip install --quiet --no-deps --editable . >>$(LOG) 2>&1 \
		|| { echo "Python packages could not be installed. Is there a network? $(LOG) says why."; exit 1; }
	@touch $@

demo/node_modules/.installed: demo/package-lock.json
	@mkdir -p var
	@node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null && command -v npm >/dev/null \
		|| { echo "Wayfinder's demo and tests need Node.js 20 or newer with npm."; exit 1; }
	@echo "Installing the embedded WordPress (npm, about 1 GB on disk) …"
	@npm ci --prefix demo --no-audit --no-fund --loglevel=error >$(LOG) 2>&1 \
		|| { echo "npm packages could not be installed. Is there a network? $(LOG) says why."; exit 1; }
	@touch $@

format: install ## Format the Python code
	@$(IN)/ruff check --fix --quiet . ; $(IN)/ruff format --quiet .

pot: install ## Gather the plugin's texts for translators, anew (needs GNU gettext)
	@$(IN)/python -m demo.pot

lock: install ## Lock the Python packages anew, within the ranges of pyproject.toml
	@$(IN)/pip install --quiet uv && $(IN)/uv pip compile --quiet --universal --no-header --generate-hashes --extra dev pyproject.toml -o requirements.lock

clean: ## Remove what was installed and what the demo keeps
	rm -rf .venv demo/node_modules var
