# One environment, one lock. The README has the raw commands for machines without make.
PYTHON ?= python3
YEAR ?= 2022
UV_VERSION := 0.13.9
BIN := .venv/bin
export UV_COMPILE_BYTECODE = 1
export UV_PYTHON_DOWNLOADS = never
export UV_LINK_MODE = copy
export NO_MKDOCS_2_WARNING = 1

.PHONY: report test docs example lab setup notebooks clean

report: setup
	$(BIN)/dts report --year $(YEAR) --format html,xlsx

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/dts build
	$(BIN)/mkdocs build --quiet
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=15
	$(BIN)/pytest --nbval-lax --nbval-current-env -p no:cacheprovider -n 2 --dist loadfile notebooks

# The site of docs/, with the API and the data dictionary from the code: open site/index.html.
docs: setup
	$(BIN)/dts build
	$(BIN)/mkdocs build --quiet

# Another country, another language, other rules: the Open Data Maturity 2023 from 26 countries' own workbooks.
example: setup
	$(BIN)/dts --home examples/odm_2023 --lang en report --year 2023 --below EUR

lab: setup
	$(BIN)/dts lab

setup: .venv/.installed

.venv/.installed: pyproject.toml uv.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv sync --locked --all-extras --quiet --python $(BIN)/python
	touch $@

# Run the notebooks anew and store their output; review the difference before committing it.
notebooks: setup
	$(BIN)/dts build
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
	  --log-level=ERROR notebooks/*.ipynb

clean:
	rm -rf site data/processed reports/2* reports/index.html examples/*/data/processed examples/*/reports
