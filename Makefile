# The five commands of everyday work. They use .venv, which `make install` sets up.
PYTHON := $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)

.PHONY: install run check test ci

install:  ## a virtual environment with everything that the tests need
	python3 -m venv .venv && .venv/bin/pip install -r requirements-dev.txt

run:  ## the app in the browser
	$(PYTHON) -m app

check:  ## linters, types and the quick tests
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy
	$(PYTHON) -m pytest -q -n 2 --dist loadfile -m "not slow"

test:  ## everything, on two cores
	$(PYTHON) -m pytest -n 2 --dist loadfile

ci:  ## what continuous integration does, in a fresh environment
	.ci/run
