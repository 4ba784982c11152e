# What people call; how it is done stands in bootstrap.py, checks.py and manage.py.

# A Python of 3.12 or later; bootstrap.py looks for one where this is too old.
PYTHON3 := $(or $(PYTHON),python3)
RUN := $(PYTHON3) bootstrap.py web
DEV := $(PYTHON3) bootstrap.py dev

.PHONY: help run test postgresql container walk pythons check lint mutants bench audit soak golden messages schemas screenshot clean python3

help: ## say what there is (this)
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

run: python3 ## serve on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(RUN) python manage.py serve

test: python3 ## run every test, on SQLite or the database of DATABASE_URL=…
	@$(DEV) python checks.py tests browser-tests

postgresql: python3 ## run every test that touches the database on a PostgreSQL of their own
	@$(DEV) python -m tests.postgresql python -m pytest -q -n auto -m database

pythons: python3 ## try the command under every other Python from 3.12 on that is here
	@$(DEV) python -m tests.other_pythons

walk: python3 ## follow docs/deploy.md on a clean Debian (root; needs debootstrap, systemd-container)
	@$(DEV) python -m tests.deploy.walk $(if $(DEBIAN),--debian $(DEBIAN))

container: python3 ## build the image and run it (root; needs debootstrap, buildah, podman, crun)
	@$(DEV) python -m tests.deploy.container $(if $(DEBIAN),--debian $(DEBIAN))

check: python3 ## run every test and everything else that holds the code to its word
	@$(DEV) python checks.py

lint: python3 ## run the checks without the tests
	@$(DEV) python checks.py --without tests browser-tests

mutants: python3 ## change the code a little, in many places: do the tests notice? (takes an hour)
	@$(DEV) python tests/mutants.py $(FILES)

bench: python3 ## measure how fast it is, as ratios (wrk measures the pages: apt install wrk)
	@$(DEV) python -m bench

audit: python3 ## look at the pages: valid HTML, axe, weights, Lighthouse (docs/audit.md)
	@$(DEV) python -m audit $(PARTS)

soak: python3 ## four clients send hostile requests while one reads pages (MINUTES=10)
	@$(DEV) python -m tests.soak $(or $(MINUTES),10)

golden: python3 ## write what tests compare with again: read the difference
	@$(DEV) python -m pytest -q tests/exporters tests/planning --update-golden

messages: python3 ## collect the texts to translate (needs gettext)
	@$(DEV) python manage.py extract_messages

schemas: python3 ## write the published schemas again
	@$(DEV) python -m portsref.planning.schema

screenshot: python3 ## make the README's picture again (needs Chromium)
	@$(DEV) python docs/img/screenshot.py

clean: ## remove what was made here, the database too
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info

python3:
	@command -v $(PYTHON3) >/dev/null || { echo "portsref: needs Python 3.12 or newer, and $(PYTHON3) was not found: sudo apt install python3 python3-venv" >&2; exit 1; }
