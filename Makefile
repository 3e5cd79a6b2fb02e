# What this project answers to. Nothing is needed but Python 3.11 or newer with venv, git and make.
#   make run   the whole site, with the demonstration conference, on http://localhost:8000 (make run PORT=8010)
#   make dev   the same, following changes of the code
#   make test  every test, in parallel (make test ARGS="tests/registration -k quota")
#   make bench what the site bears, measured on servers of its own (make bench ONLY=agenda; make bench FULL=1)
#   make faults what becomes of 500 letters when workers, servers and networks fail (docs/faults.md)
#   make messages the texts of code and templates, into the catalogues of locale/ for translating
#   make check lint, types, layers, migrations, templates, translations, audit
#   make covered  whether every branch of states, actions and permissions is tried
PYTHON ?= python3
RUN := .venv/bin/python
INSTALL := $(PYTHON) conference/embedded/bootstrap.py
ARGS ?=
export PORT ?= 8000
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help run dev test faults bench check install install-dev lint types layers migrations templates settings translations audit covered clean

help:
	@sed -n 's/^#   //p' Makefile

# A taken port is told before a first installation takes its minutes.
run dev: INSTALL += --port=$(PORT)

run: install
	@exec $(RUN) -m conference.embedded run

dev: install-dev
	@exec $(RUN) -m conference.embedded run --reload

test: install-dev
	@unset DJANGO_SETTINGS_MODULE; $(RUN) -m pytest -n auto --dist loadgroup $(ARGS)

bench: install
	@unset DJANGO_SETTINGS_MODULE; $(RUN) -m bench

faults: install-dev
	@unset DJANGO_SETTINGS_MODULE; FAULTS_MESSAGES=$${FAULTS_MESSAGES:-500} FAULTS_KILLS=20 FAULTS_RESTARTS=10 FAULTS_STALL=60 \
	  $(RUN) -m pytest tests/correspondence/test_fault_*.py -n0 -p no:randomly $(ARGS)

# Where the rules live, all but a dozen branches are tried (docs/status.md names them). To follow every line costs the
# tests half as much again: this is for whoever changes a rule, and is no part of the suite.
covered: install-dev
	@unset DJANGO_SETTINGS_MODULE; $(RUN) -m pytest -n auto --dist loadgroup --cov --cov-report= tests/registration tests/conference \
	  tests/correspondence tests/agenda/actions tests/flows tests/jobs
	@$(RUN) -m coverage report --fail-under=99

check: lint types layers migrations templates translations settings audit
	@echo "Everything checked is in order."

install:
	@command -v $(firstword $(PYTHON)) >/dev/null || { echo "Plenary needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(INSTALL) requirements.txt

install-dev:
	@command -v $(firstword $(PYTHON)) >/dev/null || { echo "Plenary needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(INSTALL) requirements.txt requirements-dev.txt

lint: install-dev
	@echo "Lint and format"
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

types: install-dev
	@echo "Types"
	@$(RUN) -m mypy

layers: install-dev
	@echo "Layers"
	@$(RUN) -c "from importlinter.cli import lint_imports_command as run; run()" --no-logo

migrations: install-dev
	@echo "Migrations"
	@DJANGO_SETTINGS_MODULE=conference.settings.test $(RUN) -m conference.embedded exec --throw-away manage.py makemigrations --check --dry-run

templates: install-dev
	@echo "Templates"
	@$(RUN) -m djlint templates --lint --quiet
	@$(RUN) -m djlint templates --check --quiet || { $(RUN) -m djlint templates --check 2>/dev/null | grep '^templates/'; echo "These are not formatted: $(RUN) -m djlint templates --reformat"; exit 1; }
	@DJANGO_SETTINGS_MODULE=conference.settings.test $(RUN) manage.py check_templates

translations: install-dev
	@echo "Translations"
	@DJANGO_SETTINGS_MODULE=conference.settings.test $(RUN) manage.py check_translations

messages: install-dev
	@DJANGO_SETTINGS_MODULE=conference.settings.test $(RUN) manage.py collect_messages

settings: install-dev
	@echo "Settings"
	@DJANGO_SETTINGS_MODULE=conference.settings.test $(RUN) manage.py check --fail-level WARNING
	@./.ci/check-production

audit: install-dev
	@echo "Audit"
	@./.ci/audit

# Every trace of installing, running and testing, the site's own data included.
clean:
	rm -rf .venv .data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov screenshots bench/results
	find conference registration agenda bench tests -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
