# Everything a developer or an office does, one target each. `make` alone lists them.
# Set-up happens by itself: a target needs a stamp in .venv, and the stamp is made by tools/setup.
SHELL := bash
VENV := .venv
RUN := $(VENV)/ready-to-run
DEV := $(VENV)/ready-to-test
PY := $(VENV)/bin/python
PARALLEL ?= 2
BENCH := $(VENV)-bench/ready
COMPILE := $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report check test quick crash soak lint bench lock schema wheel clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1	\2/p' Makefile

report: $(RUN)  ## set up if need be, then build the report: out/latest/report/
	@$(VENV)/bin/sitrep build || { code=$$?; [ $$code = 3 ] || exit $$code; }

check: $(RUN)  ## say what is wrong with config/, or what would be built
	@$(VENV)/bin/sitrep check

test: $(DEV)  ## run every test (at most 12 minutes)
	$(PY) -m pytest -q -n $(PARALLEL)

quick: $(DEV)  ## run the tests that take no longer than a coffee needs to cool (60 seconds)
	$(PY) -m pytest -q -n $(PARALLEL) -m "not slow"

crash: $(DEV)  ## try every fault: calls of the disk refused or last, 60 builds killed, full disks (5 minutes; part of `make test`)
	$(PY) -m pytest -q -n $(PARALLEL) tests/test_publish_faults.py tests/test_whole_run_faults.py tests/test_kills.py \
		tests/test_at_once.py tests/test_bare_machine.py

soak: $(DEV)  ## kill 500 builds at random points, build 50,000 documents (30 minutes)
	$(PY) -m pytest -q -n 0 tests/soak.py
	$(PY) bench/incremental.py --soak

lint: $(DEV)  ## ruff, and mypy --strict on sitrep/ (at most 1 minute)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

bench: $(DEV) $(BENCH)  ## time extraction beside spaCy, a build beside bare WeasyPrint, pages, reconciliation, reruns, 10,000 documents (20 minutes)
	@$(PY) bench/extraction.py
	@echo
	@$(PY) bench/cold_build.py
	@echo
	@$(PY) bench/pages.py
	@echo
	@$(PY) bench/reconciliation.py
	@echo
	@$(PY) bench/incremental.py

lock: $(DEV)  ## write the locks from pyproject.toml; UPGRADE=--upgrade takes the newest versions it allows
	$(COMPILE) pyproject.toml --group build -o requirements.lock
	$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --group bench -o requirements-bench.lock

schema: $(DEV)  ## write config/schema/ from the settings and their documentation
	$(PY) tools/schema.py

wheel: $(DEV)  ## make dist/sitrep-VERSION-py3-none-any.whl
	$(PY) -m hatchling build -t wheel

clean:  ## remove the environment and caches; editions in out/ stay
	rm -rf $(VENV) $(VENV)-bench dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that can test can also run: whichever stamp is wanted, the other's work is not repeated.
$(RUN): tools/setup requirements.lock pyproject.toml
	@if [ -e $(DEV) ]; then tools/setup dev; else tools/setup run; fi
	@touch $@

$(DEV): tools/setup requirements-dev.lock pyproject.toml
	@tools/setup dev
	@touch $@ $(RUN)

$(BENCH): bench/setup requirements-bench.lock | $(DEV)
	@bench/setup
	@touch $@
