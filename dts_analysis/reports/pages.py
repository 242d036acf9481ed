"""Pages a browser opens from a folder: nothing linked from outside, every name escaped."""

import re
from functools import cache
from pathlib import Path

import jinja2
import nbformat
import pandas as pd
from nbconvert import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from .. import messages
from ..errors import SEVERITIES
from ..files import write
from ..messages import say
from ..scoring import basis_name, common_name
from ..show import headline_text, judged_mark
from ..show.text import begun
from .ledger import LEDGER, read_ledger

TEMPLATES = Path(__file__).parent / "templates"
BODY = {"exclude_input": True, "exclude_input_prompt": True, "exclude_output_prompt": True}
SIDES = ("claimed", "measured", "verified", "final")  # stand side by side for every unit
IF_ANY = ("measured", "final")  # of these, where anybody has them
STAMP_WITHIN = 1000  # characters from a page's start
ASCII_END = 127  # up to here a number may stand for what a page must not hold as it is
_LETTER = re.compile(r"&#(\d{3,6});")  # headings come with every Vietnamese letter as a number
_STAMP = re.compile(r'<meta name="dts-made-from" content="(\w+) (\w*)">')


def page_text(document, job):
    """Return an executed notebook as a page: prose and results, without code; it bears the job's fingerprints."""
    shown = nbformat.from_dict(document | {"cells": [cell for cell in document.cells if _is_shown(cell)]})
    body, _ = _exporter().from_notebook_node(shown)
    return _template("page.html.j2").render(say=say, language=messages.language(), body=body, job=job)


def stamp(path):
    """Return the fingerprint and the comparison a page bears; two empty texts where there is no such page."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(STAMP_WITHIN)
    except OSError:
        return "", ""
    found = _STAMP.search(head)
    return found.groups() if found else ("", "")


def _is_shown(cell):
    return cell.cell_type == "markdown" or bool(cell.get("outputs"))


def write_site(reports, dataset, notebooks):
    """Write ``index.html`` from the ledgers below `reports`: every year, unit and report."""
    years, sides = [], [side for side in SIDES if side not in IF_ANY or _is_had(dataset, side)]
    for folder in sorted(reports.glob("[0-9]*"), reverse=True):
        rows = read_ledger(folder / LEDGER)
        if rows:
            years.append(_year(dataset, int(folder.name), _units(rows, notebooks), sides))
    text = _template("index.html.j2").render(
        say=say,
        language=messages.language(),
        years=years,
        notebooks=notebooks,
        sides=sides,
        basis_name=lambda basis: begun(common_name(basis, dataset.criteria.values())),
        is_illustrative="illustrative" in set(dataset.received["provenance"]),
    )
    write(reports / "index.html", text.encode())


def _is_had(dataset, side):
    return dataset.rows("standings", ["points"], basis=side)["points"].notna().any()


def _year(dataset, year, units, sides):
    """A year's units with their headlines on either side, their places, and how many findings its forms have."""
    rows = dataset.rows("standings", year=year)
    chosen = dataset.rows("bases", year=year).set_index(["parent_code", "criteria_id"])["basis"]
    by_unit = {(row["unit_code"], row["basis"]): row for row in rows.to_dict("records")}
    for unit in units:
        code = unit["unit_code"]
        unit["sides"] = {side: by_unit.get((code, side)) for side in sides}
        unit["place"] = _place(dataset, by_unit, code, chosen)

    def headline(row):
        return headline_text(row, dataset.criteria[row["criteria_id"]].scored_in)

    counts = dataset.rows("findings", year=year)["severity"].value_counts()
    findings = {name: int(counts.get(name, 0)) for name in SEVERITIES}
    return {"year": year, "units": units, "findings": findings, "headline": headline, "mark": judged_mark}


def _place(dataset, by_unit, code, chosen):
    first = by_unit.get((code, "claimed"))
    basis = None if first is None else chosen.get((first["parent_code"], first["criteria_id"]))
    row = by_unit.get((code, basis))
    if row is None or pd.isna(row["rank"]) or row["n_placed"] < 2:
        return ""
    return f"{row['rank']}/{row['n_placed']} ({basis_name(basis, dataset.criteria[row['criteria_id']])})"


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


class _Body(HTMLExporter):
    """nbconvert's body of a page, rendered once: a second pass adds alternative texts, which figures here have."""

    def from_notebook_node(self, nb, resources=None, **kw):
        resources = self._init_resources(resources)
        of_type = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", of_type)
        self.register_filter("highlight_code", Highlight2HTML(parent=self))
        body, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)
        return _LETTER.sub(_as_letter, body), resources


def _as_letter(found):
    number = int(found[1])
    return chr(number) if number > ASCII_END else found[0]


@cache
def _exporter():
    return _Body(template_name="basic", default_preprocessors=[], **BODY)


@cache
def _template(name):
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template(name)
