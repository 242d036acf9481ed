"""Pages a browser opens from a folder: nothing linked from outside, every name escaped."""

import os
from functools import cache
from pathlib import Path

import jinja2
import nbformat
from nbconvert import HTMLExporter

from .. import messages
from ..messages import say
from .ledger import LEDGER, read_ledger

TEMPLATES = Path(__file__).parent / "templates"
BODY = {"exclude_input": True, "exclude_input_prompt": True, "exclude_output_prompt": True}


def write_page(notebook_path, page_path, job):
    """Write an executed notebook as a page: prose and results, without code."""
    document = nbformat.read(notebook_path, as_version=4)
    document.cells = [cell for cell in document.cells if cell.cell_type == "markdown" or cell.get("outputs")]
    body, _ = HTMLExporter(template_name="basic", **BODY).from_notebook_node(document)
    text = _template("page.html.j2").render(say=say, language=messages.language(), body=body, job=job)
    Path(page_path).write_text(text, encoding="utf-8")


def write_site(reports, dataset, notebooks):
    """Write ``reports/index.html`` from the ledgers below `reports`: every year, unit and report."""
    years = []
    for folder in sorted(reports.glob("[0-9]*"), reverse=True):
        rows = read_ledger(folder / LEDGER)
        if rows:
            years.append({"year": folder.name, "units": _units(rows, notebooks)})
    findings = dataset.findings["severity"].value_counts()
    text = _template("index.html.j2").render(
        say=say,
        language=messages.language(),
        years=years,
        notebooks=notebooks,
        findings={name: int(findings.get(name, 0)) for name in ("error", "warning", "info")},
        is_illustrative="illustrative" in set(dataset.received["provenance"]),
    )
    scratch = reports / ".index.html.new"
    scratch.write_text(text, encoding="utf-8")
    os.replace(scratch, reports / "index.html")


def _units(rows, notebooks):
    units = {}
    for row in rows:
        unit = units.setdefault(row["unit_code"], {**row, "reports": []})
        unit["reports"].append(row)
    for unit in units.values():
        known = [row for row in unit["reports"] if row["notebook"] in notebooks]
        unit["reports"] = sorted(known, key=lambda row: list(notebooks).index(row["notebook"]))
        scopes = {notebooks[row["notebook"]].scope for row in unit["reports"]}
        unit["is_parent"] = scopes == {"parent"}
    return sorted(units.values(), key=lambda unit: (not unit["is_parent"], unit["unit_code"]))


@cache
def _template(name):
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template(name)
