# Shorthands; each is one command that can be given by hand.

PYTHON ?= python
BENCH ?=

.PHONY: test torture lint bench wheel sbom audit

test:
	$(PYTHON) -m pytest

# the long forms of what tries to break it, see docs/reliability.md
torture:
	$(PYTHON) -m pytest -m torture

lint:
	$(PYTHON) -m ruff check .

# other engines side by side; `make bench BENCH="--corpus FOLDER --times 1"`
bench:
	$(PYTHON) benchmarks/run.py $(BENCH)

# the same file, byte for byte, wherever and whenever it is built from a commit; wants the package build
wheel:
	rm -rf build/source && mkdir -p build/source
	umask 022 && git -c tar.umask=0022 archive HEAD | tar x -C build/source
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(PYTHON) -m build --wheel --outdir dist build/source

# what a user installs, all extras included, and nothing else
build/user: setup.cfg pyproject.toml
	rm -rf build/user && $(PYTHON) -m venv build/user
	build/user/bin/python -m pip install --quiet --upgrade pip
	build/user/bin/python -m pip install --quiet '.[files,parquet,picture,web,cluster,mcp]'

# its components in CycloneDX; wants the extra audit
sbom: build/user
	mkdir -p dist
	$(PYTHON) -m cyclonedx_py environment --output-reproducible --output-format JSON --output-file dist/seized.cdx.json build/user/bin/python

# known vulnerabilities in it; asks a service on the network, and wants the extra audit
audit: build/user
	$(PYTHON) -m pip_audit --path "$$(build/user/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
