# Shorthands; each is one command that can be given by hand.

PYTHON ?= python
BENCH ?=

.PHONY: test lint bench

test:
	$(PYTHON) -m pytest

lint:
	$(PYTHON) -m ruff check .

# other engines side by side; `make bench BENCH="--corpus FOLDER --times 1"`
bench:
	$(PYTHON) benchmarks/run.py $(BENCH)
