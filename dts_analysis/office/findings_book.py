"""Findings to be passed on: by unit and cause, by cause, and one by one; as tables, as an Excel file."""

from typing import TYPE_CHECKING, Any

from ..analysis.causes import causes, causes_by_unit
from ..messages import say
from .letters import ask
from .resources import resource
from .tables_book import tables_book

if TYPE_CHECKING:
    from ..dataset.tables import Dataset

SAID = ("found", "expected", "remedy")
BY_UNIT = ("unit_name", "unit_code", "severity", "ask", "indicators", *SAID, "count", "cells", "code")
BY_CAUSE = ("severity", "code", "count", "n_units", "units", "cells", *SAID)
DETAILS = (
    *("severity", "unit_name", "unit_code", "year", "indicator", *SAID),
    *("file", "sheet", "cell", "count", "cells", "code"),
)
KINDS = {"count": "count", "n_units": "count", "year": "year"}  # of columns that are no text
MOST_CELLS = 12  # that a row of several findings names


def findings_book(findings: Any, data: "Dataset", title: str) -> bytes:
    """Return the bytes of an .xlsx of findings: those of `findings_tables`, a sheet each, numbers as numbers."""
    return tables_book(findings_tables(findings, data), title)


def findings_tables(findings, data=None):
    """Return the data resources of findings: by unit and by cause, then one by one.

    Parameters
    ----------
    findings : DataFrame
        As from `analysis.causes.named`.
    data : Dataset, optional
        Where findings are of several units, and so gathered per unit too: says by which set each was asked.
    """
    spoken = {each: say(f"severity_{each}") for each in findings["severity"].unique()}
    names = dict(zip(findings["unit_code"], findings["unit_name"], strict=True))
    tables = [_by_unit(findings, names, data)] if data else []
    tables += [_by_cause(findings, names), ("book_findings", findings, DETAILS)]
    return [
        resource(say(title), table.assign(severity=table["severity"].map(spoken)), _fields(columns))
        for title, table, columns in tables
    ]


def _by_unit(findings, names, data):
    """What each unit is to be asked, the one with most errors first."""
    table = _worded(causes_by_unit(findings, MOST_CELLS))
    files, any_set = data.received, next(iter(data.criteria.values()))
    sets = {row.unit_code: data.criteria[row.criteria_id] for row in files.sort_values("year").itertuples()}
    asked = [ask(row.code, row.remedy, sets.get(row.unit_code, any_set)) for row in table.itertuples()]
    return (
        "book_by_unit",
        table.assign(ask=asked, unit_name=table["unit_code"].map(names)),
        BY_UNIT,
    )


def _by_cause(findings, names):
    table = _worded(causes(findings, MOST_CELLS))
    units = [", ".join(names[code] for code in codes) for codes in table["unit_codes"]]
    return (
        "book_causes",
        table.assign(n_units=table["unit_codes"].map(len), units=units),
        BY_CAUSE,
    )


def _worded(table):
    """What a table holds one by one, as text; of causes of which others say something else, an example."""
    said = zip(table["is_example"], table["found"], strict=True)
    found = [say("such_as", message=words) if is_example else words for is_example, words in said]
    return table.assign(
        found=found, cells=table["cells"].map("\n".join), indicators=table["indicators"].map("; ".join)
    )


def _fields(columns):
    return {name: (say(f"book_{name}"), KINDS.get(name, "text")) for name in columns}
