# recoupe: `make demo` shows the main job, `make test` runs the tests; both set up what they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo share-demo serve test lint format bench screenshots clean

help:          ## this list
	@grep -E '^[a-z-]+: .*##' Makefile | sed 's/:.*## */\t/' | expand -t12

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: .venv/ready    ## read the example pile, withdraw a despatch, and write the brief to out/
	rm -f out/recoupe.db
	$(BIN)/recoupe --database out/recoupe.db read examples/pile
	$(BIN)/recoupe --database out/recoupe.db withdraw 22-levant-namur.txt --why "l'agence a annulé sa dépêche"
	$(BIN)/recoupe --database out/recoupe.db brief -o out/brief.html -o out/brief.pdf
	@echo "Open out/brief.html in a browser."

share-demo: .venv/ready ## three rooms, in Brussels, Rabat and The Hague, exchange over TLS on this machine
	$(BIN)/python scripts/share_demo.py

serve: .venv/ready   ## open the example room in the browser, at http://127.0.0.1:8014
	mkdir -p out
	$(BIN)/recoupe --database out/room.db serve --story examples

test: .venv/ready    ## run the tests
	$(BIN)/python -m pytest -n 2

lint: .venv/ready    ## check format, style, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready  ## put the code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/ready   ## measure, beside the peers, and rewrite docs/benchmarks.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks

screenshots: .venv/ready ## take the pictures of the room in docs/screens
	$(BIN)/python scripts/make_screenshots.py

clean:         ## remove what `make` made
	rm -rf .venv out build dist *.egg-info
