"""Headings matched through a table of synonyms, over one or two rows."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import finding, stop_if
from ..reference import strict_yaml
from .text import clean, fold

TABLE = Path(__file__).with_name("headers.yml")

_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,2}|[A-Za-z])[)\]]?(\s*=.*)?", re.DOTALL)
POINTS = ("claimed_points", "verified_points", "final_points")
FIELDS = (
    *("code", "name", "group", "max_points", "rule_text", "declared_value", "declared_total", *POINTS, "gap"),
    *("class_name", "explanation", "evidence", "reasons", "verifier_note", "person", "deadline"),
    *("decision", "ground", "method", "verified_on", "computed_points", "is_unsure"),
)
LOOK_DOWN = 40  # rows in which a heading is looked for


@dataclass(frozen=True)
class Header:
    """Where a table starts and which column holds which field."""

    first_row: int  # of the data, counted from 0
    last_row: int  # of the heading
    columns: dict  # field -> column, counted from 0
    unknown: dict  # column -> heading that no synonym fits
    doubled: dict  # column -> heading whose field an earlier column holds already


@cache
def synonyms():
    """Return the field that each folded heading means; raises as `read_spellings`."""
    return {fold(written): field for field, spellings in _spellings().items() for written in spellings}


def spelling(field):
    """Return how a field's heading is spelled first.

    >>> spelling("group")
    'nhóm'
    """
    return _spellings()[field][0]


@cache
def _spellings():
    return read_spellings(TABLE)


def read_spellings(path):
    """Return how each field's heading may be spelled, from the house's own table of headings.

    Parameters
    ----------
    path : Path
        YAML: a list of spellings for each of `FIELDS`.

    Returns
    -------
    dict
        Lists of spellings by field.

    Raises
    ------
    DtsError
        Where a field is unknown, absent, there twice or without spellings; where a spelling is no text; where one
        heading, folded, means two fields. Every fault at once.
    """
    table = strict_yaml.read(path)
    table = table if isinstance(table, dict) else {}
    known = ", ".join(FIELDS)
    faults = [
        finding("heading_field_unknown", path.name, field=field, known=known)
        for field in table
        if field not in FIELDS
    ]
    meanings = {}
    for field in FIELDS:
        spellings, where = table.get(field), f"{path.name}!{field}"
        if not isinstance(spellings, list) or not spellings:
            faults.append(finding("heading_field_empty", where, field=field))
            continue
        for written in spellings:
            heading = fold(written) if isinstance(written, str) else ""
            if not heading:
                faults.append(finding("heading_no_text", where, text=written))
            elif meanings.setdefault(heading, field) != field:
                facts = {"heading": written, "first": meanings[heading], "second": field}
                faults.append(finding("heading_of_two_fields", where, **facts))
    stop_if(faults)
    return table


def find_header(rows):
    """Return the `Header` of a sheet's rows, or None where no row looks like one.

    A heading names the indicators (code or name) and at least one kind of points. A second heading row
    below merged cells is taken with it, and so is the row that numbers the columns: (1), (2), (3).

    Examples
    --------
    >>> header = find_header([["PHIẾU TỰ CHẤM"], ["TT", "Chỉ số", "ĐIỂM  tự\\nchấm"], ["1.1", "Họp", 5.0]])
    >>> header.first_row, header.columns
    (2, {'code': 0, 'name': 1, 'claimed_points': 2})
    """
    for number, row in enumerate(rows[:LOOK_DOWN]):
        named = _named(row)
        fields = set(named.values())
        if not fields & {"code", "name"}:
            continue
        below = _named(rows[number + 1]) if number + 1 < len(rows) else {}
        below = {column: field for column, field in below.items() if field not in fields}
        if below and _holds_data(rows[number + 1], named):
            below = {}
        if (fields | set(below.values())) & set(POINTS):
            return _header(rows, number, named | below, bool(below))
    return None


def _header(rows, number, named, is_two_rows):
    columns, doubled = {}, {}
    last = number + is_two_rows
    for column in sorted(named):
        if named[column] in columns:
            doubled[column] = clean(rows[number][column]) or clean(rows[last][column])
        else:
            columns[named[column]] = column
    unknown = {
        column: clean(cell)
        for column, cell in enumerate(rows[number])
        if clean(cell) and column not in named and not (is_two_rows and _spans(rows[number], column, named))
    }
    first = last + 1 + (last + 1 < len(rows) and _numbers_columns(rows[last + 1], columns))
    return Header(first, last, columns, unknown, doubled)


def _numbers_columns(row, columns):
    """(1), (2), (3) under the headings; a row of data has a longer name."""
    cells = [text for text in map(clean, row) if text]
    has_name = "name" in columns and columns["name"] < len(row) and clean(row[columns["name"]])
    return bool(has_name) and len(cells) > 2 and all(map(_COLUMN_NUMBER.fullmatch, cells))


def _spans(row, column, named):
    """A merged heading stands over its parts: its cell or the blank ones right of it are named below."""
    right = column + 1
    while right < len(row) and not clean(row[right]):
        right += 1
    return any(at in named for at in range(column, right))


def _holds_data(row, named):
    return any(
        clean(row[column]) for column, field in named.items() if field in ("code", "name") and column < len(row)
    )


def _named(row):
    return {
        column: synonyms()[fold(clean(cell))]
        for column, cell in enumerate(row)
        if isinstance(cell, str) and fold(clean(cell)) in synonyms()
    }
